/** A pasted table of coordinates: every reading with where it lands, the proposal, the drawing beside the stated area. */
(function (pm) {
  "use strict";

  const { say, parts, talk } = pm.edit;
  const { el, refill } = pm;
  const TONES = { one: "good", several: "ask", none: "bad" };
  const KINDS = ["polygon", "line", "point"];

  class TableMode {
    /** @param {{offer: function(Object): void, candidates: function(Array): void, adjust: function(Object): void}} hooks */
    constructor(hooks) {
      this.hooks = hooks;
      this.way = null;
      this.kind = null;
      this.said = null;
      this.text = el("textarea", {
        class: "pe-paste",
        rows: 7,
        spellcheck: "false",
        autocapitalize: "none",
        autocomplete: "off",
        placeholder: say("table.example"),
      });
      this.answer = el("div", { class: "pe-answer", "aria-live": "polite" });
      this.element = el("div", null, parts.field(say("table.label"), this.text, say("table.hint")), this.answer);
      const soon = talk.settled(() => this.read(), 350);
      this.text.addEventListener("input", () => {
        this.way = null;
        this.kind = null;
        this.hooks.offer(null); // what was read before is no longer what stands here
        soon();
      });
    }

    enter() {
      this.show();
    }

    leave() {
      this.hooks.candidates([]);
    }

    async read() {
      const text = this.text.value;
      if (!text.trim()) {
        this.said = null;
        this.show();
        return;
      }
      refill(this.answer, parts.message("busy", say("table.reading")));
      const answer = await talk.readTable({ text, kind: this.kind, ...this.way });
      if (!answer || text !== this.text.value) return;
      this.said = answer.status === 200 ? answer.body : null;
      this.refused = answer.status === 200 ? "" : pm.faultWords(answer);
      this.show();
      this.hooks.answered(this.answer);
    }

    /** Tell what was read, and offer what is drawn. */
    show() {
      const { said } = this;
      if (!said) {
        refill(this.answer, this.refused && this.text.value.trim() ? parts.message("bad", pm.bdi(this.refused)) : null);
        this.hooks.candidates([]);
        this.hooks.offer(null);
        return;
      }
      const fitting = said.readings.filter((reading) => reading.fits);
      refill(
        this.answer,
        parts.message(TONES[said.verdict], pm.bdi(said.verdict === "several" ? say("table.several", { n: fitting.length }) : said.says)),
        said.verdict === "several" && this.question(fitting),
        said.drawing && this.drawing(said.drawing),
        parts.list(said.notes, "pe-notes"),
        this.everything(said),
      );
      const asked = said.verdict === "several" && !said.chosen;
      this.hooks.candidates(asked ? fitting.map((reading) => reading.drawing.geometry) : []);
      this.hooks.offer(this.offered(said));
    }

    question(fitting) {
      const items = fitting.map((reading, n) => ({ value: String(n), words: `${n + 1}. ${reading.name}`, note: reading.says }));
      const same = (reading) => this.way && reading.epsg === this.way.epsg && reading.north_first === this.way.north_first;
      const chosen = fitting.findIndex(same);
      return parts.choices(say("table.choose"), items, String(chosen), (value) => {
        const { epsg, north_first } = fitting[Number(value)];
        this.way = { epsg, north_first };
        this.read();
      });
    }

    drawing(drawn) {
      return [
        parts.segmented(say("kind.legend"), KINDS.map((kind) => [kind, say(`kind.${kind}`)]), drawn.kind, (kind) => {
          this.kind = kind;
          this.read();
        }),
        drawn.errors.length ? parts.message("bad", parts.list(drawn.errors)) : null,
        parts.measured(drawn),
        parts.list(drawn.notes, "pe-notes"),
        !drawn.errors.length && pm.edit.isSimple(drawn.geometry) && pm.button({
          words: say("adjust"),
          className: "pe-plain",
          onclick: () => this.hooks.adjust(drawn.geometry),
        }),
      ];
    }

    everything(said) {
      const rows = said.readings.map((reading) => [reading.name, reading.says]);
      const corners = said.corners.map((corner) => [corner.label, corner.first, corner.second]);
      return [
        parts.folded(say("table.corners", { n: corners.length }), [say("table.corner"), say("table.first"), say("table.second")], corners),
        parts.folded(say("table.all", { n: rows.length }), [say("table.system"), say("table.lands")], rows),
      ];
    }

    offered(said) {
      const drawn = said.drawing;
      if (!drawn) return null;
      const usable = !drawn.errors.length;
      return {
        geometry: drawn.geometry,
        usable,
        method: "coordinates",
        precision: "surveyed",
        radius_m: said.radius_m,
        doubts: said.doubts,
      };
    }
  }

  pm.edit.TableMode = TableMode;
})(window.projectmap);
