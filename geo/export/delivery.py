"""What is handed out: the chosen rows, what has to be said about them, in which system, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import HAI_PHONG, WGS84, points_to_vn2000
from geo.export.cells import plain, worded
from geo.export.columns import COLUMNS, Kind
from geo.export.geojson import ATTRIBUTION, LICENCE
from geo.frame import OBJECT
from geo.language import Day, Sentence
from geo.model import Precision

Geometries = NDArray[np.object_]
TITLE = Sentence("Công trình, dự án của phường Thủy Nguyên, chương trình 2025–2030")
CAUTION = Sentence("Vị trí là ước lượng theo tên, trừ khi độ chính xác ghi khác; không dùng thay hồ sơ ranh giới.")
KINDS = ("point", "line", "polygon", "none")  # of a geometry; the order of `shapely.get_dimensions`, none last
DRAWN = frozenset({Precision.SURVEYED, Precision.TRACED})  # precision classes whose shape may be measured


@dataclass(frozen=True, slots=True)
class Notice:
    """What every file says about itself: as-of date, data version, the filter in words, licence, attribution.

    `home` is the address of the map, empty where there is none (command line).
    """

    as_of: date
    version: str
    filter_words: str
    home: str = ""
    title: str = TITLE
    licence: str = LICENCE
    attribution: str = ATTRIBUTION
    caution: str = CAUTION

    def lines(self) -> list[tuple[str, str]]:
        """Return label and words of all that there is to say."""
        said = [
            (Sentence("Tên bộ dữ liệu"), self.title),
            (Sentence("Tính đến ngày"), Day(self.as_of)),
            (Sentence("Bộ lọc"), self.filter_words),
            (Sentence("Giấy phép"), self.licence),
            (Sentence("Ghi công"), self.attribution),
            (Sentence("Lưu ý"), self.caution),
            (Sentence("Phiên bản dữ liệu"), self.version),
            (Sentence("Bản đồ"), self.home),
        ]
        return [(label, words) for label, words in said if words]

    def text(self) -> str:
        """Return all lines as one text."""
        return "\n".join(f"{label}: {words}" for label, words in self.lines())


@dataclass(frozen=True, slots=True)
class Looks:
    """What styled formats need of a style table: `words` by column and code, `fill` (#rrggbb) by funding code.

    `dashed` are the precision classes that are drawn with a broken line.
    """

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    dashed: frozenset[str] = frozenset()

    def word(self, column: str, code: str | None) -> str:
        """Return the Vietnamese word of a code, or the code itself where the table has none."""
        return self.words.get(column, {}).get(code or "", code or "")

    def colour(self, funding: str | None) -> str:
        """Return the fill of a funding code; grey where the table has none."""
        return self.fill.get(funding or "", "#808080")


@dataclass(frozen=True, slots=True)
class Delivery:
    """The rows of one answer, WGS 84 as the frame has them, to be written in the system `epsg`.

    `ground` is what a drawn map shows under the rows, for orientation: the border of the ward, WGS 84. `sectors` holds
    the OC4IDS sectors of each category, `register` the prefix of project ids registered there, if one is.
    """

    frame: gpd.GeoDataFrame
    notice: Notice
    epsg: int = WGS84
    looks: Looks = field(default_factory=Looks)
    ground: BaseGeometry | None = None
    sectors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    register: str = ""

    def geometries(self) -> Geometries:
        """Return the geometries in the system of the delivery, east or longitude first; None where there is none."""
        return reprojected(geometries_of(self.frame), self.epsg)


def geometries_of(frame: gpd.GeoDataFrame) -> Geometries:
    """Return the geometries of a frame as an array; an empty geometry counts as none."""
    found: Geometries = np.array(frame.geometry.array, dtype=object)
    found[shapely.is_empty(found)] = None
    return found


def reprojected(geometries: Geometries, epsg: int) -> Geometries:
    """Bring WGS 84 geometries to a system of `geo.crs`, without height. None stays None."""
    if epsg == WGS84:
        flat = shapely.force_2d(geometries) if shapely.has_z(geometries).any() else geometries.copy()
        return np.asarray(flat, dtype=object)
    return np.asarray(shapely.transform(geometries, lambda points: points_to_vn2000(points, epsg)), dtype=object)


def bounds_of(geometries: Geometries) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all geometries; None where there are none."""
    if all(geometry is None for geometry in geometries):
        return None
    west, south, east, north = shapely.total_bounds(geometries).tolist()
    return west, south, east, north


def kinds_of(geometries: Geometries) -> NDArray[np.str_]:
    """Return for each geometry its kind: one of `KINDS`."""
    return np.asarray(KINDS)[shapely.get_dimensions(geometries)]  # no geometry has dimension -1: the last of KINDS


def uniform(geometries: Geometries, kind: str) -> Geometries:
    """Return geometries of one kind as one type: lines and areas as multi-part ones. A layer of two types loses one."""
    if kind not in {"line", "polygon"}:
        return geometries
    gather = shapely.multilinestrings if kind == "line" else shapely.multipolygons
    parts, of_row = shapely.get_parts(geometries, return_index=True)
    return np.asarray(gather(parts, indices=of_row), dtype=object)


def plain_table(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the columns of `COLUMNS`, one row a row of the frame, as text, Int64, float or bool; empty is null.

    Dates are ISO texts: every format of ours can hold those, and sort them.
    """
    given = frame.assign(**_measures(frame))
    given.attrs = {}  # pandas would copy what hangs on the frame with every column
    return pd.DataFrame({column.name: _series(given, column.name, column.kind) for column in COLUMNS})


def _series(frame: pd.DataFrame, name: str, kind: Kind) -> pd.Series:
    """Return one column of the frame in the type that files take."""
    values = frame[name]
    if kind is Kind.DATE:
        days = np.datetime_as_string(values.to_numpy("datetime64[D]")).astype(object)
        days[values.isna().to_numpy()] = None
        return pd.Series(days, frame.index, dtype=object)
    if kind is Kind.TEXT:
        return pd.Series(_texts(values), frame.index, dtype=object)
    return frame[name]


def _texts(values: pd.Series) -> list[str | None]:
    """Return the cells of a column as plain text. One look at all texts together spares a look at each."""
    cells = values.array.to_numpy(dtype=object, na_value=None).tolist()
    if values.dtype == OBJECT:
        cells = [worded(cell) for cell in cells]
    together = "".join(filter(None, cells))
    return cells if plain(together) == together else [cell and plain(cell) for cell in cells]


def _measures(frame: gpd.GeoDataFrame) -> dict[str, NDArray[np.float64]]:
    """Return lengths and areas in EPSG:9210; none for a shape that only says where to look."""
    drawn = frame["precision"].isin(DRAWN).to_numpy(bool) & ~frame["sketch"].to_numpy(bool)
    shapes = geometries_of(frame)
    shapes[~drawn] = None
    metric = reprojected(shapes, HAI_PHONG)
    kinds = kinds_of(metric)
    return {
        "length_m": np.where(kinds == "line", shapely.length(metric), np.nan).round(1),
        "area_m2": np.where(kinds == "polygon", shapely.area(metric), np.nan).round(1),
    }
