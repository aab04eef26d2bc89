"""The spreadsheet a ward fills in: its own clearances, locked headings, drop-downs, last figures on a sheet beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.clearance.checks import RULES
from geo.clearance.figures import to_words
from geo.clearance.report import FIGURE, Branch, Stage
from geo.clearance.sheet_columns import COLUMNS, ID, NAME, SheetColumn
from geo.clearance.stages import BRANCH_TERMS, STAGES
from geo.clearance.standing import Standing
from geo.export.cells import plain
from geo.language import Sentence

INPUT = "Báo cáo"
LAST = "Kỳ trước"
GUIDE = "Hướng dẫn"
LISTS = "Danh mục"
LOCKED = (ID.field, NAME.field)
LIST_FIELDS = {"stage": "A", "branch": "B"}

HOW_TO = (
    "Mỗi dòng là một việc giải phóng mặt bằng. Chỉ điền dòng có số liệu mới; dòng để trống thì bỏ qua.",
    "Để trống ô khi chưa có số liệu. Số 0 là đã đếm và bằng không.",
    "Dấu chấm ngăn hàng nghìn, dấu phẩy là số lẻ: 635.200 m², 63,52 ha, 253 hộ, 1,25 tỷ.",
    "Ngày ghi ngày/tháng/năm, như 05/03/2026.",
    "Mỗi ô một con số; không ghi tỷ lệ phần trăm thay số lượng; không để công thức.",
    "Không ghi tên, căn cước, điện thoại, địa chỉ, thửa đất hay số tiền của hộ nào.",
)


def to_template(out: BinaryIO, standings: Iterable[Standing], as_of: date) -> None:
    """Write the workbook of a day: one row a clearance that is not done yet, and beside it what was last reported."""
    rows = [standing for standing in standings if not standing.done]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": INPUT, "created": datetime.combine(as_of, time())})
        looks = {
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e7e3d8", "border": 1}
            ),
            "fixed": book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#f4f2ec"}),
            "open": book.add_format({"locked": False, "valign": "top", "text_wrap": True}),
            "day": book.add_format({"locked": False, "valign": "top", "num_format": "dd/mm/yyyy"}),
        }
        _write_input(book.add_worksheet(INPUT), rows, looks)
        _write_last(book.add_worksheet(LAST), rows, looks)
        _write_guide(book.add_worksheet(GUIDE), looks)
        _write_lists(book.add_worksheet(LISTS))


def _write_head(sheet: Worksheet, columns: Sequence[SheetColumn], looks: Mapping[str, Format]) -> None:
    """Write the headings and set the widths; the first two columns and the headings stay in view."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.heading, looks["head"])
    sheet.set_row(0, 62)
    sheet.freeze_panes(1, 2)


def _write_input(sheet: Worksheet, rows: Sequence[Standing], looks: Mapping[str, Format]) -> None:
    """Write the sheet to fill in: only the open cells can be changed."""
    _write_head(sheet, COLUMNS, looks)
    for row, standing in enumerate(rows, start=1):
        for number, column in enumerate(COLUMNS):
            if column is ID:
                sheet.write_string(row, number, standing.clearance.id, looks["fixed"])
            elif column is NAME:
                sheet.write_string(row, number, plain(standing.clearance.name), looks["fixed"])
            else:
                sheet.write_blank(row, number, None, looks["day" if column.field == "report_date" else "open"])
    for number, column in enumerate(COLUMNS):
        if column.field not in LOCKED and rows:
            sheet.data_validation(1, number, len(rows), number, _validation(column))
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _validation(column: SheetColumn) -> dict[str, Any]:
    """Return what a cell of a column offers: a list, or a hint. Numbers are checked when the file comes back."""
    shown = {"input_title": column.heading[:32], "input_message": column.hint[:255]}
    if column.field in LIST_FIELDS:
        letter = LIST_FIELDS[column.field]
        count = len(Stage) if column.field == "stage" else len(Branch)
        return {"validate": "list", "source": f"='{LISTS}'!${letter}$1:${letter}${count}", **shown}
    return {"validate": "any", **shown}


def _write_last(sheet: Worksheet, rows: Sequence[Standing], looks: Mapping[str, Format]) -> None:
    """Write what was last reported of each figure, with its day."""
    columns = [column for column in COLUMNS if column in (ID, NAME) or column.field in FIGURE]
    _write_head(sheet, columns, looks)
    for row, standing in enumerate(rows, start=1):
        sheet.write_string(row, 0, standing.clearance.id, looks["fixed"])
        sheet.write_string(row, 1, plain(standing.clearance.name), looks["fixed"])
        for number, column in enumerate(columns[2:], start=2):
            seen = standing.progress.seen.get(column.field)
            if seen is not None:
                words = f"{to_words(FIGURE[column.field], seen.value)} ({seen.day:%d/%m/%Y})"
                sheet.write_string(row, number, words, looks["fixed"])
    sheet.protect()


def _write_guide(sheet: Worksheet, looks: Mapping[str, Format]) -> None:
    """Write how to fill in, and the rules the file is checked by."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    lines = [("Cách ghi", words) for words in HOW_TO]
    lines += [(_SEVERITIES[rule.severity.value], f"{rule.template} ({rule.basis})") for rule in RULES]
    for row, (label, words) in enumerate(lines):
        sheet.write_string(row, 0, label, looks["fixed"])
        sheet.write_string(row, 1, words, looks["fixed"])
    sheet.protect()


_SEVERITIES = {"error": "Không nhận", "warning": "Hỏi lý do", "information": "Cho biết"}


def _write_lists(sheet: Worksheet) -> None:
    """Write the lists behind the drop-downs on a hidden sheet."""
    for row, stage in enumerate(Stage):
        sheet.write_string(row, 0, stage_choice(stage))
    for row, branch in enumerate(Branch):
        sheet.write_string(row, 1, BRANCH_TERMS[branch].term)
    sheet.protect()
    sheet.hide()


def stage_choice(stage: Stage) -> str:
    """Return a stage as the drop-down shows it; `geo.clearance.stages.stage_of` reads it back."""
    return Sentence("{number}. {term}", number=stage.number, term=STAGES[stage].term)
