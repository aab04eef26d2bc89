"""The rule: what `geo.read` returns is whole and agrees with itself; else it names every fault of every file."""

from __future__ import annotations

import io
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.model import Category, ClearsMatch, FundingSource, PlaceKind, Precision, Project, ProjectKind
from geo.read import (
    PLACE_COLUMNS,
    PROJECT_COLUMNS,
    read_categories,
    read_funding,
    read_places,
    read_precisions,
    read_programme,
    read_projects,
)
from tests.records import (
    DATA,
    clearance_cells,
    csv_text,
    faults_of,
    feature,
    place_cells,
    project_cells,
    write_layer,
    write_places,
    write_projects,
)

FUNDING = {"Ngân sách": FundingSource.STATE_BUDGET, "Doanh nghiệp": FundingSource.ENTERPRISE}
NFD = unicodedata.normalize("NFD", "Khu tái định cư")


def test_reads_a_project(tmp_path: Path) -> None:
    work, clearance = read_projects(write_projects(tmp_path, project_cells(), clearance_cells(finish_year="")), FUNDING)
    assert work == Project(
        id="PL3-01",
        appendix=3,
        number=1,
        name="Khu tái định cư Bắc Sông Cấm",
        kind=ProjectKind.PROJECT,
        category=Category.RESETTLEMENT,
        funding_source=FundingSource.STATE_BUDGET,
        funding_source_raw="Ngân sách",
        start_year=2025,
        finish_year=2030,
        clears=None,
        clears_match=ClearsMatch.NONE,
        source="Phụ lục 3, dòng 1",
    )
    assert (clearance.clears, clearance.clears_match, clearance.finish_year) == ("PL3-01", ClearsMatch.EXACT, None)


BROKEN_PROJECTS = {
    "a letter for a digit": ({"start_year": "2O26"}, "start_year", "2O26"),
    "finish before start": ({"start_year": "2030", "finish_year": "2025"}, "finish_year", "2025"),
    "unknown funding words": ({"funding_source_raw": "Vốn ODA"}, "funding_source_raw", "Vốn ODA"),
    "unknown funding code": ({"funding_source": "state"}, "funding_source", "state"),
    "code of other words": ({"funding_source": "enterprise"}, "funding_source", "enterprise"),
    "no funding words": ({"funding_source_raw": ""}, "funding_source_raw", ""),
    "unknown category": ({"category": "bridge?"}, "category", "bridge?"),
    "unknown kind": ({"kind": "Project"}, "kind", "Project"),
    "kind against appendix": ({"kind": "clearance"}, "kind", "clearance"),
    "id against number": ({"number": "2"}, "id", "PL3-01"),
    "id against appendix": ({"appendix": "2"}, "id", "PL3-01"),
    "id without a zero": ({"id": "PL3-1"}, "id", "PL3-1"),
    "appendix out of the ledger": ({"id": "PL5-01", "appendix": "5"}, "appendix", "5"),
    "number in words": ({"number": "một"}, "number", "một"),
    "no name": ({"name": ""}, "name", ""),
    "NFD name": ({"name": NFD}, "name", NFD),
    "no source": ({"source": " "}, "source", ""),
    "a work that clears": ({"clears": "PL3-01", "clears_match": "exact"}, "clears", "PL3-01"),
    "sureness without a link": ({"clears_match": "exact"}, "clears_match", "exact"),
}


@pytest.mark.parametrize(("change", "column", "value"), BROKEN_PROJECTS.values(), ids=BROKEN_PROJECTS.keys())
def test_a_broken_project_is_named(tmp_path: Path, change: dict[str, str], column: str, value: str) -> None:
    path = write_projects(tmp_path, project_cells(**change))
    fault = faults_of(lambda: read_projects(path, FUNDING))[0]
    assert (fault.file, fault.row, fault.column, fault.value) == ("projects.csv", 2, column, value)
    assert fault.message
    assert fault.remedy.startswith(("Hãy", "Sổ", "Phụ lục", "Có"))


BROKEN_LINKS = {
    "no such project": ({"clears": "PL3-99"}, "clears"),
    "itself": ({"clears": "PL4-01"}, "clears"),
    "a link without sureness": ({"clears_match": "none"}, "clears_match"),
}


