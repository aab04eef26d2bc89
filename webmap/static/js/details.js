/** The opened project, or the list of a shared place: everything known, in words, and how it is known. */
(function (pm) {
  "use strict";

  /** A term with its description. */
  const fact = (term, ...content) => [pm.el("dt", null, pm.say(term)), pm.el("dd", null, content)];
  const small = (text) => pm.el("small", null, text);
  const note = (text) => pm.el("p", { class: "pm-note" }, text);
  const source = (text) => pm.el("span", { class: "pm-source" }, pm.own(text));

  function fundingWords(facts, looks) {
    const look = looks.funding.get(facts.funding_source) || pm.strange(facts.funding_source);
    const raw = facts.funding_source_raw;
    return [pm.swatch(look, "funding"), pm.named(look), raw && raw !== look.vi && small(pm.say("details.funding.raw", { raw }))];
  }

  function stateWords(row, looks) {
    const look = looks.of(row, "clearance");
    return [pm.swatch(look, "clearance"), pm.el("span", null, pm.named(look)), reported(row.properties)];
  }

  /** What the latest report says, with its day; nothing where nobody has reported. */
  function reported(facts) {
    if (!facts.reported_on) return null;
    const date = pm.date(facts.reported_on);
    if (facts.progress_share == null) return small(pm.say("details.reported", { date }));
    const basis = pm.say(`basis.${facts.progress_basis}`);
    return small(pm.say("details.reported.share", { date, share: pm.percent(facts.progress_share), basis }));
  }

  function link(row, open) {
    const attributes = { type: "button", class: "pm-link", "data-project": row.id, onclick: () => open(row.id) };
    return pm.el("button", attributes, row.id, " ", pm.own(row.properties.name));
  }

  /** Whether the land comes too late for the work, by the years of the programme. */
  function slack(work, clearance) {
    const [project, cleared] = [work.properties.finish_year, clearance.properties.finish_year];
    if (project == null || cleared == null || cleared < project) return null;
    const words = pm.say(cleared > project ? "details.late" : "details.tight", { project, clearance: cleared });
    return pm.el("p", { class: "pm-warn" }, words);
  }

  /** Of a clearance: its state, and the work it clears. */
  function ofClearance(row, programme, looks, open) {
    const { clears, clears_match: match } = row.properties;
    const work = programme.byId.get(clears);
    return [
      fact("details.clearance", stateWords(row, looks), work && slack(work, row)),
      fact("details.clears", work && link(work, open), match !== "exact" && small(pm.say(`details.match.${match}`))),
    ];
  }

  /** Of a work: the clearances that it waits for. */
  function ofWork(row, programme, looks, open) {
    const clearances = programme.clearancesOf.get(row.id);
    if (!clearances) return fact("details.clearance", stateWords(row, looks));
    return clearances.map((clearance) => {
      const { start_year: start, finish_year: finish, clears_match: match } = clearance.properties;
      return fact(
        "details.clearance",
        stateWords(clearance, looks),
        small(pm.say("details.term", { years: pm.years(start, finish) })),
        link(clearance, open),
        match === "probable" && small(pm.say("details.match.probable")),
        slack(row, clearance),
      );
    });
  }

  /** Which words of the name led where, word by word. */
  function evidenceFact(facts) {
    const evidence = facts.evidence || [];
    if (!evidence.length) return null;
    const items = evidence.map((one) => {
      const words = one.words && !one.says.includes(one.words) && [pm.el("q", null, pm.own(one.words)), " "];
      return pm.el("li", null, words, pm.bdi(one.says));
    });
    return fact("details.evidence", pm.el("ul", { class: "pm-evidence" }, items));
  }

  function placeFacts(row, looks) {
    const facts = row.properties;
    const look = looks.precision.get(facts.precision);
    const method = looks.method.get(facts.method);
    return [
      fact(
        "details.place",
        pm.el("b", null, look ? pm.named(look) : facts.precision),
        row.geometry && method && pm.el("p", null, pm.say("details.method", { method: pm.named(method) })),
        facts.areas?.length > 0 && pm.el("p", null, pm.say("details.areas", { areas: facts.areas.map((code) => looks.areas[code] || code).join(", ") })),
        facts.reason && pm.el("p", null, pm.bdi(facts.reason)),
        facts.sketch && pm.el("p", null, pm.say("details.sketch")),
        facts.outside_ward && pm.el("p", null, pm.say("details.outside")),
      ),
      row.geometry && fact("details.sure", pm.sureness(facts, row.geometry), facts.radius_m != null && pm.el("p", null, pm.errand(facts)), pm.question("sure", row)),
      evidenceFact(facts),
    ];
  }

  /** Where the values come from, folded: whoever checks them unfolds it. */
  function sources(facts) {
    return pm.el(
      "details",
      { class: "pm-section pm-drawer" },
      pm.el("summary", null, pm.say("details.sources")),
      pm.el(
        "dl",
        null,
        facts.source && fact("details.origin", source(facts.source)),
        facts.location_source && fact("details.source", source(facts.location_source)),
      ),
    );
  }

  function heading(row, looks) {
    const facts = row.properties;
    const category = looks.category.get(facts.category);
    const said = facts.kind === "clearance" ? looks.kind.get(facts.kind) : category;
    return [
      pm.el(
        "p",
        { class: "pm-kicker" },
        category && pm.icon(category.icon, 20),
        pm.el("span", null, said ? pm.named(said) : facts.category),
        pm.el("span", { class: "pm-id" }, row.id),
      ),
      pm.el("h2", { tabindex: -1 }, pm.own(facts.name)),
      pm.el("p", { class: "pm-source-row" }, pm.say("details.row", facts)),
    ];
  }

  /** Details of one row. */
  pm.rowDetails = function (row, programme, looks, open) {
    const facts = row.properties;
    const clearance = facts.kind === "clearance" ? ofClearance : ofWork;
    return [
      heading(row, looks),
      pm.el(
        "dl",
        null,
        fact("details.funding", fundingWords(facts, looks)),
        fact("details.years", pm.years(facts.start_year, facts.finish_year)),
        clearance(row, programme, looks, open),
        placeFacts(row, looks),
      ),
      !pm.embedded && pm.el("a", { class: "pm-link", href: `/projects/${encodeURIComponent(row.id)}` }, pm.say("details.page")),
      sources(facts),
    ];
  };

  /** What the names call the zone that the rows share. */
  function zoneWords(place) {
    const { zone } = place.rows[0].properties;
    const evidence = place.rows.flatMap((row) => row.properties.evidence || []);
    const found = zone && evidence.find((one) => one.place === zone);
    return found && pm.el("p", { class: "pm-kicker" }, pm.own(found.words));
  }

  /** The rows that share a place. */
  pm.placeDetails = function (place, theme, looks, open) {
    return [
      zoneWords(place),
      pm.el("h2", { tabindex: -1 }, pm.say("details.shared", { n: place.rows.length })),
      note(pm.say("details.shared.note")),
      note(pm.sureness(place, place.geometry)),
      pm.el("ul", { class: "pm-rows" }, place.rows.map((row) => pm.rowItem(row, theme, looks, open))),
    ];
  };

  /** Whether a place holds just a work and its own clearance: then the work opens at once and names its clearance. */
  pm.isPair = function (place) {
    const [a, b] = place.rows;
    return place.rows.length === 2 && (a.properties.clears === b.id || b.properties.clears === a.id);
  };
})(window.projectmap);
