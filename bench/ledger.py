"""A made-up ledger of any length: the shipped rows over and over, each copy on ground of its own, all else kept.

Usage: ledger.py ROWS PORT. Serves the whole application over it: map, exports, search and clearances know all rows.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import shapely
import waitress
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from geo.model import Location, Project  # noqa: E402  found by the line above
from webmap import create_app, current  # noqa: E402
from webmap.source import Folder, Records, Source  # noqa: E402

DAY = date(2026, 11, 24)
SPREAD_DEGREES = 0.12  # how far copies are spread: about 12 km, a district
STEP_LON, STEP_LAT = 0.7548776662, 0.5698402910  # the R2 sequence: even at any length, and always the same


def _offset(copy: int) -> list[float]:
    """Return how far a copy is shifted, in degrees of longitude and latitude; the first stays where it is."""
    return [SPREAD_DEGREES * ((copy * step + 0.5) % 1 - 0.5) for step in (STEP_LON, STEP_LAT)]


def _named(name: str, copy: int) -> str:
    """Return the id of a row, or of a zone, in a copy."""
    return f"{name}-{copy}" if copy else name


def _project(project: Project, copy: int) -> Project:
    clears = project.clears and _named(project.clears, copy)
    return replace(project, id=_named(project.id, copy), clears=clears)


def _location(location: Location, copy: int) -> Location:
    offset = np.array(_offset(copy))
    shape = location.geometry
    if shape is not None:
        shape = shapely.transform(shape, lambda points: points + offset)
    return replace(location, geometry=shape, zone=location.zone and _named(location.zone, copy))


def grown(records: Records, rows: int) -> Records:
    """Return records with so many rows: the given ones first, then copies of them."""
    projects = records.programme.projects
    numbered = [(project, at // len(projects)) for at in range(rows) for project in [projects[at % len(projects)]]]
    locations = {_named(one.id, copy): _location(records.locations[one.id], copy) for one, copy in numbered}
    longer = tuple(_project(one, copy) for one, copy in numbered)
    return replace(records, programme=replace(records.programme, projects=longer), locations=locations)


class Ledger:
    """Inputs that never change: the shipped data folder, grown to so many rows."""

    def __init__(self, rows: int) -> None:
        self._rows = rows

    def stamp(self) -> Hashable:
        """Return what never changes."""
        return self._rows

    def read(self) -> Records:
        """Return the records."""
        return grown(Folder(ROOT / "data").read(), self._rows)


def large_app(rows: int, folder: Path) -> Flask:
    """Return the application over so many rows, with its instance folder."""
    app = create_app({"TESTING": True, "TODAY": DAY, "INSTANCE_DIR": folder})
    current.hold(app, current.settings_of(app), Source(Ledger(rows), lambda: DAY))
    return app


def main() -> None:
    """Serve so many rows on a port."""
    rows, port = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        waitress.serve(large_app(rows, Path(folder)), host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
