/** Small parts that the editor's panel is built from. */
(function (pm) {
  "use strict";

  const { say } = pm.edit;
  const { el } = pm;
  let count = 0;

  /** An id of its own, to bind labels and descriptions. */
  const freshId = (name) => `pe-${name}-${(count += 1)}`;

  /** Radio buttons drawn as one switch. `choices` are [value, words]. */
  function segmented(legend, choices, chosen, onchange) {
    const name = freshId("choice");
    const labels = choices.map(([value, words]) => {
      const input = el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onchange(value) });
      return el("label", null, input, el("span", null, words));
    });
    return el("fieldset", { class: "pe-switch" }, el("legend", { class: "pm-unseen" }, legend), labels);
  }

  /** Radio buttons one below the other, each with a note. `choices` are {value, words, note}. */
  function choices(legend, items, chosen, onchange) {
    const name = freshId("choice");
    const labels = items.map(({ value, words, note }) => {
      const input = el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onchange(value) });
      return el("label", { class: "pe-choice" }, input, el("span", null, pm.bdi(words), note && el("small", null, pm.bdi(note))));
    });
    return el("fieldset", { class: "pe-choices" }, el("legend", null, legend), labels);
  }

  /** A labelled field. */
  function field(label, input, note) {
    input.id = input.id || freshId("field");
    const noteId = note && freshId("note");
    if (note) input.setAttribute("aria-describedby", noteId);
    return el(
      "div",
      { class: "pe-field" },
      el("label", { for: input.id }, label),
      input,
      note && el("small", { id: noteId }, note),
    );
  }

  /** A message with a tone: `good`, `ask`, `bad`, `busy`, `plain`. */
  function message(tone, ...content) {
    return el("div", { class: `pe-message pe-${tone}` }, content);
  }

  const list = (sentences, className) =>
    sentences && sentences.length ? el("ul", { class: className }, sentences.map((text) => el("li", null, pm.bdi(text)))) : null;

  /** What a drawing measures, beside what the paper states. */
  function measured(facts) {
    const parts = [];
    if (facts.area_m2) parts.push(`${say("measure.area")} ${pm.edit.area(facts.area_m2)}`);
    if (facts.area_m2 && facts.perimeter_m) parts.push(`${say("measure.perimeter")} ${pm.edit.length(facts.perimeter_m)}`);
    if (facts.length_m) parts.push(`${say("measure.length")} ${pm.edit.length(facts.length_m)}`);
    const stated = facts.stated_area_m2 != null && facts.area_difference_percent != null && el(
      "span",
      { class: Math.abs(facts.area_difference_percent) > 2 ? "pe-apart" : null },
      say("measure.stated", { area: pm.edit.area(facts.stated_area_m2), percent: pm.edit.percent(facts.area_difference_percent) }),
    );
    return parts.length ? el("p", { class: "pe-measured" }, `${parts.join(", ")}. `, stated) : null;
  }

  /** A table, folded under its heading. */
  function folded(title, heads, rows) {
    const head = el("tr", null, heads.map((words) => el("th", { scope: "col" }, words)));
    const body = rows.map((cells) => el("tr", null, cells.map((cell) => el("td", null, pm.bdi(cell)))));
    return el(
      "details",
      { class: "pe-folded" },
      el("summary", null, title),
      el("div", { class: "pe-table", tabindex: 0, role: "region", "aria-label": title },
        el("table", null, el("thead", null, head), el("tbody", null, body))),
    );
  }

  pm.edit.parts = { segmented, choices, field, message, list, measured, folded, freshId };
})(window.projectmap);
