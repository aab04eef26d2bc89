/**
 * The tour: six short steps beside what they speak of. At a first visit it is offered, not begun; Escape or a button ends
 * it at any step. It covers nothing that one could not go on using.
 */
(function (pm) {
  "use strict";

  pm.addWords({
    "tour.offer": "Lần đầu mở bản đồ này?",
    "tour.offer.text": "Sáu điều nên biết, chừng một phút. Lúc khác xem lại ở nút Trợ giúp.",
    "tour.begin": "Xem nhanh",
    "tour.skip": "Bỏ qua",
    "tour.back": "Trước",
    "tour.next": "Tiếp",
    "tour.end": "Xong",
    "tour.step": "{n} trên {total}",
    "tour.search": "Tìm",
    "tour.search.text": "Gõ tên, mã, lô đất hay địa danh, không cần dấu. Phím / đưa thẳng tới đây. Chọn một địa danh thì thấy cái gì ở gần đó.",
    "tour.filters": "Lọc và tô màu",
    "tour.filters.text": "Bộ lọc ghi sẵn còn bao nhiêu dòng. Công tắc này đổi màu theo nguồn vốn hay theo tiến độ giải phóng mặt bằng.",
    "tour.sure": "Vị trí chắc đến đâu",
    "tour.sure.text":
      "Nét liền là chắc, nét đứt là chỉ biết vùng. Bấm một dòng để xem sai số và căn cứ. Dòng chưa rõ chỗ nằm ở ngăn dưới chú giải, không cắm bừa lên bản đồ.",
    "tour.list": "Danh sách và năm",
    "tour.list.text": "Mỗi dòng có vạch năm của công trình và của việc giải phóng mặt bằng. Trỏ vào dòng thì chỗ của nó sáng lên trên bản đồ.",
    "tour.take": "Gửi, in, tải về",
    "tour.take.text": "Liên kết mở lại đúng cái đang xem. In ra A4, A3; tải Excel, GeoJSON, DXF và nhiều dạng khác, cùng bộ lọc.",
    "tour.hot": "Điểm nóng",
    "tour.hot.text": "Việc giải phóng mặt bằng nào gấp nhất, vì sao, ai phải xử lý: xếp sẵn để giao ban.",
  });

  /** Each step, and what it speaks of: the first of these that is in sight. */
  const STEPS = Object.freeze([
    ["search", ".pm-search", ".pm-desk"],
    ["filters", ".pm-themes"],
    ["sure", ".pm-panel"],
    ["list", ".pm-list", ".pm-desk"],
    ["take", ".pm-desk-bar .pm-tool", ".pm-desk"],
    ["hot", ".site-nav a[href='/hotspots']"],
  ]);
  const FOOT = 96; // px that the years, or on a phone the sheets, need at the foot
  const GAP = 12; // px between the card and what it speaks of

  const inSight = (element) => element && element.getClientRects().length > 0 && element.getBoundingClientRect().height > 0;

  /** A place for the card beside a box: right, below, above; where there is none, at the foot. */
  function placeBeside(box, { width, height }) {
    const fitX = (x) => Math.max(GAP, Math.min(x, innerWidth - width - GAP));
    const fitY = (y) => Math.max(GAP, Math.min(y, innerHeight - height - GAP));
    if (!box) return [fitX((innerWidth - width) / 2), innerHeight - height - FOOT];
    if (box.right + GAP + width < innerWidth) return [box.right + GAP, fitY(box.top)];
    if (box.bottom + GAP + height < innerHeight) return [fitX(box.left), box.bottom + GAP];
    return [fitX(box.left), fitY(box.top - GAP - height)];
  }

  class Tour {
    constructor(app) {
      this.app = app;
      this.at = -1; // the offer
      this.opener = document.activeElement;
      this.build();
      this.onkey = (event) => this.key(event);
      this.onresize = () => this.lay();
      document.addEventListener("keydown", this.onkey, true);
      window.addEventListener("resize", this.onresize);
    }

    build() {
      const act = (key, className, onclick) => pm.button({ words: pm.say(key), className, onclick });
      this.title = pm.el("h2", { id: "pm-tour-title", tabindex: -1 });
      this.count = pm.el("small");
      this.text = pm.el("p", { id: "pm-tour-text" });
      this.skip = act("tour.skip", "pm-plain", () => this.end());
      this.back = act("tour.back", "pm-quiet-button", () => this.go(this.at - 1));
      this.next = act("tour.begin", "pm-primary", () => this.forward());
      const named = { role: "dialog", "aria-labelledby": "pm-tour-title", "aria-describedby": "pm-tour-text" };
      this.card = pm.el(
        "section",
        { class: "pm-tour", ...named },
        pm.el("div", { "aria-live": "polite" }, this.count, this.title, this.text),
        pm.el("div", { class: "pm-tour-acts" }, this.skip, this.back, this.next),
      );
      this.ring = pm.el("div", { class: "pm-tour-ring", "aria-hidden": "true", hidden: true });
      document.body.append(this.ring, this.card);
    }

    /** Offer the tour: the focus stays where it is. */
    offer() {
      this.title.textContent = pm.say("tour.offer");
      this.text.textContent = pm.say("tour.offer.text");
      this.back.hidden = true;
      this.lay();
    }

    forward() {
      if (this.at === STEPS.length - 1) this.end();
      else this.go(this.at + 1);
    }

    go(step) {
      const begins = this.at < 0;
      this.at = step;
      const [name] = STEPS[step];
      const last = step === STEPS.length - 1;
      this.count.textContent = pm.say("tour.step", { n: step + 1, total: STEPS.length });
      this.title.textContent = pm.say(`tour.${name}`);
      this.text.textContent = pm.say(`tour.${name}.text`);
      this.next.textContent = pm.say(last ? "tour.end" : "tour.next");
      this.skip.hidden = last;
      const hides = step === 0 && document.activeElement === this.back;
      this.back.hidden = step === 0;
      if (begins) this.title.focus();
      else if (hides) this.next.focus();
      this.lay();
    }

    target() {
      const [, ...wanted] = STEPS[this.at] || [];
      return wanted.map((selector) => document.querySelector(selector)).find(inSight) || null;
    }

    lay() {
      const target = this.target();
      const box = target?.getBoundingClientRect();
      this.ring.hidden = !box;
      if (box) {
        const outside = { left: box.left - 4, top: box.top - 4, width: box.width + 8, height: box.height + 8 };
        Object.entries(outside).forEach(([name, px]) => { this.ring.style[name] = `${px}px`; });
      }
      const [x, y] = placeBeside(box, this.card.getBoundingClientRect());
      this.card.style.left = `${x}px`;
      this.card.style.top = `${y}px`;
    }

    key(event) {
      if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
      if (!this.card.contains(event.target) && event.target.closest?.("input, textarea, select")) return;
      event.stopPropagation();
      this.end();
    }

    end() {
      const inside = this.card.contains(document.activeElement);
      document.removeEventListener("keydown", this.onkey, true);
      window.removeEventListener("resize", this.onresize);
      this.card.remove();
      this.ring.remove();
      if (!inside) return;
      if (this.opener?.isConnected && this.opener !== document.body) this.opener.focus();
      else document.getElementById("content")?.focus({ preventScroll: true });
    }
  }

  /** @param {Object} app @param {boolean} asked whether somebody asked for it: then it begins at once */
  pm.startTour = function (app, asked) {
    const tour = new Tour(app);
    if (asked) tour.go(0);
    else tour.offer();
  };
})(window.projectmap);
