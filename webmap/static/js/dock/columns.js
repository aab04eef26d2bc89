/** The columns of the table: how each is named and what a cell holds. Null is a dash, never 0. */
(function (pm) {
  "use strict";

  const coded = (column, group) => ({
    text: (row, { looks }) => {
      const code = row.properties[column];
      return code == null ? null : pm.named(looks[group].get(code) || pm.strange(code));
    },
  });
  const plain = (column) => ({ text: (row) => row.properties[column] });
  const figure = (column, say) => ({
    number: true,
    text: (row) => {
      const value = row.properties[column];
      return value == null ? null : say(value);
    },
  });

  /** By name, in the order in which they stand; `text` takes a row and the app. */
  pm.TABLE_COLUMNS = Object.freeze({
    id: { text: (row) => row.id },
    name: plain("name"),
    kind: coded("kind", "kind"),
    appendix: figure("appendix", String),
    category: coded("category", "category"),
    funding_source: { ...coded("funding_source", "funding"), theme: "funding" },
    start_year: figure("start_year", String),
    finish_year: figure("finish_year", String),
    clearance_state: { ...coded("clearance_state", "clearance"), theme: "clearance" },
    clearance_deadline: figure("clearance_deadline", (day) => pm.date(day)),
    days_late: figure("days_late", (days) => pm.number(days)),
    progress_class: coded("progress_class", "progress"),
    progress_share: figure("progress_share", (share) => pm.percent(share)),
    reported_on: figure("reported_on", (day) => pm.date(day)),
    hotspot_rank: figure("hotspot_rank", String),
    areas: { text: (row, { looks }) => row.properties.areas.map((code) => looks.areas[code] || code).join(", ") || null, unsorted: true },
    precision: coded("precision", "precision"),
    radius_m: figure("radius_m", (metres) => pm.distance(metres)),
    link: { text: (row) => row.properties.clears || row.properties.cleared_by, unsorted: true },
    reason: plain("reason"),
  });

  const USUAL = ["id", "name", "category", "funding_source", "start_year", "finish_year", "clearance_state", "precision"];

  /** @param {?string} cols as the address has them @returns {string[]} names in their order; the usual ones for none */
  pm.readColumns = function (cols) {
    const wanted = pm.readList(cols);
    const found = Object.keys(pm.TABLE_COLUMNS).filter((name) => wanted.has(name));
    return found.length ? found : USUAL;
  };

  /** @param {string[]} names @returns {?string} nothing for the usual columns */
  pm.writeColumns = function (names) {
    const kept = Object.keys(pm.TABLE_COLUMNS).filter((name) => names.includes(name));
    return kept.join() === USUAL.join() ? null : kept.join() || null;
  };
})(window.projectmap);
