"""The rule: desktop programs show every exported row: QGIS draws it in our colours, LibreOffice keeps text as text.

Programs count what they never draw and show what they never keep: so features are counted as they reach the picture,
and cells are read from the document that the spreadsheet saves.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
import shapely

from geo.export.columns import COLUMNS
from geo.export.delivery import kinds_of
from geo.export.formats import FORMATS, write_export
from geo.export.vector import LAYER
from tests.deliveries import HOSTILE, LOOKS, sample_delivery, sample_frame
from tests.programs import ROOT, program
from tests.services import sample_app
from tests.serving import serving
from webmap.ogc.tables import COLLECTIONS

SCRIPT = ROOT / "tests" / "qgis_draws.py"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
WORDS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
COMMA, QUOTE, UTF8 = 44, 34, 76


def seen_by_qgis(layers: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Return what QGIS sees in each layer: name, source, provider (`tests/qgis_draws.py`)."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    command = [program("qgis"), str(SCRIPT), json.dumps(layers)]
    done = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what QGIS sees in the exported GeoPackage, by kind of geometry."""
    path = tmp_path_factory.mktemp("qgis") / "projects.gpkg"
    write_export(sample_delivery(9210), FORMATS["gpkg"], path)
    return seen_by_qgis([(kind, f"{path}|layername={name}", "ogr") for kind, (name, _) in LAYER.items()])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Give what QGIS sees of every collection of the live service."""
    with serving(sample_app(tmp_path_factory.mktemp("live"))) as address:
        source = f" typename='%s' url='{address}/ogc'"
        yield seen_by_qgis([(name, source % name, "OAPIF") for name in COLLECTIONS])


@pytest.mark.needs("qgis")
@pytest.mark.parametrize("kind", LAYER)
def test_qgis_draws_every_row_of_the_geopackage(package: dict[str, Any], kind: str) -> None:
    frame = sample_frame(HOSTILE)
    expected = sorted(frame["id"][kinds_of(frame.geometry.to_numpy()) == kind])
    layer = package[kind]
    assert layer["ids"] == expected
    assert layer["count"] == len(expected) > 0
    assert layer["drawn"] == ([] if kind == "none" else expected)


@pytest.mark.needs("qgis")
@pytest.mark.parametrize("kind", ["point", "line", "polygon"])
def test_qgis_uses_our_colours_unasked(package: dict[str, Any], kind: str) -> None:
    """The sample has works of two funding sources of every kind of geometry; both colours stand firm in the picture."""
    layer = package[kind]
    assert layer["renderer"] == "categorizedSymbol"
    assert layer["legend"] == [*LOOKS.words["funding_source"].values(), "Khác"]
    frame = sample_frame(HOSTILE)
    there = set(frame["funding_source"][kinds_of(frame.geometry.to_numpy()) == kind])
    assert {LOOKS.fill[code] for code in there} <= set(layer["colours"])
    strange = set(LOOKS.fill.values()) - {LOOKS.fill[code] for code in there}
    assert not strange & set(layer["colours"])


@pytest.mark.needs("qgis")
@pytest.mark.parametrize("kind", LAYER)
def test_qgis_heads_columns_in_vietnamese_and_shows_words_for_codes(package: dict[str, Any], kind: str) -> None:
    layer = package[kind]
    assert {name: layer["headings"][name] for name in (column.name for column in COLUMNS)} == {
        column.name: column.vi for column in COLUMNS
    }
    assert {name for name, kind in layer["widgets"].items() if kind == "ValueMap"} == set(LOOKS.words)


@pytest.mark.needs("qgis")
@pytest.mark.parametrize("name", COLLECTIONS)
def test_qgis_draws_every_feature_of_the_service(service: dict[str, Any], name: str) -> None:
    """`places` has more features than a page: QGIS follows the links."""
    layer = service[name]
    assert "error" not in layer, layer
    assert layer["count"] == len(layer["ids"]) > 0
    assert len(set(layer["ids"])) == len(layer["ids"])
    assert layer["drawn"] == ([] if name.endswith("unlocated") else layer["ids"])


@pytest.mark.needs("qgis")
def test_qgis_sees_the_whole_programme_in_the_service(service: dict[str, Any]) -> None:
    ids = [row for name, layer in service.items() if name not in {"places", "ward"} for row in layer["ids"]]
    assert sorted(ids) == sorted(sample_frame(HOSTILE)["id"])
    assert service["places"]["count"] > 100


Sheets = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ET.Element]:
    """Return what LibreOffice makes of the workbook and of the CSV, as it would save them."""
    folder = tmp_path_factory.mktemp("office")
    as_utf8 = f"--infilter=Text - txt - csv (StarCalc):{COMMA},{QUOTE},{UTF8},1,,0,false,true"
    return {code: opened(folder, code, options) for code, options in (("xlsx", []), ("csv", [as_utf8]))}


def opened(folder: Path, code: str, options: list[str]) -> ET.Element:
    """Let LibreOffice open an export and save it as one XML document; return that."""
    path = folder / f"{code}.{code}"
    write_export(sample_delivery(), FORMATS[code], path)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program("office"),
        profile,
        "--headless",
        *options,
        "--convert-to",
        "fods",
        "--outdir",
        str(folder),
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert path.with_suffix(".fods").exists(), done.stderr
    return ET.parse(path.with_suffix(".fods")).getroot()  # noqa: S314  LibreOffice wrote it a moment ago


def names_in(document: ET.Element) -> dict[str, str]:
    """Return the names by id, of the first sheet of a document."""
    sheet = next(document.iter(f"{TABLE}table"))
    found = {}
    for row in sheet.iter(f"{TABLE}table-row"):
        cells = row.findall(f"{TABLE}table-cell")[:2]
        if len(cells) == 2:
            found[said(cells[0])] = said(cells[1])
    return found


def said(cell: ET.Element) -> str:
    """Return the text of a cell, one line a paragraph; LibreOffice writes runs of spaces as elements."""
    blanks = {f"{WORDS}s": " ", f"{WORDS}tab": "\t"}
    lines = []
    for paragraph in cell.findall(f"{WORDS}p"):
        parts = [blanks.get(part.tag, part.text or "") + (part.tail or "") for part in list(paragraph.iter())[1:]]
        lines.append((paragraph.text or "") + "".join(parts))
    return "\n".join(lines)


def squeezed(words: str) -> str:
    """Return words as a cell of LibreOffice holds them: no tab, controls as U+FFFD, single blanks, no guard."""
    shown = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", words.replace("\t", ""))
    return re.sub(r"\s+", " ", shown).strip().removeprefix("'").strip()


@pytest.mark.needs("office")
@pytest.mark.parametrize("code", ["xlsx", "csv"])
def test_no_cell_is_a_formula_or_a_link(sheets: dict[str, ET.Element], code: str) -> None:
    cells = list(sheets[code].iter(f"{TABLE}table-cell"))
    assert len(cells) > 64
    assert [cell.attrib for cell in cells if f"{TABLE}formula" in cell.attrib] == []
    assert list(sheets[code].iter(f"{WORDS}a")) == []


@pytest.mark.needs("office")
@pytest.mark.parametrize("code", ["xlsx", "csv"])
def test_every_name_stays_text_letter_by_letter(sheets: dict[str, ET.Element], code: str) -> None:
    found = names_in(sheets[code])
    frame = sample_frame(HOSTILE)
    assert len(found) == len(frame) + 1  # and the heading
    for name, words in zip(frame["id"], frame["name"], strict=True):
        assert squeezed(found[name]) == squeezed(words), name


@pytest.mark.needs("office")
def test_the_workbook_has_numbers_dates_and_a_second_sheet(sheets: dict[str, ET.Element]) -> None:
    titles = [sheet.attrib[f"{TABLE}name"] for sheet in sheets["xlsx"].iter(f"{TABLE}table")]
    assert titles == ["Dự án", "Nguồn và chất lượng"]
    kinds = {cell.attrib.get(f"{OFFICE}value-type") for cell in sheets["xlsx"].iter(f"{TABLE}table-cell")}
    assert {"string", "float", "date"} <= kinds


@pytest.mark.parametrize("code", ["gpkg", "shp"])
@pytest.mark.parametrize("epsg", [9210, 3405])
def test_geopandas_finds_vn2000_within_a_centimetre(tmp_path: Path, code: str, epsg: int) -> None:
    path = tmp_path / FORMATS[code].file_name
    write_export(sample_delivery(epsg), FORMATS[code], path)
    source = f"/vsizip/{path}/cong_trinh_diem.shp" if code == "shp" else path
    table = gpd.read_file(source, **({"layer": LAYER["point"][0]} if code == "gpkg" else {}))
    assert table.crs.to_epsg() == epsg
    back = table.to_crs(9210).set_index("id").geometry
    expected = sample_frame(HOSTILE).to_crs(9210).geometry.loc[back.index]
    assert float(shapely.distance(back.to_numpy(), expected.to_numpy()).max()) < 0.01
