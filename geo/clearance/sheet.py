"""A filled-in spreadsheet → reports and everything that is wrong with it, each named by sheet, row and column.

Nothing is stored here: the caller shows the reading and stores all of it or nothing. Formulas are not computed,
errors of Excel are not read over, a heading that is not known is asked about.
"""

from __future__ import annotations

import io
import itertools
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from geo.clearance.figures import clean
from geo.clearance.privacy import find_personal_column
from geo.clearance.report import Report, Severity
from geo.clearance.report_fields import Sender
from geo.clearance.sheet_columns import find_field, heading_of, nearest
from geo.clearance.sheet_template import GUIDE, LAST, LISTS
from geo.errors import UploadError
from geo.language import say
from geo.model import Project
from geo.report_row import read_row
from geo.text import key
from geo.upload.archive import read_members
from geo.upload.model import Limits

LIMITS = Limits(file_bytes=3_000_000, members=200, unpacked_bytes=40_000_000)
MOST_ROWS = 1_000
MOST_COLUMNS = 100
HEADING_WITHIN = 10
OTHER_SHEETS = frozenset(map(key, (GUIDE, LAST, LISTS)))


@dataclass(frozen=True, slots=True)
class CellNote:
    """One thing to say about one cell: sheet, row as the spreadsheet counts, column letter and heading, sentence."""

    sheet: str
    row: int | None
    column: str
    severity: Severity
    rule: str
    sentence: str

    @property
    def line(self) -> str:
        """The note as one line: `Báo cáo, dòng 7, cột F (Tổng số hộ): …`."""
        where = [self.sheet]
        if self.row is not None:
            where.append(say("dòng {row}", row=self.row))
        if self.column:
            where.append(say("cột {column}", column=self.column))
        return f"{', '.join(where)}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row: where it stands, the report it makes (None if it cannot be read), what is to be said."""

    sheet: str
    row: int
    clearance: str
    report: Report | None
    notes: tuple[CellNote, ...]


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A whole file: its rows, and notes that belong to no row."""

    rows: tuple[SheetRow, ...]
    notes: tuple[CellNote, ...]

    @property
    def all_notes(self) -> tuple[CellNote, ...]:
        """Every note, the file's own first."""
        return (*self.notes, *(note for row in self.rows for note in row.notes))

    @property
    def errors(self) -> tuple[CellNote, ...]:
        """What prevents storing, warnings without a reason included."""
        return tuple(note for note in self.all_notes if note.severity is Severity.ERROR)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports to store: all rows, or none as long as one thing prevents it."""
        return () if self.errors else tuple(row.report for row in self.rows if row.report is not None)


@dataclass(slots=True)
class _Reader:
    """What a row needs to be read: who sends, what is known, what the file has said so far."""

    sender: Sender
    projects: Mapping[str, Project]
    reports: list[Report]
    today: date
    digest: str
    notes: list[CellNote] = field(default_factory=list)

    def id_of(self, sheet: str, row: int) -> str:
        """Return the id of the report of a row: the same file read twice makes the same reports, stored once."""
        return str(uuid5(NAMESPACE_OID, f"{self.digest}/{sheet}/{row}"))

    def note(
        self, sheet: str, row: int | None, column: str, sentence: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note something that belongs to no report."""
        self.notes.append(CellNote(sheet, row, column, severity, "file", sentence))


def read_sheet(
    data: bytes,
    name: str,
    sender: Sender,
    projects: Mapping[str, Project],
    reports: Iterable[Report],
    today: date,
) -> SheetReading:
    """Read a spreadsheet. Raises UploadError for a file that is no plain .xlsx or too large; all else is a note."""
    book = _open(data, name)
    reader = _Reader(sender, projects, list(reports), today, sha256(data).hexdigest())
    rows: list[SheetRow] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and key(sheet.title) not in OTHER_SHEETS:
            rows.extend(_read_worksheet(sheet, reader))
    if not rows and not any(note.severity is Severity.ERROR for note in reader.notes):
        reader.note(name, None, "", say("Tệp không có dòng nào được điền. Hãy điền ít nhất một dòng."))
    return SheetReading(tuple(rows), tuple(reader.notes))


