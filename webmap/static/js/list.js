/**
 * A long list that stays light: only the rows in sight are in the page. One row is in the order of Tab; the arrows walk
 * through all of them.
 */
(function (pm) {
  "use strict";

  const HEIGHT = 76; // px of a row: two lines of a name, one of facts, the years (desk.css)
  const AHEAD = 6; // rows above and below that are kept ready

  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity };

  class List {
    /**
     * @param {{make: function(Row): HTMLElement, before: function(): void, keys: Object<string, function(Row): void>}} options
     *   `before` takes the focus above; `keys` says what letters do with the row that has the focus
     */
    constructor(options) {
      this.options = options;
      this.rows = [];
      this.shown = new Map();
      this.active = 0;
      this.ground = pm.el("ul", { class: "pm-list-ground" });
      this.element = pm.el("div", { class: "pm-list", onscroll: () => this.draw(), onkeydown: (event) => this.walk(event) });
      this.element.append(this.ground);
      new ResizeObserver(() => this.draw()).observe(this.element);
    }

    /** Show other rows, from the top; the same ones anew stay where they are. */
    show(rows) {
      const focused = this.element.contains(document.activeElement);
      const same = rows.length === this.rows.length && rows.every((row, i) => row === this.rows[i]);
      this.rows = rows;
      this.shown.forEach((item) => item.remove());
      this.shown.clear();
      if (!same) this.active = 0;
      this.ground.style.height = `${rows.length * HEIGHT}px`;
      if (!same) this.element.scrollTop = 0;
      this.draw();
      if (focused) this.focus(this.active);
    }

    draw() {
      const { scrollTop, clientHeight } = this.element;
      const from = Math.max(0, Math.floor(scrollTop / HEIGHT) - AHEAD);
      const to = Math.min(this.rows.length, Math.ceil((scrollTop + clientHeight) / HEIGHT) + AHEAD);
      for (const [i, item] of this.shown) {
        if ((i < from || i >= to) && i !== this.active) {
          item.remove();
          this.shown.delete(i);
        }
      }
      for (let i = from; i < to; i += 1) this.put(i);
      if (this.active < this.rows.length) this.put(this.active);
    }

    /** Put a row where it belongs; the page holds them in their order, for those who read without seeing. */
    put(i) {
      if (this.shown.has(i)) return;
      const button = this.options.make(this.rows[i]);
      button.tabIndex = i === this.active ? 0 : -1;
      button.addEventListener("focus", () => this.activate(i));
      const item = pm.el("li", { class: "pm-list-row", "aria-setsize": this.rows.length, "aria-posinset": i + 1 }, button, this.options.extra?.(this.rows[i]));
      item.style.top = `${i * HEIGHT}px`;
      const next = [...this.shown.keys()].filter((j) => j > i).sort((a, b) => a - b)[0];
      this.ground.insertBefore(item, this.shown.get(next) || null);
      this.shown.set(i, item);
    }

    button(i) {
      return this.shown.get(i)?.firstElementChild;
    }

    activate(i) {
      const before = this.button(this.active);
      if (before) before.tabIndex = -1;
      this.active = i;
      const now = this.button(i);
      if (now) now.tabIndex = 0;
    }

    focus(i) {
      if (!this.rows.length) return;
      const to = Math.max(0, Math.min(this.rows.length - 1, i));
      this.reveal(to);
      this.activate(to);
      this.draw();
      this.button(to).focus({ preventScroll: true });
    }

    /** Scroll no further than needed to bring a row into sight. */
    reveal(i) {
      const { scrollTop, clientHeight } = this.element;
      const top = i * HEIGHT;
      if (top < scrollTop) this.element.scrollTop = top;
      else if (top + HEIGHT > scrollTop + clientHeight) this.element.scrollTop = top + HEIGHT - clientHeight;
      this.draw();
    }

    walk(event) {
      const act = !event.ctrlKey && !event.metaKey && !event.altKey && this.options.keys?.[event.key.toLowerCase()];
      if (act && this.rows[this.active]) act(this.rows[this.active]);
      const step = STEPS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      if (event.key === "ArrowUp" && this.active === 0) this.options.before();
      else this.focus(this.active + step);
    }

    /** Mark rows by a class; the first of them comes into sight when asked. */
    mark(ids, className, reveal) {
      this.ground.querySelectorAll(`.${className}`).forEach((button) => button.classList.remove(className));
      const first = this.rows.findIndex((row) => ids.has(row.id));
      if (reveal && first >= 0 && this.element.clientHeight) this.reveal(first);
      for (const [i, item] of this.shown) {
        if (ids.has(this.rows[i].id)) item.firstElementChild.classList.add(className);
      }
    }
  }

  pm.rowList = (options) => new List(options);
})(window.projectmap);
