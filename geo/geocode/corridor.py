"""Corridors: "đoạn từ A đến B", "từ A tới B sang C", "nối A với B", "đường A - B".

A road with a line of its own is followed between its two ends. A road without one follows known lines where they lead
from one end to the other, else it is a straight sketch. Only a mapped road, named in the words, counts as traced.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import shapely

from geo.geocode.answers import How, located, metres, refused, says_name
from geo.geocode.corridor_legs import Anchor, Leg, leg_between
from geo.geocode.corridor_words import Part, corridor_parts
from geo.geocode.drawing import Drawn
from geo.geocode.junction import meeting
from geo.geocode.plane import Plane, plane_of
from geo.geocode.reading import Named, Reading
from geo.language import Sentence
from geo.model import Evidence, Location, PlaceKind, Precision

# A resettlement area serves a road from the communes it runs through: about the size of one.
SERVED_M = 1500.0
# Words between two names of one end of a corridor; any other may be a misprinted "đến" or "sang".
TOGETHER = frozenset({"tai", "thuoc", "o", "cua", "va", "voi", "xa", "phuong", "thi", "tran", "nut", "giao", "duong"})


def corridor(reading: Reading) -> Location | None:
    """Draw a corridor between the places that its words name as ends; refuse it when an end is unknown."""
    parts = corridor_parts(reading)
    if len(parts) == 1:
        return _one_ended(reading, parts[0])
    if not parts or not reading.named:
        return None
    carrier = _carrier(reading, parts)
    plane = plane_of(reading.named[0].place)
    anchors = [_anchor(reading, part, carrier, plane) for part in parts]
    known = [anchor for anchor in anchors if anchor is not None]
    if len(known) < len(parts):
        return _open_ended(reading, parts, anchors, carrier)
    legs = _legs(reading, known, carrier, plane)
    if not all(legs):
        evidence = [says_name(reading, one) for anchor in known for one in anchor.used]
        return refused(reading, Sentence("Hai đầu tuyến gặp nhau, không rõ tuyến nằm ở đâu."), evidence=evidence)
    beside_m = SERVED_M if reading.is_areal(parts[0].start) else 0.0
    return _answer(reading, known, [leg for leg in legs if leg is not None], carrier, beside_m)


def _legs(reading: Reading, anchors: Sequence[Anchor], carrier: Named | None, plane: Plane) -> list[Leg | None]:
    """Return the stretches from one end to the next."""
    road = carrier.place if carrier else None
    return [leg_between(reading.gazetteer, one, other, road, plane) for one, other in pairwise(anchors)]


def _carrier(reading: Reading, parts: Sequence[Part]) -> Named | None:
    """Return the road that the corridor is a stretch of: the last one named before its ends."""
    roads = [one for one in reading.between(0, parts[0].start) if one.place.kind is PlaceKind.ROAD]
    return roads[-1] if roads else None


def _one_ended(reading: Reading, part: Part) -> Location | None:
    """Refuse "từ đường A …" without a second end: the road named is where it begins, not where it is."""
    used = reading.between(part.start, part.end)
    if not used or used[0].start != part.start or used[0].place.kind is not PlaceKind.ROAD:
        return None
    evidence = [reading.evidence(used[0].start, used[0].end, used[0].place, Sentence("chỉ là một đầu của tuyến."))]
    return refused(reading, Sentence("Chỉ đọc được một đầu của tuyến."), evidence=evidence)


def _is_clear(reading: Reading, used: Sequence[Named]) -> bool:
    """Say whether the names of one end belong together: side by side, or joined by a word that says how."""
    return all({word.key for word in reading.words[one.end : other.start]} <= TOGETHER for one, other in pairwise(used))


def _anchor(reading: Reading, part: Part, carrier: Named | None, plane: Plane) -> Anchor | None:
    """Return what one end names; None when nothing in it is known."""
    used = reading.between(part.start, part.end)
    if not used or not _is_clear(reading, used):
        return None
    if any(not reading.inside_name(at) for at, _ in reading.where("nút giao") if part.start <= at < part.end):
        crossing = meeting(reading.gazetteer, [one.place for one in used], carrier.place if carrier else None, plane)
        if crossing is not None:
            return Anchor(part, used, crossing.drawn.geometry, crossing.drawn.radius_m, crossing.places)
    return _line_anchor(reading, part, used, plane) or _place_anchor(part, used, plane)


def _line_anchor(reading: Reading, part: Part, used: tuple[Named, ...], plane: Plane) -> Anchor | None:
    """Return a road or bridge as an end: its lines; "đường 359 tại thị trấn Núi Đèo" ends at the place."""
    first = used[0].place
    lines = reading.gazetteer.lines(first.id) if first.kind in {PlaceKind.ROAD, PlaceKind.BRIDGE} else ()
    if not lines:
        return None
    if len(used) > 1:
        return Anchor(part, used, plane.point(used[-1].place), used[-1].place.radius_m)
    geometry = shapely.union_all([plane.metres(shape.geometry) for shape in lines])
    return Anchor(part, used, geometry, max(shape.uncertainty_m for shape in lines))


def _place_anchor(part: Part, used: tuple[Named, ...], plane: Plane) -> Anchor:
    """Return the finest of the places of one end."""
    finest = min(used, key=lambda one: one.place.radius_m)
    return Anchor(part, used, plane.point(finest.place), finest.place.radius_m)


def _open_ended(
    reading: Reading, parts: Sequence[Part], anchors: Sequence[Anchor | None], carrier: Named | None
) -> Location | None:
    """Refuse a corridor with an unknown end and say which; chainages and years are no ends, other rules may answer.

    A road known in one stretch only must not stand for another: "Vành đai 2 từ Bùi Viện đến Tân Vũ".
    """
    unknown = [part for part, anchor in zip(parts, anchors, strict=True) if anchor is None]
    numbered = all(any(word.is_number for word in reading.words[part.start : part.end]) for part in unknown)
    if numbered or (carrier is None and not any(anchors)):
        return None
    evidence = [
        reading.evidence(part.start, part.end, None, Sentence("không nhận ra địa danh nào.")) for part in unknown
    ]
    shown = ", ".join(f"«{line.words}»" for line in evidence)
    return refused(reading, Sentence("Tuyến có điểm đầu hoặc cuối chưa biết: {shown}.", shown=shown), evidence=evidence)


def _answer(
    reading: Reading, anchors: Sequence[Anchor], legs: Sequence[Leg], carrier: Named | None, beside_m: float
) -> Location:
    """Return all stretches as one line; an area or a building lies within `beside_m` of it."""
    line = shapely.line_merge(shapely.union_all([leg.drawn.geometry for leg in legs]))
    radius = math.hypot(max(leg.drawn.radius_m for leg in legs), beside_m)
    traced = all(leg.traced for leg in legs)
    shapes = tuple({shape.id: shape for leg in legs for shape in leg.shapes}.values())
    used = [*([carrier] if carrier else []), *(one for anchor in anchors for one in anchor.used)]
    also = tuple({place.id: place for anchor in anchors for place in anchor.also}.values())
    how = How(
        method="beside" if beside_m else "corridor",
        precision=Precision.TRACED if traced and not beside_m else Precision.BETWEEN,
        used=used,
        also=also,
        shapes=shapes,
        evidence=[
            *(says_name(reading, one) for one in used),
            *_says_junctions(reading, anchors),
            *_says_legs(reading, anchors, legs),
        ],
        sketch=any(leg.sketch for leg in legs),
    )
    return located(reading, Drawn(line, radius), plane_of(reading.named[0].place), how)


def _says_junctions(reading: Reading, anchors: Sequence[Anchor]) -> Iterator[Evidence]:
    """Yield which junctions the words imply."""
    for anchor in anchors:
        for place in anchor.also:
            says = Sentence("là {name}, sai số {distance}.", name=place.name, distance=metres(place.radius_m))
            yield reading.evidence(*anchor.part, place, says)


def _says_legs(reading: Reading, anchors: Sequence[Anchor], legs: Sequence[Leg]) -> Iterator[Evidence]:
    """Yield how each stretch was drawn."""
    for (one, other), leg in zip(pairwise(anchors), legs, strict=True):
        if leg.shapes:
            names = ", ".join(dict.fromkeys(shape.name for shape in leg.shapes))
            says = Sentence(
                "đi theo {names}, cách tim tuyến tới {distance}.", names=names, distance=metres(leg.drawn.radius_m)
            )
        else:
            says = Sentence(
                "chưa có hướng tuyến: nối thẳng hai đầu, sai số {distance}.", distance=metres(leg.drawn.radius_m)
            )
        yield reading.evidence(one.part.start, other.part.end, None, says)
