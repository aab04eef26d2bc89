/** Between the map and the desk: what the state keeps of the rows, and each telling the other what is looked at. */
(function (pm) {
  "use strict";

  const roomy = () => matchMedia("(min-width: 761px)").matches;
  const RING_MS = 6000; // how long a place that one went to stays ringed

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
      this.loadIndex();
      pm.watchPrinting(app);
      pm.measureTool(app);
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
        copy: () => app.copy(),
        print: () => window.print(),
      };
    }

    /** Place names come later than the rows: until then names and ids are found. */
    async loadIndex() {
      try {
        this.finder = pm.finder(await this.app.source.search());
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
      const kept = pm.filterRows(this.all, state, this.finder, this.desk.allYears);
      const drawn = kept.rows.map((row) => row.id).join();
      kept.rows = [...kept.rows].sort(pm.sorter(state.sort, this.app.looks));
      this.kept = kept.rows;
      this.desk.update(state, kept, this.finder, pm.filterQuery(state, this.app.filters));
      this.dock.update();
      if (drawn === this.drawn) return;
      this.drawn = drawn;
      this.app.frame.tooltip.hide();
      const ids = new Set(kept.rows.map((row) => row.id));
      this.app.show(this.all.filter((row) => ids.has(row.id)));
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

    /** Show a place of the gazetteer: ringed for a while, and the rows around it. */
    go(place) {
      const { map, frame } = this.app;
      const centre = L.latLng(place.lat, place.lon);
      this.app.see(centre.toBounds(2 * Math.max(place.radius_m, 400)), 16, !roomy());
      this.ring?.remove();
      this.ring = L.circle(centre, { radius: Math.max(place.radius_m, 60), className: "pm-went", interactive: false });
      this.ring.addTo(map);
      setTimeout((ring) => ring.remove(), RING_MS, this.ring);
      const sure = place.radius_m && pm.say("search.went", { place: place.name, distance: pm.distance(place.radius_m) });
      frame.toast.say(sure || place.name);
      if (this.app.state.get().q) this.app.state.set({ q: null }); // the words named the place, not the rows around it
      this.desk.showNear(place, this.desk.kept);
    }
  }

  pm.deskControl = (app, rows) => new Control(app, rows);
})(window.projectmap);
