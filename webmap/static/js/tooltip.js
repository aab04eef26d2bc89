/** The small card beside the pointer or the focused mark: what stands here, in a glance. */
(function (pm) {
  "use strict";

  const LISTED = 4;

  function oneRow(row, theme, looks) {
    const facts = row.properties;
    const look = looks.of(row, theme);
    return [
      pm.el("p", { class: "pm-tip-name" }, pm.own(facts.name)),
      pm.el(
        "p",
        { class: "pm-tip-facts" },
        pm.swatch(look, theme),
        `${pm.named(look)} · ${pm.years(facts.start_year, facts.finish_year)}`,
      ),
    ];
  }

  function manyRows(place, theme, looks) {
    const units = pm.units(place.rows, theme);
    const items = units.slice(0, LISTED).map((row) =>
      pm.el("li", null, pm.swatch(looks.of(row, theme), theme), pm.own(row.properties.name)),
    );
    const left = units.length - LISTED;
    return [
      pm.el("p", { class: "pm-tip-title" }, pm.say("tooltip.many", { n: place.rows.length })),
      pm.el("ul", null, items),
      left > 0 && pm.el("p", { class: "pm-tip-facts" }, pm.say("tooltip.more", { n: left })),
    ];
  }

  /**
   * @param {HTMLElement} stage
   * @returns {{show: function(Place, string, Object, DOMRect): void, hide: function(): void}}
   */
  pm.createTooltip = function (stage) {
    const card = pm.el("div", { class: "pm-tip", hidden: true, "aria-hidden": "true" });
    stage.append(card);

    /** Beside the mark, above it where there is room, never over the edge. */
    function stand(target) {
      const frame = stage.getBoundingClientRect();
      const box = card.getBoundingClientRect();
      const left = target.left + target.width / 2 - frame.left - box.width / 2;
      const above = target.top - frame.top - box.height - 6;
      card.style.left = `${Math.max(8, Math.min(left, frame.width - box.width - 8))}px`;
      card.style.top = `${above > 8 ? above : target.bottom - frame.top + 6}px`;
    }

    return {
      show(place, theme, looks, target) {
        const single = pm.units(place.rows, theme).length === 1;
        const row = single && pm.units(place.rows, theme)[0];
        pm.refill(card, single ? oneRow(row, theme, looks) : manyRows(place, theme, looks));
        card.hidden = false;
        stand(target);
      },
      hide() {
        card.hidden = true;
      },
    };
  };
})(window.projectmap);
