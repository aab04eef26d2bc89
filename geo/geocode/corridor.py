"""Corridors: "đoạn từ A đến B", "từ A tới B sang C", "nối A với B", "đường A - B".

A road with a line of its own is followed between its two ends. A road without one follows known lines where they lead
from one end to the other, else it is a straight sketch. Only a mapped road, named in the words, counts as traced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.geocode.answers import How, located, metres, refused, says_name
from geo.geocode.drawing import BOW, Drawn, straight
from geo.geocode.junction import meeting
from geo.geocode.net_of import net_of
from geo.geocode.network import LONGEST_DETOUR, SLACK_M, Net, Way
from geo.geocode.plane import Plane, plane_of
from geo.geocode.reading import Named, Reading, Span
from geo.model import Evidence, Location, Place, PlaceKind, Precision, Shape

STARTS = ("từ", "nối từ", "kết nối từ", "nối", "kết nối", "nối liền")
STEPS = ("đến", "tới", "đi", "sang", "ra", "về", "nối với", "kết nối với", "nối", "nối vào", "với", "và")
LATE_STEPS = frozenset({"với", "và"})
ENDS = ("phục vụ", "thuộc dự án", "trên địa bàn", "dài", "để", "theo")
WIDE_KINDS = frozenset(
    {PlaceKind.URBAN_AREA, PlaceKind.INDUSTRIAL_ZONE, PlaceKind.ISLAND, PlaceKind.COMMUNE, PlaceKind.WARD}
)
CLOSE_M = 300.0


class Part(NamedTuple):
    """One end of a corridor as it is written: `words[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """One end of a corridor: the names it rests on, its geometry in metres, how far the truth may be from it."""

    used: tuple[Named, ...]
    geometry: BaseGeometry
    reach_m: float
    also: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of this end, those implied too."""
        return (*(one.place for one in self.used), *self.also)

    @property
    def is_wide(self) -> bool:
        """True for an area: the road may begin anywhere in it."""
        return any(place.kind in WIDE_KINDS for place in self.places) and self.geometry.geom_type == "Point"


class Leg(NamedTuple):
    """One stretch of a corridor in metres."""

    drawn: Drawn
    shapes: tuple[Shape, ...]
    sketch: bool
    traced: bool


def corridor(reading: Reading) -> Location | None:
    """Draw a corridor between the places that its words name as ends; refuse it when an end is unknown."""
    parts = corridor_parts(reading)
    if len(parts) < 2:
        return None
    carrier = _carrier(reading, parts)
    plane = _plane(reading)
    anchors = [_anchor(reading, part, carrier, plane) for part in parts]
    known = [anchor for anchor in anchors if anchor is not None]
    if len(known) < len(parts):
        return _open_ended(reading, parts, anchors, carrier)
    legs = [_leg(reading.gazetteer, one, other, carrier, plane) for one, other in pairwise(known)]
    return _answer(reading, known, legs, carrier, plane)


def _plane(reading: Reading) -> Plane:
    """Return the plane to draw in."""
    return (
        plane_of(reading.named[0].place) if reading.named else plane_of(next(iter(reading.gazetteer.places.values())))
    )


# --- the words ---


def corridor_parts(reading: Reading) -> list[Part]:
    """Return the ends of the corridor as they are written, in order; empty when there is none."""
    start = _start(reading)
    if start is None:
        return _dashed(reading)
    end = min((at for phrase in ENDS for at, _ in reading.where(phrase) if at > start[1]), default=len(reading.words))
    cuts = [step for step in _steps(reading, start) if step[0] < end]
    edges = [start[1], *(at for step in cuts for at in step), end]
    parts = [Part(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
    return [part for part in parts if part.start < part.end]


def _start(reading: Reading) -> Span | None:
    """Return where a corridor begins: the first "từ" or "nối" that is not part of a name or of "đầu tư"."""
    spans = [
        span
        for phrase in STARTS
        for span in reading.where(phrase)
        if not reading.inside_name(span[0]) and not (reading.bare and _is_tu_of_dau_tu(reading, span[0]))
    ]
    words_from = [span for span in spans if reading.words[span[1] - 1].key == "tu"]
    chosen = words_from or spans
    return min(chosen, key=lambda span: (span[0], -span[1])) if chosen else None


def _is_tu_of_dau_tu(reading: Reading, at: int) -> bool:
    """Say whether a "tu" without marks is the one of "đầu tư"."""
    return reading.words[at].key == "tu" and at > 0 and reading.words[at - 1].key == "dau"


def _steps(reading: Reading, start: Span) -> list[Span]:
    """Return the words that lead from one end to the next."""
    joins = reading.words[start[1] - 1].key != "tu"
    spans = sorted(
        (
            span
            for phrase in STEPS
            if joins or phrase not in LATE_STEPS
            for span in reading.where(phrase)
            if span[0] > start[1] and not reading.inside_name(span[0])
        ),
        key=lambda span: (span[0], -span[1]),
    )
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept or list(_dashes(reading, start[1]))


def _dashes(reading: Reading, start: int) -> Iterator[Span]:
    """Yield the dashes between two names after a start: "từ A - B"."""
    for one, other in pairwise(reading.between(start, len(reading.words))):
        if one.end == other.start and reading.words[other.start].gap == "-":
            yield other.start, other.start


def _dashed(reading: Reading) -> list[Part]:
    """Return the ends of "đường A - B", "đoạn A - B": two names, a dash between, a word for a road before."""
    for one, other in pairwise(reading.named):
        before = reading.words[one.start - 1].key if one.start else ""
        joined = one.end == other.start and reading.words[other.start].gap == "-"
        if joined and before in {"duong", "doan", "truc", "tuyen"} and one.place.kind is not PlaceKind.ROAD:
            return [Part(one.start, one.end), Part(other.start, other.end)]
    return []


def _carrier(reading: Reading, parts: Sequence[Part]) -> Named | None:
    """Return the road that the corridor is a stretch of: the last one named before its ends."""
    roads = [one for one in reading.between(0, parts[0].start) if one.place.kind is PlaceKind.ROAD]
    return roads[-1] if roads else None


# --- the ends ---


def _anchor(reading: Reading, part: Part, carrier: Named | None, plane: Plane) -> Anchor | None:
    """Return what one end names; None when nothing in it is known."""
    used = reading.between(part.start, part.end)
    if not used:
        return None
    if any(not reading.inside_name(at) for at, _ in reading.where("nút giao") if part.start <= at < part.end):
        crossing = meeting(reading.gazetteer, [one.place for one in used], carrier.place if carrier else None, plane)
        if crossing is not None:
            return Anchor(used, crossing.drawn.geometry, crossing.drawn.radius_m, crossing.places)
    lines = reading.gazetteer.lines(used[0].place.id) if used[0].place.kind is PlaceKind.ROAD else ()
    if lines and len(used) > 1:  # "đường 359 tại thị trấn Núi Đèo": where the road comes nearest to the place
        return Anchor(used, plane.point(used[-1].place), used[-1].place.radius_m)
    if lines:
        geometry = shapely.union_all([plane.metres(shape.geometry) for shape in lines])
        return Anchor(used, geometry, max(shape.uncertainty_m for shape in lines))
    finest = min(used, key=lambda one: one.place.radius_m)
    return Anchor(used, plane.point(finest.place), finest.place.radius_m)


def _open_ended(
    reading: Reading, parts: Sequence[Part], anchors: Sequence[Anchor | None], carrier: Named | None
) -> Location | None:
    """Refuse a corridor with an unknown end and say which; chainages and years are no ends, other rules may answer.

    A road known in one stretch only must not stand for another: "Vành đai 2 từ Bùi Viện đến Tân Vũ".
    """
    unknown = [part for part, anchor in zip(parts, anchors, strict=True) if anchor is None]
    numbers = [word for part in unknown for word in reading.words[part.start : part.end] if word.is_number]
    if numbers or (carrier is None and not any(anchors)):
        return None
    evidence = [reading.evidence(part.start, part.end, None, "không nhận ra địa danh nào.") for part in unknown]
    shown = ", ".join(f"«{line.words}»" for line in evidence)
    return refused(reading, f"Tuyến có điểm đầu hoặc cuối chưa biết: {shown}.", evidence=evidence)


# --- the legs ---


def _leg(gazetteer: Gazetteer, one: Anchor, other: Anchor, carrier: Named | None, plane: Plane) -> Leg:
    """Return the stretch between two ends: along the road named, along known lines, or straight."""
    net = net_of(gazetteer, plane)
    if carrier is not None and (leg := _along(net, gazetteer, one, other, carrier.place)):
        return leg
    way = _known_way(net, gazetteer, one, other) if carrier is None else None
    if way is not None:
        radius = max(way.uncertainty_m, BOW * way.line.length if not way.sketch else 0.0)
        return Leg(Drawn(way.line, radius), way.shapes, sketch=True, traced=False)
    start, end = shapely.shortest_line(one.geometry, other.geometry).boundary.geoms
    return Leg(straight(start, one.reach_m, end, other.reach_m), (), sketch=True, traced=False)


def _along(net: Net, gazetteer: Gazetteer, one: Anchor, other: Anchor, road: Place) -> Leg | None:
    """Return the stretch of a road's own lines between two ends; None when they do not lie along it.

    A road mapped in pieces is followed over its gaps only where its lines meet.
    """
    shapes = gazetteer.lines(road.id)
    ids = {shape.id for shape in shapes}
    widest = max((shape.uncertainty_m for shape in shapes), default=0.0)
    starts = net.nearest(one.geometry, one.reach_m + widest, ids)
    ends = net.nearest(other.geometry, other.reach_m + widest, ids)
    way = net.way(starts, ends, lambda shape: shape.id in ids) if starts and ends else None
    if way is None:
        return None
    sketch = way.sketch
    radius = way.uncertainty_m if sketch else max(way.uncertainty_m, one.reach_m, other.reach_m)
    return Leg(Drawn(way.line, radius), way.shapes, sketch=sketch, traced=not sketch)


def _known_way(net: Net, gazetteer: Gazetteer, one: Anchor, other: Anchor) -> Way | None:
    """Return a way along mapped roads, and along sketches that by their names lead to one of the ends; not too long."""
    ours = {place.id for place in (*one.places, *other.places)}

    def allowed(shape: Shape) -> bool:
        return not shape.sketch or bool(ours & _ends_by_name(gazetteer, shape))

    starts, ends = (_nodes(net, gazetteer, anchor) for anchor in (one, other))
    way = net.way(starts, ends, allowed)
    direct = one.geometry.distance(other.geometry)
    if way is None or way.line.length > LONGEST_DETOUR * direct + SLACK_M:
        return None
    return way


def _ends_by_name(gazetteer: Gazetteer, shape: Shape) -> set[str]:
    """Return the places that a line belongs to or leads to by its name."""
    if shape.place is None or shape.place not in gazetteer.places:
        return set()
    return {shape.place, *gazetteer.parts(shape.place)}


def _nodes(net: Net, gazetteer: Gazetteer, anchor: Anchor) -> list[int]:
    """Return where on the net an end may lie: in its area, on its lines, at the node next to it, at lines named so."""
    lines = {shape.id for place in anchor.places for shape in gazetteer.lines(place.id)}
    every = set(net.nodes_of)
    if lines and anchor.geometry.geom_type != "Point":
        return [node for shape in lines for node in net.nodes_of.get(shape, ())]
    reach = max(anchor.reach_m, CLOSE_M)
    found = net.within(anchor.geometry, reach, every) if anchor.is_wide else net.nearest(anchor.geometry, reach, every)
    ids = {place.id for place in anchor.places}
    for shape in net.shapes:
        if shape.place not in ids and ids & _ends_by_name(gazetteer, shape):
            found.extend(net.nearest(anchor.geometry, float("inf"), {shape.id}))
    return found


# --- the answer ---


def _answer(
    reading: Reading, anchors: Sequence[Anchor], legs: Sequence[Leg], carrier: Named | None, plane: Plane
) -> Location:
    """Return all stretches as one line."""
    line = shapely.line_merge(shapely.union_all([leg.drawn.geometry for leg in legs]))
    radius = max(leg.drawn.radius_m for leg in legs)
    traced = all(leg.traced for leg in legs)
    shapes = tuple({shape.id: shape for leg in legs for shape in leg.shapes}.values())
    used = [*([carrier] if carrier else []), *(one for anchor in anchors for one in anchor.used)]
    also = tuple({place.id: place for anchor in anchors for place in anchor.also}.values())
    how = How(
        method="corridor",
        precision=Precision.TRACED if traced else Precision.BETWEEN,
        used=used,
        also=also,
        shapes=shapes,
        evidence=[*(says_name(reading, one) for one in used), *_says_legs(reading, anchors, legs)],
        sketch=any(leg.sketch for leg in legs),
    )
    return located(reading, Drawn(line, radius), plane, how)


def _says_legs(reading: Reading, anchors: Sequence[Anchor], legs: Sequence[Leg]) -> Iterator[Evidence]:
    """Yield how each stretch was drawn."""
    for (one, other), leg in zip(pairwise(anchors), legs, strict=True):
        if leg.shapes:
            names = ", ".join(dict.fromkeys(shape.name for shape in leg.shapes))
            says = f"đi theo {names}, cách tim tuyến tới {metres(leg.drawn.radius_m)}."
        else:
            says = f"chưa có hướng tuyến: nối thẳng hai đầu, sai số {metres(leg.drawn.radius_m)}."
        start = min(named.start for named in one.used)
        end = max(named.end for named in other.used)
        yield reading.evidence(min(start, end - 1), max(end, start + 1), None, says)
