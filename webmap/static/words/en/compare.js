/** The English of the rows chosen to compare. */
projectmap.addWords(
  {
    "compare.tray": "Rows to compare",
    "compare.one": "Choose one row more",
    "compare.go": "Compare {n} rows",
    "compare.clear": "Clear",
  },
  "en",
);
