/** An edited GeoPackage: send it to be looked at, see every change of every row, then save all of it or nothing. */
(function (pm) {
  "use strict";

  pm.addWords({
    "merge.reading": "Đang đọc tệp…",
    "merge.saving": "Đang lưu…",
    "merge.none": "Tệp không đổi gì so với bản đồ.",
    "merge.found": "{n} dòng thay đổi, chưa lưu",
    "merge.save": "Lưu tất cả {n} dòng",
    "merge.drop": "Bỏ, không lưu",
    "merge.dropped": "Chưa lưu gì.",
    "merge.saved": "Đã lưu {n} dòng.",
    "merge.map": "Xem trên bản đồ",
    "merge.engine": "Vị trí hiện nay do máy đặt theo tên.",
    "merge.person": "Vị trí hiện nay của {who}, {when}.",
    "merge.empty": "trống",
    "merge.becomes": "thành",
    "merge.faults": "Còn {n} chỗ phải sửa, chưa lưu gì",
  });

  const form = document.getElementById("merge-form");
  const status = form.querySelector(".form-status");
  const preview = document.getElementById("merge-preview");

  let turn = 0; // only what is in the form now may be shown

  function tell(words, kind) {
    status.className = kind ? `form-status form-${kind}` : "form-status";
    status.textContent = words;
  }

  function clear() {
    pm.refill(preview);
    preview.hidden = true;
  }

  function reveal(...children) {
    pm.refill(preview, ...children);
    preview.hidden = false;
    preview.focus({ preventScroll: true });
    preview.scrollIntoView({ block: "start" });
  }

  function body(mark) {
    const data = new FormData(form);
    if (mark) data.append("mark", mark);
    return data;
  }

  const written = (words) => (words === "" ? pm.say("merge.empty") : pm.own(words));

  function showChange(change) {
    return pm.el("dl", { class: "merge-change" },
      pm.el("dt", null, change.field),
      pm.el("dd", { class: "merge-before" }, written(change.before)),
      pm.el("dd", { class: "merge-arrow" }, pm.el("span", { role: "img", "aria-label": pm.say("merge.becomes") }, "→")),
      pm.el("dd", { class: "merge-after" }, written(change.after)));
  }

  function showRow(row) {
    const by = row.who ? pm.say("merge.person", { who: row.who, when: row.when }) : pm.say("merge.engine");
    return pm.el("li", null,
      pm.el("h3", null, `${row.project} `, pm.own(row.name)),
      pm.el("p", { class: "merge-by" }, by),
      row.changes.map(showChange));
  }

  function showFaults(answer) {
    tell(answer.body.faults ? "" : pm.faultWords(answer), "error");
    if (!answer.body.faults) return clear();
    const lines = answer.body.faults.map((fault) => {
      const place = [fault.file, fault.column, fault.field].filter(Boolean).join(", ");
      const value = fault.value ? ` (${fault.value})` : "";
      return pm.el("li", { class: "finding-error" }, `${place}: ${fault.message}${value}. ${fault.remedy || ""}`);
    });
    return reveal(pm.el("h2", null, pm.say("merge.faults", { n: lines.length })), pm.el("ul", { class: "findings" }, lines));
  }

  function show(said) {
    tell("");
    const count = said.rows.length;
    const notes = said.notes.map((note) => pm.el("li", { class: "finding-information" }, note));
    const save = pm.button({ words: pm.say("merge.save", { n: count }), className: "button", onclick: () => store(said) });
    const drop = pm.button({ words: pm.say("merge.drop"), className: "button button-quiet", onclick: () => { clear(); tell(pm.say("merge.dropped")); } });
    reveal(
      pm.el("h2", null, count ? pm.say("merge.found", { n: count }) : pm.say("merge.none")),
      notes.length ? pm.el("ul", { class: "findings" }, notes) : null,
      count ? pm.el("ul", { class: "merge-rows" }, said.rows.map(showRow)) : null,
      count ? pm.el("p", { class: "merge-save" }, save, drop) : null);
  }

  async function store(said) {
    tell(pm.say("merge.saving"));
    const answer = await pm.send("/api/merge", body(said.mark));
    if (answer.status !== 201) return showFaults(answer);
    form.reset();
    tell(pm.say("merge.saved", { n: answer.body.stored }), "good");
    return reveal(pm.el("p", null, pm.el("a", { class: "button button-quiet", href: "/" }, pm.say("merge.map"))));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clear();
    tell(pm.say("merge.reading"));
    const mine = (turn += 1);
    const answer = await pm.send("/api/merge/check", body());
    if (mine !== turn) return;
    if (answer.status === 200) show(answer.body);
    else showFaults(answer);
  });
  form.addEventListener("input", () => {
    turn += 1;
    clear();
  });
})(window.projectmap);
