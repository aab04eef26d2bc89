"""The printed sheet, read back by PDFium: true to scale, every row in the table, every Vietnamese mark, nothing run."""

from __future__ import annotations

import re
import struct
import time
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pypdfium2 as pdfium
import pytest
from flask.testing import FlaskClient

from geo.errors import QueryError
from geo.export.delivery import Notice
from geo.frame import select
from geo.model import Query
from geo.printed.document import MOST_ROWS, Document, build_document
from geo.printed.rows import counts, places_of, rows_of
from geo.printed.sheet import PAPERS, SCALES, Sheet, view_of
from geo.printed.spread import spread
from geo.text import nfc
from tests.gates import full
from tests.hostile import HOSTILE
from webmap import create_app, style
from webmap.gate import PRESS
from webmap.printing import read_sheet
from webmap.source import Snapshot

MM_PER_POINT = 25.4 / 72
DAY = date(2026, 11, 25)
NOTICE = Notice(DAY, "v1", "Toàn bộ các dòng")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return create_app(
        {"PROJECTMAP_INSTANCE_DIR": str(tmp_path_factory.mktemp("instance")), "PROJECTMAP_TODAY": str(DAY)}
    )


@pytest.fixture(scope="module")
def client(app: Any) -> FlaskClient:
    client: FlaskClient = app.test_client()
    return client


@pytest.fixture(scope="module")
def day(app: Any) -> Snapshot:
    from webmap.current import snapshot

    with app.app_context():
        return snapshot()


def sheet_of(day: Snapshot, sheet: Sheet, frame: gpd.GeoDataFrame | None = None) -> Document:
    shown = day.frame if frame is None else frame
    return build_document(shown, day.records.programme.shapes, style.table(), NOTICE, sheet)


def letters(page: Any) -> str:
    """Return the text of a page in one line, NFC."""
    return " ".join(nfc(page.get_textpage().get_text_range()).split())


def place_of(page: Any, words: str) -> tuple[float, float]:
    """Return the middle of some words on a page, in mm from its lower left corner."""
    text = page.get_textpage()
    found = text.search(words).get_next()
    assert found, f"{words!r} is not on the page"
    boxes = np.array([text.get_charbox(at) for at in range(found[0], found[0] + found[1])])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return (west + east) / 2 * MM_PER_POINT, (south + north) / 2 * MM_PER_POINT


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("scale", [None, 25_000, 100_000])
def test_a_kilometre_of_the_grid_is_as_long_as_the_scale_says(day: Snapshot, paper: str, scale: int | None) -> None:
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet(paper, scale=scale)).to_pdf())
    page = pdf[0]
    said = re.search(r"Tỷ lệ 1:([\d.]+)", letters(page))
    assert said
    written = int(said[1].replace(".", ""))
    assert scale is None or written == scale
    marks = _eastings(page)
    assert len(marks) >= 2
    first, last = marks[0], marks[-1]
    paper_mm = place_of(page, _grouped(last))[0] - place_of(page, _grouped(first))[0]
    assert paper_mm == pytest.approx((last - first) * 1_000 / written, rel=0.01)


def _grouped(metres: int) -> str:
    return f"{metres:,}".replace(",", " ")


def _eastings(page: Any) -> list[int]:
    text = page.get_textpage().get_text_range().replace("\u00a0", " ")
    return sorted({int(found.replace(" ", "")) for found in re.findall(r"\b[56]\d\d 000\b", text)})


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", ["funding", "clearance"])
def test_a_sheet_is_of_its_paper_and_the_map_fills_one_page(day: Snapshot, paper: str, theme: str) -> None:
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet(paper, theme)).to_pdf())
    size = tuple(length * MM_PER_POINT for length in pdf[0].get_size())
    assert size == pytest.approx(PAPERS[paper], abs=0.1)
    first, second = letters(pdf[0]), letters(pdf[1])
    assert "Tỷ lệ" in first
    assert "Vị trí rõ đến đâu" in first
    assert "64 dòng" in second, "the table begins on the second page"
    assert f"1/{len(pdf)}" in first


def test_every_chosen_row_stands_in_the_table_with_its_number(day: Snapshot) -> None:
    frame = select(day.frame, Query(q="hoa động"))
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet(), frame).to_pdf())
    table = " ".join(letters(pdf[at]) for at in range(1, len(pdf)))
    assert set(re.findall(r"PL\d-\d\d", table)) == set(frame["id"])
    squeezed = table.replace(" ", "")
    for name in frame["name"]:
        assert nfc(name).replace(" ", "") in squeezed


def test_vietnamese_keeps_its_marks(day: Snapshot) -> None:
    every = "ẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰÝỲỶỸỴĐấầẩẫậắằẳẵặếềểễệịốồổỗộớờởỡợứừửữựýỳỷỹỵđ"
    frame = day.frame.iloc[:1].assign(name=every)
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet("a3-landscape"), frame).to_pdf())
    assert every in letters(pdf[1]).replace(" ", "")


@pytest.mark.parametrize(
    "name", [*HOSTILE, '#eval("1+1")', "$ x^2 $ *b* _i_ @a <b> \\u{41} //", '#image("/etc/passwd")']
)
def test_a_name_is_never_markup(day: Snapshot, name: str) -> None:
    frame = day.frame.iloc[:1].assign(name=name)
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet("a3-landscape"), frame).to_pdf())
    shown = letters(pdf[1]).replace(" ", "")
    assert all(word in shown for word in re.findall(r"[A-Za-z0-9{}*$]+", nfc(name)))


