/** The dock below the map: table or schedule of the rows that are kept, linked with the map both ways. */
(function (pm) {
  "use strict";

  const narrow = () => matchMedia("(max-width: 760px)").matches;

  class Dock {
    constructor(app, control) {
      Object.assign(this, { app, control, view: null });
      this.views = { table: pm.dockTable(this), gantt: pm.dockGantt(this) };
      this.columns = pm.columnChoice(app);
      this.build();
      app.frame.stage.append(this.element);
    }

    build() {
      const tabs = ["table", "gantt"].map((view) => [view, pm.button({
        words: pm.say(`dock.${view}`),
        className: "pm-dock-tab",
        onclick: () => this.app.state.set({ view }),
      })]);
      this.tabs = new Map(tabs);
      this.count = pm.el("strong", { class: "pm-dock-count" });
      this.keys = pm.el("div", { class: "pm-gantt-keys" });
      this.taller = pm.button({ sign: "up", label: pm.say("dock.taller"), className: "pm-tool pm-dock-taller", "aria-pressed": "false", onclick: () => this.grow() });
      const close = pm.button({ sign: "close", label: pm.say("dock.close"), className: "pm-tool", onclick: () => this.close() });
      this.bar = pm.el("div", { class: "pm-dock-bar" }, [...this.tabs.values()], this.count, this.keys, this.columns.element, this.taller, close);
      this.empty = pm.el("p", { class: "pm-dock-empty" }, pm.say("dock.empty"));
      const named = { class: "pm-dock", "aria-label": pm.say("dock.table"), hidden: true };
      this.element = pm.el("section", named, this.bar, this.empty, Object.values(this.views).map((view) => view.element));
      this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    }

    /** Show a view of the rows as they are kept now; without one, go. */
    update(view) {
      const { stage } = this.app.frame;
      const opening = Boolean(view) !== Boolean(this.view);
      this.view = view;
      this.element.hidden = !view;
      stage.classList.toggle("pm-docked", Boolean(view));
      if (opening) this.makeRoom(Boolean(view));
      if (!view) return;
      const rows = this.control.kept;
      const state = this.app.state.get();
      this.element.setAttribute("aria-label", pm.say(`dock.${view}.long`));
      this.tabs.forEach((tab, name) => tab.setAttribute("aria-pressed", String(name === view)));
      this.count.textContent = pm.say("dock.count", { n: rows.length });
      this.empty.hidden = rows.length > 0;
      this.columns.element.hidden = view !== "table";
      this.columns.update(state);
      this.keys.hidden = view !== "gantt";
      for (const [name, one] of Object.entries(this.views)) one.element.hidden = name !== view || !rows.length;
      this.views[view].update(rows, state);
      pm.refill(this.keys, this.views.gantt.keys());
      this.select(state.project, opening);
    }

    /** The map gets smaller or larger; beside a dock the legend folds to its head. */
    makeRoom(open) {
      const { panel } = this.app.frame;
      if (open) this.legend = !panel.element.classList.contains("pm-folded");
      if (!narrow()) panel.unfold(!open && this.legend);
      this.app.map.invalidateSize({ animate: false });
    }

    grow() {
      const tall = this.app.frame.stage.classList.toggle("pm-docked-tall");
      this.taller.setAttribute("aria-pressed", String(tall));
      this.taller.setAttribute("aria-label", pm.say(tall ? "dock.lower" : "dock.taller"));
      this.taller.title = pm.say(tall ? "dock.lower" : "dock.taller");
      this.app.map.invalidateSize({ animate: false });
    }

    close() {
      const [table, gantt] = this.control.dock.buttons.children;
      const opener = this.view === "table" ? table : gantt;
      this.app.state.set({ view: null });
      opener.focus();
    }

    /** On a phone the dock covers the map, so that it makes room for what was asked to be seen. */
    yield() {
      if (narrow()) this.app.state.set({ view: null }, false);
    }

    open(id) {
      this.yield();
      this.app.openRow(id);
    }

    zoom(id) {
      this.yield();
      const place = this.app.programme.placeOf.get(id);
      this.app.state.set({ project: id, place: null });
      if (place) this.app.zoomTo(place);
    }

    look(id) {
      const { layer, programme } = this.app;
      layer.focus(programme.placeOf.get(id) || this.app.opened());
    }

    light(ids) {
      if (this.view) this.views[this.view].window.mark(ids, "pm-lit", false);
    }

    select(id, reveal = true) {
      if (this.view) this.views[this.view].window.mark(id ? [id] : [], "pm-selected", reveal);
    }
  }

  pm.makeDock = (app, control) => new Dock(app, control);
})(window.projectmap);
