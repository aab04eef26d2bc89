/** English of correcting a place. */
projectmap.addWords(
  {
  },
  "en",
);
