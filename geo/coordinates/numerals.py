"""Numbers as Vietnamese decisions print them.

Comma or point decimals, thousands marked by points, commas or spaces, angles in degrees, minutes and seconds, and
degree signs that a PDF turned into a nought. Pure text; no projection.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

METRES_MIN: Final = 40_000.0
NORTHING_MIN: Final = 900_000.0
EASTING_MAX: Final = 1_400_000.0
METRES_MAX: Final = 2_700_000.0
"""Northings of Vietnam lie in 900-2,700 km; eastings in 250-850 km, in 40-1,400 km where a zone far away is meant."""

LATITUDES: Final = (8.0, 24.5)
LONGITUDES: Final = (101.5, 112.5)

NUMBER: Final = r"\d(?:[\d.,]*\d)?"
ANGLE: Final = re.compile(
    r"""(?<![\w.,])(?P<side>[NEBĐ]\s*)?
    (?: (?P<deg>\d{1,3})\s*(?:°|o(?=\s*\d)|\bđộ)\s*(?P<min>\d{1,2}(?:[.,]\d+)?)\s*(?:'|phút)?
      | (?P<lost>10[2-9]|1\d|2[0-4]|[89])0(?P<lost_min>[0-5]\d)' )
    (?:\s*(?P<sec>\d{1,2}(?:[.,]\d+)?)\s*(?:"|''|giây))?""",
    re.VERBOSE | re.IGNORECASE,
)

_HARD_SPACED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u2007\u2009\u202f]\d{3})+(?!\d)")
_LOOSE_SIGN: Final = re.compile(r"(?<=\d)[ \t]*(°|'(?=[ \t]*\d{1,2}(?:[.,]\d+)?\"))[ \t]*(?=\d)")
_TYPOGRAPHY: Final = str.maketrans(
    {
        **dict.fromkeys("’‘′ʹ´`＇", "'"),
        **dict.fromkeys("”“″ʺ＂", '"'),
        **dict.fromkeys("º˚ᵒ⁰", "°"),
        **dict.fromkeys("−–—‐‑", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", ""),
        "₀": "0",
        "²": "2",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\x07": "\n",
    }
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """One printed number: its text, its value, and the size of its last printed digit in the same unit."""

    raw: str
    value: float
    step: float


def clean(text: str) -> str:
    """Bring a pasted text to one typography: NFC, plain quotes, degree signs, spaces and line ends.

    Hard spaces between thousands go.
    """
    joined = _HARD_SPACED.sub(lambda match: re.sub(r"\D", "", match.group()), text.replace("\r\n", "\n"))
    plain = unicodedata.normalize("NFC", joined).translate(_TYPOGRAPHY).replace("''", '"')
    return _LOOSE_SIGN.sub(r"\1", plain)


def find_values(raw: str) -> tuple[Numeral, ...]:
    """List every way to read a printed number: `595.190` is 595.19 or 595190; `2.314.037,64` is one number.

    `1.2.3` is none.
    """
    digits = raw.replace(" ", "")
    marks = re.findall(r"[.,]", digits)
    readings = []
    if not marks:
        readings.append(Numeral(raw, float(digits), 1.0))
    if len(set(marks)) == 1 and _is_grouped(digits, marks[0]):
        readings.append(Numeral(raw, float(digits.replace(marks[0], "")), 1.0))
    if marks and marks.count(marks[-1]) == 1:
        whole, _, fraction = digits.rpartition(marks[-1])
        other = marks[0] if marks[0] != marks[-1] else ""
        if not other or _is_grouped(whole, other):
            readings.append(
                Numeral(
                    raw, float(f"{whole.replace(other, '') if other else whole}.{fraction}"), 10.0 ** -len(fraction)
                )
            )
    return tuple(readings)


def _is_grouped(digits: str, mark: str) -> bool:
    return re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", digits) is not None


def find_metres(raw: str) -> Numeral | None:
    """Read a printed number as a grid coordinate in metres, or None when no reading of it can be one in Vietnam."""
    return next((found for found in find_values(raw) if METRES_MIN <= found.value <= METRES_MAX), None)


def find_decimal_degrees(raw: str) -> Numeral | None:
    """Read a printed number as decimal degrees with at least three decimals, or None."""
    fine = (found for found in find_values(raw) if found.step <= 0.001)
    return next((found for found in fine if is_latitude(found.value) or is_longitude(found.value)), None)


def read_angle(match: re.Match[str]) -> Numeral:
    """Return the decimal degrees of a match of `ANGLE`.

    Its `lost` group tells that the degree sign was printed as a nought.
    """
    degrees = float(match["deg"] or match["lost"])
    minutes, step = _part(match["min"] or match["lost_min"], 1 / 60)
    seconds, fine = _part(match["sec"], 1 / 3600) if match["sec"] else (0.0, step)
    return Numeral(match.group().strip(), degrees + minutes / 60 + seconds / 3600, fine)


def _part(printed: str, unit: float) -> tuple[float, float]:
    whole, _, fraction = printed.replace(",", ".").partition(".")
    return float(f"{whole}.{fraction or 0}"), float(unit * 10.0 ** -len(fraction))


def has_small_reading(raw: str) -> bool:
    """Tell whether a number may also be no coordinate: `141,421` is a length of a side as well as 141421."""
    return any(found.value < METRES_MIN for found in find_values(raw))


def is_latitude(degrees: float) -> bool:
    """Tell whether degrees can be a latitude of Vietnam."""
    return LATITUDES[0] <= degrees <= LATITUDES[1]


def is_longitude(degrees: float) -> bool:
    """Tell whether degrees can be a longitude of Vietnam."""
    return LONGITUDES[0] <= degrees <= LONGITUDES[1]
