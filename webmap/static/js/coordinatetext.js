/**
 * A coordinate as people write or paste it: degrees with a decimal point or comma, degrees with minutes and seconds, a
 * link of another map, or X (north) and Y (east) of VN-2000, perhaps with the meridian of its zone, in any order.
 */
(function (pm) {
  "use strict";

  const DEGREES = { lat: [8, 24], lon: [102, 110] };
  const METRES = { north: [850000, 2650000], east: [180000, 820000] };
  const HERE = { north: [2200000, 2450000], east: [400000, 700000] }; // without a meridian: our own zone, and near
  const TM3 = [102, 103, 104, 104.5, 104.75, 105, 105.5, 105.75, 106, 106.25, 106.5, 107, 107.25, 107.5, 107.75, 108, 108.25, 108.5];
  const TM6 = [105, 111];

  const within = (value, [low, high]) => value >= low && value <= high;

  /** A number as people write it here: `20.917`, `20,917`, `2.314.037,64`. */
  function number(text) {
    const grouped = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) && (text.includes(",") || text.split(".").length > 2);
    const plain = (grouped ? text.replaceAll(".", "") : text).replace(",", ".");
    return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
  }

  /** Put two numbers in the order that the ranges allow, or nothing. */
  function ordered([a, b], first, second) {
    if (within(a, first) && within(b, second)) return [a, b];
    return within(b, first) && within(a, second) ? [b, a] : null;
  }

  /** Two angles of degrees, minutes and perhaps seconds, where signs or the count of the numbers say so. */
  function angles(text) {
    const signed = /[°ºd]\s*\d/i.test(text);
    const parts = text.replace(/,(?=\d)/g, ".").match(/\d+(?:\.\d+)?/g) || [];
    if (!(signed ? parts.length === 4 || parts.length === 6 : parts.length === 6)) return null;
    const each = parts.length / 2;
    const all = [parts.slice(0, each), parts.slice(each)].map((one) => one.map(Number));
    if (all.some(([, ...rest]) => rest.some((part) => part >= 60))) return null;
    return all.map(([degrees, minutes, seconds = 0]) => degrees + minutes / 60 + seconds / 3600);
  }

  /** The zone that the words name and the text without it; `zone` null where none is named, `bad` where there is no such zone. */
  function zoned(text) {
    const named = /(?:ktt|kinh tuyến(?: trục)?|kt)\s*:?\s*(\d{3})(?:\s*[°º]\s*(\d{1,2})?\s*['′’]?|[.,](\d{1,2}))?/i.exec(text);
    if (!named) return { rest: text, zone: null };
    const [whole, degrees, minutes, decimals] = named;
    const meridian = Number(degrees) + (minutes ? Number(minutes) / 60 : Number(`0.${decimals || 0}`));
    const wide = /múi\s*6/i.test(text);
    const rest = text.replace(whole, " ").replace(/,?\s*múi\s*[36]\s*(?:°|độ)?/i, " ").replace(/vn-?2000/i, " ");
    return { rest, zone: { meridian, scale: wide ? 0.9996 : 0.9999 }, bad: !(wide ? TM6 : TM3).includes(meridian) };
  }

  function metres(numbers, zone) {
    const ranges = zone ? METRES : HERE;
    const found = ordered(numbers, ranges.north, ranges.east);
    if (!found) return null;
    const place = pm.fromVn2000(found[1], found[0], zone || undefined);
    return within(place.lat, DEGREES.lat) && within(place.lon, DEGREES.lon) ? { ...place, system: "vn2000" } : null;
  }

  /**
   * @param {string} text
   * @returns {?{lon: number, lat: number, system: string}} nothing where the words are no coordinate of Vietnam
   */
  pm.readCoordinate = function (text) {
    const link = /[@=](-?\d+\.\d+),\s*(-?\d+\.\d+)/.exec(text);
    const { rest, zone, bad } = zoned(link ? `${link[1]} ${link[2]}` : text.trim());
    if (bad) return null;
    const given = zone ? null : angles(rest);
    const words = rest.replace(/[°º=:]/g, " ").split(/[\s;]+|,\s+/).map((word) => word.replace(/^[,]+|[,.]+$/g, ""));
    const numbers = given || words.map((word) => word.replace(/^[NEBXYĐ](?=\d)|(?<=\d)[NEBĐ]$/i, "")).filter((word) => /\d/.test(word)).map(number);
    if (numbers.length !== 2 || numbers.some(Number.isNaN)) return null;
    const degrees = !zone && ordered(numbers, DEGREES.lat, DEGREES.lon);
    if (degrees) return { lat: degrees[0], lon: degrees[1], system: "wgs84" };
    return given ? null : metres(numbers, zone);
  };
})(window.projectmap);
