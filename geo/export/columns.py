"""The columns that files carry, written down once: name, dBASE name, Vietnamese heading, type, meaning.

`docs/exports.md`, README.txt of the Shapefile, the headings of the workbook and the field names in QGIS are read from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

DBASE_NAME = 10  # bytes of a field name in dBASE
DBASE_TEXT = 254  # bytes of a text in dBASE


class Kind(StrEnum):
    """What a cell holds; a cell of any kind may be empty."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` in the frame and in files, `short` in dBASE, `vi` as a heading, `says` what it means.

    `width` is that of the workbook's column, in characters.
    """

    name: str
    short: str
    vi: str
    kind: Kind
    says: str
    width: int = 12


_TEXT, _INTEGER, _NUMBER, _BOOLEAN, _DATE = Kind

COLUMNS: tuple[Column, ...] = (
    Column("id", "id", "Mã", _TEXT, "mã dòng trong chương trình: phụ lục và số thứ tự", 9),
    Column("name", "name", "Tên", _TEXT, "tên chính thức, giữ nguyên từng chữ", 60),
    Column("kind", "kind", "Loại dòng", _TEXT, "công trình, dự án hay giải phóng mặt bằng", 20),
    Column("appendix", "appendix", "Phụ lục", _INTEGER, "số phụ lục của chương trình", 8),
    Column("number", "number", "Số thứ tự", _INTEGER, "số thứ tự trong phụ lục", 8),
    Column("category", "category", "Loại công trình", _TEXT, "loại công trình, do người lập bản đồ đọc từ tên", 18),
    Column("funding_source", "funding", "Nguồn vốn", _TEXT, "nguồn vốn, theo mã", 18),
    Column("funding_source_raw", "fund_raw", "Nguồn vốn (nguyên văn)", _TEXT, "nguồn vốn, theo chữ của văn bản", 22),
    Column("start_year", "year_from", "Năm bắt đầu", _INTEGER, "năm bắt đầu, tính cả năm", 8),
    Column("finish_year", "year_to", "Năm kết thúc", _INTEGER, "năm kết thúc, tính cả năm", 8),
    Column("clears", "clears", "GPMB cho dự án", _TEXT, "mã công trình cần mặt bằng này", 10),
    Column("clears_match", "clears_how", "Mức khớp", _TEXT, "mức chắc chắn của liên kết với công trình", 18),
    Column("cleared_by", "cleared_by", "Mặt bằng do", _TEXT, "mã dòng giải phóng mặt bằng của công trình", 10),
    Column("clearance_state", "gpmb_state", "Tình trạng GPMB", _TEXT, "tình trạng giải phóng mặt bằng ở ngày lập", 30),
    Column("clearance_deadline", "gpmb_due", "Thời hạn GPMB", _DATE, "ngày cuối của thời hạn theo chương trình", 12),
    Column("days_late", "days_late", "Số ngày quá hạn", _INTEGER, "số ngày quá thời hạn ở ngày lập", 9),
    Column("precision", "precision", "Độ chính xác", _TEXT, "vị trí được biết rõ đến đâu", 20),
    Column("radius_m", "radius_m", "Sai lệch (m)", _NUMBER, "vị trí thật nằm trong khoảng này với ít nhất 90 %", 10),
    Column("method", "method", "Cách xác định", _TEXT, "vị trí được xác định bằng cách nào", 20),
    Column("evidence", "evidence", "Căn cứ", _TEXT, "chữ nào trong tên dẫn đến địa danh nào", 40),
    Column("places", "places", "Địa danh", _TEXT, "mã các địa danh đã dùng", 20),
    Column("zone", "zone", "Vùng chung", _TEXT, "vùng chung của nhiều dự án chưa tách được vị trí", 18),
    Column("sketch", "sketch", "Hình phác", _BOOLEAN, "hình chỉ là vùng tìm kiếm, không phải ranh hay tim tuyến", 8),
    Column("outside_ward", "outside", "Ngoài phường", _BOOLEAN, "tên có nêu địa danh ngoài phường", 8),
    Column("reason", "reason", "Lý do không có vị trí", _TEXT, "vì sao không vẽ được", 40),
    Column("source", "source", "Dòng nguồn", _TEXT, "văn bản, phụ lục, dòng", 40),
    Column("location_source", "loc_source", "Nguồn vị trí", _TEXT, "vị trí lấy từ đâu", 40),
    Column("length_m", "length_m", "Chiều dài (m)", _NUMBER, "chiều dài tuyến, tính ở EPSG:9210; trống nếu hình chỉ là phác", 12),
    Column("area_m2", "area_m2", "Diện tích (m²)", _NUMBER, "diện tích vùng, tính ở EPSG:9210; trống nếu hình chỉ là phác", 12),
)

COLUMN: Mapping[str, Column] = MappingProxyType({column.name: column for column in COLUMNS})
