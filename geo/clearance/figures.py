"""Figures as people write them: `63,52 ha`, `635.200 m2`, `253 hộ`, `12,5 tỷ`, `5/3/2026` → a value, or a question.

Numbers are read the Vietnamese way: the dot groups thousands, the comma starts the decimals. A number that has only
another reading is read that way (`63.52` cannot group thousands); one that mixes the ways (`1,234.5`) is asked about,
and so is one whose Vietnamese reading is impossible for its kind. Nothing is guessed without a word: `Reading.doubt`
carries what was understood, to be shown before saving. Errors are `ReportError` with a Vietnamese sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from geo.clearance.report import Amount, Figure, FigureKind
from geo.errors import ReportError
from geo.language import Number, Sentence, say
from geo.text import key, nfc

WARD_AREA_M2 = 45_340_000
"""Area of phường Thủy Nguyên (45.34 km², official): no clearance in it is larger."""
LONGEST_KM = 100
"""No linear work inside a ward of 45 km² is longer."""
MOST: Mapping[FigureKind, int] = MappingProxyType({FigureKind.AREA: WARD_AREA_M2, FigureKind.LENGTH: LONGEST_KM})

NO_FIGURE = frozenset(
    {"", "-", "--", "...", "?", "n/a", "na", "null", "none", "chua co", "khong co so lieu", "chua co so lieu"}
)

UNITS: Mapping[FigureKind, Mapping[str, Decimal]] = MappingProxyType(
    {
        FigureKind.AREA: {
            **dict.fromkeys(("m2", "m 2", "met vuong"), Decimal(1)),
            **dict.fromkeys(("ha", "hecta", "hec ta"), Decimal(10_000)),
            "km2": Decimal(1_000_000),
        },
        FigureKind.LENGTH: {
            **dict.fromkeys(("km", "cay so"), Decimal(1)),
            **dict.fromkeys(("m", "met"), Decimal("0.001")),
        },
        FigureKind.MONEY: {
            **dict.fromkeys(("dong", "d", "vnd"), Decimal(1)),
            **dict.fromkeys(("nghin dong", "ngan dong", "nghin", "ngan"), Decimal(1_000)),
            **dict.fromkeys(("trieu dong", "trieu", "tr"), Decimal(1_000_000)),
            **dict.fromkeys(("ty dong", "ti dong", "ty", "ti"), Decimal(1_000_000_000)),
        },
    }
)

ALLOWED_UNITS: Mapping[FigureKind, str] = MappingProxyType(
    {FigureKind.AREA: "m², ha, km²", FigureKind.LENGTH: "km, m", FigureKind.MONEY: Sentence("đồng, triệu, tỷ")}
)

COUNTED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "hộ": frozenset({"ho", "ho dan", "ho gia dinh", "phuong an", "truong hop", "ho gia dinh, ca nhan"}),
        "tổ chức": frozenset({"to chuc", "co quan", "doanh nghiep", "don vi", "truong hop"}),
        "mộ": frozenset({"mo", "ngoi mo", "ngoi"}),
        "công trình": frozenset({"cong trinh", "cot", "tram", "tram bien ap", "vi tri", "cot dien"}),
        "đơn": frozenset({"don", "don thu", "vu", "truong hop"}),
    }
)

_APPROXIMATE = re.compile(r"^(khoảng|chừng|gần|hơn|trên|dưới|độ|~|≈)\s*", re.IGNORECASE)
_QUANTITY = re.compile(r"^(?P<number>\d(?:[\d.,]|(?<=\d) (?=\d))*)\s*(?P<unit>[^\d\s.,].*)?$")
_SECOND_NUMBER = re.compile(r"\d\D*[^\W\d]{2,}\s+\d")
_GROUPED_DOTS = re.compile(r"^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
_GROUPED_SPACES = re.compile(r"^[1-9]\d{0,2}( \d{3})+(,\d+)?$")
_COMMA_DECIMAL = re.compile(r"^\d+,\d+$")
_DOT_DECIMAL = re.compile(r"^(\d+\.(\d{1,2}|\d{4,})|(0|\d{4,})\.\d+)$")
_FOREIGN = re.compile(r"^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$")
_COMMA_OR_GROUP = re.compile(r"^[1-9]\d{0,2},\d{3}$")

_DATE_VN = re.compile(r"^(?:ngày\s*)?(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$", re.IGNORECASE)
_DATE_WORDS = re.compile(r"^ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})$", re.IGNORECASE)
_DATE_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: the value in the figure's own unit, the words it came from, a doubt to show (or "")."""

    value: Amount
    words: str
    doubt: str = ""


