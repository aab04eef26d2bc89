/** Opening a crowd: the map comes as near as its places need to part; where they never part, they are listed. */
(function (pm) {
  "use strict";

  const LISTED = 200; // of more, the list says how many are left: a filter or the list of all has them

  /** The rows of a crowd in the panel on the left, with the way back. */
  function list(desk, crowd) {
    const items = crowd.rows.slice(0, LISTED).map((row) => pm.el("li", null, desk.item(row)));
    const left = crowd.rows.length - items.length;
    const back = pm.button({ sign: "back", words: pm.say("desk.back"), className: "pm-plain", onclick: () => desk.show("list") });
    pm.refill(
      desk.views.near,
      back,
      pm.el("h3", null, pm.say("crowd.list", { n: crowd.rows.length })),
      pm.el("ul", null, items),
      left > 0 && pm.el("p", { class: "pm-note" }, pm.say("tooltip.more", { n: left })),
    );
    desk.unfold(true);
    desk.show("near");
    back.focus();
  }

  /**
   * @param {Object} app
   * @param {Crowd} crowd
   */
  pm.openCrowd = function (app, crowd) {
    const { map, layer } = app;
    const bounds = L.latLngBounds(crowd.places.map((place) => place.anchor));
    const zoom = map.getZoom();
    if (zoom >= map.getMaxZoom() || bounds.getNorthEast().equals(bounds.getSouthWest(), 1e-6)) {
      list(app.control.desk, crowd);
      return;
    }
    const held = layer.boxOf(crowd)?.contains(document.activeElement);
    // Whoever opened it by keyboard goes on from the mark that now stands where the crowd stood.
    if (held) map.once("moveend", () => layer.nearest(crowd.anchor)?.focus());
    const wanted = Math.max(map.getBoundsZoom(bounds.pad(0.2)), zoom + 1);
    map.setView(bounds.getCenter(), Math.min(wanted, map.getMaxZoom()));
  };
})(window.projectmap);
