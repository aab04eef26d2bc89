/** The English of the tour: it comes with it, in both languages. */
projectmap.addWords(
  {
    "tour.offer": "New to this map?",
    "tour.offer.text": "Six things to know, about a minute. You can take it later from the Help button.",
    "tour.begin": "Take a look",
    "tour.skip": "Skip",
    "tour.back": "Back",
    "tour.next": "Next",
    "tour.end": "Done",
    "tour.step": "{n} of {total}",
    "tour.search": "Search",
    "tour.search.text": "Type a name, an id, a lot or a place; no diacritics needed. The / key leads straight here. Choose a place to see what is near it.",
    "tour.filters": "Filters and colours",
    "tour.filters.text": "Filters tell how many rows would remain. This switch colours by funding or by land clearance.",
    "tour.sure": "How sure a place is",
    "tour.sure.text":
      "A firm line is sure, a dashed one knows only the area. Open a row for its error and evidence. Rows without a place stand in the drawer under the legend.",
    "tour.list": "List and years",
    "tour.list.text": "Each row has the years of its work and of its clearance. Point at a row and its place lights up on the map.",
    "tour.take": "Send, print, download",
    "tour.take.text": "The link opens exactly this view again. Print on A4 or A3; take Excel, GeoJSON, DXF and more, with the same filters.",
    "tour.hot": "Hotspots",
    "tour.hot.text": "Which clearance is most urgent, why, and who has to act: ready for the weekly meeting.",
  },
  "en",
);
