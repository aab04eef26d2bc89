"""The ward's spreadsheet: every slip is named by sheet, row and column before storing; good files go in at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from uuid import uuid4

import openpyxl
import pytest

from geo.clearance.report import FIGURES, Report, Severity, Stage
from geo.clearance.report_fields import Sender
from geo.clearance.sheet import MOST_ROWS, SheetReading, read_sheet
from geo.clearance.sheet_columns import COLUMNS, find_field, heading_of, nearest
from geo.clearance.sheet_template import INPUT, LAST, stage_choice, to_template
from geo.errors import UploadError
from geo.known import Records
from geo.read import read_programme
from tests.reports import DATA, NOTHING, report, stand_on

TODAY = date(2026, 3, 10)
PROGRAMME = read_programme(DATA)
CLEARANCES = {project.id: project for project in PROGRAMME.projects if project.id.startswith("PL4")}
SENDER = Sender("can.bo", datetime(2026, 3, 10, 3, tzinfo=UTC), frozenset(CLEARANCES), uuid4)
HEADINGS = {column.field: column.heading for column in COLUMNS}

Cells = Mapping[str, object]


def template(records: Records = NOTHING) -> bytes:
    out = io.BytesIO()
    to_template(out, stand_on(TODAY, records, PROGRAMME.projects), TODAY)
    return out.getvalue()


def filled(rows: Mapping[str, Cells], base: bytes | None = None) -> bytes:
    """Fill the template as a ward does: values by field, in the row of the clearance."""
    book = openpyxl.load_workbook(io.BytesIO(base or template()))
    sheet = book[INPUT]
    at = {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}
    columns = {str(sheet.cell(1, number).value): number for number in range(1, sheet.max_column + 1)}
    for clearance, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(at[clearance], columns[HEADINGS[name]]).value = value  # type: ignore[assignment]  # anything a ward types
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*lines: Sequence[object], title: str = "GPMB tuần 10") -> bytes:
    """Build a ward's own spreadsheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in lines:
        sheet.append(list(line))
    return saved(book)


def read(data: bytes, reports: Sequence[Report] = (), name: str = "bao-cao.xlsx") -> SheetReading:
    return read_sheet(data, name, SENDER, CLEARANCES, reports, TODAY)


def lines(reading: SheetReading) -> list[str]:
    return [note.line for note in reading.errors]


GOOD: Cells = {
    "report_date": date(2026, 3, 5),
    "source": "Báo cáo số 12/BC-UBND",
    "stage": stage_choice(Stage.PAYMENT),
    "households_total": "253 hộ",
    "organisations_total": 10,
    "households_notified": 200,
    "households_plan_approved": 21,
    "households_paid": "14",
    "households_handed_over": 14,
    "area_required_m2": "63,52 ha",
    "area_handed_over_m2": "5.200",
    "note": "32 hộ chưa ban hành thông báo vì hồ sơ đo đạc; 98 hộ phải đo lại; 17 hộ không phối hợp",
}


def test_a_good_file_goes_in_at_once() -> None:
    """Two rows filled in, sixteen left alone: two reports, nothing to say against them."""
    reading = read(filled({"PL4-08": GOOD, "PL4-10": {**GOOD, "stage": None, "area_handed_over_m2": 0}}))
    assert lines(reading) == []
    first, second = reading.reports
    assert (first.clearance, first.report_date, first.stage) == ("PL4-08", date(2026, 3, 5), Stage.PAYMENT)
    assert (first.households_total, first.area_required_m2, first.area_handed_over_m2) == (253, 635_200.0, 5_200.0)
    assert (second.stage, second.area_handed_over_m2, second.graves) == (None, 0.0, None)


def test_the_same_file_makes_the_same_reports() -> None:
    """Sent twice, it is stored once: ids come from the file, its sheet and its row; another file has others."""
    data = filled({"PL4-08": GOOD, "PL4-10": GOOD})
    once, twice = read(data).reports, read(data).reports
    assert [item.id for item in once] == [item.id for item in twice]
    assert len({item.id for item in once}) == 2
    other = filled({"PL4-08": {**GOOD, "graves": 1}})
    assert read(other).reports[0].id not in {item.id for item in once}


def test_the_template_holds_the_wards_own_clearances_and_last_figures() -> None:
    """Every clearance that is not done; what was last reported stands on a sheet beside, with its day."""
    records = Records(
        (
            report(date(2026, 3, 1), "PL4-08", households_total=253),
            report(date(2026, 3, 1), "PL4-09", households_total=3, households_handed_over=3),
        )
    )
    book = openpyxl.load_workbook(io.BytesIO(template(records)))
    sheet = book[INPUT]
    ids = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
    assert ids == [name for name in CLEARANCES if name != "PL4-09"]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert sheet["B2"].protection.locked
    assert not sheet["C2"].protection.locked
    assert "253 hộ (01/03/2026)" in {cell.value for row in book[LAST].iter_rows() for cell in row}
    assert any(validation.type == "list" for validation in sheet.data_validations.dataValidation)


