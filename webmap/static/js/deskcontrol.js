/** Between the map and the desk: what the state keeps of the rows, and each telling the other what is looked at. */
(function (pm) {
  "use strict";

  const roomy = () => matchMedia("(min-width: 761px)").matches;
  const LOOK_M = 560; // around a place that one goes to: the nearest distance that is asked for, and a little air

  const FOLLOWS_MS = 150;

  class Control {
    constructor(app, rows) {
      this.app = app;
      this.all = rows;
      this.whole = pm.programme(rows);
      this.finder = pm.finder(null);
      this.desk = pm.desk(rows, app.looks, this.handlers(), app.options.linked);
      app.frame.side.insertBefore(this.desk.element, app.frame.panel.element);
      this.desk.unfold(roomy());
      this.dock = pm.dockDoor(app, this);
      this.day = pm.dayChip(app);
      app.frame.side.append(this.day.element);
      this.standYears();
      matchMedia("(min-width: 761px)").addEventListener("change", () => this.standYears());
      this.indexed = this.loadIndex();
      pm.busy(this.desk.search.element, this.indexed);
      this.print = pm.watchPrinting(app);
      pm.measureTool(app);
      app.map.on("contextmenu", ({ latlng }) => { // the right button; a long press on a phone
        if (!app.frame.stage.classList.contains("pe-editing")) this.go(pm.pointPlace(latlng));
      });
    }

    handlers() {
      const { app } = this;
      return {
        set: (change, push) => app.state.set(change, push),
        asOf: app.asOf,
        clearances: (id) => this.whole.clearancesOf.get(id) || [],
        open: (id) => app.openRow(id),
        look: (id) => app.layer.focus(app.programme.placeOf.get(id) || app.opened()),
        go: (place) => this.go(place),
        ring: (place, metres) => this.ring(place, metres),
        copy: () => app.copy(),
        extra: (row) => pm.compareButton(app, row.id, { className: "pm-compare-row", tabindex: -1 }),
        compare: (row) => pm.toggleCompared(app, row.id),
        print: () => this.print(),
        sheet: (ending) => pm.sheetAddress(app, ending),
      };
    }

    /** Place names come later than the rows: until then names and ids are found. */
    async loadIndex() {
      const { as_of: day } = this.app.state.get();
      try {
        const index = await this.app.source.search(pm.dataQuery({ as_of: day }, ""));
        if (day === this.app.state.get().as_of) this.finder = pm.finder(index);
      } catch (error) {
        if (!error.sentence) throw error;
        return; // the search goes on with names and ids
      }
      if (this.app.state.get().q) this.refilter();
    }

    /** The years stand at the foot of the map; on a phone among the filters. */
    standYears() {
      const { years, views } = this.desk;
      if (roomy()) this.app.frame.side.append(years.element);
      else views.filters.prepend(years.element);
      if (roomy()) years.element.append(this.dock.buttons);
      else this.desk.takeButton.before(this.dock.buttons);
    }

    /** Keep what the state asks for, show it in list, counts and on the map; what did not change is not drawn again. */
    refilter() {
      const state = { ...this.app.state.get(), theme: this.app.theme };
      const kept = pm.filterRows(this.sorted(state.sort), state, this.finder, this.desk.allYears);
      this.kept = kept.rows;
      this.desk.update(state, kept, this.finder, pm.filterQuery(state, this.app.filters));
      this.dock.update();
      const here = new Set(kept.rows);
      const rows = this.all.filter((row) => here.has(row));
      const drawn = rows.map((row) => row.id).join();
      if (drawn === this.drawn) return;
      const first = !this.drawn;
      this.drawn = drawn;
      const draw = () => {
        this.app.frame.tooltip.hide();
        if (drawn === this.drawn) this.app.show(rows);
      };
      if (first || this.all.length <= pm.MANY) draw();
      else {
        clearTimeout(this.drawing);
        this.drawing = setTimeout(draw, FOLLOWS_MS); // the panel answers at once, the map follows when one pauses
      }
    }

    /** All rows in an order of the list, sorted once. */
    sorted(sort) {
      if (!this.order || this.order.sort !== sort || this.order.of !== this.all) {
        this.order = { sort, of: this.all, rows: [...this.all].sort(pm.sorter(sort, this.app.looks)) };
      }
      return this.order.rows;
    }

    /** What is drawn, with the rows that the filters hide still known to the details. */
    programme(rows) {
      const { byId, clearancesOf } = this.whole;
      return { ...pm.programme(rows), byId, clearancesOf };
    }

    /** Take the rows of another day. */
    replace(rows) {
      this.all = rows;
      this.whole = pm.programme(rows);
      this.desk.replace(rows, this.app.asOf);
      this.day.update();
      pm.busy(this.desk.search.element, this.loadIndex());
      this.drawn = null;
      this.refilter();
    }

    light(place) {
      const ids = place ? place.rows.map((row) => row.id) : [];
      this.desk.light(ids);
      this.dock.light(ids);
    }

    select(id) {
      this.desk.select(id);
      this.dock.select(id);
    }

    /** The ring that shows how far is looked around a place, for as long as one looks; the address says both. */
    ring(place, metres) {
      if (this.ringed || place) pm.writeAround(this.app, place, metres);
      this.ringed?.remove();
      const at = place && [place.lat, place.lon];
      const dot = place?.point && L.circleMarker(at, { radius: 4, className: "pm-measured-dot", interactive: false });
      const round = place && L.circle(at, { radius: metres, className: "pm-went", interactive: false });
      this.ringed = place && L.layerGroup(dot ? [round, dot] : [round]);
      this.ringed?.addTo(this.app.map);
    }

    /** Show a place of the gazetteer, or a point, and the rows around it; the map moves there. */
    go(place) {
      const centre = L.latLng(place.lat, place.lon);
      this.app.see(centre.toBounds(2 * Math.max(place.radius_m, LOOK_M)), 16, !roomy());
      if (this.app.state.get().q) this.app.state.set({ q: null }); // the words named the place, not the rows around it
      this.around(place);
    }

    /** Show the rows around a place, as far as the address says. */
    around(place) {
      this.desk.unfold(true);
      this.desk.showNear(place, this.desk.kept, pm.readWithin(this.app.state.get().within));
      pm.showHere(this.app, place, this.desk.kept, this.desk.views.near);
    }
  }

  pm.deskControl = (app, rows) => new Control(app, rows);
})(window.projectmap);
