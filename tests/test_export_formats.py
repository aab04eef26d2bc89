"""The rule of each format: it opens in the program it is meant for as a person there expects it, in Vietnamese.

And of all: each file says its licence, attribution, as-of date and filter, and of each row its source and precision.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import openpyxl
import pyogrio
import pytest
import shapely
from ezdxf import filemanagement
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from geo.export.cells import fitted, guarded, one_line, plain, worded
from geo.export.columns import COLUMNS, DBASE_NAME, DBASE_TEXT, Kind
from geo.export.delimited import quoted
from geo.export.delivery import KINDS
from geo.export.formats import FORMATS, write_export
from geo.export.kml import to_network_link
from geo.export.qgis import qml
from geo.export.vector import LAYER
from geo.model import Evidence
from tests.deliveries import DAY, LOOKS, sample_delivery
from tests.readers import KML
from tests.rfc7946 import problems, second_opinion

CARRIED = ("id", "source", "precision", "radius_m", "method")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the sample once in each format, in its first system."""
    folder = tmp_path_factory.mktemp("files")
    paths = {code: folder / form.file_name for code, form in FORMATS.items()}
    for code, path in paths.items():
        write_export(sample_delivery(FORMATS[code].crs[0]), FORMATS[code], path)
    return paths


def said_by(code: str, path: Path) -> str:
    """Return all text of a file, unpacked and decoded."""
    if code in {"shp", "kmz", "xlsx"}:
        archive = zipfile.ZipFile(path)
        return "\n".join(archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize("code", FORMATS)
def test_each_file_says_what_it_is(code: str, files: dict[str, Path]) -> None:
    text = said_by(code, files[code]).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    assert "OpenStreetMap contributors" in text
    assert "ODbL 1.0" in text
    assert f"{DAY:%d/%m/%Y}" in text or DAY.isoformat() in text
    assert "Giải phóng mặt bằng & <khác>" in text


@pytest.mark.parametrize("code", ["gpkg", "fgb"])
def test_each_row_says_how_it_is_known(code: str, files: dict[str, Path]) -> None:
    for layer, _ in pyogrio.list_layers(files[code]):
        if layer == "layer_styles":
            continue
        table = pyogrio.read_dataframe(files[code], layer=layer)
        assert set(CARRIED) <= set(table.columns)
        assert table["source"].str.contains("Phụ lục").all()
        assert table["method"].isin(["anchor", "none"]).all()
        assert (table["radius_m"].isna() == (table["precision"] == "none")).all()


def test_geojson_pleases_two_independent_checkers(files: dict[str, Path]) -> None:
    assert problems(files["geojson"].read_bytes()) == []
    assert second_opinion(files["geojson"].read_bytes()) == {}


def test_columns_fit_a_dbase_table() -> None:
    shorts = [column.short for column in COLUMNS]
    assert len({short.upper() for short in shorts}) == len(COLUMNS)
    assert all(short.isascii() and 0 < len(short) <= DBASE_NAME for short in shorts)
    assert {column.kind for column in COLUMNS} == set(Kind)


def test_geopackage_has_a_layer_a_kind_with_style_and_metadata(files: dict[str, Path]) -> None:
    connection = sqlite3.connect(files["gpkg"])
    contents = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
    assert contents == {name: "attributes" if kind == "none" else "features" for kind, (name, _) in LAYER.items()} | {
        "layer_styles": "attributes"
    }
    assert {when for (when,) in connection.execute("SELECT last_change FROM gpkg_contents")} == {
        "2026-11-24T00:00:00.000Z"
    }
    styled = connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1").fetchall()
    assert sorted(name for name, _ in styled) == sorted(name for name, _ in LAYER.values())
    columns = dict(connection.execute("SELECT f_table_name, f_geometry_column FROM layer_styles").fetchall())
    assert columns["cong_trinh_chua_ro_vi_tri"] == ""  # QGIS looks for the empty text, not for NULL
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    (said,) = connection.execute("SELECT metadata FROM gpkg_metadata").fetchone()
    assert "Giấy phép" in said


@pytest.mark.needs("gdal")
def test_geopackage_pleases_another_gdal(files: dict[str, Path]) -> None:
    """Debian's GDAL is years older than the one that wrote the file."""
    said = subprocess.run(["ogrinfo", "-so", "-al", files["gpkg"]], capture_output=True, text=True, check=True)
    assert said.stderr == ""
    for name, _ in LAYER.values():
        assert f"Layer name: {name}" in said.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_qgis_style_has_each_colour_word_and_field(kind: str) -> None:
    style = ET.fromstring(qml(kind, LOOKS).partition(">")[2])  # noqa: S314  our own text
    aliases = {alias.attrib["field"]: alias.attrib["name"] for alias in style.iter("alias")}
    assert aliases == {column.name: column.vi for column in COLUMNS}
    categories = {item.attrib["value"]: item.attrib["label"] for item in style.iter("category")}
    if kind == "none":
        assert categories == {}
        return
    assert categories == {**LOOKS.words["funding_source"], "": "Khác"}
    symbols = {symbol.attrib["name"]: symbol for symbol in style.iter("symbol")}
    drawn = " ".join(prop.attrib["v"] for prop in symbols["0"].iter("prop"))
    assert "94,102,223" in drawn  # #5e66df
    rule = next(option for option in symbols["0"].iter("Option") if option.get("name") == "expression")
    assert rule.attrib["value"] == "if(\"precision\" in ('area','between'),'dash','solid')"


def test_shapefile_is_utf8_and_explains_itself(files: dict[str, Path]) -> None:
    archive = zipfile.ZipFile(files["shp"])
    names = set(archive.namelist())
    for kind, (name, _) in LAYER.items():
        endings = {"dbf", "cpg"} | (set() if kind == "none" else {"shp", "shx", "prj"})
        assert {f"{name}.{ending}" for ending in endings} <= names
        assert archive.read(f"{name}.cpg").decode().strip() == "UTF-8"
    readme = archive.read("README.txt").decode("utf-8-sig")
    assert all(f"{column.short:<10} = {column.name}: {column.says}" in readme for column in COLUMNS)
    assert "state_budget: Ngân sách" in readme


def test_kml_has_folders_styles_and_spans(files: dict[str, Path]) -> None:
    document = ET.parse(files["kml"]).getroot().find(f"{KML}Document")  # noqa: S314  written by us a moment ago
    assert document is not None
    assert [folder.findtext(f"{KML}name") for folder in document.iter(f"{KML}Folder")] == [
        "Điểm", "Tuyến", "Vùng", "Chưa rõ vị trí",
    ]  # fmt: skip
    styles = {
        style.attrib["id"]: style.findtext(f"{KML}LineStyle/{KML}color") for style in document.iter(f"{KML}Style")
    }
    assert styles["enterprise"] == "ff1159ed"  # alpha, blue, green, red of #ed5911
    first = next(document.iter(f"{KML}Placemark"))
    assert first.findtext(f"{KML}TimeSpan/{KML}begin") == "2025"
    assert first.findtext(f"{KML}styleUrl") == "#state_budget"
    data = {item.attrib["name"]: item.text for item in first.iter(f"{KML}SimpleData")}
    assert set(CARRIED) <= set(data)
    assert first.find(f"{KML}description") is None  # Google Earth would render it as HTML
    order = [child.tag.removeprefix(KML) for child in first]
    assert order == ["name", "TimeSpan", "styleUrl", "ExtendedData", "Point"]  # the order of the schema


def test_network_link_fetches_again() -> None:
    link = ET.fromstring(to_network_link("Bản <đồ>", "https://x.example/export/projects.kmz?a=1&b=2", 600))  # noqa: S314
    assert link.findtext(f"{KML}NetworkLink/{KML}Link/{KML}href") == "https://x.example/export/projects.kmz?a=1&b=2"
    assert link.findtext(f"{KML}NetworkLink/{KML}Link/{KML}refreshInterval") == "600"


def test_csv_opens_in_excel_and_computes_nothing(files: dict[str, Path]) -> None:
    data = files["csv"].read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,name,")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@", "\t", "\r"))]
    negative = [cell for row in rows for cell in row.values() if cell.startswith("-")]
    assert all(cell.lstrip("-").isdigit() for cell in negative)  # a number may be negative, a text may not begin so
    assert (rows[0]["lon"], rows[0]["lat"], rows[0]["epsg"]) == ("106.667", "20.917", "4326")
    assert rows[5]["lon"] == rows[5]["wkt"] == ""  # no place: nothing, not 0


