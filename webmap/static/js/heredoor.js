/**
 * What one looks around, in the address: a place of the gazetteer (`here=cau-binh`) or a point (`here=20.91700,106.66700`),
 * and how far (`within=1000`). What is known of a point is fetched when first wanted.
 */
(function (pm) {
  "use strict";

  const WORD = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

  /** @returns {?Object} the point that an address names, as a place to look around */
  function pointOf(text) {
    const found = WORD.exec(text || "");
    const [lat, lng] = found ? found.slice(1).map(Number) : [NaN, NaN];
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { ...pm.pointPlace({ lat, lng }), id: text } : null;
  }

  /** @returns {?string} what an address calls a place or a point */
  const nameOf = (place) => place.id || `${place.lat.toFixed(5)},${place.lon.toFixed(5)}`;

  const same = (a, b) => a?.here === b.here && a.within === b.within;

  /** Keep in the address what is looked around and how far; coming to it is a step that one can undo, leaving it is not. */
  pm.writeAround = function (app, place, metres) {
    const after = { here: place ? nameOf(place) : null, within: place ? pm.writeWithin(metres) : null };
    app.control.looked = after;
    if (!same(after, app.state.get())) app.state.set(after, Boolean(place));
  };

  /** Put what is known of a point above the rows around it. */
  pm.showHere = function (app, place, rows, view) {
    if (!place.point || !pm.offers("here")) return;
    const heading = view.querySelector("h3");
    const facts = pm.lazy("here").then(() => pm.hereFacts(app, place, rows));
    const shown = facts.then((said) => heading.isConnected && heading.after(said), (error) => app.frame.toast.say(error.sentence || String(error)));
    pm.busy(view, shown);
  };

  pm.whenReady.push((app) => {
    const { control, state } = app;

    /** Show what the address asks to look around. Names of places come later than the rows. */
    async function show(move) {
      const { here } = state.get();
      const place = pointOf(here) || (await control.indexed.then(() => control.finder.place(here)));
      if (place && state.get().here === here) control[move ? "go" : "around"](place);
    }

    const first = state.get();
    if (first.here) pm.busy(control.desk.element, show(!first.position)); // a link opens exactly the view it was copied from
    state.onchange((now, before) => {
      if (same(now, before) || same(control.looked, now)) return; // back and forward come here, not what was just chosen
      if (now.here) show(true);
      else if (control.desk.view === "near") control.desk.show("list");
    });
  });
})(window.projectmap);
