/**
 * WGS 84 ↔ VN-2000 / TM-3 105°45' (EPSG:9210): the official seven parameters (EPSG:6960, QĐ 05/2007/QĐ-BTNMT) and a
 * transverse Mercator by Krüger's series; other zones differ in meridian and scale. Held to `geo.crs` within a centimetre by a test.
 */
(function (pm) {
  "use strict";

  const A = 6378137; // both systems stand on the ellipsoid of WGS 84
  const F = 1 / 298.257223563;
  const E2 = F * (2 - F);
  const ZONE = { meridian: 105.75, scale: 0.9999 };
  const EAST = 500000;
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

  function projected(lon, lat, zone) {
    const e = Math.sqrt(E2);
    const sine = Math.sin(lat);
    const t = Math.sinh(Math.atanh(sine) - e * Math.atanh(e * sine));
    const off = lon - zone.meridian * RAD;
    const xi = Math.atan2(t, Math.cos(off));
    const eta = Math.atanh(Math.sin(off) / Math.hypot(1, t));
    const sum = (start, angle) => SERIES.reduce((all, a, i) => all + a * angle(2 * (i + 1)), start);
    const north = sum(xi, (k) => Math.sin(k * xi) * Math.cosh(k * eta));
    const east = sum(eta, (k) => Math.cos(k * xi) * Math.sinh(k * eta));
    return { east: EAST + zone.scale * RADIUS * east, north: zone.scale * RADIUS * north };
  }

  /**
   * @param {number} lon degrees
   * @param {number} lat degrees
   * @param {{meridian: number, scale: number}} zone another VN-2000 grid than EPSG:9210
   * @returns {{east: number, north: number}} metres
   */
  pm.toVn2000 = (lon, lat, zone = ZONE) => projected(...geodetic(shifted(geocentric(lon * RAD, lat * RAD))), zone);

  /** @returns {{lon: number, lat: number}} degrees; the forward way, walked back step by step */
  pm.fromVn2000 = function (east, north, zone = ZONE) {
    let [lon, lat] = [zone.meridian + (east - EAST) / 104000, north / 110600];
    for (let i = 0; i < 8; i += 1) {
      const here = pm.toVn2000(lon, lat, zone);
      lat += (north - here.north) / 110650;
      lon += (east - here.east) / (111300 * Math.cos(lat * RAD));
    }
    return { lon, lat };
  };
})(window.projectmap);
