"""Collections of the service and their rows: one collection a kind of geometry, each a table that can be asked quickly.

A mixed layer would be useless: desktop programs count its rows and draw one kind of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.export.columns import COLUMNS, Kind
from geo.export.delivery import KINDS, geometries_of, kinds_of, plain_table, uniform
from geo.frame import COLUMNS as FRAME
from geo.language import Sentence
from geo.model import PlaceKind, Programme, ProjectKind
from webmap.source import Snapshot

_BEGIN = "begin"
_END = "end"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a collection: name, kind of value, meaning, and its codes where they are a closed list."""

    name: str
    kind: Kind
    says: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection: its id, what it is called and says, the kind of its geometry, its properties."""

    id: str
    title: str
    says: str
    geometry: str
    properties: tuple[Property, ...]

    @property
    def by_name(self) -> dict[str, Property]:
        """The properties by name."""
        return {item.name: item for item in self.properties}


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a collection in the order of their ids, which is the order of every answer that asks for no other.

    `cells` has the columns of the collection's properties; `begins` and `ends` are years, infinite where open and NaN
    where the row has no years at all.
    """

    collection: Collection
    cells: pd.DataFrame
    geometries: NDArray[np.object_]
    begins: NDArray[np.float64]
    ends: NDArray[np.float64]
    tree: shapely.STRtree = field(init=False)
    position: Mapping[str, int] = field(init=False)
    kept: dict[str, Any] = field(default_factory=dict)  # what is worked out once for each property, by whoever needs it

    def once(self, key: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever `make` returns
        """Return what is kept under a key, made on first demand; two threads may make it twice, and it is the same."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def __post_init__(self) -> None:
        right_handed = shapely.orient_polygons(self.geometries, exterior_cw=False)  # RFC 7946, 3.1.6
        object.__setattr__(self, "geometries", np.asarray(right_handed, dtype=object))
        object.__setattr__(self, "tree", shapely.STRtree(self.geometries))
        object.__setattr__(self, "position", {name: at for at, name in enumerate(self.cells["id"])})

    def __len__(self) -> int:
        return len(self.cells)


_PROJECT = (
    *(
        Property(
            column.name,
            column.kind,
            column.says,
            tuple(FRAME[column.name].codes or ()) if column.name in FRAME else (),
        )
        for column in COLUMNS
    ),
    Property(_BEGIN, Kind.DATE, Sentence("ngày đầu của năm bắt đầu")),
    Property(_END, Kind.DATE, Sentence("ngày cuối của năm kết thúc")),
)
_PLACE = (
    Property("id", Kind.TEXT, Sentence("mã địa danh")),
    Property("name", Kind.TEXT, Sentence("tên")),
    Property("aliases", Kind.TEXT, Sentence("tên khác, cách nhau bằng dấu chấm phẩy")),
    Property("kind", Kind.TEXT, Sentence("loại địa danh"), tuple(PlaceKind)),
    Property("parent", Kind.TEXT, Sentence("mã địa danh chứa nó")),
    Property("radius_m", Kind.NUMBER, Sentence("mét: ít nhất 90 % là vị trí thật cách điểm không quá chừng này")),
    Property("confidence", Kind.TEXT, Sentence("mức tin cậy: high, medium, low")),
    Property("in_ward", Kind.BOOLEAN, Sentence("nằm trong phường")),
    Property("valid_from", Kind.DATE, Sentence("ngày đầu dùng tên này")),
    Property("valid_to", Kind.DATE, Sentence("ngày cuối dùng tên này")),
    Property("source", Kind.TEXT, Sentence("nguồn")),
    Property("licence", Kind.TEXT, Sentence("giấy phép")),
    Property("note", Kind.TEXT, Sentence("ghi chú")),
)
_WARD = (
    Property("id", Kind.TEXT, Sentence("mã")),
    Property("name", Kind.TEXT, Sentence("tên")),
    Property("uncertainty_m", Kind.NUMBER, Sentence("mét: ranh thật có thể lệch chừng này")),
    Property("source", Kind.TEXT, Sentence("nguồn")),
    Property("licence", Kind.TEXT, Sentence("giấy phép")),
    Property("note", Kind.TEXT, Sentence("ghi chú")),
)
_KIND_WORDS = {
    "point": Sentence("điểm"),
    "line": Sentence("tuyến"),
    "polygon": Sentence("vùng"),
    "none": Sentence("chưa rõ vị trí"),
}
_PLURALS = {"point": "points", "line": "lines", "polygon": "polygons", "none": "unlocated"}
_ROWS = (
    (ProjectKind.PROJECT, "projects", Sentence("Công trình, dự án"), Sentence("Các dòng của phụ lục 1 đến 3")),
    (ProjectKind.CLEARANCE, "clearances", Sentence("Giải phóng mặt bằng"), Sentence("Các dòng của phụ lục 4")),
)
PLACES = Collection(
    "places", Sentence("Địa danh"), Sentence("Địa danh dùng để định vị, mỗi địa danh một điểm."), "point", _PLACE
)
WARD = Collection("ward", Sentence("Ranh giới phường"), Sentence("Ranh giới phường Thủy Nguyên."), "polygon", _WARD)
COLLECTIONS: Mapping[str, Collection] = MappingProxyType(
    {
        item.id: item
        for item in (
            *(
                Collection(
                    f"{code}-{_PLURALS[kind]}",
                    Sentence("{title}: {shape}", title=title, shape=_KIND_WORDS[kind]),
                    Sentence("{says}; {shape}.", says=says, shape=_KIND_WORDS[kind]),
                    kind,
                    _PROJECT,
                )
                for _, code, title, says in _ROWS
                for kind in KINDS
            ),
            PLACES,
            WARD,
        )
    }
)


@lru_cache(maxsize=4)  # a snapshot is one object that lives until an input changes
def tables(day: Snapshot) -> Mapping[str, Table]:
    """Return the table of each collection for a snapshot."""
    programme = day.records.programme
    found = {table.collection.id: table for table in (*_projects(day.frame), _places(programme), _ward(programme))}
    return MappingProxyType(found)


def _projects(frame: gpd.GeoDataFrame) -> Iterator[Table]:
    """Yield the tables of projects and of clearances, one a kind of geometry."""
    ordered = frame.sort_index()
    cells = plain_table(ordered).reset_index(drop=True)
    cells[_BEGIN] = [None if pd.isna(year) else f"{year:04d}-01-01" for year in cells["start_year"]]
    cells[_END] = [None if pd.isna(year) else f"{year:04d}-12-31" for year in cells["finish_year"]]
    geometries = geometries_of(ordered)
    shapes = kinds_of(geometries)
    begins, ends = _years(cells)
    for row_kind, code, _, _ in _ROWS:
        for kind in KINDS:
            at = np.flatnonzero((cells["kind"] == row_kind.value).to_numpy(bool) & (shapes == kind))
            part = cells.iloc[at].reset_index(drop=True)
            shown = uniform(geometries[at], kind)
            yield Table(COLLECTIONS[f"{code}-{_PLURALS[kind]}"], part, shown, begins[at], ends[at])


def _years(cells: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return first and last year of each row: one that is missing is open, NaN where both are."""
    first = cells["start_year"].to_numpy(dtype=float, na_value=np.nan)
    last = cells["finish_year"].to_numpy(dtype=float, na_value=np.nan)
    timeless = np.isnan(first) & np.isnan(last)
    begins = np.where(np.isnan(first) & ~timeless, -np.inf, first)
    ends = np.where(np.isnan(last) & ~timeless, np.inf, last)
    return begins, ends


def _places(programme: Programme) -> Table:
    """Return the table of the gazetteer."""
    rows = sorted(programme.places, key=lambda place: place.id)
    cells = pd.DataFrame(
        [
            {
                "id": place.id,
                "name": place.name,
                "aliases": "; ".join(place.aliases) or None,
                "kind": place.kind.value,
                "parent": place.parent,
                "radius_m": place.radius_m,
                "confidence": place.confidence,
                "in_ward": place.in_ward,
                "valid_from": place.valid_from.isoformat() if place.valid_from else None,
                "valid_to": place.valid_to.isoformat() if place.valid_to else None,
                "source": place.source,
                "licence": place.licence,
                "note": place.note or None,
            }
            for place in rows
        ],
        columns=[item.name for item in _PLACE],
    )
    points = shapely.points([place.lon for place in rows], [place.lat for place in rows])
    begins = np.array([place.valid_from.year if place.valid_from else -np.inf for place in rows], dtype=float)
    ends = np.array([place.valid_to.year if place.valid_to else np.inf for place in rows], dtype=float)
    return Table(PLACES, cells, np.asarray(points, dtype=object), begins, ends)


def _ward(programme: Programme) -> Table:
    """Return the table of the ward's border."""
    rows = sorted((shape for shape in programme.shapes if shape.layer == PlaceKind.WARD), key=lambda shape: shape.id)
    cells = pd.DataFrame(
        [
            {
                "id": shape.id,
                "name": shape.name,
                "uncertainty_m": float(shape.uncertainty_m),
                "source": shape.source,
                "licence": shape.licence,
                "note": shape.note or None,
            }
            for shape in rows
        ],
        columns=[item.name for item in _WARD],
    )
    shapes = np.array([None, *(shape.geometry for shape in rows)], dtype=object)[1:]
    open_ended = np.full(len(rows), np.inf)
    return Table(WARD, cells, shapes, -open_ended, open_ended)
