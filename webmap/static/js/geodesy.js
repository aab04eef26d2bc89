/** Small measures: metres and pixels, where a shape carries its mark. GeoJSON's order (lon, lat) in, Leaflet's out. */
(function (pm) {
  "use strict";

  const EQUATOR_M = 40075016.686;

  /** @returns {number} metres a screen pixel covers at this latitude and zoom (EPSG:3857, 256 px tiles) */
  pm.metresPerPixel = function (lat, zoom) {
    return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);
  };

  /** Planar length of a step in degrees, with longitude shrunk to the latitude: enough to find the middle of a line. */
  function step(a, b) {
    return Math.hypot((b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180), b[1] - a[1]);
  }

  function middle(line) {
    const lengths = line.slice(1).map((point, i) => step(line[i], point));
    let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
    for (const [i, length] of lengths.entries()) {
      if (left <= length && length > 0) {
        const share = left / length;
        return line[i].map((value, axis) => value + share * (line[i + 1][axis] - value));
      }
      left -= length;
    }
    return line[0];
  }

  function centroid(ring) {
    let [x, y, doubled] = [0, 0, 0];
    ring.slice(1).forEach((b, i) => {
      const a = ring[i];
      const cross = a[0] * b[1] - b[0] * a[1];
      doubled += cross;
      x += (a[0] + b[0]) * cross;
      y += (a[1] + b[1]) * cross;
    });
    return doubled ? [x / (3 * doubled), y / (3 * doubled)] : ring[0];
  }

  const longest = (lists) => lists.reduce((best, list) => (list.length > best.length ? list : best));

  /** @returns {number[]} the lon, lat at which the mark of a geometry stands */
  function standing(geometry) {
    const c = geometry.coordinates;
    switch (geometry.type) {
      case "Point": return c;
      case "MultiPoint": return c[0];
      case "LineString": return middle(c);
      case "MultiLineString": return middle(longest(c));
      case "Polygon": return centroid(c[0]);
      case "MultiPolygon": return centroid(longest(c.map((polygon) => polygon[0])));
      default: return standing(geometry.geometries[0]);
    }
  }

  const anchors = new WeakMap(); // found once a geometry: filters ask again and again

  /** @param {GeoJSON.Geometry} geometry @returns {L.LatLng} */
  pm.anchor = function (geometry) {
    if (!anchors.has(geometry)) {
      const [lon, lat] = standing(geometry);
      anchors.set(geometry, L.latLng(lat, lon));
    }
    return anchors.get(geometry);
  };

  /** @returns {boolean} whether the geometry is made of lines */
  pm.isLine = (geometry) => Boolean(geometry) && geometry.type.endsWith("LineString");

  /** @returns {boolean} whether the geometry is an area */
  pm.isArea = (geometry) => Boolean(geometry) && geometry.type.endsWith("Polygon");

  /** The bounds within which the truth lies: the geometry and its radius around. */
  pm.extent = function (place) {
    const bounds = L.geoJSON(place.geometry).getBounds();
    const metres = pm.isArea(place.geometry) ? 0 : place.radius_m || 0;
    return [bounds.getSouthWest(), bounds.getNorthEast()].reduce(
      (all, corner) => all.extend(corner.toBounds(2 * metres)),
      L.latLngBounds(bounds.getSouthWest(), bounds.getNorthEast()),
    );
  };
})(window.projectmap);
