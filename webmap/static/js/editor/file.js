/** An uploaded file: previewed, its system asked where it is not sure, one of its features chosen. */
(function (pm) {
  "use strict";

  const { say, parts, talk } = pm.edit;
  const { el, refill } = pm;
  const TONES = { one: "good", several: "ask", none: "bad" };
  const ACCEPT = ".geojson,.json,.gpkg,.zip,.kml,.kmz,.dxf,.csv,.tsv,.txt";

  /** A feature by what its attributes call it. */
  function nameOf(feature) {
    const texts = Object.entries(feature.properties).filter(([, value]) => typeof value === "string" && value.trim());
    const named = texts.find(([key]) => /^(ten|tên|name|title|layer|ky_?hieu|label)/i.test(key)) || texts[0];
    return named ? named[1] : say("file.feature", { n: feature.number + 1 });
  }

  function noteOf(feature) {
    const size = feature.area_m2 ? pm.edit.area(feature.area_m2) : feature.length_m ? pm.edit.length(feature.length_m) : "";
    return [size, feature.fault, feature.says].filter(Boolean).join(" · ");
  }

  class FileMode {
    /** @param {{offer: function(Object): void, adjust: function(Object): void}} hooks */
    constructor(hooks) {
      this.hooks = hooks;
      this.said = null;
      this.layer = 0;
      this.chosen = null;
      this.input = el("input", { type: "file", accept: ACCEPT, class: "pe-file", onchange: () => this.take(this.input.files[0]) });
      this.answer = el("div", { class: "pe-answer", "aria-live": "polite" });
      this.name = el("span", { class: "pe-filename" }, say("file.drop"));
      const drop = el("label", { class: "pe-drop" }, this.input, el("span", { class: "pe-plain" }, say("file.label")), this.name);
      drop.addEventListener("dragover", (event) => event.preventDefault());
      drop.addEventListener("drop", (event) => {
        event.preventDefault();
        this.take(event.dataTransfer.files[0]);
      });
      this.element = el("div", null, drop, el("p", { class: "pe-hint" }, say("file.hint")), this.answer);
    }

    enter() {
      this.show();
    }

    leave() {}

    take(file) {
      if (!file) return;
      this.file = file;
      this.name.textContent = file.name;
      this.layer = 0;
      this.read();
    }

    async read(way) {
      this.chosen = null;
      refill(this.answer, parts.message("busy", pm.bdi(say("file.reading", { name: this.file.name }))));
      const more = way && { ...way, layer: this.said.layers[this.layer].name };
      const answer = await talk.readFile(this.file, more);
      if (!answer) return;
      this.said = answer.status === 200 ? answer.body : null;
      this.refused = answer.status === 200 ? "" : pm.faultWords(answer);
      this.way = way || null;
      if (this.said) this.chooseAlone();
      this.show();
      this.hooks.answered(this.answer);
    }

    get current() {
      return this.said.layers[this.layer];
    }

    /** A file with one feature that fits needs no choice. */
    chooseAlone() {
      const fitting = this.current.features.filter((feature) => feature.fits && !feature.fault);
      this.chosen = this.current.features.length === 1 && fitting.length === 1 ? fitting[0].number : null;
    }

    show() {
      if (!this.said) {
        refill(this.answer, this.refused ? parts.message("bad", pm.bdi(this.refused)) : null);
        this.hooks.offer(null);
        return;
      }
      const { current } = this;
      const feature = this.feature();
      refill(
        this.answer,
        this.said.layers.length > 1 && this.layers(),
        parts.message(TONES[current.verdict], pm.bdi(current.says)),
        el("p", { class: "pe-hint" }, current.declared ? say("file.declared", { words: current.declared }) : say("file.undeclared")),
        current.verdict === "several" && this.question(),
        parts.list(this.said.notes, "pe-notes"),
        current.features.length ? this.features() : null,
        feature && pm.edit.isSimple(feature.geometry) && pm.button({
          words: say("adjust"),
          className: "pe-plain",
          onclick: () => this.hooks.adjust(feature.geometry),
        }),
      );
      this.hooks.offer(this.offered(feature));
    }

    layers() {
      const onchange = (event) => {
        this.layer = Number(event.target.value);
        this.chooseAlone();
        this.show();
      };
      const options = this.said.layers.map((layer, n) =>
        el("option", { value: n, selected: n === this.layer }, `${layer.name} (${layer.total})`));
      return parts.field(say("file.layer"), el("select", { onchange }, options));
    }

    question() {
      const fitting = this.current.readings.filter((reading) => reading.fits);
      const same = (reading) => this.way && reading.epsg === this.way.epsg && reading.north_first === this.way.north_first;
      const items = fitting.map((reading, n) => ({ value: String(n), words: reading.name, note: reading.says }));
      return parts.choices(say("table.choose"), items, String(fitting.findIndex(same)), (value) => {
        const { epsg, north_first } = fitting[Number(value)];
        this.read({ epsg, north_first });
      });
    }

    features() {
      const { features, total } = this.current;
      const items = features.map((feature) => ({ value: String(feature.number), words: nameOf(feature), note: noteOf(feature) }));
      const choose = (value) => {
        this.chosen = Number(value);
        this.show();
        this.answer.querySelector(`input[value="${value}"]:checked`)?.focus();
      };
      return el(
        "div",
        { class: "pe-features" },
        features.length < total && el("p", { class: "pe-hint" }, say("file.some", { n: features.length, total })),
        parts.choices(say("file.features", { n: total }), items, this.chosen === null ? null : String(this.chosen), choose),
      );
    }

    feature() {
      return this.current.features.find((feature) => feature.number === this.chosen) || null;
    }

    offered(feature) {
      if (!feature) return null;
      return {
        geometry: feature.geometry,
        usable: !feature.fault,
        method: "file",
        precision: null,
        radius_m: null,
        doubts: this.current.doubts,
      };
    }
  }

  pm.edit.FileMode = FileMode;
})(window.projectmap);
