/** English of the report forms. */
projectmap.addWords(
  {
    "send.later": "{words} It will be sent when the connection is back.",
    "send.sending": "Sending…",
    "send.saving": "Saving…",

    "report.nodraft": "The browser cannot keep the draft on this device.",
    "report.restored": "The draft of {when} is open again.",
    "report.drop": "Drop the draft",
    "report.same": "unchanged",
    "report.reason": "Why is it right all the same?",
    "report.saved": "The report is saved.",
    "report.doubts": "Some figures can be read in two ways. See beside the field how each was read, then press Save again.",
    "report.reload": "Reload, keep the draft",

    "sheet.unread": "Could not be read",
    "sheet.row": "Row",
    "sheet.clearance": "Clearance",
    "sheet.read": "What was read",
    "sheet.store": ["Save the row", "Save all {n} rows"],
    "sheet.good": "The file can be read, nothing saved yet",
    "sheet.faults": ["{n} thing to correct, nothing saved", "{n} things to correct, nothing saved"],
    "sheet.stored": ["{n} report saved.", "{n} reports saved."],
    "sheet.reading": "Reading the file…",
  },
  "en",
);