def clean(words: object) -> str:
    """Return a cell's or field's text: NFC, one kind of space, no space at the ends."""
    return " ".join(nfc(str(words)).split())


def read_figure(figure: Figure, given: object) -> Reading | None:
    """Read one figure from a form field, a cell or a JSON value; None where nothing is reported. Raises ReportError."""
    if given is None or (isinstance(given, float) and math.isnan(given)):
        return None
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise ReportError(
            say("{label}: không phải một số", label=figure.label), value=given, remedy=say("Hãy ghi một số.")
        )
    if not isinstance(given, str):
        return _checked(figure, Decimal(str(given)), str(given), "")
    words = clean(given)
    if key(words) in NO_FIGURE:
        return None
    if key(words) == "khong":
        raise ReportError(
            say("{label}: “không” là 0 hay chưa có số liệu", label=figure.label),
            remedy=say("Hãy ghi 0, hoặc để trống."),
        )
    if "/" in words:
        remedy = say("Hãy ghi phần đã làm và tổng số vào hai ô.")
        raise ReportError(say("{label}: ô này chỉ nhận một số", label=figure.label), value=words, remedy=remedy)
    if words.endswith("%"):
        raise ReportError(
            say("{label}: tỷ lệ không phải số lượng", label=figure.label), value=words, remedy=say("Hãy ghi số lượng.")
        )
    if _SECOND_NUMBER.search(words):
        remedy = say("Hãy ghi mỗi con số vào ô của nó.")
        raise ReportError(say("{label}: ô có hai con số", label=figure.label), value=words, remedy=remedy)
    return _read_words(figure, words)


def _read_words(figure: Figure, words: str) -> Reading:
    """Read `number unit` for a figure; raises ReportError."""
    bare = _APPROXIMATE.sub("", words)
    match = _QUANTITY.match(bare)
    if match is None:
        raise ReportError(
            say("{label}: không đọc được số", label=figure.label),
            value=words,
            remedy=say("Hãy ghi như {example}.", example=example(figure)),
        )
    number, doubt = read_number(match["number"])
    value = number * _factor(figure, match["unit"] or figure.unit, words)
    if value * 1000 > MOST.get(figure.kind, math.inf):
        doubt = ""  # nobody can have meant a thousand times as much
    if bare != words:
        doubt = say("Con số ghi là ước lượng (“{words}”).", words=words)
    return _checked(figure, value, words, doubt)


def _factor(figure: Figure, unit: str, words: str) -> Decimal:
    """Return how many of the figure's units one written unit is; raises ReportError for a unit of something else."""
    written = key(unit).rstrip(".")
    if figure.kind is FigureKind.COUNT:
        if written in COUNTED[figure.unit]:
            return Decimal(1)
        allowed = figure.unit
    else:
        factor = UNITS[figure.kind].get(written)
        if factor is not None:
            return factor
        allowed = ALLOWED_UNITS[figure.kind]
    raise ReportError(
        say("{label}: đơn vị lạ", label=figure.label),
        value=words,
        remedy=say("Đơn vị được phép: {allowed}.", allowed=allowed),
    )


def _checked(figure: Figure, value: Decimal, words: str, doubt: str) -> Reading:
    """Check a value against what its kind can be and return it; raises ReportError."""
    if not value.is_finite() or value < 0:
        raise ReportError(
            say("{label}: không thể âm", label=figure.label), value=words, remedy=say("Hãy ghi số từ 0 trở lên.")
        )
    if figure.kind in (FigureKind.COUNT, FigureKind.MONEY):
        if value != value.to_integral_value():
            raise ReportError(
                say("{label}: phải là số nguyên", label=figure.label),
                value=words,
                remedy=say("Hãy ghi như {example}.", example=example(figure)),
            )
        return Reading(int(value), words, doubt)
    limit = MOST[figure.kind]
    if value > limit:
        most = to_words(figure, limit)
        read = to_words(figure, float(value))
        remedy = say(
            "Đọc là {read}, lớn hơn mức có thể ({most}). Dấu chấm ngăn nghìn, dấu phẩy là số lẻ.", read=read, most=most
        )
        raise ReportError(say("{label}: quá lớn", label=figure.label), value=words, remedy=remedy)
    return Reading(float(value), words, doubt)


