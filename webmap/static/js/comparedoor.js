/** The way to comparing rows: a button above the details and one in each row of the list; the tray comes when wanted. */
(function (pm) {
  "use strict";

  pm.addWords({
    "compare.add": "So sánh {id}",
    "compare.out": "Thôi so sánh {id}",
    "compare.in": "Đã chọn {id} để so sánh ({n} trên {most}).",
    "compare.gone": "Đã thôi so sánh {id}.",
    "compare.full": "Chỉ so sánh được {n} dòng một lần. Hãy bỏ bớt một dòng.",
  });

  const MOST = 4;
  let tray = null;

  /** @returns {string[]} the ids that the address holds, in the order in which they were chosen */
  pm.compared = (state) => [...new Set((state.compare || "").split(",").filter(Boolean))].slice(0, MOST);

  function toggle(app, id) {
    const ids = pm.compared(app.state.get());
    const kept = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
    if (kept.length > MOST) app.frame.toast.say(pm.say("compare.full", { n: MOST }));
    else app.state.set({ compare: kept.join(",") || null });
    if (document.activeElement !== document.body) return;
    app.frame.details.bar.querySelector("[data-compare]")?.focus(); // the details were drawn anew, their button too
  }

  function press(button, state) {
    const { compare: id } = button.dataset;
    const chosen = pm.compared(state).includes(id);
    button.setAttribute("aria-pressed", String(chosen));
    button.title = pm.say(chosen ? "compare.out" : "compare.add", { id });
    button.setAttribute("aria-label", pm.say("compare.add", { id }));
  }

  /** A button that puts a row among those to compare, or takes it out. */
  pm.compareButton = function (app, id, options) {
    if (!pm.offers("compare")) return null;
    const button = pm.button({ sign: "compare", label: "", ...options, "data-compare": id, onclick: () => toggle(app, id) });
    press(button, app.state.get());
    return button;
  };

  async function show(app) {
    const state = app.state.get();
    app.frame.stage.querySelectorAll("[data-compare]").forEach((button) => press(button, state));
    if (!pm.offers("compare") || (!tray && !pm.compared(state).length)) return;
    try {
      await pm.lazy("compare");
    } catch (error) {
      app.frame.toast.say(error.sentence);
      return;
    }
    tray ??= pm.compareTray(app, (id) => toggle(app, id));
    tray.update(pm.compared(app.state.get()));
  }

  /** The same by a key of the list: what came of it is said, since the focus stays on the row. */
  pm.toggleCompared = function (app, id) {
    if (!pm.offers("compare")) return;
    const before = pm.compared(app.state.get());
    toggle(app, id);
    const after = pm.compared(app.state.get());
    if (before.length === after.length) return;
    app.frame.toast.say(pm.say(after.includes(id) ? "compare.in" : "compare.gone", { id, n: after.length, most: MOST }));
  };

  pm.rowTools.push((row, app) => pm.compareButton(app, row.id, { className: "pm-tool" }));

  pm.whenReady.push((app) => {
    app.state.onchange((state, before) => {
      if (state.compare !== before.compare) show(app);
    });
    show(app);
  });
})(window.projectmap);
