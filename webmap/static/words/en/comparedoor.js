/** The English of the way to comparing. */
projectmap.addWords(
  {
    "compare.add": "Compare {id}",
    "compare.out": "Stop comparing {id}",
    "compare.in": "{id} is among those to compare ({n} of {most}).",
    "compare.gone": "{id} is no longer compared.",
    "compare.full": "At most {n} rows are compared at once. Please take one out.",
  },
  "en",
);
