"""The columns of a report as a spreadsheet has them: our template's, and the headings wards use for the same figures.

A heading is compared by its words without diacritics and without the unit in brackets. One that fits nothing is never
guessed: the reader asks, and names the nearest ones it knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import process

from geo.clearance.report import FIGURES, FigureKind
from geo.text import key


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: the field it fills, its heading in the template, its width in characters, what to write there."""

    field: str
    heading: str
    width: int
    hint: str


ID = SheetColumn("clearance", "Mã", 9, "Mã của dòng giải phóng mặt bằng. Không sửa.")
NAME = SheetColumn("name", "Tên", 46, "Tên trong chương trình. Không sửa.")

_HINTS = {
    FigureKind.COUNT: "Số nguyên, như 253. Để trống nếu chưa có số liệu; 0 là 0.",
    FigureKind.AREA: "Mét vuông, như 635.200; hoặc ghi kèm đơn vị: 63,52 ha.",
    FigureKind.LENGTH: "Ki-lô-mét, như 7,14.",
    FigureKind.MONEY: "Đồng, như 1.250.000.000; hoặc 1,25 tỷ.",
}

COLUMNS: tuple[SheetColumn, ...] = (
    ID,
    NAME,
    SheetColumn("report_date", "Ngày báo cáo", 13, "Ngày/tháng/năm, như 05/03/2026."),
    SheetColumn("source", "Nguồn số liệu", 26, "Văn bản hoặc nơi cho số liệu, như Báo cáo số 12/BC-UBND."),
    SheetColumn("stage", "Bước", 34, "Chọn trong danh sách."),
    SheetColumn("branch", "Nhánh", 18, "Chỉ khi kiểm đếm bắt buộc hoặc cưỡng chế; chọn trong danh sách."),
    *(SheetColumn(figure.name, f"{figure.label} ({figure.unit})", 14, _HINTS[figure.kind]) for figure in FIGURES),
    SheetColumn("note", "Ghi chú", 40, "Lời của báo cáo. Không ghi tên, địa chỉ, thửa đất của hộ nào."),
    SheetColumn("reason", "Lý do nếu có cảnh báo", 34, "Vì sao số liệu đúng dù bị cảnh báo."),
)

_HOUSEHOLDS: Mapping[str, str] = {
    "households_total": "so ho|tong so ho|tong ho|so ho bi anh huong|so ho thu hoi dat",
    "households_notified": "so ho da co thong bao|so ho da thong bao|ho da co thong bao|da co thong bao thu hoi dat",
    "households_inventoried": "so ho da kiem dem|ho da kiem dem",
    "households_plan_approved": "so ho da phe duyet phuong an|ho da phe duyet phuong an|phuong an phe duyet|"
    "so phuong an da phe duyet|phuong an da phe duyet",
    "households_paid": "so ho da nhan tien|ho da nhan tien|so ho da chi tra",
    "households_handed_over": "so ho da ban giao|ho da ban giao|so ho da ban giao mat bang",
    "households_not_agreeing": "so ho chua dong thuan|ho chua dong thuan|so ho khong phoi hop|ho khong phoi hop",
    "households_enforced": "so ho cuong che|ho cuong che",
    "households_to_resettle": "so ho phai tai dinh cu|so ho tai dinh cu|ho tai dinh cu",
    "households_resettled": "so ho da bo tri tai dinh cu|ho da tai dinh cu",
}

_OTHERS: Mapping[str, str] = {
    "clearance": "ma du an|ma so|id",
    "name": "ten du an|du an|ten cong trinh|ten du an giai phong mat bang",
    "report_date": "ngay|ngay bao cao|den ngay|so lieu den ngay",
    "source": "nguon|can cu|van ban|nguon so lieu",
    "stage": "buoc|giai doan|buoc thuc hien",
    "note": "ghi chu|noi dung|ket qua thuc hien|kho khan vuong mac",
    "reason": "ly do|ly do canh bao|giai trinh",
    "area_required_m2": "dien tich|tong dien tich|dien tich thu hoi|dien tich phai thu hoi",
    "area_handed_over_m2": "dien tich da ban giao|da giai phong|dien tich da giai phong",
    "km_required": "chieu dai|tong chieu dai|chieu dai tuyen",
    "km_clear": "chieu dai da ban giao|chieu dai sach",
    "organisations_total": "so to chuc|tong so to chuc",
    "graves": "so mo|mo ma|mo phai di chuyen",
    "complaints": "so don|don thu|don khieu nai",
}


def _words(heading: str) -> str:
    """Return a heading as it is compared: no diacritics, no case, no unit in brackets, single blanks."""
    return " ".join(re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", key(heading))))


def _known() -> Mapping[str, str]:
    """Return field by heading, for the template's headings, the field names and the wards' headings."""
    headings = {_words(column.heading): column.field for column in COLUMNS}
    headings |= {_words(column.field): column.field for column in COLUMNS}
    for field, aliases in {**_HOUSEHOLDS, **_OTHERS}.items():
        headings |= dict.fromkeys(aliases.split("|"), field)
    return MappingProxyType(headings)


HEADINGS: Mapping[str, str] = _known()


def find_field(heading: str) -> str | None:
    """Find the field a heading stands for; None when it is not known."""
    return HEADINGS.get(_words(heading))


def nearest(heading: str, most: int = 3) -> tuple[str, ...]:
    """Return the template's headings that look most like an unknown one, for a question."""
    choices = {column.heading: _words(column.heading) for column in COLUMNS}
    return tuple(name for _, _, name in process.extract(_words(heading), choices, limit=most, score_cutoff=55))


def heading_of(field: str) -> str:
    """Return the template's heading of a field."""
    return next((column.heading for column in COLUMNS if column.field == field), field)
