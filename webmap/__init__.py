"""The face of the project map: pages, API and command line over `geo`."""
