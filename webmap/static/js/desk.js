/** The panel on the left: search, filters, list, taking away. It shows the state and asks for changes; it keeps none. */
(function (pm) {
  "use strict";

  const PLACES = 3; // places shown above the rows that a search found

  /** A button that opens one view of the panel in the place of the list. */
  function viewButton(sign, key, onclick, iconOnly) {
    const named = iconOnly ? { label: pm.say(key) } : { words: [pm.say(key), pm.el("span", { class: "pm-number", hidden: true })] };
    return pm.button({ sign, ...named, className: iconOnly ? "pm-tool" : "pm-desk-button", "aria-expanded": "false", onclick });
  }

  function sortChoice(onchange) {
    const options = [...pm.SORTS, "table"].map((name) => pm.el("option", { value: name, hidden: name === "table" }, pm.say(`sort.${name}`)));
    const attributes = { class: "pm-sort", "aria-label": pm.say("sort.label"), onchange: () => onchange(select.value) };
    const select = pm.el("select", attributes, options);
    return select;
  }

  class Desk {
    /**
     * @param {Row[]} rows all of them
     * @param {Object} looks
     * @param {Object} app what the panel asks for: `set(change, push)`, `open(id)`, `look(id)`, `go(place)`, `copy()`, `print()`
     * @param {boolean} linked whether there is an address to take away
     */
    constructor(rows, looks, app, linked) {
      Object.assign(this, { rows, looks, app, linked, view: "list", words: [] });
      this.allYears = pm.yearsOf(rows);
      this.axis = pm.yearAxis(this.allYears, app.asOf);
      this.build();
      this.assemble();
    }

    build() {
      const set = (change) => this.app.set(change);
      this.search = pm.searchBox({
        type: (q) => this.type(q),
        down: () => this.enterList(),
        enter: () => this.openFirst(),
        reveal: () => this.unfold(true),
      });
      this.sort = sortChoice((sort) => set({ sort: sort === "id" ? null : sort }));
      this.filterButton = viewButton("filter", "desk.filters", () => this.show(this.view === "filters" ? "list" : "filters"));
      this.takeButton = viewButton("download", "desk.take", () => this.show(this.view === "take" ? "list" : "take"), true);
      this.facets = pm.facets(this.rows, this.looks, set);
      this.years = pm.yearChoice(this.allYears, this.app.set);
      this.take = pm.takeaway({ copy: this.app.copy, print: this.app.print, sheet: this.app.sheet });
      this.list = pm.rowList({
        make: (row) => this.item(row),
        before: () => this.leaveList(),
        extra: (row) => this.app.extra(row),
        keys: { c: (row) => this.app.compare(row) },
      });
      this.chips = pm.el("ul", { class: "pm-chips", "aria-label": pm.say("desk.chosen") });
      this.places = pm.el("ul", { class: "pm-found", onkeydown: (event) => this.walkPlaces(event) });
      this.nothing = pm.el("div", { class: "pm-nothing", role: "status" });
      this.stripHead = this.axis && pm.stripHead(this.axis);
      this.back = pm.button({ words: "", className: "pm-primary pm-back-to-list", onclick: () => this.show("list") });
    }

    assemble() {
      this.found = pm.el("strong", { class: "pm-found-count", role: "status" });
      const state = { "aria-expanded": "true", "aria-controls": "pm-desk-body" };
      this.head = pm.el(
        "button",
        { type: "button", class: "pm-panel-head", ...state, onclick: () => this.unfold(!this.isOpen()) },
        this.found,
        pm.el("span", { class: "pm-panel-title" }, pm.say("desk.title")),
        pm.icon(pm.SIGNS.up, 18),
      );
      const bar = pm.el("div", { class: "pm-desk-bar" }, this.filterButton, this.sort, this.linked && this.takeButton);
      this.views = {
        list: pm.el("div", { class: "pm-view" }, this.places, this.nothing, this.stripHead, this.list.element),
        filters: pm.el("div", { class: "pm-view pm-scrolled" }, this.facets.element, this.back),
        take: pm.el("div", { class: "pm-view pm-scrolled" }, this.take.element),
        near: pm.el("div", { class: "pm-view pm-scrolled pm-near" }),
      };
      const body = pm.el("div", { class: "pm-desk-body", id: "pm-desk-body" }, this.search.element, bar, this.chips, Object.values(this.views));
      const name = { "aria-label": pm.say("desk.title") };
      this.element = pm.el("section", { class: "pm-desk", ...name, onkeydown: (event) => this.escape(event) }, this.head, body);
      pm.onSwipe(this.head, (up) => this.unfold(up));
      this.show("list");
    }

    /** Take the rows of another day in the place of those of this one. */
    replace(rows, asOf) {
      Object.assign(this, { rows, axis: pm.yearAxis(this.allYears, asOf) });
      const facets = pm.facets(rows, this.looks, (change) => this.app.set(change));
      this.facets.element.replaceWith(facets.element);
      this.facets = facets;
      if (!this.axis) return;
      const head = pm.stripHead(this.axis);
      this.stripHead.replaceWith(head);
      this.stripHead = head;
    }

    isOpen() {
      return this.head.getAttribute("aria-expanded") === "true";
    }

    unfold(open) {
      this.head.setAttribute("aria-expanded", String(open));
      this.element.classList.toggle("pm-folded", !open);
    }

    show(view) {
      this.view = view;
      for (const [name, element] of Object.entries(this.views)) element.hidden = name !== view;
      this.filterButton.setAttribute("aria-expanded", String(view === "filters"));
      this.takeButton.setAttribute("aria-expanded", String(view === "take"));
      if (view !== "near") this.app.ring(null);
      if (view === "list") this.list.draw();
    }

    /** Each step into or out of a search can be undone; the letters between are one step. */
    type(q) {
      const before = this.state.q || "";
      if (q === before) return;
      if (this.view !== "list") this.show("list");
      this.app.set({ q: q || null }, !q !== !before);
    }

    /**
     * Show a state.
     * @param {Object} state
     * @param {{rows: Row[], counts: Object}} kept what the filters keep, sorted
     * @param {Object} finder
     * @param {string} query the filters as the server reads them
     */
    update(state, kept, finder, query) {
      Object.assign(this, { state, finder, kept: kept.rows, words: pm.keys(state.q || "") });
      const counts = { n: kept.rows.length, total: this.rows.length };
      this.found.textContent = pm.say(counts.n === counts.total ? "desk.all" : "desk.found", counts);
      this.search.show(state.q);
      this.sort.value = pm.SORTS.includes(state.sort || "id") ? state.sort || "id" : "table";
      this.facets.update(state, kept.counts);
      this.years.update(state, kept.counts.year, counts.n);
      this.take.update(counts.n, query);
      this.back.textContent = pm.say("desk.rows", counts);
      this.updateChips();
      this.updateFound();
      this.list.show(kept.rows);
    }

    updateChips() {
      const chosen = pm.chosen(this.state, this.looks);
      const number = this.filterButton.querySelector(".pm-number");
      number.textContent = String(chosen.length);
      number.hidden = !chosen.length;
      const chip = ({ term, words, chip: shown, without }) => {
        const attributes = { type: "button", class: "pm-chip", "aria-label": pm.say("desk.drop", { term, words }) };
        return pm.el("li", null, pm.el("button", { ...attributes, onclick: () => this.app.set(without) }, shown || words, pm.icon(pm.SIGNS.close, 14)));
      };
      const clear = pm.button({ words: pm.say("desk.clear"), className: "pm-chip pm-chip-clear", onclick: () => this.clear() });
      pm.refill(this.chips, chosen.map(chip), chosen.length > 1 && pm.el("li", null, clear));
      this.chips.hidden = !chosen.length;
    }

    clear() {
      this.app.set(pm.noFilters());
    }

    /** Places that fit the words, and what to say when no row does. */
    updateFound() {
      const places = this.finder.places(this.words).slice(0, PLACES);
      const go = (place) => this.app.go(place);
      pm.refill(this.places, this.kept.length ? places.map((place) => pm.placeItem(place, this.words, go)) : []);
      this.places.hidden = !this.places.firstChild;
      this.nothing.hidden = this.kept.length > 0;
      this.list.element.hidden = !this.nothing.hidden;
      if (this.stripHead) this.stripHead.hidden = !this.nothing.hidden;
      if (this.kept.length) return;
      const hidden = this.rows.filter((row) => this.finder.matches(row, this.words)).length;
      const make = (row, note) => this.item(row, note);
      const { state, rows, finder } = this;
      pm.refill(this.nothing, pm.nothingFound({ state, rows, finder, hidden, make, go, clear: () => this.clear() }));
    }

    /**
     * What lies around a place that one went to, among the rows that the filters keep besides the words.
     * @param {Object} place
     * @param {Row[]} rows
     * @param {number} within metres, at first
     */
    showNear(place, rows, within) {
      const back = pm.button({ sign: "back", words: pm.say("desk.back"), className: "pm-plain", onclick: () => this.show("list") });
      const make = (row, note) => this.item(row, note);
      pm.refill(this.views.near, back, pm.nearView(rows, place, within, make, (metres) => this.app.ring(place, metres)));
      this.show("near");
      back.focus();
    }

    /** A row as lists show it: name, id, years, and a sign where the map has no place for it. */
    item(row, note) {
      const facts = row.properties;
      const unplaced = !row.geometry && pm.el("span", { class: "pm-hit-unplaced" }, pm.icon(pm.SIGNS.unpinned, 14), pm.say("desk.unplaced"));
      const theme = this.state.theme;
      const selected = this.state.project === row.id ? " pm-selected" : "";
      return pm.el(
        "button",
        {
          type: "button",
          class: `pm-hit${selected}`,
          "data-project": row.id,
          onclick: () => this.app.open(row.id),
          onmouseenter: () => this.app.look(row.id),
          onfocus: () => this.app.look(row.id),
          onmouseleave: () => this.app.look(null),
          onblur: () => this.app.look(null),
        },
        pm.swatch(this.looks.of(row, Object.hasOwn(this.looks, theme) ? theme : "funding"), theme),
        pm.el("span", { class: "pm-hit-name" }, pm.el("bdi", null, pm.marked(facts.name, this.words))),
        pm.el("span", { class: "pm-hit-facts" }, row.id, " · ", note || pm.years(facts.start_year, facts.finish_year), unplaced),
        this.axis && !note && pm.yearStrip(row, this.app.clearances(row.id), this.axis),
      );
    }

    /** The rows under the pointer on the map. */
    light(ids) {
      this.list.mark(new Set(ids), "pm-lit", false);
    }

    select(id) {
      if (this.list) this.list.mark(new Set([id]), "pm-selected", true);
    }

    hits(where) {
      return [...where.querySelectorAll(".pm-hit")];
    }

    enterList() {
      const first = this.hits(this.places)[0] || this.hits(this.nothing)[0];
      if (first) first.focus();
      else this.list.focus(0);
    }

    leaveList() {
      const last = this.hits(this.places).at(-1);
      (last || this.search.input).focus();
    }

    openFirst() {
      const first = this.kept[0];
      const hit = this.hits(this.places)[0] || this.hits(this.nothing)[0];
      if (first && this.words.length) this.app.open(first.id);
      else hit?.click();
    }

    walkPlaces(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const hits = this.hits(this.places);
      const to = hits.indexOf(document.activeElement) + step;
      if (to < 0) this.search.input.focus();
      else if (to < hits.length) hits[to].focus();
      else this.list.focus(0);
    }

    /** Escape leads back: from a view to the list, from the list to the box. */
    escape(event) {
      if (event.key !== "Escape") return;
      if (this.view !== "list") {
        const button = { take: this.takeButton, filters: this.filterButton }[this.view] || this.search.input;
        this.show("list");
        button.focus();
      } else this.search.input.focus();
    }
  }

  pm.desk = (rows, looks, app, linked) => new Desk(rows, looks, app, linked);
})(window.projectmap);