def test_metric_csv_has_degrees_and_metres(tmp_path: Path) -> None:
    write_export(sample_delivery(9210), FORMATS["csv"], tmp_path / "projects.csv")
    row = next(csv.DictReader((tmp_path / "projects.csv").open(encoding="utf-8-sig", newline="")))
    assert (row["lon"], row["lat"]) == ("106.667", "20.917")
    assert (float(row["east_m"]), float(row["north_m"])) == pytest.approx((595190.88, 2314037.64), abs=0.01)


def test_workbook_is_ready_for_a_report(files: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(files["xlsx"])
    rows, sources = book["Dự án"], book["Nguồn và chất lượng"]
    assert rows.freeze_panes == "C2"
    assert rows.auto_filter.ref == rows.dimensions
    assert [cell.value for cell in rows[1]][: len(COLUMNS)] == [column.vi for column in COLUMNS]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}  # no formula, no error
    assert not [cell for row in rows for cell in row if cell.hyperlink]
    assert rows["C2"].value == "Công trình, dự án"
    said = {row[0].value: row[1].value for row in sources.iter_rows()}
    assert said["Bộ lọc"] == "Loại dòng: Giải phóng mặt bằng & <khác>"
    assert said["Số dòng"] == "64"
    assert said["Vị trí: Giữa các địa danh"] == "22 dòng"


