/**
 * How a place is drawn, by how finely it is known: a firm outline for what was surveyed or traced, a thin one for a named
 * place, a dashed outline in a soft disc of the true radius for an area, a brushed corridor for what runs between places.
 */
(function (pm) {
  "use strict";

  const SOFT = "pm-soft";
  const LINES = "pm-lines";
  const MIXED = "var(--shared)"; // rows of several classes share a place: its shape takes no side

  pm.shapePanes = function (map) {
    map.createPane(SOFT).style.zIndex = 410;
    map.createPane(LINES).style.zIndex = 420;
  };

  /** The one colour of a place, or a neutral one where its rows differ. */
  function colourOf(place, theme, looks) {
    const colours = new Set(pm.units(place.rows, theme).map((row) => looks.of(row, theme).paint));
    return colours.size === 1 ? [...colours][0] : MIXED;
  }

  /** The soft part: where the truth may be. True metres at every zoom; an area is itself the part of the map to look in. */
  function softPart(place, look) {
    if (!look.soft || !place.radius_m || pm.isArea(place.geometry)) return [];
    const options = { pane: SOFT, interactive: false };
    const edge = { weight: look.width, dashArray: look.dash || null };
    if (place.geometry.type === "Point") {
      return [L.circle(place.anchor, { ...options, ...edge, className: "pm-halo pm-disc", radius: place.radius_m })];
    }
    const style = { className: "pm-halo pm-corridor", lineCap: "round", lineJoin: "round" };
    const corridor = L.geoJSON(place.geometry, { ...options, style });
    corridor.widthMetres = 2 * place.radius_m;
    return [corridor];
  }

  /** The crisp part: the geometry itself, lines on a pale casing. A point has none, its mark stands for it. */
  function crispPart(place, look) {
    if (place.geometry.type === "Point") return { casings: [], lines: [] };
    const options = { pane: LINES, interactive: false };
    const linear = pm.isLine(place.geometry);
    const weight = linear ? look.width + 1.5 : look.width;
    const className = `pm-shape ${linear ? "pm-line" : "pm-area"}${place.sketch ? " pm-brushed" : ""}`;
    const style = { className, weight, dashArray: look.dash || null, lineCap: "butt" };
    const casing = { className: "pm-shape-casing", weight: weight + 3, fill: false };
    return {
      casings: linear ? [L.geoJSON(place.geometry, { ...options, style: casing })] : [],
      lines: [L.geoJSON(place.geometry, { ...options, style })],
    };
  }

  /** Corridors are as wide as they are uncertain, in metres of the ground. */
  function widen(layer, map, lat) {
    if (layer.widthMetres) layer.setStyle({ weight: layer.widthMetres / pm.metresPerPixel(lat, map.getZoom()) });
  }

  function elements(layer) {
    const parts = layer.getLayers ? layer.getLayers() : [layer];
    return parts.map((part) => part.getElement()).filter(Boolean);
  }

  /**
   * @typedef {Object} Shapes  the shapes of one place
   * @property {L.Layer[]} soft   halos, which the reader may switch off
   * @property {L.Layer[]} crisp
   * @property {function(string): void} paint   colours them for a theme
   * @property {function(): void} scale         keeps metres true after a zoom
   * @property {function(boolean): void} raise  brings them forward
   */

  /** @returns {Shapes} */
  pm.drawShapes = function (map, place, looks) {
    const look = looks.precision.get(place.precision) || { width: 1.5, soft: true, dash: "2 4" };
    const soft = softPart(place, look);
    const { casings, lines } = crispPart(place, look);
    const toggle = (name, on) =>
      [...soft, ...lines].flatMap(elements).forEach((element) => element.classList.toggle(name, on));
    return {
      soft,
      crisp: [...casings, ...lines],
      paint(theme) {
        const colour = colourOf(place, theme, looks);
        [...soft, ...lines].forEach((layer) => layer.setStyle({ color: colour, fillColor: colour }));
        toggle("pm-unasked", pm.isQuiet(place, theme));
      },
      scale: () => soft.forEach((layer) => widen(layer, map, place.anchor.lat)),
      raise(active) {
        toggle("pm-active", active);
        if (active) [...casings, ...lines].forEach((layer) => layer.bringToFront());
      },
    };
  };
})(window.projectmap);
