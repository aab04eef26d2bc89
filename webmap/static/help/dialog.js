/** The help over the map: one dialog, three topics, the way to the guide and to the tour. */
(function (pm) {
  "use strict";

  const ANSWERS = { colours: pm.colourAnswer, sure: pm.sureAnswer, keys: pm.keySheet };
  let open = null;

  class Dialog {
    constructor(app, row) {
      this.app = app;
      this.row = row;
      this.title = pm.el("h2", { id: "pm-help-title", tabindex: -1 });
      this.body = pm.el("div", { class: "pm-help-body", tabindex: 0, role: "group", "aria-labelledby": "pm-help-title" });
      this.topics = Object.keys(ANSWERS).map((topic) =>
        pm.button({ words: pm.say(`help.topic.${topic}`), className: "pm-help-topic", "data-topic": topic, onclick: () => this.show(topic) }));
      const close = pm.button({ sign: "close", label: pm.say("help.close"), className: "pm-tool", onclick: () => this.element.close() });
      this.element = pm.el(
        "dialog",
        { class: "pm-help", "aria-labelledby": "pm-help-title" },
        pm.el("div", { class: "pm-help-head" }, this.title, close),
        pm.el("div", { class: "pm-help-topics", role: "group", "aria-label": pm.say("help.topics") }, this.topics),
        this.body,
        pm.el(
          "p",
          { class: "pm-help-foot" },
          pm.el("a", { href: "/help" }, pm.say("help.guide")),
          app.options.linked && pm.el("a", { href: "/?tour=1" }, pm.say("help.tour")),
        ),
      );
      this.element.addEventListener("close", () => this.closed());
      this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
      this.element.addEventListener("keydown", (event) => event.stopPropagation()); // Escape is the dialog's own
    }

    show(topic) {
      this.title.textContent = pm.say(topic === "keys" ? "help.topic.keys" : `help.${topic}`);
      this.topics.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.topic === topic)));
      pm.refill(this.body, ANSWERS[topic](this.app, this.row));
      this.body.scrollTop = 0;
    }

    closed() {
      this.element.remove();
      open = null;
    }
  }

  /**
   * Open the help at a topic; a second call shows the topic in the dialog that is open.
   * @param {Object} app
   * @param {string} topic `colours`, `sure`, `keys`
   * @param {?Row} row whose place is asked about
   */
  pm.helpDialog = function (app, topic, row) {
    if (!open) {
      open = new Dialog(app, row || app.programme.byId.get(app.state.get().project));
      app.frame.stage.append(open.element);
      open.show(topic);
      open.element.showModal(); // focus goes back to where it was when the dialog closes
      open.title.focus();
    } else open.show(topic);
  };
})(window.projectmap);
