"""A table as people keep it (CSV from Excel or from a program) read as text, with every fault found first.

Read: UTF-8 with or without BOM, UTF-16 with BOM (what Excel calls "Unicode Text"); commas, semicolons (Excel in
Vietnamese) or tabs between cells, taken from the header; LF or CRLF. Columns may stand in any order. Rows without a
single filled cell are passed over, as Excel leaves them behind. Cells lose the blanks around them and nothing else.

A cell that cannot be used is noted as a `Fault` and answered with a stand-in; the stand-in never leaves this package,
because `finish` raises as soon as one fault was noted.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pandas as pd

from geo.errors import DataError, Fault
from geo.language import Sentence

Choice = TypeVar("Choice", bound=StrEnum)

FIRST_ROW = 2
MOST_COLUMNS = 64
DELIMITERS = (",", ";", "\t")
YEARS = range(1990, 2101)
EXCEL = Sentence("Trong Excel, hãy lưu lại bằng «CSV UTF-8 (Comma delimited)».")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,12})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _kept(words: str, /, **values: object) -> Sentence:
    """Return words of a fault as a sentence, which is said when somebody reads it."""
    return words if isinstance(words, Sentence) else Sentence(words, **values)


@dataclass(slots=True)
class Faults:
    """The faults of one file while it is read."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(
        self, message: str, remedy: str, *, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        """Note one fault; `row` counts as the spreadsheet shows it."""
        self.found.append(Fault(self.file, row, column, value, _kept(message), _kept(remedy)))

    def finish(self) -> None:
        """Raise DataError with all faults, in file order; do nothing when there is none."""
        if self.found:
            raise DataError(sorted(self.found, key=lambda fault: fault.row or 0))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the spreadsheet shows it, its cells by column, and where faults are noted."""

    number: int
    cells: dict[str, str]
    faults: Faults

    def fault(self, column: str, message: str, remedy: str, **values: object) -> None:
        """Note a fault of one cell; `values` are put into message and remedy."""
        said = (_kept(words, **values) for words in (message, remedy))
        self.faults.add(*said, row=self.number, column=column, value=self.cells[column])

    def text(self, column: str, *, needed: bool = True) -> str:
        """Return the cell as NFC text without control characters; empty only where it is not `needed`."""
        value = self.cells[column]
        if needed and not value:
            self.fault(column, "Ô trống", "Hãy điền giá trị.")
        if not unicodedata.is_normalized("NFC", value):
            remedy = Sentence("Hãy gõ lại thành {value!r}.", value=unicodedata.normalize("NFC", value))
            self.fault(column, "Chữ không ở dạng NFC (dấu viết tách rời)", remedy)
        if _CONTROL.search(value):
            self.fault(column, "Có ký tự điều khiển không nhìn thấy", "Hãy xóa ô và gõ lại.")
        return value

    def choice(self, column: str, codes: type[Choice]) -> Choice:
        """Return the cell as one of the codes of a closed list."""
        value = self.cells[column]
        if value in set(codes):
            return codes(value)
        self._not_among(column, codes)
        return next(iter(codes))

    def words(self, column: str, allowed: Sequence[str]) -> str:
        """Return the cell as one of a few words."""
        value = self.cells[column]
        if value not in allowed:
            self._not_among(column, allowed)
        return value

    def _not_among(self, column: str, allowed: Iterable[str]) -> None:
        """Note that the cell holds none of the allowed words."""
        message = Sentence("Giá trị không có trong danh mục") if self.cells[column] else Sentence("Ô trống")
        self.fault(column, message, "Hãy chọn một trong: {allowed}.", allowed=", ".join(allowed))

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the cell as a list separated by `;`, without empty parts; a part that stands twice is a fault."""
        found = tuple(part.strip() for part in self.text(column, needed=False).split(";") if part.strip())
        if len(set(found)) < len(found):
            self.fault(column, "Có giá trị lặp lại trong ô", "Hãy giữ mỗi giá trị một lần.")
        return found

    def flag(self, column: str) -> bool:
        """Return the cell as true or false; Excel's TRUE and FALSE are the same."""
        value = self.cells[column].casefold()
        if value not in {"true", "false"}:
            self.fault(column, "Không phải true hoặc false", "Hãy ghi true hoặc false.")
        return value == "true"

    def year(self, column: str) -> int | None:
        """Return the cell as a whole year, None where it is empty."""
        value = self.cells[column]
        if not value:
            return None
        if re.fullmatch(r"[0-9]{4}", value) and int(value) in YEARS:
            return int(value)
        self.fault(
            column,
            "Năm không đọc được",
            "Hãy ghi bốn chữ số, từ {first} đến {last}, hoặc để trống.",
            first=YEARS[0],
            last=YEARS[-1],
        )
        return None

    def whole(self, column: str, *, least: int = 0, needed: bool = True) -> int | None:
        """Return the cell as a whole number, None where it is empty; "1.300" could be 1.3 or 1300 and is a fault."""
        value = self.cells[column]
        if not value and not needed:
            return None
        if re.fullmatch(r"[0-9]{1,9}", value) and int(value) >= least:
            return int(value)
        self.fault(
            column,
            "Không phải số nguyên hợp lệ",
            "Hãy ghi số nguyên từ {least} trở lên, chỉ gồm chữ số.",
            least=least,
        )
        return None

    def number_of(self, column: str) -> float:
        """Return the cell as a number with a decimal point or comma; NaN stands in for what cannot be read."""
        value = self.cells[column]
        if _NUMBER.fullmatch(value):
            return float(value.replace(",", "."))
        self.fault(column, "Không phải số", "Hãy ghi số thập phân, ví dụ 106.6812.")
        return math.nan

    def day(self, column: str) -> date | None:
        """Return the cell as a day, `2025-07-01` or, as Excel rewrites it, `01/07/2025`; None where it is empty."""
        value = self.cells[column]
        for pattern in ("%Y-%m-%d", "%d/%m/%Y") if value.isascii() else ():
            try:
                return datetime.strptime(value, pattern).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        if value:
            self.fault(column, "Ngày không đọc được", "Hãy ghi dạng 2025-07-01.")
        return None


