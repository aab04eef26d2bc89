/** English of the years, of the ways to table and schedule, of the day and of the newer filters. */
projectmap.addWords(
  {
    "sort.finish_year": "By deadline",
    "sort.table": "By a column of the table",

    "years.legend": "Filter by year",
    "years.mode": "What the years are asked for",
    "years.runs": "Runs in",
    "years.starts": "Starts in",
    "years.finishes": "Finishes in",
    "years.runs.short": "Running",
    "years.starts.short": "Starting",
    "years.finishes.short": "Finishing",
    "years.all": "All years",
    "years.first": "From year",
    "years.last": "To the end of year",
    "years.said": ["{year}: {n} row", "{year}: {n} rows"],
    "years.play": "Walk through the years",
    "years.pause": "Stop",
    "years.next": "On to the next year",

    "dock.table": "Table",
    "dock.table.long": "Table of all rows shown, with columns to choose and sort by",
    "dock.gantt": "Schedule",
    "dock.gantt.long": "Schedule: works and land clearance by year",

    "day.now": "As of {date}",
    "day.other": "Showing {date}, not today",
    "day.today": "Back to today",

    "facet.progress_class": "Land handed over",
    "facet.clearance_end": "Clearance against its work",
    "facet.clearance_end.note": "By the years of the programme; a clearance and its work both stand here.",
    "facet.progress_class.note": "As reported. No report is not 0%.",
    "details.areas": "Area: {areas}.",

    "facet.area": "Area",
    "facet.area.note": "By the places that the name names, or because a line touches it. A row without a place is in no area.",
  },
  "en",
);
