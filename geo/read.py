"""`data/` → frozen records, by the rules of `data/README.md`. All faults are found before anything is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from geo.errors import DataError, Fault
from geo.language import Sentence
from geo.model import (
    Category,
    CategoryEntry,
    ClearsMatch,
    FundingEntry,
    FundingSource,
    Place,
    PlaceKind,
    Precision,
    PrecisionEntry,
    Programme,
    Project,
    ProjectKind,
    Shape,
)
from geo.shapes import read_shapes
from geo.table import Faults, Row, read_rows, unique

__all__ = [
    "read_categories",
    "read_funding",
    "read_places",
    "read_precisions",
    "read_programme",
    "read_projects",
    "read_shapes",
]

Record = TypeVar("Record")

APPENDICES = range(1, 5)
CLEARANCE_APPENDIX = 4
CONFIDENCES = ("high", "medium", "low")
FITS = ("exact", "near")
FARTHEST_RADIUS_M = 50_000
# Vietnam with its islands, roughly: enough to catch swapped axes, metres instead of degrees, and a lost digit.
VIETNAM = (102.0, 6.0, 118.0, 24.0)

PROJECT_COLUMNS = (
    "id",
    "appendix",
    "number",
    "name",
    "kind",
    "category",
    "funding_source",
    "funding_source_raw",
    "start_year",
    "finish_year",
    "clears",
    "clears_match",
    "source",
)
PLACE_COLUMNS = (
    "id",
    "name",
    "aliases",
    "kind",
    "parent",
    "lon",
    "lat",
    "radius_m",
    "size_radius_m",
    "confidence",
    "in_ward",
    "valid_from",
    "valid_to",
    "source",
    "licence",
    "note",
)
CATEGORY_COLUMNS = (
    "category",
    "label_vi",
    "label_en",
    "oc4ids_sectors",
    "fit",
    "note",
    "source",
    "licence",
)
FUNDING_COLUMNS = (
    "funding_source_raw",
    "funding_source",
    "note",
    "source",
    "licence",
)
PRECISION_COLUMNS = (
    "precision",
    "label_vi",
    "label_en",
    "iati_exactness",
    "aiddata_code",
    "rule",
    "source",
    "licence",
)


def read_projects(path: Path, funding: Mapping[str, FundingSource] | None = None) -> tuple[Project, ...]:
    """Read the ledger. Raises DataError with all its faults.

    `funding` holds the document's words and their codes (`funding.csv`); with it, unknown words and a code that
    disagrees with them are faults too.
    """
    faults = Faults(path.name)
    rows = read_rows(path, PROJECT_COLUMNS, faults)
    unique(rows, "id")
    projects = [_project(row) for row in rows]
    _check_links(rows, projects)
    if funding is not None:
        for row in rows:
            _check_funding(row, funding)
    faults.finish()
    return tuple(projects)


def read_places(path: Path) -> tuple[Place, ...]:
    """Read the gazetteer. Raises DataError with all its faults."""
    faults = Faults(path.name)
    rows = read_rows(path, PLACE_COLUMNS, faults)
    unique(rows, "id")
    places = [_place(row) for row in rows]
    _check_parents(rows)
    faults.finish()
    return tuple(places)


def read_categories(path: Path) -> tuple[CategoryEntry, ...]:
    """Read the categories: every code once, none left out. Raises DataError."""
    return _read_list(path, CATEGORY_COLUMNS, _category, Category)


def read_funding(path: Path) -> tuple[FundingEntry, ...]:
    """Read the document's funding words, each once. Raises DataError."""
    return _read_list(path, FUNDING_COLUMNS, _funding)


def read_precisions(path: Path) -> tuple[PrecisionEntry, ...]:
    """Read the precision classes: every code once, none left out. Raises DataError."""
    return _read_list(path, PRECISION_COLUMNS, _precision, Precision)


def read_programme(folder: Path) -> Programme:
    """Read and check everything in `data/`. Raises DataError with the faults of all files at once."""
    if not folder.is_dir():  # one sentence about the folder, not one about each file that it would hold
        remedy = Sentence("Hãy xem lại đường dẫn của thư mục dữ liệu.")
        raise DataError([Fault(str(folder), None, None, None, Sentence("Không có thư mục này"), remedy)])
    found: list[Fault] = []
    categories = _gather(found, lambda: read_categories(folder / "categories.csv"))
    funding = _gather(found, lambda: read_funding(folder / "funding.csv"))
    precisions = _gather(found, lambda: read_precisions(folder / "precision.csv"))
    words = {entry.funding_source_raw: entry.funding_source for entry in funding} or None
    projects = _gather(found, lambda: read_projects(folder / "projects.csv", words))
    places = _gather(found, lambda: read_places(folder / "places.csv"))
    shapes = _gather(found, lambda: read_shapes(folder / "shapes"))
    if places:
        found.extend(_shapes_of_unknown_places(shapes, {place.id for place in places}))
    if found:
        raise DataError(found)
    return Programme(projects, places, shapes, categories, funding, precisions)


