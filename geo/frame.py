"""The one GeoDataFrame: one row a project of the programme, located or not. `SCHEMA` is its only definition.

Built once a day and change, selected with `Query` by every page, export and service. Geometry is WGS 84 (EPSG:4326),
null where nothing finer than the ward is known; text, code and id columns are strings, a missing value is null, never
"" or 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas import Areas
from geo.clearance.board import Board
from geo.clearance.progress import Basis
from geo.clearance.schedule import calendar_state, clearance_ends, clearances_by_work, days_late, deadline
from geo.errors import DataError, Fault, QueryError
from geo.language import Sentence
from geo.model import (
    Category,
    ClearanceEnd,
    ClearanceState,
    ClearsMatch,
    FundingSource,
    Location,
    Precision,
    Programme,
    ProgressClass,
    Project,
    ProjectKind,
    Query,
    YearMode,
    Years,
)
from geo.neighbours import drawn_within
from geo.search import asked_words, search_text

CRS = "EPSG:4326"
TEXT = pd.StringDtype("python", na_value=pd.NA)
WHOLE = pd.Int64Dtype()
NUMBER = np.dtype("float64")
FLAG = np.dtype("bool")
DAY = np.dtype("datetime64[s]")
OBJECT = np.dtype("object")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, dtype, meaning, whether it may be null, its closed code list, and whether exports carry it."""

    name: str
    dtype: Any
    meaning: str
    nullable: bool = False
    codes: type[StrEnum] | None = None
    exported: bool = True


SCHEMA: tuple[Column, ...] = (
    Column("id", TEXT, Sentence("mã: phụ lục và số thứ tự, PL3-08; cũng là chỉ mục của bảng")),
    Column("name", TEXT, Sentence("tên trong chương trình, đúng từng chữ")),
    Column("kind", TEXT, Sentence("dự án hay giải phóng mặt bằng"), codes=ProjectKind),
    Column("appendix", WHOLE, Sentence("phụ lục")),
    Column("number", WHOLE, Sentence("số thứ tự trong phụ lục")),
    Column("category", TEXT, Sentence("loại công trình"), codes=Category),
    Column("funding_source", TEXT, Sentence("nguồn vốn"), codes=FundingSource),
    Column("funding_source_raw", TEXT, Sentence("nguồn vốn như văn bản ghi"), nullable=True),
    Column("start_year", WHOLE, Sentence("năm bắt đầu, tính cả năm đó"), nullable=True),
    Column("finish_year", WHOLE, Sentence("năm kết thúc, tính cả năm đó"), nullable=True),
    Column("clears", TEXT, Sentence("với giải phóng mặt bằng: mã dự án cần đất"), nullable=True),
    Column("clears_match", TEXT, Sentence("với giải phóng mặt bằng: liên kết chắc đến đâu"), codes=ClearsMatch),
    Column("cleared_by", TEXT, Sentence("với dự án: mã dòng giải phóng mặt bằng cho nó"), nullable=True),
    Column("cleared_by_match", TEXT, Sentence("với dự án: liên kết đó chắc đến đâu"), codes=ClearsMatch),
    Column(
        "clearance_state", TEXT, Sentence("tình trạng GPMB; của dự án là của dòng GPMB liên kết"), codes=ClearanceState
    ),
    Column("clearance_deadline", DAY, Sentence("ngày cuối của năm kết thúc GPMB"), nullable=True),
    Column("days_late", WHOLE, Sentence("số ngày quá hạn GPMB, 0 nếu chưa quá hạn"), nullable=True),
    Column("clearance_end", TEXT, Sentence("GPMB xong trước, cùng năm hay sau dự án cần đất"), True, ClearanceEnd),
    Column(
        "progress_class", TEXT, Sentence("mức bàn giao theo báo cáo; no_report không phải là 0"), True, ProgressClass
    ),
    Column("progress_share", NUMBER, Sentence("phần đã bàn giao, 0 đến 1; trống khi chưa tính được"), nullable=True),
    Column("progress_basis", TEXT, Sentence("phần của diện tích, của số hộ hay của chiều dài"), True, Basis),
    Column("reported_on", DAY, Sentence("ngày của báo cáo GPMB mới nhất"), nullable=True),
    Column("hotspot_rank", WHOLE, Sentence("thứ hạng điểm nóng, 1 là nóng nhất; trống khi đã xong"), nullable=True),
    Column("hotspot_score", NUMBER, Sentence("điểm nóng, 0 đến 100; công thức ở docs/clearance.md"), nullable=True),
    Column("precision", TEXT, Sentence("vị trí chính xác đến đâu"), codes=Precision),
    Column(
        "radius_m", NUMBER, Sentence("mét: ít nhất 90 % là vị trí thật cách hình vẽ không quá chừng này"), nullable=True
    ),
    Column("method", TEXT, Sentence("cách tìm ra vị trí")),
    Column("evidence", OBJECT, Sentence("bộ Evidence: chữ nào trong tên dẫn đến địa danh nào")),
    Column("places", OBJECT, Sentence("bộ mã địa danh trong places.csv")),
    Column("zone", TEXT, Sentence("mã vùng chung khi chỉ biết nằm trong vùng đó"), nullable=True),
    Column("areas", OBJECT, Sentence("bộ mã khu vực: xã cũ, Bắc Sông Cấm, đảo, khu công nghiệp mà dòng nằm trong")),
    Column("sketch", FLAG, Sentence("hình chỉ là phác, không phải tim tuyến hay ranh")),
    Column("outside_ward", FLAG, Sentence("tên có nhắc địa danh ngoài phường")),
    Column("reason", TEXT, Sentence("vì sao không có vị trí"), nullable=True),
    Column("source", TEXT, Sentence("nguồn của dòng: văn bản, phụ lục, số thứ tự")),
    Column("location_source", TEXT, Sentence("nguồn của vị trí"), nullable=True),
    Column("search", TEXT, Sentence("chữ để tìm: tên, mã, địa danh, không dấu"), exported=False),
    Column(
        "geometry",
        "geometry",
        Sentence("điểm, đường hoặc vùng, WGS 84; trống khi chỉ biết thuộc phường"),
        nullable=True,
    ),
)
COLUMNS: Mapping[str, Column] = {column.name: column for column in SCHEMA}


