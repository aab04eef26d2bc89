"""The map on paper without a browser: a sheet to scale in EPSG:9210, as PDF or PNG (`geo.printed.document`)."""
