/** English of the crowds of the map. */
projectmap.addWords(
  {
    "crowd.label": "{n} works close together: {mix}. Open to come nearer.",
    "crowd.part": "{n} {name}",
    "crowd.list": "{n} works at one spot",
  },
  "en",
);
