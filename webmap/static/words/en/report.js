/** English of the report forms. */
projectmap.addWords(
  {
  },
  "en",
);
