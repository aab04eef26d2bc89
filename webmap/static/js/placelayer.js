/** All places on the map: shapes, marks, the lines that lead a moved mark home, and which place is looked at. */
(function (pm) {
  "use strict";

  const LEADERS = "pm-leaders";
  const APART = 34; // px between the middles of two marks
  const SMALL = { below: 12.75, scale: 0.8 }; // far out, marks are smaller: more of them find room
  const MOVED = 8; // px: from here on a mark shows where it belongs
  const SHAPED = 60; // of more marks than these in sight the shapes would only hide each other: the open place keeps its own
  const CROWDED = 46; // px between the middles of crowds

  pm.MANY = 300; // so many places are drawn all at once; of more, what is in sight, with crowds (js/crowd)

  function prepare(map) {
    pm.shapePanes(map);
    map.createPane(LEADERS).style.zIndex = 440;
  }

  /** A mark is a button: reachable by Tab, opened by Enter or Space, described for who does not see it. */
  function markButton(entry, handlers) {
    const marker = L.marker(entry.place.anchor, {
      icon: L.divIcon({ className: "pm-mark-box", html: pm.el("span"), iconSize: null }),
      keyboard: false,
      riseOnHover: true,
      autoPanOnFocus: false,
    });
    marker.on("add", () => {
      const box = marker.getElement();
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", "0");
      box.dataset.place = entry.place.key;
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        handlers.open(entry.place);
      });
      box.addEventListener("mouseenter", () => handlers.look(entry, box));
      box.addEventListener("focus", () => box.matches(":focus-visible") && handlers.look(entry, box));
      for (const name of ["mouseleave", "blur"]) box.addEventListener(name, () => handlers.leave(entry));
    });
    marker.on("click", () => handlers.open(entry.place));
    return marker;
  }

  function leader(entry) {
    const options = { pane: LEADERS, className: "pm-leader", interactive: false };
    return L.polyline([entry.place.anchor, entry.place.anchor], options);
  }

  /** What is drawn of one place, or of a crowd of places, which has neither shapes nor a way home. */
  function entryOf(map, place, looks, handlers, shaped) {
    const entry = { place, shaped, shapes: shaped ? pm.drawShapes(map, place, looks) : null };
    entry.marker = markButton(entry, handlers);
    entry.leader = place.crowd ? null : leader(entry);
    return entry;
  }

  /** North before south, west before east: the order in which Tab walks. */
  const byReading = (a, b) => b.anchor.lat - a.anchor.lat || a.anchor.lng - b.anchor.lng;

  const sameRows = (a, b) => a.rows.length === b.rows.length && a.rows.every((row, i) => row === b.rows[i]);

  class PlaceLayer {
    constructor(map, looks, handlers) {
      Object.assign(this, { map, looks, handlers, entries: [], places: [], crowds: null, pinned: null });
      prepare(map);
      this.group = L.layerGroup().addTo(map);
      this.halos = L.layerGroup().addTo(this.group);
      map.on("zoomend resize viewreset", () => this.crowds || (this.entries.length && this.arrange()));
      map.on("moveend resize", () => this.crowds && this.stand());
      this.group.on("add", () => this.entries.length && this.comeBack());
    }

    /** Show the places of a programme: all of them or, where they are many, what is in sight. */
    draw(programme) {
      this.places = [...programme.places].sort(byReading);
      this.crowds = this.places.length > pm.MANY ? pm.crowds(this.places) : null;
      this.stand();
    }

    /** Let stand what should; what stood before and is the same stays, so that nothing flickers or loses the focus. */
    stand() {
      const { map, crowds } = this;
      const wanted = crowds ? crowds.at(map.getZoom(), map.getBounds(), this.pinned).sort(byReading) : this.places;
      const sparse = !crowds || wanted.length <= SHAPED;
      const before = new Map(this.entries.map((entry) => [entry.place.key, entry]));
      this.entries = wanted.map((place) => {
        const held = before.get(place.key);
        const shaped = !place.crowd && (sparse || place.key === this.pinned?.key);
        if (held && held.shaped === shaped && sameRows(held.place, place)) {
          before.delete(place.key);
          return Object.assign(held, { place });
        }
        return this.add(entryOf(map, place, this.looks, this.handlers, shaped));
      });
      before.forEach((entry) => this.remove(entry));
      this.order();
      this.arrange();
      if (this.theme) this.repaint();
      this.focus(this.focused);
    }

    /** Marks are made anew when the layer is switched on again. */
    comeBack() {
      this.entries.forEach((entry) => { entry.painted = null; });
      this.stand();
    }

    layersOf(entry) {
      const { shapes } = entry;
      return [...(shapes?.crisp || []), ...(entry.leader ? [entry.leader] : []), entry.marker];
    }

    add(entry) {
      entry.shapes?.soft.forEach((layer) => this.halos.addLayer(layer));
      this.layersOf(entry).forEach((layer) => this.group.addLayer(layer));
      return entry;
    }

    remove(entry) {
      entry.shapes?.soft.forEach((layer) => this.halos.removeLayer(layer));
      this.layersOf(entry).forEach((layer) => this.group.removeLayer(layer));
    }

    /** Put the marks into the page in the order of reading, moving none that stands right. */
    order() {
      const boxes = this.entries.map((entry) => entry.marker.getElement()).filter(Boolean);
      let next = boxes[0]?.parentElement.firstChild;
      for (const box of boxes) {
        if (box === next) next = next.nextSibling;
        else box.parentElement.insertBefore(box, next);
      }
    }

    arrange() {
      const { map, entries, crowds } = this;
      const homes = entries.map((entry) => map.latLngToLayerPoint(entry.place.anchor));
      const small = map.getZoom() < SMALL.below && !crowds;
      map.getContainer().classList.toggle("pm-small", small);
      const points = pm.spread(homes, crowds ? CROWDED : small ? APART * SMALL.scale : APART);
      entries.forEach((entry, i) => {
        const spot = map.layerPointToLatLng(points[i]);
        entry.marker.setLatLng(spot);
        if (!entry.leader) return;
        entry.leader.setLatLngs([entry.place.anchor, spot]);
        const far = Math.hypot(points[i].x - homes[i].x, points[i].y - homes[i].y) > MOVED;
        entry.leader.getElement()?.classList.toggle("pm-hidden", !far);
        entry.shapes?.scale();
      });
      pm.arrangeNames(map, points);
    }

    /** Colour everything for a theme; of many marks, once the panel has answered. */
    paint(theme) {
      this.theme = theme;
      if (this.crowds) requestAnimationFrame(() => setTimeout(() => this.repaint()));
      else this.repaint();
    }

    repaint() {
      const { looks, theme } = this;
      for (const entry of this.entries.filter(({ painted }) => painted !== theme)) {
        const { place, shapes, marker } = entry;
        shapes?.paint(theme);
        const box = marker.getElement();
        if (!box) continue; // the layer is switched off: it is painted when it comes back
        entry.painted = theme;
        box.replaceChildren(place.crowd ? pm.bubble(place, theme, looks) : pm.mark(place, theme, looks));
        box.setAttribute("aria-label", (place.crowd ? pm.bubbleLabel : pm.markLabel)(place, theme, looks));
      }
    }

    /** What stands for a place: its own entry, or that of the crowd it is in. */
    holder(place) {
      if (!place) return null;
      const own = this.entries.find((entry) => entry.place.key === place.key);
      return own || this.entries.find((entry) => entry.place.crowd && entry.place.places.some((one) => one.key === place.key));
    }

    /** Bring one place forward and let the others step back; null for none. */
    focus(place) {
      this.focused = place;
      const held = this.holder(place);
      this.map.getContainer().classList.toggle("pm-focused", Boolean(held));
      for (const entry of this.entries) {
        const active = entry === held;
        entry.shapes?.raise(active);
        entry.leader?.getElement()?.classList.toggle("pm-active", active);
        entry.marker.getElement()?.classList.toggle("pm-active", active);
      }
    }

    /** Keep a place out of crowds: the one that is open. */
    pin(place) {
      if (place?.key === this.pinned?.key) return;
      this.pinned = place;
      if (this.crowds) this.stand();
    }

    boxOf(place) {
      return this.holder(place)?.marker.getElement();
    }

    /** The mark that stands nearest to a point of the map. */
    nearest(latlng) {
      const away = (entry) => entry.place.anchor.distanceTo(latlng);
      const near = this.entries.reduce((best, entry) => (!best || away(entry) < away(best) ? entry : best), null);
      return near?.marker.getElement();
    }
  }

  /**
   * @param {L.Map} map
   * @param {Object} looks
   * @param {{open: function(Place): void, look: function(Object, Element): void, leave: function(Object): void}} handlers
   */
  pm.placeLayer = (map, looks, handlers) => new PlaceLayer(map, looks, handlers);
})(window.projectmap);
