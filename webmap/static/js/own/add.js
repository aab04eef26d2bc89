/** An administrator adds a layer of another host: the server checks it and writes it to layers.toml. */
(function (pm) {
  "use strict";

  const TYPES = ["xyz", "wms", "geojson"];
  const HINTS = { xyz: "https://…/{z}/{x}/{y}.png", wms: "https://…/wms", geojson: "https://….geojson" };

  function field(key, name, more) {
    const input = pm.el("input", { name, type: "text", required: true, autocomplete: "off", ...more });
    return { input, element: pm.el("label", null, pm.el("span", null, pm.say(`own.${key}`)), input) };
  }

  /** @returns {HTMLElement} */
  pm.ownForm = function () {
    const types = TYPES.map((code) => pm.el("option", { value: code }, code.toUpperCase()));
    const type = pm.el("select", { name: "type", onchange: () => show() }, types);
    const url = field("url", "url", { inputmode: "url" });
    const layers = field("wms", "layers");
    const id = field("id", "id", { pattern: "[a-z0-9][a-z0-9\\-]{0,39}" });
    const fields = [id, field("name", "title"), field("attribution", "attribution"), url, layers];
    const told = pm.el("p", { class: "pm-own-told", role: "status" });
    const send = pm.el("button", { type: "submit", class: "pm-primary" }, pm.say("own.save"));
    const chosen = pm.el("label", null, pm.el("span", null, pm.say("own.type")), type);
    const form = pm.el("form", { onsubmit: (event) => submit(event) }, chosen, fields.map((one) => one.element), send, told);

    function show() {
      url.input.placeholder = HINTS[type.value];
      layers.element.hidden = type.value !== "wms";
      layers.input.required = !layers.element.hidden;
    }

    async function submit(event) {
      event.preventDefault();
      const sent = Object.fromEntries(new FormData(form));
      if (sent.type !== "wms") delete sent.layers;
      send.disabled = true;
      const answer = await pm.send("/api/layers", sent);
      send.disabled = false;
      told.textContent = answer.status === 201 ? pm.say("own.saved") : pm.faultWords(answer);
      if (answer.status === 201) form.reset();
      show();
    }

    show();
    const note = pm.el("p", { class: "pm-note" }, pm.say("own.add.note"));
    return pm.el("details", { class: "pm-own-add" }, pm.el("summary", null, pm.say("own.add")), note, form);
  };
})(window.projectmap);
