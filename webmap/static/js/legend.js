/** The legend: made from the style table, counted from the rows, so that it can say nothing else than the map. */
(function (pm) {
  "use strict";

  /** A sample of a class as its marks are drawn. */
  pm.swatch = function (look, theme) {
    const edged = theme === "clearance" && look.code !== "no_clearance";
    const width = edged ? look.width || 1.5 : 0;
    return pm.svg(
      "svg",
      { class: "pm-swatch", viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" },
      pm.svg("circle", {
        cx: 9, cy: 9, r: 8 - width / 2, fill: theme === "clearance" ? pm.sampleFill(look) : look.colour,
        stroke: edged ? look.colour : null, "stroke-width": width || null, "stroke-dasharray": (edged && look.dash) || null,
      }),
    );
  };

  function classRow(look, count, theme) {
    const mark = look.mark && pm.el("span", { class: "pm-legend-sign", "aria-hidden": "true" }, look.mark);
    return pm.el(
      "tr",
      { "data-class": look.code },
      pm.el("th", { scope: "row" }, pm.swatch(look, theme), pm.el("span", null, look.vi, mark)),
      pm.el("td", { class: "pm-here" }, String(count.here)),
      pm.el("td", { class: "pm-all" }, String(count.all)),
    );
  }

  /** The classes of the theme that occur, in the order of the table, with their counts. */
  function classes(programme, theme, looks) {
    const counts = pm.counts(programme, theme);
    const known = [...looks[theme].values()].filter((look) => counts.has(look.code));
    const strange = [...counts.keys()].filter((code) => !looks[theme].has(code)).map(pm.strange);
    const rows = [...known, ...strange].map((look) => classRow(look, counts.get(look.code), theme));
    return pm.el(
      "table",
      { class: "pm-classes" },
      pm.el("caption", { class: "pm-unseen" }, pm.say(`legend.${theme}`)),
      pm.el(
        "thead",
        null,
        pm.el("tr", null, pm.el("td"), ["legend.here", "legend.all"].map((key) => pm.el("th", { scope: "col" }, pm.say(key)))),
      ),
      pm.el("tbody", null, rows),
    );
  }

  function clearanceNotes(programme, theme, looks, asOf) {
    if (theme !== "clearance") return null;
    const reported = programme.rows.some((row) => (looks.progress.get(row.properties.progress_class) || {}).colour);
    const day = asOf ? ` ${pm.say("legend.asof", { date: pm.date(asOf) })}` : "";
    const ramp = reported && [...looks.progress.values()].filter((look) => look.colour).map((look) =>
      pm.el("li", null, pm.swatch(look, "progress"), look.vi),
    );
    return [
      pm.el("p", { class: "pm-note" }, pm.say(reported ? "legend.partly" : "legend.calendar") + day),
      ramp && pm.el("ul", { class: "pm-ramp", "aria-label": pm.say("legend.progress") }, ramp),
      pm.el("p", { class: "pm-note" }, pm.say("legend.units")),
    ];
  }

  /** A sample of how a place of this precision is drawn. */
  function precisionSample(look) {
    const shape = look.code === "between"
      ? [pm.svg("path", { class: "pm-sample-soft", d: "M4 16L32 8", "stroke-width": 12 }), pm.svg("path", { class: "pm-sample-line", d: "M4 16L32 8" })]
      : [pm.svg("circle", { class: look.soft ? "pm-sample-soft-fill" : "pm-sample-fill", cx: 18, cy: 12, r: look.code === "place" ? 7 : 10 }),
         pm.svg("circle", { class: "pm-sample-line", cx: 18, cy: 12, r: look.code === "place" ? 7 : 10 })];
    shape[1].setAttribute("stroke-width", look.width);
    if (look.dash) shape[1].setAttribute("stroke-dasharray", look.code === "between" ? "6 3" : "4 3");
    return sample(...shape);
  }

  function precision(programme, looks) {
    const used = new Set(programme.places.map((place) => place.precision));
    const rows = [...looks.precision.values()].filter((look) => look.on_map && used.has(look.code));
    return pm.el(
      "section",
      { class: "pm-section" },
      pm.el("h2", null, pm.say("legend.precision")),
      pm.el(
        "ul",
        { class: "pm-precision" },
        rows.map((look) =>
          pm.el("li", null, precisionSample(look), pm.el("span", null, pm.el("b", null, look.vi), pm.el("small", null, look.note))),
        ),
      ),
    );
  }

  const sample = (...shapes) => pm.svg("svg", { class: "pm-sample", viewBox: "0 0 36 24", width: 36, height: 24, "aria-hidden": "true" }, shapes);
  const ring = () => Array.from({ length: 3 }, (_, i) =>
    pm.svg("circle", { class: "pm-sample-ring", cx: 18, cy: 12, r: 8, "stroke-dasharray": "14.75 2", "stroke-dashoffset": -16.75 * i }));

  /** What the marks say by their shape, and the icons that occur. */
  function marks(programme, looks) {
    const used = new Set(programme.rows.map((row) => row.properties.category));
    const icons = [...looks.category.values()].filter((look) => used.has(look.code));
    const rows = [
      [sample(pm.svg("circle", { class: "pm-sample-disc", cx: 18, cy: 12, r: 10 })), "legend.one"],
      [sample(ring()), "legend.several"],
      [
        sample(
          pm.svg("path", { class: "pm-sample-line", d: "M8 20L24 8" }),
          pm.svg("circle", { class: "pm-sample-disc", cx: 25, cy: 8, r: 6 }),
        ),
        "legend.moved",
      ],
    ];
    return pm.el(
      "details",
      { class: "pm-section pm-drawer pm-signs" },
      pm.el("summary", null, pm.say("legend.marks")),
      pm.el("ul", { class: "pm-precision" }, rows.map(([drawn, words]) => pm.el("li", null, drawn, pm.el("span", null, pm.say(words))))),
      pm.el("ul", { class: "pm-icons" }, icons.map((look) => pm.el("li", null, pm.icon(look.icon, 18), look.vi))),
    );
  }

  /** @returns {HTMLElement[]} the parts of the legend under a theme */
  pm.legend = function (programme, theme, looks, asOf) {
    const notes = clearanceNotes(programme, theme, looks, asOf);
    return [classes(programme, theme, looks), notes, precision(programme, looks), marks(programme, looks)];
  };
})(window.projectmap);
