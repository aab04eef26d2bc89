/** The search box, and what it says when nothing fits: the nearest spelling, or what lies near the place one asked for. */
(function (pm) {
  "use strict";

  const PAUSE_MS = 110; // a word is typed in bursts: the map follows the pauses

  /**
   * The box. `/` anywhere leads to it; Escape empties it, then leaves it.
   * @param {{type: function(string): void, down: function(): void, enter: function(): void}} handlers
   */
  pm.searchBox = function (handlers) {
    let timer = 0;
    const label = pm.say("search.label");
    const input = pm.el("input", {
      type: "search",
      class: "pm-search-input",
      placeholder: pm.say("search.hint"),
      "aria-label": label,
      "aria-keyshortcuts": "/",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      maxlength: 200,
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(say, PAUSE_MS);
      },
    });
    const words = () => input.value.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
    const erase = pm.button({ sign: "close", label: pm.say("search.erase"), className: "pm-tool pm-erase", onclick: () => clear() });

    function say() {
      clearTimeout(timer);
      timer = 0;
      erase.hidden = !input.value;
      handlers.type(words());
    }

    function clear() {
      input.value = "";
      say();
      input.focus();
    }

    const KEYS = {
      ArrowDown: () => { say(); handlers.down(); },
      Enter: () => { say(); handlers.enter(); },
      Escape: () => (input.value ? clear() : input.blur()),
    };
    input.addEventListener("keydown", (event) => {
      if (!KEYS[event.key] || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      KEYS[event.key]();
    });
    document.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
      if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      handlers.reveal();
      input.select();
      input.focus();
    });
    return {
      input,
      element: pm.el("div", { class: "pm-search", role: "search" }, pm.icon(pm.SIGNS.search, 18), input, erase),
      /** Show the words of a state that did not come from here; what is just being typed is newer than any state. */
      show(q) {
        if (!timer && words() !== (q || "")) input.value = q || "";
        erase.hidden = !input.value;
      },
    };
  };

  /** A place of the gazetteer among what was found. */
  pm.placeItem = function (place, words, go) {
    return pm.el(
      "li",
      null,
      pm.el(
        "button",
        { type: "button", class: "pm-hit pm-hit-place", onclick: () => go(place) },
        pm.icon(pm.SIGNS.pin, 18),
        pm.el("span", { class: "pm-hit-name" }, pm.el("bdi", null, pm.marked(place.name, words))),
        pm.el("small", null, pm.say("search.place")),
      ),
    );
  };

  /** The coordinate that was typed, as a place to go to; nothing where the words are no coordinate. */
  pm.coordinatePlace = function (q) {
    const found = pm.readCoordinate(q || "");
    if (!found) return [];
    const { east, north } = pm.toVn2000(found.lon, found.lat);
    const round = (value, digits) => pm.number(value, digits);
    const values = { lat: round(found.lat, 5), lon: round(found.lon, 5), x: round(north, 0), y: round(east, 0) };
    return [{ ...found, point: true, name: pm.say(`coordinate.${found.system}`, values), radius_m: 0 }];
  };

  const away = (metres) => (metres < 1 ? pm.say("search.here") : pm.say("search.away", { distance: pm.distance(metres) }));

  /** The rows around a place, nearest first, by how they are drawn. */
  pm.around = function (rows, place, make) {
    const items = pm.nearestRows(rows, place).map(([metres, row]) => pm.el("li", null, make(row, away(metres))));
    return [pm.el("h3", null, pm.say("search.around", { place: place.name })), pm.el("ul", null, items)];
  };

  /** What is said where nothing fits. `make(row, note)` draws a row as the list does. */
  pm.nothingFound = function ({ state, rows, finder, hidden, make, go, clear }) {
    const words = pm.keys(state.q || "");
    const clearing = pm.button({ words: pm.say("desk.clear"), className: "pm-quiet-button", onclick: clear });
    if (!words.length) return [pm.el("p", null, pm.say("search.none.filters")), clearing];
    const said = [pm.el("p", null, pm.say("search.none", { q: state.q }))];
    if (hidden) return [said, pm.el("p", null, pm.say("search.hidden", { n: hidden })), clearing];
    const [exact] = [...pm.coordinatePlace(state.q), ...finder.places(words)];
    const place = exact || finder.nearPlaces(words)[0];
    const near = exact ? [] : finder.nearRows(rows, words);
    if (near.length) said.push(pm.el("h3", null, pm.say("search.nearly")), pm.el("ul", null, near.map((row) => pm.el("li", null, make(row)))));
    if (place) {
      said.push(pm.el("ul", { class: "pm-near-place" }, pm.placeItem(place, words, go)));
      if (!near.length) said.push(pm.around(rows, place, make));
    }
    return near.length || place ? said : [said, pm.el("p", null, pm.say("search.nothing"))];
  };
})(window.projectmap);
