"""Layers that GDAL writes: GeoPackage, Shapefile, FlatGeobuf. One layer a kind of geometry, one without geometry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.raw import write as write_arrays

from geo.export.cells import fitted, one_line
from geo.export.columns import COLUMNS, DBASE_TEXT, Column, Kind
from geo.export.delivery import KINDS, Delivery, Geometries, geometries_of, kinds_of, plain_table, uniform
from geo.export.files import scratch, zip_files
from geo.export.gpkg_extras import add_extras
from geo.frame import WHOLE

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
    unhurried()
    for at, (kind, rows, shapes) in enumerate(layers(delivery)):
        name, title = LAYER[kind]
        table = rows.assign(**{BASE_STATE: [states[row] for row in rows["id"].tolist()]})
        options = {"IDENTIFIER": title, "DESCRIPTION": delivery.notice.text(), "FID": "fid", "GEOMETRY_NAME": "geom"}
        how = {"driver": "GPKG", "layer": name, "append": at > 0, "dataset_options": _GPKG}
        _write(table, shapes, path, kind, delivery.epsg, layer_options=options, **how)
    add_extras(path, delivery, {kind: name for kind, (name, _) in LAYER.items()})


def unhurried() -> None:
    """Let GDAL bring nothing to the disk in between: a file of ours is brought there once, whole (`write_whole`)."""
    pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": "OFF"})


def base_states(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Return two marks of each row, joined: of its place as it stands, and of what a person may edit in the file.

    An edited file brings them back (`geo.export.edited`): the first tells whether somebody corrected the row since, the
    second whether the file's own row was touched.
    """
    shapes = geometries_of(frame)
    written = [shape or b"" for shape in shapely.to_wkb(shapes, byte_order=1)]
    stands = _marks(written, frame["precision"], frame["radius_m"], frame["method"])
    edited = edit_marks(shapes, frame["precision"], frame["radius_m"], frame["location_source"])
    return {name: state + mark for name, state, mark in zip(frame["id"].tolist(), stands, edited, strict=True)}


def edit_marks(
    shapes: np.ndarray, precisions: Iterable[object], radii: Iterable[object], sources: Iterable[object]
) -> list[str]:
    """Return a mark of what a person may edit, the same before and after a way through a file.

    `shapes` are WGS 84; coordinates count to a centimetre, wrapped or not in a collection of one.
    """
    corners = shapely.get_coordinates(shapes).round(7)
    ends = (shapely.get_num_coordinates(shapes).cumsum() * corners.itemsize * 2).tolist()
    together = corners.tobytes()
    parts = [together[start:end] for start, end in pairwise([0, *ends])]
    return _marks(parts, precisions, radii, sources)


def _marks(shapes: Iterable[bytes], *columns: Iterable[object]) -> list[str]:
    """Return a mark of each row: of its shape and of what stands in some columns. Each value is put in words once."""
    said = []
    for cells in columns:
        held = cells.tolist() if isinstance(cells, pd.Series) else list(cells)
        words = {cell: _plain(cell) for cell in set(held)}
        said.append([words[cell] for cell in held])
    return [
        sha256(shape + "\0".join(("", *cells)).encode()).hexdigest()[:MARK]
        for shape, cells in zip(shapes, zip(*said, strict=True), strict=True)
    ]


def _plain(cell: object) -> str:
    """Return a cell as text, whichever program kept it: nothing is nothing, a number has no needless digit."""
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124  only NaN differs from itself
        return ""
    return f"{cell:g}" if isinstance(cell, float | int) else str(cell)


def to_flatgeobuf(delivery: Delivery, path: Path) -> None:
    """Write one FlatGeobuf layer of mixed geometry, with a spatial index unless a row lacks a place: both cannot be."""
    shapes = delivery.geometries()
    indexed = bool(len(shapes)) and not shapely.is_missing(shapes).any()
    options = {
        "SPATIAL_INDEX": "YES" if indexed else "NO",
        "TITLE": delivery.notice.title,
        "DESCRIPTION": delivery.notice.text(),
    }
    table = plain_table(delivery.frame)
    how = {"driver": "FlatGeobuf", "layer": "projects", "layer_options": options}
    _write(table, shapes, path, "mixed", delivery.epsg, **how)


def to_shapefile(delivery: Delivery, path: Path) -> None:
    """Write a zip of one Shapefile a kind of geometry, a dBASE table of rows without place, and README.txt."""
    with scratch() as folder:
        for kind, table, shapes in layers(delivery):
            target = folder / f"{LAYER[kind][0]}.{'dbf' if kind == 'none' else 'shp'}"
            day = delivery.notice.as_of.isoformat()
            options = {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": day}
            options |= {"SHPT": "NULL"} if kind == "none" else {}
            how = {"driver": "ESRI Shapefile", "layer_options": options}
            _write(_dbase(table), shapes, target, kind, delivery.epsg, **how)
        (folder / "README.txt").write_text(readme(delivery), encoding="utf-8-sig", newline="\r\n")
        zip_files(path, sorted(folder.iterdir()))


def layers(delivery: Delivery) -> Iterator[tuple[str, pd.DataFrame, Geometries]]:
    """Yield kind, rows and their shapes for each of `KINDS`, in the system of the delivery; no geometry comes last.

    The shapes of a kind are of one type, as a layer wants them.
    """
    table, shapes = plain_table(delivery.frame), delivery.geometries()
    kinds = kinds_of(shapes)
    for kind in KINDS:
        chosen = kinds == kind
        yield kind, table[chosen], uniform(shapes[chosen], kind)


def _write(
    table: pd.DataFrame,
    shapes: Geometries,
    path: Path,
    kind: str,
    epsg: int,
    **how: Any,  # noqa: ANN401  pyogrio's own arguments
) -> None:
    """Write one layer through GDAL, of one geometry type, or of none. Columns go as they are: their types are known."""
    if kind != "none":
        how |= {"geometry": shapely.to_wkb(shapes), "geometry_type": _MULTI.get(kind, "Unknown"), "crs": f"EPSG:{epsg}"}
    data, masks = zip(*(_arrays(cells) for _, cells in table.items()), strict=True)
    write_arrays(path, field_data=data, field_mask=masks, fields=list(table), **{"geometry": None, **how})


def _arrays(cells: pd.Series) -> tuple[np.ndarray, np.ndarray | None]:
    """Return a column as numpy has it, and where nothing stands in it if that does not show by itself."""
    if cells.dtype == WHOLE:
        return cells.to_numpy("int64", na_value=0), cells.isna().to_numpy()
    if isinstance(cells.dtype, pd.StringDtype):
        return cells.array.to_numpy(object, na_value=None), None
    return cells.to_numpy(), None


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
