/** What was said of a place before, newest first, and the way back to any of it. */
(function (pm) {
  "use strict";

  const { say, parts } = pm.edit;
  const { el } = pm;

  const how = (version) => say(`method.${version.method}`);

  function stateWords(version, looks) {
    if (version.action === "engine") return say("history.back");
    if (version.geometry === null) return say("history.none");
    const look = looks.precision.get(version.precision);
    return say("history.place", {
      precision: look ? pm.named(look).toLowerCase() : version.precision,
      radius: pm.distance(version.radius_m),
    });
  }

  /** One version with its document and reason; `restore` is given where one can go back to it. */
  function entry(version, looks, current, restore) {
    const changes = version.ledger_changes;
    return el(
      "li",
      current ? { class: "pe-current" } : null,
      el(
        "p",
        { class: "pe-strong" },
        say("history.line", { revision: version.revision, who: version.who, when: pm.edit.moment(version.recorded_at) }),
        current && el("span", { class: "pe-tag" }, say("history.now")),
      ),
      el("p", null, `${stateWords(version, looks)}, ${how(version)}.`),
      el("p", { class: "pe-quiet" }, pm.own([version.source, version.reason].filter(Boolean).join(". "))),
      current && changes.length ? parts.message("ask", say("history.changed"), parts.list(changes)) : null,
      restore && pm.button({ words: say("history.restore"), className: "pe-plain", onclick: () => restore(version.revision) }),
    );
  }

  /**
   * The list of all versions, folded.
   * @param {Object} told the answer of `/api/projects/<id>/corrections`
   * @param {Object} looks
   * @param {function(number): void} restore asked for with a revision; 0 is the engine's answer
   */
  pm.edit.historyList = function (told, looks, restore) {
    const { versions } = told;
    const last = versions[0];
    const items = versions.map((version, n) => entry(version, looks, n === 0, n > 0 && restore));
    const engineNow = !last || last.action === "engine";
    const engine = el(
      "li",
      engineNow ? { class: "pe-current" } : null,
      el("p", { class: "pe-strong" }, say("history.engine"), engineNow && el("span", { class: "pe-tag" }, say("history.now"))),
      !versions.length && el("p", { class: "pe-quiet" }, say("history.empty")),
      !engineNow && pm.button({ words: say("history.restore"), className: "pe-plain", onclick: () => restore(0) }),
    );
    return el(
      "details",
      { class: "pe-folded pe-history" },
      el("summary", null, say("history.title", { n: versions.length })),
      el("ol", null, items, engine),
    );
  };

  /** What is in use now: geometry and radius, by people or by the engine. */
  pm.edit.inUse = function (told) {
    const last = told.versions[0];
    return !last || last.action === "engine" ? told.engine : last;
  };

  /** Somebody else's version that came first, in one sentence. */
  pm.edit.versionWords = function (version) {
    return say("conflict.text", {
      when: pm.edit.moment(version.recorded_at),
      how: how(version),
      source: version.source || "…",
      reason: `${(version.reason || "").replace(/\.?$/, ".")}`,
    });
  };
})(window.projectmap);
