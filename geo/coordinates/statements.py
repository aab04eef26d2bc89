"""What a decision says around its table: central meridian, zone width, datum, area.

Found by words, taken out of the text, so that `105°45'` of a heading is never mistaken for a corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from geo.coordinates.numerals import NUMBER, find_values
from geo.crs import degrees_minutes, is_known, system_name
from geo.language import say

VN2000: Final = "VN-2000"
WGS84: Final = "WGS-84"
HN72: Final = "HN-72"

T = TypeVar("T")

_DEGREES = r"(?P<deg>10[2-9]|11[01])"
_MINUTES = r"(?:\s*(?P<sign>°|o|độ|do|-|\s|0)\s*(?P<min>[0-5]\d)(?!\d)\s*(?:'|phút|phut)?(?:\s*0{1,2}(?:[.,]0+)?\")?)"
_MERIDIAN: Final = re.compile(
    rf"""(?:kinh\s*tuy[eế]n(?:\s+(?:tr[uụ]c|trung\s+[uư][oơ]ng|g[oố]c|gi[uữ]a))?|\bK\.?T\.?T\.?(?:W|Ư)?\b\.?|\bL0\b|\bTM-?3\b)
    (?:\s*(?:là|địa\s+phương|L0))?\s*[:=(]?\s*
    (?:(?P<decimal>1[01]\d[.,](?:25|5|50|75|0|00))(?!\d)\s*°?|{_DEGREES}(?:{_MINUTES}|\s*(?:°|độ|0)?(?!\d)))""",
    re.VERBOSE | re.IGNORECASE,
)
_WIDTH: Final = re.compile(
    r"(?:\bm[uú]i(?:\s+chi[eế]u)?|\bMC)\s*[:=]?\s*(?P<width>[36])(?:\s*(?:°|độ|do)|o|0)?(?![\d.,]|\s*\d{3})|\bTM-?(?P<tm>3)\b",
    re.IGNORECASE,
)
_UTM_ZONE: Final = re.compile(r"\b(?:UTM(?:\s*zone)?|zone|m[uú]i)\s*[:-]?\s*(?P<zone>48|49)\s*N?\b", re.IGNORECASE)
_DATUM: Final = re.compile(r"\b(?:(?P<vn>VN)|(?P<wgs>WGS)|(?P<hn>HN))[\s_-]*(?:2000|84|72)\b", re.IGNORECASE)
_EPSG: Final = re.compile(r"\bEPSG\s*:*\s*(?P<code>\d{4,6})\b", re.IGNORECASE)
_AREA: Final = re.compile(
    rf"(?P<number>{NUMBER}|\d{{1,3}}(?: \d{{3}})+(?:,\d+)?) ?(?P<unit>[hH][aA]|[hH][eé]c-?ta|m2|m\^2|mét vuông)\b"
)
_AREA_HEADING: Final = re.compile(
    r"\b(?:di[eệ]n\s*t[ií]ch|DT|S)\s*[:(\[]*\s*(?P<unit>ha|m2|m\^2)\b\s*[)\]]?", re.IGNORECASE
)
_UNITS: Final = {"ha": 10_000.0, "hecta": 10_000.0, "hec-ta": 10_000.0, "hécta": 10_000.0, "héc-ta": 10_000.0}


@dataclass(frozen=True, slots=True)
class Statement:
    """What the words say, each in order of mention.

    Meridians in degrees, zone widths (3 or 6), datums, EPSG codes, areas in m², the unit in m² of an area column.
    `notes` say in Vietnamese which damaged signs were read how.
    """

    meridians: tuple[float, ...] = ()
    widths: tuple[int, ...] = ()
    datums: tuple[str, ...] = ()
    epsg: tuple[int, ...] = ()
    areas_m2: tuple[float, ...] = ()
    area_column_m2: float | None = None
    notes: tuple[str, ...] = ()


def read_statement(text: str) -> tuple[Statement, str]:
    """Take the statements out of a cleaned text.

    Returns them and the text with spaces in their place (same length, same lines).
    """
    notes: list[str] = []
    widths = list(_WIDTH.finditer(text))  # `TM-3 105-45` tells width and meridian at once
    meridians, text = _take(_MERIDIAN, text)
    _, text = _take(_WIDTH, text)
    utm, text = _take(_UTM_ZONE, text)
    datums, text = _take(_DATUM, text)
    codes, text = _take(_EPSG, text)
    areas, text = _take(_AREA, text)
    headings, text = _take(_AREA_HEADING, text)
    notes.extend(_lost_signs(meridians))
    epsg = tuple(int(match["code"]) for match in codes)
    notes.extend(
        say("Bảng ghi {code}: mã này không dùng được ở đây, bỏ qua.", code=system_name(code))
        for code in epsg
        if not is_known(code)
    )
    statement = Statement(
        meridians=_distinct(_meridian(match) for match in meridians)
        + tuple({"48": 105.0, "49": 111.0}[m["zone"]] for m in utm),
        widths=_distinct(int(match["width"] or match["tm"]) for match in widths) + ((6,) if utm else ()),
        datums=_distinct(_datum(match) for match in datums),
        epsg=tuple(code for code in epsg if is_known(code)),
        areas_m2=tuple(area for match in areas for area in _area(match)),
        area_column_m2=_unit(headings[-1]["unit"]) if headings else None,
        notes=tuple(notes),
    )
    return statement, text


def _take(pattern: re.Pattern[str], text: str) -> tuple[list[re.Match[str]], str]:
    found = list(pattern.finditer(text))
    return found, pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _distinct(values: Iterator[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _meridian(match: re.Match[str]) -> float:
    if match["decimal"]:
        return float(match["decimal"].replace(",", "."))
    return float(match["deg"]) + float(match["min"] or 0) / 60


def _lost_signs(matches: list[re.Match[str]]) -> Iterator[str]:
    for match in matches:
        if match["sign"] == "0":
            yield say(
                "«{printed}» đọc là {read}: dấu độ in thành số 0.",
                printed=match.group().strip(),
                read=degrees_minutes(_meridian(match)),
            )


def _datum(match: re.Match[str]) -> str:
    if match["vn"]:
        return VN2000
    return WGS84 if match["wgs"] else HN72


def _unit(word: str) -> float:
    return _UNITS.get(word.lower(), 1.0)


def _area(match: re.Match[str]) -> Iterator[float]:
    """Read one printed area.

    Of two readings (`1.234 m2`) square metres are grouped, hectares (`1.234 ha`) are decimals.
    """
    values = find_values(match["number"])
    unit = _unit(match["unit"])
    if values:
        chosen = (
            max(values, key=lambda found: found.value) if unit == 1.0 else min(values, key=lambda found: found.value)
        )
        yield chosen.value * unit
