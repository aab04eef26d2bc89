"""The rule: each format holds the chosen rows and no others, names letter by letter, places to a centimetre.

The same data gives the same bytes; a file appears whole or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import QueryError
from geo.export import formats
from geo.export.cells import one_line, plain
from geo.export.delivery import Delivery, geometries_of, plain_table
from geo.export.formats import FORMATS, Format, find_extension, find_format, read_crs, write_export
from geo.export.wording import ALL, query_words
from geo.frame import select
from geo.model import FundingSource, Precision, ProjectKind, Query, YearMode, Years
from tests.deliveries import EAST, HOSTILE, LOOKS, NORTH, sample_delivery
from tests.readers import READERS

CASES = [pytest.param(form, epsg, id=f"{form.code}-{epsg}") for form in FORMATS.values() for epsg in form.crs]
IN_PART = {"dxf", "oc4ids"}  # lines of a drawing, clearances that are milestones: their own tests look at those
SHAPES_ELSEWHERE = {"xlsx", "svg"}  # a sheet has positions, a picture has px: their own tests look at those


def written(form: Format, delivery: Delivery, folder: Path) -> Path:
    path = folder / form.file_name
    write_export(delivery, form, path)
    return path


def held(form: Format, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows that a format holds: all, but a picture what can be drawn, the planning class known outlines."""
    if form.code == "svg":
        return frame[frame.geometry.notna()]
    if form.code == "tt16":
        areas = frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"]) & ~frame["sketch"]
        return frame[areas & frame["precision"].isin([Precision.SURVEYED, Precision.TRACED])]
    return frame


@pytest.mark.parametrize(("form", "epsg"), CASES)
def test_every_row_is_in_every_file_once(form: Format, epsg: int, tmp_path: Path) -> None:
    delivery = sample_delivery(epsg)
    found = READERS[form.code](written(form, delivery, tmp_path))
    assert sorted(found) == sorted(held(form, delivery.frame)["id"])


@pytest.mark.parametrize(("form", "epsg"), CASES)
def test_every_place_is_where_it_is_to_a_centimetre(form: Format, epsg: int, tmp_path: Path) -> None:
    if form.code in SHAPES_ELSEWHERE:
        assert form.code in READERS
        return
    delivery = sample_delivery(epsg)
    found = READERS[form.code](written(form, delivery, tmp_path))
    near = 1e-7 if epsg == 4326 else 0.01
    rows = held(form, delivery.frame)
    for name, shape in zip(rows["id"], replace(delivery, frame=rows).geometries(), strict=True):
        read = found[name][1]
        if form.code in IN_PART and read is None:
            continue
        assert (read is None) == (shape is None)
        assert shape is None or shapely.hausdorff_distance(read, shape) <= near


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_vn2000_is_the_official_one(form: Format, tmp_path: Path) -> None:
    """The first row is a point whose easting and northing are known from elsewhere."""
    if 9210 not in form.crs or form.code in {*SHAPES_ELSEWHERE, "tt16"}:
        assert form.crs in (formats.DEGREES, formats.ANY, formats.METRES, (9210,))
        return
    shape = READERS[form.code](written(form, sample_delivery(9210), tmp_path))["PL1-01"][1]
    assert shape is not None
    assert shape.distance(shapely.Point(EAST, NORTH)) < 0.01


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_hostile_names_stay_text(form: Format, tmp_path: Path) -> None:
    """What a format cannot hold is shown as such; nothing else of a name is lost, added or run."""
    delivery = sample_delivery(form.crs[0])
    found = READERS[form.code](written(form, delivery, tmp_path))
    for name, words in zip(delivery.frame["id"], HOSTILE, strict=False):
        if name in found:
            assert found[name][0] == expected(form.code, words), name


def expected(code: str, words: str) -> str:
    """Return how a hostile name reads in a format."""
    readings: dict[str, Callable[[str], str]] = {
        "geojson": str,
        "geojsonl": str,
        "csv": lambda text: "'" + plain(text) if text[0] in "=+-@" else plain(text),
        "xlsx": lambda text: plain(text).replace("\r\n", "\n"),  # a cell's own line end
        "kml": one_line,
        "kmz": one_line,
        "svg": one_line,
        "shp": lambda text: cut(one_line(text), 254),
        "dxf": lambda text: cut("name=" + one_line(text).replace("\\U+", "\\ U+"), 255).removeprefix("name="),
    }
    return readings.get(code, plain)(words)


def cut(text: str, size: int) -> str:
    """Return the longest beginning that fits with an ellipsis, found the slow way."""
    if len(text.encode()) <= size:
        return text
    return next(text[:at] + "…" for at in range(len(text), 0, -1) if len((text[:at] + "…").encode()) <= size)


def test_same_data_same_bytes(tmp_path: Path) -> None:
    """Archives count time in steps of two seconds: the second writing comes later than that."""
    first = {form.code: written(form, sample_delivery(form.crs[0]), tmp_path).read_bytes() for form in FORMATS.values()}
    time.sleep(2.1)
    for form in FORMATS.values():
        assert written(form, sample_delivery(form.crs[0]), tmp_path).read_bytes() == first[form.code], form.code


