/** The years of a row as a strip: work above, land clearance below, one axis for the whole list. Plans, not progress. */
(function (pm) {
  "use strict";

  const LANES = { project: 0, clearance: 4 };

  /** How far into the axis a day is, in years; null outside. */
  function dayOn(axis, iso) {
    if (!iso) return null;
    const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
    const at = year - axis.first + (month - 1 + (day - 1) / 31) / 12;
    return at >= 0 && at <= axis.years ? at : null;
  }

  /** @returns {?{first: number, years: number, today: ?number}} */
  pm.yearAxis = function (years, iso) {
    if (!years.length) return null;
    const axis = { first: years[0], years: years.length };
    return { ...axis, today: dayOn(axis, iso) };
  };

  /** One bar, both ends included; an end that the programme does not give reaches the edge. */
  function bar(row, axis) {
    const { kind, start_year: start, finish_year: finish } = row.properties;
    if (start == null && finish == null) return null;
    const from = Math.max(0, (start ?? axis.first) - axis.first);
    const to = Math.min(axis.years, (finish ?? axis.first + axis.years - 1) - axis.first + 1);
    if (to <= from) return null;
    const likely = row.properties.clears_match === "probable" ? " pm-strip-probable" : "";
    return pm.svg("rect", { class: `pm-strip-${kind}${likely}`, x: from, y: LANES[kind], width: to - from, height: 3 });
  }

  /**
   * @param {Row} row
   * @param {Row[]} clearances of its land
   * @param {Object} axis
   */
  pm.yearStrip = function (row, clearances, axis) {
    const ticks = Array.from({ length: axis.years - 1 }, (_, i) => `M${i + 1} 0V7`).join("");
    return pm.svg(
      "svg",
      { class: "pm-strip", viewBox: `0 0 ${axis.years} 7`, preserveAspectRatio: "none", "aria-hidden": "true" },
      pm.svg("path", { class: "pm-strip-ticks", d: ticks }),
      [row, ...clearances].map((one) => bar(one, axis)),
      axis.today !== null && pm.svg("path", { class: "pm-strip-today", d: `M${axis.today} 0V7` }),
    );
  };

  /** The head of the list: the years, and what the two bars are. */
  pm.stripHead = function (axis) {
    const years = Array.from({ length: axis.years }, (_, i) => pm.el("span", null, `’${String(axis.first + i).slice(-2)}`));
    const key = (kind) => pm.el("span", { class: "pm-strip-key" }, pm.el("i", { class: `pm-strip-key-${kind}` }), pm.say(`strip.${kind}`));
    return pm.el(
      "div",
      { class: "pm-strip-head" },
      pm.el("p", null, pm.say("strip.plan"), key("project"), key("clearance"), axis.today !== null && key("today")),
      pm.el("div", { class: "pm-strip-years", "aria-hidden": "true" }, years),
    );
  };
})(window.projectmap);