def build(
    programme: Programme, locations: Mapping[str, Location], today: date, board: Board | None = None
) -> gpd.GeoDataFrame:
    """Return the frame of a day: one row a project in the order of the ledger, index `id`.

    `board` is that day's board (`geo.clearance.board`); without one the calendar alone speaks of clearances.
    `locations` holds one Location for every project. Raises DataError with all faults when it does not, or when the
    result breaks `SCHEMA` (see `check`).
    """
    missing = [project.id for project in programme.projects if project.id not in locations]
    if missing:
        raise DataError(_fault("geometry", name, Sentence("Dự án chưa qua bước định vị")) for name in missing)
    names = {place.id: (place.name, *place.aliases) for place in programme.places}
    areas = Areas(programme.places, programme.shapes)
    cleared_by = clearances_by_work(programme.projects)
    ends = clearance_ends(programme.projects)
    rows = [
        _row(project, cleared_by.get(project.id), locations[project.id], names)
        | _cleared(project if project.kind is ProjectKind.CLEARANCE else cleared_by.get(project.id), today, board)
        | {"areas": areas.of(locations[project.id], project.name), "clearance_end": ends.get(project.id)}
        for project in programme.projects
    ]
    columns = {
        column.name: pd.Series([row[column.name] for row in rows], dtype=column.dtype)
        for column in SCHEMA
        if column.name != "geometry"
    }
    geometry = gpd.GeoSeries([row["geometry"] for row in rows], crs=CRS)
    frame = gpd.GeoDataFrame(columns, geometry=geometry, crs=CRS).set_index("id", drop=False)
    frame.index.name = None
    check(frame)
    frame.attrs["as_of"] = today.isoformat()
    frame.attrs["areas"] = {area.code: area.name for area in areas.all}
    return frame


def as_of(frame: gpd.GeoDataFrame) -> date:
    """Return the day a frame was built for."""
    return date.fromisoformat(frame.attrs["as_of"])


