/**
 * The years at the foot of the map: a range with two handles, one button a year with its count, what the years are asked
 * for (runs, starts, finishes), and a walk through them that ends with the last and says each year it comes to.
 */
(function (pm) {
  "use strict";

  const STEP_MS = 1600;
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Walk from year to year: by itself, or a step at each press where motion is not wanted. */
  function walker(years, go) {
    let timer = 0;
    let at = -1;
    const button = pm.button({ sign: "play", label: pm.say("years.play"), className: "pm-tool pm-play", "aria-pressed": "false", onclick: () => press() });

    function show(playing) {
      const words = pm.say(playing ? "years.pause" : still() ? "years.next" : "years.play");
      button.setAttribute("aria-pressed", String(playing));
      button.setAttribute("aria-label", words);
      button.title = words;
      pm.refill(button, pm.icon(pm.SIGNS[playing ? "pause" : "play"], 18));
    }

    function stop() {
      clearTimeout(timer);
      timer = 0;
      show(false);
    }

    function step() {
      at += 1;
      go(years[at], at > 0);
      if (at === years.length - 1) {
        stop();
        at = -1;
      } else if (!still()) timer = setTimeout(step, STEP_MS);
    }

    function press() {
      if (timer) {
        stop();
        return;
      }
      if (!still()) show(true);
      step();
    }

    show(false);
    return {
      button,
      /** Go on from a year that was chosen by hand. */
      halt(year) {
        if (timer) stop();
        at = years.indexOf(year) === years.length - 1 ? -1 : years.indexOf(year);
      },
    };
  }

  function handle(key, years, onchange) {
    const range = { min: years[0], max: years.at(-1), step: 1, "aria-label": pm.say(key) };
    return pm.el("input", { type: "range", class: "pm-year-handle", ...range, oninput: onchange });
  }

  function modeChoice(onchange) {
    const options = pm.YEAR_MODES.map((mode) => pm.el("option", { value: mode }, pm.say(`years.${mode}.short`)));
    const attributes = { class: "pm-sort pm-year-mode", "aria-label": pm.say("years.mode"), onchange: () => onchange(select.value) };
    const select = pm.el("select", attributes, options);
    return select;
  }

  class Years {
    constructor(years, set) {
      Object.assign(this, { years, set });
      this.mode = modeChoice((mode) => set({ year_mode: mode === "runs" ? null : mode }));
      this.from = handle("years.first", years, () => this.slide(this.from));
      this.to = handle("years.last", years, () => this.slide(this.to));
      this.fill = pm.el("i", { class: "pm-year-fill" });
      this.marks = years.map((year) => this.mark(year));
      this.all = pm.button({ words: pm.say("years.all"), className: "pm-year-all", "aria-pressed": "true", onclick: () => this.choose(null) });
      this.said = pm.el("p", { class: "pm-unseen", role: "status" });
      this.walk = walker(years, (year, again) => {
        this.walking = true;
        this.set({ year: String(year) }, !again);
        this.walking = false;
        this.said.textContent = pm.say("years.said", { year, n: this.left });
      });
      const track = pm.el("div", { class: "pm-year-track" }, this.fill, this.from, this.to);
      const marks = pm.el("div", { class: "pm-year-marks" }, this.marks.map((one) => one.element));
      const legend = pm.el("legend", { class: "pm-unseen" }, pm.say("years.legend"));
      const slider = pm.el("div", { class: "pm-year-slider" }, track, marks);
      slider.style.setProperty("--years", years.length);
      this.element = pm.el("fieldset", { class: "pm-years" }, legend, this.walk.button, this.mode, slider, this.all, this.said);
    }

    /** A year as a button: this year alone; pressed again, all of them. */
    mark(year) {
      const count = pm.el("small");
      const alone = () => this.chosen && this.chosen[0] === year && this.chosen[1] === year;
      const element = pm.el("button", { type: "button", onclick: () => this.choose(alone() ? null : [year, year]) }, String(year), count);
      return { year, count, element };
    }

    choose(range) {
      this.walk.halt(range && range[1]);
      this.set({ year: range && pm.writeYears(range) });
    }

    /** A handle moved: the other one is pushed along; both at their ends ask for all years. */
    slide(moved) {
      let [first, last] = [Number(this.from.value), Number(this.to.value)];
      if (first > last) [first, last] = moved === this.from ? [first, first] : [last, last];
      const whole = first === this.years[0] && last === this.years.at(-1) && this.mode.value === "runs";
      this.walk.halt(last);
      this.set({ year: whole ? null : pm.writeYears([first, last]) }, !this.chosen || whole);
    }

    /** Show a state: how many rows are left in each year (`counts`), and how many it keeps in all. */
    update(state, counts, kept) {
      const { years } = this;
      this.left = kept;
      this.chosen = pm.readYears(state.year);
      if (!this.walking) this.walk.halt(this.chosen && this.chosen[1]);
      const [first, last] = this.chosen || [years[0], years.at(-1)];
      this.from.value = String(first);
      this.to.value = String(last);
      this.mode.value = pm.YEAR_MODES.includes(state.year_mode) ? state.year_mode : "runs";
      this.all.setAttribute("aria-pressed", String(!this.chosen));
      for (const { year, count, element } of this.marks) {
        const left = counts.get(String(year)) || 0;
        count.textContent = String(left);
        element.setAttribute("aria-pressed", String(Boolean(this.chosen) && first <= year && year <= last));
        element.setAttribute("aria-label", pm.say("years.said", { year, n: left }));
      }
      const share = (year) => (year - years[0]) / Math.max(1, years.length - 1);
      this.fill.style.left = `${100 * share(Math.max(first, years[0]))}%`;
      this.fill.style.right = `${100 * (1 - share(Math.min(last, years.at(-1))))}%`;
    }
  }

  /** A programme that names no year has nothing to choose. */
  const nothing = () => ({ element: pm.el("fieldset", { class: "pm-years", hidden: true }), update() {} });

  /** @param {number[]} years that are offered @param {function(Object, boolean=): void} set takes a change of the state */
  pm.yearChoice = (years, set) => (years.length ? new Years(years, set) : nothing());
})(window.projectmap);
