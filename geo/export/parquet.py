"""GeoParquet 1.1: columns of plain values with WKB geometries, gzip pages, row groups of bounded size.

Written by hand because pyarrow, the usual way, weighs 45 MB and changes how pandas keeps text as soon as it is
installed. The layout is that of the Apache Parquet format, `parquet.thrift`; the numbers below are its enumerations.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs import WGS84
from geo.export.columns import COLUMNS, Kind
from geo.export.delivery import Delivery, bounds_of, plain_table
from geo.export.thrift import I32, Struct, struct, varint

ROWS_AT_ONCE = 20_000
_MAGIC = b"PAR1"
_OPTIONAL, _PLAIN, _RLE, _GZIP, _DATA_PAGE = I32(1), I32(0), I32(3), I32(2), I32(0)
_EPOCH = date(1970, 1, 1)


def _pack_bytes(values: list[Any]) -> bytes:
    """Return byte arrays, each after its length."""
    return b"".join(len(value).to_bytes(4, "little") + value for value in values)


@dataclass(frozen=True, slots=True)
class _Physical:
    """How a kind of cell is stored: Parquet type, converted type, logical type, and the packing of its values."""

    number: int
    pack: Callable[[list[Any]], bytes]
    converted: I32 | None = None
    logical: Struct | None = None


_STORED: Mapping[str, _Physical] = MappingProxyType(
    {
        Kind.TEXT: _Physical(6, lambda texts: _pack_bytes([text.encode() for text in texts]), I32(0), {1: {}}),
        Kind.INTEGER: _Physical(2, lambda numbers: np.array(numbers, "<i8").tobytes()),
        Kind.NUMBER: _Physical(5, lambda numbers: np.array(numbers, "<f8").tobytes()),
        Kind.BOOLEAN: _Physical(0, lambda flags: np.packbits(np.array(flags, bool), bitorder="little").tobytes()),
        Kind.DATE: _Physical(1, lambda days: np.array([_day(day) for day in days], "<i4").tobytes(), I32(6), {6: {}}),
        "geometry": _Physical(6, _pack_bytes),
    }
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {**{column.name: column.kind for column in COLUMNS}, "geometry": "geometry"}
)


def to_parquet(delivery: Delivery, path: Path) -> None:
    """Write the delivery as GeoParquet, one row group at a time."""
    with path.open("wb") as file:
        file.write(_MAGIC)
        groups = []
        for start in range(0, len(delivery.frame), ROWS_AT_ONCE):
            part = Delivery(delivery.frame.iloc[start : start + ROWS_AT_ONCE], delivery.notice, delivery.epsg)
            groups.append(_write_group(file, part))
        footer = struct(_footer(delivery, groups))
        file.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)


def _day(text: str) -> int:
    """Return an ISO day as days since 1970-01-01."""
    return (date.fromisoformat(text) - _EPOCH).days


def _write_group(file: BinaryIO, delivery: Delivery) -> Struct:
    """Write the columns of some rows; return what the footer says of them."""
    table = plain_table(delivery.frame).assign(geometry=shapely.to_wkb(delivery.geometries()))
    chunks = [_write_chunk(file, name, table[name]) for name in _KINDS]
    return {1: chunks, 2: sum(chunk[3][7] for chunk in chunks), 3: len(table)}


def _write_chunk(file: BinaryIO, name: str, cells: pd.Series) -> Struct:
    """Write one column as one page; return what the footer says of it."""
    stored = _STORED[_KINDS[name]]
    known = cells.notna().to_numpy(bool)
    page = _levels(known) + stored.pack(cells[known].tolist())
    packed = gzip.compress(page, compresslevel=6, mtime=0)
    header = struct(
        {
            1: _DATA_PAGE,
            2: I32(len(page)),
            3: I32(len(packed)),
            5: {1: I32(len(cells)), 2: _PLAIN, 3: _RLE, 4: _RLE},
        }
    )
    start = file.tell()
    file.write(header + packed)
    meta = {
        1: I32(stored.number),
        2: [_PLAIN, _RLE],
        3: [name],
        4: _GZIP,
        5: len(cells),
        6: len(header) + len(page),
        7: len(header) + len(packed),
        9: start,
    }
    return {2: start, 3: meta}


def _levels(known: NDArray[np.bool_]) -> bytes:
    """Return definition levels: one bit a row, 1 where there is a value, in the bit-packed run of the hybrid coding."""
    groups = -(-len(known) // 8)
    run = varint(groups << 1 | 1) + np.packbits(known, bitorder="little").tobytes()
    return len(run).to_bytes(4, "little") + run


def _footer(delivery: Delivery, groups: list[Struct]) -> Struct:
    """Return the metadata of the file."""
    root = {4: "schema", 5: I32(len(_KINDS))}
    keys = {
        "geo": json.dumps(_geo(delivery), ensure_ascii=False),
        **{str(label): str(words) for label, words in delivery.notice.lines()},
    }
    return {
        1: I32(1),
        2: [root, *(_element(name) for name in _KINDS)],
        3: len(delivery.frame),
        4: groups,
        5: [{1: key, 2: value} for key, value in keys.items()],
        6: "projectmap",
    }


def _element(name: str) -> Struct:
    """Return the declaration of one column; every cell may be empty."""
    stored = _STORED[_KINDS[name]]
    return {1: I32(stored.number), 3: _OPTIONAL, 4: name, 6: stored.converted, 10: stored.logical}


def _geo(delivery: Delivery) -> dict[str, Any]:
    """Return the metadata of GeoParquet. Without `crs` it means WGS 84, longitude first."""
    geometries = delivery.geometries()
    types = {shape.geom_type for shape in geometries if shape is not None}
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(types)}
    if bounds := bounds_of(geometries):
        column["bbox"] = list(bounds)
    if delivery.epsg != WGS84:
        column["crs"] = CRS.from_epsg(delivery.epsg).to_json_dict()
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
