/** The English of the way to help. */
projectmap.addWords(
  {
    "help.button": "Help, keyboard",
    "help.colours": "What do these colours mean?",
    "help.sure": "How sure is this place?",
    "help.words": "The map in words is the list under Find & filter: every row, also those without a place on the map. The ? key opens the sheet of shortcuts.",
  },
  "en",
);
