/** The style table in the browser: what a class looks like, and the hatches it needs. */
(function (pm) {
  "use strict";

  const SOLID = ["no_clearance", "done"]; // states whose colour says all: there is no progress to fill them with

  /** Colours come from the style sheet (webmap/style.py writes it), which knows the ground: nothing here does. */
  const painted = (group, row) =>
    row.colour ? { ...row, paint: `var(--${group}-${row.code})`, ink: `var(--on-${group}-${row.code})` } : row;

  const index = (group, rows) => new Map(rows.map((row) => [row.code, painted(group, row)]));

  /**
   * @param {Object} table /api/style.json
   * @returns {Object} the table with each group also as a Map by code, and `of(row, theme)`; of a class with a colour,
   *   `paint` is that colour on the ground of the moment, `ink` the colour of a sign on it
   */
  pm.looks = function (table) {
    const groups = {};
    for (const [name, rows] of Object.entries(table)) {
      if (Array.isArray(rows)) groups[name] = index(name, rows);
    }
    /** The look of a row under a theme; `fill` is what its area is filled with, `sign` the colour of a sign on that. */
    const of = (row, theme) => {
      const code = pm.classOf(row, theme);
      const look = groups[theme].get(code) || pm.strange(code);
      return { ...look, ...filled(look, row, theme, groups) };
    };
    return { table, of, ...groups };
  };

  /** A class that this page does not know, kept in a cache longer than the server: shown by its code, in grey. */
  pm.strange = (code) => ({ code, vi: code, paint: "var(--strange)", ink: "var(--on-ink)" });

  /** Under the clearance theme a report fills by progress; without figures the fill is a hatch in the edge's colour. */
  function filled(look, row, theme, groups) {
    if (theme !== "clearance" || SOLID.includes(look.code)) return { fill: look.paint, sign: look.ink };
    const progress = groups.progress.get(row.properties.progress_class);
    return progress?.paint ? { fill: progress.paint, sign: progress.ink } : { fill: hatchOf(look), sign: null };
  }

  /** What fills the sample of a state in the legend: nothing, where the fill will speak of progress. */
  pm.sampleFill = function (look) {
    if (look.fill) return look.fill;
    if (look.hatch) return hatchOf(look);
    return look.width && !SOLID.includes(look.code) ? "var(--casing)" : look.paint;
  };

  const hatchOf = (look) => `url(#pm-hatch-${look.code})`;

  function hatch(look) {
    return pm.svg(
      "pattern",
      { id: `pm-hatch-${look.code}`, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      pm.svg("rect", { width: 4, height: 4, fill: "var(--casing)" }),
      pm.svg("rect", { width: 1.8, height: 4, fill: look.paint }),
    );
  }

  /** Put the hatches of the table into the page, once; shapes refer to them by id. */
  pm.addHatches = function (root, looks) {
    const defs = pm.svg("defs", null, [...looks.clearance.values()].map(hatch));
    root.append(pm.svg("svg", { class: "pm-hatches", width: 0, height: 0, "aria-hidden": "true" }, defs));
  };
})(window.projectmap);
