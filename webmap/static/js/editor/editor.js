/** The editor of one row's place: a panel beside the map, from "this is in the wrong place" to saved. */
(function (pm) {
  "use strict";

  const { say, parts, talk } = pm.edit;
  const { el, refill } = pm;
  const MODES = ["table", "draw", "file", "none"];
  const narrow = () => matchMedia("(max-width: 760px)").matches;

  class Editor {
    /**
     * @param {L.Map} map
     * @param {HTMLElement} stage
     * @param {{row: Object, looks: Object, closed: function(boolean): void}} about `closed` hears whether anything was saved
     */
    constructor(map, stage, about) {
      Object.assign(this, { map, stage, about });
      this.id = about.row.id;
      this.attempt = pm.newId();
      this.offer = null;
      pm.edit.panes(map);
      this.shown = new pm.edit.Shown(map);
      this.sketch = new pm.edit.Sketch(map, {
        changed: () => this.modes.draw.changed(),
        said: (words) => { this.voice.textContent = words; },
        centre: () => this.beside.centre(),
      });
      this.remeasure = talk.settled(() => this.measure(), 350);
      this.build();
    }

    /** Fetch the history and open; a failure is told with a way to try again. */
    async open() {
      this.stage.append(this.element, this.cross, this.voice);
      this.stage.classList.add("pe-editing");
      this.still(true);
      refill(this.body, parts.message("busy", say("loading")));
      try {
        this.told = await talk.history(this.id);
      } catch {
        const retry = pm.button({ words: pm.say("error.retry"), className: "pe-plain", onclick: () => this.open() });
        refill(this.body, parts.message("bad", say("failed"), retry));
        return;
      }
      this.form();
      this.title.focus();
    }

    close() {
      this.modes?.[this.mode]?.leave();
      this.sketch.stop();
      this.shown.clear();
      this.stage.classList.remove("pe-editing", "pe-sketching", "pe-is-folded");
      this.still(false);
      [this.element, this.cross, this.voice].forEach((part) => part.remove());
      window.removeEventListener("beforeunload", this.warn);
      this.map.off("resize", this.resized);
      this.about.closed(Boolean(this.done));
    }

    /** While one row is being placed, no other row can be opened, and a click on the map measures nothing. */
    still(on) {
      if (on) this.stage.querySelector('[aria-controls="pm-measure"][aria-expanded="true"]')?.click();
      this.stage.querySelectorAll(".pm-side, .pm-details, .leaflet-marker-pane").forEach((part) => { part.inert = on; });
    }

    // --- the panel ---

    build() {
      this.title = el("h2", { tabindex: -1 }, say("title"), " ", el("span", { class: "pm-id" }, this.id));
      this.fold = pm.button({ sign: "up", label: say("fold"), className: "pm-tool pe-fold", onclick: () => this.toggle() });
      const leave = pm.button({ sign: "close", label: say("close"), className: "pm-tool", onclick: () => this.leave() });
      this.body = el("div", { class: "pe-body" });
      this.foot = el("div", { class: "pe-foot" });
      const head = el("div", { class: "pe-head" }, this.title, this.fold, leave);
      this.element = el("section", { class: "pe-panel", "aria-label": say("title") }, head, this.body, this.foot);
      this.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.leave();
        event.stopPropagation();
      });
      this.cross = el("div", { class: "pe-cross", "aria-hidden": "true" });
      this.beside = new pm.edit.Beside(this.map, this.stage, this.element, this.cross);
      this.voice = el("p", { class: "pm-unseen", role: "status" });
      this.warn = (event) => { if (this.dirty) event.preventDefault(); };
      window.addEventListener("beforeunload", this.warn);
      this.resized = () => this.beside.aim();
      this.map.on("resize", this.resized);
    }

    form() {
      const hooks = {
        offer: (offer) => this.take(offer),
        candidates: (geometries) => this.compare(geometries),
        answered: (answer) => this.reveal(answer),
        adjust: (geometry) => this.adjust(geometry),
        stored: () => pm.edit.inUse(this.told).geometry,
      };
      this.modes = {
        table: new pm.edit.TableMode(hooks),
        draw: new pm.edit.DrawMode(this.sketch, hooks),
        file: new pm.edit.FileMode(hooks),
        none: new pm.edit.NoPlaceMode(hooks),
      };
      this.record = new pm.edit.Record(() => this.edited());
      this.where = el("div", { class: "pe-where" });
      this.modeBox = el("div", { class: "pe-mode" });
      this.measured = el("div", { class: "pe-measure", "aria-live": "polite" });
      this.switch = parts.segmented(say("mode.legend"), MODES.map((mode) => [mode, say(`mode.${mode}`)]), "table", (mode) => this.enter(mode));
      this.historyBox = el("div");
      refill(
        this.body,
        el("p", { class: "pe-name" }, pm.own(this.about.row.properties.name)),
        this.where,
        this.switch,
        this.modeBox,
        this.measured,
        this.record.element,
        this.historyBox,
      );
      this.showHistory();
      this.footer();
      this.enter("table");
      this.frame(["old"]);
    }

    showHistory() {
      const used = pm.edit.inUse(this.told);
      this.shown.put("old", used.geometry, "old", used.radius_m);
      refill(this.historyBox, pm.edit.historyList(this.told, this.about.looks, (to) => this.restore(to)));
      this.legend();
    }

    /** Which line on the map is what. */
    legend() {
      const names = ["old", "new", "other"].filter((name) => this.shown.geometries.has(name) || (name === "new" && this.sketch.points.length));
      refill(this.where, names.map((name) => el("span", { class: `pe-key pe-key-${name}` }, say(`legend.${name}`))));
    }

    footer() {
      this.faults = el("div", { class: "pe-faults", role: "alert" });
      this.button = pm.button({ words: say("save"), className: "pe-save", onclick: () => this.save() });
      refill(this.foot, this.faults, this.button);
    }

    /** Go on: the button that saves is back, and has the focus. */
    stay() {
      this.footer();
      this.button.focus();
    }

    toggle(folded = !this.stage.classList.contains("pe-is-folded")) {
      this.stage.classList.toggle("pe-is-folded", folded);
      this.fold.setAttribute("aria-label", say(folded ? "unfold" : "fold"));
      this.fold.title = say(folded ? "unfold" : "fold");
      this.beside.aim();
    }

    // --- what is offered ---

    enter(mode) {
      this.modes[this.mode]?.leave();
      this.mode = mode;
      this.shown.put("new", null);
      this.stage.classList.toggle("pe-sketching", mode === "draw");
      refill(this.modeBox, this.modes[mode].element);
      this.modes[mode].enter();
      this.beside.aim();
      if (mode === "draw" && narrow()) this.body.scrollTop = this.switch.offsetTop - 12;
    }

    /** Show what a person has to choose from. */
    compare(geometries) {
      this.shown.putMany("maybe", geometries);
      if (geometries.length) this.frame(["maybe"]);
    }

    /** On a phone an answer comes up below the edge of the sheet: bring it into sight. */
    reveal(answer) {
      if (narrow() && this.modeBox.contains(answer)) this.body.scrollTop = answer.offsetTop - this.body.offsetTop - 12;
    }

    /** Take a geometry over into the sketch: from there on it is drawn by hand. */
    adjust(geometry) {
      const input = this.switch.querySelector('input[value="draw"]');
      input.checked = true;
      this.enter("draw");
      this.modes.draw.load(geometry);
    }

    take(offer) {
      const moved = JSON.stringify(offer && offer.geometry) !== JSON.stringify(this.offer && this.offer.geometry);
      this.offer = offer;
      const drawnByHand = offer && offer.method === "drawn";
      this.shown.put("new", offer && !drawnByHand ? offer.geometry : null, offer && !offer.usable ? "broken" : "new", offer?.radius_m);
      this.record.take(offer);
      this.legend();
      this.edited();
      if (!moved) return;
      refill(this.measured);
      if (drawnByHand) this.remeasure();
      else if (offer && offer.geometry) this.frame(["old", "new"]);
    }

    /** Ask the server what the sketch measures and where it lies. */
    async measure() {
      const { offer } = this;
      if (!offer || !offer.geometry || offer.method !== "drawn") return;
      refill(this.measured, el("p", { class: "pe-hint" }, say("measure.busy")));
      const answer = await talk.measure(offer.geometry);
      if (!answer || this.offer !== offer) return;
      if (answer.status !== 200) {
        refill(this.measured, parts.message("bad", pm.bdi(pm.faultWords(answer))));
        return;
      }
      refill(this.measured, parts.measured(answer.body), el("p", { class: "pe-hint" }, pm.bdi(answer.body.says)));
    }

    /** Something was changed: an old complaint does not fit any more, and a new sending is a new record. */
    edited() {
      this.attempt = pm.newId();
      if (this.faults) refill(this.faults);
    }

    get dirty() {
      return Boolean(this.modes) && !this.done && (Boolean(this.offer && this.offer.geometry) || !this.record.isEmpty);
    }

    // --- saving ---

    async save() {
      const lacking = this.record.lacks();
      if (lacking.length) {
        this.complain(lacking.map(([, words]) => words));
        lacking.find(([input]) => input)?.[0].focus();
        return;
      }
      this.busy(true);
      const body = { id: this.attempt, revision: this.told.revision, ...this.record.fields() };
      const answer = await talk.save(this.id, body);
      this.busy(false);
      if (answer.status === 201) await this.finished(answer.body, body.geometry ? "saved.title" : "saved.none");
      else if (answer.status === 409) await this.conflict(answer.body);
      else this.refused(answer);
    }

    busy(on) {
      this.button.disabled = on;
      this.button.textContent = say(on ? "saving" : "save");
    }

    refused(answer) {
      const faults = answer.body.faults;
      const away = answer.status === 401 && el("a", { href: "/signin", target: "_blank", rel: "noopener" }, say("signin"));
      this.complain(faults ? faults.map((fault) => fault.message) : [pm.faultWords(answer)], away);
    }

    complain(sentences, more) {
      this.toggle(false);
      refill(this.faults, parts.message("bad", el("p", { class: "pe-strong" }, say("faults")), parts.list(sentences), more));
    }

    /** Saved: the map is drawn anew, and what was done can be taken back at once. */
    async finished(version, title) {
      this.done = true;
      this.modes[this.mode].leave();
      this.shown.put("new", version.geometry, "new", version.radius_m);
      refill(
        this.body,
        parts.message(
          "good",
          el("p", { class: "pe-strong", tabindex: -1 }, say(title)),
          el("p", null, say("saved.text", { id: this.id, revision: version.revision })),
          version.measures && parts.measured(version.measures),
        ),
      );
      const undo = pm.button({ words: say("undo"), className: "pe-plain", onclick: () => this.undo(version.revision) });
      const done = pm.button({ words: say("saved.done"), className: "pe-save", onclick: () => this.close() });
      refill(this.foot, version.method === "undo" ? null : undo, done);
      this.stage.classList.remove("pe-sketching");
      this.element.classList.add("pe-done");
      this.toggle(false);
      done.focus();
    }

    async undo(revision) {
      await this.back({ id: pm.newId(), revision, reason: say("undo.reason") });
    }

    /** Go back to an older version: a reason is asked for, as for every record. */
    restore(to) {
      const reason = el("input", { type: "text", maxlength: 1000 });
      const go = pm.button({ words: say("history.restore"), className: "pe-save", onclick: () => {
        if (!reason.value.trim()) {
          reason.focus();
          return;
        }
        this.back({ id: pm.newId(), revision: this.told.revision, reason: reason.value.trim(), to });
      } });
      const not = pm.button({ words: say("leave.no"), className: "pe-plain", onclick: () => this.stay() });
      this.faults = el("div", { class: "pe-faults", role: "alert" });
      refill(this.foot, this.faults, parts.field(say("history.reason"), reason), el("div", { class: "pe-tools" }, not, go));
      reason.focus();
    }

    async back(body) {
      const answer = await talk.undo(this.id, body);
      if (answer.status === 201) await this.finished(answer.body, "saved.undone");
      else if (answer.status === 409) await this.conflict(answer.body);
      else if (this.faults?.isConnected) this.refused(answer);
      else refill(this.foot, parts.message("bad", pm.bdi(pm.faultWords(answer))));
    }

    /** Somebody was faster: say who and when, show both places, and let the person decide. Nothing was overwritten. */
    async conflict(problem) {
      try {
        this.told = await talk.history(this.id);
      } catch {
        this.complain([problem.detail]);
        return;
      }
      const theirs = this.told.versions[0];
      this.showHistory();
      this.shown.put("old", null);
      this.shown.put("other", theirs ? theirs.geometry : null, "other", theirs?.radius_m);
      this.legend();
      const mine = () => {
        this.footer();
        this.save();
      };
      const drop = () => {
        this.done = true; // the page still shows what was there before theirs
        this.close();
      };
      refill(
        this.foot,
        el(
          "div",
          { class: "pe-message pe-ask", role: "alert" },
          el("p", { class: "pe-strong" }, theirs ? say("conflict.title", { who: theirs.who }) : say("conflict.gone")),
          theirs && el("p", null, pm.bdi(pm.edit.versionWords(theirs))),
          pm.button({ words: say("conflict.compare"), className: "pe-plain", onclick: () => this.frame(["other", "new"]) }),
        ),
        el(
          "div",
          { class: "pe-tools" },
          pm.button({ words: say("conflict.theirs"), className: "pe-plain", onclick: drop }),
          pm.button({ words: say("conflict.mine"), className: "pe-save", onclick: mine }),
        ),
      );
      this.attempt = pm.newId();
      this.toggle(false);
      this.frame(["other", "new"]);
    }

    /** Leave; what is not saved is asked about first. */
    leave() {
      if (!this.dirty) {
        this.close();
        return;
      }
      const stay = pm.button({ words: say("leave.no"), className: "pe-save", onclick: () => this.stay() });
      const go = pm.button({ words: say("leave.yes"), className: "pe-plain", onclick: () => this.close() });
      refill(this.foot, el("p", { class: "pe-strong", role: "alert" }, say("leave.ask")), el("div", { class: "pe-tools" }, go, stay));
      stay.focus();
    }

    /** Bring what is shown under these names into the free part of the map. */
    frame(names) {
      this.beside.frame(this.shown.bounds(names));
    }
  }

  pm.edit.Editor = Editor;
})(window.projectmap);
