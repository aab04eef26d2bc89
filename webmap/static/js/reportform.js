/**
 * The report form: a draft that survives, live reading of what was typed, differences to the last values, warnings that want a
 * reason before anything is stored. How numbers are read is the server's knowledge alone.
 */
(function (pm) {
  "use strict";

  const form = document.getElementById("report-form");
  if (!form) return;
  const address = `/api/clearances/${form.dataset.clearance}/reports`;
  const draft = pm.draft(`report.${form.dataset.clearance}`);
  const status = document.getElementById("report-status");
  const findings = document.getElementById("report-findings");
  const save = document.getElementById("report-save");
  const QUIET = new Set(["empty", "no_source"]); // not yet a fault while somebody is still typing
  let id = pm.newId();
  let timer = 0;
  let asked = 0; // the newest question; an answer to an older one is not shown
  const doubted = new Set(); // doubts that were shown, with what was typed: pressing again after reading them saves
  let waiting = false; // saved without a connection: to be sent when it is back

  const inputs = () => Array.from(form.elements).filter((element) => element.name);
  const reasonsOf = () => Object.fromEntries(
    Array.from(findings.querySelectorAll("textarea")).map((area) => [area.dataset.rule, area.value]).filter(([, words]) => words.trim()),
  );

  function values() {
    const given = Object.fromEntries(inputs().map((input) => [input.name, input.value.trim()]).filter(([, value]) => value !== ""));
    return { ...given, id, reasons: reasonsOf() };
  }

  function tell(words, kind) {
    status.className = kind ? `form-status form-${kind}` : "form-status";
    status.textContent = words;
  }

  function keepDraft() {
    const { reasons, ...fields } = values();
    if (!draft.keep({ id, fields, reasons })) tell(pm.say("report.nodraft"), "warning");
  }

  /** The draft was stored and its answer lost on the way: what is typed from now on corrects that report. */
  function correctIfStored() {
    const reports = form.elements.supersedes;
    if (!reports || !Array.from(reports.options).some((option) => option.value === id)) return;
    reports.value = id;
    id = pm.newId();
  }

  function restore() {
    const kept = draft.read();
    if (!kept || !kept.fields) return;
    id = kept.id || id;
    inputs().filter((input) => kept.fields[input.name] !== undefined).forEach((input) => {
      input.value = kept.fields[input.name];
      show(input);
    });
    correctIfStored();
    const when = new Date(kept.kept).toLocaleString(pm.locale);
    status.className = "form-status";
    const forget = () => { draft.drop(); location.reload(); };
    const drop = pm.button({ words: pm.say("report.drop"), className: "button-small", onclick: forget });
    pm.refill(status, pm.say("report.restored", { when }), " ", drop);
  }

  /** Open the group that an element stands in. */
  function show(element) {
    const group = element.closest("details");
    if (group) group.open = true;
  }

  function markField(name, words, kind) {
    const note = form.querySelector(`[data-note="${CSS.escape(name)}"]`);
    if (!note) return false;
    show(note);
    note.append(pm.el("span", { class: `note-${kind}` }, words));
    return true;
  }

  function clearNotes() {
    form.querySelectorAll("[data-note]").forEach((note) => note.replaceChildren());
  }

  function showRead(read) {
    for (const [name, said] of Object.entries(read)) {
      markField(name, said.change && said.change !== pm.say("report.same") ? `${said.words}, ${said.change}` : said.words, "read");
    }
  }

  /** The findings below the form; a warning has a place for its reason, kept while somebody types. */
  function showFindings(list, typing) {
    const reasons = reasonsOf();
    const shown = list.filter((item) => !(typing && QUIET.has(item.rule)));
    const rules = new Set();
    pm.refill(findings, shown.map((item) => {
      markField(item.field, item.message, item.severity);
      const asks = item.severity === "warning" && !rules.has(item.rule);
      if (asks) rules.add(item.rule);
      return pm.el("li", { class: `finding-${item.severity}` }, item.message,
        asks && pm.el("label", { class: "form-field" }, pm.say("report.reason"),
          pm.el("textarea", { "data-rule": item.rule, rows: "2", maxlength: "500" }, reasons[item.rule] || "")));
    }));
  }

  /** Show how everything is read; answers how many doubts are shown for the first time, and null if a newer question overtook it. */
  async function check() {
    const given = values();
    asked += 1;
    const mine = asked;
    const answer = await pm.send(`${address}/check`, given);
    if (mine !== asked) return null;
    if (answer.status !== 200) return 0;
    clearNotes();
    showRead(answer.body.read);
    answer.body.doubts.forEach((item) => markField(item.field, item.message, "information"));
    const fresh = answer.body.doubts.filter((item) => !doubted.has(`${item.field} ${item.message}`));
    fresh.forEach((item) => doubted.add(`${item.field} ${item.message}`));
    answer.body.problems.filter((item) => given[item.field] !== undefined).forEach((item) => markField(item.field, item.message, "error"));
    showFindings(answer.body.findings, true);
    return fresh.length;
  }

  /** The same, again for what somebody typed meanwhile: nothing is stored that was not read. */
  async function checkAll() {
    const before = JSON.stringify(values());
    const fresh = (await check()) || 0;
    return before === JSON.stringify(values()) ? fresh : fresh + (await checkAll());
  }

  function stored() {
    draft.drop();
    waiting = false;
    tell(pm.say("report.saved"), "good");
    location.assign(`/clearances/${form.dataset.clearance}`);
  }

  function refusedBy(answer) {
    clearNotes();
    (answer.body.faults || []).forEach((item) => { if (!markField(item.field, item.message, "error")) tell(item.message, "error"); });
    showFindings(answer.body.findings || [], false);
    const first = form.querySelector(".note-error, .note-warning") || findings.querySelector("textarea") || findings;
    const line = first.closest(".figure-line, li") || form;
    line.querySelector("input, select, textarea")?.focus({ preventScroll: true }); // the button lost it while it waited
    first.scrollIntoView({ block: "center" });
  }

  async function submit() {
    keepDraft();
    save.disabled = true;
    tell(pm.say("send.sending"));
    clearTimeout(timer);
    if (await checkAll()) {
      save.disabled = false;
      tell(pm.say("report.doubts"), "warning");
      return;
    }
    const answer = await pm.send(address, { ...values(), revision: Number(form.dataset.revision) });
    save.disabled = false;
    if (answer.status === 200 || answer.status === 201) { stored(); return; }
    waiting = answer.status === 0;
    tell(waiting ? pm.say("send.later", { words: pm.faultWords(answer) }) : pm.faultWords(answer), "error");
    if (answer.status === 409) status.append(" ", pm.button({ words: pm.say("report.reload"), className: "button-small", onclick: () => location.reload() }));
    if (answer.status === 422) refusedBy(answer);
  }

  form.addEventListener("input", (event) => {
    if (!event.target.dataset.rule) { clearTimeout(timer); timer = setTimeout(check, 600); }
    keepDraft();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  window.addEventListener("online", () => { if (waiting) submit(); });
  restore();
  if (inputs().some((input) => input.dataset.figure !== undefined && input.value)) check();
})(window.projectmap);
