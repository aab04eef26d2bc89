"""The doorway: `data/` in, the frame of a day out. What a notebook needs, in one call."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd

from geo.frame import build
from geo.geocode import locate_all
from geo.read import read_programme

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"


def load(data_dir: Path | None = None, *, today: date) -> gpd.GeoDataFrame:
    """Read the programme, locate every row and return the frame of a day (`geo.frame`).

    `data_dir` is the repository's `data/` by default; `today` is the day in the ward. Raises DataError with all faults.
    """
    programme = read_programme(data_dir or DATA_FOLDER)
    return build(programme, locate_all(programme.projects, programme.places, programme.shapes), today)
