/** The spreadsheet: send it to be read, see every row and every slip, then store all of it or nothing. */
(function (pm) {
  "use strict";

  const form = document.getElementById("sheet-form");
  if (!form) return;
  const status = form.querySelector(".form-status");
  const preview = document.getElementById("sheet-preview");
  let revisions = {};
  let turn = 0; // only what is in the form now may be shown, and stored

  function tell(words, kind) {
    status.className = kind ? `form-status form-${kind}` : "form-status";
    status.textContent = words;
  }

  function body() {
    const data = new FormData();
    data.append("file", form.elements.file.files[0]);
    data.append("revisions", JSON.stringify(revisions));
    return data;
  }

  function showRow(row) {
    const changed = (item) => item.change && item.change !== pm.say("report.same");
    const figures = row.read.map(({ label, words, ...item }) => (changed(item) ? `${label}: ${words} (${item.change})` : `${label}: ${words}`));
    return pm.el("tr", { class: row.errors ? "row-error" : null },
      pm.el("td", null, String(row.row)),
      pm.el("th", { scope: "row" }, row.clearance, pm.el("small", null, pm.own(row.name))),
      pm.el("td", null, figures.length ? pm.el("ul", null, figures.map((words) => pm.el("li", null, words))) : pm.say("sheet.unread")));
  }

  function show(answer) {
    const said = answer.body;
    revisions = said.revisions || revisions;
    const notes = said.notes.map((note) => pm.el("li", { class: `finding-${note.severity}` }, note.message));
    const head = pm.el("tr", null, ["row", "clearance", "read"].map((key) => pm.el("th", { scope: "col" }, pm.say(`sheet.${key}`))));
    const store = pm.button({ words: pm.say("sheet.store", { n: said.rows.length }), className: "button", onclick: storeAll });
    if (!said.storable) store.disabled = true;
    pm.refill(preview,
      pm.el("h2", null, said.storable ? pm.say("sheet.good") : pm.say("sheet.faults", { n: said.errors })),
      notes.length ? pm.el("ul", { class: "findings" }, notes) : null,
      said.rows.length ? pm.el("table", { class: "sheet-table" }, pm.el("thead", null, head), pm.el("tbody", null, said.rows.map(showRow))) : null,
      store);
    preview.hidden = false;
    preview.scrollIntoView({ block: "start" });
  }

  async function storeAll() {
    tell(pm.say("send.saving"));
    const answer = await pm.send("/api/report-sheet", body());
    if (answer.status === 201) {
      tell(pm.say("sheet.stored", { n: answer.body.stored }), "good");
      pm.refill(preview);
      preview.hidden = true;
      return;
    }
    tell(pm.faultWords(answer), "error");
    if (answer.body.rows) show(answer);
  }

  form.addEventListener("input", () => {
    turn += 1;
    pm.refill(preview);
    preview.hidden = true;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell(pm.say("sheet.reading"));
    const mine = (turn += 1);
    const answer = await pm.send("/api/report-sheet/check", body());
    if (mine !== turn) return;
    if (answer.status !== 200) {
      tell(pm.faultWords(answer), "error");
      return;
    }
    tell("");
    show(answer);
  });
})(window.projectmap);
