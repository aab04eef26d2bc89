"""Class → colour, dash, hatch, icon, words: the one table that map, legend, table, print and tests read.

Colours were chosen by computation (`tests/test_style.py`): funding at least 28 and calendar states at least 20 apart
in CAM02-UCS for normal, protan, deutan and tritan sight, everything that stands alone at least 3:1 on the ground. No
colour of the statutory land-use legend is used: those colours mean land use. Shape comes first: a state is also told
by hatch, dash, width and mark. The dark ground has colours of its own, held to the same distances; paper is light.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from geo.geocode import METHODS
from geo.model import (
    Category,
    ClearanceEnd,
    ClearanceState,
    ClearsMatch,
    FundingSource,
    Precision,
    ProgressClass,
    ProjectKind,
)
from webmap.icons import ICONS
from webmap.language import ENGLISH, translator

GROUND, LAND = "#f4f2ec", "#ffffff"
GROUND_DARK, LAND_DARK = "#1a1916", "#26241f"  # as `css/tokens.css` has them
_INKS = ("#ffffff", "#23211d")  # of a sign that stands on a colour
_INK_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: what a sign needs on its colour


@dataclass(frozen=True, slots=True)
class Look:
    """How one class looks and what it is called.

    `colour` fills the mark or, with `hatch`, draws its hatch and edge, and `dark` does on the dark ground; `dash` is an
    SVG dash array and `width` the edge's width in px; `mark` is the sign of the badge; `icon` is SVG path data on a
    24 × 24 grid.
    """

    code: StrEnum
    vi: str
    en: str
    colour: str = ""
    dark: str = ""
    hatch: bool = False
    dash: str = ""
    width: float = 1.5
    mark: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class LineLook:
    """How sharply a place is drawn: the finer it is known, the crisper its line.

    `width` px, `dash` an SVG dash array; `soft`: the radius is drawn as a soft disc or corridor; `on_map` is False
    where the place is too vague for the map; `note` and `note_en` explain the class in one sentence.
    """

    code: Precision
    vi: str
    en: str
    width: float
    dash: str
    soft: bool
    on_map: bool
    note: str
    note_en: str


FUNDING = (
    Look(FundingSource.STATE_BUDGET, "Ngân sách", "State budget", "#5e66df", "#7f84ff"),
    Look(FundingSource.ENTERPRISE, "Doanh nghiệp", "Enterprise", "#ed5911", "#e05a15"),
    Look(FundingSource.MIXED, "Ngân sách và xã hội hóa", "Budget and private", "#6b1358", "#f3c4e6"),
    Look(FundingSource.OTHER, "Nguồn khác", "Other", "#183701", "#9bf680"),
    Look(FundingSource.UNKNOWN, "Chưa rõ nguồn vốn", "Unknown", "#958287", "#948187"),
)

# Without a report the fill is a hatch; with one it is the progress ramp. Colour and edge speak of time alone.
_STATE = ClearanceState
CLEARANCE = (
    Look(
        _STATE.OVERDUE_NO_REPORT,
        "Quá hạn, chưa có báo cáo",
        "Past deadline, no report",
        "#860a18",
        "#db372e",
        True,
        "",
        3,
        "!",
    ),
    Look(_STATE.LAST_YEAR, "Năm cuối, chưa có báo cáo", "Final year, no report", "#b96b04", "#f2a93c", True, "5 3", 2),
    Look(_STATE.RUNNING, "Đang trong thời hạn, chưa có báo cáo", "Running, no report", "#10295a", "#b9d4ff", True),
    Look(_STATE.NOT_DUE, "Chưa đến thời gian thực hiện", "Not yet due to start", "#4f77b5", "#5f86d8", True, "1 3"),
    Look(_STATE.LATE, "Chậm so với thời hạn", "Late", "#860a18", "#db372e", False, "", 3, "!"),
    Look(_STATE.DUE_SOON, "Sắp đến hạn", "Due soon", "#b96b04", "#f2a93c", False, "5 3", 2),
    Look(_STATE.ON_TIME, "Đúng thời hạn", "On time", "#10295a", "#b9d4ff"),
    Look(_STATE.DONE, "Đã hoàn thành", "Done", "#12485f", "#a8e2ec", False, "", 2, "✓"),
    Look(_STATE.NO_CLEARANCE, "Chương trình không nêu GPMB", "No clearance listed", "#8a8781", "#8c8985", False, "", 1),
)

PROGRESS = (
    Look(ProgressClass.NO_REPORT, "Chưa có báo cáo", "No report", hatch=True),
    Look(ProgressClass.NOT_STARTED, "Chưa bàn giao", "Nothing handed over", "#f6e3b4", "#4d4326"),
    Look(ProgressClass.UNDER_HALF, "Bàn giao dưới một nửa", "Under half", "#a9d3b0", "#46755d"),
    Look(ProgressClass.OVER_HALF, "Bàn giao từ một nửa", "Half or more", "#3f9d97", "#4fa8a0"),
    Look(ProgressClass.DONE, "Bàn giao xong", "All handed over", "#12485f", "#a8e2ec"),
)

_FIRM, _VAGUE = (False, True), (False, False)
_SOFT = (True, True)
_HOW = Precision
PRECISION = (
    LineLook(
        _HOW.SURVEYED,
        "Theo tọa độ đo đạc",
        "Surveyed",
        2.5,
        "",
        *_FIRM,
        "Tọa độ của quyết định hoặc đo đạc.",
        "Coordinates from a decision or a survey.",
    ),
    LineLook(
        _HOW.TRACED,
        "Theo bản đồ",
        "Traced",
        2.5,
        "",
        *_FIRM,
        "Vẽ theo công trình có trên bản đồ.",
        "Drawn along what is on the map.",
    ),
    LineLook(
        _HOW.PLACE,
        "Địa danh rõ",
        "Named place",
        1.25,
        "",
        *_SOFT,
        "Quanh một địa danh, lệch tới 500 m.",
        "Around a named place, up to 500 m off.",
    ),
    LineLook(
        _HOW.AREA,
        "Trong khu vực",
        "Area",
        1.5,
        "6 4",
        *_SOFT,
        "Chỉ biết vùng: xã cũ, khu đô thị.",
        "Only the area is known: old commune, urban area.",
    ),
    LineLook(
        _HOW.BETWEEN,
        "Giữa các địa danh",
        "Between places",
        1.5,
        "10 6",
        *_SOFT,
        "Dải hoặc hướng phác, không phải tim.",
        "A corridor or a sketched direction, not a centreline.",
    ),
    LineLook(
        _HOW.WARD,
        "Chỉ biết thuộc phường",
        "Only the ward",
        0,
        "",
        *_VAGUE,
        "Không vẽ lên bản đồ.",
        "Not drawn on the map.",
    ),
    LineLook(
        _HOW.NONE, "Không rõ vị trí", "Not located", 0, "", *_VAGUE, "Không vẽ lên bản đồ.", "Not drawn on the map."
    ),
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

CLEARANCE_END = (
    Look(ClearanceEnd.AFTER, "GPMB xong sau dự án", "Clearance after the work"),
    Look(ClearanceEnd.SAME_YEAR, "GPMB xong cùng năm dự án", "Clearance in the same year as the work"),
    Look(ClearanceEnd.BEFORE, "GPMB xong trước dự án", "Clearance before the work"),
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
        "clearance_end": CLEARANCE_END,
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
    in_english = translator(ENGLISH)
    methods = [{"code": code, "vi": vi, "en": in_english(vi, vi, 1)} for code, vi in METHODS.items()]
    return {"themes": themes, "method": methods} | {name: [_row(row) for row in rows] for name, rows in _GROUPS.items()}


def _row(row: Look | LineLook) -> dict[str, Any]:
    """One row without its empty cells: what is not said is empty in the browser too."""
    return {name: value for name, value in asdict(row).items() if value}


def class_css() -> str:
    """Return the colours of the classes for both grounds, as custom properties: no page needs inline style.

    `--funding-mixed` is a class's colour, `--on-funding-mixed` that of a sign on it, and what carries
    `data-funding="mixed"` has the colour as `--class-colour`.
    """
    coloured = [
        (group, row)
        for group in ("funding", "clearance", "progress")
        for row in _GROUPS[group]
        if isinstance(row, Look) and row.colour
    ]
    properties = [
        f"  --{group}-{row.code}: light-dark({row.colour}, {row.dark});\n"
        f"  --on-{group}-{row.code}: light-dark({_ink(row.colour)}, {_ink(row.dark)});\n"
        for group, row in coloured
    ]
    rules = [f'[data-{group}="{row.code}"] {{ --class-colour: var(--{group}-{row.code}); }}' for group, row in coloured]
    return f":root {{\n{''.join(properties)}}}\n" + "\n".join(rules) + "\n"


def _ink(colour: str) -> str:
    """Return white where it can be read on a colour, else the dark ink."""
    light, dark = _INKS
    return light if 1.05 / (_luminance(colour) + 0.05) >= _INK_CONTRAST else dark


def _luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2)."""
    values = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
