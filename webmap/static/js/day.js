/** Choosing the day that the map answers for: typed as one writes it (dd/mm/yyyy) or picked from the browser's calendar. */
(function (pm) {
  "use strict";

  pm.addWords({
    "day.title": "Xem bản đồ của một ngày",
    "day.note": "Tình trạng giải phóng mặt bằng, báo cáo và vị trí như đã biết đến hết ngày ấy.",
    "day.label": "Ngày (dd/mm/yyyy)",
    "day.pick": "Chọn trên lịch",
    "day.show": "Xem ngày này",
    "day.wrong": "Chưa hiểu ngày “{text}”. Hãy ghi như 24/11/2026.",
  });

  const FIRST = 1900;
  const LAST = 2200;

  /** @returns {?string} `2026-11-24` of `24/11/2026`; nothing for a day that does not exist */
  pm.readDay = function (text) {
    const found = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\s*$/.exec(text);
    if (!found) return null;
    const [day, month, year] = found.slice(1).map(Number);
    const date = new Date(Date.UTC(year, month - 1, day));
    const real = date.getUTCDate() === day && date.getUTCMonth() === month - 1 && year >= FIRST && year <= LAST;
    return real ? date.toISOString().slice(0, 10) : null;
  };

  const written = (iso) => iso.split("-").reverse().join("/");

  /** Open the choice below its button, or close it. */
  pm.openDay = function (app, home, opener) {
    const before = home.querySelector(".pm-day-choice");
    if (before) {
      before.remove();
      return;
    }
    const leave = () => {
      form.remove();
      document.removeEventListener("pointerdown", outside);
    };
    const outside = (event) => { if (!home.contains(event.target)) leave(); };
    const close = () => {
      leave();
      opener.focus();
    };
    const fault = pm.el("p", { class: "pm-day-fault", role: "alert" });
    const typed = { type: "text", inputmode: "numeric", autocomplete: "off", placeholder: "24/11/2026", "aria-label": pm.say("day.label") };
    const text = pm.el("input", { ...typed, class: "pm-day-text", value: written(app.asOf) });
    const take = () => { if (picker.value) text.value = written(picker.value); };
    const hidden = { type: "date", tabindex: -1, "aria-hidden": "true" };
    const picker = pm.el("input", { ...hidden, class: "pm-day-picker", value: app.asOf, onchange: take });
    const pick = pm.button({ sign: "calendar", label: pm.say("day.pick"), className: "pm-tool", onclick: () => picker.showPicker() });
    const submit = (event) => {
      event.preventDefault();
      const day = pm.readDay(text.value);
      fault.textContent = day ? "" : pm.say("day.wrong", { text: text.value });
      if (!day) {
        text.focus();
        return;
      }
      app.state.set({ as_of: day });
      close();
    };
    const form = pm.el(
      "form",
      { class: "pm-day-choice", role: "dialog", "aria-label": pm.say("day.title"), onsubmit: submit, novalidate: true },
      pm.el("h2", null, pm.say("day.title")),
      pm.el("p", { class: "pm-note" }, pm.say("day.note")),
      pm.el("div", { class: "pm-day-line" }, text, pick, picker),
      fault,
      pm.el("button", { type: "submit", class: "pm-primary" }, pm.say("day.show")),
    );
    form.addEventListener("keydown", (event) => event.key === "Escape" && close());
    document.addEventListener("pointerdown", outside);
    home.append(form);
    text.focus();
    text.select();
  };
})(window.projectmap);
