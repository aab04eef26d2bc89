/** English of search, filters, list and taking away. */
projectmap.addWords(
  {
  },
  "en",
);
