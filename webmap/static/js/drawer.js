/** What has no place on the map still belongs to the programme: listed here, by how little is known, each row opening its details. */
(function (pm) {
  "use strict";

  function item(row, theme, looks, open) {
    const facts = row.properties;
    const look = looks.of(row, theme);
    return pm.el(
      "li",
      null,
      pm.el(
        "button",
        { type: "button", class: "pm-row", "data-project": row.id, onclick: () => open(row.id) },
        pm.swatch(look, theme),
        pm.el("span", { class: "pm-row-name" }, pm.bdi(facts.name)),
        pm.el("span", { class: "pm-row-id" }, row.id),
      ),
    );
  }

  function group(precision, rows, theme, looks, open) {
    if (!rows.length) return null;
    const title = pm.el("h3", null, pm.say(`drawer.${precision}`), pm.el("span", { class: "pm-number" }, String(rows.length)));
    return [title, pm.el("ul", { class: "pm-rows" }, rows.map((row) => item(row, theme, looks, open)))];
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
    const ward = rows.filter((row) => row.properties.precision === "ward");
    const none = rows.filter((row) => row.properties.precision !== "ward");
    const content = rows.length
      ? [group("ward", ward, theme, looks, open), group("none", none, theme, looks, open)].flat()
      : [pm.el("p", { class: "pm-note" }, pm.say("drawer.empty"))];
    return pm.el(
      "details",
      { class: "pm-section pm-drawer" },
      pm.el("summary", null, pm.say("drawer.title"), pm.el("span", { class: "pm-number" }, String(rows.length))),
      content,
    );
  };
})(window.projectmap);
