/** What lies within a distance of a place or of a point: the rows that the filters keep, measured to how they are drawn. */
(function (pm) {
  "use strict";

  pm.addWords({
    "near.title": "Quanh {place}",
    "near.within": "Trong vòng",
    "near.found": "{n} dòng, đo tới hình vẽ",
    "near.none": "Không có dòng nào gần thế. Gần nhất:",
    "near.unplaced": "{n} dòng chưa có vị trí, không xét được.",
    "near.sure": "Dòng chỉ biết vùng thì chỗ thật có thể xa hơn: xem sai số của nó.",
    "near.here": "Có gì quanh đây?",
    "near.only": "Chỉ giữ {n} dòng này",
    "near.only.title": "Bản đồ, bảng, tệp tải về và bản in chỉ còn các dòng vẽ trong vòng này",
  });

  /** The name of a point is made of words, not a name: within a sentence it begins small. */
  const insideSentence = (words) => words.charAt(0).toLowerCase() + words.slice(1);

  const DISTANCES_M = [500, 1000, 2000, 5000];
  const NEAREST = 3; // shown where nothing is so near

  const away = (metres) => (metres < 1 ? pm.say("search.here") : pm.say("search.away", { distance: pm.distance(metres) }));

  /** @param {?string} text of the address @returns {number} how far is looked, in metres: one of those that are offered */
  pm.readWithin = (text) => DISTANCES_M.find((metres) => String(metres) === text) || DISTANCES_M[0];

  /** @returns {?string} as an address says it; the nearest need not be said */
  pm.writeWithin = (metres) => (metres === DISTANCES_M[0] ? null : String(metres));

  /** @returns {string} the address of the same view with nothing but what is drawn around a place: the server's `near` */
  function onlyAround({ lon, lat }, metres) {
    const query = new URLSearchParams(location.search);
    query.set("near", `${lon},${lat},${metres}`);
    return `${location.pathname}?${query.toString().replaceAll("%2C", ",")}${location.hash}`;
  }

  /**
   * @param {Row[]} rows
   * @param {{name: string, lon: number, lat: number}} place
   * @param {number} within metres, at first
   * @param {function(Row, string): HTMLElement} make draws a row with a note
   * @param {function(number): void} onchange hears the distance in metres, at once and when another is chosen
   */
  pm.nearView = function (rows, place, within, make, onchange) {
    const measured = pm.measuredRows(rows, place);
    const count = pm.el("p", { class: "pm-note", role: "status" });
    const list = pm.el("ul");
    const only = pm.el("a", { title: pm.say("near.only.title") });
    const draw = (metresAround) => {
      const inside = measured.filter(([metres]) => metres <= metresAround);
      count.textContent = inside.length ? pm.say("near.found", { n: inside.length }) : pm.say("near.none");
      const shown = inside.length ? inside : measured.slice(0, NEAREST);
      pm.refill(list, shown.map(([metres, row]) => pm.el("li", null, make(row, away(metres)))));
      onchange(metresAround);
      only.hidden = !inside.length || !pm.offers("here"); // in a notebook there is no server to ask
      only.textContent = pm.say("near.only", { n: inside.length });
      only.href = onlyAround(place, metresAround);
    };
    const options = DISTANCES_M.map((metres) => pm.el("option", { value: metres, selected: metres === within }, pm.distance(metres)));
    const select = pm.el("select", { class: "pm-sort", onchange: () => draw(Number(select.value)) }, options);
    draw(within);
    const sure = place.radius_m > 0 && pm.say("search.went", { place: place.name, distance: pm.distance(place.radius_m) });
    const unplaced = rows.length - measured.length;
    return [
      pm.el("h3", null, pm.say("near.title", { place: place.point ? insideSentence(place.name) : place.name })),
      sure && pm.el("p", { class: "pm-note" }, sure),
      pm.el("label", { class: "pm-near-within" }, pm.say("near.within"), " ", select),
      count,
      pm.el("p", { class: "pm-note" }, only),
      list,
      pm.el("p", { class: "pm-note" }, pm.say("near.sure"), unplaced > 0 && ` ${pm.say("near.unplaced", { n: unplaced })}`),
    ];
  };

  /** A point of the map as a place to look around. */
  pm.pointPlace = function ({ lat, lng }) {
    const values = { lat: pm.number(lat, 5), lon: pm.number(lng, 5) };
    return { lat, lon: lng, radius_m: 0, point: true, name: pm.say("coordinate.wgs84", values) };
  };
})(window.projectmap);
