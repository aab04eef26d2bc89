/** The day that the map answers for: today, or a day of the past, and then it says so and leads back. */
(function (pm) {
  "use strict";

  /**
   * @param {Object} app
   * @returns {{element: HTMLElement, update: function(): void}}
   */
  pm.dayChip = function (app) {
    const words = pm.el("span");
    const said = pm.el("span", { class: "pm-unseen", role: "status" });
    const button = pm.button({ sign: "calendar", words: [words], className: "pm-day-button", "aria-haspopup": "dialog", onclick: () => open() });
    const back = pm.button({ words: pm.say("day.today"), className: "pm-day-back", onclick: () => app.state.set({ as_of: null }) });
    const element = pm.el("div", { class: "pm-day" }, button, back, said);

    let opening = false; // pressed again while it comes, it opens once

    async function open() {
      if (opening) return;
      opening = true;
      try {
        await pm.lazy("day");
        pm.openDay(app, element, button);
      } catch (error) {
        app.frame.toast.say(error.sentence);
      } finally {
        opening = false;
      }
    }

    function update() {
      const other = Boolean(app.state.get().as_of);
      words.textContent = pm.say(other ? "day.other" : "day.now", { date: app.asOf ? pm.date(app.asOf) : "" });
      if (said.isConnected) said.textContent = words.textContent; // a change is said, the first day is not
      element.classList.toggle("pm-day-other", other);
      back.hidden = !other;
      element.hidden = !pm.offers("day") || !app.asOf;
    }

    update();
    return { element, update };
  };
})(window.projectmap);
