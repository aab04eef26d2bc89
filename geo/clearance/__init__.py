"""Land clearance: the calendar, what people report, the rules of stages and checks, what is hot, what leaders read."""
