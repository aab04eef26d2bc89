/**
 * Finding as one types: words without diacritics against the search text of the server (`/api/search.json`), each word
 * the beginning of a word; where nothing fits, the nearest spelling; and how far rows are from a place.
 */
(function (pm) {
  "use strict";

  const WORD = /[\p{L}\p{N}\u0300-\u036f]+/gu;
  const NEAR = 8;

  /** Without tone and vowel marks and case, đ as d: as `geo.text.key` compares. */
  const fold = (text) =>
    text.normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "").toLowerCase().replace(/[đð]/g, "d");

  const ROAD = /^(ql|tl|dt|hl|vd|gd)(\d{1,3}[a-z]?)$/;

  const CITED = /^\s*(\d{1,2})\s*\/\s*(\d{1,3})\s*$/; // appendix and number, as papers cite a row: 4/6

  /** @param {string} text @returns {string[]} its words as they are compared; QL10 is two, 4/6 is the id it means */
  pm.keys = function (text) {
    const row = CITED.exec(text);
    if (row) return [`pl${Number(row[1])}`, String(Number(row[2])).padStart(2, "0")];
    const keys = (text.normalize("NFC").match(WORD) || []).map(fold).flatMap((word) => ROAD.exec(word)?.slice(1) || [word]);
    const appendix = /^phu luc (\d{1,2})$/.exec(keys.join(" "));
    return appendix ? [`pl${Number(appendix[1])}`] : keys;
  };

  /** How many letters a typed word may be wrong: short words have too many neighbours. */
  const allowance = (word) => (word.length < 3 || /\d/.test(word) ? 0 : word.length < 6 ? 1 : 2);

  /** Whether `typed` is a beginning of `word` with at most `limit` slips: one left out, added, wrong or swapped. */
  function nearly(typed, word, limit) {
    if (word.startsWith(typed)) return 0;
    let [older, row] = [null, Array.from({ length: word.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= typed.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= word.length; j += 1) {
        const same = typed[i - 1] === word[j - 1] ? 0 : 1;
        let best = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
        const swapped = older && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
        if (swapped) best = Math.min(best, older[j - 2] + 1);
        next.push(best);
      }
      if (Math.min(...next) > limit) return Infinity;
      [older, row] = [row, next];
    }
    const slips = Math.min(...row);
    return slips <= limit ? slips : Infinity;
  }

  /** The sum of slips of all words in a text of ` word word`, or Infinity. */
  function slipsIn(text, words) {
    const parts = text.split(" ").filter(Boolean);
    let sum = 0;
    for (const word of words) {
      const limit = allowance(word);
      sum += parts.reduce((best, part) => (best ? Math.min(best, nearly(word, part, limit)) : 0), Infinity);
      if (sum === Infinity) break;
    }
    return sum;
  }

  const hasAll = (text, words) => words.every((word) => text.includes(` ${word}`));
  const ownText = (row) => [row.properties.name, row.id].flatMap(pm.keys).map((word) => ` ${word}`).join("");

  /**
   * @param {?{rows: Object<string, string>, places: Object[]}} index as the server answers it; without one, names and ids
   * @returns {Object} `matches(row, words)`, `places(words)`, `place(id)`, `nearRows(rows, words)`, `nearPlaces(words)`
   */
  pm.finder = function (index) {
    const texts = new Map(Object.entries(index?.rows || {}));
    const places = index?.places || [];
    const textOf = (row) => {
      if (!texts.has(row.id)) texts.set(row.id, ownText(row));
      return texts.get(row.id);
    };
    const nearest = (all, text, words) =>
      all
        .map((one) => [slipsIn(text(one), words), one])
        .filter(([slips]) => slips < Infinity)
        .sort((a, b) => a[0] - b[0])
        .slice(0, NEAR)
        .map(([, one]) => one);
    return {
      matches: (row, words) => hasAll(textOf(row), words),
      places: (words) => (words.length ? places.filter((place) => hasAll(place.search, words)) : []),
      place: (id) => places.find((place) => place.id === id) || null,
      nearRows: (rows, words) => nearest(rows, textOf, words),
      nearPlaces: (words) => nearest(places, (place) => place.search, words),
    };
  };

  /** A name with the found words marked: text nodes and `mark` elements. */
  pm.marked = function (name, words) {
    const text = name.normalize("NFC");
    const parts = [];
    let last = 0;
    for (const match of text.matchAll(WORD)) {
      const key = fold(match[0]);
      if (!words.some((word) => key.startsWith(word))) continue;
      parts.push(text.slice(last, match.index), pm.el("mark", null, match[0]));
      last = match.index + match[0].length;
    }
    return [...parts, text.slice(last)];
  };

  function toSegment([x, y], [ax, ay], [bx, by]) {
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const share = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
    return Math.hypot(x - ax - share * dx, y - ay - share * dy);
  }

  function inside([x, y], ring) {
    return ring.slice(1).reduce((within, [bx, by], i) => {
      const [ax, ay] = ring[i];
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !within : within;
    }, false);
  }

  function distances(type, c, point) {
    const path = (line) => line.slice(1).map((b, i) => toSegment(point, line[i], b));
    switch (type) {
      case "Point": return [Math.hypot(point[0] - c[0], point[1] - c[1])];
      case "LineString": return path(c);
      case "MultiLineString": return c.flatMap(path);
      case "Polygon": return inside(point, c[0]) ? [0] : path(c[0]);
      case "MultiPolygon": return c.flatMap((one) => distances("Polygon", one, point));
      default: return [Infinity];
    }
  }

  const planes = new WeakMap(); // coordinates on the plane, found once a geometry

  function toPlane([first, ...rest]) {
    if (typeof first !== "number") return [first, ...rest].map(toPlane);
    const { east, north } = pm.toVn2000(first, rest[0]);
    return [east, north];
  }

  /** @returns {number} metres from a point to a drawn geometry, on the plane of EPSG:9210, as the server measures */
  pm.metresTo = function (geometry, lon, lat) {
    if (!planes.has(geometry)) planes.set(geometry, toPlane(geometry.coordinates));
    return Math.min(...distances(geometry.type, planes.get(geometry), toPlane([lon, lat])));
  };

  /** @returns {Array<[number, Row]>} the rows that have a place, with metres to another, the nearest first */
  pm.measuredRows = function (rows, place) {
    const placed = rows.filter((row) => row.geometry);
    return placed.map((row) => [pm.metresTo(row.geometry, place.lon, place.lat), row]).sort((a, b) => a[0] - b[0]);
  };

  /** @returns {Array<[number, Row]>} the rows nearest to a place, with metres */
  pm.nearestRows = (rows, place) => pm.measuredRows(rows, place).slice(0, NEAR);
})(window.projectmap);
