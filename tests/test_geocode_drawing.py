"""The rule: what is drawn is where the truth may lie; a radius holds it, and is no larger than its evidence."""

from __future__ import annotations

import math
import random

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiLineString, Point

from geo.geocode.drawing import BOW, disc, is_neighbour, overlap, reach_of, side, straight, strip, union
from geo.geocode.network import Net
from geo.geocode.plane import distance_m, plane_at, plane_of
from tests.gazetteers import place, shape

ORIGIN = Point(0, 0)
GEOD = Geod(ellps="WGS84")
metres = st.floats(-5000, 5000, allow_nan=False)
reaches = st.floats(100, 3000)


# --- the plane ---


@given(st.floats(8, 24), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_the_plane_measures_like_the_ellipsoid(lat: float, east: float, north: float) -> None:
    """Within five kilometres it is exact to 0.1 % (and 1 m)."""
    one, other = place("a", "A", lon=106.0, lat=lat), place("b", "B", lon=106.0 + east, lat=lat + north)
    true_m = GEOD.inv(one.lon, one.lat, other.lon, other.lat)[2]
    assert distance_m(one, other) == pytest.approx(true_m, rel=2e-3, abs=1)


def test_there_and_back_again() -> None:
    plane = plane_of(place("a", "A"))
    line = LineString([(106.68, 20.88), (106.7, 20.9)])
    assert plane.degrees(plane.metres(line)).equals_exact(line, 1e-6)


def test_rings_run_counter_clockwise_and_coordinates_have_six_decimals() -> None:
    plane = plane_at(209)
    drawn = plane.degrees(disc(plane.point(place("a", "A")), 700))
    assert shapely.LinearRing(shapely.get_coordinates(drawn)).is_ccw
    assert all(round(value, 6) == value for corner in shapely.get_coordinates(drawn) for value in corner)


# --- discs, strips, unions ---


@given(reaches)
def test_a_disc_holds_its_circle_and_hardly_more(radius: float) -> None:
    drawn = disc(ORIGIN, radius)
    assert drawn.boundary.distance(ORIGIN) == pytest.approx(radius, rel=1e-6)
    assert reach_of(drawn) <= radius * 1.002


@given(metres, metres, reaches, reaches)
def test_a_strip_lies_across_the_line_of_two_centres(x: float, y: float, one: float, other: float) -> None:
    """It is symmetric about that line, inside both communes' reach where they are neighbours, held by its radius."""
    there = Point(x, y)
    if there.distance(ORIGIN) < 100:
        return
    drawn = strip(ORIGIN, one, there, other)
    turned = strip(there, other, ORIGIN, one)
    assert drawn.geometry.hausdorff_distance(turned.geometry) < 0.01  # GEOS cannot overlay what all but agrees
    assert LineString([ORIGIN, there]).distance(drawn.geometry.centroid) < 1e-6
    assert reach_of(drawn.geometry) == pytest.approx(drawn.radius_m, rel=1e-6)
    assert drawn.radius_m <= min(one, other)


def test_nine_of_ten_works_on_a_border_lie_within_the_radius_of_the_strip() -> None:
    """Two communes as true discs of equal area, side by side; works spread 400 m about the border between them."""
    dice = random.Random(7)
    size = 1200.0
    one, other = ORIGIN, Point(2 * size, 0)
    drawn = strip(one, 1.4 * size, other, 1.4 * size)
    works = [Point(size + dice.gauss(0, 400), dice.uniform(-size, size)) for _ in range(1000)]
    held = sum(work.distance(drawn.geometry) <= drawn.radius_m for work in works)
    from_centre = sum(work.distance(drawn.geometry.centroid) <= drawn.radius_m for work in works)
    assert held >= 900
    assert from_centre >= 900


def test_neighbours_touch() -> None:
    assert is_neighbour(ORIGIN, 1000, Point(1900, 0), 1000)
    assert not is_neighbour(ORIGIN, 1000, Point(2100, 0), 1000)


def test_a_union_reaches_every_disc() -> None:
    drawn = union([(ORIGIN, 500), (Point(2000, 0), 700)])
    assert drawn.geometry.covers(disc(ORIGIN, 499))
    assert drawn.geometry.covers(disc(Point(2000, 0), 699))
    assert drawn.radius_m == pytest.approx(reach_of(drawn.geometry))
    assert drawn.radius_m < 2000


def test_an_overlap_is_an_area_or_nothing() -> None:
    assert overlap(disc(ORIGIN, 100), disc(Point(500, 0), 100)) is None
    assert overlap(disc(ORIGIN, 100), LineString([(-500, 0), (500, 0)])) is None
    shared = overlap(disc(ORIGIN, 400), disc(Point(500, 0), 400))
    assert shared is not None
    assert shared.radius_m < 400


# --- sides ---


@pytest.mark.parametrize(
    ("bearing", "inside", "outside"),
    [(90, (500, 0), (-500, 0)), (0, (0, 500), (0, -500)), (225, (-300, -300), (300, 300))],
)
def test_a_side_of_a_point(bearing: float, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    drawn = side(ORIGIN, bearing, 1000)
    assert drawn is not None
    assert drawn.geometry.covers(Point(inside))
    assert not drawn.geometry.covers(Point(outside))
    assert drawn.geometry.area == pytest.approx(math.pi * 1000**2 / 2, rel=0.02)


def test_a_side_of_a_river_follows_its_bends() -> None:
    river = LineString([(0, 0), (400, 1000), (0, 2000)])
    drawn = side(river, 90, 800)
    assert drawn is not None
    assert drawn.geometry.covers(Point(600, 1000))
    assert not drawn.geometry.covers(Point(100, 1000))
    assert drawn.geometry.covers(Point(300, 200))


def test_a_line_that_runs_along_the_bearing_has_no_side() -> None:
    assert side(LineString([(0, 0), (0, 1000)]), 0, 300) is None


# --- corridors ---


@given(reaches, reaches)
def test_a_straight_sketch_is_never_finer_than_its_ends(one: float, other: float) -> None:
    drawn = straight(ORIGIN, one, Point(3000, 0), other)
    assert drawn.radius_m >= max(one, other)
    assert drawn.radius_m >= BOW * 3000
    assert drawn.radius_m <= max(one, other) + BOW * 3000


# --- the net of known lines ---

PLANE = plane_at(209)


def lines(*corners: list[tuple[float, float]]) -> LineString | MultiLineString:
    """Return lines in degrees from corners in metres."""
    parts = [LineString(part) for part in corners]
    found = PLANE.degrees(parts[0] if len(parts) == 1 else MultiLineString(parts))
    assert isinstance(found, LineString | MultiLineString)
    return found


MAIN = shape("main", lines([(0, 0), (2000, 0)]))
CROSS = shape("cross", lines([(1000, -1000), (1000, 1000)]))
GUESS = shape("guess", lines([(0, 0), (1000, 1000)]), uncertainty_m=900.0, sketch=True)
FAR = shape("far", lines([(9000, 9000), (9500, 9000)]))
NET = Net([MAIN, CROSS, GUESS, FAR], PLANE)


def nodes(x: float, y: float, *names: str) -> list[int]:
    return NET.nearest(Point(x, y), 100, names or ("main", "cross", "guess", "far"))


def test_a_way_turns_where_lines_cross() -> None:
    way = NET.way(nodes(0, 0), nodes(1000, 1000), lambda shape: not shape.sketch)
    assert way is not None
    assert way.line.length == pytest.approx(2000, abs=5)
    assert [one.id for one in way.shapes] == ["main", "cross"]
    assert (way.uncertainty_m, way.sketch) == (20.0, False)


def test_a_well_known_way_is_worth_a_detour() -> None:
    """The sketch is shorter by a third and known forty-five times worse: the mapped roads are taken."""
    way = NET.way(nodes(0, 0), nodes(1000, 1000), lambda _: True)
    assert way is not None
    assert not way.sketch
    only = NET.way(nodes(0, 0), nodes(1000, 1000), lambda shape: shape.sketch)
    assert only is not None
    assert (only.sketch, only.uncertainty_m) == (True, 900.0)


def test_no_way_is_said_so() -> None:
    assert NET.way(nodes(0, 0), nodes(9000, 9000), lambda _: True) is None
    assert NET.way(nodes(0, 0), nodes(0, 0), lambda _: True) is None
    assert NET.way([], nodes(0, 0), lambda _: True) is None


def test_lines_that_end_near_each_other_meet() -> None:
    gap = Net([MAIN, shape("next", lines([(2040, 0), (3000, 0)]))], PLANE)
    way = gap.way(gap.nearest(Point(0, 0), 100, {"main"}), gap.nearest(Point(3000, 0), 100, {"next"}), lambda _: True)
    assert way is not None
    assert [one.id for one in way.shapes] == ["main", "next"]


def test_nearest_is_within_reach_or_nothing() -> None:
    assert NET.nearest(Point(0, 5000), 100, {"main"}) == []
    near = NET.within(Point(0, 0), 500, {"main"})
    assert len(near) == 6  # a node every 95 m, the first at the end of the line
    assert all(NET.points[node].distance(Point(0, 0)) <= 500 for node in near)
