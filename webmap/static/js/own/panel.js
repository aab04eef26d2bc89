/** The list of the layers of one's own: top of the map first; what is shown can be moved and made fainter. */
(function (pm) {
  "use strict";

  const noteOf = (layer) => {
    if (layer.local) return pm.say("own.local", { n: layer.count });
    return pm.say(layer.offline ? "own.offline" : "own.online");
  };
  const nameOf = (layer) => layer[pm.language === "en" ? "en" : "vi"];

  /**
   * @param {Object} app
   * @param {HTMLElement} box where the list goes
   * @returns {{ready: Promise<void>, take: function(File[]): Promise<void>}}
   */
  pm.makeOwnLayers = function (app, box) {
    let layers = [];
    let faults = [];
    let draw = () => {};
    let form = null;
    const told = pm.el("p", { class: "pm-own-told" });
    const local = pm.localLayers({ add, remove, tell });
    const shown = () => pm.readOwn(app.state.get().own, layers);
    const set = (next, push = true) => app.state.set({ own: pm.writeOwn(next, layers) }, push);

    /** New layers lie on top, and are seen at once. */
    function add(more) {
      layers = [...layers, ...more];
      set([...shown(), ...more.map(({ id, opacity }) => ({ id, opacity: Math.round(opacity * 100) }))]);
      zoomTo(more.flatMap(({ bounds }) => bounds));
    }

    function remove(layer) {
      const rest = shown().filter(({ id }) => id !== layer.id);
      const words = pm.writeOwn(rest, layers);
      layers = layers.filter(({ id }) => id !== layer.id);
      if (words === app.state.get().own) update();
      else app.state.set({ own: words });
      box.querySelector("[name=own-file]")?.focus();
    }

    /** Between the panels, where there is room for them. */
    function zoomTo(bounds) {
      const wide = matchMedia("(min-width: 761px)").matches;
      app.map.fitBounds(bounds, { paddingTopLeft: [wide ? 360 : 24, 64], paddingBottomRight: [wide ? 72 : 64, 120], maxZoom: 17 });
    }

    /** The last is said, all of one choice of files can be read below. */
    function tell(lines) {
      told.textContent = lines.join("\n");
      app.frame.toast.say(lines.at(-1));
    }

    function toggle(layer, on) {
      const rest = shown().filter(({ id }) => id !== layer.id);
      set(on ? [...rest, { id: layer.id, opacity: Math.round(layer.opacity * 100) }] : rest);
    }

    function move(id, step) {
      const order = shown();
      const at = order.findIndex((one) => one.id === id);
      [order[at], order[at + step]] = [order[at + step], order[at]];
      set(order);
      box.querySelector(`[data-layer="${id}"] [data-step="${step}"]:not(:disabled)`)?.focus();
    }

    function slider(layer, one) {
      const attributes = { type: "range", min: 0, max: 100, step: 5, value: one.opacity, "aria-label": pm.say("own.opacity", { name: nameOf(layer) }) };
      const input = pm.el("input", {
        ...attributes,
        oninput: () => {
          app.map.getPane(`pm-own-${layer.id}`).style.opacity = input.value / 100;
        },
        onchange: () => set(shown().map((other) => (other.id === layer.id ? { ...other, opacity: Number(input.value) } : other)), false),
      });
      return input;
    }

    function arrow(layer, key, step, possible) {
      const sign = pm.icon(pm.SIGNS.up, 16);
      const attributes = { type: "button", class: `pm-own-${key}`, "data-step": step, disabled: !possible, "aria-label": pm.say(`own.${key}`, { name: nameOf(layer) }) };
      return pm.el("button", { ...attributes, onclick: () => move(layer.id, step) }, sign);
    }

    function legend(layer) {
      const picture = layer.legend_url && pm.el("img", { src: layer.legend_url, alt: pm.say("own.legend", { name: nameOf(layer) }) });
      return [layer.legend && pm.el("p", { class: "pm-own-legend", lang: "vi" }, layer.legend), picture, pm.el("p", { class: "pm-own-source" }, layer.attribution)];
    }

    /** What can be done with a layer of this browser alone. */
    function own(layer) {
      const act = (key, onclick) => {
        const label = pm.say(`own.local.${key}.name`, { name: layer.name });
        return pm.button({ words: pm.say(`own.local.${key}`), "aria-label": label, className: "pm-plain", onclick });
      };
      return pm.el("div", { class: "pm-own-acts" }, act("zoom", () => zoomTo(layer.bounds)), act("remove", () => local.drop(layer)));
    }

    function entry(layer, order) {
      const at = order.findIndex(({ id }) => id === layer.id);
      const tick = pm.el("input", { type: "checkbox", checked: at >= 0, name: `own-${layer.id}`, onclick: () => toggle(layer, tick.checked) });
      const note = pm.el("small", null, noteOf(layer));
      const head = pm.el("label", { class: "pm-choice" }, tick, pm.el("span", null, nameOf(layer), note));
      const tools = at >= 0 && pm.el("div", { class: "pm-own-tools" }, slider(layer, order[at]), arrow(layer, "up", 1, at < order.length - 1), arrow(layer, "down", -1, at > 0));
      return pm.el("li", { "data-layer": layer.id }, head, tools, layer.local ? own(layer) : at >= 0 && legend(layer));
    }

    /** Top first: what is shown, in its order, then the others. */
    function sorted(order) {
      const rank = (layer) => order.findIndex(({ id }) => id === layer.id);
      return [...layers].sort((a, b) => rank(b) - rank(a));
    }

    function update() {
      const order = shown();
      draw(order);
      const focused = box.contains(document.activeElement) ? document.activeElement.name : null;
      pm.refill(
        box,
        pm.el("h2", null, pm.say("own.title")),
        layers.length ? pm.el("ul", null, sorted(order).map((layer) => entry(layer, order))) : pm.el("p", { class: "pm-note" }, pm.say("own.none")),
        local.button,
        told,
        faults.length > 0 && faulty(),
        form,
      );
      if (focused) box.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
    }

    function faulty() {
      const title = pm.el("summary", null, `${pm.say("own.faults")} (${faults.length})`);
      return pm.el("details", { class: "pm-own-faults" }, title, pm.el("ul", null, faults.map((text) => pm.el("li", null, text))));
    }

    async function load() {
      const answer = await fetch("/api/layers.json", { cache: "no-cache" }).then((got) => (got.ok ? got.json() : null), () => null);
      if (!answer) {
        app.frame.toast.say(pm.say("error.offline"));
        return;
      }
      layers = [...answer.layers, ...(await local.load())];
      faults = answer.faults || [];
      form = answer.may_add ? pm.ownForm() : null;
      draw = pm.drawOwn(app.map, (id) => layers.find((layer) => layer.id === id), (layer) => app.frame.toast.say(pm.say("own.failed", { name: nameOf(layer) })));
      update();
    }

    app.state.onchange((state, before) => {
      if (state.own !== before.own) update();
    });
    return { ready: load(), take: local.take };
  };
})(window.projectmap);
