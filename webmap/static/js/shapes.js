/**
 * How a place is drawn, by how finely it is known: a firm outline for what was surveyed or traced, a thin one for a named place, a
 * dashed outline in a soft disc of the true radius for an area, a brushed corridor for what is known to run between places.
 */
(function (pm) {
  "use strict";

  const SOFT = "pm-soft";
  const LINES = "pm-lines";
  const MIXED = "#5b5750"; // rows of several classes share a place: its shape takes no side

  pm.shapePanes = function (map) {
    map.createPane(SOFT).style.zIndex = 410;
    map.createPane(LINES).style.zIndex = 420;
  };

  /** The one colour of a place, or a neutral one where its rows differ. */
  function colourOf(place, theme, looks) {
    const colours = new Set(pm.units(place.rows, theme).map((row) => looks.of(row, theme).colour));
    return colours.size === 1 ? [...colours][0] : MIXED;
  }

  /** The soft part: where the truth may be. True metres at every zoom. */
  function softPart(place, look) {
    if (!look.soft || !place.radius_m) return [];
    const options = { pane: SOFT, interactive: false, className: "pm-halo" };
    if (place.geometry.type === "Point") {
      const disc = { ...options, className: "pm-halo pm-disc", radius: place.radius_m, weight: look.width, dashArray: look.dash || null };
      return [L.circle(place.anchor, disc)];
    }
    const line = L.geoJSON(place.geometry, { ...options, style: { className: "pm-halo pm-corridor", lineCap: "round", lineJoin: "round" } });
    line.widthMetres = 2 * place.radius_m;
    return [line];
  }

  /** The crisp part: the geometry itself. A point has none, its mark stands for it. */
  function crispPart(place, look) {
    if (place.geometry.type === "Point") return [];
    const linear = pm.isLine(place.geometry);
    const className = `pm-shape ${linear ? "pm-line" : "pm-area"}${place.sketch ? " pm-brushed" : ""}`;
    const style = { className, weight: linear ? look.width + 1.5 : look.width, dashArray: look.dash || null, lineCap: "butt" };
    const casing = { className: "pm-shape-casing", weight: style.weight + 3, fill: false };
    const options = { pane: LINES, interactive: false };
    const casings = linear ? [L.geoJSON(place.geometry, { ...options, style: casing })] : [];
    return [...casings, L.geoJSON(place.geometry, { ...options, style })];
  }

  /** Corridors are as wide as they are uncertain, in metres of the ground. */
  function widen(layer, map, lat) {
    if (layer.widthMetres) layer.setStyle({ weight: layer.widthMetres / pm.metresPerPixel(lat, map.getZoom()) });
  }

  const elements = (layer) => (layer.getLayers ? layer.getLayers() : [layer]).map((one) => one.getElement()).filter(Boolean);

  /**
   * The shapes of one place.
   * @returns {{soft: L.Layer[], crisp: L.Layer[], paint: function(string): void, scale: function(): void, raise: function(boolean): void}}
   */
  pm.drawShapes = function (map, place, looks) {
    const look = looks.precision.get(place.precision);
    const soft = softPart(place, look);
    const crisp = crispPart(place, look);
    const all = [...soft, ...crisp];
    return {
      soft,
      crisp,
      paint(theme) {
        const colour = colourOf(place, theme, looks);
        const painted = all.filter((layer) => !(layer.options.style && layer.options.style.className === "pm-shape-casing"));
        painted.forEach((layer) => layer.setStyle({ color: colour, fillColor: colour }));
        const quiet = pm.isQuiet(place, theme);
        all.flatMap(elements).forEach((element) => element.classList.toggle("pm-unasked", quiet));
      },
      scale: () => soft.forEach((layer) => widen(layer, map, place.anchor.lat)),
      raise(active) {
        all.flatMap(elements).forEach((element) => element.classList.toggle("pm-active", active));
      },
    };
  };
})(window.projectmap);
