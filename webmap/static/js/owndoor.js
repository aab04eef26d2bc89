/** The way to the layers of one's own: a button among the layers; what it opens is fetched when first wanted. */
(function (pm) {
  "use strict";

  /** A base map of ours is shown from the start: the page says so, so that others fetch nothing. */
  const startsWithOne = () => Boolean(document.querySelector("meta[name=projectmap-own]"));

  pm.whenReady.push((app) => {
    if (!pm.offers("own")) return;
    const box = pm.el("div", { class: "pm-own" });
    let panel = null;

    async function open(focus) {
      try {
        await pm.lazy("own");
      } catch (error) {
        app.frame.toast.say(error.sentence);
        return;
      }
      panel ??= pm.makeOwnLayers(app, box);
      await panel.ready;
      if (focus) box.querySelector("input, a, button")?.focus();
    }

    box.append(pm.button({ words: pm.say("layers.own"), className: "pm-plain", onclick: () => pm.busy(app.frame.stage, open(true)) }));
    app.frame.layerControl.extend(box);

    /** A file that is dropped on the map is a layer of this browser alone; the editor takes its own. */
    const holdsFiles = (event) => event.dataTransfer?.types.includes("Files") && !event.target.closest(".pe-drop");
    app.frame.stage.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
    app.frame.stage.addEventListener("drop", async (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const files = [...event.dataTransfer.files]; // gone after the first wait
      await open(false);
      panel?.take(files);
    });
    if (app.state.get().own || startsWithOne()) pm.busy(app.frame.stage, open(false));
  });
})(window.projectmap);