def test_an_untouched_template_says_that_nothing_was_filled_in() -> None:
    """No report, and the reason."""
    reading = read(template())
    assert reading.reports == ()
    assert "không có dòng nào" in lines(reading)[0]


SLIPS: list[tuple[str, object, str, str]] = [
    ("report_date", "30/2/2026", "C", "Ngày không có thật"),
    ("report_date", "hôm qua", "C", "Không đọc được ngày"),
    ("report_date", None, "C", "Chưa ghi ngày"),
    ("report_date", date(2026, 3, 11), "C", "ở sau hôm nay"),
    ("source", None, "D", "Chưa ghi nguồn"),
    ("stage", "trả tiền", "E", "Không có bước"),
    ("branch", "rừng", "F", "danh mục"),
    ("households_total", "hai trăm", "L", "không đọc được số"),
    ("households_total", "253 hộ và 10 tổ chức", "L", "hai con số"),
    ("households_total", "1,234.5", "L", "lối nước ngoài"),
    ("households_total", 252.5, "L", "số nguyên"),
    ("households_total", -3, "L", "âm"),
    ("households_total", "99,2%", "L", "tỷ lệ"),
    ("households_paid", 254, "P", "lớn hơn tổng số hộ"),
    ("households_paid", "586/591", "P", "chỉ nhận một số"),
    ("households_paid", "=14+1", "P", "công thức"),
    ("organisations_notified", 11, "U", "lớn hơn tổng số tổ chức"),
    ("area_handed_over_m2", "70 ha", "I", "lớn hơn diện tích phải thu hồi"),
    ("area_required_m2", "63.520 ha", "G", "quá lớn"),
    ("area_required_m2", "12 sào", "G", "đơn vị lạ"),
    ("km_clear", "7,48 dặm", "K", "đơn vị lạ"),
    ("compensation_paid_vnd", "12 tỷ USD", "AG", "đơn vị lạ"),
    ("note", "hộ ông Nguyễn Văn An chưa nhận tiền", "AJ", "tổng hợp"),
    ("note", "đã bàn giao 13,1/14,59 ha; 89,18%", "AJ", "89,79"),
]


@pytest.mark.parametrize(("field", "value", "column", "said"), SLIPS, ids=[f"{slip[0]}={slip[1]}" for slip in SLIPS])
def test_each_slip_is_named_by_sheet_row_and_column(field: str, value: object, column: str, said: str) -> None:
    """One slip in an otherwise good file: exactly its cell is named, and nothing would be stored."""
    reading = read(filled({"PL4-08": {**GOOD, field: value}}))
    assert reading.reports == ()
    found = [line for line in lines(reading) if said in line]
    assert found, lines(reading)
    assert found[0].startswith(f"{INPUT}, dòng 9, cột {column} (")


def test_all_slips_of_a_file_are_found_at_once() -> None:
    """Every row with its own slip: each is reported, and the good rows are not stored either."""
    rows = {}
    for clearance, (field, value, _, _) in zip(CLEARANCES, SLIPS, strict=False):
        rows[clearance] = {**GOOD, field: value}
    reading = read(filled(rows))
    assert reading.reports == ()
    assert {note.row for note in reading.errors} == set(range(2, 2 + len(rows)))


def test_a_warning_wants_a_reason_in_its_column_and_keeps_it() -> None:
    """Without a reason the file is held back and told where to write it; with one it is stored with the report."""
    before = [report(date(2026, 3, 1), "PL4-08", households_paid=20)]
    held = read(filled({"PL4-08": GOOD}), before)
    assert held.reports == ()
    assert "Lý do nếu có cảnh báo" in lines(held)[0]
    (stored,) = read(filled({"PL4-08": {**GOOD, "reason": "đính chính theo biên bản"}}), before).reports
    assert [(reason.rule, reason.words) for reason in stored.reasons] == [("falls", "đính chính theo biên bản")]


def test_rows_of_one_file_are_judged_one_after_the_other() -> None:
    """The same clearance twice on one day in one file is asked about."""
    data = table(
        ["Mã", "Ngày báo cáo", "Nguồn số liệu", "Mộ còn phải di chuyển"],
        ["PL4-08", "5/3/2026", "BC 12", 5],
        ["PL4-08", "5/3/2026", "BC 12", 4],
    )
    assert [line for line in lines(read(data)) if "dòng 3" in line and "Đã có báo cáo khác" in line]


