/** What is known of one point: its coordinates in both systems to copy, the old commune, the ward, whose areas cover it. */
(function (pm) {
  "use strict";

  const ID = /(PL\d+-\d+)/; // an id keeps together, though a hyphen invites the end of a line

  /** Whether a ring of lon, lat goes around a point. */
  function around(ring, lon, lat) {
    let inside = false;
    ring.forEach(([x, y], i) => {
      const [px, py] = ring[i ? i - 1 : ring.length - 1];
      if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
    });
    return inside;
  }

  const covers = ([outer, ...holes], lon, lat) => around(outer, lon, lat) && !holes.some((hole) => around(hole, lon, lat));

  /** Whether an area covers a point; lines and points cover none. */
  pm.covers = function (geometry, lon, lat) {
    if (geometry?.type === "Polygon") return covers(geometry.coordinates, lon, lat);
    return geometry?.type === "MultiPolygon" && geometry.coordinates.some((part) => covers(part, lon, lat));
  };

  /** The area that a row claims: its own shape, or the circle within which the truth lies. */
  function claims(row, point) {
    const { geometry, properties } = row;
    if (geometry?.type !== "Point") return pm.covers(geometry, point.lon, point.lat);
    return pm.metresTo(geometry, point.lon, point.lat) <= (properties.radius_m || 0);
  }

  const shortName = (name) => name.split(/\s*[(/–]/)[0];

  async function namesAt(app, layer, { lon, lat }) {
    const { features } = await app.source.base(layer);
    const found = features.filter((feature) => pm.covers(feature.geometry, lon, lat));
    return [...new Set(found.map((feature) => shortName(feature.properties.name)))];
  }

  function copied(app, text) {
    const { toast } = app.frame;
    const failed = () => toast.say(pm.say("here.by-hand", { text }));
    if (!navigator.clipboard) failed();
    else navigator.clipboard.writeText(text).then(() => toast.say(pm.say("here.copied")), failed);
  }

  function coordinate(app, key, shown, text) {
    const attributes = { type: "button", class: "pm-quiet-button", onclick: () => copied(app, text) };
    const label = pm.say("here.copy", { system: key === "here.wgs84" ? "WGS 84" : "VN-2000" });
    const copy = pm.el("button", { ...attributes, "aria-label": label, title: label }, pm.icon(pm.SIGNS.link, 14));
    return [pm.el("dt", null, pm.say(key)), pm.el("dd", null, pm.el("span", null, shown), copy)];
  }

  /** Which rows' areas lie over the point; a line never ends inside an id. */
  function covering(over) {
    if (!over.length) return pm.say("here.over.none");
    const words = pm.say("here.over.some", { n: over.length, ids: over.map((row) => row.id).join(", ") });
    return words.split(ID).map((part) => (ID.test(part) ? pm.el("span", { class: "id" }, part) : part));
  }

  const fact = (key, words) => [pm.el("dt", null, pm.say(key)), pm.el("dd", null, words)];

  /**
   * @param {Object} app
   * @param {{lon: number, lat: number}} point
   * @param {Row[]} rows those that the filters keep
   * @returns {Promise<HTMLElement>}
   */
  pm.hereFacts = async function (app, point, rows) {
    const { lon, lat } = point;
    const { east, north } = pm.toVn2000(lon, lat);
    const [communes, wards] = await Promise.all(["communes", "ward"].map((layer) => namesAt(app, layer, point).catch(() => [])));
    const over = rows.filter((row) => claims(row, point));
    const metres = { x: pm.number(north, 2, 2), y: pm.number(east, 2, 2) };
    return pm.el(
      "dl",
      { class: "pm-point" },
      coordinate(app, "here.wgs84", `${pm.number(lat, 6, 6)} · ${pm.number(lon, 6, 6)}`, `${lat.toFixed(6)}, ${lon.toFixed(6)}`),
      coordinate(app, "here.vn2000", pm.say("here.vn2000.value", metres), `X=${north.toFixed(2)} Y=${east.toFixed(2)}`),
      fact("here.ward", pm.say(wards.length ? "here.inside" : "here.outside")),
      fact("here.commune", communes.length ? pm.say("here.communes", { names: communes.join(", ") }) : pm.say("here.commune.none")),
      fact("here.over", covering(over)),
    );
  };
})(window.projectmap);
