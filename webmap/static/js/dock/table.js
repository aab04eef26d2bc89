/** The rows as a table: columns to choose, each a way to sort, each row linked with the map. */
(function (pm) {
  "use strict";

  const HEIGHT = 36; // px of a row (dock.css)
  const TURNS = { none: "ascending", ascending: "descending", descending: "none" };

  function turnOf(sort, name) {
    if (sort === name) return "ascending";
    return sort === `-${name}` ? "descending" : "none";
  }

  /** A head cell: its button sorts upwards, then downwards, then as the programme has it. */
  function head(name, app) {
    const turn = turnOf(app.state.get().sort || "id", name);
    const { unsorted, number } = pm.TABLE_COLUMNS[name];
    const words = pm.say(`col.${name}`);
    const next = { ascending: name, descending: `-${name}`, none: null }[TURNS[turn]];
    const onclick = () => app.state.set({ sort: next === "id" ? null : next });
    const label = pm.say("dock.sort", { name: words });
    const mark = turn !== "none" && pm.el("span", { class: "pm-turn", "aria-hidden": "true" }, turn === "ascending" ? "▲" : "▼");
    return pm.el(
      "th",
      { scope: "col", class: `pm-col-${name}${number ? " pm-figure" : ""}`, "aria-sort": unsorted ? null : turn },
      unsorted ? words : pm.el("button", { type: "button", title: label, "data-sort": name, onclick }, words, mark),
    );
  }

  function cell(name, row, app) {
    const column = pm.TABLE_COLUMNS[name];
    const text = column.text(row, app);
    const attributes = { class: `pm-col-${name}${column.number ? " pm-figure" : ""}` };
    if (text == null) return pm.el("td", attributes, pm.el("span", { class: "pm-none" }, pm.say("dock.none")));
    const swatch = column.theme && pm.swatch(app.looks.of(row, column.theme), column.theme);
    const missing = name === "precision" && !row.geometry && pm.icon(pm.SIGNS.unpinned, 14);
    return pm.el("td", { ...attributes, title: String(text) }, swatch, missing, pm.el("bdi", null, String(text)));
  }

  /** The name opens the row, wherever it stands; without the column the id does. */
  function door(name, row, dock) {
    const text = pm.TABLE_COLUMNS[name].text(row, dock.app);
    const open = { type: "button", class: "pm-dock-open", "data-project": row.id, title: text, onclick: () => dock.open(row.id) };
    return pm.el("th", { scope: "row", class: `pm-col-${name}` }, pm.el("button", open, pm.el("bdi", null, text)));
  }

  class Table {
    constructor(dock) {
      this.dock = dock;
      this.head = pm.el("thead");
      this.body = pm.el("tbody");
      this.table = pm.el("table", { class: "pm-table", "aria-label": pm.say("dock.table.long") }, this.head, this.body);
      this.element = pm.el("div", { class: "pm-dock-scroll" }, this.table);
      this.window = pm.rowWindow({
        scroller: this.element,
        body: this.body,
        tag: "tr",
        height: HEIGHT,
        make: (row, i) => this.row(row, i),
        idsOf: (row) => [row.id],
      });
    }

    row(row, i) {
      const { dock } = this;
      const opens = this.columns.includes("name") ? "name" : this.columns[0];
      const cells = this.columns.map((name) => (name === opens ? door(name, row, dock) : cell(name, row, dock.app)));
      const zoom = row.geometry && pm.button({ sign: "target", label: pm.say("dock.zoom", { id: row.id }), className: "pm-tool", onclick: () => dock.zoom(row.id) });
      const hover = { onmouseenter: () => dock.look(row.id), onmouseleave: () => dock.look(null), onfocusin: () => dock.look(row.id), onfocusout: () => dock.look(null) };
      return pm.el("tr", { "aria-rowindex": i + 2, ...hover }, cells, pm.el("td", { class: "pm-col-zoom" }, zoom));
    }

    update(rows, state) {
      this.columns = pm.readColumns(state.cols);
      const sorting = this.head.contains(document.activeElement) && document.activeElement.dataset.sort;
      pm.refill(this.head, pm.el("tr", { "aria-rowindex": 1 }, this.columns.map((name) => head(name, this.dock.app)), pm.el("td", { class: "pm-col-zoom" })));
      if (sorting) this.head.querySelector(`[data-sort="${sorting}"]`)?.focus();
      this.table.setAttribute("aria-rowcount", rows.length + 1);
      this.window.show(rows);
    }
  }

  /** The choice of columns: a fold-out of checkboxes. */
  pm.columnChoice = function (app) {
    const write = () => app.state.set({ cols: pm.writeColumns(choices.filter(({ input }) => input.checked).map(({ name }) => name)) });
    const choices = Object.keys(pm.TABLE_COLUMNS).map((name) => {
      const input = pm.el("input", { type: "checkbox", name: "pm-col", value: name, onchange: write });
      return { name, input, element: pm.el("label", { class: "pm-choice" }, input, pm.say(`col.${name}`)) };
    });
    const usual = pm.button({ words: pm.say("dock.columns.usual"), className: "pm-plain", onclick: () => app.state.set({ cols: null }) });
    const body = pm.el("fieldset", null, pm.el("legend", { class: "pm-unseen" }, pm.say("dock.columns")), choices.map((one) => one.element), usual);
    const element = pm.el("details", { class: "pm-columns" }, pm.el("summary", null, pm.say("dock.columns")), body);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !element.open) return;
      event.stopPropagation();
      element.open = false;
      element.firstChild.focus();
    });
    document.addEventListener("pointerdown", (event) => { if (!element.contains(event.target)) element.open = false; });
    return {
      element,
      update(state) {
        const shown = pm.readColumns(state.cols);
        choices.forEach(({ name, input }) => { input.checked = shown.includes(name); });
      },
    };
  };

  pm.dockTable = (dock) => new Table(dock);
})(window.projectmap);