def read_number(words: str) -> tuple[Decimal, str]:
    """Read a bare number the Vietnamese way; returns it with a doubt to show (or ""). Raises ReportError."""
    if words.isdigit() and words.isascii():
        return Decimal(words), ""
    if _COMMA_OR_GROUP.match(words):
        dotted, joined = words.replace(",", "."), words.replace(",", "")
        return Decimal(dotted), say(
            "“{words}” được đọc là số lẻ; nếu là {joined} thì hãy ghi {dotted}.",
            words=words,
            joined=joined,
            dotted=dotted,
        )
    if _GROUPED_DOTS.match(words) or _GROUPED_SPACES.match(words) or _COMMA_DECIMAL.match(words):
        return Decimal(words.replace(".", "").replace(" ", "").replace(",", ".")), ""
    if _DOT_DECIMAL.match(words):
        return Decimal(words), ""
    if _FOREIGN.match(words):
        plain = words.replace(",", "")
        remedy = say(
            "Nếu là {number} thì hãy ghi {written}.",
            number=plain.replace(".", ","),
            written=words.translate(str.maketrans(",.", ".,")),
        )
        raise ReportError(say("Số viết theo lối nước ngoài"), value=words, remedy=remedy)
    raise ReportError(say("Không đọc được số"), value=words, remedy=say("Hãy ghi như 1.234,5."))


def read_fraction(figure: Figure, words: str) -> tuple[Reading, Reading]:
    """Read `part/whole unit`, such as `13,1/14,59 ha` or `957.924,2m2/1.184.136m2`. Raises ReportError.

    A unit written once holds for both; a part larger than its whole is refused.
    """
    pieces = clean(words).split("/")
    if len(pieces) != 2:
        raise ReportError(say("Không phải dạng phần/tổng"), value=words, remedy=say("Hãy ghi như 13,1/14,59 ha."))
    part, whole = (piece.strip() for piece in pieces)
    unit = re.search(r"[^\d\s.,].*$", whole)
    if part and part[-1].isdigit() and unit is not None and not re.search(r"[^\d\s.,]", part):
        part = f"{part} {unit.group()}"
    numerator, denominator = _read_words(figure, part), _read_words(figure, whole)
    if numerator.value > denominator.value:
        raise ReportError(say("Phần đã làm lớn hơn tổng"), value=words, remedy=say("Hãy kiểm tra lại hai số."))
    return numerator, denominator


def read_date(given: object) -> date:
    """Read a date, day first: `5/3/2026`, `05.03.2026`, `ngày 5 tháng 3 năm 2026`, `2026-03-05`, or a date object.

    Raises ReportError.
    """
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    words = clean(given) if isinstance(given, str) else ""
    iso = _DATE_ISO.match(words)
    written = _DATE_VN.match(words) or _DATE_WORDS.match(words)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if written is not None:
            return date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError as error:
        raise ReportError(
            say("Ngày không có thật"), value=given, remedy=say("Hãy ghi ngày/tháng/năm, như 05/03/2026.")
        ) from error
    raise ReportError(say("Không đọc được ngày"), value=given, remedy=say("Hãy ghi ngày/tháng/năm, như 05/03/2026."))


def number_words(value: Amount, decimals: int = 2) -> str:
    """Write a number the Vietnamese way: thousands by dots, up to `decimals` decimals after a comma, no idle zeros."""
    text = f"{value:,.{decimals}f}" if isinstance(value, float) else f"{value:,}"
    return Number(text.rstrip("0").rstrip(".") if "." in text else text)


def to_words(figure: Figure, value: Amount | None) -> str:
    """Write a figure with its unit for a screen, `635.200 m²`; `chưa có số liệu` where nothing was reported."""
    if value is None:
        return Sentence("chưa có số liệu")
    number = number_words(value, 3 if figure.kind is FigureKind.LENGTH else 2)
    return Sentence("{number} {unit}", number=number, unit=unit_words(figure.unit, value))


def unit_words(unit: str, value: Amount) -> str:
    """Return a unit as it follows a number: 1 household, 2 households."""
    return Sentence.counted(unit, 1 if value == 1 else 2)


def example(figure: Figure) -> str:
    """Return how such a figure is written, for a remedy or a form."""
    shown = {
        "int": say("{number} {unit}", number=253, unit=figure.unit),
        "area": say("635.200 m² hoặc 63,52 ha"),
        "km": "7,14 km",
        "money": say("1.250.000.000 hoặc 1,25 tỷ"),
    }
    return shown[figure.kind.value]
