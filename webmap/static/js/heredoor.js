/** A point of the map in the address (`here=20.91700,106.66700`), and what is known of it, fetched when first wanted. */
(function (pm) {
  "use strict";

  const WORD = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

  /** @returns {?Object} the point that an address names, as a place to look around */
  function pointOf(text) {
    const found = WORD.exec(text || "");
    const [lat, lng] = found ? found.slice(1).map(Number) : [NaN, NaN];
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? pm.pointPlace({ lat, lng }) : null;
  }

  /** Put what is known of a point above the rows around it; a place of the gazetteer leaves the address as it was. */
  pm.showHere = function (app, place, rows, view) {
    const point = Boolean(place.point);
    app.state.set({ here: point ? `${place.lat.toFixed(5)},${place.lon.toFixed(5)}` : null }, point);
    if (!point || !pm.offers("here")) return;
    const heading = view.querySelector("h3");
    const facts = pm.lazy("here").then(() => pm.hereFacts(app, place, rows));
    const shown = facts.then((said) => heading.isConnected && heading.after(said), (error) => app.frame.toast.say(error.sentence || String(error)));
    pm.busy(view, shown);
  };

  pm.whenReady.push((app) => {
    const show = () => {
      const place = pointOf(app.state.get().here);
      if (place) app.control.go(place);
    };
    show();
  });
})(window.projectmap);
