/** English of the choice of a day. */
projectmap.addWords(
  {
    "day.title": "See the map of a day",
    "day.note": "Land clearance, reports and places as they were known at the end of that day.",
    "day.label": "Day (dd/mm/yyyy)",
    "day.pick": "Pick from the calendar",
    "day.show": "Show this day",
    "day.wrong": "“{text}” is not a day. Write it like 24/11/2026.",
  },
  "en",
);
