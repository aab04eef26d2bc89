/**
 * The ground: drawn from our own shapes, quiet, with no internet. Its colours stand in the style sheet (`pm-ward`,
 * `pm-water`, …), so that another ground is another style sheet. Sketched roads are left out: no guess looks like a street.
 */
(function (pm) {
  "use strict";

  const PANE = "pm-ground";
  const NAMES = "pm-names";

  // What is drawn of each layer, bottom first; `passes` are the strokes of one line, casing before filling.
  const LAYERS = [
    { name: "neighbours", part: "neighbours", passes: ["pm-neighbour"], labels: "pm-name pm-name-neighbour" },
    { name: "ward", part: "ward", passes: ["pm-ward"] },
    { name: "rivers", part: "water", passes: ["pm-water"], labels: "pm-name pm-name-water" },
    { name: "ward", part: "ward", passes: ["pm-ward-edge"] },
    { name: "roads", part: "roads", passes: ["pm-road-casing", "pm-road"], firmOnly: true },
    { name: "bridges", part: "roads", passes: ["pm-road-casing pm-bridge-casing", "pm-road"], firmOnly: true },
    { name: "names", part: "labels", passes: [], labels: "pm-name pm-name-commune" },
  ];

  const firm = (feature) => !feature.properties.sketch;

  function draw(collection, spec) {
    const features = collection.features.filter((feature) => !spec.firmOnly || firm(feature));
    return spec.passes.map((className) =>
      L.geoJSON(features, {
        pane: PANE,
        interactive: false,
        style: (feature) => ({ className: firm(feature) ? className : `${className} pm-sketched`, stroke: true }),
      }),
    );
  }

  /** A name is written once, without the remark that stands behind it in brackets or after a stroke. */
  function shortName(name) {
    return name.split(/\s*[(/–]/)[0].replace(/^(Xã|Thị trấn|Phường) /, "");
  }

  function named(collection, spec) {
    const whole = collection.features.filter((feature) => !/ nằm trong phường$/.test(feature.properties.name));
    const byName = new Map(whole.reverse().map((feature) => [shortName(feature.properties.name), feature]));
    return [...byName].map(([name, feature]) => {
      const html = pm.el("span", { class: spec.labels, lang: "vi" }, name);
      const icon = L.divIcon({ className: "pm-name-box", html, iconSize: [0, 0] });
      return L.marker(pm.anchor(feature.geometry), { pane: NAMES, icon, interactive: false, keyboard: false });
    });
  }

  /** Rivers and roads grow with the zoom: their widths are symbols, in the style sheet, times `--grown`. */
  function growWith(map) {
    const grown = () => Math.min(8, Math.max(0.5, 2 ** (map.getZoom() - 13)));
    const grow = () => map.getContainer().style.setProperty("--grown", grown());
    map.on("zoomend", grow);
    grow();
  }

  /**
   * Draw the ground as its layers arrive.
   * @param {L.Map} map
   * @param {{base: function(string): Promise}} source
   * @returns {{parts: Object<string, L.LayerGroup>, ready: Promise<number>}} parts to switch; how many layers failed
   */
  pm.baseMap = function (map, source) {
    map.createPane(PANE).style.zIndex = 250;
    map.createPane(NAMES).style.zIndex = 450;
    growWith(map);
    const parts = {};
    // One group a layer, made at once and in order, so that what arrives late still lies where it belongs.
    const groups = LAYERS.map((spec) => {
      parts[spec.part] = parts[spec.part] || L.layerGroup().addTo(map);
      return L.layerGroup().addTo(parts[spec.part]);
    });
    parts.labels = parts.labels || L.layerGroup().addTo(map);
    const wanted = [...new Set(LAYERS.map((spec) => spec.name))];
    const loaded = new Map(wanted.map((name) => [name, source.base(name).catch(() => null)]));
    const drawAll = async () => {
      for (const [i, spec] of LAYERS.entries()) {
        const collection = await loaded.get(spec.name);
        if (!collection) continue;
        await pm.breath();
        draw(collection, spec).forEach((layer) => groups[i].addLayer(layer));
        if (spec.labels) named(collection, spec).forEach((marker) => parts.labels.addLayer(marker));
      }
      pm.arrangeNames(map);
      const collections = await Promise.all(loaded.values());
      return collections.filter((collection) => !collection).length;
    };
    map.on("zoomend", () => pm.arrangeNames(map));
    return { parts, ready: drawAll() };
  };

  /** OpenStreetMap's tiles: an option where there is internet, never needed. */
  pm.tiles = function (onfail) {
    const layer = L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", {
      maxZoom: 19,
      attribution: pm.say("attribution.osm"),
      className: "pm-tiles",
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    let told = false;
    layer.on("tileerror", () => {
      if (!told) onfail();
      told = true;
    });
    return layer;
  };
})(window.projectmap);
