/** English of the map. */
projectmap.addWords(
  {
  },
  "en",
);
