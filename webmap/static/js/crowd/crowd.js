/**
 * Many places: which stand alone and which stand together as one, at a zoom. The ground is cut into squares of the screen;
 * a square with few places shows them, one with many shows a crowd. Squares hold to the ground, not to the window: moving
 * the map changes nothing that stays in sight.
 */
(function (pm) {
  "use strict";

  const SQUARE = 88; // px: room for a crowd, or for a few marks beside each other
  const ALONE = 4; // so many places of a square are shown as they are
  const AROUND = 0.15; // of the window: what is drawn beyond its edges

  const boxes = new WeakMap();

  function widen(box, coordinates) {
    if (typeof coordinates[0] === "number") {
      const [lon, lat] = coordinates;
      box.west = Math.min(box.west, lon);
      box.east = Math.max(box.east, lon);
      box.south = Math.min(box.south, lat);
      box.north = Math.max(box.north, lat);
    } else for (const part of coordinates) widen(box, part);
  }

  /** West, south, east, north of a geometry in degrees, found once. */
  function boxOf(geometry) {
    if (!boxes.has(geometry)) {
      const box = { west: 180, south: 90, east: -180, north: -90 };
      (geometry.geometries || [geometry]).forEach((one) => widen(box, one.coordinates));
      boxes.set(geometry, box);
    }
    return boxes.get(geometry);
  }

  const meets = (box, view) =>
    box.west <= view.getEast() && box.east >= view.getWest() && box.south <= view.getNorth() && box.north >= view.getSouth();

  /**
   * @typedef {Object} Crowd   stands for a place where one is asked for
   * @property {string} key
   * @property {Row[]} rows    of all its places
   * @property {Place[]} places
   * @property {L.LatLng} anchor   the middle of its places
   * @property {true} crowd
   */

  function together(places, key) {
    const mean = (axis) => places.reduce((sum, { anchor }) => sum + anchor[axis], 0) / places.length;
    return { key, crowd: true, places, rows: places.flatMap((one) => one.rows), anchor: L.latLng(mean("lat"), mean("lng")) };
  }

  /**
   * @param {Place[]} places
   * @returns {{at: function(number, L.LatLngBounds, ?Place): Array<Place|Crowd>}} `at` gives what stands in a view at a
   *   zoom; a pinned place never stands in a crowd. Places alone and in crowds together are all places in the view, once.
   */
  pm.crowds = function (places) {
    const spots = places.map((place) => ({ place, at: L.CRS.EPSG3857.latLngToPoint(place.anchor, 0) }));
    let kept = null; // the squares of the last zoom

    function squares(zoom) {
      if (kept?.zoom === zoom) return kept.cells;
      const cells = new Map();
      const scale = 2 ** zoom / SQUARE;
      for (const { place, at } of spots) {
        const name = `${Math.floor(at.x * scale)} ${Math.floor(at.y * scale)}`;
        if (cells.has(name)) cells.get(name).push(place);
        else cells.set(name, [place]);
      }
      kept = { zoom, cells };
      return cells;
    }

    function at(zoom, bounds, pinned) {
      const view = bounds.pad(AROUND);
      const standing = [];
      for (const [name, members] of squares(zoom)) {
        const crowd = members.length > ALONE ? members.filter((place) => place.key !== pinned?.key) : [];
        const alone = crowd.length > 1 ? members.filter((place) => place.key === pinned?.key) : members;
        standing.push(...alone.filter((place) => meets(boxOf(place.geometry), view) || view.contains(place.anchor)));
        if (crowd.length < 2) continue;
        const one = together(crowd, `crowd ${zoom} ${name}`);
        if (view.contains(one.anchor)) standing.push(one);
      }
      return standing;
    }

    return { at };
  };
})(window.projectmap);
