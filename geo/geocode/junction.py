"""Junctions: "nút giao A", "nút giao A - B", "ngã tư A": where two roads meet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import shapely

from geo.gazetteer import Gazetteer
from geo.geocode.answers import How, located, says_name
from geo.geocode.drawing import Drawn
from geo.geocode.plane import Plane, plane_of
from geo.geocode.reading import Reading
from geo.language import Sentence
from geo.model import Location, Place, PlaceKind, Precision, Shape

PHRASES = ("nút giao", "giao giữa", "ngã tư", "ngã ba", "ngã năm", "ngã sáu", "giao lộ", "giao cắt", "vòng xuyến")
JOINS = frozenset({"va", "voi", "giao", "cat"})
PLACE_M = 500


class Crossing(NamedTuple):
    """Where roads meet, in metres, with the places and lines that say so."""

    drawn: Drawn
    places: tuple[Place, ...]
    shapes: tuple[Shape, ...] = ()


def junction(reading: Reading) -> Location | None:
    """Place a junction of two named roads; one known by its own name is a named place and left to that rule."""
    span = reading.first(*PHRASES)
    if span is None or reading.inside_name(span[0]):
        return None
    used = [one for one in reading.between(span[1], len(reading.words)) if one.place.kind is PlaceKind.ROAD][:2]
    if len(used) < 2 or not {word.key for word in reading.words[used[0].end : used[1].start]} <= JOINS:
        return None
    plane = plane_of(used[0].place)
    crossing = meeting(reading.gazetteer, [one.place for one in used], None, plane)
    if crossing is None:
        return None
    evidence = [
        *(says_name(reading, one) for one in used),
        reading.evidence(span[0], used[-1].end, None, Sentence("là chỗ hai tuyến này gặp nhau.")),
    ]
    sketch = any(shape.sketch for shape in crossing.shapes)
    precision = Precision.PLACE if crossing.drawn.radius_m <= PLACE_M else Precision.AREA
    how = How("junction", precision, used, crossing.places, crossing.shapes, evidence, sketch)
    return located(reading, crossing.drawn, plane, how)


def meeting(gazetteer: Gazetteer, roads: Sequence[Place], carrier: Place | None, plane: Plane) -> Crossing | None:
    """Return where two roads meet: as the gazetteer knows it, else where their lines cross or nearly do.

    `carrier` is the road whose junction with the one named is meant ("Vành đai 2 … từ nút giao Tỉnh lộ 359").
    """
    named = [place for place in roads if place.kind is PlaceKind.ROAD]
    if len(named) == 1 and carrier is not None:
        named.append(carrier)
    if len(named) != 2:
        return None
    return _known(gazetteer, {place.id for place in named}, plane) or _crossed(gazetteer, named[0], named[1], plane)


def _known(gazetteer: Gazetteer, roads: set[str], plane: Plane) -> Crossing | None:
    """Return the finest junction of the gazetteer whose own name names both roads."""
    found = [
        place
        for place in gazetteer.places.values()
        if place.kind is PlaceKind.JUNCTION and roads <= set(gazetteer.parts(place.id))
    ]
    place = min(found, key=lambda one: one.radius_m, default=None)
    return Crossing(Drawn(plane.point(place), place.radius_m), (place,)) if place else None


def _crossed(gazetteer: Gazetteer, one: Place, other: Place, plane: Plane) -> Crossing | None:
    """Return where the lines of two roads come nearest, if they may meet within their uncertainty."""
    best: Crossing | None = None
    for mine in gazetteer.lines(one.id):
        for theirs in gazetteer.lines(other.id):
            link = shapely.shortest_line(plane.metres(mine.geometry), plane.metres(theirs.geometry))
            reach = math.hypot(mine.uncertainty_m, theirs.uncertainty_m)
            if link.length <= reach and (best is None or reach < best.drawn.radius_m):
                best = Crossing(Drawn(link.centroid, reach), (), (mine, theirs))
    return best
