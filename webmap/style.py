"""Class → colour, dash, hatch, icon, words: the one table that map, legend, table, print and tests read.

Colours were chosen by computation (`tests/test_style.py`): funding at least 28 and calendar states at least 20 apart
in CAM02-UCS for normal, protan, deutan and tritan sight, everything that stands alone at least 3:1 on the ground. No
colour of the statutory land-use legend is used: those colours mean land use. Shape comes first: a state is also told
by hatch, dash, width and mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from geo.geocode import METHODS
from geo.model import Category, ClearanceState, ClearsMatch, FundingSource, Precision, ProgressClass, ProjectKind
from webmap.icons import ICONS

GROUND = "#f4f2ec"
LAND = "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """How one class looks and what it is called.

    `colour` fills the mark or, with `hatch`, draws its hatch and edge; `dash` is an SVG dash array and `width` the
    edge's width in px; `mark` is the sign of the badge; `icon` is SVG path data on a 24 × 24 grid.
    """

    code: StrEnum
    vi: str
    en: str
    colour: str = ""
    hatch: bool = False
    dash: str = ""
    width: float = 1.5
    mark: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LineLook:
    """How sharply a place is drawn: the finer it is known, the crisper its line.

    `width` px, `dash` an SVG dash array; `soft`: the radius is drawn as a soft disc or corridor; `on_map` is False
    where the place is too vague for the map; `note` explains the class in one sentence.
    """

    code: Precision
    vi: str
    en: str
    width: float
    dash: str
    soft: bool
    on_map: bool
    note: str


FUNDING = (
    Look(FundingSource.STATE_BUDGET, "Ngân sách", "State budget", "#5e66df"),
    Look(FundingSource.ENTERPRISE, "Doanh nghiệp", "Enterprise", "#ed5911"),
    Look(FundingSource.MIXED, "Ngân sách và xã hội hóa", "Budget and private", "#6b1358"),
    Look(FundingSource.OTHER, "Nguồn khác", "Other", "#183701"),
    Look(FundingSource.UNKNOWN, "Chưa rõ nguồn vốn", "Unknown", "#958287"),
)

# Without a report the fill is a hatch; with one it is the progress ramp. Colour and edge speak of time alone.
_STATE = ClearanceState
CLEARANCE = (
    Look(_STATE.OVERDUE_NO_REPORT, "Quá hạn, chưa có báo cáo", "Past deadline, no report", "#860a18", True, "", 3, "!"),
    Look(_STATE.LAST_YEAR, "Năm cuối, chưa có báo cáo", "Last year, no report", "#b96b04", True, "5 3", 2),
    Look(_STATE.RUNNING, "Đang trong thời hạn, chưa có báo cáo", "Running, no report", "#10295a", True),
    Look(_STATE.NOT_DUE, "Chưa đến thời gian thực hiện", "Not yet due to start", "#4f77b5", True, "1 3"),
    Look(_STATE.LATE, "Chậm so với thời hạn", "Late", "#860a18", False, "", 3, "!"),
    Look(_STATE.DUE_SOON, "Sắp đến hạn", "Due soon", "#b96b04", False, "5 3", 2),
    Look(_STATE.ON_TIME, "Đúng thời hạn", "On time", "#10295a"),
    Look(_STATE.DONE, "Đã hoàn thành", "Done", "#12485f", False, "", 2, "✓"),
    Look(_STATE.NO_CLEARANCE, "Chương trình không nêu GPMB", "No clearance listed", "#8a8781", False, "", 1),
)

PROGRESS = (
    Look(ProgressClass.NO_REPORT, "Chưa có báo cáo", "No report", hatch=True),
    Look(ProgressClass.NOT_STARTED, "Chưa bàn giao", "Nothing handed over", "#f6e3b4"),
    Look(ProgressClass.UNDER_HALF, "Bàn giao dưới một nửa", "Under half", "#a9d3b0"),
    Look(ProgressClass.OVER_HALF, "Bàn giao từ một nửa", "Half or more", "#3f9d97"),
    Look(ProgressClass.DONE, "Bàn giao xong", "All handed over", "#12485f"),
)

_FIRM, _VAGUE = (False, True), (False, False)
_SOFT = (True, True)
_HOW = Precision
PRECISION = (
    LineLook(_HOW.SURVEYED, "Theo tọa độ đo đạc", "Surveyed", 2.5, "", *_FIRM, "Tọa độ của quyết định hoặc đo đạc."),
    LineLook(_HOW.TRACED, "Theo bản đồ", "Traced", 2.5, "", *_FIRM, "Vẽ theo công trình có trên bản đồ."),
    LineLook(_HOW.PLACE, "Địa danh rõ", "Named place", 1.25, "", *_SOFT, "Quanh một địa danh, lệch tới 500 m."),
    LineLook(_HOW.AREA, "Trong khu vực", "Area", 1.5, "6 4", *_SOFT, "Chỉ biết vùng: xã cũ, khu đô thị."),
    LineLook(
        _HOW.BETWEEN, "Giữa các địa danh", "Between places", 1.5, "10 6", *_SOFT, "Dải hoặc hướng phác, không phải tim."
    ),
    LineLook(_HOW.WARD, "Chỉ biết thuộc phường", "Only the ward", 0, "", *_VAGUE, "Không vẽ lên bản đồ."),
    LineLook(_HOW.NONE, "Không rõ vị trí", "Not located", 0, "", *_VAGUE, "Không vẽ lên bản đồ."),
)

_CATEGORY_WORDS = MappingProxyType(
    {
        Category.PLANNING: ("Quy hoạch", "Planning"),
        Category.ROAD: ("Đường", "Road"),
        Category.BRIDGE: ("Cầu", "Bridge"),
        Category.PARKING: ("Bãi đỗ xe", "Parking"),
        Category.RESETTLEMENT: ("Khu tái định cư", "Resettlement area"),
        Category.URBAN_AREA: ("Khu đô thị", "Urban area"),
        Category.HOUSING: ("Nhà ở", "Housing"),
        Category.SCHOOL: ("Trường học", "School"),
        Category.HOSPITAL: ("Y tế", "Health"),
        Category.POWER: ("Điện", "Power"),
        Category.WASTEWATER: ("Nước thải", "Wastewater"),
        Category.DRAINAGE: ("Kênh mương, thoát nước", "Drainage"),
        Category.CONVENTION: ("Hội nghị, triển lãm", "Convention centre"),
        Category.COMMERCE: ("Thương mại, dịch vụ, hỗn hợp", "Commerce and mixed use"),
        Category.MILITARY: ("Quân sự", "Military"),
    }
)

CATEGORY = tuple(Look(code, vi, en, icon=ICONS[code]) for code, (vi, en) in _CATEGORY_WORDS.items())

KIND = (
    Look(ProjectKind.PROJECT, "Công trình, dự án", "Project"),
    Look(ProjectKind.CLEARANCE, "Giải phóng mặt bằng", "Land clearance"),
)

CLEARS_MATCH = (
    Look(ClearsMatch.EXACT, "khớp tên", "same name"),
    Look(ClearsMatch.PROBABLE, "có lẽ cùng dự án", "probably the same"),
    Look(ClearsMatch.NONE, "không có dự án tương ứng", "no counterpart"),
)

_GROUPS: Mapping[str, tuple[Look | LineLook, ...]] = MappingProxyType(
    {
        "funding": FUNDING,
        "clearance": CLEARANCE,
        "progress": PROGRESS,
        "precision": PRECISION,
        "category": CATEGORY,
        "kind": KIND,
        "clears_match": CLEARS_MATCH,
    }
)
THEMES = MappingProxyType({"funding": ("Nguồn vốn", "Funding"), "clearance": ("Tiến độ GPMB", "Land clearance")})


def look(code: StrEnum) -> Look | LineLook:
    """Return the one row of `code`, a member of any of the code lists; KeyError for a code that has no look."""
    for rows in _GROUPS.values():
        for row in rows:
            if row.code is code:
                return row
    raise KeyError(code)


def table() -> dict[str, Any]:
    """Return the whole table as plain lists and strings, the way the browser reads it (`/api/style.json`)."""
    themes = [{"code": code, "vi": vi, "en": en} for code, (vi, en) in THEMES.items()]
    methods = [{"code": code, "vi": vi} for code, vi in METHODS.items()]
    return {"themes": themes, "method": methods} | {name: [_row(row) for row in rows] for name, rows in _GROUPS.items()}


def _row(row: Look | LineLook) -> dict[str, Any]:
    """One row without its empty cells: what is not said is empty in the browser too."""
    return {name: value for name, value in asdict(row).items() if value}


def class_css() -> str:
    """Return one rule a class, `[data-funding="mixed"] { --class-colour: … }`: no page needs inline style."""
    rules = [
        f'[data-{group}="{row.code}"] {{ --class-colour: {row.colour}; }}'
        for group in ("funding", "clearance", "progress")
        for row in _GROUPS[group]
        if isinstance(row, Look) and row.colour
    ]
    return "\n".join(rules) + "\n"
