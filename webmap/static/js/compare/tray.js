/** The rows that were chosen to compare: a small tray on the map, with the way to the comparison. */
(function (pm) {
  "use strict";

  pm.addWords({
    "compare.tray": "Dòng để so sánh",
    "compare.one": "Chọn thêm một dòng nữa",
    "compare.go": "So sánh {n} dòng",
    "compare.clear": "Bỏ hết",
  });

  /**
   * @param {Object} app
   * @param {function(string): void} toggle takes a row out
   * @returns {{update: function(string[]): void}}
   */
  pm.compareTray = function (app, toggle) {
    const element = pm.el("section", { class: "pm-tray", "aria-label": pm.say("compare.tray"), hidden: true });
    app.frame.stage.append(element);

    function chip(id) {
      const row = app.programme.byId.get(id);
      const out = pm.button({
        sign: "close",
        label: pm.say("compare.out", { id }),
        className: "pm-tray-out",
        onclick: () => {
          toggle(id);
          element.querySelector("button, a")?.focus();
        },
      });
      return pm.el("li", { title: row ? row.properties.name : id }, pm.el("span", null, id), out);
    }

    function way(ids) {
      if (ids.length < 2) return pm.el("p", { class: "pm-tray-note" }, pm.say("compare.one"));
      const address = new URLSearchParams({ ids: ids.join(",") });
      if (app.state.get().as_of) address.set("as_of", app.state.get().as_of);
      const href = `/compare?${address}`.replaceAll("%2C", ",");
      return pm.el("a", { class: "pm-primary pm-tray-go", href }, pm.say("compare.go", { n: ids.length }));
    }

    return {
      update(ids) {
        element.hidden = !ids.length;
        const clear = () => app.state.set({ compare: null });
        pm.refill(
          element,
          pm.el("ul", null, ids.map(chip)),
          way(ids),
          pm.button({ words: pm.say("compare.clear"), className: "pm-tray-clear", onclick: clear }),
        );
      },
    };
  };
})(window.projectmap);
