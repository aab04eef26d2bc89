/** What the colours mean, and how sure a place is: said from the same table that draws them. */
(function (pm) {
  "use strict";

  const note = (key) => pm.el("p", null, pm.say(key));
  const line = (sign, ...words) => pm.el("li", null, sign, pm.el("span", null, words));

  /** The classes of a group, each with its sample. */
  function classes(looks, group, theme) {
    const shown = [...looks[group].values()].filter((look) => look.colour);
    const sign = (look) => look.mark && pm.el("b", { "aria-hidden": "true" }, ` ${look.mark}`);
    const rows = shown.map((look) => line(pm.swatch(look, theme || group), pm.named(look), sign(look)));
    return pm.el("ul", { class: "pm-help-classes" }, rows);
  }

  /** @param {Object} app the map @returns {Array} what the colours of its theme mean */
  pm.colourAnswer = function (app) {
    const { looks, theme } = app;
    if (theme !== "clearance") return [note("colours.funding"), classes(looks, "funding"), note("colours.landuse")];
    return [
      note("colours.clearance"),
      pm.el("h3", null, pm.say("colours.edge")),
      classes(looks, "clearance"),
      pm.el("h3", null, pm.say("colours.fill")),
      classes(looks, "progress"),
      note("colours.hatch"),
      note("colours.shape"),
      note("colours.landuse"),
    ];
  };

  const unplaced = () => pm.el("span", { class: "pm-help-unplaced" }, pm.icon(pm.SIGNS.unpinned, 20));

  /** The row in question, in one sentence. */
  function ofRow(row, looks) {
    if (!row) return null;
    const facts = row.properties;
    const sure = pm.named(looks.precision.get(facts.precision) || pm.strange(facts.precision));
    return [
      pm.el("h3", null, pm.say("sure.row")),
      pm.el("p", { class: "pm-help-row" }, pm.el("b", null, row.id, " ", pm.own(facts.name)), pm.el("br"), `${sure}. `, pm.sureness(facts, row.geometry)),
    ];
  }

  /** @param {Object} app @param {?Row} row @returns {Array} how sure places are, and that row's */
  pm.sureAnswer = function (app, row) {
    const { looks } = app;
    const words = (look) => [pm.el("b", null, pm.named(look)), pm.el("small", null, pm.noteOf(look))];
    const rows = [...looks.precision.values()].map((look) => line(look.on_map ? pm.precisionSample(look) : unplaced(), words(look)));
    return [
      note("sure.lead"),
      ofRow(row, looks),
      pm.el("h3", null, pm.say("sure.classes")),
      pm.el("ul", { class: "pm-help-classes" }, rows),
      note("sure.evidence"),
      note("sure.mend"),
    ];
  };
})(window.projectmap);
