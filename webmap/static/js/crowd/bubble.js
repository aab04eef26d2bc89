/** The mark of a crowd: how many rows stand there, and a ring of the classes they are of. Opened, it comes nearer. */
(function (pm) {
  "use strict";

  pm.addWords({
    "crowd.label": "{n} công trình gần nhau: {mix}. Mở để phóng to.",
    "crowd.part": "{n} {name}",
    "crowd.list": "{n} công trình ở sát nhau",
  });

  const RING = 6; // px: width of the ring of classes
  const SIZES = [[100, 26], [20, 22], [0, 18]]; // from so many rows on, so many px from middle to rim

  /** The rows of a crowd by class, the largest class first. */
  function mix(crowd, theme, looks) {
    const found = new Map();
    for (const place of crowd.places) {
      for (const row of pm.units(place.rows, theme)) {
        const look = looks.of(row, theme);
        const part = found.get(look.code) || { look, n: 0 };
        part.n += 1;
        found.set(look.code, part);
      }
    }
    return [...found.values()].sort((a, b) => b.n - a.n);
  }

  function arcs(parts, radius) {
    const round = 2 * Math.PI * radius;
    const all = parts.reduce((sum, { n }) => sum + n, 0);
    let before = 0;
    return parts.map(({ look, n }) => {
      const length = (n / all) * round;
      const dash = { "stroke-dasharray": `${length} ${round - length}`, "stroke-dashoffset": -before };
      before += length;
      return pm.svg("circle", { class: "pm-bubble-part", r: radius, stroke: look.colour, "stroke-width": RING, "data-class": look.code, "data-n": n, ...dash });
    });
  }

  /**
   * @param {Crowd} crowd
   * @param {string} theme
   * @param {Object} looks
   * @returns {SVGElement}
   */
  pm.bubble = function (crowd, theme, looks) {
    const count = crowd.rows.length;
    const [, rim] = SIZES.find(([from]) => count >= from);
    const size = 2 * rim + 4;
    return pm.svg(
      "svg",
      { class: "pm-mark pm-bubble", viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`, width: size, height: size, "data-rows": count, "aria-hidden": "true" },
      pm.svg("circle", { class: "pm-mark-ground", r: rim + 1 }),
      pm.svg("g", { transform: "rotate(-90)" }, arcs(mix(crowd, theme, looks), rim - RING / 2)),
      pm.svg("text", { class: "pm-count", y: 4 }, pm.number(count)),
    );
  };

  /** What a crowd says to those who do not see it. */
  pm.bubbleLabel = function (crowd, theme, looks) {
    const parts = mix(crowd, theme, looks).map(({ look, n }) => pm.say("crowd.part", { n, name: pm.named(look) }));
    return pm.say("crowd.label", { n: crowd.rows.length, mix: parts.join(", ") });
  };
})(window.projectmap);
