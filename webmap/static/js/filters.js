/**
 * The filters in the browser: same names, same values and same answer as `geo.frame.select` on the server. A filter is a
 * text of the state (`funding_source=enterprise,mixed`), so a link of this view asks the server for the same rows.
 */
(function (pm) {
  "use strict";

  /** The filters that take a list, in the order in which they are offered, and the group of the style table they show. */
  pm.FACETS = Object.freeze([
    { name: "funding_source", group: "funding" },
    { name: "clearance_state", group: "clearance" },
    { name: "category", group: "category" },
    { name: "kind", group: "kind" },
    { name: "precision", group: "precision" },
    { name: "appendix", group: null },
  ]);

  const valueOf = (row, name) => String(row.properties[name]);

  /** @param {?string} text `a,b` @returns {Set<string>} */
  pm.readList = (text) => new Set((text || "").split(",").map((part) => part.trim()).filter(Boolean));

  /** @param {Iterable<string>} values @returns {?string} sorted, so that equal filters have equal addresses */
  pm.writeList = (values) => [...values].sort().join(",") || null;

  /** Whether a row runs in a year, both ends included, a missing end being open. */
  function runsIn({ start_year: start, finish_year: finish }, year) {
    return (start == null || start <= year) && (finish == null || finish >= year);
  }

  /** The tests of a state by name of the filter; a filter that is not set has none. */
  function testsOf(state, finder) {
    const tests = new Map();
    for (const { name } of pm.FACETS) {
      const wanted = pm.readList(state[name]);
      if (wanted.size) tests.set(name, (row) => wanted.has(valueOf(row, name)));
    }
    if (state.year) tests.set("year", (row) => runsIn(row.properties, Number(state.year)));
    const words = pm.keys(state.q || "");
    if (words.length) tests.set("q", (row) => finder.matches(row, words));
    return tests;
  }

  function add(counts, name, code) {
    counts[name].set(code, (counts[name].get(code) || 0) + 1);
  }

  /**
   * Keep the rows that pass all filters, and count for each choice how many rows would remain under the other filters.
   * @param {Row[]} rows
   * @param {Object} state
   * @param {{matches: function(Row, string[]): boolean}} finder
   * @param {number[]} years that are offered
   * @returns {{rows: Row[], counts: Object<string, Map<string, number>>}}
   */
  pm.filterRows = function (rows, state, finder, years) {
    const tests = [...testsOf(state, finder)];
    const counts = Object.fromEntries([...pm.FACETS, { name: "year" }].map(({ name }) => [name, new Map()]));
    const count = (row, only) => {
      for (const { name } of pm.FACETS) {
        if (!only || only === name) add(counts, name, valueOf(row, name));
      }
      if (only && only !== "year") return;
      years.filter((year) => runsIn(row.properties, year)).forEach((year) => add(counts, "year", String(year)));
    };
    const kept = rows.filter((row) => {
      const failed = tests.filter(([, passes]) => !passes(row));
      if (failed.length < 2) count(row, failed.length ? failed[0][0] : null);
      return !failed.length;
    });
    return { rows: kept, counts };
  };

  /** @returns {number[]} the years that the programme speaks of, both ends included */
  pm.yearsOf = function (rows) {
    const named = rows.flatMap((row) => [row.properties.start_year, row.properties.finish_year]).filter(Boolean);
    if (!named.length) return [];
    const [first, last] = [Math.min(...named), Math.max(...named)];
    return Array.from({ length: Math.min(last - first + 1, 12) }, (_, i) => first + i);
  };

  const collator = new Intl.Collator("vi", { numeric: true });
  const byId = (a, b) => collator.compare(a.id, b.id);
  const later = (row) => row.properties.finish_year ?? 9999;

  /** How a list can be sorted; `id` is the usual. */
  pm.SORTS = Object.freeze({
    id: byId,
    name: (a, b) => collator.compare(a.properties.name, b.properties.name) || byId(a, b),
    finish: (a, b) => later(a) - later(b) || byId(a, b),
  });
})(window.projectmap);
