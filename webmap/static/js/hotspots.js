/** The small map of the hotspots page: the clearances of the table, drawn as on the large map; a mark leads to its row. */
(function (pm) {
  "use strict";

  const WARD = [[20.848, 106.648], [20.934, 106.767]];
  const NOTHING = () => undefined;

  /** Bring the row of a mark into view and let it stand out until another is chosen. */
  function showRow(id) {
    document.querySelectorAll(".hot-table tr.hot-chosen").forEach((row) => row.classList.remove("hot-chosen"));
    const row = document.getElementById(id);
    row?.classList.add("hot-chosen");
    row?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  async function draw(element) {
    const source = pm.source({ projects: element.dataset.projects, style: "/api/style.json", base: "/api/base/{layer}.geojson" });
    const map = pm.map(element.id, { zoomSnap: 0.25, scrollWheelZoom: false });
    map.fitBounds(WARD);
    await pm.breath(); // the table is there to be read: the map comes beside it in small steps
    pm.baseMap(map, source);
    const [projects, style] = await Promise.all([source.projects(), source.style()]);
    const looks = pm.looks(style);
    await pm.breath();
    pm.addHatches(element.parentElement, looks);
    const layer = pm.placeLayer(map, looks, { open: (place) => showRow(place.rows[0].id), look: NOTHING, leave: NOTHING, arranged: NOTHING });
    layer.draw(pm.programme(projects.features));
    layer.paint("clearance");
    performance.mark("projectmap:first-project");
  }

  document.getElementById("hot-print").addEventListener("click", () => window.print());
  const element = document.getElementById("hot-map");
  if (element) draw(element).catch(() => { element.closest(".hot-map").hidden = true; }); // the table says it all without the map
})(window.projectmap);