def _gather(found: list[Fault], read: Callable[[], tuple[Record, ...]]) -> tuple[Record, ...]:
    """Return what `read` gives; its faults go to `found`, so that the next file is read too."""
    try:
        return read()
    except DataError as error:
        found.extend(error.faults)
        return ()


def _read_list(
    path: Path,
    columns: Sequence[str],
    build: Callable[[Row], Record],
    codes: type[Category | Precision] | None = None,
) -> tuple[Record, ...]:
    """Read a code list whose first column is its key; with `codes`, every code must stand in it."""
    faults = Faults(path.name)
    rows = read_rows(path, columns, faults)
    unique(rows, columns[0])
    records = tuple(build(row) for row in rows)
    if rows and codes is not None:
        for code in codes:
            if code not in {row.cells[columns[0]] for row in rows}:
                faults.add(Sentence("Thiếu mã {code}", code=code), "Hãy thêm một dòng cho mã này.", column=columns[0])
    faults.finish()
    return records


def _project(row: Row) -> Project:
    """Build a project; what disagrees within the row is noted."""
    appendix = row.whole("appendix", least=1) or 0
    number = row.whole("number", least=1) or 0
    project = Project(
        id=row.text("id"),
        appendix=appendix,
        number=number,
        name=row.text("name"),
        kind=row.choice("kind", ProjectKind),
        category=row.choice("category", Category),
        funding_source=row.choice("funding_source", FundingSource),
        funding_source_raw=row.text("funding_source_raw", needed=row.cells["funding_source"] != FundingSource.UNKNOWN),
        start_year=row.year("start_year"),
        finish_year=row.year("finish_year"),
        clears=row.text("clears", needed=False) or None,
        clears_match=row.choice("clears_match", ClearsMatch),
        source=row.text("source"),
    )
    _check_place_in_document(row, project)
    _check_years(row, project)
    return project


def _check_place_in_document(row: Row, project: Project) -> None:
    """Check that id, appendix, number and kind say the same: clearances are appendix 4, works 1 to 3."""
    if project.appendix and project.appendix not in APPENDICES:
        first, last, remedy = APPENDICES[0], APPENDICES[-1], "Sổ chỉ có phụ lục {first} đến {last}."
        row.fault("appendix", "Phụ lục không nằm trong sổ", remedy, first=first, last=last)
        return
    expected = f"PL{project.appendix}-{project.number:02d}"
    if project.appendix and project.number and project.id != expected:
        remedy = "Hãy ghi {expected}, hoặc sửa appendix, number."
        row.fault("id", "Mã không khớp phụ lục và số thứ tự", remedy, expected=expected)
    is_clearance = project.kind is ProjectKind.CLEARANCE
    if project.appendix and is_clearance != (project.appendix == CLEARANCE_APPENDIX):
        row.fault("kind", "Loại không khớp phụ lục", "Phụ lục 4 là clearance, các phụ lục khác là project.")


def _check_years(row: Row, project: Project) -> None:
    """Check that a project finishes in the year it starts or later."""
    start, finish = project.start_year, project.finish_year
    if start is not None and finish is not None and finish < start:
        message = "Năm kết thúc trước năm bắt đầu {start}"
        row.fault("finish_year", message, "Hãy sửa một trong hai năm.", start=start)


def _check_links(rows: Sequence[Row], projects: Sequence[Project]) -> None:
    """Check that a clearance clears a work of the ledger, once, and that a link comes with its sureness."""
    works = {project.id for project in projects if project.kind is ProjectKind.PROJECT}
    cleared: dict[str, int] = {}
    for row, project in zip(rows, projects, strict=True):
        if (project.clears is None) != (project.clears_match is ClearsMatch.NONE):
            remedy = Sentence("Có clears thì ghi exact hoặc probable, không có thì ghi none.")
            row.fault("clears_match", "Liên kết và mức chắc chắn không đi đôi", remedy)
        if project.clears is None:
            continue
        if project.kind is ProjectKind.PROJECT:
            row.fault("clears", "Chỉ dòng giải phóng mặt bằng mới có clears", "Hãy để trống.")
        elif project.clears not in works:
            remedy = Sentence("Hãy ghi mã một dự án thuộc phụ lục 1 đến 3, hoặc để trống.")
            row.fault("clears", "Không có dự án mang mã này trong sổ", remedy)
        elif project.clears in cleared:
            first = cleared[project.clears]
            row.fault("clears", "Dự án này đã có ở dòng {row}", "Hãy giữ một liên kết.", row=first)
        cleared.setdefault(project.clears, row.number)


def _check_funding(row: Row, funding: Mapping[str, FundingSource]) -> None:
    """Check that the document's words are known and that the code is theirs."""
    words = row.cells["funding_source_raw"]
    if words and words not in funding:
        remedy = Sentence("Hãy dùng: {funding}; hoặc thêm vào funding.csv.", funding="; ".join(funding))
        row.fault("funding_source_raw", "Nguồn vốn chưa có trong funding.csv", remedy)
    elif words and row.cells["funding_source"] != funding[words]:
        code = funding[words]
        row.fault("funding_source", "Mã không khớp nguồn vốn {words!r}", "Hãy ghi {code}.", words=words, code=code)


