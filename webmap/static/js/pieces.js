/** Small pieces that legend, lists, tooltip and details share. */
(function (pm) {
  "use strict";

  /** A sample of a class as its marks are drawn. */
  pm.swatch = function (look, theme) {
    const edged = theme === "clearance" && look.code !== "no_clearance";
    const width = edged ? look.width || 1.5 : 0;
    const circle = pm.svg("circle", {
      cx: 9,
      cy: 9,
      r: 8 - width / 2,
      fill: theme === "clearance" ? pm.sampleFill(look) : look.paint,
      stroke: edged ? look.paint : null,
      "stroke-width": width || null,
      "stroke-dasharray": (edged && look.dash) || null,
    });
    return pm.svg("svg", { class: "pm-swatch", viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" }, circle);
  };

  /** A row of the programme in a list: a button that opens its details. */
  pm.rowItem = function (row, theme, looks, open) {
    return pm.el(
      "li",
      null,
      pm.el(
        "button",
        { type: "button", class: "pm-row", "data-project": row.id, onclick: () => open(row.id) },
        pm.swatch(looks.of(row, theme), theme),
        pm.el("span", { class: "pm-row-name" }, pm.own(row.properties.name)),
        pm.el("span", { class: "pm-row-id" }, row.id),
      ),
    );
  };

  /** A count beside a heading. */
  pm.tally = (count) => pm.el("span", { class: "pm-number" }, String(count));
})(window.projectmap);
