"""The stretches of a corridor: along a road's own lines, along known lines, or straight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.geocode.corridor_words import Part
from geo.geocode.drawing import BOW, Drawn, straight
from geo.geocode.net_of import net_of
from geo.geocode.network import LONGEST_DETOUR, SLACK_M, Net, Way
from geo.geocode.plane import Plane
from geo.geocode.reading import Named
from geo.model import Place, PlaceKind, Shape

WIDE_KINDS = frozenset(
    {PlaceKind.URBAN_AREA, PlaceKind.INDUSTRIAL_ZONE, PlaceKind.ISLAND, PlaceKind.COMMUNE, PlaceKind.WARD}
)
CLOSE_M = 300.0
SHORTEST_M = 1.0
# A way this long against its lines follows them from end to end.
WHOLE = 0.95


@dataclass(frozen=True, slots=True)
class Anchor:
    """One end of a corridor: its words, the names in them, its geometry in metres, how far the truth may be from it.

    `also` are places that the words imply: the junction of the road named and the road that is built.
    """

    part: Part
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


def leg_between(gazetteer: Gazetteer, one: Anchor, other: Anchor, road: Place | None, plane: Plane) -> Leg | None:
    """Return the stretch between two ends: along the road named, along known lines, or straight; None if they meet."""
    net = net_of(gazetteer, plane)
    if road is not None and (leg := _along(net, gazetteer, one, other, road)):
        return leg
    way = _known_way(net, gazetteer, one, other) if road is None else None
    if way is not None:
        radius = max(way.uncertainty_m, BOW * way.line.length)
        return Leg(Drawn(way.line, radius), way.shapes, sketch=True, traced=False)
    start, end = (
        Point(corner) for corner in shapely.get_coordinates(shapely.shortest_line(one.geometry, other.geometry))
    )
    if start.distance(end) < SHORTEST_M:
        return None
    return Leg(straight(start, one.reach_m, end, other.reach_m), (), sketch=True, traced=False)


def _along(net: Net, gazetteer: Gazetteer, one: Anchor, other: Anchor, road: Place) -> Leg | None:
    """Return the stretch of a road's own lines between two ends; None when they do not lie along it.

    A line followed from end to end is as uncertain as it is itself; a part of it also as its ends are. A road mapped in
    pieces is followed over its gaps only where its lines meet.
    """
    shapes = gazetteer.lines(road.id)
    ids = {shape.id for shape in shapes}
    widest = max((shape.uncertainty_m for shape in shapes), default=0.0)
    starts = net.nearest(one.geometry, one.reach_m + widest, ids)
    ends = net.nearest(other.geometry, other.reach_m + widest, ids)
    way = net.way(starts, ends, lambda shape: shape.id in ids) if starts and ends else None
    if way is None:
        return None
    whole = way.line.length >= WHOLE * sum(net.length_m(shape) for shape in way.shapes)
    radius = way.uncertainty_m if whole else max(way.uncertainty_m, one.reach_m, other.reach_m)
    return Leg(Drawn(way.line, radius), way.shapes, sketch=way.sketch, traced=not way.sketch)


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
