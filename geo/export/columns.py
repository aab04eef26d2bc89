"""The columns that files carry: those of `geo.frame.SCHEMA` and two measures, with a heading and a dBASE name each.

`docs/exports.md`, README.txt of the Shapefile, the headings of the workbook and the field names in QGIS come from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from geo import frame
from geo.language import Sentence

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
    width: int
    kind: Kind
    says: str


_HEADS: Mapping[str, tuple[str, str, int]] = MappingProxyType(
    {
        "id": ("id", "Mã", 9),
        "name": ("name", "Tên", 60),
        "kind": ("kind", "Loại dòng", 20),
        "appendix": ("appendix", "Phụ lục", 8),
        "number": ("number", "Số thứ tự", 8),
        "category": ("category", "Loại công trình", 18),
        "funding_source": ("funding", "Nguồn vốn", 18),
        "funding_source_raw": ("fund_raw", "Nguồn vốn (nguyên văn)", 22),
        "start_year": ("year_from", "Năm bắt đầu", 8),
        "finish_year": ("year_to", "Năm kết thúc", 8),
        "clears": ("clears", "GPMB cho dự án", 10),
        "clears_match": ("clears_how", "Mức khớp với dự án", 20),
        "cleared_by": ("cleared_by", "Dòng GPMB", 10),
        "cleared_by_match": ("clrdby_how", "Mức khớp với dòng GPMB", 20),
        "clearance_state": ("gpmb_state", "Tình trạng GPMB", 30),
        "clearance_deadline": ("gpmb_due", "Thời hạn GPMB", 12),
        "days_late": ("days_late", "Số ngày quá hạn", 9),
        "clearance_end": ("clear_end", "GPMB xong so với dự án", 18),
        "progress_class": ("progress", "Mức bàn giao", 16),
        "progress_share": ("prog_share", "Phần đã bàn giao (0–1)", 10),
        "progress_basis": ("prog_basis", "Tính theo", 12),
        "reported_on": ("reported", "Báo cáo mới nhất", 12),
        "hotspot_rank": ("hot_rank", "Hạng điểm nóng", 8),
        "hotspot_score": ("hot_score", "Điểm nóng", 8),
        "precision": ("precision", "Độ chính xác", 20),
        "radius_m": ("radius_m", "Sai lệch (m)", 10),
        "method": ("method", "Cách xác định", 20),
        "evidence": ("evidence", "Căn cứ", 40),
        "places": ("places", "Địa danh", 20),
        "zone": ("zone", "Vùng chung", 18),
        "areas": ("areas", "Khu vực", 20),
        "sketch": ("sketch", "Hình phác", 8),
        "outside_ward": ("outside", "Ngoài phường", 8),
        "reason": ("reason", "Lý do không có vị trí", 40),
        "source": ("source", "Dòng nguồn", 40),
        "location_source": ("loc_source", "Nguồn vị trí", 40),
        "length_m": ("length_m", "Chiều dài (m)", 12),
        "area_m2": ("area_m2", "Diện tích (m²)", 12),
    }
)
_MEASURES = (
    ("length_m", Sentence("chiều dài tuyến, mét, tính ở EPSG:9210; trống nếu hình chỉ là phác hay vùng tìm kiếm")),
    ("area_m2", Sentence("diện tích vùng, m², tính ở EPSG:9210; trống nếu hình chỉ là phác hay vùng tìm kiếm")),
)


def _kind(dtype: Any) -> Kind:  # noqa: ANN401  a dtype of numpy or of pandas
    """Return the kind of cell that a column type of the frame makes."""
    kinds = {frame.WHOLE: Kind.INTEGER, frame.NUMBER: Kind.NUMBER, frame.FLAG: Kind.BOOLEAN, frame.DAY: Kind.DATE}
    return next((kind for known, kind in kinds.items() if dtype == known), Kind.TEXT)


COLUMNS: tuple[Column, ...] = (
    *(
        Column(column.name, *_HEADS[column.name], _kind(column.dtype), column.meaning)
        for column in frame.SCHEMA
        if column.exported and column.name != "geometry"
    ),
    *(Column(name, *_HEADS[name], Kind.NUMBER, says) for name, says in _MEASURES),
)
COLUMN: Mapping[str, Column] = MappingProxyType({column.name: column for column in COLUMNS})
