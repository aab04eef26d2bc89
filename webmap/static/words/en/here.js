/** English of what a point of the map says of itself. */
projectmap.addWords(
  {
    "here.wgs84": "WGS 84",
    "here.vn2000": "VN-2000, meridian 105°45′, 3° zone",
    "here.vn2000.value": "X {x} · Y {y}",
    "here.copy": "Copy the {system} coordinates",
    "here.copied": "Coordinates copied.",
    "here.by-hand": "The browser does not allow copying. Please copy by hand: {text}",
    "here.commune": "Former commune",
    "here.communes": "{names} (border sketched)",
    "here.commune.none": "Not known",
    "here.ward": "Ward",
    "here.inside": "Inside Thủy Nguyên ward",
    "here.outside": "Outside Thủy Nguyên ward",
    "here.over": "Inside the area of",
    "here.over.none": "No area covers this point",
    "here.over.some": ["{n} row: {ids}", "{n} rows: {ids}"],
  },
  "en",
);
