/**
 * Measuring and coordinates: under the pointer in WGS 84 and VN-2000, and the length and area of what one clicks, on the
 * plane of EPSG:9210. By keyboard: the arrows move the map, Enter takes the point in its middle.
 */
(function (pm) {
  "use strict";

  const decimal = (value, digits) => pm.number(value, digits, digits);

  /** @param {L.LatLng[]} points @returns {{length_m: number, area_m2: number}} the area of the ring they would close */
  pm.measured = function (points) {
    const plane = points.map(({ lng, lat }) => pm.toVn2000(lng, lat));
    const steps = plane.slice(1).map((b, i) => Math.hypot(b.east - plane[i].east, b.north - plane[i].north));
    const doubled = plane.reduce((sum, a, i) => {
      const b = plane[(i + 1) % plane.length];
      return sum + (a.east - plane[0].east) * (b.north - plane[0].north) - (b.east - plane[0].east) * (a.north - plane[0].north);
    }, 0);
    return { length_m: steps.reduce((sum, step) => sum + step, 0), area_m2: Math.abs(doubled) / 2 };
  };

  const lengthWords = (metres) => (metres < 1000 ? `${decimal(metres, 0)} m` : `${decimal(metres / 1000, 2)} km`);
  const areaWords = (m2) => (m2 < 10000 ? `${decimal(m2, 0)} m²` : `${decimal(m2 / 10000, 2)} ha (${decimal(m2, 0)} m²)`);

  /** A place on the ground in both systems. */
  function coordinateWords({ lng, lat }) {
    const { east, north } = pm.toVn2000(lng, lat);
    return {
      wgs84: pm.say("measure.wgs84", { lat: decimal(lat, 5), lon: decimal(lng, 5) }),
      vn2000: pm.say("measure.vn2000", { x: decimal(north, 0), y: decimal(east, 0) }),
    };
  }

  class Measure {
    constructor(app) {
      this.app = app;
      this.points = [];
      this.line = L.polygon([], { className: "pm-measured", interactive: false, fill: true });
      this.dots = L.layerGroup();
      this.build();
      const { map } = app;
      map.on("mousemove", (event) => this.isOpen() && this.say(event.latlng));
      map.on("move", () => this.isOpen() && this.keyed && this.say(map.getCenter()));
      map.on("click", (event) => this.isOpen() && this.add(event.latlng));
      map.getContainer().addEventListener("keydown", (event) => this.key(event));
    }

    build() {
      const act = (key, onclick) => pm.button({ words: pm.say(key), className: "pm-quiet-button", onclick });
      this.wgs84 = pm.el("dd");
      this.vn2000 = pm.el("dd");
      this.length = pm.el("dd");
      this.area = pm.el("dd");
      const facts = [["measure.term.wgs84", this.wgs84], ["measure.term.vn2000", this.vn2000], ["measure.length", this.length], ["measure.area", this.area]];
      this.card = pm.el(
        "section",
        { class: "pm-measure", id: "pm-measure", hidden: true, "aria-label": pm.say("measure.title") },
        pm.el("h2", null, pm.say("measure.title")),
        pm.el("p", { class: "pm-note" }, pm.say("measure.how")),
        pm.el("p", { class: "pm-note" }, pm.say("measure.find")),
        pm.el("dl", null, facts.map(([key, value]) => [pm.el("dt", null, pm.say(key)), value])),
        pm.el("div", { class: "pm-measure-acts" }, act("measure.undo", () => this.undo()), act("measure.clear", () => this.clear()), act("near.here", () => this.look())),
      );
      const state = { "aria-expanded": "false", "aria-controls": "pm-measure", onclick: () => this.toggle(this.card.hidden) };
      this.button = pm.button({ sign: "ruler", label: pm.say("measure.title"), className: "pm-tool", ...state });
      this.element = pm.el("div", { class: "pm-layer-control" }, this.card, this.button);
      this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.isOpen() && this.leave(event));
    }

    isOpen() {
      return !this.card.hidden;
    }

    leave(event) {
      event.stopPropagation();
      this.toggle(false);
      this.button.focus();
    }

    toggle(open) {
      const { map } = this.app;
      this.card.hidden = !open;
      this.button.setAttribute("aria-expanded", String(open));
      map.getContainer().classList.toggle("pm-measuring", open);
      pm.showLayer(map, this.line, open);
      pm.showLayer(map, this.dots, open);
      if (open) {
        map.doubleClickZoom.disable();
        this.say(map.getCenter());
        this.draw();
      } else {
        map.doubleClickZoom.enable();
        this.keyed = false;
      }
    }

    /** Enter takes the middle of the map, Escape ends. */
    key(event) {
      if (!this.isOpen()) return;
      if (event.key === "Escape") this.leave(event);
      if (event.key.startsWith("Arrow")) this.keyed = true;
      if (event.key === "Enter" && event.target === this.app.map.getContainer()) this.add(this.app.map.getCenter());
    }

    say(point) {
      const words = coordinateWords(point);
      this.wgs84.textContent = words.wgs84;
      this.vn2000.textContent = words.vn2000;
    }

    add(point) {
      this.points.push(point);
      this.draw();
    }

    undo() {
      this.points.pop();
      this.draw();
    }

    /** What lies around the last point, or around the middle of the map. */
    look() {
      const { map, control } = this.app;
      control.go(pm.pointPlace(this.points.at(-1) || map.getCenter()));
    }

    clear() {
      this.points = [];
      this.draw();
    }

    draw() {
      const { points } = this;
      const { length_m: metres, area_m2: m2 } = pm.measured(points);
      this.line.setLatLngs(points);
      this.dots.clearLayers();
      points.forEach((point) => this.dots.addLayer(L.circleMarker(point, { radius: 4, className: "pm-measured-dot", interactive: false })));
      this.length.textContent = points.length < 2 ? "–" : lengthWords(metres);
      this.area.textContent = points.length < 3 ? "–" : areaWords(m2);
    }
  }

  /** Put the tool above the zoom. */
  pm.measureTool = function (app) {
    const tool = new Measure(app);
    app.frame.stage.querySelector(".pm-tools").prepend(tool.element);
    return tool;
  };
})(window.projectmap);
