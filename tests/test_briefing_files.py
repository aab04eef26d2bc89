"""Word and Excel say what the page says: the same numbers, sentences and order; text never becomes a formula."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import docx
import openpyxl
import pytest

from geo.clearance.board import build_board, read_rulebook
from geo.clearance.briefing import Briefing, build_briefing
from geo.clearance.briefing_files import HOT_COLUMNS, MOST_LINES, TASK_COLUMNS, heading, sections, to_docx, to_xlsx
from geo.clearance.briefing_map import build_png
from geo.clearance.hotspot import points_words
from geo.known import Records
from geo.read import read_programme
from tests.reports import DATA, obstacle, report

PROGRAMME = read_programme(DATA)
RULEBOOK = read_rulebook(DATA, PROGRAMME.projects)
WARD = next(shape.geometry for shape in PROGRAMME.shapes if shape.layer == "ward")
PICTURE = build_png(WARD, [])
DAYS = (date(2025, 12, 31), date(2026, 11, 17), date(2026, 11, 24))
RECORDS = Records(
    (
        report(date(2025, 12, 20), "PL4-08", households_total=253, households_handed_over=14),
        report(date(2026, 11, 20), "PL4-10", area_required_m2=635_625.0, area_handed_over_m2=635_200.0),
    ),
    (obstacle(date(2026, 11, 1), "PL4-08", text="=SUM(A1:A9)", who="Phòng Kinh tế", due=date(2026, 11, 20)),),
)


def page(day: date) -> Briefing:
    now, then = (build_board(PROGRAMME.projects, RECORDS, RULEBOOK, each) for each in (day, day - timedelta(days=7)))
    return build_briefing(now, then)


def word(briefing: Briefing) -> list[str]:
    out = io.BytesIO()
    to_docx(out, briefing, PICTURE)
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(out.getvalue())).paragraphs]


def excel(briefing: Briefing) -> openpyxl.Workbook:
    out = io.BytesIO()
    to_xlsx(out, briefing, PICTURE)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize("day", DAYS)
def test_word_and_excel_say_every_line_of_the_page(day: date) -> None:
    """Every line of every section, in order; Word shortens long lists and says so."""
    briefing = page(day)
    paragraphs = word(briefing)
    cells = [(row[0].value, row[1].value) for row in excel(briefing)["Báo cáo tuần"].iter_rows(min_row=2)]
    lines = [(title, line) for title, found in sections(briefing) for line in found]
    assert cells == lines
    for title, found in sections(briefing):
        assert title in paragraphs
        assert all(line in paragraphs for line in found[:MOST_LINES])
        assert len(found) <= MOST_LINES + 1 or f"… và {len(found) - MOST_LINES} dòng nữa, xem tệp Excel." in paragraphs
    assert heading(briefing) in paragraphs


@pytest.mark.parametrize("day", DAYS)
def test_tables_of_excel_hold_the_boards_numbers(day: date) -> None:
    """Rank, id, score and sentence of the five hottest; one row a task."""
    briefing = page(day)
    book = excel(briefing)
    hot = [[cell.value for cell in row] for row in book["Điểm nóng"].iter_rows()]
    assert tuple(hot[0]) == HOT_COLUMNS
    assert [(row[0], row[1], row[3], row[6]) for row in hot[1:]] == [
        (str(item.spot.rank), item.spot.id, points_words(item.spot.score), item.why) for item in briefing.hottest
    ]
    tasks = [[cell.value for cell in row] for row in book["Việc phải xử lý"].iter_rows()]
    assert tuple(tasks[0]) == TASK_COLUMNS
    assert len(tasks) - 1 == sum(len(actor.tasks) for actor in briefing.actors)


def test_text_never_becomes_a_formula() -> None:
    """An obstacle that starts with = is read as what it is."""
    sheet = excel(page(DAYS[2]))["Việc phải xử lý"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert any("=SUM(A1:A9)" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_paper_is_a4_and_the_map_is_in_it() -> None:
    """21 × 29.7 cm in Word; the picture, byte for byte, in both files."""
    files = []
    for write in (to_docx, to_xlsx):
        out = io.BytesIO()
        write(out, page(DAYS[2]), PICTURE)
        files.append(out)
        with zipfile.ZipFile(out) as archive:
            assert PICTURE in [archive.read(name) for name in archive.namelist() if name.endswith(".png")]
    section = docx.Document(files[0]).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_silence_is_grouped() -> None:
    """Those that never reported share a line; those that stopped another, with their days."""
    lines = dict(sections(page(DAYS[2])))["Chưa báo cáo"]
    assert lines[0].startswith("Chưa từng báo cáo: PL4-01, PL4-02")
    assert lines[1] == "Lâu chưa báo cáo: PL4-08 (339 ngày)."


def test_the_lines_are_words_for_people() -> None:
    """No code, no None, no English leaks into the lines."""
    for day in DAYS:
        for _, found in sections(page(day)):
            for line in found:
                assert not re.search(r"None|overdue|no_report|\{|\}", line), line
