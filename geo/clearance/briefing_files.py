"""The weekly page as DOCX and XLSX: the same numbers and sentences, in the order of the page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, BinaryIO

import docx
import xlsxwriter
from docx.document import Document
from docx.shared import Cm, Pt

from geo.clearance.briefing import MOVE_WORDS, Briefing, deadline_words
from geo.clearance.figures import number_words
from geo.clearance.hotspot import Change, Move, points_words
from geo.clearance.progress import BASIS_LABELS
from geo.export.cells import plain
from geo.language import Day, Sentence, said, say, say_count

TITLE = Sentence("Giải phóng mặt bằng phường Thủy Nguyên")
MOST_LINES = 5
"""Lines of a list on the A4 of page and Word; Excel has them all."""
LONGEST_LINE = 220
"""Characters of a task there: its words are whoever's who entered it, and as long as that liked."""
_ACTORS = Sentence("Ai phải xử lý")


def heading(page: Briefing) -> str:
    """Return the line under the title: the day, and since when changes are counted."""
    return say("Tính đến ngày {as_of}; thay đổi so với họp ngày {since}", as_of=Day(page.as_of), since=Day(page.since))


def sections(page: Briefing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the page as headings with their lines, in order; an empty section says that there is nothing."""
    none = (say("Không có."),)
    return (
        (
            say("Tình hình chung"),
            (page.headline, "; ".join(f"{said(count.words)}: {count.number}" for count in page.counts) + "."),
        ),
        (say("Năm việc nóng nhất"), tuple(_hot_lines(page))),
        (say("Thay đổi từ kỳ họp trước"), change_lines(page) or none),
        (_ACTORS, tuple(_actor_lines(page)) or (say("Chưa ghi vướng mắc nào."),)),
        (say("Văn bản quá hạn"), page.overdue_documents or none),
        (say("Chưa báo cáo"), silent_lines(page) or none),
        (say("Cảnh báo từ chương trình"), page.warnings or none),
        (say("Theo khu"), tuple(area.sentence for area in page.areas) or none),
    )


def one_sheet(page: Briefing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sections as one A4 holds them: the first lines of each, and how many more there are."""
    return tuple((title, tuple(_fitting(title, lines))) for title, lines in sections(page))


def _fitting(title: str, lines: Sequence[str]) -> Iterable[str]:
    """Yield what fits of a section."""
    kept = lines if len(lines) == MOST_LINES + 1 else lines[:MOST_LINES]  # one more takes no more room than saying so
    for line in kept:
        cut = title == _ACTORS and len(line) > LONGEST_LINE
        yield f"{line[: LONGEST_LINE - 1].rstrip()}…" if cut else line
    if len(lines) > len(kept):
        yield say_count("… và {n} dòng nữa, xem tệp Excel.", len(lines) - len(kept))


def _hot_lines(page: Briefing) -> Iterable[str]:
    """Yield one line for each of the hottest."""
    for hot in page.hottest:
        who = say(" Phải xử lý: {who}.", who=hot.who) if hot.who else say(" Chưa ghi ai phải xử lý.")
        yield f"{hot.spot.rank}. {hot.spot.id} {hot.spot.standing.clearance.name}. {hot.why}{who}"


def change_lines(page: Briefing) -> tuple[str, ...]:
    """Return what moved, one line a kind of move: `Nóng lên: PL4-08 (hạng 5 → 4).`."""
    lines = []
    for move in (Move.NEW, Move.UP, Move.DOWN, Move.CLOSED):
        moved = page.moved(move)
        if moved:
            lines.append(f"{say(MOVE_WORDS[move]).capitalize()}: {', '.join(map(_moved, moved))}.")
    return tuple(lines)


def _moved(change: Change) -> str:
    """Return one clearance that moved, with its ranks where both are known."""
    if change.before is None or change.after is None or change.before == change.after:
        return change.id
    return say("{id} (hạng {before} → {after})", id=change.id, before=change.before, after=change.after)


def silent_lines(page: Briefing) -> tuple[str, ...]:
    """Return who has been silent: those that never reported, then those that stopped, the longest first."""
    never = ", ".join(item.clearance for item in page.silent if item.days is None)
    stopped = sorted((item for item in page.silent if item.days is not None), key=lambda item: -(item.days or 0))
    since = ", ".join(say_count("{clearance} ({n} ngày)", item.days or 0, clearance=item.clearance) for item in stopped)
    lines = (
        say("Chưa từng báo cáo: {never}.", never=never) if never else "",
        say("Lâu chưa báo cáo: {since}.", since=since) if since else "",
    )
    return tuple(filter(None, lines))


def _actor_lines(page: Briefing) -> Iterable[str]:
    """Yield one line for each task, by who must act."""
    for actor in page.actors:
        for task in actor.tasks:
            yield f"{actor.who}: {task.clearance} ({task.when}) {task.what}"


def to_docx(out: BinaryIO, page: Briefing, picture: bytes) -> None:
    """Write the page as Word, A4 with narrow margins; `picture` is a PNG."""
    document: Document = docx.Document()
    _set_up(document, page)
    document.add_heading(said(TITLE), level=1)
    document.add_paragraph(heading(page))
    document.add_picture(io.BytesIO(picture), width=Cm(6.5))
    for title, lines in one_sheet(page):
        document.add_heading(said(title), level=2)
        for line in lines:
            document.add_paragraph(plain(line), style="List Bullet")
    document.save(out)


def _set_up(document: Document, page: Briefing) -> None:
    """Set paper, type and the document's own dates, so that the same page is the same file."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.6)
    section.top_margin = section.bottom_margin = Cm(1.2)
    for name, size, after in (("Normal", 9, 1), ("Heading 1", 15, 2), ("Heading 2", 10.5, 0), ("List Bullet", 8.5, 0)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.space_before = Pt(3 if name == "Heading 2" else 0)
    properties = document.core_properties
    properties.title, properties.author = said(TITLE), say("Phường Thủy Nguyên")
    properties.created = properties.modified = datetime.combine(page.as_of, time())


def to_xlsx(out: BinaryIO, page: Briefing, picture: bytes) -> None:
    """Write the page as Excel: everything as read on the page, then the hottest and the tasks as tables."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": said(TITLE), "created": datetime.combine(page.as_of, time())})
        looks = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e7e3d8"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_page(book, page, picture, looks)
        _write_table(book, say("Điểm nóng"), HOT_COLUMNS, _hot_rows(page), looks)
        _write_table(book, say("Việc phải xử lý"), TASK_COLUMNS, _task_rows(page), looks)


