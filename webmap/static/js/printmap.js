/**
 * The map on paper: what is on the screen, at a round scale, with title, filters in words, legend, scale, north, day,
 * source and the table of the rows shown. The sheet is laid out before the browser prints, so Ctrl+P gives it too.
 */
(function (pm) {
  "use strict";

  const PAPERS = ["a4-landscape", "a4-portrait", "a3-landscape", "a3-portrait"];
  const METRES_A_PIXEL = 0.0254 / 96; // on paper a CSS pixel is 1/96 inch
  const SCALES = [2000, 5000, 10000, 15000, 20000, 25000, 30000, 40000, 50000, 60000, 75000, 100000, 150000, 200000];
  const EQUATOR_M = 40075016.686;

  const PATIENCE_MS = 6000;

  let paper = PAPERS[0];

  /** The choice of paper beside the button that prints. */
  pm.paperChoice = function () {
    const options = PAPERS.map((name) => pm.el("option", { value: name }, pm.say(`paper.${name}`)));
    const attributes = { class: "pm-sort", "aria-label": pm.say("paper.label"), onchange: () => { paper = select.value; } };
    const select = pm.el("select", attributes, options);
    return select;
  };

  /** The roundest scale at which the bounds fit into a map of this size. */
  function scaleFor(bounds, size) {
    const width = bounds.getNorthWest().distanceTo(bounds.getNorthEast());
    const height = bounds.getNorthWest().distanceTo(bounds.getSouthWest());
    const needed = Math.max(width / size.x, height / size.y) / METRES_A_PIXEL;
    return SCALES.find((scale) => scale >= needed * 0.98) || SCALES.at(-1);
  }

  const zoomOf = (scale, lat) =>
    Math.log2((EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (256 * scale * METRES_A_PIXEL));

  /** The filters as a sentence says them. */
  function filterWords(state, looks) {
    const words = pm.chosen(state, looks).map(({ term, words: said }) => `${term}: ${said}`);
    if (state.q) words.unshift(pm.say("paper.search", { q: state.q }));
    return words.length ? words.join(" · ") : pm.say("paper.all");
  }

  function north() {
    const box = { class: "pm-north", viewBox: "0 0 24 36", width: 28, height: 42, role: "img", "aria-label": pm.say("paper.north") };
    return pm.svg("svg", box, pm.svg("path", { d: "M12 2L20 26L12 21L4 26Z" }), pm.svg("text", { x: 12, y: 35 }, "B"));
  }

  function heading(app, state) {
    const { looks, control } = app;
    const theme = looks.table.themes.find((one) => one.code === app.theme);
    const { kept } = control.desk;
    const drawn = kept.filter((row) => row.geometry).length;
    return pm.el(
      "header",
      { class: "pm-sheet-head" },
      pm.el("h1", null, pm.say("paper.title")),
      pm.el("p", null, pm.say("paper.theme", { theme: pm.named(theme) }), " · ", pm.say("legend.mapped", { n: drawn, total: kept.length })),
      pm.el("p", { class: "pm-sheet-filters" }, filterWords(state, looks)),
    );
  }

  function foot(app, scale) {
    const day = app.asOf || new Date().toISOString();
    return pm.el(
      "section",
      { class: "pm-sheet-foot" },
      pm.el("div", { class: "pm-sheet-legend" }, pm.legend(app.programme, app.theme, app.looks, app.asOf).slice(0, 3)),
      pm.el(
        "p",
        { class: "pm-sheet-source" },
        pm.el("b", null, pm.say("paper.scale", { scale: pm.number(scale) })),
        " · ",
        pm.say("paper.day", { date: pm.date(day) }),
        " · ",
        pm.say("paper.source"),
      ),
    );
  }

  function tableRow(row, looks) {
    const facts = row.properties;
    const words = (group, code) => pm.named(looks[group].get(code) || pm.strange(code));
    return pm.el(
      "tr",
      null,
      pm.el("td", null, row.id),
      pm.el("td", null, pm.own(facts.name)),
      pm.el("td", null, words("funding", facts.funding_source)),
      pm.el("td", null, pm.years(facts.start_year, facts.finish_year)),
      pm.el("td", null, words("clearance", facts.clearance_state)),
      pm.el("td", null, words("precision", facts.precision)),
    );
  }

  function table(rows, looks) {
    const heads = ["id", "name", "funding", "years", "clearance", "place"].map((key) => pm.el("th", { scope: "col" }, pm.say(`paper.col.${key}`)));
    return pm.el(
      "table",
      { class: "pm-sheet-table" },
      pm.el("caption", null, pm.say("paper.table", { n: rows.length })),
      pm.el("thead", null, pm.el("tr", null, heads)),
      pm.el("tbody", null, rows.map((row) => tableRow(row, looks))),
    );
  }

  /** What one sees of the ward between the panels; what one sees at all where that is elsewhere. */
  function seen(map, ward) {
    const size = map.getSize();
    const left = matchMedia("(min-width: 761px)").matches ? Math.min(344, size.x / 2) : 0;
    const all = L.latLngBounds(map.containerPointToLatLng([left, size.y]), map.containerPointToLatLng([size.x, 0]));
    const south = Math.max(all.getSouth(), ward.getSouth());
    const north = Math.min(all.getNorth(), ward.getNorth());
    const west = Math.max(all.getWest(), ward.getWest());
    const east = Math.min(all.getEast(), ward.getEast());
    return south < north && west < east ? L.latLngBounds([south, west], [north, east]) : all;
  }

  /** @returns {string} the address of the sheet that the server sets of this view, as `pdf` or `png` */
  pm.sheetAddress = function (app, ending) {
    const query = new URLSearchParams(pm.filterQuery(app.state.get(), app.filters));
    const bounds = seen(app.map, L.latLngBounds(app.options.bounds).pad(0.04));
    const view = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const { own } = app.state.get();
    if (own) query.set("own", own);
    query.set("paper", paper);
    query.set("theme", app.theme);
    query.set("extent", view.map((degrees) => degrees.toFixed(4)).join(","));
    return `/print.${ending}?${query}`.replaceAll("%2C", ",");
  };

  /** Lay the sheet out; returns what brings the screen back. */
  function layOut(app) {
    const { map, frame } = app;
    const root = document.documentElement;
    const before = { centre: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap };
    const bounds = seen(map, L.latLngBounds(app.options.bounds).pad(0.04));
    app.printing = true;
    root.classList.add("pm-paper", `pm-paper-${paper}`);
    map.invalidateSize({ animate: false, pan: false });
    const scale = scaleFor(bounds, map.getSize());
    map.options.zoomSnap = 0;
    map.setView(bounds.getCenter(), zoomOf(scale, bounds.getCenter().lat), { animate: false });
    const state = { ...app.state.get() };
    const parts = [heading(app, state), foot(app, scale), table(app.control.desk.kept, app.looks)];
    frame.stage.prepend(parts[0]);
    frame.stage.append(parts[1], parts[2]);
    const arrow = north();
    map.getContainer().append(arrow);
    return () => {
      [...parts, arrow].forEach((part) => part.remove());
      root.classList.remove("pm-paper", `pm-paper-${paper}`);
      map.options.zoomSnap = before.snap;
      map.invalidateSize({ animate: false, pan: false });
      map.setView(before.centre, before.zoom, { animate: false });
      app.printing = false;
    };
  }

  /** Resolves when the tiles on the map are there, or after a while: a lost tile holds no sheet up. */
  async function tilesOf(map) {
    await pm.breath(); // tiles that follow the ground of the page change first
    const waits = [];
    map.eachLayer((layer) => {
      if (layer.isLoading?.()) waits.push(new Promise((done) => layer.once("load", done)));
    });
    await Promise.race([Promise.all(waits), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  }

  function hasTiles(map) {
    let found = false;
    map.eachLayer((layer) => { found ||= layer instanceof L.GridLayer; });
    return found;
  }

  /**
   * Be ready for the browser's own printing.
   * @returns {function(): Promise<void>} prints once the tiles of the sheet are there, which Ctrl+P cannot wait for
   */
  pm.watchPrinting = function (app) {
    let undo = null;
    window.addEventListener("beforeprint", () => { undo = undo || layOut(app); });
    window.addEventListener("afterprint", () => {
      if (undo) undo();
      undo = null;
    });
    return async function () {
      if (hasTiles(app.map)) {
        undo ||= layOut(app);
        await tilesOf(app.map);
      }
      window.print();
    };
  };
})(window.projectmap);