@pytest.mark.parametrize(("change", "column"), BROKEN_LINKS.values(), ids=BROKEN_LINKS.keys())
def test_a_broken_link_is_named(tmp_path: Path, change: dict[str, str], column: str) -> None:
    path = write_projects(tmp_path, project_cells(), clearance_cells(**change))
    assert [(fault.row, fault.column) for fault in faults_of(lambda: read_projects(path))] == [(3, column)]


def test_two_clearances_of_one_work_are_named(tmp_path: Path) -> None:
    second = clearance_cells(id="PL4-02", number="2")
    path = write_projects(tmp_path, project_cells(), clearance_cells(), second)
    assert [(fault.row, fault.message) for fault in faults_of(lambda: read_projects(path))] == [
        (4, "Dự án này đã có ở dòng 3")
    ]


def test_all_faults_of_a_ledger_come_at_once_in_file_order(tmp_path: Path) -> None:
    path = write_projects(
        tmp_path,
        project_cells(start_year="2O26", category="?"),
        project_cells(),
        clearance_cells(clears="PL3-77", finish_year="2020"),
    )
    faults = faults_of(lambda: read_projects(path, FUNDING))
    assert [(fault.row, fault.column) for fault in faults] == [
        (2, "category"),
        (2, "start_year"),
        (3, "id"),
        (4, "finish_year"),
        (4, "clears"),
    ]
    sentence = str(DataError(faults))
    assert "5 lỗi" in sentence
    assert "projects.csv, dòng 2, cột start_year: Năm không đọc được ('2O26'). Hãy ghi bốn chữ số" in sentence


def test_unknown_funding_needs_no_words(tmp_path: Path) -> None:
    cells = project_cells(funding_source="unknown", funding_source_raw="")
    assert read_projects(write_projects(tmp_path, cells), FUNDING)[0].funding_source is FundingSource.UNKNOWN


def test_reads_a_place(tmp_path: Path) -> None:
    ward = place_cells(id="phuong-thuy-nguyen", kind="ward", name="Phường Thủy Nguyên")
    _, place = read_places(write_places(tmp_path, ward, place_cells(parent="phuong-thuy-nguyen")))
    assert (place.lon, place.lat, place.radius_m, place.size_radius_m) == (106.6768, 20.8859, 1700.0, 1210.0)
    assert place.aliases == ("Tân Dương", "xã Tân Dương cũ")
    assert (place.kind, place.parent, place.in_ward) == (PlaceKind.COMMUNE, "phuong-thuy-nguyen", True)
    assert place.valid_from is None
    assert str(place.valid_to) == "2024-12-31"


def test_a_gazetteer_saved_by_a_vietnamese_excel_reads_the_same(tmp_path: Path) -> None:
    """Semicolons, decimal commas, TRUE, days as dd/mm/yyyy, a BOM."""
    plain = read_places(write_places(tmp_path, place_cells()))
    columns = tuple(place_cells())
    cells = place_cells(lon="106,6768", lat="20,8859", in_ward="TRUE", valid_to="31/12/2024")
    text = csv_text(columns, [cells], delimiter=";", newline="\r\n")
    (tmp_path / "places.csv").write_bytes(text.encode("utf-8-sig"))
    assert read_places(tmp_path / "places.csv") == plain


BROKEN_PLACES = {
    "outside Vietnam": ({"lon": "2.35", "lat": "48.86"}, "lon", "2.35"),
    "too far south": ({"lat": "-20.8859"}, "lat", "-20.8859"),
    "axes swapped": ({"lon": "20.8859", "lat": "106.6768"}, "lon", "20.8859"),
    "metres for degrees": ({"lon": "595190", "lat": "2314037"}, "lon", "595190"),
    "thousands by Excel": ({"lon": "1.066.768"}, "lon", "1.066.768"),
    "no longitude": ({"lon": ""}, "lon", ""),
    "radius zero": ({"radius_m": "0"}, "radius_m", "0"),
    "radius negative": ({"radius_m": "-5"}, "radius_m", "-5"),
    "radius missing": ({"radius_m": ""}, "radius_m", ""),
    "radius ambiguous": ({"radius_m": "1.700"}, "radius_m", "1.700"),
    "radius of a country": ({"radius_m": "500000"}, "radius_m", "500000"),
    "size zero": ({"size_radius_m": "0"}, "size_radius_m", "0"),
    "unknown kind": ({"kind": "xã"}, "kind", "xã"),
    "unknown confidence": ({"confidence": "sure"}, "confidence", "sure"),
    "no such parent": ({"parent": "phuong-nao-do"}, "parent", "phuong-nao-do"),
    "its own parent": ({"parent": "xa-tan-duong"}, "parent", "xa-tan-duong"),
    "id with marks": ({"id": "xã-tân-dương"}, "id", "xã-tân-dương"),
    "alias twice": ({"aliases": "Tân Dương; Tân Dương"}, "aliases", "Tân Dương; Tân Dương"),
    "over before it began": ({"valid_from": "2025-07-01"}, "valid_to", "2024-12-31"),
    "no licence": ({"licence": ""}, "licence", ""),
    "no source": ({"source": ""}, "source", ""),
    "NFD name": ({"name": NFD}, "name", NFD),
}


