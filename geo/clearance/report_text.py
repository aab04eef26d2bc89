"""Figures in the sentences of a report: a percentage that disagrees with the fraction beside it is pointed out.

Both cannot be right; which one is wrong is for people to find out. Nothing is entered from words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.clearance.figures import clean, number_words, read_fraction, read_number
from geo.clearance.report import FIGURE
from geo.errors import ReportError
from geo.language import say
from geo.text import key

_NUMBER = r"\d(?:[\d.,]*\d)?"
_UNIT = r"(?:m2|m²|ha\b|km\b|hộ\b|tổ chức\b|phương án\b)"
_FRACTION = re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*/\s*{_NUMBER}\s*{_UNIT}", re.IGNORECASE)
_PERCENT = re.compile(rf"(?P<left>còn\s+)?(?P<number>{_NUMBER})\s*%", re.IGNORECASE)
_WHOLES = {
    "km": "km_required",
    "area": "area_required_m2",
    "households": "households_total",
    "organisations": "organisations_total",
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stated percentage that is not what its fraction gives; `left` when it is said of what is left."""

    fraction: str
    stated: float
    computed: float
    left: bool

    @property
    def sentence(self) -> str:
        """Both numbers, to be looked at."""
        rest = say("phần còn lại của ") if self.left else ""
        return say(
            "{rest}{fraction} là {computed} %, không phải {stated} %.",
            rest=rest,
            fraction=self.fraction,
            computed=number_words(self.computed),
            stated=number_words(self.stated),
        )


def find_disagreements(text: str) -> tuple[Disagreement, ...]:
    """Find the stated percentages that are not what the fraction before them gives.

    One unit of the last stated place is let through, because people round and cut off. After "còn" it is what is left.
    """
    fractions = list(_FRACTION.finditer(text))
    found: list[Disagreement] = []
    for number, match in enumerate(fractions):
        end = fractions[number + 1].start() if number + 1 < len(fractions) else len(text)
        done = False
        for percent in _PERCENT.finditer(text, match.end(), end):
            if done and not percent["left"]:
                continue
            done = done or not percent["left"]
            found.extend(_compare(match.group(), percent["number"], left=bool(percent["left"])))
    return tuple(found)


def _kind(words: str) -> str:
    """Return what an amount with its unit is an amount of; a bare number or a plan stands for households."""
    folded = key(words)
    if folded.endswith("km"):
        return "km"
    if folded.endswith(("m2", "ha")):
        return "area"
    return "organisations" if folded.endswith("to chuc") else "households"


def _compare(fraction: str, number: str, *, left: bool) -> Iterator[Disagreement]:
    """Compare a stated percentage with what its fraction gives; nothing where one of them cannot be read."""
    try:
        part, whole = read_fraction(FIGURE[_WHOLES[_kind(fraction)]], fraction)
        stated, _ = read_number(number)
    except ReportError:
        return
    if not whole.value:
        return
    share = 100 * part.value / whole.value
    computed = 100 - share if left else share
    exponent = stated.as_tuple().exponent
    step = 10.0 ** (exponent if isinstance(exponent, int) else 0)
    if abs(float(stated) - computed) > step:
        yield Disagreement(clean(fraction), float(stated), round(computed, 2), left)
