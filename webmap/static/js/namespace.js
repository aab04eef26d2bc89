/**
 * The map's face: classic scripts in one namespace, joined in the order of webmap/assets.py. No build step, no other globals.
 *
 * A `Row` is a GeoJSON feature of /api/projects.geojson: one row of the programme. A `Place` is where one row or several
 * lie (places.js). Text of the data reaches the page through text nodes only (dom.js).
 *
 * @namespace projectmap
 */
window.projectmap ??= {
  embedded: null,
  rowTools: [], // of other scripts: (row, app) → a button above the details of a row, or nothing
  whenReady: [], // of other scripts: called with the app once, when the rows are drawn
};