@pytest.mark.parametrize(("change", "column", "value"), BROKEN_PLACES.values(), ids=BROKEN_PLACES.keys())
def test_a_broken_place_is_named(tmp_path: Path, change: dict[str, str], column: str, value: str) -> None:
    path = write_places(tmp_path, place_cells(**change))
    fault = faults_of(lambda: read_places(path))[0]
    assert (fault.file, fault.row, fault.column, fault.value) == ("places.csv", 2, column, value)


def test_swapped_axes_are_called_by_name(tmp_path: Path) -> None:
    path = write_places(tmp_path, place_cells(lon="20.8859", lat="106.6768"))
    (fault,) = faults_of(lambda: read_places(path))
    assert "bị đảo" in fault.message


def test_parents_in_a_ring_are_named(tmp_path: Path) -> None:
    ring = [place_cells(id="a", parent="b"), place_cells(id="b", parent="c"), place_cells(id="c", parent="a")]
    beside = place_cells(id="d", parent="a")
    path = write_places(tmp_path, *ring, beside)
    assert [(fault.row, fault.column) for fault in faults_of(lambda: read_places(path))] == [
        (2, "parent"),
        (3, "parent"),
        (4, "parent"),
    ]


def test_a_place_id_stands_once(tmp_path: Path) -> None:
    path = write_places(tmp_path, place_cells(), place_cells(name="Tân Dương khác"))
    assert [(fault.row, fault.column) for fault in faults_of(lambda: read_places(path))] == [(3, "id")]


def test_code_lists_are_whole(tmp_path: Path) -> None:
    """A code of the model that its list leaves out is a fault, and so is one that the model does not know."""
    text = (DATA / "categories.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    path = tmp_path / "categories.csv"
    path.write_text("\n".join([*lines[:-1], lines[1].replace("planning", "tunnel")]), encoding="utf-8")
    faults = faults_of(lambda: read_categories(path))
    assert {(fault.row, fault.value or fault.message) for fault in faults} == {
        (None, "Thiếu mã military"),
        (16, "tunnel"),
    }


def test_code_lists_read() -> None:
    assert [entry.category for entry in read_categories(DATA / "categories.csv")] == list(Category)
    assert [entry.precision for entry in read_precisions(DATA / "precision.csv")] == list(Precision)
    assert {entry.funding_source for entry in read_funding(DATA / "funding.csv")} == {
        FundingSource.STATE_BUDGET,
        FundingSource.ENTERPRISE,
        FundingSource.MIXED,
    }


def test_a_programme_names_the_faults_of_all_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    write_projects(folder, project_cells(finish_year="2020"))
    write_places(folder, place_cells(radius_m="0"))
    (folder / "funding.csv").write_bytes(b"")
    (folder / "precision.csv").unlink()
    write_layer(folder / "shapes", feature(kind="path"))
    files = [fault.file for fault in faults_of(lambda: read_programme(folder))]
    assert files == ["funding.csv", "precision.csv", "projects.csv", "places.csv", "roads.geojson"]


def test_a_missing_folder_is_one_fault_not_one_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        read_programme(tmp_path / "nowhere")
    (fault,) = error.value.faults
    assert fault.sentence.endswith("nowhere: Không có thư mục này. Hãy xem lại đường dẫn của thư mục dữ liệu.")


def test_a_shape_of_an_unknown_place_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    write_layer(folder / "shapes", feature(place="duong-nao-do"))
    (fault,) = faults_of(lambda: read_programme(folder))
    assert (fault.file, fault.column, fault.value) == ("roads.geojson", "duong-do-muoi.place", "duong-nao-do")


CELL_TEXT = (
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")) | st.sampled_from("\n\t,;\"'={}đĐ"),
        max_size=40,
    )
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(bool)
)

ALIAS = CELL_TEXT.map(lambda text: text.replace(";", "").strip()).filter(bool)


