"""The rule: where the truth is known, the declared radius holds it in nine cases of ten, and is not blown up to do so.

The worlds are made up and their truths with them, each after the meaning of the inputs: a place's radius holds its
truth with exactly 90 %, a commune's radius is 1.4 times that of the circle of its area.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import pytest
import shapely
from shapely import LineString, MultiPoint, Point, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.gazetteer import Gazetteer
from geo.geocode import locate
from geo.geocode.plane import Plane, plane_at
from geo.model import Location, Place, PlaceKind
from tests.gazetteers import place, shape

TRIALS = 300
PLANE = plane_at(209)
CENTRE = PLANE.metres(Point(106.68, 20.88))
# Of 300 trials at exactly 90 %, fewer than 257 (two and a half standard deviations) would be a fault.
ENOUGH = 257 / 300


def at(name: str, x: float, y: float, radius_m: float, kind: PlaceKind = PlaceKind.COMMUNE) -> Place:
    """Return a place by metres from the centre of the world."""
    point = PLANE.degrees(Point(CENTRE.centroid.x + x, CENTRE.centroid.y + y)).centroid
    return place(name.lower().replace(" ", "-"), name, kind=kind, lon=point.x, lat=point.y, radius_m=radius_m)


def metres_from_centre(found: Location, plane: Plane = PLANE) -> BaseGeometry:
    """Return a found geometry in metres from the centre of the world."""
    assert found.geometry is not None
    moved = plane.metres(found.geometry)
    return translate(moved, -CENTRE.centroid.x, -CENTRE.centroid.y)


def astray(dice: random.Random, radius_m: float) -> tuple[float, float]:
    """Return an error that lies within the radius in nine cases of ten, in any direction (a normal one)."""
    deviation = radius_m / math.sqrt(2 * math.log(10))
    return dice.gauss(0, deviation), dice.gauss(0, deviation)


def held(trial: Callable[[random.Random], tuple[Location, BaseGeometry]]) -> tuple[float, float]:
    """Return the share of trials in which the whole truth lay within the radius, and the median of the radii.

    A refusal claims nothing: it counts neither way.
    """
    dice = random.Random(90)
    inside, radii = 0, []
    for _ in range(TRIALS):
        found, truth = trial(dice)
        if found.radius_m is not None:
            inside += farthest(truth, metres_from_centre(found)) <= found.radius_m
            radii.append(found.radius_m)
    assert len(radii) >= 0.8 * TRIALS
    return inside / len(radii), sorted(radii)[len(radii) // 2]


def farthest(truth: BaseGeometry, found: BaseGeometry) -> float:
    """Return the distance of the farthest point of the truth from a geometry."""
    corners = shapely.get_coordinates(shapely.segmentize(truth, 50.0))
    return float(shapely.distance(shapely.points(corners), found).max())


def drawn_in_degrees(line: LineString) -> BaseGeometry:
    """Return a line given in metres from the centre of the world."""
    return PLANE.degrees(translate(line, CENTRE.centroid.x, CENTRE.centroid.y))


# --- a place, a place in a place ---


def test_one_place() -> None:
    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        radius = dice.uniform(300, 2000)
        east, north = astray(dice, radius)
        return locate("xã Đại An", Gazetteer([at("Xã Đại An", -east, -north, radius)])), Point(0, 0)

    inside, median = held(trial)
    assert inside >= ENOUGH
    assert inside <= 0.97  # a radius that holds nearly everything would be blown up
    assert median < 1300


def test_a_place_in_a_place_is_known_by_the_finer_one() -> None:
    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        east, north = astray(dice, 1500)
        site = at("Khu Cầu Đá", -east, -north, 1500, PlaceKind.SITE)
        near, far = astray(dice, 700)
        return locate("Khu Cầu Đá, xã Đại An", Gazetteer([site, at("Xã Đại An", -near, -far, 700)])), Point(0, 0)

    inside, median = held(trial)
    assert inside >= ENOUGH
    assert median <= 1500


# --- two neighbours ---


def communes(dice: random.Random) -> Iterator[Polygon]:
    """Yield two neighbouring communes of a made-up district: cells around random seats, about 5 km² each."""
    seats = MultiPoint(
        [(x * 2200 + dice.gauss(0, 500), y * 2200 + dice.gauss(0, 500)) for x in range(5) for y in range(5)]
    )
    cells = list(shapely.get_parts(shapely.voronoi_polygons(seats, extend_to=shapely.box(-3000, -3000, 12000, 12000))))
    inner = [cell for cell in cells if shapely.box(500, 500, 8300, 8300).covers(cell.centroid)]
    one = dice.choice(inner)
    other = dice.choice([cell for cell in inner if cell is not one and cell.intersection(one).length > 400])
    yield from (one, other)


def seat(name: str, cell: Polygon) -> Place:
    """Return the gazetteer's entry of a commune: its centre, 1.4 times the radius of its area."""
    radius = 1.4 * math.sqrt(cell.area / math.pi)
    return at(name, cell.centroid.x, cell.centroid.y, radius)


