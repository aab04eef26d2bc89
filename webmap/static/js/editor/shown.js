/** What the editor shows on the map beside the sketch: the place as stored, a proposed one, somebody else's. */
(function (pm) {
  "use strict";

  /** A geometry with the circle of its radius, in one of the looks `old`, `new`, `other`, `maybe`. */
  function layerOf(geometry, look, radius) {
    const options = { pane: "pe-shapes", interactive: false };
    const style = { className: `pe-shape pe-${look}` };
    const dot = (_, latlng) => L.circleMarker(latlng, { ...options, radius: 7, className: `pe-shape pe-dot pe-${look}` });
    const layers = [L.geoJSON(geometry, { ...options, style: { ...style, className: "pe-shape pe-casing" }, pointToLayer: dot })];
    layers.push(L.geoJSON(geometry, { ...options, style, pointToLayer: dot }));
    if (radius && geometry.type === "Point") {
      const [lon, lat] = geometry.coordinates;
      layers.unshift(L.circle([lat, lon], { ...options, radius, className: `pe-shape pe-ring pe-${look}` }));
    }
    return L.layerGroup(layers);
  }

  class Shown {
    constructor(map) {
      this.map = map;
      this.layers = new Map();
      this.geometries = new Map();
    }

    /** Show a geometry under a name, in the place of what was there; null takes it away. */
    put(name, geometry, look, radius) {
      this.layers.get(name)?.remove();
      this.layers.delete(name);
      this.geometries.delete(name);
      if (!geometry) return;
      this.geometries.set(name, geometry);
      this.layers.set(name, layerOf(geometry, look || name, radius).addTo(this.map));
    }

    /** Show several geometries that a person has to choose from, each with its number. */
    putMany(name, geometries) {
      this.put(name, geometries.length ? { type: "GeometryCollection", geometries } : null, "maybe");
      geometries.forEach((geometry, n) => {
        const icon = L.divIcon({ className: "pe-number", html: pm.el("span", null, n + 1), iconSize: [24, 24] });
        const options = { icon, interactive: false, keyboard: false, pane: "pe-handles" };
        L.marker(L.geoJSON(geometry).getBounds().getCenter(), options).addTo(this.layers.get(name));
      });
    }

    clear() {
      [...this.layers.keys()].forEach((name) => this.put(name, null));
    }

    /** The bounds of what is shown under these names; null where nothing is. */
    bounds(names) {
      const found = names.map((name) => this.geometries.get(name)).filter(Boolean);
      if (!found.length) return null;
      return found.reduce((all, geometry) => all.extend(L.geoJSON(geometry).getBounds()), L.latLngBounds([]));
    }
  }

  pm.edit.Shown = Shown;
})(window.projectmap);
