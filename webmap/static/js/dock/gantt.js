/**
 * The schedule below the map: one line a project, construction above and the clearance of its land below, years from left
 * to right. A plan, not progress. An end that the programme does not give is drawn open.
 */
(function (pm) {
  "use strict";

  const HEIGHT = 36; // px of a line (dock.css)

  /** @returns {Object[]} lines in the order of the rows: a work with its clearances, or a clearance of no listed work */
  function linesOf(rows, whole) {
    const kept = new Set(rows.map((row) => row.id));
    const lines = new Map();
    for (const row of rows) {
      const work = whole.byId.get(row.properties.clears) || row;
      if (lines.has(work.id)) continue;
      const bars = [work, ...(whole.clearancesOf.get(work.id) || [])];
      lines.set(work.id, { row, bars: bars.map((one) => ({ row: one, kept: kept.has(one.id) })) });
    }
    return [...lines.values()];
  }

  const said = ({ row }) => pm.say("gantt.bar", {
    kind: pm.say(`gantt.${row.properties.kind}`),
    id: row.id,
    years: pm.years(row.properties.start_year, row.properties.finish_year),
  });

  /** Whether it is not certain that a clearance clears the work on its line. */
  const isProbable = ({ row }) => row.properties.clears_match === "probable";

  const at = (axis, year) => `${(100 * (year - axis.first)) / axis.years}%`;

  /** One bar, both ends included; an open end reaches the edge of the axis and is cut as a point. */
  function bar(one, axis, alone) {
    const { kind, start_year: start, finish_year: finish } = one.row.properties;
    if (start == null && finish == null) return null;
    const last = axis.first + axis.years - 1;
    const [from, to] = [Math.max(start ?? axis.first, axis.first), Math.min(finish ?? last, last)];
    if (to < from) return null;
    const classes = [
      `pm-gantt-bar pm-gantt-${kind}`,
      alone && "pm-gantt-alone",
      start == null && "pm-open-start",
      finish == null && "pm-open-end",
      !one.kept && "pm-gantt-other",
      isProbable(one) && "pm-gantt-probable",
    ];
    const element = pm.el("i", { class: classes.filter(Boolean).join(" "), title: said(one) });
    element.style.left = at(axis, from);
    element.style.width = `${(100 * (to - from + 1)) / axis.years}%`;
    return element;
  }

  function key(name, values) {
    return pm.el("span", { class: "pm-gantt-key" }, pm.el("i", { class: `pm-gantt-key-${name}` }), pm.say(`gantt.${name}`, values));
  }

  class Gantt {
    constructor(dock) {
      this.dock = dock;
      this.years = pm.el("div", { class: "pm-gantt-years", "aria-hidden": "true" });
      this.body = pm.el("ul", { class: "pm-gantt-lines", "aria-label": pm.say("dock.gantt.long") });
      this.element = pm.el("div", { class: "pm-dock-scroll pm-gantt" }, this.years, this.body);
      this.window = pm.rowWindow({
        scroller: this.element,
        body: this.body,
        tag: "li",
        height: HEIGHT,
        make: (line, i) => this.line(line, i),
        idsOf: (line) => line.bars.map((one) => one.row.id),
      });
    }

    /** What the bars are, for the head of the dock; what does not occur is not explained. */
    keys() {
      const { asOf } = this.dock.app;
      const bars = this.window.rows.flatMap((line) => line.bars);
      const open = bars.some(({ row: { properties: { start_year: start, finish_year: finish } } }) => (start == null) !== (finish == null));
      const [probable, filtered] = [bars.some(isProbable), bars.some((one) => !one.kept)];
      const today = asOf && key("today", { date: pm.date(asOf) });
      return [key("project"), key("clearance"), probable && key("probable"), open && key("open"), filtered && key("filtered"), today];
    }

    line(line, i) {
      const { dock, axis } = this;
      const { row, bars } = line;
      const timeless = bars.every((one) => one.row.properties.start_year == null && one.row.properties.finish_year == null);
      const label = pm.say("gantt.line", { name: row.properties.name, what: bars.map(said).join("; ") });
      const open = { type: "button", class: "pm-dock-open", "data-project": row.id, "aria-label": label, title: row.properties.name, onclick: () => dock.open(row.id) };
      const today = axis.today !== null && pm.el("i", { class: "pm-gantt-today" });
      if (today) today.style.left = `${(100 * axis.today) / axis.years}%`;
      const lane = pm.el("span", { class: "pm-gantt-lane" }, bars.map((one) => bar(one, axis, bars.length === 1)), timeless && pm.el("em", null, pm.say("gantt.timeless")), today);
      lane.style.setProperty("--years", axis.years);
      const hover = { onmouseenter: () => dock.look(row.id), onmouseleave: () => dock.look(null), onfocusin: () => dock.look(row.id), onfocusout: () => dock.look(null) };
      const name = pm.el("span", { class: "pm-gantt-name" }, pm.el("small", null, row.id), pm.el("bdi", null, row.properties.name));
      return pm.el("li", { class: "pm-gantt-line", "aria-setsize": this.window.rows.length, "aria-posinset": i + 1, ...hover }, pm.el("button", open, name, lane));
    }

    update(rows) {
      const { control } = this.dock;
      this.axis = control.desk.axis || { first: 0, years: 1, today: null };
      const years = Array.from({ length: this.axis.years }, (_, i) => pm.el("span", null, String(this.axis.first + i)));
      pm.refill(this.years, pm.el("b"), pm.el("div", null, years));
      this.window.show(linesOf(rows, control.whole));
    }
  }

  pm.dockGantt = (dock) => new Gantt(dock);
})(window.projectmap);
