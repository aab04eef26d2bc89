/**
 * The address rules: theme, opened project and layers stand in the query, the position in the fragment
 * (`#14/20.88120/106.67910`), so a copied link opens exactly this view. Query names that are not ours, the filters of the
 * server, are kept as they are.
 */
(function (pm) {
  "use strict";

  const NAMES = ["theme", "project", "place", "layers"];
  const POSITION = /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/;

  function position(hash) {
    const found = POSITION.exec(hash);
    if (!found) return null;
    const [zoom, lat, lng] = found.slice(1).map(Number);
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && zoom <= 22 ? { zoom, lat, lng } : null;
  }

  function parse(search, hash) {
    const query = new URLSearchParams(search);
    const state = Object.fromEntries(NAMES.map((name) => [name, query.get(name)]));
    return { ...state, position: position(hash) };
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

  /** @returns {string} the part of a query that asks the server to filter: `?kind=clearance`, or nothing */
  pm.filtersOf = function (search) {
    const query = new URLSearchParams(search);
    NAMES.forEach((name) => query.delete(name));
    return query.size ? `?${query}` : "";
  };

  /** @returns {string} the address of the same view without filters */
  pm.unfiltered = function () {
    const all = new URLSearchParams(location.search);
    const kept = new URLSearchParams([...all].filter(([name]) => NAMES.includes(name)));
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
