/** What is drawn, switched by the reader. What differs from the usual stands in the address: `layers=osm,-halos`. */
(function (pm) {
  "use strict";

  const USUAL = { projects: true, halos: true, roads: true, water: true, neighbours: true, labels: true, osm: false };

  /** @param {?string} text `osm,-halos` @returns {Object<string, boolean>} */
  pm.readLayers = function (text) {
    const shown = { ...USUAL };
    for (const word of (text || "").split(",")) {
      const name = word.replace(/^-/, "");
      if (Object.hasOwn(USUAL, name)) shown[name] = !word.startsWith("-");
    }
    return shown;
  };

  /** @param {Object<string, boolean>} shown @returns {?string} only what differs */
  pm.writeLayers = function (shown) {
    const words = Object.keys(USUAL).filter((name) => shown[name] !== USUAL[name]);
    return words.map((name) => (shown[name] ? name : `-${name}`)).join(",") || null;
  };

  function choice(name, shown, onchange) {
    const note = name === "osm" && pm.el("small", null, pm.say("layers.osm.note"));
    const onclick = () => onchange(name, input.checked);
    const input = pm.el("input", { type: "checkbox", name, checked: shown[name], onclick });
    return pm.el("label", { class: "pm-choice" }, input, pm.el("span", null, pm.say(`layers.${name}`), note));
  }

  /**
   * The button and its list.
   * @param {function(string, boolean): void} onchange
   * @returns {{element: HTMLElement, update: function(Object): void, extend: function(HTMLElement): void}}
   */
  pm.layerControl = function (onchange) {
    let extra = null;
    const list = pm.el("fieldset", { class: "pm-layers", id: "pm-layers", hidden: true });
    const button = pm.button({
      sign: "layers",
      label: pm.say("layers.button"),
      className: "pm-tool",
      "aria-expanded": "false",
      "aria-controls": "pm-layers",
      onclick: () => toggle(list.hidden),
    });

    function toggle(open) {
      list.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
    }

    const element = pm.el("div", { class: "pm-layer-control" }, list, button);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || list.hidden) return;
      event.stopPropagation();
      toggle(false);
      button.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!element.contains(event.target)) toggle(false);
    });

    return {
      element,
      update(shown) {
        const focused = list.contains(document.activeElement) ? document.activeElement.name : null;
        const choices = Object.keys(USUAL).map((name) => choice(name, shown, onchange));
        pm.refill(list, pm.el("legend", null, pm.say("layers.title")), choices, extra);
        if (focused) list.elements[focused]?.focus();
      },
      /** Put more below the list, for good. */
      extend(element) {
        extra = element;
        list.append(element);
      },
    };
  };

  /** Show or hide a Leaflet layer. */
  pm.showLayer = function (map, layer, shown) {
    if (shown && !map.hasLayer(layer)) map.addLayer(layer);
    if (!shown && map.hasLayer(layer)) map.removeLayer(layer);
  };
})(window.projectmap);
