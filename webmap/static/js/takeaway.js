/** Taking this view away: its link, its rows in every format, the pages that show the same rows. */
(function (pm) {
  "use strict";

  const FORMATS = ["xlsx", "csv", "gpkg", "shp.zip", "dxf", "kml", "geojson"];

  function line(href, words, note, download) {
    return pm.el(
      "li",
      null,
      pm.el("a", { class: "pm-take", href, download }, pm.el("b", null, words), pm.el("small", null, note)),
    );
  }

  /**
   * @param {{copy: function(): void, print: function(): void, sheet: function(string): string}} handlers
   * @returns {{element: HTMLElement, update: function(number, string): void}} `update` takes the count and the query
   */
  pm.takeaway = function (handlers) {
    const title = pm.el("h2");
    const list = pm.el("ul", { class: "pm-takes" });
    /** The sheet that the server sets shows what the map shows when the link is followed. */
    const sheet = (ending) => {
      const follow = ({ currentTarget }) => { currentTarget.href = handlers.sheet(ending); };
      const said = { href: `/print.${ending}`, target: "_blank", title: pm.say(`take.${ending}.note`) };
      const looks = { class: "pm-quiet-button pm-take-sheet", onclick: follow, onauxclick: follow };
      return pm.el("a", { ...looks, ...said }, ending.toUpperCase());
    };
    const act = (sign, key, onclick) => pm.button({ sign, words: pm.say(key), className: "pm-quiet-button", onclick });
    const element = pm.el(
      "div",
      { class: "pm-takeaway" },
      pm.el("div", { class: "pm-take-acts" }, act("link", "take.link", handlers.copy), act("print", "take.print", handlers.print), pm.paperChoice(), sheet("pdf"), sheet("png")),
      title,
      list,
    );
    return {
      element,
      update(count, query) {
        title.textContent = pm.say("take.title", { n: count });
        pm.refill(
          list,
          FORMATS.map((form) => line(`/export/projects.${form}${query}`, pm.say(`take.${form}`), pm.say(`take.${form}.note`), true)),
          line(`/api/projects.geojson${query}`, pm.say("take.api"), pm.say("take.api.note")),
          line(`/hotspots${query}`, pm.say("take.hotspots"), pm.say("take.hotspots.note")),
          line(`/calendar.ics${query}`, pm.say("take.calendar"), pm.say("take.calendar.note"), true),
          line(`/data${query}`, pm.say("take.more"), pm.say("take.more.note")),
        );
      },
    };
  };
})(window.projectmap);
