"""A question to a table → the rows that answer it, in order; rows → GeoJSON features in the system asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import orjson
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.export.columns import Kind
from webmap.ogc import cql, cql_values
from webmap.ogc.asked import Asked
from webmap.ogc.systems import CRS84, SYSTEMS, System, to_system
from webmap.ogc.tables import Property, Table

Rows = NDArray[np.intp]


def select(table: Table, asked: Asked) -> Rows:
    """Return the numbers of the rows that answer a question, in the order asked for, then by id."""
    kept = np.ones(len(table), dtype=bool)
    if asked.boxes is not None:
        touched = np.zeros(len(table), dtype=bool)
        for box in asked.boxes:
            touched[table.tree.query(box, predicate="intersects")] = True
        kept &= touched
    if asked.years is not None:
        first, last = asked.years
        kept &= (table.begins <= last) & (table.ends >= first)
    for name, value in asked.equals:
        operand = cql_values.column(name, table)
        kept &= np.asarray(operand.values == value, dtype=bool) & ~operand.missing
    if asked.condition is not None:
        kept &= cql.keep(asked.condition, table, asked.condition_system or SYSTEMS[CRS84])
    rows: Rows = np.flatnonzero(kept)
    return _sorted(table, rows, asked.sort)


def _sorted(table: Table, rows: Rows, keys: Sequence[tuple[str, bool]]) -> Rows:
    """Return rows by the keys, missing values last, equal ones in the order of the table."""
    for name, down in reversed(keys):
        cells = table.cells[name].iloc[rows].reset_index(drop=True)
        order = cells.sort_values(ascending=not down, kind="stable", na_position="last").index.to_numpy()
        rows = rows[order]
    return rows


def features(
    table: Table, rows: Iterable[int], system: System, wanted: frozenset[str] | None = None
) -> Iterator[bytes]:
    """Yield rows as GeoJSON features with the wanted properties, None for all."""
    at = np.fromiter(rows, dtype=np.intp)
    shapes = to_system(table.geometries[at], system)
    items = [item for item in table.collection.properties if wanted is None or item.name in wanted]
    columns = [(item.name, _cells(table, item)) for item in items]
    names = _cells(table, table.collection.by_name["id"])
    for row, text in zip(at.tolist(), shapely.to_geojson(shapes).tolist(), strict=True):
        member: dict[str, Any] = {
            "type": "Feature",
            "id": names[row],
            "geometry": None if text is None else orjson.Fragment(text),
            "properties": {name: cells[row] for name, cells in columns},
        }
        yield orjson.dumps(member)


def _cells(table: Table, item: Property) -> list[Any]:
    """Return a column as JSON holds it, worked out once."""
    found: list[Any] = table.once(f"json {item.name}", lambda: _json(table.cells[item.name], item))
    return found


def _json(cells: pd.Series, item: Property) -> list[Any]:
    """Return cells as JSON holds them: a missing one is null, a whole number has no point."""
    held = cells.astype(object).where(cells.notna(), None).tolist()
    return [None if cell is None else int(cell) for cell in held] if item.kind is Kind.INTEGER else held


def extent(table: Table) -> dict[str, Any]:
    """Return bounds in space and time as a collection states them; what is open or not there is null or left out."""
    found: dict[str, Any] = {}
    if any(shape is not None for shape in table.geometries):
        west, south, east, north = shapely.total_bounds(table.geometries).tolist()
        found["spatial"] = {"bbox": [[west, south, east, north]], "crs": CRS84}
    if not np.isnan(table.begins).all():
        first, last = np.nanmin(table.begins), np.nanmax(table.ends)
        ends = [
            f"{first:04.0f}-01-01T00:00:00Z" if np.isfinite(first) else None,
            f"{last:04.0f}-12-31T23:59:59Z" if np.isfinite(last) else None,
        ]
        found["temporal"] = {
            "interval": [ends],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return found
