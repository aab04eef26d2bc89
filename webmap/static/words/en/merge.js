/** English of an edited file that comes back. */
projectmap.addWords(
  {
    "merge.reading": "Reading the file…",
    "merge.saving": "Saving…",
    "merge.none": "The file changes nothing on the map.",
    "merge.found": ["{n} row changes, not saved yet", "{n} rows change, not saved yet"],
    "merge.save": ["Save {n} row", "Save all {n} rows"],
    "merge.drop": "Drop it, save nothing",
    "merge.dropped": "Nothing was saved.",
    "merge.saved": ["{n} row saved.", "{n} rows saved."],
    "merge.map": "Look at the map",
    "merge.engine": "Its place now was worked out from its name.",
    "merge.person": "Its place now is by {who}, {when}.",
    "merge.empty": "empty",
    "merge.becomes": "becomes",
    "merge.faults": ["{n} thing to correct, nothing saved", "{n} things to correct, nothing saved"],
  },
  "en",
);
