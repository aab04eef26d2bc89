/** All places on the map: shapes, marks, the lines that lead a moved mark home, and which place is looked at. */
(function (pm) {
  "use strict";

  const LEADERS = "pm-leaders";
  const APART = 34; // px between the middles of two marks
  const SMALL = { below: 12.75, scale: 0.8 }; // far out, marks are smaller: more of them find room
  const MOVED = 8; // px: from here on a mark shows where it belongs

  function prepare(map) {
    pm.shapePanes(map);
    map.createPane(LEADERS).style.zIndex = 440;
  }

  /** A mark is a button: reachable by Tab, opened by Enter or Space, described for who does not see it. */
  function markButton(entry, handlers) {
    const marker = L.marker(entry.place.anchor, {
      icon: L.divIcon({ className: "pm-mark-box", html: pm.el("span"), iconSize: [40, 40] }),
      keyboard: false,
      riseOnHover: true,
      autoPanOnFocus: false,
    });
    marker.on("add", () => {
      const box = marker.getElement();
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", "0");
      box.dataset.place = entry.place.key;
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        handlers.open(entry.place);
      });
      box.addEventListener("mouseenter", () => handlers.look(entry, box));
      box.addEventListener("focus", () => box.matches(":focus-visible") && handlers.look(entry, box));
      for (const name of ["mouseleave", "blur"]) box.addEventListener(name, () => handlers.leave(entry));
    });
    marker.on("click", () => handlers.open(entry.place));
    return marker;
  }

  function leader(entry) {
    const options = { pane: LEADERS, className: "pm-leader", interactive: false };
    return L.polyline([entry.place.anchor, entry.place.anchor], options);
  }

  /** North before south, west before east: the order in which Tab walks. */
  const byReading = (a, b) => b.anchor.lat - a.anchor.lat || a.anchor.lng - b.anchor.lng;

  /**
   * @param {L.Map} map
   * @param {Object} looks
   * @param {{open: function(Place): void, look: function(Object, Element): void, leave: function(Object): void}} handlers
   */
  pm.placeLayer = function (map, looks, handlers) {
    prepare(map);
    const group = L.layerGroup().addTo(map);
    const halos = L.layerGroup().addTo(group);
    let entries = [];

    function arrange() {
      const homes = entries.map((entry) => map.latLngToLayerPoint(entry.place.anchor));
      const small = map.getZoom() < SMALL.below;
      map.getContainer().classList.toggle("pm-small", small);
      const points = pm.spread(homes, small ? APART * SMALL.scale : APART);
      entries.forEach((entry, i) => {
        const spot = map.layerPointToLatLng(points[i]);
        entry.marker.setLatLng(spot);
        entry.leader.setLatLngs([entry.place.anchor, spot]);
        const far = Math.hypot(points[i].x - homes[i].x, points[i].y - homes[i].y) > MOVED;
        entry.leader.getElement().classList.toggle("pm-hidden", !far);
        entry.shapes.scale();
      });
      pm.arrangeNames(map, points);
    }

    function draw(programme) {
      group.clearLayers();
      halos.clearLayers();
      group.addLayer(halos);
      entries = [...programme.places].sort(byReading).map((place) => {
        const entry = { place, shapes: pm.drawShapes(map, place, looks) };
        entry.marker = markButton(entry, handlers);
        entry.leader = leader(entry);
        entry.shapes.soft.forEach((layer) => halos.addLayer(layer));
        [...entry.shapes.crisp, entry.leader, entry.marker].forEach((layer) => group.addLayer(layer));
        return entry;
      });
      arrange();
    }

    function paint(theme) {
      for (const entry of entries) {
        entry.shapes.paint(theme);
        const box = entry.marker.getElement();
        box.replaceChildren(pm.mark(entry.place, theme, looks));
        box.setAttribute("aria-label", pm.markLabel(entry.place, theme, looks));
      }
    }

    /** Bring one place forward and let the others step back; null for none. */
    function focus(place) {
      map.getContainer().classList.toggle("pm-focused", Boolean(place));
      for (const entry of entries) {
        const active = Boolean(place) && entry.place.key === place.key;
        entry.shapes.raise(active);
        entry.leader.getElement()?.classList.toggle("pm-active", active);
        entry.marker.getElement()?.classList.toggle("pm-active", active);
      }
    }

    map.on("zoomend resize viewreset", () => entries.length && arrange());
    const boxOf = (place) => entries.find((entry) => entry.place.key === place.key)?.marker.getElement();
    return { group, halos, draw, paint, focus, boxOf };
  };
})(window.projectmap);