def _place(row: Row) -> Place:
    """Build a place; what disagrees within the row is noted."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row.cells["id"]):
        row.fault("id", "Mã không hợp lệ", "Hãy dùng chữ thường không dấu, chữ số và dấu gạch nối, ví dụ xa-tan-duong.")
    size = row.whole("size_radius_m", least=1, needed=False)
    place = Place(
        id=row.cells["id"],
        name=row.text("name"),
        aliases=row.parts("aliases"),
        kind=row.choice("kind", PlaceKind),
        parent=row.text("parent", needed=False) or None,
        lon=row.number_of("lon"),
        lat=row.number_of("lat"),
        radius_m=float(row.whole("radius_m", least=1) or 0),
        confidence=row.words("confidence", CONFIDENCES),
        in_ward=row.flag("in_ward"),
        source=row.text("source"),
        licence=row.text("licence"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        note=row.text("note", needed=False),
        size_radius_m=None if size is None else float(size),
    )
    _check_position(row, place)
    if place.radius_m > FARTHEST_RADIUS_M:
        remedy = "Bán kính tính bằng mét, tối đa {most}."
        row.fault("radius_m", "Bán kính quá lớn", remedy, most=FARTHEST_RADIUS_M)
    if place.valid_from and place.valid_to and place.valid_to < place.valid_from:
        row.fault("valid_to", "Ngày hết hiệu lực trước ngày bắt đầu", "Hãy sửa một trong hai ngày.")
    return place


def _check_position(row: Row, place: Place) -> None:
    """Check that a point lies in Vietnam; one that would with its axes swapped is named as swapped."""
    west, south, east, north = VIETNAM
    if west <= place.lon <= east and south <= place.lat <= north:
        return
    if west <= place.lat <= east and south <= place.lon <= north:
        row.fault("lon", "Kinh độ và vĩ độ bị đảo", "Hãy ghi lon (khoảng 106) trước, lat (khoảng 20) sau.")
        return
    for column, value, low, high in (("lon", place.lon, west, east), ("lat", place.lat, south, north)):
        if value < low or value > high:
            remedy = "Hãy ghi độ thập phân WGS 84, từ {low:g} đến {high:g}."
            row.fault(column, "Tọa độ nằm ngoài Việt Nam", remedy, low=low, high=high)


def _check_parents(rows: Sequence[Row]) -> None:
    """Check that a parent stands in the file and that nobody is their own ancestor."""
    parents = {row.cells["id"]: row.cells["parent"] for row in rows}
    for row in rows:
        parent = row.cells["parent"]
        if parent and parent not in parents:
            row.fault("parent", "Không có địa danh mang mã này", "Hãy ghi mã một địa danh trong tệp, hoặc để trống.")
        elif parent and row.cells["id"] in _ancestors(parent, parents):
            row.fault("parent", "Địa danh nằm trong chính nó", "Hãy sửa parent.")


def _ancestors(start: str, parents: Mapping[str, str]) -> Collection[str]:
    """Return `start` and everything it lies in; stops where the chain closes on itself."""
    seen: dict[str, None] = {}
    here = start
    while here and here not in seen:
        seen[here] = None
        here = parents.get(here, "")
    return seen


def _category(row: Row) -> CategoryEntry:
    return CategoryEntry(
        category=row.choice("category", Category),
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        oc4ids_sectors=row.parts("oc4ids_sectors"),
        fit=row.words("fit", FITS),
        note=row.text("note", needed=False),
        source=row.text("source"),
        licence=row.text("licence"),
    )


def _funding(row: Row) -> FundingEntry:
    return FundingEntry(
        funding_source_raw=row.text("funding_source_raw"),
        funding_source=row.choice("funding_source", FundingSource),
        note=row.text("note", needed=False),
        source=row.text("source"),
        licence=row.text("licence"),
    )


def _precision(row: Row) -> PrecisionEntry:
    return PrecisionEntry(
        precision=row.choice("precision", Precision),
        label_vi=row.text("label_vi"),
        label_en=row.text("label_en"),
        iati_exactness=row.whole("iati_exactness", least=1, needed=False),
        aiddata_code=row.whole("aiddata_code", least=1, needed=False),
        rule=row.text("rule"),
        source=row.text("source"),
        licence=row.text("licence"),
    )


def _shapes_of_unknown_places(shapes: Sequence[Shape], places: Collection[str]) -> list[Fault]:
    """Return a fault for every shape that draws a place the gazetteer does not hold."""
    message, remedy = Sentence("Không có địa danh mang mã này"), Sentence("Hãy thêm vào places.csv, hoặc ghi null.")
    return [
        Fault(f"{shape.layer}.geojson", None, f"{shape.id}.place", shape.place, message, remedy)
        for shape in shapes
        if shape.place is not None and shape.place not in places
    ]
