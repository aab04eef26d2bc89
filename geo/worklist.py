"""Which rows still need a place, in the order in which placing them matters, and how well the programme is placed.

Pure: the frame of a day in, records out. Amounts of money are not in the programme, so the years decide where kind and
precision do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.clearance.figures import number_words
from geo.language import Sentence
from geo.model import Category, Precision, ProjectKind

FINE: Final = (Precision.SURVEYED, Precision.TRACED, Precision.PLACE)
"""Finer than `area`: a person would find the site."""

SET_APART: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ward_wide": Sentence("Việc của cả phường, không có một địa điểm."),
        "military": Sentence("Đất quân sự: chủ ý chỉ ghi thuộc phường."),
    }
)
"""Methods of rows that are not to be placed, with the reason."""

_COARSE_FIRST: Final = (Precision.NONE, Precision.WARD, Precision.BETWEEN, Precision.AREA)
_LAST_YEAR: Final = 9999
_SITE: Final = Sentence("Quyết định chủ trương đầu tư hoặc giao đất, kèm bảng tọa độ ranh giới.")
_OUTLINE: Final = Sentence("Quyết định phê duyệt quy hoạch chi tiết 1/500, kèm bảng tọa độ ranh giới.")
_PARCEL: Final = Sentence("Quyết định giao đất hoặc giấy chứng nhận, kèm trích đo thửa đất.")
_CLEARANCE: Final = Sentence(
    "Thông báo thu hồi đất hoặc phương án bồi thường đã duyệt, kèm trích đo và tọa độ ranh thu hồi."
)
_LOTS: Final = Sentence("Bản đồ quy hoạch chi tiết Bắc Sông Cấm có ranh giới từng lô.")
SETTLED_BY: Final[Mapping[Category, str]] = MappingProxyType(
    {
        Category.PLANNING: Sentence("Quyết định phê duyệt nhiệm vụ quy hoạch, kèm ranh giới lập quy hoạch."),
        Category.ROAD: Sentence("Quyết định phê duyệt dự án, kèm tọa độ tim tuyến hoặc chỉ giới đường đỏ."),
        Category.BRIDGE: Sentence("Quyết định phê duyệt dự án, kèm tọa độ tim cầu và mố cầu."),
        Category.PARKING: Sentence("Danh mục điểm đỗ xe đã duyệt, kèm vị trí từng bãi."),
        Category.RESETTLEMENT: _OUTLINE,
        Category.URBAN_AREA: _OUTLINE,
        Category.HOUSING: _OUTLINE,
        Category.SCHOOL: _PARCEL,
        Category.HOSPITAL: _PARCEL,
        Category.POWER: Sentence("Thỏa thuận hướng tuyến và vị trí trạm, kèm tọa độ cột và trạm."),
        Category.WASTEWATER: Sentence("Quyết định chấp thuận địa điểm nhà máy, kèm tọa độ khu đất."),
        Category.DRAINAGE: Sentence("Hồ sơ thiết kế, kèm tọa độ tim kênh."),
        Category.CONVENTION: _SITE,
        Category.COMMERCE: _SITE,
        Category.MILITARY: Sentence("Không cần: vị trí quân sự giữ ở mức phường."),
    }
)
"""Which document would settle the place of a work, by what is built."""


@dataclass(frozen=True, slots=True)
class Task:
    """One row to place: what is known of it in words, and which document would settle it."""

    id: str
    name: str
    kind: ProjectKind
    category: Category
    precision: Precision
    radius_m: float | None
    start_year: int | None
    finish_year: int | None
    known: tuple[str, ...]
    settled_by: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well rows are placed.

    How many a class, how many finer than `area`, the middle radius (m) of those on the map.
    """

    rows: int
    by_precision: Mapping[Precision, int]
    fine: int
    on_map: int
    median_radius_m: float | None

    @property
    def fine_share(self) -> float:
        """The share of rows placed finer than `area`, 0 to 1; 0 where there is no row."""
        return self.fine / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Worklist:
    """The rows to place in order, those set apart with the reason, and the coverage of all."""

    tasks: tuple[Task, ...]
    set_apart: tuple[tuple[Task, str], ...]
    coverage: Coverage


def build_worklist(frame: gpd.GeoDataFrame) -> Worklist:
    """Build the work list of a frame (`geo.frame`).

    Clearances first, then the coarsest, then what must be finished soonest.
    """
    rows = frame.drop(columns="geometry").to_dict("records")
    coarse = [row for row in rows if Precision(row["precision"]) not in FINE]
    open_rows = [row for row in coarse if row["method"] not in SET_APART]
    apart = [(_task(row), SET_APART[row["method"]]) for row in coarse if row["method"] in SET_APART]
    tasks = sorted((_task(row) for row in open_rows), key=_urgency)
    return Worklist(tuple(tasks), tuple(apart), measure_coverage(frame))


def measure_coverage(frame: gpd.GeoDataFrame) -> Coverage:
    """Count how well the rows of a frame are placed."""
    counts = frame["precision"].value_counts()
    by_precision = {precision: int(counts.get(precision.value, 0)) for precision in Precision}
    mapped = frame[frame.geometry.notna()]
    return Coverage(
        rows=len(frame),
        by_precision=MappingProxyType(by_precision),
        fine=sum(by_precision[precision] for precision in FINE),
        on_map=len(mapped),
        median_radius_m=float(mapped["radius_m"].median()) if len(mapped) else None,
    )


def _urgency(task: Task) -> tuple[bool, int, int, float, str]:
    coarseness = _COARSE_FIRST.index(task.precision)
    finish = task.finish_year or _LAST_YEAR
    return (task.kind is not ProjectKind.CLEARANCE, coarseness, finish, -(task.radius_m or 0.0), task.id)


def _task(row: Mapping[str, Any]) -> Task:
    category, kind = Category(row["category"]), ProjectKind(row["kind"])
    return Task(
        id=row["id"],
        name=row["name"],
        kind=kind,
        category=category,
        precision=Precision(row["precision"]),
        radius_m=None if pd.isna(row["radius_m"]) else float(row["radius_m"]),
        start_year=_year(row["start_year"]),
        finish_year=_year(row["finish_year"]),
        known=tuple(_known(row)),
        settled_by=_settled_by(row, category, kind),
    )


def _year(value: Any) -> int | None:  # noqa: ANN401  a cell of the frame: a number or pandas' NA
    return None if pd.isna(value) else int(value)


def _known(row: Mapping[str, Any]) -> list[str]:
    """Tell what is known of a place: the words of the name that led somewhere, or why they did not."""
    named = ((item.words if item.words != row["name"] else "", item.says) for item in row["evidence"])
    said = [Sentence("“{words}” {says}", words=words, says=says) if words else says for words, says in named]
    if not said and not pd.isna(row["reason"]):
        said = [row["reason"]]
    if not pd.isna(row["radius_m"]) and row["precision"] not in {Precision.WARD, Precision.NONE}:
        said.append(Sentence("Sai số {radius} m.", radius=number_words(float(row["radius_m"]), 0)))
    return said


def _settled_by(row: Mapping[str, Any], category: Category, kind: ProjectKind) -> str:
    if category is Category.MILITARY:
        return SETTLED_BY[category]
    if kind is ProjectKind.CLEARANCE:
        return _CLEARANCE
    return _LOTS if row["method"] == "lots" else SETTLED_BY[category]
