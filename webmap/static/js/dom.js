/** Elements from values: the only way text gets into the page, and it goes in as text. */
(function (pm) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const afoot = new WeakMap(); // how much is still going on in an element

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value == null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(3)) {
      if (child != null && child !== false) element.append(child);
    }
    return element;
  }

  /**
   * Make an HTML element. Attributes that start with `on` are listeners; strings among the children become text nodes.
   * @param {string} tag
   * @param {?Object<string, *>} attributes
   * @param {...(Node|string|null|Array)} children
   */
  pm.el = function (tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  };

  /** The same for SVG. */
  pm.svg = function (tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  };

  /** Put new children into an element, in the place of what it held. */
  pm.refill = function (element, ...children) {
    element.replaceChildren();
    return fill(element, null, children);
  };

  /** A text of the data, kept to itself: marks of right-to-left writing inside it turn nothing around it. */
  pm.bdi = function (text) {
    return pm.el("bdi", null, String(text));
  };

  /** A name, or what a document or a person says: the same, and Vietnamese on an English page too. */
  pm.own = (text) => pm.el("bdi", { lang: pm.language === "vi" ? null : "vi" }, String(text));

  /** An icon of the style table (24 × 24 path data), drawn with the current colour. */
  pm.icon = function (path, size) {
    const box = { viewBox: "0 0 24 24", width: size || 16, height: size || 16 };
    return pm.svg("svg", { class: "pm-icon", ...box, "aria-hidden": "true", focusable: "false" }, pm.svg("path", { d: path }));
  };

  /** Say that a part of the page is not whole yet, to programs that read it out and to the eye, for as long as work goes on. */
  pm.busy = function (element, work) {
    afoot.set(element, (afoot.get(element) || 0) + 1);
    element.setAttribute("aria-busy", "true");
    const done = () => {
      afoot.set(element, afoot.get(element) - 1);
      if (!afoot.get(element)) element.removeAttribute("aria-busy");
    };
    work.then(done, done);
    return work;
  };

  /** Let the browser paint and answer before the next piece of work. */
  pm.breath = () => new Promise((resolve) => setTimeout(resolve));

  /** Signs of the interface, of the same family as the category icons. */
  pm.SIGNS = Object.freeze({
    close: "M6 6l12 12M18 6L6 18",
    back: "M14 6l-6 6 6 6",
    layers: "M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5",
    plus: "M12 5v14M5 12h14",
    minus: "M5 12h14",
    whole: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    target: "M12 2v4M12 18v4M2 12h4M18 12h4M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8",
    up: "M6 14l6-6 6 6",
    alert: "M12 4L2 20h20zM12 10v4M12 17v0",
    search: "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16 16l5 5",
    filter: "M4 6h16M7 12h10M10 18h4",
    download: "M12 4v11M7 11l5 5 5-5M5 20h14",
    print: "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
    table: "M4 5h16v14H4zM4 10h16M10 10v9",
    gantt: "M4 6h9M8 12h9M12 18h8",
    play: "M8 5l11 7-11 7z",
    pause: "M8 5v14M16 5v14",
    calendar: "M5 6h14v14H5zM5 10h14M9 3v5M15 3v5",
    ruler: "M4 16L16 4l4 4L8 20zM8 12l2 2M12 8l2 2",
    help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5v.5M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18",
    compare: "M4 5h6v14H4zM14 5h6v14h-6z",
    pin: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11M12 8v4",
    unpinned: "M12 21c-4-5-6-8-6-11M8 5a6 6 0 0 1 10 5c0 1 0 2-1 4M4 4l16 16",
  });

  /** A button with a sign and, when `words` is given, its text; without text it has a label. */
  pm.button = function (options) {
    const { sign, words, label, className, ...rest } = options;
    const named = words ? null : { "aria-label": label, title: label };
    return pm.el("button", { type: "button", class: className, ...named, ...rest }, sign && pm.icon(pm.SIGNS[sign], 18), words);
  };
})(window.projectmap);
