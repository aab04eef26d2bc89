"""The rule: pages about clearances say what was known on the day, and show what people wrote as they wrote it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from geo.clearance.report import Milestone, Obstacle, Report, Stage
from tests.hostile import HOSTILE
from tests.reports import milestone, obstacle, report
from tests.signing import DAY, new_app, signed_in, store_of
from webmap.current import source
from webmap.pages import ids

TODAY = DAY
YESTERDAY = TODAY - timedelta(days=1)
PAGES = ("/hotspots", "/clearances/PL4-08", "/briefing")


def enter(app: Flask, *records: Report | Obstacle | Milestone) -> None:
    """Store one record of each kind, and let the pages see them."""
    store = store_of(app)
    for record in records:
        log: Any = {Report: store.reports, Obstacle: store.obstacles, Milestone: store.milestones}[type(record)]
        log.add(record, revision=0)
    with app.app_context():
        source().look()


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application with one report today, one obstacle and one document."""
    app = new_app(tmp_path_factory.mktemp("instance"))
    enter(
        app,
        report(TODAY, households_total=253, households_handed_over=99, area_required_m2=635_200),
        obstacle(TODAY, who="Phòng Kinh tế", text="Chưa thống nhất đơn giá"),
        milestone(Stage.NOTICE, TODAY),
    )
    yield app
    store_of(app).close()


@pytest.fixture
def reader(reported: Flask) -> FlaskClient:
    """Return whoever reads, without an account."""
    return reported.test_client()


def test_each_page_shows_what_was_reported(reader: FlaskClient) -> None:
    """The share beside its clearance; the day, and who must act, on every one of them."""
    for address in PAGES:
        page = reader.get(address).text
        assert ("99/253 hộ" in page) == (address != "/briefing"), "the weekly page has room for the hottest only"
        assert f"{TODAY:%d/%m/%Y}" in page, address
        assert "Phòng Kinh tế" in page, address


def test_what_is_not_recorded_leads_to_where_it_is_recorded(reported: Flask) -> None:
    """Who must act and which law counts are asked in the meeting: an empty answer has the way to fill it beside it."""
    reader = reported.test_client()
    form = "/reports/PL4-03"
    page = reader.get("/clearances/PL4-03").text
    assert f'href="{form}#obstacle"' in page
    assert f'href="{form}#milestone"' in page
    assert re.search(r'href="/reports/PL4-\d\d#obstacle"', reader.get("/hotspots").text)
    written = signed_in(reported, "lan.nguyen").get(form).text
    assert all(
        re.search(rf'<details[^>]*>\s*<summary>[^<]+</summary>\s*<form id="{name}"', written)
        for name in ("obstacle", "milestone")
    )


def test_the_paper_for_the_meeting_is_offered_before_the_long_table(reader: FlaskClient) -> None:
    page = reader.get("/hotspots").text
    assert page.count('id="hot-print"') == 1
    assert page.index('href="/briefing') < page.index('id="hot-print"') < page.index("<table")


def test_whoever_hears_the_list_of_reports_knows_each_column(reader: FlaskClient) -> None:
    page = reader.get("/reports").text
    assert re.search(r'<h2 id="each">[^<]+</h2>\s*<table class="report-list" aria-labelledby="each">', page)
    assert not re.search(r"<th[^>]*(?<!aria-label=\"Ghi báo cáo\")></th>", page)


def test_an_earlier_day_does_not_know_the_report(reader: FlaskClient) -> None:
    for address in PAGES:
        page = reader.get(address, query_string={"as_of": YESTERDAY.isoformat()}).text
        assert "99/253" not in page, address
        assert "Phòng Kinh tế" not in page, address
        assert f"{YESTERDAY:%d/%m/%Y}" in page, address