def _write_page(book: xlsxwriter.Workbook, page: Briefing, picture: bytes, looks: Mapping[str, Any]) -> None:
    """Write the sheet that reads like the page."""
    sheet = book.add_worksheet(say("Báo cáo tuần"))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, said(TITLE), looks["head"])
    sheet.write_string(0, 1, heading(page), looks["head"])
    row = 1
    for title, lines in sections(page):
        for line in lines:
            sheet.write_string(row, 0, said(title), looks["text"])
            sheet.write_string(row, 1, plain(line), looks["text"])
            row += 1
    sheet.insert_image(
        1, 3, "ban-do.png", {"image_data": io.BytesIO(picture), "description": say("Vị trí các việc nóng nhất")}
    )


HOT_COLUMNS = (
    Sentence("Hạng"),
    Sentence("Mã"),
    Sentence("Tên"),
    Sentence("Điểm"),
    Sentence("Hạn"),
    Sentence("Tiến độ"),
    Sentence("Vì sao"),
    Sentence("Phải xử lý"),
    Sentence("So với kỳ trước"),
)
TASK_COLUMNS = (
    Sentence("Ai"),
    Sentence("Mã"),
    Sentence("Tên"),
    Sentence("Việc"),
    Sentence("Hạn"),
    Sentence("Trễ (ngày)"),
)


def _hot_rows(page: Briefing) -> list[tuple[str, ...]]:
    """Return the hottest as rows of words."""
    rows: list[tuple[str, ...]] = []
    for hot in page.hottest:
        standing = hot.spot.standing
        shares = standing.progress.shares
        done = "; ".join(f"{said(BASIS_LABELS[basis])}: {said(share.words)}" for basis, share in shares.items()) or say(
            "chưa có số liệu"
        )
        name, score = standing.clearance.name, points_words(hot.spot.score)
        rows.append(
            (str(hot.spot.rank), hot.spot.id, name, score, deadline_words(standing), done, hot.why, hot.who, hot.move)
        )
    return rows


def _task_rows(page: Briefing) -> list[tuple[str, ...]]:
    """Return the tasks as rows of words."""
    return [
        (actor.who, task.clearance, task.name, task.what, task.when, number_words(task.days_over))
        for actor in page.actors
        for task in actor.tasks
    ]


def _write_table(
    book: xlsxwriter.Workbook,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    looks: Mapping[str, Any],
) -> None:
    """Write a table below a heading that stays."""
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(columns):
        sheet.set_column(number, number, 10 if len(name) < 5 else 34)
        sheet.write_string(0, number, said(name), looks["head"])
    for row, cells in enumerate(rows, start=1):
        for number, cell in enumerate(cells):
            sheet.write_string(row, number, plain(said(cell)), looks["text"])
