/**
 * Rows of the programme → places on the map. Rows that share a zone or have the very same geometry are one place that
 * lists them: a clearance and the work it clears, or nine lots of one urban area, never stand as a pile of pins.
 */
(function (pm) {
  "use strict";

  /**
   * @typedef {Object} Place
   * @property {string} key            id of the first row, stable enough for an address
   * @property {Row[]} rows            in the order of the programme
   * @property {GeoJSON.Geometry} geometry
   * @property {string} precision
   * @property {?number} radius_m
   * @property {boolean} sketch
   * @property {L.LatLng} anchor       where the mark stands
   */

  /**
   * @typedef {Object} Programme
   * @property {Row[]} rows
   * @property {Place[]} places
   * @property {Row[]} unplaced        ward-wide or unknown: they belong to the drawer
   * @property {Map<string, Row>} byId
   * @property {Map<string, Place>} placeOf        by id of the row
   * @property {Map<string, Row[]>} clearancesOf   by id of the work
   */

  const keys = new WeakMap(); // by row: written once, compared at each filter

  function keyOf(row) {
    if (!keys.has(row)) {
      const zone = row.properties.zone;
      keys.set(row, zone ? `zone ${zone}` : JSON.stringify(row.geometry));
    }
    return keys.get(row);
  }

  function place(rows) {
    const { geometry, properties } = rows[0];
    const { precision, sketch } = properties;
    const radius_m = Math.max(...rows.map((row) => row.properties.radius_m));
    return { key: rows[0].id, rows, geometry, precision, radius_m, sketch, anchor: pm.anchor(geometry) };
  }

  function grouped(rows, keyed) {
    const groups = new Map();
    for (const row of rows) {
      const key = keyed(row);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(row);
    }
    return groups;
  }

  /**
   * @param {Row[]} rows
   * @returns {Programme}
   */
  pm.programme = function (rows) {
    const places = [...grouped(rows.filter((row) => row.geometry), keyOf).values()].map(place);
    const placeOf = new Map(places.flatMap((one) => one.rows.map((row) => [row.id, one])));
    const clearing = rows.filter((row) => row.properties.clears);
    return {
      rows,
      places,
      unplaced: rows.filter((row) => !row.geometry),
      byId: new Map(rows.map((row) => [row.id, row])),
      placeOf,
      clearancesOf: grouped(clearing, (row) => row.properties.clears),
    };
  };

  /**
   * What is coloured and counted among rows that stand together. Under the clearance theme a work is told by its own
   * clearance where both stand in one place, so that no clearance is counted twice; under funding every row counts.
   * @param {Row[]} rows
   * @param {string} theme
   * @returns {Row[]}
   */
  pm.units = function (rows, theme) {
    if (theme !== "clearance") return rows;
    const cleared = new Set(rows.map((row) => row.properties.clears).filter(Boolean));
    return rows.filter((row) => !cleared.has(row.id));
  };

  /** @returns {string} the code of the class that a row has under a theme */
  pm.classOf = function (row, theme) {
    return theme === "clearance" ? row.properties.clearance_state || "no_clearance" : row.properties.funding_source;
  };

  /** @returns {boolean} whether the theme has nothing to say of a place: it steps back then */
  pm.isQuiet = function (place, theme) {
    return theme === "clearance" && place.rows.every((row) => pm.classOf(row, theme) === "no_clearance");
  };

  /**
   * Count the classes of a theme.
   * @param {Programme} programme
   * @param {string} theme
   * @returns {Map<string, {here: number, all: number}>} on the map, and with the drawer
   */
  pm.counts = function (programme, theme) {
    const counts = new Map();
    const add = (row, here) => {
      const code = pm.classOf(row, theme);
      const count = counts.get(code) || { here: 0, all: 0 };
      counts.set(code, { here: count.here + here, all: count.all + 1 });
    };
    for (const one of programme.places) pm.units(one.rows, theme).forEach((row) => add(row, 1));
    pm.units(programme.unplaced, theme).forEach((row) => add(row, 0));
    return counts;
  };
})(window.projectmap);
