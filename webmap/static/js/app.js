/** The wiring: address → state → map, legend, drawer and details; one direction, one place. */
(function (pm) {
  "use strict";

  const OSM_CREDIT = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>';
  const SIDE_PX = 344; // room that the panels take from the map, with their margins
  const narrow = () => matchMedia("(max-width: 760px)").matches;
  const low = () => matchMedia("(max-height: 820px)").matches;

  /** Make the Leaflet map as folium asks for it, with our own controls instead of Leaflet's. */
  pm.map = function (id, options) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const motion = still && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false };
    const map = L.map(id, { ...options, ...motion, zoomControl: false, attributionControl: false });
    map.getContainer().setAttribute("aria-label", pm.say("map.label"));
    map.getContainer().setAttribute("role", "region");
    L.control.attribution({ prefix: OSM_CREDIT }).addAttribution(pm.say("attribution.ward")).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 100, position: "bottomright" }).addTo(map);
    return map;
  };

  /** The part of the map that no panel covers. */
  function padding(open) {
    if (narrow()) return { paddingTopLeft: [16, 64], paddingBottomRight: [72, open ? innerHeight * 0.5 : 96] };
    return { paddingTopLeft: [SIDE_PX, 24], paddingBottomRight: [open ? 400 : 64, 40] };
  }

  class App {
    constructor(map, options) {
      this.map = map;
      this.options = options;
      this.state = pm.createState({ linked: options.linked, defaults: { theme: options.theme } });
      this.filters = options.linked ? pm.askedOf(location.search) : "";
      this.source = pm.source(options.urls);
      this.frame = pm.frame(map, {
        close: () => this.close(),
        layer: (name, shown) => this.setLayer(name, shown),
        whole: () => this.whole(),
      });
      this.tiles = pm.tiles(() => this.frame.toast.say(pm.say("tiles.failed")));
    }

    start() {
      const { position } = this.state.get();
      if (position) this.map.setView(position, position.zoom, { animate: false });
      else this.whole(false);
      this.frame.panel.unfold(!narrow() && !low());
      this.frame.stage.classList.add("pm-loading");
      this.base = pm.baseMap(this.map, this.source);
      pm.busy(this.map.getContainer(), this.base.ready).then((failed) => {
        if (failed) this.frame.toast.say(pm.say("base.failed"));
      });
      this.showLayers();
      this.load();
    }

    async load() {
      if (!this.frame.notice.waits) this.frame.notice.show(null, pm.say("loading"));
      try {
        const state = this.state.get();
        const asked = pm.dataQuery(state, this.filters);
        const [projects, style] = await Promise.all([this.source.projects(asked), this.source.style()]);
        this.asOf = projects.as_of || null;
        this.day = state.as_of;
        if (this.asOf) document.documentElement.dataset.asOf = this.asOf; // the line about kept data says it
        this.looks = { ...pm.looks(style), areas: projects.areas || {} };
        if (projects.features.length > pm.MANY) await pm.lazy("crowd");
        await this.ready(projects.features);
      } catch (error) {
        if (!error.sentence) throw error;
        const retry = { words: pm.say("error.retry"), run: () => this.load() };
        this.frame.notice.show(pm.say("error.title"), error.sentence, retry);
      }
    }

    /**
     * Fetch the rows of another day and show them; where that fails the old ones and their day stay, and it is said. Of
     * several days asked for one after the other only the last counts, also when its answer comes first.
     */
    async reload() {
      const state = this.state.get();
      const overtaken = () => state.as_of !== this.state.get().as_of;
      this.frame.notice.show(null, pm.say("loading"));
      try {
        const projects = await this.source.projects(pm.dataQuery(state, this.filters));
        if (projects.features.length > pm.MANY) await pm.lazy("crowd");
        if (overtaken()) return;
        this.day = state.as_of;
        this.asOf = projects.as_of || null;
        document.documentElement.dataset.asOf = this.asOf;
        this.frame.notice.hide();
        this.control.replace(projects.features);
      } catch (error) {
        if (!error.sentence) throw error;
        if (overtaken()) return;
        this.frame.notice.hide();
        this.frame.toast.say(error.sentence);
        this.state.set({ as_of: this.day }, false);
      }
    }

    /** Data is here for the first time: build what needs the style table, then draw. */
    async ready(rows) {
      this.frame.notice.hide();
      pm.addHatches(this.frame.stage, this.looks);
      this.frame.side.prepend(pm.themeSwitch(this.looks.table.themes, (theme) => this.state.set({ theme })));
      this.layer = pm.placeLayer(this.map, this.looks, {
        open: (place) => this.openPlace(place),
        look: (entry, box) => this.look(entry.place, box),
        leave: () => this.leave(),
      });
      this.control = pm.deskControl(this, rows);
      await pm.breath();
      this.control.refilter();
      this.state.onchange((state, before) => this.changed(state, before));
      this.changeDay(); // it may have been asked for while the first rows were on their way
      this.arrive();
      this.map.on("moveend", () => this.moved());
      requestAnimationFrame(() => performance.mark("projectmap:first-project"));
      await pm.breath();
      this.frame.stage.classList.remove("pm-loading"); // all at once, so that nothing moves while it comes
      pm.whenReady.forEach((run) => run(this));
      this.tellMissing();
    }

    /** A link to a row that is not there says so: else the plain map would seem to be the answer. */
    tellMissing() {
      const { project } = this.state.get();
      if (!project || this.control.all.some((row) => row.id === project)) return;
      this.frame.toast.say(pm.say("details.missing", { id: project.slice(0, 20) }));
    }

    /** Draw these rows: all, or those that the filters keep. */
    show(rows) {
      this.programme = this.control.programme(rows);
      if (!this.control.all.length) this.frame.notice.show(pm.say("empty.title"), pm.say("empty.text"));
      this.layer.draw(this.programme);
      this.paint();
      this.showLayers();
    }

    get theme() {
      const { theme } = this.state.get();
      return this.looks.table.themes.some((one) => one.code === theme) ? theme : this.options.theme;
    }

    /** Everything that has a colour or a count. */
    paint() {
      const { panel, side } = this.frame;
      const { programme, theme, looks } = this;
      this.layer.paint(theme);
      side.querySelectorAll("input[name=pm-theme]").forEach((input) => { input.checked = input.value === theme; });
      const mapped = programme.rows.length - programme.unplaced.length;
      panel.count.textContent = pm.say("legend.mapped", { n: mapped, total: programme.rows.length });
      const unfolded = [...panel.body.querySelectorAll("details")].map((part) => part.open);
      const drawer = pm.drawer(programme, theme, looks, (id) => this.openRow(id));
      pm.refill(panel.body, this.filterNote(), pm.legend(programme, theme, looks, this.asOf), drawer);
      panel.body.querySelectorAll("details").forEach((part, i) => { part.open = unfolded[i] || false; });
      this.showDetails();
    }

    /** Rows that a filter hides must not go missing without a word. */
    filterNote() {
      const filtered = this.filters || pm.isFiltered(this.state.get());
      const here = (event) => {
        if (this.filters) return;
        event.preventDefault();
        this.state.set(pm.noFilters());
      };
      const off = filtered && pm.el("a", { href: pm.unfiltered(), onclick: here }, pm.say("filter.off"));
      return off && pm.el("p", { class: "pm-note pm-filtered" }, pm.say("filter.on"), " ", off);
    }

    /** What a link asks for is shown when the page opens: its position if it names one, else the place it opens. */
    arrive() {
      if (this.state.get().position) return;
      const place = this.opened();
      const { places } = this.programme;
      const options = { ...padding(Boolean(place)), animate: false, maxZoom: 15 };
      if (place) this.map.fitBounds(pm.extent(place), options);
      // On a narrow screen the whole ward leaves little room for its works: begin with these.
      else if (narrow() && places.length) this.map.fitBounds(L.latLngBounds(places.map((one) => one.anchor)), options);
    }

    changed(state, before) {
      if (state.as_of !== before.as_of) this.changeDay();
      if (state.theme !== before.theme || !pm.sameRows(state, before)) this.control.refilter();
      if (state.theme !== before.theme) this.paint();
      else this.showDetails();
      if (state.layers !== before.layers) this.showLayers();
      const { position } = state;
      if (position && position !== before.position && !this.moving) this.map.setView(position, position.zoom);
    }

    changeDay() {
      if (this.state.get().as_of !== this.day) pm.busy(this.frame.stage, this.reload());
      else this.frame.notice.hide(); // one went back before the other day had come
    }

    moved() {
      if (this.printing) return;
      const { lat, lng } = this.map.getCenter();
      this.moving = true;
      this.state.set({ position: { lat, lng, zoom: this.map.getZoom() } }, false);
      this.moving = false;
    }

    whole(animate = true) {
      const [[south, west], [north, east]] = this.options.bounds;
      this.map.fitBounds([[south, west], [north, east]], { ...padding(this.isOpen()), animate });
    }

    setLayer(name, shown) {
      this.state.set({ layers: pm.writeLayers({ ...pm.readLayers(this.state.get().layers), [name]: shown }) });
    }

    showLayers() {
      const shown = pm.readLayers(this.state.get().layers);
      this.frame.layerControl.update(shown);
      for (const [name, layer] of Object.entries(this.base.parts)) {
        if (name in shown) pm.showLayer(this.map, layer, shown[name]);
      }
      pm.showLayer(this.map, this.tiles, shown.osm);
      this.map.getContainer().classList.toggle("pm-on-tiles", shown.osm);
      if (!this.layer) return;
      pm.showLayer(this.map, this.layer.group, shown.projects);
      if (shown.projects) {
        if (shown.halos) this.layer.group.addLayer(this.layer.halos);
        else this.layer.group.removeLayer(this.layer.halos);
      }
    }

    /** The place that is open, by the row or the place that the address names. */
    opened() {
      const { project, place } = this.state.get();
      return this.programme.placeOf.get(project || place) || null;
    }

    isOpen() {
      return !this.frame.details.element.hidden;
    }

    openPlace(place) {
      if (place.crowd) {
        pm.openCrowd(this, place);
        return;
      }
      const { rows } = place;
      const work = rows.find((row) => row.properties.kind === "project") || rows[0];
      this.opener = this.layer.boxOf(place);
      this.frame.tooltip.hide();
      if (rows.length === 1 || pm.isPair(place)) this.openRow(work.id);
      else this.openList(place);
    }

    /** Open the list of the rows that share a place. */
    openList(place) {
      this.state.set({ project: null, place: place.key });
      this.focusDetails();
    }

    openRow(id) {
      if (!this.isOpen()) this.opener = document.activeElement;
      this.state.set({ project: id, place: null });
      this.focusDetails();
    }

    focusDetails() {
      this.frame.details.body.querySelector("h2")?.focus();
      const place = this.opened();
      if (place) this.map.panInside(place.anchor, padding(true));
    }

    close() {
      this.state.set({ project: null, place: null });
      if (this.opener?.isConnected) this.opener.focus();
    }

    showDetails() {
      const { element, body, bar } = this.frame.details;
      const { project, place } = this.state.get();
      const row = this.programme.byId.get(project);
      const shared = this.programme.placeOf.get(place);
      this.control.select(project);
      element.hidden = !(row || shared);
      this.frame.stage.classList.toggle("pm-open", !element.hidden);
      this.layer.pin(this.opened());
      this.layer.focus(this.opened());
      if (element.hidden) return;
      pm.refill(bar, this.detailsBar(row));
      const { programme, theme, looks } = this;
      const open = (id) => this.openRow(id);
      pm.refill(body, row ? pm.rowDetails(row, programme, looks, open) : pm.placeDetails(shared, theme, looks, open));
      body.scrollTop = 0;
    }

    /** The buttons above the details. */
    detailsBar(row) {
      const place = this.opened();
      const shared = row && place && place.rows.length > 1 && !pm.isPair(place);
      const tool = (sign, key, onclick) => pm.button({ sign, label: pm.say(key), className: "pm-tool", onclick });
      const words = shared && pm.say("details.back", { n: place.rows.length });
      return [
        shared && pm.button({ sign: "back", words, className: "pm-plain", onclick: () => this.openList(place) }),
        row && this.options.linked && pm.rowTools.map((tool) => tool(row, this)),
        place && tool("target", "details.zoom", () => this.zoomTo(place)),
        this.options.linked && tool("link", "details.copy", () => this.copy()),
        tool("close", "details.close", () => this.close()),
      ];
    }

    /** Bring a part of the map into the room that the panels leave. */
    see(bounds, maxZoom, sheet = false) {
      this.map.fitBounds(bounds, { ...padding(this.isOpen() || sheet), maxZoom });
    }

    zoomTo(place) {
      this.map.fitBounds(pm.extent(place), { ...padding(true), maxZoom: 16 });
    }

    async copy() {
      this.moved();
      try {
        await navigator.clipboard.writeText(location.href);
        this.frame.toast.say(pm.say("details.copied"));
      } catch {
        this.frame.toast.say(pm.say("details.copy.by-hand"));
      }
    }

    look(place, box) {
      this.layer.focus(place);
      this.control.light(place);
      this.frame.tooltip.show(place, this.theme, this.looks, box.getBoundingClientRect());
    }

    leave() {
      this.control.light(null);
      this.layer.focus(this.opened());
      this.frame.tooltip.hide();
    }
  }

  /**
   * Open the programme on a map.
   * @param {L.Map} map
   * @param {{theme: string, urls: Object, lazy: Object, bounds: number[][], linked: boolean}} options
   */
  pm.open = function (map, options) {
    pm.lazyFrom(options.lazy);
    const app = new App(map, options);
    app.start();
    return app;
  };
})(window.projectmap);
