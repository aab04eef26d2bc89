/**
 * Which layers of one's own are shown, how strongly, in which order: `own=nen,ranh.50` in the address, bottom first, the
 * number a percentage where it differs from the usual. Without the word a base map of ours is shown; `own=-` is none.
 */
(function (pm) {
  "use strict";

  const NONE = "-";
  const usual = (layer) => Math.round(layer.opacity * 100);

  /** @returns {{id: string, opacity: number}[]} bottom first, only layers that there are */
  pm.readOwn = function (text, layers) {
    if (!text) return layers.filter((layer) => layer.base).map((layer) => ({ id: layer.id, opacity: usual(layer) }));
    const known = new Map(layers.map((layer) => [layer.id, layer]));
    const shown = text.split(",").map((word) => {
      const [id, percent] = word.split(".");
      const opacity = /^\d{1,3}$/.test(percent || "") ? Math.min(100, Number(percent)) : null;
      return known.has(id) && { id, opacity: opacity ?? usual(known.get(id)) };
    });
    const once = new Map(shown.filter(Boolean).map((one) => [one.id, one]));
    return [...once.values()];
  };

  /** @returns {?string} nothing where it is the usual */
  pm.writeOwn = function (shown, layers) {
    const known = new Map(layers.map((layer) => [layer.id, layer]));
    const words = shown.map(({ id, opacity }) => (opacity === usual(known.get(id)) ? id : `${id}.${opacity}`));
    const before = pm.readOwn(null, layers).map(({ id }) => id);
    if (words.join() === before.join()) return null;
    return words.join(",") || NONE;
  };
})(window.projectmap);
