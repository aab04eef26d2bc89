/**
 * A file of one's own → shapes in WGS 84. GeoJSON in degrees is read here; what is in metres or of another kind is read by
 * the server, which finds its zone, stores nothing and forgets it.
 */
(function (pm) {
  "use strict";

  const MOST_BYTES = 20_000_000;
  const MOST_FEATURES = 5_000;
  const MOST_POINTS = 200_000;
  const DEEPEST = 4; // collections within collections
  const DEPTHS = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
  const IN_DEGREES = /CRS84|4326$/;

  /** A file that cannot be shown; `key` names the sentence. */
  class FileFault extends Error {
    constructor(key, values) {
      super(key);
      this.sentence = pm.say(key, values);
    }
  }

  pm.LAYER_FILES = ".geojson,.json,.gpkg,.zip,.kml,.kmz,.dxf,.csv,.tsv,.txt";

  /** Thrown for what is no GeoJSON in degrees: another reader may know what it is. */
  const STRANGE = new Error("strange");

  function point(pair, room) {
    if (!Array.isArray(pair) || (room.points += 1) > MOST_POINTS) throw room.points > MOST_POINTS ? new FileFault("own.file.large") : STRANGE;
    const [lon, lat] = pair;
    if (!(Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) throw STRANGE;
    return [lon, lat];
  }

  function walk(coordinates, depth, room) {
    if (depth === 0) return point(coordinates, room);
    if (!Array.isArray(coordinates)) throw STRANGE;
    return coordinates.map((inner) => walk(inner, depth - 1, room));
  }

  function shapes(geometry, room, deep) {
    if (!geometry) return [];
    if (geometry.type === "GeometryCollection" && Array.isArray(geometry.geometries) && deep < DEEPEST) {
      return geometry.geometries.flatMap((part) => shapes(part, room, deep + 1));
    }
    if (!Object.hasOwn(DEPTHS, geometry.type)) throw STRANGE;
    return [{ type: geometry.type, coordinates: walk(geometry.coordinates, DEPTHS[geometry.type], room) }];
  }

  function geometriesOf(data) {
    if (data.type === "FeatureCollection" && Array.isArray(data.features)) return data.features.map((feature) => feature.geometry);
    return [data.type === "Feature" ? data.geometry : data];
  }

  /** What a text of GeoJSON draws: nothing of it but the shapes is kept. */
  function drawn(text) {
    let data = null;
    try {
      data = JSON.parse(text);
    } catch {
      throw new FileFault("own.file.json");
    }
    if (!data || typeof data !== "object" || (data.crs && !IN_DEGREES.test(data.crs.properties?.name))) throw STRANGE;
    const geometries = geometriesOf(data);
    if (geometries.length > MOST_FEATURES) throw new FileFault("own.file.large");
    const room = { points: 0 };
    const found = geometries.flatMap((geometry) => shapes(geometry, room, 0));
    if (!room.points) throw new FileFault("own.file.empty");
    return { type: "FeatureCollection", features: found.map((geometry) => ({ type: "Feature", properties: {}, geometry })) };
  }

  async function asked(file) {
    const sent = new FormData();
    sent.append("file", file);
    const answer = await pm.send("/api/layers/read", sent);
    if (answer.status === 0) throw new FileFault("own.file.lost");
    if (answer.status !== 200) throw Object.assign(new Error("refused"), { sentence: pm.faultWords(answer) });
    return answer.body.layers.map(({ name, says, collection }) => ({ name, says, data: collection }));
  }

  /**
   * @param {File} file
   * @returns {Promise<{name: string, says: string, data: Object}[]>} its layers; rejected with a `sentence`
   */
  pm.readLayerFile = async function (file) {
    if (file.size > MOST_BYTES) throw new FileFault("own.file.large");
    if (!/\.(geo)?json$/i.test(file.name)) return asked(file);
    try {
      return [{ name: file.name.replace(/\.(geo)?json$/i, ""), says: "", data: drawn(await file.text()) }];
    } catch (error) {
      if (error.sentence) throw error;
      return asked(file);
    }
  };
})(window.projectmap);