def test_equal_rows_give_equal_bytes_and_a_png_has_its_size(day: Snapshot) -> None:
    document = sheet_of(day, Sheet("a3-landscape", "clearance"))
    assert document.to_pdf() == sheet_of(day, Sheet("a3-landscape", "clearance")).to_pdf()
    picture = document.to_png(100)
    assert picture == document.to_png(100)
    assert struct.unpack(">II", picture[16:24]) == pytest.approx((420 / 25.4 * 100, 297 / 25.4 * 100), abs=1.5)


def test_the_legend_counts_every_row_once(day: Snapshot) -> None:
    rows = rows_of(day.frame)
    found = counts(rows, places_of(rows), "funding")
    assert sum(whole for _, whole in found.values()) == len(rows)
    assert sum(here for here, _ in found.values()) == sum(row.geometry is not None for row in rows)
    states = counts(rows, places_of(rows), "clearance")
    assert (
        sum(n for code, (_, n) in states.items() if code != "no_clearance") == (day.frame["kind"] == "clearance").sum()
    )


def test_hatches_dashes_and_badges_are_those_of_the_screen(day: Snapshot) -> None:
    drawn = sheet_of(day, Sheet(theme="clearance")).data.decode()
    overdue = next(look for look in style.CLEARANCE if look.code == "overdue_no_report")
    assert f"url(#hatch-{overdue.colour[1:]})" in drawn
    assert "stroke-dasharray" in drawn
    assert 'stroke-dasharray=\\"5 3\\"' in drawn, "the last year is an edge of its own"


def test_a_sheet_of_no_rows_still_shows_the_ward(day: Snapshot) -> None:
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet(), day.frame.iloc[:0]).to_pdf())
    assert len(pdf) == 1
    assert "Sông Cấm" in letters(pdf[0])


def test_a_table_has_an_end_and_says_so(day: Snapshot) -> None:
    many = gpd.GeoDataFrame(gpd.pd.concat([day.frame] * 20, ignore_index=True), crs=day.frame.crs)
    pdf = pdfium.PdfDocument(sheet_of(day, Sheet(), many).to_pdf())
    assert f"Còn {len(many) - MOST_ROWS} dòng" in letters(pdf[len(pdf) - 1])


@pytest.mark.parametrize("sheet", [Sheet(paper) for paper in PAPERS])
def test_the_largest_round_scale_at_which_all_fits(sheet: Sheet) -> None:
    view = view_of(sheet, (590_000, 2_305_000, 600_000, 2_315_000), None)
    west, south, east, north = view.bounds()
    assert west <= 590_000 and south <= 2_305_000 and east >= 600_000 and north >= 2_315_000
    finer = SCALES[SCALES.index(view.scale) - 1]
    tighter = replace(sheet, scale=finer)
    west, south, east, north = view_of(tighter, (590_000, 2_305_000, 600_000, 2_315_000), None).bounds()
    assert min(east - west, north - south) < 10_600


def test_marks_that_share_a_spot_part() -> None:
    spots = spread(np.zeros((5, 2)), 8.0)
    between = spots[:, None] - spots[None]
    gaps = np.hypot(between[..., 0], between[..., 1])[np.triu_indices(5, 1)]
    assert gaps.min() > 7.5


def test_the_address_answers_once_and_with_an_etag(client: FlaskClient) -> None:
    address = "/print.pdf?category=resettlement&paper=a3-landscape&theme=clearance&extent=106.65,20.85,106.76,20.93"
    first = client.get(address)
    assert first.status_code == 200
    assert first.mimetype == "application/pdf"
    assert first.data.startswith(b"%PDF")
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(address.replace(".pdf", ".png")).data.startswith(b"\x89PNG")
    assert client.get("/print.docx").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("paper", "a5"),
        ("theme", "pink"),
        ("scale", "0"),
        ("scale", "-5"),
        ("scale", "1e9"),
        ("extent", "1,2,3"),
        ("extent", "nan,0,1,1"),
        ("extent", "-180,-90,180,90"),
        ("extent", "-164.25,0,-164.25,0"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(client: FlaskClient, name: str, value: str) -> None:
    answer = client.get("/print.pdf", query_string={name: value}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == name
    with pytest.raises(QueryError):
        read_sheet({name: value})


def test_whoever_prints_much_waits_and_nobody_else(client: FlaskClient) -> None:
    """Sheets are set one by one: were all threads of the server to wait for that, nobody could open the map."""
    with full(PRESS):
        busy = client.get("/print.png?scale=12345", headers={"Accept": "application/json"})
        assert client.get("/").status_code == 200
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert "Hãy thử lại sau vài giây." in busy.get_json()["detail"]
    assert client.get("/print.png?scale=12345").status_code == 200


def test_a_sheet_in_english_says_its_classes_in_english(client: FlaskClient) -> None:
    pdf = pdfium.PdfDocument(client.get("/print.pdf?lang=en").data)
    assert "State budget" in letters(pdf[0])


def test_a_crowd_is_drawn_as_dots_within_seconds(day: Snapshot) -> None:
    rng = np.random.default_rng(1)
    many = gpd.GeoDataFrame(gpd.pd.concat([day.frame] * 80, ignore_index=True), crs=day.frame.crs).assign(zone=None)
    spots = gpd.points_from_xy(rng.uniform(106.65, 106.76, len(many)), rng.uniform(20.85, 20.93, len(many)), crs=4326)
    started = time.process_time()  # of this process alone: other tests may keep the machine busy
    document = sheet_of(day, Sheet("a3-landscape"), many.set_geometry(spots))
    pdf = pdfium.PdfDocument(document.to_pdf())
    assert time.process_time() - started < 30, "five thousand rows"
    assert "mỗi chấm là một địa điểm" in letters(pdf[0])