def area_words(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the names of the areas that a frame knows, by code, in the order in which they are offered."""
    return dict(frame.attrs["areas"])


def select(frame: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return the rows that answer a question, in the order of the frame.

    Lists keep rows with one of their values; `area` those that lie in one of the areas. `year` keeps rows that run in
    those years, a missing end being open, or that start or finish in them, as `year_mode` says. Every word of `q` must
    begin a word of name, id or place names, without diacritics. `bbox` keeps rows whose geometry touches the box,
    borders included, `near` those drawn no farther from a point; rows without geometry never do. Raises QueryError for
    an `as_of` that is not the frame's.
    """
    if query.as_of is not None and query.as_of != as_of(frame):
        raise QueryError(
            Sentence("Bảng dựng cho ngày khác"), parameter="as_of", value=str(query.as_of), allowed=[str(as_of(frame))]
        )
    keep = np.ones(len(frame), dtype=bool)
    for values, column in _lists(query):
        if values:
            keep &= frame[column].isin(list(values)).to_numpy(bool)
    if query.year is not None:
        keep &= _in_years(frame, query.year, query.year_mode)
    if query.area:
        keep &= frame["areas"].map(lambda areas: not query.area.isdisjoint(areas)).to_numpy(bool)
    for word in asked_words(query.q):
        keep &= frame["search"].str.contains(f" {word}", regex=False).to_numpy(bool)
    if query.bbox is not None:
        keep &= _touches(frame, query.bbox)
    if query.near is not None:
        keep &= _is_near(frame, *query.near)
    return frame[keep]


def check(frame: gpd.GeoDataFrame) -> None:
    """Hold a frame to `SCHEMA`, to its index and to the rules of `Location`. Raises DataError with all faults."""
    for rules in _RULES:
        faults = [fault for rule in rules for fault in rule(frame)]
        if faults:
            raise DataError(faults)


def _row(
    project: Project, clearance: Project | None, location: Location, names: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Join one project with the clearance of its land and with its location."""
    place_names = [name for place in location.places for name in names.get(place, ())]
    return {
        "id": project.id,
        "name": project.name,
        "kind": project.kind.value,
        "appendix": project.appendix,
        "number": project.number,
        "category": project.category.value,
        "funding_source": project.funding_source.value,
        "funding_source_raw": project.funding_source_raw or None,
        "start_year": project.start_year,
        "finish_year": project.finish_year,
        "clears": project.clears,
        "clears_match": project.clears_match.value,
        "cleared_by": clearance.id if clearance else None,
        "cleared_by_match": (clearance.clears_match if clearance else ClearsMatch.NONE).value,
        "source": project.source,
        "search": search_text(project.name, project.id, *_KIND_NAMES[project.kind], *place_names),
        **_located(location),
    }


# A clearance is found as one, though its name says only what it clears.
_KIND_NAMES: Mapping[ProjectKind, tuple[str, ...]] = {ProjectKind.PROJECT: (), ProjectKind.CLEARANCE: ("GPMB",)}
_NO_CLEARANCE: Mapping[str, Any] = {
    "clearance_state": ClearanceState.NO_CLEARANCE.value,
    **dict.fromkeys(("clearance_deadline", "days_late", "progress_class", "progress_share", "progress_basis")),
    **dict.fromkeys(("reported_on", "hotspot_rank", "hotspot_score")),
}


def _cleared(clearance: Project | None, today: date, board: Board | None) -> dict[str, Any]:
    """Return the columns that say how the clearance of a row stands, by the board or by the calendar alone."""
    if clearance is None:
        return dict(_NO_CLEARANCE)
    if board is None:
        state, late = calendar_state(clearance, today), days_late(clearance, today)
        unreported = {"progress_class": ProgressClass.NO_REPORT.value}
        return {**_NO_CLEARANCE, **unreported, **_timed(clearance, state, late)}
    standing, spot = board.standing_of[clearance.id], board.hotspot_of.get(clearance.id)
    driver, report = standing.progress.driver, standing.progress.last_report
    return _timed(clearance, standing.state, standing.days_late) | {
        "progress_class": standing.progress_class.value,
        "progress_share": driver.ratio if driver else None,
        "progress_basis": driver.basis.value if driver else None,
        "reported_on": report.report_date if report else None,
        "hotspot_rank": spot.rank if spot else None,
        "hotspot_score": float(spot.score) if spot else None,
    }


def _timed(clearance: Project, state: ClearanceState, late: int | None) -> dict[str, Any]:
    """Return the columns of the deadline."""
    return {"clearance_state": state.value, "clearance_deadline": deadline(clearance), "days_late": late}


def _located(location: Location) -> dict[str, Any]:
    """Return the columns that a location fills."""
    return {
        "precision": location.precision.value,
        "radius_m": location.radius_m,
        "method": location.method,
        "evidence": location.evidence,
        "places": location.places,
        "zone": location.zone,
        "sketch": location.sketch,
        "outside_ward": location.outside_ward,
        "reason": location.reason or None,
        "location_source": location.source or None,
        "geometry": location.geometry,
    }


def _lists(query: Query) -> Iterable[tuple[frozenset[Any], str]]:
    """Return the lists of a question with the column each of them looks at."""
    yield query.ids, "id"
    yield query.kind, "kind"
    yield query.funding_source, "funding_source"
    yield query.category, "category"
    yield query.appendix, "appendix"
    yield query.precision, "precision"
    yield query.clearance_state, "clearance_state"
    yield query.progress_class, "progress_class"
    yield query.clearance_end, "clearance_end"


def _in_years(frame: gpd.GeoDataFrame, years: Years, mode: YearMode) -> np.ndarray:
    """Say for each row whether it runs in the years, a missing end being open; or starts, or finishes in one."""
    start, finish = frame["start_year"], frame["finish_year"]
    if mode is YearMode.STARTS:
        kept = start.between(*years)
    elif mode is YearMode.FINISHES:
        kept = finish.between(*years)
    else:
        kept = (start.fillna(years.last) <= years.last) & (finish.fillna(years.first) >= years.first)
    return np.asarray(kept.fillna(False), dtype=bool)


def _touches(frame: gpd.GeoDataFrame, bbox: tuple[float, float, float, float]) -> np.ndarray:
    """Say for each row whether its geometry and the box have a point in common (found by tree, then exactly)."""
    touched = np.zeros(len(frame), dtype=bool)
    touched[frame.sindex.query(shapely.box(*bbox), predicate="intersects")] = True
    return touched


def _is_near(frame: gpd.GeoDataFrame, lon: float, lat: float, metres: float) -> np.ndarray:
    """Say for each row whether it is drawn at most so many metres from a point, on the plane of EPSG:9210."""
    near = np.zeros(len(frame), dtype=bool)
    rows, _ = drawn_within(frame, shapely.Point(lon, lat), metres)
    near[rows] = True
    return near


def _fault(column: str, row_id: object, message: str) -> Fault:
    """Return a fault of one cell of the frame."""
    return Fault(Sentence("bảng công trình"), None, column, str(row_id), message, Sentence("Hãy dựng lại bảng."))


def _shape_faults(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    """Yield what is wrong with columns, index and coordinate system."""
    for column in SCHEMA:
        if column.name not in frame.columns:
            yield _fault(column.name, "", Sentence("Thiếu cột"))
        elif frame[column.name].dtype != column.dtype:
            yield _fault(
                column.name, frame[column.name].dtype, Sentence("Kiểu dữ liệu phải là {kind}", kind=column.dtype)
            )
    for name in frame.columns.difference(list(COLUMNS)):
        yield _fault(name, "", Sentence("Cột lạ"))
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        yield _fault("geometry", frame.crs, Sentence("Hệ tọa độ phải là EPSG:4326"))


def _identity_faults(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    """Check that every row has its own id and that the index is that id."""
    for name in frame["id"][frame["id"].duplicated()]:
        yield _fault("id", name, Sentence("Mã lặp lại"))
    if list(frame.index) != list(frame["id"]):
        yield _fault("id", "", Sentence("Chỉ mục khác cột id"))


def _cell_faults(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    """Check that no null stands where none may, and no value out of a code list."""
    for column in SCHEMA:
        cells = frame[column.name]
        if not column.nullable:
            for name in frame.index[cells.isna()]:
                yield _fault(column.name, name, Sentence("Ô trống"))
        if column.codes is not None:
            for name in frame.index[cells.notna() & ~cells.isin(list(column.codes))]:
                yield _fault(column.name, name, Sentence("Giá trị ngoài danh mục"))


def _location_faults(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    """Hold the rules of `Location`: geometry, radius, reason and evidence go with the precision."""
    geometry = frame.geometry
    placeless = frame["precision"].isin([Precision.WARD, Precision.NONE]).to_numpy(bool)
    unknown = (frame["precision"] == Precision.NONE).to_numpy(bool)
    no_shape = geometry.isna().to_numpy()
    radius = frame["radius_m"].to_numpy()
    rules = (
        ("geometry", no_shape != placeless, Sentence("Có hình khi và chỉ khi biết rõ hơn cấp phường")),
        ("geometry", ~no_shape & ~(geometry.is_valid & ~geometry.is_empty).to_numpy(), Sentence("Hình không hợp lệ")),
        ("radius_m", np.isnan(radius) != unknown, Sentence("Bán kính trống khi và chỉ khi không rõ vị trí")),
        ("radius_m", radius <= 0, Sentence("Bán kính phải lớn hơn 0")),
        ("reason", placeless & frame["reason"].isna().to_numpy(), Sentence("Thiếu lý do không có vị trí")),
        ("evidence", ~no_shape & (frame["evidence"].map(len) == 0).to_numpy(), Sentence("Có hình mà thiếu căn cứ")),
    )
    for column, wrong, message in rules:
        for name in frame.index[wrong]:
            yield _fault(column, name, message)


def _link_faults(frame: gpd.GeoDataFrame) -> Iterable[Fault]:
    """Check that a clearance and its work name each other."""
    cleared_by = frame["cleared_by"].dropna()
    clears = frame["clears"].dropna()
    forth = set(zip(clears.index, clears, strict=True))
    back = set(zip(cleared_by, cleared_by.index, strict=True))
    for clearance, work in sorted(forth ^ back):
        yield _fault(
            "cleared_by", f"{clearance} → {work}", Sentence("Liên kết giải phóng mặt bằng không khớp hai chiều")
        )


# Cells can be looked at only where the columns are what they should be, and named only where ids are.
_RULES: tuple[tuple[Callable[[gpd.GeoDataFrame], Iterable[Fault]], ...], ...] = (
    (_shape_faults,),
    (_identity_faults,),
    (_cell_faults, _location_faults, _link_faults),
)
