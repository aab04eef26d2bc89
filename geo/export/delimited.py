"""CSV for Excel and for programs: UTF-8 with BOM, one header row, WKT and longitude/latitude, no live formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs import is_degrees
from geo.export.cells import guarded
from geo.export.columns import COLUMNS, Kind
from geo.export.delivery import Delivery, geometries_of, plain_table, reprojected

_ROWS_AT_ONCE = 5_000
POSITION = ("lon", "lat")  # WGS 84, of a point on the shape
METRIC = ("east_m", "north_m")  # the same point in the system of the file, where that counts in metres
NOTICE = ("as_of", "filter", "licence", "attribution")


def to_csv(delivery: Delivery, path: Path) -> None:
    """Write the delivery as CSV; what a file of another format says once, each row says in its last columns."""
    names = [*(column.name for column in COLUMNS), *position_names(delivery.epsg), "epsg", "wkt", *NOTICE]
    notice = delivery.notice
    said = [notice.as_of.isoformat(), *map(guarded, (notice.filter_words, notice.licence, notice.attribution))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(names)
        for start in range(0, len(delivery.frame), _ROWS_AT_ONCE):
            part = Delivery(delivery.frame.iloc[start : start + _ROWS_AT_ONCE], notice, delivery.epsg, delivery.looks)
            writer.writerows((*cells, *said) for cells in _rows(part))


def position_names(epsg: int) -> tuple[str, ...]:
    """Return the names of the position columns of a file in a system."""
    return POSITION if is_degrees(epsg) else (*POSITION, *METRIC)


def positions(delivery: Delivery) -> NDArray[np.float64]:
    """Return an (n, 2) or (n, 4) array: a point on each shape as lon, lat and, in a metric system, east and north.

    Degrees have six decimals, metres three; NaN where there is no shape.
    """
    points = shapely.point_on_surface(geometries_of(delivery.frame))
    degrees = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    if is_degrees(delivery.epsg):
        return degrees.round(6)
    moved = reprojected(points, delivery.epsg)
    return np.column_stack([degrees.round(6), np.column_stack([shapely.get_x(moved), shapely.get_y(moved)]).round(3)])


def _rows(delivery: Delivery) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each row, without the notice; column by column, which is three times as fast."""
    table = plain_table(delivery.frame)
    columns = [_cells(table[column.name], column.kind) for column in COLUMNS]
    where = [[None if np.isnan(number) else number for number in axis] for axis in positions(delivery).T.tolist()]
    decimals = 7 if is_degrees(delivery.epsg) else 3
    shapes = shapely.to_wkt(delivery.geometries(), rounding_precision=decimals, trim=True).tolist()
    return zip(*columns, *where, [delivery.epsg] * len(table), shapes, strict=True)


def _cells(cells: pd.Series, kind: Kind) -> list[Any]:
    """Return a column as it is written: guarded text, true and false in lower case, numbers as they are, None empty."""
    held: list[Any] = cells.astype(object).where(cells.notna(), None).tolist()
    if kind is Kind.BOOLEAN:
        return [str(cell).lower() for cell in held]
    return [cell and guarded(cell) for cell in held] if kind is Kind.TEXT else held