@pytest.mark.parametrize("form", [FORMATS[code] for code in FORMATS if code != "oc4ids"], ids=lambda form: form.code)
def test_no_rows_make_a_file_without_rows(form: Format, tmp_path: Path) -> None:
    delivery = sample_delivery(form.crs[0])
    nothing = replace(delivery, frame=select(delivery.frame, Query(ids=frozenset({"PL9-99"}))))
    assert READERS[form.code](written(form, nothing, tmp_path)) == {}


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_the_writer_leaves_the_frame_alone(form: Format, tmp_path: Path) -> None:
    delivery = sample_delivery(form.crs[0])
    before = delivery.frame.copy(deep=True)
    written(form, delivery, tmp_path)
    assert list(delivery.frame.columns) == list(before.columns)
    assert plain_table(delivery.frame).equals(plain_table(before))
    assert shapely.equals_exact(geometries_of(delivery.frame), geometries_of(before)).sum() == before.geometry.count()


def test_a_writer_that_fails_leaves_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = FORMATS["csv"]
    path = written(form, sample_delivery(), tmp_path)
    before = path.read_bytes()

    def fail(_: Delivery, unfinished: Path) -> None:
        unfinished.write_bytes(b"half")
        raise OSError

    monkeypatch.setattr("geo.export.delimited.to_csv", fail)
    with pytest.raises(OSError):
        written(form, sample_delivery(), tmp_path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [form.file_name]


def test_codes_and_extensions_are_unique_and_found() -> None:
    assert len({form.extension for form in FORMATS.values()}) == len(FORMATS)
    for form in FORMATS.values():
        assert find_format(form.code) is form
        assert find_extension(form.extension) is form
    assert find_extension("exe") is None
    with pytest.raises(QueryError) as refused:
        find_format("exe")
    assert refused.value.allowed == tuple(FORMATS)


@pytest.mark.parametrize(("text", "epsg"), [(None, 4326), ("9210", 9210), ("EPSG:3405", 3405), ("epsg:3857", 3857)])
def test_a_system_is_named_by_its_code(text: str | None, epsg: int) -> None:
    assert read_crs(FORMATS["gpkg"], text) == epsg


@pytest.mark.parametrize(("code", "text"), [("geojson", "9210"), ("dxf", "4326"), ("gpkg", "32648"), ("csv", "")])
def test_a_system_that_a_format_cannot_hold_is_refused(code: str, text: str) -> None:
    with pytest.raises(QueryError) as refused:
        read_crs(FORMATS[code], text)
    assert refused.value.allowed == tuple(f"EPSG:{epsg}" for epsg in FORMATS[code].crs)
    with pytest.raises(QueryError):
        write_export(sample_delivery(32648), FORMATS[code], Path("never"))


def test_measures_are_those_of_vn2000_and_only_of_what_is_known() -> None:
    """An area in Web Mercator would be 15 % too large; the area of a search region is nobody's area."""
    frame = sample_delivery().frame
    table = plain_table(frame)
    measured = table["area_m2"].notna() | table["length_m"].notna()
    known = frame["precision"].isin([Precision.SURVEYED, Precision.TRACED]) & ~frame["sketch"] & frame.geometry.notna()
    lines_or_areas = frame.geometry.geom_type != "Point"
    assert measured.tolist() == (known & lines_or_areas).tolist()
    geodesic = frame.geometry.loc["PL1-03"]  # an area with a hole: 0.004° × 0.004° less 0.001° × 0.001°
    metres = 0.004**2 * 15 / 16 * 104_050 * 110_740  # m of a degree of longitude and of latitude at 20.919° N
    assert geodesic.area == pytest.approx(0.004**2 * 15 / 16)
    assert table.loc["PL1-03", "area_m2"] == pytest.approx(metres, rel=2e-3)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(), ALL),
        (Query(kind=frozenset({ProjectKind.CLEARANCE}), year=Years(2026, 2026)),
         "Loại dòng: Giải phóng mặt bằng; đang thực hiện năm 2026"),
        (Query(funding_source=frozenset({FundingSource.MIXED, FundingSource.STATE_BUDGET}), q="cầu"),
         "Nguồn vốn: Ngân sách, Hỗn hợp; có chữ “cầu”"),
        (Query(ids=frozenset({"PL3-08"}), bbox=(106.6, 20.8, 106.7, 20.9), as_of=date(2026, 1, 1)),
         "Mã: PL3-08; trong khung 106.6, 20.8, 106.7, 20.9 (độ, WGS 84)"),
        (Query(area=frozenset({"hoa-dong", "nowhere"}), year=Years(2026, 2028), year_mode=YearMode.STARTS),
         "Khu vực: Hoa Động, nowhere; bắt đầu năm 2026–2028"),
    ],
)  # fmt: skip
def test_the_filter_is_said_in_words(query: Query, words: str) -> None:
    assert query_words(query, LOOKS, {"hoa-dong": "Hoa Động"}) == words