def test_drawing_has_layers_texts_and_data(files: dict[str, Path]) -> None:
    drawing = filemanagement.readfile(files["dxf"])
    layers = {layer.dxf.name for layer in drawing.layers}
    assert {"Đường", "Cầu", "Thương mại - dịch vụ", "Chưa rõ vị trí", "Ghi chú"} <= layers
    space: Any = drawing.modelspace()
    rings = [line for line in space.query("LWPOLYLINE") if dict_of(line)["id"] == "PL1-03"]
    assert [len(list(line.vertices())) for line in rings] == [4, 4]  # an area and its hole
    assert all(line.closed for line in rings)
    texts = [text.plain_text() for text in space.query("TEXT")]
    assert "%%c %%u ^J \\ U+0041 \\P {\\fArial;x}" in texts
    assert any(text.startswith(("PL2-03 ", "PL2-06 ")) for text in texts)
    frame = sample_delivery().frame
    assert {dict_of(entity)["id"] for entity in space if entity.has_xdata("PROJECTMAP")} == set(frame["id"])
    assert all(
        set(CARRIED) - {"radius_m"} <= set(dict_of(entity)) for entity in space if entity.has_xdata("PROJECTMAP")
    )


def test_drawing_is_vn2000_within_a_centimetre(files: dict[str, Path]) -> None:
    """Every corner that stands behind a row in the drawing is a corner of that row, and none is missing."""
    shapes = sample_delivery().frame.to_crs(9210).geometry
    drawn: dict[str, list[tuple[float, float]]] = {}
    for entity in filemanagement.readfile(files["dxf"]).modelspace():
        if entity.has_xdata("PROJECTMAP") and entity.dxftype() in {"POINT", "LWPOLYLINE"}:
            corners = [entity.dxf.location] if entity.dxftype() == "POINT" else list(entity.vertices())  # type: ignore[attr-defined]  # a polyline has them
            drawn.setdefault(dict_of(entity)["id"], []).extend((corner[0], corner[1]) for corner in corners)
    assert set(drawn) == set(shapes.index[shapes.notna()])
    for name, corners in drawn.items():
        expected = shapely.MultiPoint(shapely.get_coordinates(shapes[name]))
        assert shapely.hausdorff_distance(shapely.MultiPoint(corners), expected) < 0.01, name


@pytest.fixture(scope="module")
def kml_schema() -> etree.XMLSchema:
    """Return the KML 2.2 schema of OGC, with the extensions of Google, out of a package that carries them."""
    (path,) = (file.locate() for file in metadata.files("fastkml") or () if file.name == "ogckml22.xsd")
    return etree.XMLSchema(etree.parse(str(path)))


@pytest.mark.parametrize("code", ["kml", "kmz"])
def test_kml_keeps_the_schema_of_google_earth(files: dict[str, Path], kml_schema: etree.XMLSchema, code: str) -> None:
    path = files[code]
    kml_schema.assertValid(
        etree.fromstring(zipfile.ZipFile(path).read("doc.kml") if code == "kmz" else path.read_bytes())
    )


def test_the_standing_link_keeps_the_schema_of_google_earth(kml_schema: etree.XMLSchema) -> None:
    link = to_network_link("Công trình & <khác>", "https://ban-do.example/export/live.kml?kind=project&year=2026", 3600)
    kml_schema.assertValid(etree.fromstring(link))
    assert not kml_schema.validate(etree.fromstring(link.replace(b"onInterval", b"sometimes")))


def dict_of(entity: object) -> dict[str, str]:
    """Return the data behind an entity of a drawing."""
    tags = entity.get_xdata("PROJECTMAP")  # type: ignore[attr-defined]  # ezdxf's entities have it
    return dict(tag.value.split("=", 1) for tag in tags if tag.code == 1000)


@pytest.mark.needs("gdal")
def test_drawing_is_read_as_utf8_by_gdal(files: dict[str, Path]) -> None:
    said = subprocess.run(["ogrinfo", files["dxf"], "entities"], capture_output=True, text=True, check=True).stdout
    assert "Layer (String) = Đường" in said


