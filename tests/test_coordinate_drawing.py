"""Corners → shape: every fault told by its corners, measures those of EPSG:9210, nothing mended."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, Point, Polygon

from geo.coordinates import Drawing, DrawnKind, draw
from geo.coordinates.drawing import Part
from geo.crs import points_to_wgs84

EAST, NORTH = 597000.0, 2311000.0


def part(*offsets: tuple[float, float], name: str = "", labels: str = "") -> Part:
    """Return a part whose corners lie so many metres from a place in the ward."""
    grid = np.array([(EAST + x, NORTH + y) for x, y in offsets], dtype=float)
    names = tuple(labels) if labels else tuple(str(n) for n in range(1, len(offsets) + 1))
    return Part(names, points_to_wgs84(grid, 9210), name)


def drawn(*offsets: tuple[float, float], kind: DrawnKind = DrawnKind.POLYGON, stated: float | None = None) -> Drawing:
    return draw([part(*offsets)], kind, stated)


SQUARE = ((0, 0), (100, 0), (100, 100), (0, 100))


def test_a_square_measures_what_it_should() -> None:
    drawing = drawn(*SQUARE, stated=10_100)
    assert drawing.area_m2 == pytest.approx(10_000, abs=0.01)
    assert drawing.perimeter_m == pytest.approx(400, abs=0.001)
    assert drawing.length_m is None
    assert drawing.area_difference_percent == pytest.approx(-0.99, abs=0.01)
    assert drawing.errors == ()


def test_without_a_stated_area_there_is_nothing_to_compare() -> None:
    assert drawn(*SQUARE).area_difference_percent is None
    assert drawn(*SQUARE, stated=0.0).area_difference_percent is None


def test_a_repeated_first_corner_closes_and_is_not_drawn_twice() -> None:
    open_ring, closed = drawn(*SQUARE), drawn(*SQUARE, SQUARE[0])
    assert closed.notes == ()
    assert open_ring.notes == ("Bảng không lặp lại điểm đầu: vùng được khép từ điểm 4 về điểm 1.",)
    assert isinstance(closed.geometry, Polygon)
    assert len(closed.geometry.exterior.coords) == 5


def test_a_last_corner_one_centimetre_off_is_a_corner_of_its_own() -> None:
    """Nothing snaps: 1 cm beside the first corner is another corner."""
    drawing = drawn(*SQUARE, (-0.01, -0.01))
    assert isinstance(drawing.geometry, Polygon)
    assert len(drawing.geometry.exterior.coords) == 6


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ((0, 2, 1, 3), "Cạnh 1-2 cắt cạnh 3-4."),
        ((0, 1, 3, 2), "Cạnh 2-3 cắt cạnh 4-1."),
    ],
)
def test_crossing_sides_are_named(order: tuple[int, ...], said: str) -> None:
    drawing = drawn(*(SQUARE[n] for n in order))
    assert drawing.errors == (said,)
    assert isinstance(drawing.geometry, MultiLineString)
    assert drawing.area_m2 is None


def test_crossing_sides_are_named_by_the_labels_of_the_paper() -> None:
    corners = [SQUARE[n] for n in (0, 2, 1, 3)]
    assert draw([part(*corners, labels="ABCD")], DrawnKind.POLYGON).errors == ("Cạnh A-B cắt cạnh C-D.",)


def test_lines_may_cross_themselves() -> None:
    drawing = drawn(*(SQUARE[n] for n in (0, 2, 1, 3)), kind=DrawnKind.LINE)
    assert drawing.errors == ()
    assert isinstance(drawing.geometry, LineString)
    assert drawing.length_m == pytest.approx(2 * math.sqrt(20_000) + 100, abs=0.01)


@pytest.mark.parametrize("kind", [DrawnKind.POLYGON, DrawnKind.LINE])
def test_corners_in_one_place_are_too_few(kind: DrawnKind) -> None:
    drawing = drawn((0, 0), (0, 0), (0, 0), kind=kind)
    assert "Chỉ có 1 điểm khác nhau" in drawing.errors[0]


def test_a_row_of_corners_is_no_area() -> None:
    assert drawn((0, 0), (50, 50), (100, 100), (20, 20)).errors == ("Các điểm 1…4 thẳng hàng, không thành vùng.",)


def test_a_sliver_is_an_area_all_the_same() -> None:
    """A canal's edge of 20 cm is thin, and real."""
    drawing = drawn((0, 0), (500, 0), (500, 0.2), (0, 0.2))
    assert drawing.errors == ()
    assert drawing.area_m2 == pytest.approx(100, abs=0.01)


def test_a_doubled_corner_is_told_and_kept() -> None:
    drawing = drawn((0, 0), (100, 0), (100, 0), (100, 100), (0, 100))
    assert "Điểm 3 trùng điểm 2." in drawing.notes
    assert drawing.errors == ()


def test_a_far_corner_is_told_with_its_distance() -> None:
    drawing = drawn(*SQUARE, (50, 9_000))
    assert any(note.startswith("Điểm 5 cách các điểm khác 8,9 km") for note in drawing.notes)


def test_a_long_road_has_no_far_corners() -> None:
    road = [(500.0 * n, 3.0 * n) for n in range(20)]
    drawing = draw([part(*road)], DrawnKind.LINE)
    assert not any("cách các điểm khác" in note for note in drawing.notes)


def test_points_are_one_or_many() -> None:
    assert isinstance(drawn((0, 0), kind=DrawnKind.POINT).geometry, Point)
    assert drawn((0, 0), (5, 5), kind=DrawnKind.POINT).geometry.geom_type == "MultiPoint"


def test_faults_of_parts_name_the_part() -> None:
    good = part(*SQUARE, name="Khu 1: ")
    bad = part((300, 0), (400, 100), (400, 0), (300, 100), name="Khu 2: ")
    drawing = draw([good, bad], DrawnKind.POLYGON)
    assert drawing.errors == ("Khu 2: Cạnh 1-2 cắt cạnh 3-4.",)
    assert any(note.startswith("Khu 1: Bảng không lặp lại") for note in drawing.notes)


def test_parts_that_touch_are_allowed_and_parts_that_overlap_are_not() -> None:
    left, right = part(*SQUARE, name="Khu 1: "), part((100, 0), (200, 0), (200, 100), (100, 100), name="Khu 2: ")
    assert draw([left, right], DrawnKind.POLYGON).errors == ()
    inside = part((50, 50), (150, 50), (150, 90), (50, 90), name="Khu 2: ")
    assert draw([left, inside], DrawnKind.POLYGON).errors == ("Khu 1 và khu 2 chồng lên nhau.",)


def test_several_lines_are_one_geometry() -> None:
    drawing = draw([part((0, 0), (100, 0)), part((0, 50), (100, 50))], DrawnKind.LINE)
    assert drawing.geometry.geom_type == "MultiLineString"
    assert drawing.length_m == pytest.approx(200, abs=0.001)


@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=1, max_size=12))
def test_any_corners_are_drawn_or_complained_of(offsets: list[tuple[int, int]]) -> None:
    """Whatever the corners, what has no error is valid, has an area, and closes at its first corner."""
    drawing = drawn(*offsets)
    if drawing.errors:
        assert drawing.area_m2 is None
    else:
        assert drawing.geometry.is_valid
        assert drawing.area_m2 is not None
        assert drawing.area_m2 > 0
