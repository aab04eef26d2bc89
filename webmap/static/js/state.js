/**
 * The address rules: theme, opened project, layers, filters and whether a place is being edited stand in the query, the
 * position in the fragment (`#14/20.88120/106.67910`), so a copied link opens exactly this view. Filters have the names of
 * the server's own. Query names that are not ours (`ids`, `bbox`), which the server answers, are kept as they are.
 */
(function (pm) {
  "use strict";

  const VIEW = ["theme", "project", "place", "layers", "own", "here", "within", "edit", "sort", "view", "cols", "lang", "tour", "compare"];
  const LISTS = pm.FACETS.map(({ name }) => name);
  const FILTERS = ["q", "year", "year_mode", ...LISTS];
  const NAMES = [...VIEW, ...FILTERS, "as_of"];
  const LANG = pm.language === "vi" ? null : pm.language; // so that a link copied from an English page is English
  const POSITION = /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/;

  function position(hash) {
    const found = POSITION.exec(hash);
    if (!found) return null;
    const [zoom, lat, lng] = found.slice(1).map(Number);
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && zoom <= 22 ? { zoom, lat, lng } : null;
  }

  function parse(search, hash) {
    const query = new URLSearchParams(search);
    const state = Object.fromEntries(NAMES.map((name) => [name, query.get(name) || null]));
    const lists = LISTS.map((name) => [name, pm.writeList(pm.readList(query.getAll(name).join(",")))]);
    const held = { ...state, ...Object.fromEntries(lists), lang: LANG, position: position(hash) };
    if (held.sort === "finish") held.sort = "finish_year"; // as links of the first desk had it
    const usual = { year_mode: "runs", sort: "id" }; // what an address need not say
    return Object.fromEntries(Object.entries(held).map(([name, value]) => [name, value === usual[name] ? null : value]));
  }

  function address(state) {
    const query = new URLSearchParams(location.search);
    for (const name of NAMES) {
      if (state[name]) query.set(name, state[name]);
      else query.delete(name);
    }
    const search = query.toString().replaceAll("%2C", ",");
    const { zoom, lat, lng } = state.position || {};
    const hash = state.position ? `#${Math.round(zoom * 100) / 100}/${lat.toFixed(5)}/${lng.toFixed(5)}` : "";
    return `${location.pathname}${search && `?${search}`}${hash}`;
  }

  /** @returns {string} the part of a query that only the server can answer: `?bbox=…`, or nothing */
  pm.askedOf = function (search) {
    const query = new URLSearchParams(search);
    NAMES.forEach((name) => query.delete(name));
    return query.size ? `?${query}` : "";
  };

  /** @returns {string} what has to be asked of the server before anything is filtered: its own filters, and the day */
  pm.dataQuery = function (state, asked) {
    const query = new URLSearchParams(asked);
    if (state.as_of) query.set("as_of", state.as_of);
    if (LANG) query.set("lang", LANG);
    return query.size ? `?${query}` : "";
  };

  /** @returns {string} all filters as the server reads them, to ask it for the rows of this view */
  pm.filterQuery = function (state, asked) {
    const query = new URLSearchParams(pm.dataQuery(state, asked));
    FILTERS.filter((name) => state[name]).forEach((name) => query.set(name, state[name]));
    return query.size ? `?${query}`.replaceAll("%2C", ",") : "";
  };

  pm.address = address;
  pm.parseAddress = parse;

  /** What a state becomes when all filters go. */
  pm.noFilters = () => Object.fromEntries(FILTERS.map((name) => [name, null]));

  /** Whether two states keep the same rows in the same order. */
  pm.sameRows = (a, b) => [...FILTERS, "sort"].every((name) => a[name] === b[name]);

  /** Whether a state keeps fewer rows than there are. */
  pm.isFiltered = (state) => FILTERS.some((name) => name !== "year_mode" && state[name]);

  /** @returns {string} the address of the same view without filters */
  pm.unfiltered = function () {
    const all = new URLSearchParams(location.search);
    const kept = new URLSearchParams([...all].filter(([name]) => VIEW.includes(name) || name === "as_of"));
    return `${location.pathname}${kept.size ? `?${kept}` : ""}${location.hash}`;
  };

  /**
   * @param {{linked: boolean, defaults: Object}} options `linked` is false in a notebook: its frame has no address
   * @returns {Object} `get()` the state, `set(change, push)` some of it, `onchange(listener)` hears state and state before
   */
  pm.createState = function ({ linked, defaults }) {
    const listeners = [];
    const withDefaults = (state) => ({ ...state, theme: state.theme || defaults.theme });
    let state = linked ? withDefaults(parse(location.search, location.hash)) : withDefaults({});

    const tell = (before) => listeners.forEach((listen) => listen(state, before));

    /** Change some of the state. A step that one may want to undo is pushed, a mere move of the map is not. */
    function set(change, push = true) {
      const before = state;
      state = { ...state, ...change };
      if (linked) {
        const shown = { ...state, theme: state.theme === defaults.theme ? null : state.theme };
        history[push ? "pushState" : "replaceState"](null, "", address(shown));
      }
      tell(before);
    }

    if (linked) {
      window.addEventListener("popstate", () => {
        const before = state;
        state = withDefaults(parse(location.search, location.hash));
        tell(before);
      });
    }
    return { get: () => state, set, onchange: (listen) => listeners.push(listen) };
  };
})(window.projectmap);
