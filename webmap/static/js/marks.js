/**
 * The mark of a place: one sector a row, in the colour of its class. One row is a filled disc with the icon of its
 * category; several are a ring around the icon they share or their number. Without a report a sector is hatched; its edge
 * speaks of time.
 */
(function (pm) {
  "use strict";

  const OUTER = 15;
  const INNER = 9;
  const SIZE = 40;

  const at = (radius, turn) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  };

  /** Path of a sector between two turns (0–1), from the middle to the rim. */
  function sector(from, to, radius) {
    const half = `A${radius} ${radius} 0 1 1 0`;
    if (to - from >= 1) return `M0 ${-radius}${half} ${radius}${half} ${-radius}Z`;
    const large = to - from > 0.5 ? 1 : 0;
    return `M0 0L${at(radius, from)}A${radius} ${radius} 0 ${large} 1 ${at(radius, to)}Z`;
  }

  /** Path of the rim alone: the edge that tells the time must not run through the middle. */
  function rim(from, to, radius) {
    if (to - from >= 1) return sector(0, 1, radius);
    return `M${at(radius, from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(radius, to)}`;
  }

  function rowSectors(units, theme, looks) {
    const share = 1 / units.length;
    return units.flatMap((row, i) => {
      const look = looks.of(row, theme);
      const turns = [i * share, (i + 1) * share];
      const fill = pm.svg("path", {
        class: "pm-sector",
        d: sector(...turns, OUTER),
        fill: look.fill,
        "data-class": look.code,
        "data-project": row.id,
      });
      if (theme !== "clearance" || look.code === "no_clearance") return [fill];
      const width = look.width || 1.5;
      const edge = { class: "pm-rim", d: rim(...turns, OUTER - width / 2), stroke: look.paint, "stroke-width": width };
      return [fill, pm.svg("path", { ...edge, "stroke-dasharray": look.dash || null })];
    });
  }

  function spokes(count) {
    if (count < 2) return [];
    const ends = Array.from({ length: count }, (_, i) => at(OUTER, i / count));
    return [pm.svg("path", { class: "pm-spokes", d: ends.map((end) => `M0 0L${end}`).join("") })];
  }

  const glyph = (path, className, sign) => {
    const drawn = pm.svg("path", { class: className, d: path, transform: "translate(-8 -8) scale(0.6667)" });
    drawn.style.stroke = sign || "";
    return drawn;
  };

  /** What stands in the middle: a sign on a full disc, or in a ring, or where the disc is hatched, on a disc of its own. */
  function middle(place, units, theme, looks) {
    const categories = new Set(place.rows.map((row) => row.properties.category));
    const icon = categories.size === 1 && looks.category.get([...categories][0]);
    const sign = units.length === 1 && looks.of(units[0], theme).sign;
    if (sign && icon) return [glyph(icon.icon, "pm-glyph", sign)];
    const disc = pm.svg("circle", { class: "pm-core", r: INNER });
    if (icon) return [disc, glyph(icon.icon, "pm-glyph")];
    return [disc, pm.svg("text", { class: "pm-count", y: 4 }, String(place.rows.length))];
  }

  /** The sign of the most pressing class at the shoulder: the table lists the pressing ones first. */
  function badge(units, theme, looks) {
    if (theme !== "clearance") return null;
    const codes = new Set(units.map((row) => looks.of(row, theme).code));
    const pressing = [...looks.clearance.values()].find((look) => look.mark && codes.has(look.code));
    if (!pressing) return null;
    const circle = pm.svg("circle", { r: 6.5, fill: pressing.paint });
    const sign = pm.svg("text", { y: 4, fill: pressing.ink }, pressing.mark);
    return pm.svg("g", { class: "pm-badge", transform: "translate(12 -11)" }, circle, sign);
  }

  /**
   * @param {Place} place
   * @param {string} theme
   * @param {Object} looks
   * @returns {SVGElement}
   */
  pm.mark = function (place, theme, looks) {
    const units = pm.units(place.rows, theme);
    const className = pm.isQuiet(place, theme) ? "pm-mark pm-quiet" : "pm-mark";
    return pm.svg(
      "svg",
      { class: className, viewBox: "-20 -20 40 40", width: SIZE, height: SIZE, "aria-hidden": "true" },
      pm.svg("circle", { class: "pm-mark-ground", r: OUTER + 1.5 }),
      rowSectors(units, theme, looks),
      spokes(units.length),
      middle(place, units, theme, looks),
      badge(units, theme, looks),
    );
  };

  /** What the mark says to those who do not see it. */
  pm.markLabel = function (place, theme, looks) {
    const { rows } = place;
    if (rows.length === 1) return pm.say("mark.one", { name: rows[0].properties.name, look: pm.named(looks.of(rows[0], theme)) });
    return pm.say("mark.many", { n: rows.length, names: rows.map((row) => row.properties.name).join("; ") });
  };
})(window.projectmap);
