"""Geometry from places, in metres of one plane. What is drawn is where the truth may lie, never an outline.

`radius_m` is always the distance within which the truth lies with at least 90 %: from a point; from a line; from the
centre of the smallest circle around a polygon (it reaches the polygon's corners, so it holds from the polygon too).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import shapely
from shapely import LineString, MultiPoint, Point
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

# A commune's radius holds 90 % of it and is 1.4 times the radius of the circle of its area (data/README.md).
REACH_OF_SIZE = 1.4
# How far from the common border of two communes a work may lie that is named after both, by the smaller one's size.
STRIP_HALF_WIDTH = 0.5
# A road between two points leaves the straight line by up to a fifth of its length.
BOW = 0.2
ROUND = 16

Corner = tuple[float, float]


class Drawn(NamedTuple):
    """A geometry in metres and the radius that belongs to it."""

    geometry: BaseGeometry
    radius_m: float


def disc(centre: Point, radius_m: float) -> BaseGeometry:
    """Return a circle as a polygon of 64 sides that holds the circle of that radius."""
    return centre.buffer(radius_m / math.cos(math.pi / (4 * ROUND)), quad_segs=ROUND)


def reach_of(geometry: BaseGeometry) -> float:
    """Return the radius of the smallest circle around a geometry."""
    return float(shapely.minimum_bounding_radius(geometry))


def is_neighbour(one: Point, one_reach: float, other: Point, other_reach: float) -> bool:
    """Say whether two areas may touch: their circles overlap."""
    return bool(one.distance(other) <= one_reach + other_reach)


def strip(one: Point, one_reach: float, other: Point, other_reach: float) -> Drawn:
    """Return the strip where two neighbours meet: across the line of their centres, where their sizes divide it.

    It is as long as the smaller one is wide and half as deep.
    """
    size, other_size = one_reach / REACH_OF_SIZE, other_reach / REACH_OF_SIZE
    middle = LineString([one, other]).interpolate(size / (size + other_size), normalized=True)
    length = min(size, other_size)
    depth = STRIP_HALF_WIDTH * length
    box = shapely.box(middle.x - depth, middle.y - length, middle.x + depth, middle.y + length)
    angle = math.degrees(math.atan2(other.y - one.y, other.x - one.x))
    drawn = rotate(box, angle, origin=middle)
    return Drawn(drawn, math.hypot(length, depth))


def union(discs: Sequence[tuple[Point, float]]) -> Drawn:
    """Return all of several discs as one area."""
    together = shapely.union_all([disc(centre, radius) for centre, radius in discs])
    return Drawn(together, reach_of(together))


def overlap(one: BaseGeometry, other: BaseGeometry) -> Drawn | None:
    """Return what two areas share; None where they share nothing."""
    shared = one.intersection(other)
    if shared.is_empty or shared.geom_type not in {"Polygon", "MultiPolygon"}:
        return None
    return Drawn(shared, reach_of(shared))


def side(geometry: BaseGeometry, bearing_deg: float, reach_m: float) -> Drawn | None:
    """Return the part of a geometry's surroundings (`reach_m` wide) that lies on one side of its middle.

    `bearing_deg` counts from north, clockwise. For a line the side is judged at each of its points.
    """
    east, north = math.sin(math.radians(bearing_deg)), math.cos(math.radians(bearing_deg))
    around = geometry.buffer(reach_m, quad_segs=8)
    front = _across(geometry, east, north, reach_m) if geometry.geom_type == "Point" else geometry
    swept = [_swept(one, other, 2 * reach_m * east, 2 * reach_m * north) for one, other in _segments(front)]
    return overlap(around, shapely.union_all(swept))


def _across(geometry: BaseGeometry, east: float, north: float, reach_m: float) -> BaseGeometry:
    """Return the line through a point that stands across a direction."""
    x, y = geometry.centroid.x, geometry.centroid.y
    return LineString([(x - reach_m * north, y + reach_m * east), (x + reach_m * north, y - reach_m * east)])


def _segments(lines: BaseGeometry) -> Iterator[tuple[Corner, Corner]]:
    """Yield the two ends of every straight piece."""
    for part in shapely.get_parts(lines):
        corners = [(float(x), float(y)) for x, y in shapely.get_coordinates(part)]
        yield from pairwise(corners)


def _swept(one: Corner, other: Corner, east: float, north: float) -> BaseGeometry:
    """Return the area that a straight piece sweeps when it is moved."""
    (x1, y1), (x2, y2) = one, other
    return MultiPoint([(x1, y1), (x2, y2), (x2 + east, y2 + north), (x1 + east, y1 + north)]).convex_hull


def straight(start: Point, start_reach: float, end: Point, end_reach: float) -> Drawn:
    """Return the straight sketch of a road between two points, with what its ends and its bends leave open."""
    line = LineString([start, end])
    return Drawn(line, math.hypot(max(start_reach, end_reach), BOW * line.length))
