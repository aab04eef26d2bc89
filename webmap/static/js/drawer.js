/** What has no place on the map still belongs to the programme: listed here, each row opening its details. */
(function (pm) {
  "use strict";

  const LISTED = 100; // of a kind; the list on the left has all of them

  function group(precision, rows, theme, looks, open) {
    if (!rows.length) return null;
    const items = rows.slice(0, LISTED).map((row) => pm.rowItem(row, theme, looks, open));
    return [
      pm.el("h3", null, pm.say(`drawer.${precision}`), pm.tally(rows.length)),
      pm.el("ul", { class: "pm-rows" }, items),
      rows.length > LISTED && pm.el("p", { class: "pm-note" }, pm.say("tooltip.more", { n: rows.length - LISTED })),
    ];
  }

  /**
   * @param {Programme} programme
   * @param {string} theme
   * @param {Object} looks
   * @param {function(string): void} open
   * @returns {HTMLDetailsElement}
   */
  pm.drawer = function (programme, theme, looks, open) {
    const rows = programme.unplaced;
    const inWard = (row) => row.properties.precision === "ward";
    return pm.el(
      "details",
      { class: "pm-section pm-drawer" },
      pm.el("summary", null, pm.say("drawer.title"), pm.tally(rows.length)),
      group("ward", rows.filter(inWard), theme, looks, open),
      group("none", rows.filter((row) => !inWard(row)), theme, looks, open),
      !rows.length && pm.el("p", { class: "pm-note" }, pm.say("drawer.empty")),
      !pm.embedded && pm.el("p", { class: "pm-note" }, pm.el("a", { href: "/locations" }, pm.say("drawer.tasks"))),
    );
  };
})(window.projectmap);
