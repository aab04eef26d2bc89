"""Rules kept as small CSV tables in `data/`: read as text, every fault found before anything is said."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from geo.errors import DataError, Fault

Record = TypeVar("Record")
Row = dict[str, str]

FIRST_ROW = 2


def read_table(path: Path, columns: Sequence[str], build: Callable[[Row], Record]) -> tuple[Record, ...]:
    """Read a UTF-8 CSV whose header is exactly `columns` and build one record a row.

    `build` raises ValueError with a Vietnamese sentence for a row it cannot use. Raises DataError with all faults.
    """
    header, rows = _cells(path)
    if tuple(header) != tuple(columns):
        message = "Tiêu đề cột không đúng"
        raise DataError([Fault(path.name, 1, None, ",".join(header), message, f"Cần: {','.join(columns)}.")])
    records: list[Record] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=FIRST_ROW):
        try:
            records.append(build(row))
        except ValueError as error:
            faults.append(Fault(path.name, number, None, None, str(error), "Hãy sửa dòng này."))
    if faults:
        raise DataError(faults)
    return tuple(records)


def _cells(path: Path) -> tuple[list[str], list[Row]]:
    """Return the header and the rows of a CSV file, stripped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    header = lines[0] if lines else []
    return header, [{name: cell.strip() for name, cell in zip(header, line, strict=False)} for line in lines[1:]]


def optional_date(words: str) -> date | None:
    """Read an ISO date, or None where the cell is empty. Raises ValueError."""
    return date.fromisoformat(words) if words else None


def one_of(words: str, allowed: Iterable[str], column: str) -> str:
    """Return the word when it is allowed; raises ValueError naming the column and what may stand there."""
    choices = tuple(allowed)
    if words not in choices:
        message = f"Cột {column}: {words!r} không có trong {', '.join(choices)}"
        raise ValueError(message)
    return words
