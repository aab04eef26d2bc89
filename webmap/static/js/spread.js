/** Marks that would cover each other step aside and keep a thin line to where they belong; names make room for marks. */
(function (pm) {
  "use strict";

  const ROUNDS = 80;
  const HOME = 0.04; // how strongly a mark is drawn back to its place each round

  /** Push two points apart along the line between them; points at one spot part along a direction of their own. */
  function part(a, b, apart, i) {
    let [dx, dy] = [b.x - a.x, b.y - a.y];
    let distance = Math.hypot(dx, dy);
    if (distance >= apart) return false;
    if (distance < 0.01) [dx, dy, distance] = [Math.cos(i * 2.4), Math.sin(i * 2.4), 1];
    const push = (apart - Math.min(distance, apart)) / 2 + 0.01;
    a.x -= (dx / distance) * push;
    a.y -= (dy / distance) * push;
    b.x += (dx / distance) * push;
    b.y += (dy / distance) * push;
    return true;
  }

  /** Indexes of points by the square they lie in, squares as wide as marks are apart. */
  function squares(points, apart) {
    const found = new Map();
    const nameOf = (x, y) => Math.floor(x / apart) * 1e7 + Math.floor(y / apart);
    points.forEach(({ x, y }, i) => {
      const name = nameOf(x, y);
      if (found.has(name)) found.get(name).push(i);
      else found.set(name, [i]);
    });
    /** Those of a higher index that may be too near to a point, in their order. */
    return ({ x, y }, i) => {
      const near = [];
      for (const dx of [-apart, 0, apart]) {
        for (const dy of [-apart, 0, apart]) near.push(...(found.get(nameOf(x + dx, y + dy)) || []).filter((j) => j > i));
      }
      return near.sort((j, k) => j - k);
    };
  }

  /**
   * @param {{x: number, y: number}[]} homes in px
   * @param {number} apart px between the middles of two marks
   * @returns {{x: number, y: number}[]} where the marks stand, at least `apart` from each other where there is room
   */
  pm.spread = function (homes, apart) {
    const points = homes.map(({ x, y }) => ({ x, y }));
    for (let round = 0; round < ROUNDS; round += 1) {
      let moved = false;
      const near = squares(points, apart);
      points.forEach((a, i) => near(a, i).forEach((j) => { moved = part(a, points[j], apart, i + j) || moved; }));
      if (!moved) break;
      if (round < ROUNDS - 20) {
        points.forEach((point, i) => {
          point.x += (homes[i].x - point.x) * HOME;
          point.y += (homes[i].y - point.y) * HOME;
        });
      }
    }
    return points;
  };

  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  const around = ({ x, y }, width, height) => ({
    left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2,
  });

  const STEPS = [[0, 0], [0, -18], [0, 18], [0, -32], [0, 32], [-30, 0], [30, 0]]; // px that a name may step aside
  const MARK = 34;
  const marksOf = new WeakMap();

  /**
   * Move each name of the ground to where it covers no mark and no other name, or hide it.
   * @param {L.Map} map
   * @param {{x: number, y: number}[]} [marks] middles of the marks as layer points; those of the last time if not given
   */
  pm.arrangeNames = function (map, marks) {
    if (marks) marksOf.set(map, marks);
    const taken = (marksOf.get(map) || []).map((mark) => around(mark, MARK, MARK));
    const names = [...map.getContainer().querySelectorAll(".pm-name")];
    const sizes = names.map((name) => [name.offsetWidth, name.offsetHeight]);
    names.forEach((name, i) => {
      const home = L.DomUtil.getPosition(name.parentElement);
      const box = ([dx, dy]) => around({ x: home.x + dx, y: home.y + dy }, ...sizes[i]);
      const free = STEPS.find((step) => !taken.some((other) => overlap(other, box(step))));
      name.classList.toggle("pm-hidden", !free);
      if (!free) return;
      name.style.transform = `translate(-50%, -50%) translate(${free[0]}px, ${free[1]}px)`;
      taken.push(box(free));
    });
  };
})(window.projectmap);
