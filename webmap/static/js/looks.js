/** The style table in the browser: what a class looks like, and the hatches it needs. */
(function (pm) {
  "use strict";

  const SOLID = ["no_clearance", "done"]; // states whose colour says all: there is no progress to fill them with

  const index = (rows) => new Map(rows.map((row) => [row.code, row]));

  /**
   * @param {Object} table /api/style.json
   * @returns {Object} the table with each group also as a Map by code, and `of(row, theme)`
   */
  pm.looks = function (table) {
    const groups = {};
    for (const [name, rows] of Object.entries(table)) {
      if (Array.isArray(rows)) groups[name] = index(rows);
    }
    /** The look of a row under a theme; `fill` is what its area is filled with. */
    const of = (row, theme) => {
      const code = pm.classOf(row, theme);
      const look = groups[theme].get(code) || pm.strange(code);
      return { ...look, fill: filled(look, row, theme, groups) };
    };
    return { table, of, ...groups };
  };

  /** A class that this page does not know, kept in a cache longer than the server: shown by its code, in grey. */
  pm.strange = (code) => ({ code, vi: code, colour: "#666666" });

  /** Under the clearance theme a report fills by progress; without figures the fill is a hatch in the edge's colour. */
  function filled(look, row, theme, groups) {
    if (theme !== "clearance" || SOLID.includes(look.code)) return look.colour;
    const progress = groups.progress.get(row.properties.progress_class);
    return (progress && progress.colour) || `url(#${hatchId(look.colour)})`;
  }

  /** What fills the sample of a state in the legend: nothing, where the fill will speak of progress. */
  pm.sampleFill = function (look) {
    if (look.fill) return look.fill;
    if (look.hatch) return `url(#${hatchId(look.colour)})`;
    return look.width && !SOLID.includes(look.code) ? "#ffffff" : look.colour;
  };

  const hatchId = (colour) => `pm-hatch-${colour.slice(1)}`;

  function hatch(colour) {
    return pm.svg(
      "pattern",
      { id: hatchId(colour), width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      pm.svg("rect", { width: 4, height: 4, fill: "#ffffff" }),
      pm.svg("rect", { width: 1.8, height: 4, fill: colour }),
    );
  }

  /** Put the hatches of the table into the page, once; shapes refer to them by id. */
  pm.addHatches = function (root, looks) {
    const colours = new Set([...looks.clearance.values()].map((look) => look.colour));
    const defs = pm.svg("defs", null, [...colours].map(hatch));
    root.append(pm.svg("svg", { class: "pm-hatches", width: 0, height: 0, "aria-hidden": "true" }, defs));
  };
})(window.projectmap);
