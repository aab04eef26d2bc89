/**
 * Tiles of a vector base map, which the server draws: 512 pixels wide, in the ground that is on now, as sharp as the
 * screen. What the server is too busy for comes at a second asking.
 */
(function (pm) {
  "use strict";

  const SIDE = 512;
  const AGAIN_MS = [800, 2500];
  const dark = matchMedia("(prefers-color-scheme: dark)");

  /** The ground of the page now: as chosen, else as the machine has it; paper is light. */
  function ground() {
    const root = document.documentElement;
    if (root.classList.contains("pm-paper")) return "light";
    return root.dataset.mode || (dark.matches ? "dark" : "light");
  }

  const Drawn = L.TileLayer.extend({
    createTile(at, done) {
      let tries = 0;
      const tile = L.TileLayer.prototype.createTile.call(this, at, (error, made) => {
        if (!error || tries >= AGAIN_MS.length) done(error, made);
        else {
          const address = made.src;
          window.setTimeout(() => { made.src = address; }, AGAIN_MS[tries]);
          tries += 1;
        }
      });
      return tile;
    },
  });

  /** @returns {L.TileLayer} that follows the switch between light and dark */
  pm.drawnTiles = function (url, options) {
    const ratio = devicePixelRatio > 1 ? 2 : 1;
    const layer = new Drawn(url, { ...options, ratio, ground: ground(), tileSize: SIDE, zoomOffset: -1, minZoom: Math.max(1, options.minZoom) });
    const follow = () => {
      const now = ground();
      if (now === layer.options.ground) return;
      layer.options.ground = now;
      const map = layer._map;
      if (map) layer.remove().addTo(map); // Leaflet's own redraw forgets to round a zoom between two
    };
    dark.addEventListener("change", follow);
    new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-mode", "class"] });
    return layer;
  };
})(window.projectmap);