def read_rows(path: Path, columns: Sequence[str], faults: Faults) -> tuple[Row, ...]:
    """Read the rows of a table with exactly these columns, in any order; what is wrong goes into `faults`."""
    text = _decoded(path, faults)
    if not text:
        return ()
    grid = _grid(text, columns, faults)
    if grid is None:
        return ()
    header = _header(grid)
    if not _header_holds(header, columns, faults):
        return ()
    rows = tuple(_rows(grid, header, faults))
    if not rows:
        faults.add("Tệp chỉ có tiêu đề, không có dòng nào", "Hãy kiểm tra lại tệp.")
    return rows


def unique(rows: Iterable[Row], column: str) -> None:
    """Note a fault for every row whose cell in `column` already stands in a row above."""
    first: dict[str, int] = {}
    for row in rows:
        value = row.cells[column]
        if value in first:
            row.fault(column, "Trùng với dòng {row}", "Hãy giữ một dòng, hoặc sửa mã.", row=first[value])
        first.setdefault(value, row.number)


def _decoded(path: Path, faults: Faults) -> str:
    """Return the file as text; empty where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        faults.add("Không mở được tệp", "Hãy kiểm tra tệp có tồn tại và được phép đọc.")
        return ""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1 if encoding == "utf-8-sig" else None
        faults.add("Tệp không phải UTF-8 hoặc UTF-16", EXCEL, row=row)
        return ""
    if "\x00" in text:
        faults.add("Tệp có ký tự rỗng, có thể là UTF-16 thiếu dấu đầu tệp hoặc tệp nhị phân", EXCEL)
        return ""
    if not text.strip():
        faults.add("Tệp rỗng", "Hãy chép lại tệp có dữ liệu.")
        return ""
    return text


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """Return the delimiter under which the header names most of the columns."""
    header = text.lstrip("\r\n").split("\n", 1)[0]

    def named(mark: str) -> int:
        return len(set(columns) & {cell.strip().strip('"') for cell in header.split(mark)})

    return max(DELIMITERS, key=named)


def _grid(text: str, columns: Sequence[str], faults: Faults) -> pd.DataFrame | None:
    """Return all cells, header included, as text; a missing cell is empty. None where the quotes do not match."""
    try:
        return pd.read_csv(
            io.StringIO(text),
            sep=_delimiter(text, columns),
            header=None,
            names=range(MOST_COLUMNS),
            index_col=False,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
        )
    except pd.errors.ParserError as error:
        line = re.search(r"(?:line|row) (\d+)", str(error))
        row = int(line.group(1)) + (1 if "row" in str(error) else 0) if line else None
        faults.add("Dấu ngoặc kép không khép, hoặc quá nhiều ô", "Hãy sửa dấu ngoặc kép, dấu phẩy ở dòng này.", row=row)
        return None


def _header(grid: pd.DataFrame) -> list[str]:
    """Return the names of the columns, up to the last one that has a name."""
    names = [cell.strip() for cell in grid.iloc[0]]
    while names and not names[-1]:
        names.pop()
    return names


def _header_holds(header: Sequence[str], columns: Sequence[str], faults: Faults) -> bool:
    """Note missing, unknown and repeated columns; say whether the header can be used."""
    before = len(faults.found)
    for name in columns:
        if name not in header:
            faults.add("Thiếu cột", Sentence("Hãy thêm cột {name}.", name=name), row=1, column=name)
    for name in dict.fromkeys(header):
        if name not in columns:
            faults.add(
                "Cột lạ",
                Sentence("Chỉ dùng các cột: {columns}.", columns=", ".join(columns)),
                row=1,
                column=name or Sentence("(không tên)"),
            )
        elif header.count(name) > 1:
            faults.add("Cột lặp lại", "Hãy giữ một cột.", row=1, column=name)
    return len(faults.found) == before


def _rows(grid: pd.DataFrame, header: Sequence[str], faults: Faults) -> Iterable[Row]:
    """Yield the filled rows; a row with more cells than the header is a fault and is left out."""
    width = len(header)
    for number, cells in enumerate(grid.iloc[1:].itertuples(index=False), start=FIRST_ROW):
        texts = [cell.strip() for cell in cells]
        if any(texts[width:]):
            last = max(place for place, text in enumerate(texts, start=1) if text)
            message = Sentence("Dòng có {last} ô, tiêu đề chỉ có {width}", last=last, width=width)
            faults.add(message, "Hãy kiểm tra dấu phẩy và dấu ngoặc kép.", row=number)
        elif any(texts):
            yield Row(number, dict(zip(header, texts, strict=False)), faults)