def test_geoparquet_says_its_system(tmp_path: Path, files: dict[str, Path]) -> None:
    keys = "SELECT key, value FROM parquet_kv_metadata(?)"
    said = dict(duckdb.execute(keys, [str(files["parquet"])]).fetchall())
    geo = json.loads(said[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert "crs" not in geo["columns"]["geometry"]  # that means WGS 84, longitude first
    assert geo["columns"]["geometry"]["geometry_types"] == [
        "LineString", "MultiLineString", "MultiPolygon", "Point", "Polygon",
    ]  # fmt: skip
    path = tmp_path / "projects.parquet"
    write_export(sample_delivery(9210), FORMATS["parquet"], path)
    metric = json.loads(dict(duckdb.execute(keys, [str(path)]).fetchall())[b"geo"])["columns"]["geometry"]
    assert metric["crs"]["id"] == {"authority": "EPSG", "code": 9210}
    assert metric["bbox"] == pytest.approx(list(shapely.total_bounds(sample_delivery(9210).geometries())))


def test_geoparquet_keeps_types_and_gaps(files: dict[str, Path]) -> None:
    row = duckdb.execute(
        "SELECT start_year, clears, clearance_deadline, sketch, radius_m FROM read_parquet(?)"
        " WHERE id IN ('PL1-01', 'PL4-02') ORDER BY id",
        [str(files["parquet"])],
    ).fetchall()
    assert row[0] == (2025, None, None, False, 250.0)
    assert row[1][2].isoformat().endswith("-12-31")
    empty = duckdb.execute("SELECT count(*) FROM read_parquet(?) WHERE geometry IS NULL", [str(files["parquet"])])
    assert empty.fetchone() == (10,)


def test_geoparquet_of_many_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.export.parquet.ROWS_AT_ONCE", 7)
    write_export(sample_delivery(), FORMATS["parquet"], tmp_path / "projects.parquet")
    path = str(tmp_path / "projects.parquet")
    assert duckdb.execute("SELECT count(DISTINCT id) FROM read_parquet(?)", [path]).fetchone() == (64,)
    assert duckdb.execute("SELECT max(row_group_id) FROM parquet_metadata(?)", [path]).fetchone() == (9,)


def test_picture_has_marks_legend_and_scale(files: dict[str, Path]) -> None:
    svg = files["svg"].read_text(encoding="utf-8")
    root = ET.fromstring(svg)  # noqa: S314  written by us a moment ago
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Có trên hình: 54; chưa rõ vị trí: 10." in texts
    assert any(text.endswith(" m") and text[:-2].isdigit() for text in texts)
    assert svg.count('stroke-dasharray="6 4"') == 22  # the vague ones with a shape
    assert "<script" not in svg


ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)


@given(ANY_TEXT)
def test_any_text_becomes_xml_and_utf8(text: str) -> None:
    made = plain(text)
    ET.fromstring(f"<a>{made.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</a>")  # noqa: S314
    assert len(made) == len(text)
    assert plain(made) == made
    assert len(one_line(text).splitlines()) <= 1 or set(one_line(text)) & set("\x1c\x1d\x1e\x0b\x0c") == set()


@given(ANY_TEXT, st.integers(3, 60))
def test_fitted_text_fits_and_is_a_beginning(text: str, size: int) -> None:
    whole = plain(text)
    made = fitted(whole, size)
    assert len(made.encode()) <= size
    assert made == whole or whole.startswith(made.removesuffix("…"))
    assert fitted(whole, DBASE_TEXT) == whole or len(whole.encode()) > DBASE_TEXT


@given(ANY_TEXT)
def test_guarded_text_is_no_formula(text: str) -> None:
    made = guarded(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert made in (text, f"'{text}")


@given(st.lists(st.one_of(st.none(), ANY_TEXT, st.text(alphabet='a,"\r\n ')), min_size=2))
def test_a_csv_line_is_that_of_the_standard_library(texts: list[str | None]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(texts)
    assert ",".join(quoted(texts)) + "\r\n" == written.getvalue()


def test_cells_say_lists_and_evidence_as_text() -> None:
    evidence = Evidence("Hoa Động", "xa-hoa-dong", "“Hoa Động” là xã cũ.")
    assert worded((evidence, evidence)) == "“Hoa Động” là xã cũ.; “Hoa Động” là xã cũ."
    assert worded(("a", "b")) == "a; b"
    assert worded(()) is worded(None) is worded("") is None
    with pytest.raises(TypeError):
        worded(3.5)
