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

  /**
   * @param {{x: number, y: number}[]} homes in px
   * @param {number} apart px between the middles of two marks
   * @returns {{x: number, y: number}[]} where the marks stand, at least `apart` from each other where there is room
   */
  pm.spread = function (homes, apart) {
    const points = homes.map(({ x, y }) => ({ x, y }));
    for (let round = 0; round < ROUNDS; round += 1) {
      let moved = false;
      points.forEach((a, i) => {
        for (let j = i + 1; j < points.length; j += 1) moved = part(a, points[j], apart, i + j) || moved;
      });
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

  const TRIES = [[0, 0], [0, -18], [0, 18], [0, -32], [0, 32], [-30, 0], [30, 0]];

  /**
   * Move each name to where it covers no mark and no other name, or hide it.
   * @param {HTMLElement[]} names
   * @param {{x: number, y: number}[]} marks middles of the marks, in px of the same plane as the names' boxes
   * @param {function(HTMLElement): {x: number, y: number}} middleOf
   */
  pm.placeNames = function (names, marks, middleOf) {
    const taken = marks.map(({ x, y }) => ({ left: x - 17, right: x + 17, top: y - 17, bottom: y + 17 }));
    const sizes = names.map((name) => [name.offsetWidth, name.offsetHeight]);
    names.forEach((name, i) => {
      const { x, y } = middleOf(name);
      const [width, height] = sizes[i];
      const boxAt = ([dx, dy]) => ({
        left: x + dx - width / 2, right: x + dx + width / 2, top: y + dy - height / 2, bottom: y + dy + height / 2,
      });
      const free = TRIES.find((step) => !taken.some((box) => overlap(box, boxAt(step))));
      name.classList.toggle("pm-hidden", !free);
      if (!free) return;
      name.style.transform = `translate(-50%, -50%) translate(${free[0]}px, ${free[1]}px)`;
      taken.push(boxAt(free));
    });
  };
})(window.projectmap);
