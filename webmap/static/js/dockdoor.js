/** The way to the table and the schedule below the map: two buttons; what they open is fetched when first wanted. */
(function (pm) {
  "use strict";

  const VIEWS = ["table", "gantt"];

  /**
   * @param {Object} app
   * @param {Object} control knows the rows that are kept (`kept`) and all of them (`whole`)
   * @returns {{buttons: HTMLElement, update: function(): void, light: function(string[]): void, select: function(string): void}}
   */
  pm.dockDoor = function (app, control) {
    let dock = null;
    const chosen = () => VIEWS.find((view) => view === app.state.get().view) || null;
    const all = VIEWS.map((view) => [view, pm.button({
      sign: view,
      words: [pm.el("span", null, pm.say(`dock.${view}`))],
      className: "pm-desk-button",
      title: pm.say(`dock.${view}.long`),
      "aria-pressed": "false",
      onclick: () => app.state.set({ view: chosen() === view ? null : view }),
    })]);

    async function update() {
      all.forEach(([view, button]) => button.setAttribute("aria-pressed", String(view === chosen())));
      if (!pm.offers("dock") || (!chosen() && !dock)) return;
      try {
        await pm.lazy("dock");
      } catch (error) {
        app.frame.toast.say(error.sentence);
        return;
      }
      dock ??= pm.makeDock(app, control);
      dock.update(chosen());
    }

    app.state.onchange((state, before) => {
      if (state.view !== before.view || state.cols !== before.cols) update();
    });
    return {
      buttons: pm.el("div", { class: "pm-dock-buttons", hidden: !pm.offers("dock") }, all.map(([, button]) => button)),
      update,
      light: (ids) => dock?.light(ids),
      select: (id) => dock?.select(id),
    };
  };
})(window.projectmap);
