"""The rule: a table reads the same however Excel saved it, and every fault says file, row, column, value and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.model import Precision
from geo.table import Faults, Row, read_rows, unique

COLUMNS = ("id", "name", "year")


def _read(path: Path, content: bytes) -> tuple[list[dict[str, str]], Faults]:
    """Write bytes, read them as a table, return its cells and its faults."""
    path.write_bytes(content)
    faults = Faults(path.name)
    return [row.cells for row in read_rows(path, COLUMNS, faults)], faults


def _row(value: str) -> Row:
    """Return a row whose only cell holds the value."""
    return Row(7, {"cell": value}, Faults("bang.csv"))


PLAIN = 'id,name,year\n1,Thủy Đường,2025\n2,"a, b\nc",\n'
SAVED = {
    "plain": PLAIN.encode(),
    "BOM": PLAIN.encode("utf-8-sig"),
    "CRLF": PLAIN.replace("\n", "\r\n").encode().replace(b"b\r\nc", b"b\nc"),
    "UTF-16 little-endian": PLAIN.encode("utf-16"),
    "UTF-16 big-endian": b"\xfe\xff" + PLAIN.encode("utf-16-be"),
    "semicolons": 'id;name;year\n1;Thủy Đường;2025\n2;"a, b\nc";\n'.encode("utf-8-sig"),
    "tabs": 'id\tname\tyear\n1\tThủy Đường\t2025\n2\t"a, b\nc"\t\n'.encode("utf-16"),
    "other order": 'year,id,name\n2025,1,Thủy Đường\n,2,"a, b\nc"\n'.encode(),
    "blanks around cells": 'id , name,year\n1,  Thủy Đường ,2025\n2,"a, b\nc",\n'.encode(),
    "empty columns at the end": 'id,name,year,,\n1,Thủy Đường,2025,,\n2,"a, b\nc",,,\n'.encode(),
    "no newline at the end": PLAIN.rstrip("\n").encode(),
    "short last row": 'id,name,year\n1,Thủy Đường,2025\n2,"a, b\nc"\n'.encode(),
}


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED.keys())
def test_reads_what_excel_saves(tmp_path: Path, content: bytes) -> None:
    cells, faults = _read(tmp_path / "bang.csv", content)
    assert not faults.found
    assert cells == [{"id": "1", "name": "Thủy Đường", "year": "2025"}, {"id": "2", "name": "a, b\nc", "year": ""}]


BROKEN = {
    "empty": (b"", "rỗng", None),
    "only blanks": (b" \n\n", "rỗng", None),
    "only a header": (b"id,name,year\n", "chỉ có tiêu đề", None),
    "header and empty rows": (b"id,name,year\n,,\n", "chỉ có tiêu đề", None),
    "windows-1258": ("id,name,year\n1,Th\xfby,2025\n".encode("cp1258"), "không phải UTF-8", 2),
    "UTF-16 without a mark": (PLAIN.encode("utf-16-le").replace(b"\x00\x00", b""), "UTF-8", 2),
    "UTF-16 cut in half": (PLAIN.encode("utf-16")[:-1], "không phải UTF-8 hoặc UTF-16", None),
    "NUL": (b"id,name,year\n1,a\x00b,2025\n", "ký tự rỗng", None),
    "open quote": (b'id,name,year\n1,a,2025\n2,"b,2025\n3,c,2025\n', "ngoặc kép", 3),
    "a hundred cells": (b"id,name,year\n1,a,2025\n2" + b",x" * 99 + b"\n", "quá nhiều ô", 3),
    "one cell too many": (b"id,name,year\n1,a,2025\n2,b,2025,oops\n", "Dòng có 4 ô", 3),
    "missing column": (b"id,name\n1,a\n", "Thiếu cột", 1),
    "unknown column": (b"id,name,year,colour\n1,a,2025,red\n", "Cột lạ", 1),
    "nameless column": (b"id,,name,year\n1,x,a,2025\n", "Cột lạ", 1),
    "repeated column": (b"id,name,year,year\n1,a,2025,2025\n", "Cột lặp lại", 1),
    "not a table": (b"%PDF-1.7 binary", "Thiếu cột", 1),
}


@pytest.mark.parametrize(("content", "message", "row"), BROKEN.values(), ids=BROKEN.keys())
def test_names_what_is_broken(tmp_path: Path, content: bytes, message: str, row: int | None) -> None:
    _, faults = _read(tmp_path / "bang.csv", content)
    assert faults.found, "a broken file must not read as a whole one"
    fault = next(fault for fault in faults.found if message in fault.message)
    assert (fault.file, fault.row) == ("bang.csv", row)
    assert fault.remedy.endswith(".")


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    faults = Faults("bang.csv")
    assert read_rows(tmp_path / "bang.csv", COLUMNS, faults) == ()
    assert "Không mở được tệp" in faults.found[0].sentence


def test_rows_count_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    """A cell with a line break is one row, an empty row counts though it is passed over."""
    (tmp_path / "bang.csv").write_text('id,name,year\n1,"a\nb",\n\n,,\n2,c,\n', encoding="utf-8")
    rows = read_rows(tmp_path / "bang.csv", COLUMNS, Faults("bang.csv"))
    assert [(row.number, row.cells["id"]) for row in rows] == [(2, "1"), (5, "2")]


def test_faults_come_out_in_file_order() -> None:
    faults = Faults("bang.csv")
    faults.add("hai", "Sửa.", row=9)
    faults.add("một", "Sửa.", row=2)
    faults.add("tệp", "Sửa.")
    with pytest.raises(DataError) as caught:
        faults.finish()
    assert [fault.message for fault in caught.value.faults] == ["tệp", "một", "hai"]
    Faults("bang.csv").finish()


def test_a_value_that_stands_twice_names_the_first_row(tmp_path: Path) -> None:
    (tmp_path / "bang.csv").write_text("id,name,year\n1,a,\n2,b,\n1,c,\n1,d,\n", encoding="utf-8")
    faults = Faults("bang.csv")
    unique(read_rows(tmp_path / "bang.csv", COLUMNS, faults), "id")
    assert [(fault.row, fault.message, fault.value) for fault in faults.found] == [
        (4, "Trùng với dòng 2", "1"),
        (5, "Trùng với dòng 2", "1"),
    ]


@pytest.mark.parametrize(("value", "year"), [("2025", 2025), ("1990", 1990), ("2100", 2100), ("", None)])
def test_years(value: str, year: int | None) -> None:
    row = _row(value)
    assert row.year("cell") == year
    assert not row.faults.found


@pytest.mark.parametrize(
    "value", ["2O26", "25", "2025.0", "02025", "1989", "2101", "２０２５", "năm 2025", "2025-2026"]
)
def test_what_is_no_year(value: str) -> None:
    row = _row(value)
    assert row.year("cell") is None
    assert row.faults.found[0].value == value


@pytest.mark.parametrize(("value", "number"), [("106.68", 106.68), ("106,68", 106.68), ("-1", -1.0), ("20", 20.0)])
def test_numbers_with_point_or_comma(value: str, number: float) -> None:
    row = _row(value)
    assert row.number_of("cell") == number
    assert not row.faults.found


@pytest.mark.parametrize("value", ["", "nan", "inf", "1e5", "1.068.812", "106 68", "٣", "0x1f"])
def test_what_is_no_number(value: str) -> None:
    row = _row(value)
    assert row.number_of("cell") != row.number_of("cell"), "NaN stands in"
    assert row.faults.found


@pytest.mark.parametrize("value", ["1.300", "1,3", "-5", "0", "một", "12 m", ""])
def test_what_is_no_whole_number_of_metres(value: str) -> None:
    """1.300 could be 1.3 or 1300: whoever knows must say."""
    row = _row(value)
    assert row.whole("cell", least=1) is None
    assert row.faults.found


@pytest.mark.parametrize(
    ("value", "day"),
    [("2025-07-01", date(2025, 7, 1)), ("01/07/2025", date(2025, 7, 1)), ("1/7/2025", date(2025, 7, 1)), ("", None)],
)
def test_days_as_written_and_as_excel_rewrites_them(value: str, day: date | None) -> None:
    row = _row(value)
    assert row.day("cell") == day
    assert not row.faults.found


@pytest.mark.parametrize("value", ["2025-02-30", "31/06/2025", "07-01-2025", "hôm qua", "45839", "２０２５-07-01"])
def test_what_is_no_day(value: str) -> None:
    row = _row(value)
    assert row.day("cell") is None
    assert row.faults.found


@pytest.mark.parametrize(("value", "flag"), [("true", True), ("FALSE", False), ("True", True)])
def test_flags(value: str, flag: bool) -> None:
    assert _row(value).flag("cell") is flag


def test_what_is_no_flag_is_a_fault() -> None:
    row = _row("có")
    assert row.flag("cell") is False
    assert "true hoặc false" in row.faults.found[0].sentence


def test_lists() -> None:
    assert _row(" a ;b;; c").parts("cell") == ("a", "b", "c")
    assert _row("").parts("cell") == ()
    twice = _row("a;b;a")
    twice.parts("cell")
    assert "lặp lại" in twice.faults.found[0].message


@pytest.mark.parametrize("value", ["Tha\u0309", "a\x07b", "a\u2028b", "x\x85y", ""])
def test_text_is_nfc_and_visible(value: str) -> None:
    row = _row(value)
    row.text("cell")
    assert row.faults.found


def test_a_code_out_of_its_list_names_what_is_allowed() -> None:
    row = _row("exactly")
    row.choice("cell", Precision)
    assert "surveyed, traced" in row.faults.found[0].remedy
    assert _row("ward").choice("cell", Precision) is Precision.WARD
    empty = _row("")
    empty.words("cell", ("high", "low"))
    assert empty.faults.found[0].message == "Ô trống"
