/** The opened project, or the list of a shared place: everything known, in words, and how it is known. */
(function (pm) {
  "use strict";

  /** A term with its description; nothing where there is nothing to say. */
  const fact = (term, ...content) => [pm.el("dt", null, pm.say(term)), pm.el("dd", null, content)];

  function fundingWords(facts, looks) {
    const look = looks.funding.get(facts.funding_source);
    const raw = facts.funding_source_raw;
    const differs = raw && look && raw !== look.vi;
    return [look && pm.swatch(look, "funding"), look ? look.vi : facts.funding_source,
      differs && pm.el("small", null, pm.say("details.funding.raw", { raw }))];
  }

  function stateWords(row, looks) {
    const look = looks.of(row, "clearance");
    return [pm.swatch(look, "clearance"), pm.el("span", null, look.vi), reported(row.properties)];
  }

  /** What the latest report says, with its day; nothing where nobody has reported. */
  function reported(facts) {
    if (!facts.reported_on) return null;
    const date = pm.date(facts.reported_on);
    if (facts.progress_share == null) return pm.el("small", null, pm.say("details.reported", { date }));
    const share = pm.percent(facts.progress_share);
    return pm.el("small", null, pm.say("details.reported.share", { date, share, basis: pm.say(`basis.${facts.progress_basis}`) }));
  }

  const link = (row, open) =>
    pm.el("button", { type: "button", class: "pm-link", "data-project": row.id, onclick: () => open(row.id) }, row.id, " ", pm.bdi(row.properties.name));

  /** Whether the land comes in time for the work, by the years of the programme. */
  function slack(work, clearance) {
    const [project, cleared] = [work.properties.finish_year, clearance.properties.finish_year];
    if (project == null || cleared == null || cleared < project) return null;
    return pm.el("p", { class: "pm-warn" }, pm.say(cleared > project ? "details.late" : "details.tight", { project, clearance: cleared }));
  }

  function clearanceFacts(row, programme, looks, open) {
    const facts = row.properties;
    if (facts.kind === "clearance") {
      const work = programme.byId.get(facts.clears);
      const unsure = facts.clears_match !== "exact" && pm.el("small", null, pm.say(`details.match.${facts.clears_match}`));
      return [
        fact("details.clearance", stateWords(row, looks), work && slack(work, row)),
        fact("details.clears", work ? link(work, open) : null, unsure),
      ];
    }
    const clearances = programme.clearancesOf.get(row.id) || [];
    if (!clearances.length) return [fact("details.clearance", stateWords(row, looks))];
    return clearances.map((clearance) =>
      fact(
        "details.clearance",
        stateWords(clearance, looks),
        pm.el("span", { class: "pm-years" }, " · ", pm.years(clearance.properties.start_year, clearance.properties.finish_year)),
        link(clearance, open),
        clearance.properties.clears_match === "probable" && pm.el("small", null, pm.say("details.match.probable")),
        slack(row, clearance),
      ),
    );
  }

  /** Which words of the name led where, word by word. */
  function evidenceList(facts) {
    const evidence = Array.isArray(facts.evidence) ? facts.evidence : [];
    if (!evidence.length) return null;
    return fact(
      "details.evidence",
      pm.el(
        "ul",
        { class: "pm-evidence" },
        evidence.map((one) => pm.el("li", null, one.words && [pm.el("q", null, pm.bdi(one.words)), " "], pm.bdi(one.says))),
      ),
    );
  }

  function placeFacts(row, looks) {
    const facts = row.properties;
    const look = looks.precision.get(facts.precision);
    return [
      fact("details.place", pm.el("b", null, look ? look.vi : facts.precision), facts.reason && pm.el("p", null, pm.bdi(facts.reason)),
        facts.sketch && pm.el("p", null, pm.say("details.sketch")), facts.outside_ward && pm.el("p", null, pm.say("details.outside"))),
      row.geometry && fact("details.sure", pm.sureness(facts, pm.isLine(row.geometry))),
      evidenceList(facts),
      facts.location_source && fact("details.source", pm.el("span", { class: "pm-source" }, pm.bdi(facts.location_source))),
      facts.source && fact("details.origin", pm.el("span", { class: "pm-source" }, pm.bdi(facts.source))),
    ];
  }

  function heading(row, looks) {
    const facts = row.properties;
    const category = looks.category.get(facts.category);
    const kind = looks.kind.get(facts.kind);
    return [
      pm.el(
        "p",
        { class: "pm-kicker" },
        category && pm.icon(category.icon, 20),
        pm.el("span", null, facts.kind === "clearance" && kind ? kind.vi : category ? category.vi : facts.category),
        pm.el("span", { class: "pm-id" }, row.id),
      ),
      pm.el("h2", { tabindex: -1 }, pm.bdi(facts.name)),
      pm.el("p", { class: "pm-source-row" }, pm.say("details.row", { appendix: facts.appendix, number: facts.number })),
    ];
  }

  /** Details of one row. */
  pm.rowDetails = function (row, programme, looks, open) {
    const facts = row.properties;
    return [
      ...heading(row, looks),
      pm.el(
        "dl",
        null,
        fact("details.funding", fundingWords(facts, looks)),
        fact("details.years", pm.years(facts.start_year, facts.finish_year)),
        clearanceFacts(row, programme, looks, open),
        placeFacts(row, looks),
      ),
    ];
  };

  /** What the names call the zone that the rows share. */
  function zoneWords(place) {
    const evidence = place.rows.flatMap((row) => row.properties.evidence || []);
    const found = evidence.find((one) => one.place && one.place === place.rows[0].properties.zone);
    return found ? found.words : null;
  }

  /** The rows that share a place. */
  pm.placeDetails = function (place, theme, looks, open) {
    const rows = place.rows.map((row) =>
      pm.el(
        "li",
        null,
        pm.el(
          "button",
          { type: "button", class: "pm-row", "data-project": row.id, onclick: () => open(row.id) },
          pm.swatch(looks.of(row, theme), theme),
          pm.el("span", { class: "pm-row-name" }, pm.bdi(row.properties.name)),
          pm.el("span", { class: "pm-row-id" }, row.id),
        ),
      ),
    );
    const zone = zoneWords(place);
    return [
      zone && pm.el("p", { class: "pm-kicker" }, pm.bdi(zone)),
      pm.el("h2", { tabindex: -1 }, pm.say("details.shared", { n: place.rows.length })),
      pm.el("p", { class: "pm-note" }, pm.say("details.shared.note")),
      pm.el("p", { class: "pm-note" }, pm.sureness(place, pm.isLine(place.geometry))),
      pm.el("ul", { class: "pm-rows" }, rows),
    ];
  };

  /** Whether a place holds just a work and its own clearance: then the work opens at once and names its clearance. */
  pm.isPair = function (place) {
    const [a, b] = place.rows;
    return place.rows.length === 2 && (a.properties.clears === b.id || b.properties.clears === a.id);
  };
})(window.projectmap);
