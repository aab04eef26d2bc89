/**
 * Many rows of one height of which only those in sight are in the page, between two spacers. One row is in the order of
 * Tab; the arrows walk through all of them.
 */
(function (pm) {
  "use strict";

  const AHEAD = 8; // rows above and below that are kept ready
  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

  class Window {
    /**
     * @param {{scroller: HTMLElement, body: HTMLElement, tag: string, height: number, make: function(*, number): HTMLElement,
     *   idsOf: function(*): string[]}} options `tag` is the element of a spacer; a row made has one `.pm-dock-open` to focus
     */
    constructor(options) {
      this.options = options;
      this.rows = [];
      this.shown = new Map();
      this.marks = { "pm-lit": new Set(), "pm-selected": new Set() };
      this.active = 0;
      this.spacers = [0, 1].map(() => pm.el(options.tag, { class: "pm-dock-spacer", "aria-hidden": "true" }));
      options.body.append(...this.spacers);
      options.body.addEventListener("keydown", (event) => this.walk(event));
      options.scroller.addEventListener("scroll", () => this.soon(), { passive: true });
      new ResizeObserver(() => this.soon()).observe(options.scroller);
    }

    /** Draw with the next frame, once, however often it is asked for. */
    soon() {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        this.draw();
      });
    }

    /** Show other rows, from the top; the same ones anew stay where they are. */
    show(rows) {
      const { scroller, body } = this.options;
      const focused = body.contains(document.activeElement);
      const same = rows.length === this.rows.length && rows.every((row, i) => row === this.rows[i]);
      this.rows = rows;
      this.shown.forEach((element) => element.remove());
      this.shown.clear();
      if (!same) {
        this.active = 0;
        scroller.scrollTop = 0;
      }
      this.draw();
      if (focused) this.focus(this.active);
    }

    draw() {
      const { scroller, height, body } = this.options;
      const head = body.offsetTop;
      const from = Math.max(0, Math.floor((scroller.scrollTop - head) / height) - AHEAD);
      const to = Math.min(this.rows.length, Math.ceil((scroller.scrollTop - head + scroller.clientHeight) / height) + AHEAD);
      const wanted = new Set(Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i));
      for (const [i, element] of this.shown) {
        if (wanted.has(i)) continue;
        element.remove();
        this.shown.delete(i);
      }
      wanted.forEach((i) => this.put(i));
      this.spacers[0].style.height = `${from * height}px`;
      this.spacers[1].style.height = `${Math.max(0, this.rows.length - to) * height}px`;
      body.prepend(this.spacers[0]);
      body.append(this.spacers[1]);
    }

    put(i) {
      if (this.shown.has(i)) return;
      const element = this.options.make(this.rows[i], i);
      const ids = this.options.idsOf(this.rows[i]);
      for (const [name, marked] of Object.entries(this.marks)) element.classList.toggle(name, ids.some((id) => marked.has(id)));
      const door = element.querySelector(".pm-dock-open");
      door.tabIndex = i === this.active ? 0 : -1;
      door.addEventListener("focus", () => this.activate(i));
      const next = [...this.shown.keys()].filter((j) => j > i).sort((a, b) => a - b)[0];
      this.options.body.insertBefore(element, this.shown.get(next) || this.spacers[1]);
      this.shown.set(i, element);
    }

    door(i) {
      return this.shown.get(i)?.querySelector(".pm-dock-open");
    }

    activate(i) {
      const [before, now] = [this.door(this.active), this.door(i)];
      if (before) before.tabIndex = -1;
      this.active = i;
      if (now) now.tabIndex = 0;
    }

    focus(i) {
      if (!this.rows.length) return;
      const to = Math.max(0, Math.min(this.rows.length - 1, i));
      this.reveal(to);
      this.activate(to);
      this.door(to).focus({ preventScroll: true });
    }

    /** Scroll no further than needed to bring a row into sight, below what stays at the top. */
    reveal(i) {
      const { scroller, height, body } = this.options;
      const top = i * height;
      const room = scroller.clientHeight - body.offsetTop;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
      this.draw();
    }

    walk(event) {
      const step = STEPS[event.key];
      if (step === undefined || !event.target.closest(".pm-dock-open")) return;
      event.preventDefault();
      this.focus(this.active + step);
    }

    /** Mark rows by a class; the first of them comes into sight when asked. */
    mark(ids, className, reveal) {
      this.marks[className] = new Set(ids);
      const marked = (row) => this.options.idsOf(row).some((id) => this.marks[className].has(id));
      const first = ids.length ? this.rows.findIndex(marked) : -1;
      if (reveal && first >= 0) this.reveal(first);
      for (const [i, element] of this.shown) element.classList.toggle(className, marked(this.rows[i]));
    }
  }

  pm.rowWindow = (options) => new Window(options);
})(window.projectmap);
