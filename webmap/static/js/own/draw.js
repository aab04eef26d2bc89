/** Layers of one's own on the map: a pane each, which carries order and opacity, between the ground and the works. */
(function (pm) {
  "use strict";

  const BASE = 245; // below the ground, which steps aside
  const ABOVE = 300; // above it, below the works
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`); // Leaflet takes attributions for HTML

  function make(layer, pane, fail) {
    const options = {
      pane,
      attribution: escaped(layer.attribution),
      minZoom: layer.min_zoom,
      maxZoom: layer.max_zoom,
      maxNativeZoom: layer.native_zoom,
      referrerPolicy: "strict-origin-when-cross-origin",
    };
    if (layer.source === "geojson" || layer.source === "geopackage") return features(layer, options, fail);
    const made = layer.source === "wms"
      ? L.tileLayer.wms(layer.url, { ...options, layers: layer.wms_layers, format: "image/png", transparent: true })
      : layer.drawn ? pm.drawnTiles(layer.url, { ...options, maxNativeZoom: layer.native_zoom + 1 }) : L.tileLayer(layer.url, options);
    return made.on("tileerror", fail);
  }

  function features(layer, options, fail) {
    const style = { className: "pm-own-shape" };
    const drawn = L.geoJSON(null, {
      pane: options.pane,
      attribution: options.attribution,
      interactive: false,
      style,
      pointToLayer: (_, at) => L.circleMarker(at, { pane: options.pane, radius: 5, interactive: false, ...style }),
    });
    if (layer.data) return drawn.addData(layer.data);
    fetch(layer.url)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((data) => drawn.addData(data))
      .catch(fail);
    return drawn;
  }

  /**
   * @param {L.Map} map
   * @param {function(string): ?Object} find a layer by its id
   * @param {function(Object): void} onfail told once a layer
   * @returns {function({id: string, opacity: number}[]): void} shows these, bottom first, and no others
   */
  pm.drawOwn = function (map, find, onfail) {
    const made = new Map();

    function layerOf(id) {
      if (!made.has(id)) {
        const pane = `pm-own-${id}`;
        map.createPane(pane).classList.add("pm-own-pane");
        let told = false;
        const fail = () => {
          if (!told) onfail(find(id));
          told = true;
        };
        made.set(id, make(find(id), pane, fail));
      }
      return made.get(id);
    }

    return function (shown) {
      const ids = shown.map(({ id }) => id);
      for (const [id, layer] of made) pm.showLayer(map, layer, ids.includes(id));
      shown.forEach(({ id, opacity }, at) => {
        pm.showLayer(map, layerOf(id), true);
        const { style } = map.getPane(`pm-own-${id}`);
        style.opacity = opacity / 100;
        style.zIndex = (find(id).base ? BASE : ABOVE) + at;
      });
      map.getContainer().classList.toggle("pm-on-base", ids.some((id) => find(id).base));
    };
  };
})(window.projectmap);
