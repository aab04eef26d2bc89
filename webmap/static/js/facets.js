/** The choices of the filters with live counts: how many rows remain under the others. Built once, updated in place. */
(function (pm) {
  "use strict";

  const signOf = (look, group) => {
    if (group === "category") return pm.icon(look.icon, 18);
    return group === "funding" || group === "clearance" ? pm.swatch(look, group) : null;
  };

  /** What a value of a filter is called. */
  function wordsOf({ name, group }, code, looks) {
    if (name === "area") return looks.areas[code] || code;
    if (!group) return pm.say(`facet.${name}.value`, { code });
    return pm.named(looks[group].get(code) || pm.strange(code));
  }

  const WHOLE = ["clearance_end"]; // of which it is an answer that no row has a value

  /** The values of a filter that occur, in the order of the style table. */
  function codesOf(facet, rows, looks) {
    const used = new Set(rows.flatMap((row) => pm.valuesOf(row, facet)));
    if (facet.name === "appendix") return [...used].sort((a, b) => a - b);
    const known = facet.group ? [...looks[facet.group].keys()] : Object.keys(looks.areas);
    return [...known, ...[...used].filter((code) => !known.includes(code))].filter((code) => used.has(code) || WHOLE.includes(facet.name));
  }

  const NOTED = ["area", "progress_class", "clearance_end"]; // what these filters leave out, and why

  function choice(facet, code, looks, onchange) {
    const input = pm.el("input", { type: "checkbox", name: facet.name, value: code, onchange });
    const count = pm.el("span", { class: "pm-number" });
    const look = facet.group && (looks[facet.group].get(code) || pm.strange(code));
    const lang = facet.name === "area" ? "vi" : null; // names of places
    const words = pm.el("span", { class: "pm-facet-words", lang }, wordsOf(facet, code, looks));
    const element = pm.el("label", { class: "pm-facet-choice" }, input, look && signOf(look, facet.group), words, count);
    return { code, input, count, element };
  }

  function facetPart(facet, rows, looks, onchange) {
    const write = () => {
      const checked = choices.filter(({ input }) => input.checked).map(({ code }) => code);
      onchange({ [facet.name]: pm.writeList(checked) });
    };
    const choices = codesOf(facet, rows, looks).map((code) => choice(facet, code, looks, write));
    const chosen = pm.el("span", { class: "pm-facet-chosen" });
    const element = pm.el(
      "details",
      { class: "pm-facet", open: facet.name === "funding_source" },
      pm.el("summary", null, pm.say(`facet.${facet.name}`), chosen),
      pm.el("fieldset", null, pm.el("legend", { class: "pm-unseen" }, pm.say(`facet.${facet.name}`)), choices.map((one) => one.element)),
      NOTED.includes(facet.name) && pm.el("p", { class: "pm-note pm-facet-note" }, pm.say(`facet.${facet.name}.note`)),
    );
    return {
      element,
      update(state, counts) {
        const wanted = pm.readList(state[facet.name]);
        for (const { code, input, count, element: label } of choices) {
          const left = counts.get(code) || 0;
          input.checked = wanted.has(code);
          count.textContent = String(left);
          label.classList.toggle("pm-zero", !left && !input.checked);
        }
        chosen.textContent = wanted.size ? String(wanted.size) : "";
        chosen.hidden = !wanted.size;
      },
    };
  }

  /**
   * @param {Row[]} rows all of them
   * @param {Object} looks
   * @param {function(Object): void} onchange takes the change of the state
   * @returns {{element: HTMLElement, update: function(Object, Object): void}}
   */
  pm.facets = function (rows, looks, onchange) {
    const parts = pm.FACETS.map((facet) => [facet.name, facetPart(facet, rows, looks, onchange)]);
    return {
      element: pm.el("div", { class: "pm-facets" }, parts.map(([, part]) => part.element)),
      update: (state, counts) => parts.forEach(([name, part]) => part.update(state, counts[name])),
    };
  };

  /** The chosen filters one by one: words, and the change of the state that takes each away. */
  pm.chosen = function (state, looks) {
    const lists = pm.FACETS.flatMap((facet) => {
      const wanted = [...pm.readList(state[facet.name])];
      return wanted.map((code) => ({
        term: pm.say(`facet.${facet.name}`),
        words: wordsOf(facet, code, looks),
        without: { [facet.name]: pm.writeList(wanted.filter((one) => one !== code)) },
      }));
    });
    const mode = pm.say(`years.${state.year_mode || "runs"}`);
    const years = (state.year || "").replace("-", "–");
    const year = years && [{ term: mode, words: years, chip: `${mode} ${years}`, without: { year: null, year_mode: null } }];
    return [...(year || []), ...lists];
  };
})(window.projectmap);
