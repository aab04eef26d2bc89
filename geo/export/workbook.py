"""XLSX for a report: Vietnamese words, filters, a header that stays; a second sheet with sources and quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from geo.export.columns import COLUMNS, Column, Kind
from geo.export.delimited import position_names, positions
from geo.export.delivery import Delivery, plain_table

_ROWS = "Dự án"
_SOURCES = "Nguồn và chất lượng"
_POSITION_WORDS = {"lon": "Kinh độ", "lat": "Vĩ độ", "east_m": "Đông (m)", "north_m": "Bắc (m)"}
_LARGEST_TEXT = 32_767  # characters of one cell
_WRITTEN_AS = {
    Kind.TEXT: "string",  # never a formula or a link
    Kind.INTEGER: "number",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "string",
    Kind.DATE: "datetime",
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def to_xlsx(delivery: Delivery, path: Path) -> None:
    """Write the delivery as a workbook of two sheets: the rows, and what has to be known about them."""
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        as_of = datetime.combine(delivery.notice.as_of, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": delivery.notice.title, "comments": delivery.notice.text(), "created": as_of})
        formats = _formats(book)
        table = plain_table(delivery.frame)
        _write_rows(book.add_worksheet(_ROWS), formats, delivery, table)
        _write_sources(book.add_worksheet(_SOURCES), formats, delivery, table)


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401  XlsxWriter publishes no types
    """Return the cell formats by kind of column."""
    base = {"valign": "top", "font_name": "Calibri", "font_size": 11}
    return {
        "head": book.add_format(base | {"bold": True, "text_wrap": True, "bg_color": "#e7e3d8", "bottom": 1}),
        Kind.TEXT: book.add_format(base | {"text_wrap": True, "num_format": "@"}),
        Kind.INTEGER: book.add_format(base | {"num_format": "0"}),
        Kind.NUMBER: book.add_format(base | {"num_format": "#,##0.0"}),
        Kind.BOOLEAN: book.add_format(base),
        Kind.DATE: book.add_format(base | {"num_format": "dd/mm/yyyy"}),
        "lon": book.add_format(base | {"num_format": "0.000000"}),
        "lat": book.add_format(base | {"num_format": "0.000000"}),
        "east_m": book.add_format(base | {"num_format": "0.000"}),
        "north_m": book.add_format(base | {"num_format": "0.000"}),
    }


def _write_rows(sheet: Any, formats: dict[str, Any], delivery: Delivery, table: pd.DataFrame) -> None:  # noqa: ANN401
    """Write the rows below a frozen header with filters."""
    places = position_names(delivery.epsg)
    heads = [*(column.vi for column in COLUMNS), *(_POSITION_WORDS[name] for name in places)]
    for at, width in enumerate([*(column.width for column in COLUMNS), *(12 for _ in places)]):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(table), 1), len(heads) - 1)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, formats["head"])
    writers = {kind: getattr(sheet, f"write_{name}") for kind, name in _WRITTEN_AS.items()}
    columns = [
        (writers[column.kind], formats[column.kind], cells)
        for column, cells in zip(COLUMNS, _columns(delivery, table), strict=True)
    ]
    for name, axis in zip(places, positions(delivery).T.tolist(), strict=True):
        cells = [None if isnan(number) else number for number in axis]
        columns.append((writers[Kind.NUMBER], formats[name], cells))
    for at in range(len(table)):  # row by row, since a row that is written leaves the memory
        for place, (write, look, cells) in enumerate(columns):
            if cells[at] is not None:
                write(at + 1, place, cells[at], look)


def _columns(delivery: Delivery, table: pd.DataFrame) -> Iterator[list[Any]]:
    """Yield the columns as they are written, None for an empty cell: codes as words, dates as dates, yes and no."""
    for column in COLUMNS:
        held = table[column.name].to_numpy(dtype=object, na_value=None).tolist()  # type: ignore[call-overload]  # stubs know no None
        words = {cell: None if cell is None else _cell(column, cell, delivery) for cell in dict.fromkeys(held)}
        yield list(map(words.__getitem__, held))


def _cell(column: Column, value: Any, delivery: Delivery) -> Any:  # noqa: ANN401  a cell of any kind
    """Return a cell by the kind of its column."""
    if column.kind is Kind.TEXT:
        words = delivery.looks.word(column.name, value).replace("\r\n", "\n").replace("\r", "\n")  # a cell's line end
        return words[:_LARGEST_TEXT]
    if column.kind is Kind.DATE:
        return date.fromisoformat(value)
    if column.kind is Kind.BOOLEAN:
        return "Có" if value else "Không"
    return float(value)


def _write_sources(sheet: Any, formats: dict[str, Any], delivery: Delivery, table: pd.DataFrame) -> None:  # noqa: ANN401
    """Write licence, filter and as-of date, then how well the rows are known, then what each column means."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    row = _block(sheet, 0, "Nguồn và điều kiện", delivery.notice.lines(), formats)
    row = _block(sheet, row, "Chất lượng dữ liệu", quality(table, delivery.looks.word), formats)
    _block(sheet, row, "Ý nghĩa các cột", [(column.vi, column.says) for column in COLUMNS], formats)


def _block(sheet: Any, row: int, head: str, lines: list[tuple[str, str]], formats: dict[str, Any]) -> int:  # noqa: ANN401
    """Write a heading and its lines from a row on; return the row for the next block."""
    sheet.write_string(row, 0, head, formats["head"])
    sheet.write_string(row, 1, "", formats["head"])
    for at, (label, words) in enumerate(lines, start=row + 1):
        sheet.write_string(at, 0, label, formats[Kind.TEXT])
        sheet.write_string(at, 1, words, formats[Kind.TEXT])
    return row + len(lines) + 2


def quality(table: pd.DataFrame, word: Callable[[str, str | None], str]) -> list[tuple[str, str]]:
    """Return how many rows there are, how many in each precision class, and how many cells of each column are empty."""
    counts = table["precision"].value_counts(sort=False).sort_index()
    empty = table.isna().sum()
    lines = [("Số dòng", str(len(table)))]
    lines += [(f"Vị trí: {word('precision', str(code))}", f"{count} dòng") for code, count in counts.items()]
    lines += [(f"Cột “{column.vi}” trống", f"{empty[column.name]} dòng") for column in COLUMNS if empty[column.name]]
    return lines
