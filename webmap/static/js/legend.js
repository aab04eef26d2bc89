/** The legend: made from the style table, counted from the rows, so that it can say nothing else than the map. */
(function (pm) {
  "use strict";

  function classRow(look, count) {
    const sign = look.mark && pm.el("span", { class: "pm-legend-sign", "aria-hidden": "true" }, look.mark);
    return pm.el(
      "tr",
      { "data-class": look.code },
      pm.el("th", { scope: "row" }, look.swatch, pm.el("span", null, pm.named(look)), sign),
      pm.el("td", { class: "pm-here" }, String(count.here)),
      pm.el("td", { class: "pm-all" }, String(count.all)),
    );
  }

  /** The classes of the theme that occur, in the order of the table, with their counts. */
  function classes(programme, theme, looks) {
    const counts = pm.counts(programme, theme);
    const known = [...looks[theme].values()].filter((look) => counts.has(look.code));
    const strange = [...counts.keys()].filter((code) => !looks[theme].has(code)).map(pm.strange);
    const rows = [...known, ...strange].map((look) =>
      classRow({ ...look, swatch: pm.swatch(look, theme) }, counts.get(look.code)),
    );
    const heads = ["legend.here", "legend.all"].map((key) => pm.el("th", { scope: "col" }, pm.say(key)));
    return pm.el(
      "table",
      { class: "pm-classes" },
      pm.el("caption", { class: "pm-unseen" }, pm.say(`legend.${theme}`)),
      pm.el("thead", null, pm.el("tr", null, pm.el("td"), heads)),
      pm.el("tbody", null, rows),
    );
  }

  /** What the colours of the clearance theme say, and what they do not. */
  function clearanceNotes(programme, theme, looks, asOf) {
    if (theme !== "clearance") return null;
    const ramp = [...looks.progress.values()].filter((look) => look.colour);
    const codes = new Set(ramp.map((look) => look.code));
    const reported = programme.rows.some((row) => codes.has(row.properties.progress_class));
    const day = asOf ? ` ${pm.say("legend.asof", { date: pm.date(asOf) })}` : "";
    const steps = ramp.map((look) => pm.el("li", null, pm.swatch(look, "progress"), pm.named(look)));
    return [
      pm.el("p", { class: "pm-note" }, pm.say(reported ? "legend.partly" : "legend.calendar") + day),
      reported && pm.el("ul", { class: "pm-ramp", "aria-label": pm.say("legend.progress") }, steps),
      pm.el("p", { class: "pm-note" }, pm.say("legend.units")),
    ];
  }

  const sample = (...shapes) =>
    pm.svg("svg", { class: "pm-sample", viewBox: "0 0 36 24", width: 36, height: 24, "aria-hidden": "true" }, shapes);

  /** How a place of this precision is drawn. */
  function precisionSample(look) {
    const line = { class: "pm-sample-line", "stroke-width": look.width };
    if (look.code === "between") {
      const way = "M4 16L32 8";
      return sample(
        pm.svg("path", { class: "pm-sample-soft", d: way, "stroke-width": 12 }),
        pm.svg("path", { ...line, d: way, "stroke-dasharray": "6 3" }),
      );
    }
    const circle = { cx: 18, cy: 12, r: look.code === "place" ? 7 : 10 };
    return sample(
      pm.svg("circle", { ...circle, class: look.soft ? "pm-sample-soft-fill" : "pm-sample-fill" }),
      pm.svg("circle", { ...line, ...circle, "stroke-dasharray": look.dash ? "4 3" : null }),
    );
  }

  pm.precisionSample = precisionSample;

  /** A sample with its words. */
  const line = (drawn, ...words) => pm.el("li", null, drawn, pm.el("span", null, words));

  function precision(programme, looks) {
    const used = new Set(programme.places.map((place) => place.precision));
    const shown = [...looks.precision.values()].filter((look) => look.on_map && used.has(look.code));
    const rows = shown.map((look) =>
      line(precisionSample(look), pm.el("b", null, pm.named(look)), pm.el("small", null, pm.noteOf(look))),
    );
    return pm.el(
      "section",
      { class: "pm-section" },
      pm.el("h2", null, pm.say("legend.precision")),
      pm.el("ul", { class: "pm-precision" }, rows),
    );
  }

  const disc = (cx, cy, r) => pm.svg("circle", { class: "pm-sample-disc", cx, cy, r });

  function ring() {
    const third = (_, i) => ({ "stroke-dasharray": "14.75 2", "stroke-dashoffset": -16.75 * i });
    return Array.from({ length: 3 }, third).map((dashes) =>
      pm.svg("circle", { class: "pm-sample-ring", cx: 18, cy: 12, r: 8, ...dashes }),
    );
  }

  /** What the marks say by their shape, and the icons that occur. */
  function marks(programme, looks) {
    const used = new Set(programme.rows.map((row) => row.properties.category));
    const icons = [...looks.category.values()].filter((look) => used.has(look.code));
    const leader = pm.svg("path", { class: "pm-sample-line", d: "M8 20L24 8" });
    return pm.el(
      "details",
      { class: "pm-section pm-drawer pm-signs" },
      pm.el("summary", null, pm.say("legend.marks")),
      pm.el(
        "ul",
        { class: "pm-precision" },
        line(sample(disc(18, 12, 10)), pm.say("legend.one")),
        line(sample(ring()), pm.say("legend.several")),
        line(sample(leader, disc(25, 8, 6)), pm.say("legend.moved")),
      ),
      pm.el("ul", { class: "pm-icons" }, icons.map((look) => pm.el("li", null, pm.icon(look.icon, 18), pm.named(look)))),
    );
  }

  /** @returns {Array} the parts of the legend under a theme */
  pm.legend = function (programme, theme, looks, asOf) {
    return [
      [classes(programme, theme, looks), pm.question("colours")],
      clearanceNotes(programme, theme, looks, asOf),
      precision(programme, looks),
      marks(programme, looks),
    ];
  };
})(window.projectmap);
