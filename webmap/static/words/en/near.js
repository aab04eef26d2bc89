/** The English of what lies near. */
projectmap.addWords(
  {
    "near.title": "Around {place}",
    "near.within": "Within",
    "near.found": ["{n} row, measured to how it is drawn", "{n} rows, measured to how they are drawn"],
    "near.none": "Nothing is so near. Nearest:",
    "near.unplaced": ["{n} row without a place cannot be looked at.", "{n} rows without a place cannot be looked at."],
    "near.sure": "Where only the area is known the true place may be farther: see the error of the row.",
    "near.here": "What is around here?",
    "near.only": "Keep only these {n} rows",
    "near.only.title": "The map, the table, downloads and prints hold only the rows drawn within this circle",
  },
  "en",
);
