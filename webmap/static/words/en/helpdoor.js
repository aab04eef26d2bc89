/** The English of the way to help. */
projectmap.addWords(
  {
    "help.button": "Help, keyboard",
    "help.colours": "What do these colours mean?",
    "help.sure": "How sure is this place?",
  },
  "en",
);