@pytest.mark.parametrize(
    "address",
    [
        f"/hotspots?since={TODAY + timedelta(days=1)}",
        f"/briefing?as_of={YESTERDAY}&since={YESTERDAY}",
        "/briefing?since=tuần trước",
        "/briefing?as_of=0001-01-01",
        "/hotspots?as_of=0001-01-01",
        "/briefing?since=2026-01-01&since=2026-01-02",
        "/clearances/PL4-08?since=2026-01-01",
        "/briefing.docx?as_of=mai",
        "/briefing.xlsx?kind=2",
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(reader: FlaskClient, address: str) -> None:
    """400: `since` must lie before the day, and only pages that compare know it."""
    assert reader.get(address).status_code == 400


def test_an_unknown_clearance_is_404(reader: FlaskClient) -> None:
    assert [reader.get(f"/clearances/{name}").status_code for name in ("PL4-99", "PL3-01", "x")] == [404, 404, 404]


def test_the_weekly_page_names_both_days(reader: FlaskClient) -> None:
    """A week apart unless another day is asked for; the links to Word and Excel keep both."""
    page = reader.get("/briefing").text
    assert f"{TODAY - timedelta(days=7):%d/%m/%Y}" in page
    since = TODAY - timedelta(days=30)
    page = reader.get(f"/briefing?since={since}").text
    assert f"{since:%d/%m/%Y}" in page
    assert f"/briefing.docx?as_of={TODAY}&amp;since={since}" in page


def test_word_and_excel_say_what_the_page_says(reader: FlaskClient) -> None:
    """The sentence of the hottest stands in all three; the files carry the day in their names."""
    page = re.sub(r"</?span[^>]*>", "", reader.get("/briefing").text)  # ids keep together in a span
    (first, *_) = reader.get("/api/clearances").get_json()["clearances"]
    why = next(
        row["hotspot"]["why"]
        for row in reader.get("/api/clearances").get_json()["clearances"]
        if row["hotspot"] and row["hotspot"]["rank"] == 1
    )
    assert first["id"] == "PL4-01"
    word = reader.get("/briefing.docx")
    assert f"bao-cao-tuan-{TODAY}.docx" in word.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(word.data))
    said = [item.text for item in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    sheet = openpyxl.load_workbook(io.BytesIO(reader.get("/briefing.xlsx").data))
    cells = [str(cell) for part in sheet for row in part.iter_rows(values_only=True) for cell in row]
    for words in ("\n".join(said), "\n".join(cells), page):
        assert why in words


def test_the_gates_are_drawn_with_a_text_beside_them(reader: FlaskClient) -> None:
    """Both ends of each gate lead to their pages; a gate that is only probable says so."""
    page = reader.get("/hotspots").text
    drawing = page[page.index('class="hot-gates"') :]
    assert "PL3-03" in drawing
    assert re.search(r"<svg[^>]*role=\"img\"", drawing)
    assert "có thể" in drawing or "có lẽ" in drawing


def test_pages_are_answered_from_what_was_made_once(reader: FlaskClient) -> None:
    """The same question twice is the same body, and an unchanged page is 304."""
    for address in PAGES:
        first = reader.get(address)
        assert reader.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_write_is_shown_and_never_run(tmp_path: Path, name: str) -> None:
    """Obstacle, source and note appear with their markup escaped on every page."""
    app = new_app(tmp_path)
    words = name[:120]
    enter(app, report(TODAY, source=words, note=words, graves=3), obstacle(TODAY, who=words, text=words))
    client = app.test_client()
    for address in ("/clearances/PL4-08", "/hotspots", "/briefing", "/reports"):
        page = client.get(address)
        assert page.status_code == 200
        if "<" in words:
            assert words not in page.text
        if address != "/reports":
            assert str(escape(words)) in page.text
    assert client.get("/briefing.docx").status_code == client.get("/briefing.xlsx").status_code == 200
    store_of(app).close()


def test_an_id_keeps_together_and_everything_else_is_escaped() -> None:
    assert ids("chờ PL4-04, <b>") == 'chờ <span class="id">PL4-04</span>, &lt;b&gt;'
