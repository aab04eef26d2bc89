/** The panel of drawing by hand, and the two ways to say that there is no place. */
(function (pm) {
  "use strict";

  const { say, parts } = pm.edit;
  const { el, refill } = pm;
  const KINDS = ["point", "line", "polygon"];
  const WARD_RADIUS_M = 5600; // nine tenths of the ward lie within it: data/README.md

  class DrawMode {
    /**
     * @param {Sketch} sketch
     * @param {{offer: function(Object): void, stored: function(): ?Object}} hooks `stored` gives the geometry in use
     */
    constructor(sketch, hooks) {
      this.sketch = sketch;
      this.hooks = hooks;
      this.tools = el("div", { class: "pe-draw" });
      this.element = el(
        "div",
        null,
        this.tools,
        el("p", { class: "pe-hint pe-mouse" }, say("draw.hint.mouse")),
        el("p", { class: "pe-hint pe-keys" }, say("draw.hint.keys")),
      );
    }

    enter() {
      this.sketch.start();
      this.show();
      this.changed();
    }

    leave() {
      this.sketch.stop();
    }

    show() {
      const { sketch } = this;
      const stored = this.hooks.stored();
      const tool = (key, run, more) => pm.button({ words: say(key), className: "pe-plain", onclick: run, ...more });
      refill(
        this.tools,
        parts.segmented(say("kind.legend"), KINDS.map((kind) => [kind, say(`kind.${kind}`)]), sketch.kind, (kind) => sketch.setKind(kind)),
        el(
          "div",
          { class: "pe-tools" },
          tool("draw.add", () => sketch.addAtCentre()),
          tool("draw.undo", () => sketch.undo()),
          tool("draw.clear", () => sketch.clear()),
          pm.edit.isSimple(stored) && tool("draw.copy", () => this.load(stored)),
        ),
      );
    }

    load(geometry) {
      this.sketch.load(geometry);
      this.show();
    }

    /** The sketch has changed: offer what it is now. */
    changed() {
      const geometry = this.sketch.geometry();
      this.hooks.offer({
        geometry,
        usable: Boolean(geometry),
        lack: this.sketch.lack(),
        method: "drawn",
        precision: null,
        radius_m: null,
        doubts: [],
      });
    }
  }

  class NoPlaceMode {
    constructor(hooks) {
      this.hooks = hooks;
      this.chosen = "ward";
      const items = ["ward", "none"].map((code) => ({ value: code, words: say(`none.${code}`), note: say(`none.${code}.note`) }));
      this.element = parts.choices(say("mode.none"), items, this.chosen, (code) => {
        this.chosen = code;
        this.enter();
      });
    }

    enter() {
      this.hooks.offer({
        geometry: null,
        usable: true,
        method: "statement",
        precision: this.chosen,
        radius_m: this.chosen === "ward" ? WARD_RADIUS_M : null,
        doubts: [],
      });
    }

    leave() {}
  }

  pm.edit.DrawMode = DrawMode;
  pm.edit.NoPlaceMode = NoPlaceMode;
})(window.projectmap);
