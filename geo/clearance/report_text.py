"""Figures in the sentences of a report: found, shown with their words, proposed, and never entered by themselves.

A clause that says what is *not* done, or what is left ("chưa", "còn", "phải"), proposes nothing for what is done. A
percentage that disagrees with the fraction beside it is pointed out: both cannot be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.clearance.figures import clean, number_words, read_figure, read_fraction, read_number, unit_words
from geo.clearance.report import FIGURE, Amount, Figure
from geo.errors import ReportError
from geo.language import said, say
from geo.text import key

_NUMBER = r"\d(?:[\d.,]*\d)?"
_UNIT = r"(?:m2|m²|ha\b|km\b|hộ\b|tổ chức\b|phương án\b)"
_FRACTION = re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*/\s*{_NUMBER}\s*{_UNIT}", re.IGNORECASE)
_AMOUNT = re.compile(rf"{_NUMBER}\s*{_UNIT}", re.IGNORECASE)
_BARE = re.compile(rf"^{_NUMBER}(?=\s+(?:đã|được|nhận))", re.IGNORECASE)
_PERCENT = re.compile(rf"(?P<left>còn\s+)?(?P<number>{_NUMBER})\s*%", re.IGNORECASE)
_CUT = re.compile(r"[;\n]|,(?=\s)|\.(?=\s|$)|\s+và\s+(?=\d)")

_AGAINST = re.compile(r"\bkhong (phoi hop|dong y|dong thuan)|\bchua dong thuan\b")
_LEFT = re.compile(r"\b(chua|khong|con|phai|giam|van dong|tiep tuc|hop voi|du kien)\b")
_DONE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bthong bao\b", ("notified",)),
    (r"\bkiem dem\b", ("inventoried",)),
    (r"\bphe duyet\b", ("plan_approved",)),
    (r"\bnhan tien va ban giao\b", ("paid", "handed_over")),
    (r"\b(nhan tien|chi tra)\b", ("paid",)),
    (r"\bban giao\b", ("handed_over",)),
)
_PARTS = {
    "km": ("km_clear", "km_required"),
    "area": ("area_handed_over_m2", "area_required_m2"),
    "households": ("households_handed_over", "households_total"),
    "organisations": ("organisations_handed_over", "organisations_total"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A figure the words may mean: the field, its value, and the words it was read from."""

    figure: Figure
    value: Amount
    words: str

    @property
    def sentence(self) -> str:
        """The proposal as a question to whoever enters it."""
        return say(
            "“{words}” có phải là {figure}: {value} {unit}?",
            words=self.words,
            figure=said(self.figure.label).lower(),
            value=number_words(self.value),
            unit=unit_words(self.figure.unit, self.value),
        )


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


def find_proposals(text: str) -> tuple[Proposal, ...]:
    """Find the figures that the sentences of a report may mean, in the order they stand, each field once."""
    found: dict[str, Proposal] = {}
    for clause in _CUT.split(text):
        for proposal in _of_clause(clean(clause)):
            found.setdefault(proposal.figure.name, proposal)
    return tuple(found.values())


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


def _of_clause(clause: str) -> Iterator[Proposal]:
    """Propose what one clause says."""
    folded = key(clause)
    fraction = _FRACTION.search(clause)
    if fraction is not None:
        yield from _of_fraction(fraction.group())
    elif _AGAINST.search(folded):
        yield from _counted(clause, ("not_agreeing",))
    elif not _LEFT.search(folded):
        amount = _AMOUNT.search(clause)
        if amount is not None and _kind(amount.group()) == "area" and re.search(r"\b(giai phong|ban giao)\b", folded):
            yield from _one("area_handed_over_m2", amount.group())
        yield from _counted(clause, next((names for words, names in _DONE if re.search(words, folded)), ("total",)))


def _kind(words: str) -> str:
    """Return what an amount with its unit is an amount of; a bare number or a plan stands for households."""
    folded = key(words)
    if folded.endswith("km"):
        return "km"
    if folded.endswith(("m2", "ha")):
        return "area"
    return "organisations" if folded.endswith("to chuc") else "households"


def _of_fraction(words: str) -> Iterator[Proposal]:
    """Propose part and whole of a fraction."""
    names = _PARTS[_kind(words)]
    try:
        readings = read_fraction(FIGURE[names[1]], words)
    except ReportError:
        return
    for name, reading in zip(names, readings, strict=True):
        yield Proposal(FIGURE[name], reading.value, clean(words))


def _counted(clause: str, counts: tuple[str, ...]) -> Iterator[Proposal]:
    """Propose counts of households or organisations; a bare number at the start of a clause counts households."""
    amount = _AMOUNT.search(clause) or (None if "total" in counts else _BARE.search(clause))
    if amount is None or (who := _kind(amount.group())) not in ("households", "organisations"):
        return
    for count in counts:
        yield from _one(f"{who}_{count}", amount.group())


def _one(name: str, words: str) -> Iterator[Proposal]:
    """Propose one figure if its words can be read."""
    try:
        reading = read_figure(FIGURE[name], words)
    except ReportError:
        return
    if reading is not None:
        yield Proposal(FIGURE[name], reading.value, clean(words))


def _compare(fraction: str, number: str, *, left: bool) -> Iterator[Disagreement]:
    """Compare a stated percentage with what its fraction gives; nothing where one of them cannot be read."""
    try:
        part, whole = read_fraction(FIGURE[_PARTS[_kind(fraction)][1]], fraction)
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
