/** Layers of this browser alone: dropped on the map or chosen as files, listed among the others, sent to nobody. */
(function (pm) {
  "use strict";

  const USUAL = 0.8;
  const LONGEST = 60;

  /** An id that no declared layer can have, and no other browser is likely to. */
  function newId() {
    return `_${Math.random().toString(36).slice(2, 8)}`;
  }

  function listed({ id, name, data, count, bounds, added }) {
    const shown = { vi: name, en: name, attribution: "", opacity: USUAL, min_zoom: 0, max_zoom: 22, native_zoom: 22 };
    return { ...shown, id, name, data, count, bounds, added, source: "geojson", local: true, offline: true, base: false };
  }

  function made({ name, data }, added) {
    const box = L.geoJSON(data).getBounds();
    const bounds = [[box.getSouth(), box.getWest()], [box.getNorth(), box.getEast()]];
    return { id: newId(), name: name.slice(0, LONGEST) || "…", data, count: data.features.length, bounds, added };
  }

  /**
   * @param {{add: function(Object[]): void, remove: function(Object): void, tell: function(string[]): void}} hooks
   * @returns {{load: function(): Promise<Object[]>, take: function(File[]): Promise<void>, drop: function(Object): void, button: HTMLElement}}
   */
  pm.localLayers = function (hooks) {
    let count = 0;

    async function one(file) {
      const read = await pm.readLayerFile(file);
      if (count + read.length > pm.MOST_LOCAL) {
        return pm.say("own.local.many", { most: pm.MOST_LOCAL });
      }
      count += read.length;
      const layers = read.map((layer, at) => made(layer, Date.now() + at));
      const kept = await Promise.all(layers.map(pm.keepLayer));
      hooks.add(layers.map(listed));
      const words = layers.map((layer) => pm.say("own.local.added", { name: layer.name, n: layer.count }));
      const says = read.map((layer) => layer.says).filter(Boolean);
      return [...words, ...says, !kept.every(Boolean) && pm.say("own.local.unkept")].filter(Boolean).join(" ");
    }

    /** What came of a file: a sentence, also where it could not be shown. */
    async function outcome(file) {
      try {
        return await one(file);
      } catch (error) {
        if (!error.sentence) throw error;
        return `${file.name.slice(0, LONGEST)}: ${error.sentence}`;
      }
    }

    async function take(files) {
      const lines = [];
      for (const file of files) {
        hooks.tell([...lines, pm.say("own.local.reading", { name: file.name.slice(0, LONGEST) })]);
        lines.push(await outcome(file));
        hooks.tell(lines);
      }
    }

    async function load() {
      const kept = await pm.keptLayers();
      count = kept.length;
      return kept.map(listed);
    }

    function drop(layer) {
      count -= 1;
      pm.forgetLayer(layer.id);
      hooks.remove(layer);
      hooks.tell([pm.say("own.local.removed", { name: layer.name })]);
    }

    const chosen = () => take([...input.files]).then(() => { input.value = ""; }); // the same file may be chosen again
    const input = pm.el("input", { type: "file", multiple: true, accept: pm.LAYER_FILES, name: "own-file", onchange: chosen });
    const label = pm.el("label", { class: "pm-own-file" }, input, pm.el("span", { class: "pm-plain" }, pm.say("own.local.open")));
    const button = pm.el("div", { class: "pm-own-local" }, label, pm.el("p", { class: "pm-note" }, pm.say("own.local.note")));
    return { load, take, drop, button };
  };
})(window.projectmap);