def _in_order(years: tuple[int | None, int | None]) -> bool:
    """Say whether a project may start and finish in these years."""
    start, finish = years
    return start is None or finish is None or start <= finish


YEARS = st.none() | st.integers(1990, 2100)
YEAR_PAIRS: st.SearchStrategy[tuple[int | None, int | None]] = st.tuples(YEARS, YEARS).filter(_in_order)


@st.composite
def ledgers(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw the cells of a valid ledger: works, and clearances of some of them."""
    works = draw(st.integers(1, 6))
    rows = [
        project_cells(id=f"PL3-{number:02d}", number=str(number), category=draw(st.sampled_from(Category)))
        for number in range(1, works + 1)
    ]
    for number in range(1, draw(st.integers(0, works)) + 1):
        match = draw(st.sampled_from(ClearsMatch))
        clears = "" if match is ClearsMatch.NONE else f"PL3-{number:02d}"
        rows.append(clearance_cells(id=f"PL4-{number:02d}", number=str(number), clears=clears, clears_match=match))
    for row in rows:
        start, finish = draw(YEAR_PAIRS)
        row["start_year"], row["finish_year"] = str(start or ""), str(finish or "")
        row["name"], row["source"], row["funding_source_raw"] = draw(CELL_TEXT), draw(CELL_TEXT), draw(CELL_TEXT)
    return rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ledgers(),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(
    tmp_path: Path, rows: list[dict[str, str]], delimiter: str, newline: str, encoding: str
) -> None:
    """Names come back letter by letter, whatever stands in them and however the file was saved."""
    path = tmp_path / "projects.csv"
    path.write_bytes(csv_text(PROJECT_COLUMNS, rows, delimiter, newline).encode(encoding))
    projects = read_projects(path)
    assert [{column: str(getattr(project, column) or "") for column in PROJECT_COLUMNS} for project in projects] == rows


@st.composite
def gazetteers(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw the cells of a valid gazetteer, each place lying in the one before it or in none."""
    rows = []
    for number in range(draw(st.integers(1, 5))):
        start, finish = sorted([draw(st.dates()), draw(st.dates())])
        aliases = draw(st.lists(ALIAS, max_size=3, unique=True))
        cells = place_cells(
            id=f"noi-{number}",
            name=draw(CELL_TEXT),
            aliases=";".join(aliases),
            kind=draw(st.sampled_from(PlaceKind)),
            parent=draw(st.sampled_from(["", f"noi-{number - 1}"])) if number else "",
            lon=str(draw(st.integers(102_000_000, 118_000_000)) / 1e6),
            lat=str(draw(st.integers(6_000_000, 24_000_000)) / 1e6),
            radius_m=str(draw(st.integers(1, 50_000))),
            size_radius_m=draw(st.sampled_from(["", "1", "1210"])),
            in_ward=draw(st.sampled_from(["true", "false"])),
            valid_from=start.isoformat(),
            valid_to=finish.isoformat(),
            note=draw(st.just("") | CELL_TEXT),
        )
        rows.append(cells)
    return rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gazetteers(), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_places_come_back_as_written(tmp_path: Path, rows: list[dict[str, str]], delimiter: str, encoding: str) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(csv_text(PLACE_COLUMNS, rows, delimiter).encode(encoding))
    for place, cells in zip(read_places(path), rows, strict=True):
        assert (place.id, place.name, place.note, place.kind) == (
            cells["id"],
            cells["name"],
            cells["note"],
            cells["kind"],
        )
        assert (place.lon, place.lat) == (float(cells["lon"]), float(cells["lat"]))
        assert ";".join(place.aliases) == cells["aliases"]
        assert (place.parent or "") == cells["parent"]
        assert (str(place.valid_from), str(place.valid_to)) == (cells["valid_from"], cells["valid_to"])
        assert place.in_ward is (cells["in_ward"] == "true")
        assert place.radius_m == int(cells["radius_m"])
        assert place.size_radius_m == (int(cells["size_radius_m"]) if cells["size_radius_m"] else None)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_named(tmp_path: Path, content: bytes) -> None:
    """No bytes bring about anything but records or DataError, also behind a valid header."""
    path = tmp_path / "projects.csv"
    header = io.StringIO(csv_text(PROJECT_COLUMNS, [])).read().encode()
    for data in (content, header + content):
        path.write_bytes(data)
        assert faults_of(lambda: read_projects(path))
