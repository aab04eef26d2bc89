/**
 * Drawing by hand: a point, a line or an area whose corners are placed, moved and removed with mouse, finger or keys.
 * Nothing snaps to anything. Every step can be taken back.
 */
(function (pm) {
  "use strict";

  const { say } = pm.edit;
  const STEP_PX = 2;
  const LEAP_PX = 20;
  const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const LEAST = { point: 1, line: 2, polygon: 3 };

  /** The handle of a corner, or of the middle of a side: a button on the map. */
  function handle(latlng, className, label, number) {
    const html = pm.el("span", null, number || "");
    const marker = L.marker(latlng, {
      icon: L.divIcon({ className: `pe-handle ${className}`, html, iconSize: [28, 28] }),
      draggable: true,
      keyboard: true,
      autoPan: true,
      pane: "pe-handles",
    });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    return marker;
  }

  class Sketch {
    /**
     * @param {L.Map} map
     * @param {{changed: function(): void, said: function(string): void, centre: function(): L.Point}} hooks
     *   `changed` after every step, `said` for what a screen reader should hear, `centre` where the cross stands
     */
    constructor(map, hooks) {
      this.map = map;
      this.hooks = hooks;
      this.kind = "polygon";
      this.points = [];
      this.past = [];
      this.group = L.layerGroup();
      this.clicked = (event) => this.add(event.latlng);
      this.pressed = (event) => this.key(event);
    }

    get active() {
      return this.map.hasLayer(this.group);
    }

    start() {
      if (this.active) return;
      this.group.addTo(this.map);
      this.map.on("click", this.clicked);
      this.map.getContainer().addEventListener("keydown", this.pressed);
      this.map.doubleClickZoom.disable();
      this.draw();
    }

    stop() {
      if (!this.active) return;
      this.group.remove();
      this.map.off("click", this.clicked);
      this.map.getContainer().removeEventListener("keydown", this.pressed);
      this.map.doubleClickZoom.enable();
    }

    /** Enter on the map itself places a corner under the cross. */
    key(event) {
      if (event.key === "Enter" && event.target === this.map.getContainer()) {
        event.preventDefault();
        this.addAtCentre();
      }
      if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.undo();
      }
    }

    setKind(kind) {
      this.step(() => {
        this.kind = kind;
        if (kind === "point") this.points = this.points.slice(-1);
      });
    }

    /** Take over the corners of a simple geometry. */
    load(geometry) {
      const kinds = { Point: "point", LineString: "line", Polygon: "polygon" };
      const c = geometry.coordinates;
      const lists = { Point: [c], LineString: c, Polygon: c[0].slice(0, -1) };
      this.step(() => {
        this.kind = kinds[geometry.type];
        this.points = lists[geometry.type].map(([lon, lat]) => L.latLng(lat, lon));
      });
    }

    add(latlng) {
      this.step(() => {
        this.points = this.kind === "point" ? [latlng] : [...this.points, latlng];
      });
      this.hooks.said(say("vertex.added", { n: this.points.length }));
    }

    addAtCentre() {
      this.add(this.map.containerPointToLatLng(this.hooks.centre()));
    }

    insert(after, latlng) {
      this.step(() => this.points.splice(after + 1, 0, latlng));
      this.focus(after + 1);
    }

    move(place, latlng) {
      this.step(() => { this.points[place] = latlng; });
    }

    remove(place) {
      this.step(() => this.points.splice(place, 1));
      this.hooks.said(say("vertex.removed", { n: place + 1 }));
      if (this.points.length) this.focus(Math.min(place, this.points.length - 1));
      else this.map.getContainer().focus();
    }

    clear() {
      this.step(() => { this.points = []; });
    }

    undo() {
      const before = this.past.pop();
      if (!before) return;
      this.kind = before.kind;
      this.points = before.points;
      this.draw();
      this.hooks.changed();
    }

    /** Do something that can be taken back. */
    step(act) {
      this.past.push({ kind: this.kind, points: [...this.points] });
      act();
      this.draw();
      this.hooks.changed();
    }

    /** @returns {?GeoJSON.Geometry} what is drawn, or null while it has too few corners */
    geometry() {
      if (this.points.length < LEAST[this.kind]) return null;
      const c = this.points.map(({ lng, lat }) => [lng, lat]);
      if (this.kind === "point") return { type: "Point", coordinates: c[0] };
      if (this.kind === "line") return { type: "LineString", coordinates: c };
      return { type: "Polygon", coordinates: [[...c, c[0]]] };
    }

    /** @returns {string} what is missing, or nothing */
    lack() {
      return this.geometry() ? "" : say(`draw.few.${this.kind}`, { n: this.points.length });
    }

    focus(place) {
      this.corners[place]?.getElement()?.focus();
    }

    draw() {
      this.group.clearLayers();
      this.outline();
      this.corners = this.points.map((point, place) => this.corner(point, place));
      this.sides().forEach(([a, b]) => this.middle(a, b));
    }

    outline() {
      const options = { className: "pe-sketch", pane: "pe-shapes", interactive: false };
      if (this.kind === "point" || this.points.length < 2) return;
      const casing = { ...options, className: "pe-sketch-casing" };
      const make = this.kind === "polygon" && this.points.length > 2 ? L.polygon : L.polyline;
      this.shape = [make(this.points, casing), make(this.points, options)];
      this.shape.forEach((layer) => this.group.addLayer(layer));
    }

    corner(point, place) {
      const label = say("vertex", { n: place + 1, total: this.points.length });
      const marker = handle(point, "pe-corner", label, this.kind === "point" ? "" : place + 1);
      marker.on("drag", () => this.stretch(place, marker.getLatLng()));
      marker.on("dragend", () => {
        this.move(place, marker.getLatLng());
        this.focus(place);
      });
      marker.on("click", L.DomEvent.stop);
      marker.on("add", () => marker.getElement().addEventListener("keydown", (event) => this.nudge(event, place)));
      return marker.addTo(this.group);
    }

    /** Let the outline follow a corner that is being dragged. */
    stretch(place, latlng) {
      const points = this.points.map((point, n) => (n === place ? latlng : point));
      this.shape?.forEach((layer) => layer.setLatLngs(points));
    }

    nudge(event, place) {
      if (event.key === "Delete" || event.key === "Backspace") {
        L.DomEvent.stop(event);
        this.remove(place);
      }
      const way = MOVES[event.key];
      if (!way) return;
      L.DomEvent.stop(event);
      const far = event.shiftKey ? LEAP_PX : STEP_PX;
      const from = this.map.latLngToContainerPoint(this.points[place]);
      this.move(place, this.map.containerPointToLatLng(from.add(L.point(way).multiplyBy(far))));
      this.focus(place);
    }

    sides() {
      const last = this.points.length - 1;
      if (this.kind === "point" || last < 1) return [];
      const open = this.points.slice(1).map((_, n) => [n, n + 1]);
      return this.kind === "polygon" && last > 1 ? [...open, [last, 0]] : open;
    }

    middle(a, b) {
      const [from, to] = [a, b].map((n) => this.map.project(this.points[n]));
      const latlng = this.map.unproject(from.add(to).divideBy(2));
      const marker = handle(latlng, "pe-middle", say("between", { a: a + 1, b: b + 1 }), "+");
      marker.on("click", (event) => {
        L.DomEvent.stop(event);
        this.insert(a, latlng);
      });
      marker.on("dragend", () => this.insert(a, marker.getLatLng()));
      marker.addTo(this.group);
    }
  }

  /** Panes in which the editor draws, above everything of the map. */
  pm.edit.panes = function (map) {
    if (map.getPane("pe-shapes")) return;
    map.createPane("pe-shapes").style.zIndex = 640;
    map.createPane("pe-handles").style.zIndex = 660;
  };

  /** Whether a geometry can be taken over into a sketch: one ring, no holes, not too many corners. */
  pm.edit.isSimple = function (geometry) {
    if (!geometry) return false;
    const c = geometry.coordinates;
    if (geometry.type === "Point") return true;
    if (geometry.type === "LineString") return c.length <= 200;
    return geometry.type === "Polygon" && c.length === 1 && c[0].length <= 200;
  };

  pm.edit.Sketch = Sketch;
})(window.projectmap);
