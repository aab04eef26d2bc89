/**
 * The ground of every page, before anything is drawn: as the machine has it, or light or dark as chosen in this browser.
 * It stands alone in the head and is not deferred, so that no page flashes in the other ground.
 */
(function () {
  "use strict";

  const KEY = "projectmap.mode";
  const MODES = ["auto", "light", "dark"];
  const root = document.documentElement;

  /** A browser that keeps nothing still shows pages, as the machine has it. */
  function read() {
    try {
      const kept = localStorage.getItem(KEY);
      return MODES.includes(kept) ? kept : "auto";
    } catch {
      return "auto";
    }
  }

  function keep(mode) {
    try {
      localStorage.setItem(KEY, mode);
    } catch {
      // this page shows it; the next one asks the machine again
    }
  }

  /** The colour of the browser's own bar follows. */
  function barMedia(mode, own) {
    if (mode === "auto") return `(prefers-color-scheme: ${own})`;
    return mode === own ? "all" : "not all";
  }

  function show(mode) {
    if (mode === "auto") delete root.dataset.mode;
    else root.dataset.mode = mode;
    const canvas = document.querySelector("meta[name=color-scheme]"); // what stands there before the style sheet does
    if (canvas) canvas.content = mode === "auto" ? "light dark" : mode;
    document.querySelectorAll("meta[name=theme-color]").forEach((bar) => { bar.media = barMedia(mode, bar.dataset.ground); });
    const button = document.querySelector(".mode-switch");
    if (!button) return;
    button.title = button.dataset[mode];
    button.setAttribute("aria-label", button.dataset[mode]);
  }

  let mode = read();
  show(mode);

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".mode-switch");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length];
      keep(mode);
      show(mode);
    });
    show(mode);
  });

  // Another window of this browser chose, or the page comes back as it was left: both show the choice of now.
  const again = () => {
    mode = read();
    show(mode);
  };
  window.addEventListener("storage", (event) => { if (event.key === KEY) again(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) again(); });
})();
