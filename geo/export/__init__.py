"""The frame as files. The only place where missing values, dates and geometry become a format's own."""