def test_a_wards_own_headings_are_read_and_told() -> None:
    """Other words for the same column are accepted, and it is said as what they were read; a title is passed over."""
    data = table(
        ["BÁO CÁO TUẦN 10"],
        ["Mã dự án", "Đến ngày", "Căn cứ", "Số hộ", "Phương án phê duyệt", "Số hộ đã bàn giao", "Ghi chú"],
        ["PL4-08", "5/3/2026", "BC 12/UBND", "591 hộ", "591 phương án", 586, "còn 425 m² và trạm biến áp"],
    )
    reading = read(data)
    assert lines(reading) == []
    (stored,) = reading.reports
    assert (stored.households_total, stored.households_plan_approved, stored.households_handed_over) == (591, 591, 586)
    told = [note.sentence for note in reading.notes]
    assert "Cột «Số hộ» được đọc là «Tổng số hộ (hộ)»." in told
    assert all(note.severity is Severity.INFORMATION for note in reading.notes)


def test_a_clearance_may_be_named_instead_of_numbered() -> None:
    """The official name, with or without diacritics, stands for its id; another name is not guessed."""
    head = ["Tên dự án", "Ngày", "Nguồn", "Số mộ"]
    (stored,) = read(table(head, ["du an khu do thi Thuy Son", "5/3/2026", "BC 12", 3])).reports
    assert stored.clearance == "PL4-08"
    assert (
        "không có dòng giải phóng mặt bằng" in lines(read(table(head, ["Khu đô thị Thủy", "5/3/2026", "BC 12", 3])))[0]
    )


def test_columns_of_single_households_are_refused_with_the_reason() -> None:
    """The column is named, with why it may not come in; its cells are not read."""
    data = table(
        ["Mã", "Ngày", "Nguồn", "Số mộ", "Họ và tên", "Số thửa"], ["PL4-08", "5/3/2026", "BC", 3, "Nguyễn Văn An", "85"]
    )
    found = lines(read(data))
    assert any(line.startswith("GPMB tuần 10, dòng 1, cột E") and "tên người" in line for line in found)
    assert any("cột F" in line and "thửa đất" in line for line in found)
    assert not any("Nguyễn Văn An" in line for line in found)


def test_an_unknown_column_is_asked_about() -> None:
    """Not guessed, not passed over: the nearest known headings are offered."""
    found = lines(read(table(["Mã", "Ngày", "Nguồn", "Hộ nhận tiền"], ["PL4-08", "5/3/2026", "BC", 3])))
    assert "«Hộ đã nhận tiền (hộ)»" in found[0]
    assert nearest("xyz qwerty") == ()


def test_a_repeated_column_is_refused() -> None:
    """Which of two columns counts cannot be known."""
    found = lines(
        read(table(["Mã", "Ngày", "Nguồn", "Số mộ", "Mộ còn phải di chuyển"], ["PL4-08", "5/3/2026", "BC", 3, 4]))
    )
    assert "lặp lại" in found[0]


def test_a_sheet_without_headings_is_named() -> None:
    """The sheet, and what to do."""
    assert lines(read(table(["xin chào"], [1, 2, 3]))) == [
        "GPMB tuần 10: Không thấy dòng tiêu đề có cột Mã. Hãy dùng tệp mẫu, hoặc xóa trang tính này."
    ]


def test_too_many_rows_are_named() -> None:
    """A limit, said in words."""
    rows = [["PL4-08", "5/3/2026", "BC", 3]] + [[None] * 4] * MOST_ROWS + [["PL4-09", "5/3/2026", "BC", 3]]
    assert "Quá 1000 dòng" in lines(read(table(["Mã", "Ngày", "Nguồn", "Số mộ"], *rows)))[-1]


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bao-cao.xls", b"", ".xlsx"),
        ("bao-cao.csv", b"a,b", ".xlsx"),
        ("bao-cao.xlsx", b"not a zip", "zip"),
        ("bao-cao.xlsx", b"x" * 3_000_001, "quá lớn"),
        ("bao-cao.xlsx", _zip({"a.txt": b"1"}), "Excel"),
        ("bao-cao.xlsx", _zip({"[Content_Types].xml": b"<x/>", "xl/vbaProject.bin": b"1"}), "macro"),
        ("bao-cao.xlsx", _zip({"[Content_Types].xml": b"<x/>"}), "Không đọc được"),
        (
            "bao-cao.xlsx",
            _zip({"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 45_000_000}),
            "lần|lớn",
        ),
    ],
)
def test_what_is_no_plain_spreadsheet_is_refused(name: str, data: bytes, said: str) -> None:
    """Other types, damaged files, macros, bombs: a sentence each, before anything is read."""
    with pytest.raises(UploadError, match=said):
        read(data, name=name)


def test_every_field_has_one_heading_that_reads_back() -> None:
    """The template's headings, the field names and all figures are understood."""
    assert {column.field for column in COLUMNS} >= {figure.name for figure in FIGURES}
    for column in COLUMNS:
        assert find_field(column.heading) == find_field(column.field) == column.field
        assert heading_of(column.field) == column.heading
    assert heading_of("nothing") == "nothing"
