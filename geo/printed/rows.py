"""Rows of the frame → places on paper, by the rules of the screen: what shares a zone or a shape is one place.

`static/js/places.js` holds the same rules for the browser; `tests/test_printed.py` compares the counts of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import HAI_PHONG
from geo.export.delivery import geometries_of, reprojected

_COLUMNS = (
    *("id", "name", "category", "funding_source", "clearance_state", "progress_class", "clears"),
    *("precision", "radius_m", "zone", "sketch", "start_year", "finish_year"),
)
_MOST_AIR_M = 600.0
_NO_CLEARANCE, _NO_REPORT = "no_clearance", "no_report"


@dataclass(frozen=True, slots=True)
class Row:
    """What paper says of one row; `geometry` in EPSG:9210 or None."""

    id: str
    name: str
    category: str
    funding_source: str
    clearance_state: str
    progress_class: str
    clears: str | None
    precision: str
    radius_m: float | None
    zone: str | None
    sketch: bool
    start_year: int | None
    finish_year: int | None
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the map: its rows, their shape (EPSG:9210), how sure it is, and the point where its mark belongs."""

    rows: tuple[Row, ...]
    geometry: BaseGeometry
    precision: str
    radius_m: float
    sketch: bool
    anchor: tuple[float, float]


def rows_of(frame: gpd.GeoDataFrame) -> list[Row]:
    """Return the rows of a frame in its order."""
    table = pd.DataFrame(frame[list(_COLUMNS)]).astype(object)
    shapes = reprojected(geometries_of(frame), HAI_PHONG)
    held = table.where(table.notna(), None).itertuples(index=False, name=None)
    return [_row(dict(zip(_COLUMNS, cells, strict=True)), shape) for cells, shape in zip(held, shapes, strict=True)]


def _row(cells: dict[str, Any], geometry: BaseGeometry | None) -> Row:
    cells["clearance_state"] = cells["clearance_state"] or _NO_CLEARANCE
    cells["progress_class"] = cells["progress_class"] or _NO_REPORT
    return Row(**cells, geometry=geometry)


def places_of(rows: Iterable[Row]) -> list[Place]:
    """Return the places of rows, north before south, west before east: the order in which they are numbered."""
    groups: dict[object, list[Row]] = {}
    for row in rows:
        if row.geometry is not None:
            groups.setdefault(row.zone or row.geometry.wkb, []).append(row)
    places = [_place(tuple(group), group[0].geometry) for group in groups.values() if group[0].geometry is not None]
    return sorted(places, key=lambda place: (-round(place.anchor[1]), place.anchor[0]))


def _place(rows: tuple[Row, ...], geometry: BaseGeometry) -> Place:
    radius = max(row.radius_m or 0.0 for row in rows)
    return Place(rows, geometry, rows[0].precision, radius, rows[0].sketch, _anchor(geometry))


def _anchor(geometry: BaseGeometry) -> tuple[float, float]:
    """Return where the mark of a shape belongs: the middle of its longest line, else a point within it."""
    if shapely.get_dimensions(geometry) == 1:
        longest = max(shapely.get_parts(geometry), key=shapely.length)
        point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    else:
        point = shapely.point_on_surface(geometry)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def units(rows: Sequence[Row], theme: str) -> list[Row]:
    """Return what is coloured and counted: under the clearance theme a work beside its clearance is told by that."""
    if theme != "clearance":
        return list(rows)
    cleared = {row.clears for row in rows if row.clears}
    return [row for row in rows if row.id not in cleared]


def class_of(row: Row, theme: str) -> str:
    """Return the code of the class that a row has under a theme."""
    return row.clearance_state if theme == "clearance" else row.funding_source


def is_quiet(place: Place, theme: str) -> bool:
    """Return whether the theme has nothing to say of a place."""
    return theme == "clearance" and all(row.clearance_state == _NO_CLEARANCE for row in place.rows)


def counts(rows: Sequence[Row], places: Iterable[Place], theme: str) -> dict[str, tuple[int, int]]:
    """Return for each class how many units of it have a place, and how many there are at all."""
    here: Counter[str] = Counter()
    for place in places:
        here.update(class_of(row, theme) for row in units(place.rows, theme))
    away = Counter(class_of(row, theme) for row in units([row for row in rows if row.geometry is None], theme))
    return {code: (here[code], here[code] + away[code]) for code in here | away}


def bounds_of(places: Sequence[Place]) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north (m) of all places with some of the circle that the truth lies in; None for none.

    Of a wide circle only the middle: a map of the whole ward would show mostly its neighbours.
    """
    if not places:
        return None
    boxes: NDArray[np.float64] = shapely.bounds([place.geometry for place in places])
    air = np.array([min(place.radius_m, _MOST_AIR_M) for place in places])
    west, south = (boxes[:, :2] - air[:, None]).min(axis=0).tolist()
    east, north = (boxes[:, 2:] + air[:, None]).max(axis=0).tolist()
    return west, south, east, north