def test_a_work_on_the_border_of_two_communes_lies_in_the_strip() -> None:
    """An urban area of both: anywhere along the border they share, its middle up to half a kilometre from it."""

    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        one, other = communes(dice)
        border = one.intersection(other)
        on = border.interpolate(dice.random(), normalized=True)
        truth = Point(on.x + dice.uniform(-500, 500), on.y + dice.uniform(-500, 500))
        gazetteer = Gazetteer([seat("Xã Đại An", one), seat("Xã Bình Minh", other)])
        return locate("Khu đô thị Đại An - Bình Minh", gazetteer), truth

    inside, median = held(trial)
    assert inside >= ENOUGH
    assert median < 1500  # the smaller commune's size and a little


def test_a_work_somewhere_in_two_communes_lies_in_both_together() -> None:
    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        one, other = communes(dice)
        cell = dice.choice((one, other))
        west, south, east, north = cell.bounds
        truth = Point(dice.uniform(west, east), dice.uniform(south, north))
        while not cell.covers(truth):
            truth = Point(dice.uniform(west, east), dice.uniform(south, north))
        gazetteer = Gazetteer([seat("Xã Đại An", one), seat("Xã Bình Minh", other)])
        return locate("Khu tái định cư Đại An, Bình Minh", gazetteer), truth

    inside, _ = held(trial)
    assert inside >= ENOUGH


# --- corridors ---


def bent(dice: random.Random, start: tuple[float, float], end: tuple[float, float], most: float) -> LineString:
    """Return a road between two points that leaves the straight line by up to `most` of its length."""
    (x1, y1), (x2, y2) = start, end
    bow = dice.uniform(-most, most)
    steps = [step / 20 for step in range(21)]
    return LineString(
        [
            (
                x1 + s * (x2 - x1) - bow * math.sin(math.pi * s) * (y2 - y1),
                y1 + s * (y2 - y1) + bow * math.sin(math.pi * s) * (x2 - x1),
            )
            for s in steps
        ]
    )


@pytest.mark.parametrize(("one_m", "other_m", "length_m"), [(40, 60, 3000), (250, 900, 4000), (1300, 2300, 6000)])
def test_a_road_between_two_places_lies_along_the_straight_sketch(
    one_m: float, other_m: float, length_m: float
) -> None:
    """The whole road within the radius of the line: the ends astray by their own radii, the road bent on the way."""

    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        start, end = astray(dice, one_m), astray(dice, other_m)
        gazetteer = Gazetteer(
            [
                at("Chợ Đại An", -start[0], -start[1], one_m, PlaceKind.SITE),
                at("Chợ Bình Minh", length_m - end[0], -end[1], other_m, PlaceKind.SITE),
            ]
        )
        return locate("Đường từ chợ Đại An đến chợ Bình Minh", gazetteer), bent(dice, (0, 0), (length_m, 0), 0.2)

    inside, median = held(trial)
    assert inside >= ENOUGH
    assert median <= 0.2 * length_m + max(one_m, other_m)


def test_a_stretch_of_a_mapped_road_lies_along_its_line() -> None:
    """The stretch begins and ends somewhere near the places named; the road itself is mapped to 20 m."""
    road = LineString([(-3000, 0), (3000, 400)])
    drawn = shape(
        "road",
        drawn_in_degrees(road),
        place="road",
    )
    named = place("road", "Đường Bình Minh", kind=PlaceKind.ROAD, radius_m=3100.0)

    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        (one, _), (other, _) = astray(dice, 300), astray(dice, 300)
        sites = [at("Chợ Đại An", -1000, 0, 300, PlaceKind.SITE), at("Chợ Phú Lộc", 1500, 0, 300, PlaceKind.SITE)]
        truth = substring(road, 2000 + one, 4500 + other)
        return locate("Đường Bình Minh đoạn từ chợ Đại An đến chợ Phú Lộc", Gazetteer([named, *sites], [drawn])), truth

    inside, median = held(trial)
    assert inside >= ENOUGH - 0.09  # both ends at once: 0.9 × 0.9
    assert median == 300


# --- relations ---


def test_what_stands_beside_a_road_lies_within_the_margin() -> None:
    road = LineString([(-2000, 0), (2000, 0)])
    drawn = shape(
        "road",
        drawn_in_degrees(road),
        place="road",
    )
    named = place("road", "Đường Bình Minh", kind=PlaceKind.ROAD, radius_m=2100.0)

    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        truth = Point(dice.uniform(-2000, 2000), dice.choice((-1, 1)) * dice.expovariate(1 / 100))
        return locate("Chợ ven đường Bình Minh", Gazetteer([named], [drawn])), truth

    inside, median = held(trial)
    assert inside >= ENOUGH
    assert median == 320


def test_bridges_lie_on_the_stretch_of_their_river() -> None:
    """The river's line is off by its uncertainty at most; a bridge stands anywhere on it."""
    river = LineString([(-2000, 0), (0, 300), (2000, -200)])
    drawn = shape(
        "river",
        drawn_in_degrees(river),
        layer="rivers",
        place="river",
        uncertainty_m=200.0,
    )
    named = place("river", "Sông Bình Minh", kind=PlaceKind.RIVER, radius_m=2300.0)

    def trial(dice: random.Random) -> tuple[Location, BaseGeometry]:
        on = river.interpolate(dice.random(), normalized=True)
        east, north = astray(dice, 200)
        return locate("Cầu qua sông Bình Minh", Gazetteer([named], [drawn])), Point(on.x + east, on.y + north)

    inside, median = held(trial)
    assert inside >= ENOUGH
    assert median == 200
