/** The way to help: a button, the `?` key, and a question beside what asks one. The answers come when somebody asks. */
(function (pm) {
  "use strict";

  pm.addWords({
    "help.button": "Trợ giúp, phím tắt",
    "help.colours": "Những màu này nghĩa là gì?",
    "help.sure": "Chỗ này chắc đến đâu?",
    "help.words": "Bản chữ của bản đồ là danh sách ở phần Tìm & lọc: có mọi dòng, kể cả dòng chưa có chỗ trên bản đồ. Phím ? mở bảng phím tắt.",
  });

  const SEEN = "projectmap.tour";
  const WRITES = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  let held = null; // the app, once the rows are drawn

  /** Open an answer: `colours`, `sure`, `keys`; a row may be given whose place is asked about. */
  async function open(topic, row) {
    try {
      await pm.lazy("help");
    } catch (error) {
      held.frame.toast.say(error.sentence);
      return;
    }
    pm.helpDialog(held, topic, row);
  }

  /** A question that opens its answer; nothing where no answer can be had. */
  pm.question = (topic, row) =>
    pm.offers("help") &&
    pm.button({ sign: "help", words: pm.say(`help.${topic}`), className: "pm-link pm-question", onclick: () => open(topic, row) });

  const kept = {
    /** Whether somebody has had the tour offered; where nothing can be kept, it is as if. */
    seen() {
      try {
        return localStorage.getItem(SEEN) !== null;
      } catch {
        return true;
      }
    },
    see() {
      try {
        localStorage.setItem(SEEN, "seen");
      } catch {
        // then this visit is all there is
      }
    },
  };

  /** The tour: asked for, or offered at the first visit to the plain map. A link that carries a view shows that view. */
  async function tour(app, plain) {
    const asked = app.state.get().tour;
    if (asked) app.state.set({ tour: null }, false);
    if (!asked && (!plain || kept.seen())) return;
    kept.see();
    try {
      await pm.lazy("tour");
    } catch {
      return; // who came for the map has it
    }
    pm.startTour(app, Boolean(asked));
  }

  const plainAddress = !location.search && !location.hash; // before the map writes its position there

  /** Whoever cannot see the map is told where the same stands in words. */
  function describe(app) {
    const words = pm.el("p", { class: "pm-unseen", id: "pm-map-words" }, pm.say("help.words"));
    app.frame.stage.append(words);
    app.map.getContainer().setAttribute("aria-describedby", words.id);
  }

  pm.whenReady.push((app) => {
    held = app;
    describe(app);
    if (!pm.offers("help")) return;
    const button = pm.button({ sign: "help", label: pm.say("help.button"), className: "pm-tool", "aria-keyshortcuts": "?", onclick: () => open("keys") });
    app.frame.stage.querySelector(".pm-tools").append(pm.el("div", { class: "pm-layer-control" }, button));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITES)) return;
      event.preventDefault();
      open("keys");
    });
    if (app.options.linked) tour(app, plainAddress);
  });
})(window.projectmap);