def _open(data: bytes, name: str) -> Workbook:
    """Open a workbook after looking at what is inside it."""
    if not name.lower().endswith(".xlsx"):
        raise UploadError(say("Chỉ nhận tệp Excel .xlsx"), value=name, remedy=say("Trong Excel, hãy lưu thành .xlsx."))
    if len(data) > LIMITS.file_bytes:
        raise UploadError(say("Tệp quá lớn"), value=f"{len(data)} byte", remedy=say("Tối đa 3 MB; hãy dùng tệp mẫu."))
    members = read_members(data, LIMITS)
    if "[Content_Types].xml" not in members or any("vbaProject" in member for member in members):
        raise UploadError(
            say("Không phải tệp Excel thường"), value=name, remedy=say("Hãy lưu lại thành .xlsx không có macro.")
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells which extras of Excel it leaves out
            return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # a damaged file fails in many ways inside the reader; each is the same to the sender
        raise UploadError(
            say("Không đọc được tệp Excel"), value=name, remedy=say("Hãy mở bằng Excel rồi lưu lại.")
        ) from error


def _read_worksheet(sheet: ReadOnlyWorksheet, reader: _Reader) -> Iterator[SheetRow]:
    """Read one sheet: find the headings, then each filled row."""
    sheet.reset_dimensions()
    grid = sheet.iter_rows(max_col=MOST_COLUMNS)  # type: ignore[misc]  # the stubs give it the other worksheet
    lines = itertools.islice(grid, MOST_ROWS + 1)
    headed = _find_headings(sheet.title, lines, reader)
    if headed is None:
        return
    fields, start = headed
    count = start
    for count, cells in enumerate(lines, start=start + 1):
        if count > MOST_ROWS:
            reader.note(sheet.title, count, "", say("Quá {most} dòng. Hãy xóa các dòng thừa.", most=MOST_ROWS))
            return
        row = _read_row(sheet.title, count, cells, fields, reader)
        if row is not None:
            yield row


def _find_headings(title: str, lines: Iterator[Sequence[Any]], reader: _Reader) -> tuple[dict[int, str], int] | None:
    """Find the row of headings within the first ten; returns field by column number and that row's number."""
    for number, cells in enumerate(itertools.islice(lines, HEADING_WITHIN), start=1):
        words = {index: clean(cell.value) for index, cell in enumerate(cells) if cell.value not in (None, "")}
        known = {index: found for index, heading in words.items() if (found := find_field(heading)) is not None}
        if {"clearance", "name"} & set(known.values()) and len(known) > 1:
            return _take_headings(title, number, words, known, reader), number
    reader.note(title, None, "", say("Không thấy dòng tiêu đề có cột Mã. Hãy dùng tệp mẫu, hoặc xóa trang tính này."))
    return None


def _take_headings(
    title: str, row: int, words: Mapping[int, str], known: Mapping[int, str], reader: _Reader
) -> dict[int, str]:
    """Note what is odd about the headings and return those that can be used."""
    fields: dict[int, str] = {}
    for index, heading in words.items():
        column = get_column_letter(index + 1)
        name = known.get(index)
        personal = find_personal_column(heading)
        if personal is not None:
            reader.note(title, row, column, personal.sentence)
        elif name is None:
            near = nearest(heading)
            ask = (
                say("Có phải là {near}?", near=" / ".join(f"«{each}»" for each in near))
                if near
                else say("Hãy xóa cột này.")
            )
            reader.note(title, row, column, say("Không rõ cột «{heading}». {ask}", heading=heading, ask=ask))
        elif name in fields.values():
            reader.note(title, row, column, say("Cột «{heading}» lặp lại. Hãy giữ một cột.", heading=heading))
        else:
            fields[index] = name
            if key(heading) != key(heading_of(name)):
                words_read = say("Cột «{heading}» được đọc là «{name}».", heading=heading, name=heading_of(name))
                reader.note(title, row, column, words_read, Severity.INFORMATION)
    return fields


def _read_row(
    title: str, number: int, cells: Sequence[Any], fields: Mapping[int, str], reader: _Reader
) -> SheetRow | None:
    """Read one row; None where nothing was filled in beside the clearance itself."""
    columns = {name: f"{get_column_letter(index + 1)} ({heading_of(name)})" for index, name in fields.items()}
    values = {name: cells[index].value for index, name in fields.items() if index < len(cells)}
    filled = {name: value for name, value in values.items() if value is not None and str(value).strip()}
    if not set(filled) - {"clearance", "name"}:
        return None
    computed = {
        name: cells[index]
        for index, name in fields.items()
        if index < len(cells) and cells[index].data_type in ("f", "e")
    }
    notes = [
        CellNote(title, number, columns[name], Severity.ERROR, "formula", _formula(cell.data_type))
        for name, cell in computed.items()
    ]
    given = {name: value for name, value in filled.items() if name not in computed}
    given["id"] = reader.id_of(title, number)
    report, said = read_row(given, reader.sender, reader.projects, reader.reports, reader.today)
    located = [
        CellNote(title, number, columns.get(_shown(item.field, columns), ""), item.severity, item.rule, item.sentence)
        for item in said
    ]
    if report is not None and not notes:
        reader.reports.append(report)
    clearance = report.clearance if report else str(given.get("clearance", ""))
    return SheetRow(title, number, clearance, None if notes else report, (*notes, *located))


def _formula(data_type: str) -> str:
    """Say what is wrong with a computed cell."""
    if data_type == "f":
        return say("Ô chứa công thức. Hãy dán giá trị (Paste Special, Values).")
    return say("Ô báo lỗi của Excel. Hãy ghi lại số.")


def _shown(name: str, columns: Mapping[str, str]) -> str:
    """Return the column at which to show a note of a field: the reasons stand in the column of the reason."""
    return "reason" if name == "reasons" else name if name in columns else "clearance"
