/** The furniture around the map: theme switch, panels, tools, notices. Built once; its contents change. */
(function (pm) {
  "use strict";

  /** Two radio buttons drawn as one switch: arrow keys come with the browser. */
  pm.themeSwitch = function (themes, onchange) {
    const choices = themes.map((theme) => {
      const input = { type: "radio", name: "pm-theme", value: theme.code, onchange: () => onchange(theme.code) };
      return pm.el("label", null, pm.el("input", input), pm.el("span", null, pm.named(theme)));
    });
    return pm.el("fieldset", { class: "pm-themes" }, pm.el("legend", { class: "pm-unseen" }, pm.say("themes.label")), choices);
  };

  /** The panel on the left; on a phone the sheet at the bottom, which its head opens and closes. */
  function panel() {
    const body = pm.el("div", { class: "pm-panel-body", id: "pm-panel-body" });
    const count = pm.el("strong", { class: "pm-mapped", role: "status" });
    const state = { "aria-expanded": "true", "aria-controls": "pm-panel-body" };
    const head = pm.el(
      "button",
      { type: "button", class: "pm-panel-head", ...state, onclick: () => unfold(!open()) },
      count,
      pm.el("span", { class: "pm-panel-title" }, pm.say("legend.title")),
      pm.icon(pm.SIGNS.up, 18),
    );
    const element = pm.el("section", { class: "pm-panel", "aria-label": pm.say("legend.title") }, head, body);
    const open = () => head.getAttribute("aria-expanded") === "true";

    function unfold(wide) {
      head.setAttribute("aria-expanded", String(wide));
      element.classList.toggle("pm-folded", !wide);
    }

    pm.onSwipe(head, (up) => unfold(up));
    return { element, body, count, unfold };
  }

  /** A flick up or down on a handle. */
  pm.onSwipe = function (handle, act) {
    let from = null;
    handle.addEventListener("pointerdown", (event) => { from = event.clientY; });
    handle.addEventListener("pointerup", (event) => {
      const way = from === null ? 0 : event.clientY - from;
      from = null;
      if (Math.abs(way) > 24) {
        handle.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
        act(way < 0);
      }
    });
  };

  function details(onclose) {
    const body = pm.el("div", { class: "pm-details-body" });
    const bar = pm.el("div", { class: "pm-details-bar" });
    const named = { "aria-label": pm.say("details.label"), hidden: true };
    const element = pm.el("aside", { class: "pm-details", ...named }, bar, body);
    element.addEventListener("keydown", (event) => event.key === "Escape" && onclose());
    pm.onSwipe(bar, (up) => !up && onclose());
    return { element, body, bar };
  }

  function tools(map, layerControl, whole) {
    const tool = (sign, key, onclick) => pm.button({ sign, label: pm.say(key), className: "pm-tool", onclick });
    return pm.el(
      "div",
      { class: "pm-tools" },
      layerControl.element,
      pm.el(
        "div",
        { class: "pm-zoom" },
        tool("plus", "zoom.in", () => map.zoomIn()),
        tool("minus", "zoom.out", () => map.zoomOut()),
        tool("whole", "zoom.all", whole),
      ),
    );
  }

  /** One message in the middle of the map: loading, empty, failed. */
  function notice() {
    const served = document.querySelector(".pm-notice"); // the page shows it before any script has come
    const element = served || pm.el("div", { class: "pm-notice", role: "status" });
    return {
      element,
      waits: Boolean(served),
      show(title, text, action) {
        this.waits = false;
        pm.refill(
          element,
          title && pm.el("p", { class: "pm-notice-title" }, title),
          text && pm.el("p", null, text),
          action && pm.button({ words: action.words, className: "pm-primary", onclick: action.run }),
        );
        element.hidden = false;
      },
      hide() { element.hidden = true; },
    };
  }

  /** A passing remark at the foot of the map. */
  function toast() {
    const element = pm.el("p", { class: "pm-toast", role: "status", hidden: true });
    let timer = 0;
    return {
      element,
      say(text) {
        element.textContent = text;
        element.hidden = false;
        clearTimeout(timer);
        timer = setTimeout(() => { element.hidden = true; }, 6000);
      },
    };
  }

  /**
   * @param {L.Map} map
   * @param {{close: function(): void, layer: function(string, boolean): void, whole: function(): void}} handlers
   */
  pm.frame = function (map, handlers) {
    const stage = map.getContainer().parentElement;
    const parts = { stage, panel: panel(), details: details(handlers.close), notice: notice(), toast: toast() };
    parts.layerControl = pm.layerControl(handlers.layer);
    parts.side = pm.el("div", { class: "pm-side" }, parts.panel.element);
    stage.prepend(parts.side);
    const toolbar = tools(map, parts.layerControl, handlers.whole);
    stage.append(parts.details.element, toolbar, parts.notice.element, parts.toast.element);
    parts.tooltip = pm.createTooltip(stage);
    return parts;
  };
})(window.projectmap);
