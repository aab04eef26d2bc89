"""From a name to a location: the rules, in the order in which they are asked. The first that answers, answers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from geo.gazetteer import Gazetteer
from geo.geocode.answers import accuracy, metres, refused
from geo.geocode.corridor import SERVED_M, corridor
from geo.geocode.junction import junction
from geo.geocode.lots import lots
from geo.geocode.named import named
from geo.geocode.names import read_name
from geo.geocode.pairs import half_read, neighbours, several
from geo.geocode.reading import Reading
from geo.geocode.relations import beside, line, one_side, over_river
from geo.geocode.wide import military, strangers, unlocated, ward_wide
from geo.language import Sentence
from geo.model import Category, Evidence, Location, PlaceKind, Precision

Rule = Callable[[Reading], Location | None]

# What speaks against a place comes first, what says most about it next, a bare name last.
RULES: tuple[Rule, ...] = (
    strangers,
    military,
    lots,
    corridor,
    junction,
    over_river,
    beside,
    one_side,
    half_read,
    line,
    neighbours,
    several,
    named,
    unlocated,
    ward_wide,
)

# Names of works have some hundred letters; what is longer is another text, and reading it would take its time.
LONGEST_NAME = 2000
SERVES = ("phục vụ", "để phục vụ")
SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s?(ha|m2|m²|km2|km²)(?!\w)", re.IGNORECASE)
SQUARE_METRES = {"ha": 10_000.0, "m2": 1.0, "m²": 1.0, "km2": 1_000_000.0, "km²": 1_000_000.0}


def locate(name: str, gazetteer: Gazetteer, *, on: date | None = None, category: Category | None = None) -> Location:
    """Return where the work of this name is, or a reasoned refusal (precision `none`); never raises for a name.

    `on` keeps names to those in use on that day; without it a name that changed means all it has meant. `category`
    is that of the ledger where it is known: military works stay at ward level.
    """
    reading = read_name(name[:LONGEST_NAME], gazetteer, on, category)
    if len(name) > LONGEST_NAME:
        return refused(
            reading,
            Sentence(
                "Tên dài {length} ký tự; chỉ đọc tên công trình dưới {most} ký tự.",
                length=len(name),
                most=LONGEST_NAME,
            ),
        )
    if not reading.words:
        return refused(reading, Sentence("Chưa có chữ nào để tìm."))
    found = strangers(reading) or _served(reading) or _ask(reading) or _nothing(reading)
    return replace(found, evidence=(*found.evidence, *_smaller(reading, found), *_sizes(reading, found)))


def _ask(reading: Reading) -> Location | None:
    """Return the first answer of the rules."""
    return next((found for rule in RULES if (found := rule(reading)) is not None), None)


def _served(reading: Reading) -> Location | None:
    """Answer "A phục vụ B": A's own place where the name says it, else near B."""
    span = reading.first(*SERVES)
    if span is None:
        return None
    own = set(range(span[0]))
    for one in reading.between(span[1], len(reading.words)):
        if "(" in reading.words[one.start].gap:
            own.update(range(one.start, one.end))
    communes = [one for one in reading.named if one.place.kind is PlaceKind.COMMUNE]
    mine = reading.only(own)
    if mine.named:
        return _ask(reading.only(own.union(*(range(one.start, one.end) for one in communes))))
    other = _ask(reading.only(range(span[1], len(reading.words))))
    if other is None or other.geometry is None or other.radius_m is None:
        return other
    return _near(reading, span[0], other, other.radius_m)


def _near(reading: Reading, start: int, other: Location, radius_m: float) -> Location:
    """Return the surroundings of the work that is served."""
    says = Sentence(
        "khu này phục vụ công trình nêu sau đó: lấy quanh công trình ấy thêm {distance}.", distance=metres(SERVED_M)
    )
    evidence = reading.evidence(start, start + 2, None, says)
    return replace(
        other,
        radius_m=accuracy(math.hypot(radius_m, SERVED_M)),
        precision=Precision.BETWEEN if other.precision in {Precision.TRACED, Precision.BETWEEN} else Precision.AREA,
        method="served",
        evidence=(evidence, *other.evidence),
    )


def _nothing(reading: Reading) -> Location:
    """Refuse a name in which no place is known, and say what stood in the way."""
    if reading.doubts:
        doubt = reading.doubts[0]
        shown = reading.shown(doubt.start, doubt.end)
        evidence = [
            reading.evidence(
                doubt.start,
                doubt.end,
                None,
                Sentence("gần giống {name}. {reason}", name=doubt.places[0].name, reason=doubt.reason),
            )
        ]
        return refused(
            reading,
            Sentence(
                "«{shown}» chưa chắc là {name}. {reason}", shown=shown, name=doubt.places[0].name, reason=doubt.reason
            ),
            evidence=evidence,
        )
    if reading.hamlets:
        evidence = [
            reading.evidence(hamlet.start, hamlet.end, None, Sentence("chưa có trong danh mục địa danh."))
            for hamlet in reading.hamlets
        ]
        return refused(
            reading, Sentence("«{words}» chưa có trong danh mục địa danh.", words=evidence[0].words), evidence=evidence
        )
    wider = [*reading.home, *((one.start, one.end) for one in reading.named if one.place is reading.gazetteer.ward)]
    if wider:
        evidence = [reading.evidence(*span, None, Sentence("có thể rộng hơn phường.")) for span in wider]
        return refused(
            reading,
            Sentence("Tên chỉ nêu «{words}», có thể rộng hơn phường.", words=evidence[0].words),
            evidence=evidence,
        )
    return refused(reading, Sentence("Không nhận ra địa danh nào trong tên."))


def _smaller(reading: Reading, found: Location) -> list[Evidence]:
    """Return what the name says below a commune and the gazetteer does not know."""
    if found.geometry is None:
        return []
    says = Sentence("chưa có trong danh mục địa danh: chỉ định vị theo địa danh lớn hơn.")
    return [reading.evidence(hamlet.start, hamlet.end, None, says) for hamlet in reading.hamlets]


def _sizes(reading: Reading, found: Location) -> list[Evidence]:
    """Return the areas that the name states: sizes, never outlines."""
    if found.geometry is None:
        return []
    lines = []
    for match in SIZE.finditer(reading.text):
        area_m2 = float(match[1].replace(",", ".")) * SQUARE_METRES[match[2].lower()]
        circle = metres(math.sqrt(area_m2 / math.pi))
        lines.append(
            Evidence(
                match[0],
                None,
                Sentence("là diện tích (bằng vòng tròn bán kính {circle}), không phải ranh giới.", circle=circle),
            )
        )
    return lines
