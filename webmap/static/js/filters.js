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
    { name: "progress_class", group: "progress" },
    { name: "clearance_end", group: "clearance_end" },
    { name: "category", group: "category" },
    { name: "kind", group: "kind" },
    { name: "precision", group: "precision" },
    { name: "area", group: null, property: "areas" },
    { name: "appendix", group: null },
  ]);

  /** @returns {string[]} the values of a row for a filter: none, one, or several areas */
  pm.valuesOf = function (row, { name, property }) {
    const value = row.properties[property || name];
    return value == null ? [] : [value].flat().map(String);
  };

  /** @param {?string} text `a,b` @returns {Set<string>} */
  pm.readList = (text) => new Set((text || "").split(",").map((part) => part.trim()).filter(Boolean));

  /** @param {Iterable<string>} values @returns {?string} sorted, so that equal filters have equal addresses */
  pm.writeList = (values) => [...values].sort().join(",") || null;

  /** @param {?string} text `2027` or `2026-2028` @returns {?number[]} first and last, both included */
  pm.readYears = function (text) {
    const found = /^(\d{4})(?:-(\d{4}))?$/.exec(text || "");
    return found && [Number(found[1]), Number(found[2] || found[1])];
  };

  pm.writeYears = ([first, last]) => (first === last ? `${first}` : `${first}-${last}`);

  const within = (year, [first, last]) => year != null && first <= year && year <= last;

  /** What may be asked of years. Only for what runs is a missing end open: nobody starts in a year that nobody named. */
  const MODES = {
    runs: ({ start_year: start, finish_year: finish }, [first, last]) => (start ?? last) <= last && (finish ?? first) >= first,
    starts: ({ start_year: start }, years) => within(start, years),
    finishes: ({ finish_year: finish }, years) => within(finish, years),
  };
  pm.YEAR_MODES = Object.freeze(Object.keys(MODES));

  const modeOf = (state) => MODES[state.year_mode] || MODES.runs;

  /** The tests of a state by name of the filter; a filter that is not set has none. */
  function testsOf(state, finder) {
    const tests = new Map();
    for (const facet of pm.FACETS) {
      const wanted = pm.readList(state[facet.name]);
      if (wanted.size) tests.set(facet.name, (row) => pm.valuesOf(row, facet).some((value) => wanted.has(value)));
    }
    const years = pm.readYears(state.year);
    if (years) tests.set("year", (row) => modeOf(state)(row.properties, years));
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
      for (const facet of pm.FACETS) {
        if (!only || only === facet.name) pm.valuesOf(row, facet).forEach((value) => add(counts, facet.name, value));
      }
      if (only && only !== "year") return;
      const falls = modeOf(state);
      years.filter((year) => falls(row.properties, [year, year])).forEach((year) => add(counts, "year", String(year)));
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

  /** What the list offers to be sorted by; `id` is the usual. The table sorts by any column, and downwards with `-`. */
  pm.SORTS = Object.freeze(["id", "name", "finish_year"]);

  /** The groups of the style table whose order is the order of their codes. */
  const ORDERED = { ...Object.fromEntries(pm.FACETS.map(({ name, group }) => [name, group])), progress_class: "progress" };

  function sortKey(column, looks) {
    const group = ORDERED[column];
    if (!group) return (row) => row.properties[column];
    const order = [...looks[group].keys()];
    return (row) => (row.properties[column] == null ? null : order.indexOf(row.properties[column]));
  }

  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));

  /**
   * @param {?string} sort `name`, `-finish_year`
   * @param {Object} looks
   * @returns {function(Row, Row): number} what has no value comes last, either way; equal ones by id
   */
  pm.sorter = function (sort, looks) {
    const down = (sort || "").startsWith("-");
    const column = (sort || "id").slice(down ? 1 : 0);
    const key = sortKey(column, looks);
    return (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x == null || y == null) return (x == null) - (y == null) || byId(a, b);
      return (down ? -1 : 1) * compare(x, y) || byId(a, b);
    };
  };
})(window.projectmap);
