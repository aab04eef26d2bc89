/**
 * WGS 84 ↔ VN-2000 / TM-3 105°45' (EPSG:9210): the official seven parameters (EPSG:6960, QĐ 05/2007/QĐ-BTNMT) and a
 * transverse Mercator by Krüger's series. Held to `geo.crs` within a centimetre by a test.
 */
(function (pm) {
  "use strict";

  const A = 6378137; // both systems stand on the ellipsoid of WGS 84
  const F = 1 / 298.257223563;
  const E2 = F * (2 - F);
  const ZONE = { meridian: 105.75, scale: 0.9999, east: 500000 };
  const RAD = Math.PI / 180;
  const SHIFT = [-191.90441429, -39.30318279, -111.45032835]; // m, VN-2000 → WGS 84
  const TURN = [-0.00928836, 0.01975479, -0.00427372].map((seconds) => (seconds / 3600) * RAD);
  const STRETCH = 1 + 0.252906278e-6;

  const N = F / (2 - F);
  const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
  const SERIES = [
    N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
    (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
    (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
    (49561 / 161280) * N ** 4,
  ];

  /** Geocentric x, y, z of a point on the ellipsoid, radians in. */
  function geocentric(lon, lat) {
    const across = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
    return [across * Math.cos(lat) * Math.cos(lon), across * Math.cos(lat) * Math.sin(lon), across * (1 - E2) * Math.sin(lat)];
  }

  /** Longitude and latitude (radians) of a geocentric point near the ellipsoid. */
  function geodetic([x, y, z]) {
    const across = Math.hypot(x, y);
    let lat = Math.atan2(z, across * (1 - E2));
    for (let i = 0; i < 5; i += 1) {
      const curve = A / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
      lat = Math.atan2(z + E2 * curve * Math.sin(lat), across);
    }
    return [Math.atan2(y, x), lat];
  }

  /** WGS 84 → VN-2000, geocentric: the official shift backwards (coordinate frame rotation). */
  function shifted(point) {
    const [x, y, z] = point.map((value, i) => (value - SHIFT[i]) / STRETCH);
    const [rx, ry, rz] = TURN;
    return [x - rz * y + ry * z, rz * x + y - rx * z, -ry * x + rx * y + z];
  }

  function projected(lon, lat) {
    const e = Math.sqrt(E2);
    const sine = Math.sin(lat);
    const t = Math.sinh(Math.atanh(sine) - e * Math.atanh(e * sine));
    const off = lon - ZONE.meridian * RAD;
    const xi = Math.atan2(t, Math.cos(off));
    const eta = Math.atanh(Math.sin(off) / Math.hypot(1, t));
    const sum = (start, angle) => SERIES.reduce((all, a, i) => all + a * angle(2 * (i + 1)), start);
    const north = sum(xi, (k) => Math.sin(k * xi) * Math.cosh(k * eta));
    const east = sum(eta, (k) => Math.cos(k * xi) * Math.sinh(k * eta));
    return { east: ZONE.east + ZONE.scale * RADIUS * east, north: ZONE.scale * RADIUS * north };
  }

  /** @param {number} lon degrees @param {number} lat degrees @returns {{east: number, north: number}} metres in EPSG:9210 */
  pm.toVn2000 = (lon, lat) => projected(...geodetic(shifted(geocentric(lon * RAD, lat * RAD))));

  /** @returns {{lon: number, lat: number}} degrees; the forward way, walked back step by step */
  pm.fromVn2000 = function (east, north) {
    let [lon, lat] = [ZONE.meridian + (east - ZONE.east) / 104000, north / 110600];
    for (let i = 0; i < 8; i += 1) {
      const here = pm.toVn2000(lon, lat);
      lat += (north - here.north) / 110650;
      lon += (east - here.east) / (111300 * Math.cos(lat * RAD));
    }
    return { lon, lat };
  };

  /** A number as people write it here: `20.917`, `20,917`, `2.314.037,64`. */
  function number(text) {
    const grouped = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) && (text.includes(",") || text.split(".").length > 2);
    const plain = (grouped ? text.replaceAll(".", "") : text).replace(",", ".");
    return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
  }

  const within = (value, [low, high]) => value >= low && value <= high;
  const DEGREES = { lat: [8, 24], lon: [102, 110] };
  const METRES = { north: [2200000, 2450000], east: [400000, 700000] };

  /** Put two numbers in the order that the ranges allow, or nothing. */
  function ordered([a, b], first, second) {
    if (within(a, first) && within(b, second)) return [a, b];
    return within(b, first) && within(a, second) ? [b, a] : null;
  }

  /**
   * Read a coordinate that somebody typed: latitude and longitude, or X (north) and Y (east) of VN-2000, in any order.
   * @returns {?{lon: number, lat: number, system: string}}
   */
  pm.readCoordinate = function (text) {
    const words = text.replace(/[°=:]/g, " ").split(/[\s;]+|,\s+/).map((word) => word.replace(/^[,]+|[,]+$/g, ""));
    const numbers = words.filter((word) => /\d/.test(word)).map(number);
    if (numbers.length !== 2 || numbers.some(Number.isNaN)) return null;
    const degrees = ordered(numbers, DEGREES.lat, DEGREES.lon);
    if (degrees) return { lat: degrees[0], lon: degrees[1], system: "wgs84" };
    const metres = ordered(numbers, METRES.north, METRES.east);
    return metres && { ...pm.fromVn2000(metres[1], metres[0]), system: "vn2000" };
  };
})(window.projectmap);
