"""The domain of the project map: ledger, gazetteer, geocoder, clearance, frame, exports. Knows nothing of the web."""
