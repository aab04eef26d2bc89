"""Layers that GDAL writes: GeoPackage, Shapefile, FlatGeobuf. One layer a kind of geometry, one without geometry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.export.cells import fitted, one_line
from geo.export.columns import COLUMNS, DBASE_TEXT, Column, Kind
from geo.export.delivery import KINDS, Delivery, geometries_of, kinds_of, plain_table, uniform
from geo.export.files import scratch, zip_files
from geo.export.gpkg_extras import add_extras

LAYER = {
    "point": ("cong_trinh_diem", "Công trình: điểm"),
    "line": ("cong_trinh_tuyen", "Công trình: tuyến"),
    "polygon": ("cong_trinh_vung", "Công trình: vùng"),
    "none": ("cong_trinh_chua_ro_vi_tri", "Công trình: chưa rõ vị trí"),
}
BASE_STATE = "base_state"  # of a row at the time of export; nobody edits it
MARK = 16  # letters of one of its two marks
_GPKG = {"VERSION": "1.3"}  # GDAL writes 1.4 by default, about which older readers complain
_MULTI = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}


def to_gpkg(delivery: Delivery, path: Path) -> None:
    """Write a GeoPackage of four layers with QGIS styles and metadata. The four are always there, empty or not."""
    states = base_states(delivery.frame)
    for at, (kind, rows) in enumerate(layers(delivery)):
        name, title = LAYER[kind]
        table = rows.assign(**{BASE_STATE: [states[row] for row in rows["id"]]})
        options = {"IDENTIFIER": title, "DESCRIPTION": delivery.notice.text(), "FID": "fid", "GEOMETRY_NAME": "geom"}
        _write(
            table, path, kind, driver="GPKG", layer=name, append=at > 0, layer_options=options, dataset_options=_GPKG
        )
    add_extras(path, delivery, {kind: name for kind, (name, _) in LAYER.items()})


def base_states(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Return two marks of each row, joined: of its place as it stands, and of what a person may edit in the file.

    An edited file brings them back (`geo.export.edited`): the first tells whether somebody corrected the row since, the
    second whether the file's own row was touched.
    """
    shapes = geometries_of(frame)
    states = zip(
        shapely.to_wkb(shapes, byte_order=1), frame["precision"], frame["radius_m"], frame["method"], strict=True
    )
    edited = edit_marks(shapes, frame["precision"], frame["radius_m"], frame["location_source"])
    marks = (_mark(shape or b"", *map(_plain, cells)) for shape, *cells in states)
    return {name: state + mark for name, state, mark in zip(frame["id"], marks, edited, strict=True)}


def edit_marks(
    shapes: np.ndarray, precisions: Iterable[object], radii: Iterable[object], sources: Iterable[object]
) -> list[str]:
    """Return a mark of what a person may edit, the same before and after a way through a file.

    `shapes` are WGS 84; coordinates count to a centimetre, wrapped or not in a collection of one.
    """
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    parts = np.split(corners.round(7), np.searchsorted(owner, np.arange(1, len(shapes)))) if len(shapes) else []
    said = zip(precisions, radii, sources, strict=True)
    return [_mark(part.tobytes(), *map(_plain, cells)) for part, cells in zip(parts, said, strict=True)]


def _plain(cell: object) -> str:
    """Return a cell as text, whichever program kept it: nothing is nothing, a number has no needless digit."""
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124  only NaN differs from itself
        return ""
    return f"{cell:g}" if isinstance(cell, float | int) else str(cell)


def _mark(shape: bytes, *cells: str) -> str:
    return sha256(shape + "\0".join(("", *cells)).encode()).hexdigest()[:MARK]


def to_flatgeobuf(delivery: Delivery, path: Path) -> None:
    """Write one FlatGeobuf layer of mixed geometry, with a spatial index unless a row lacks a place: both cannot be."""
    table = _geo(plain_table(delivery.frame), delivery)
    indexed = bool(len(table)) and not table.geometry.isna().any()
    options = {
        "SPATIAL_INDEX": "YES" if indexed else "NO",
        "TITLE": delivery.notice.title,
        "DESCRIPTION": delivery.notice.text(),
    }
    _write(table, path, "mixed", driver="FlatGeobuf", layer="projects", layer_options=options)


def to_shapefile(delivery: Delivery, path: Path) -> None:
    """Write a zip of one Shapefile a kind of geometry, a dBASE table of rows without place, and README.txt."""
    with scratch() as folder:
        for kind, table in layers(delivery):
            target = folder / f"{LAYER[kind][0]}.{'dbf' if kind == 'none' else 'shp'}"
            day = delivery.notice.as_of.isoformat()
            options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": day}
            options |= {"SHPT": "NULL"} if kind == "none" else {}
            _write(_dbase(table), target, kind, driver="ESRI Shapefile", layer_options=options)
        (folder / "README.txt").write_text(readme(delivery), encoding="utf-8-sig", newline="\r\n")
        zip_files(path, sorted(folder.iterdir()))


def layers(delivery: Delivery) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield kind and rows, for each of `KINDS`, in the system of the delivery; points first, no geometry last."""
    table = _geo(plain_table(delivery.frame), delivery)
    kinds = kinds_of(np.asarray(table.geometry.array, dtype=object))
    for kind in KINDS:
        rows = table[kinds == kind]
        yield kind, pd.DataFrame(rows.drop(columns="geometry")) if kind == "none" else _uniform(rows, kind)


def _geo(table: pd.DataFrame, delivery: Delivery) -> gpd.GeoDataFrame:
    """Return the table with the geometries of the delivery."""
    return gpd.GeoDataFrame(table, geometry=delivery.geometries(), crs=f"EPSG:{delivery.epsg}")


def _uniform(rows: gpd.GeoDataFrame, kind: str) -> gpd.GeoDataFrame:
    """Return rows whose geometries are of one type, as a layer wants them."""
    shapes = uniform(np.asarray(rows.geometry.array, dtype=object), kind)
    return rows.set_geometry(gpd.GeoSeries(shapes, index=rows.index, crs=rows.crs))


def _write(table: pd.DataFrame, path: Path, kind: str, **how: Any) -> None:  # noqa: ANN401  pyogrio's own arguments
    """Write one layer through GDAL, of one geometry type, or of none."""
    if isinstance(table, gpd.GeoDataFrame):
        how["geometry_type"] = _MULTI.get(kind, "Unknown")
    pyogrio.write_dataframe(table, path, **how)


def _dbase(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with dBASE names and texts that fit; yes and no become 1 and 0."""
    short = {column.name: column.short for column in COLUMNS}
    changed = {column.name: _dbase_cells(table[column.name], column) for column in COLUMNS}
    return table.assign(**changed).rename(columns=short)


def _dbase_cells(cells: pd.Series, column: Column) -> pd.Series:
    """Return the cells of one column as dBASE holds them."""
    if column.kind is Kind.BOOLEAN:
        return cells.astype("int16")
    if column.kind is not Kind.TEXT:
        return cells
    return cells.map(lambda text: fitted(one_line(text), DBASE_TEXT), na_action="ignore")


def readme(delivery: Delivery) -> str:
    """Return what stands in README.txt of the Shapefile: sources, layers, fields."""
    lines = [delivery.notice.text(), "", f"Hệ tọa độ: EPSG:{delivery.epsg}. Bảng mã: UTF-8.", "", "Các lớp:"]
    lines += [f"  {name}: {title}" for name, title in LAYER.values()]
    lines += ["", f"Các trường (chữ dài hơn {DBASE_TEXT} byte bị cắt, kết thúc bằng …; 1 là có, 0 là không):"]
    lines += [f"  {column.short:<10} = {column.name}: {column.says}" for column in COLUMNS]
    for name, words in delivery.looks.words.items():
        lines += ["", f"Mã của {name}:", *(f"  {code}: {word}" for code, word in words.items())]
    return "\n".join(lines) + "\n"
