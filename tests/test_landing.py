"""The one bounds check: in the ward, across its border, next door, elsewhere with distance and wind, or nowhere."""

from __future__ import annotations

import pytest
from shapely import affinity
from shapely.geometry import LineString, MultiPoint, Point, box

from geo.crs import to_vn2000, to_wgs84
from geo.errors import GeometryError
from geo.landing import Ground, Region, Where, build_ground, find_landing
from tests.ground import ward_ground

INSIDE = Point(106.70, 20.90)
NEXT_DOOR = Point(106.6443, 20.9112)  # phường Thiên Hương, where Lâm Động lies since 2025


def test_inside_is_the_ward() -> None:
    landing = find_landing(INSIDE.buffer(0.002), ward_ground())
    assert landing.where is Where.WARD
    assert landing.distance_m == 0
    assert landing.says == "Nằm trong phường Thủy Nguyên."


def test_border_has_a_tolerance() -> None:
    """Borders are simplified: the ward's own outline, and 20 m beyond it, still count as inside; 200 m do not."""
    ward = to_vn2000(ward_ground().ward.shape)
    assert find_landing(ward_ground().ward.shape, ward_ground()).where is Where.WARD
    assert find_landing(to_wgs84(ward.buffer(20), 9210), ward_ground()).where is Where.WARD
    assert find_landing(to_wgs84(ward.buffer(200), 9210), ward_ground()).where is Where.ACROSS
    assert find_landing(to_wgs84(ward.buffer(9000), 9210), ward_ground()).where is Where.ELSEWHERE


def test_next_door_is_allowed_and_named() -> None:
    """Projects may cross into a neighbouring ward: it is said, with the distance."""
    landing = find_landing(NEXT_DOOR, ward_ground())
    assert landing.is_allowed
    assert landing.where is Where.NEXT_DOOR
    assert "Thiên Hương" in landing.says
    assert landing.distance_m is not None
    assert 100 < landing.distance_m < 5000


def test_across_names_the_neighbour() -> None:
    landing = find_landing(LineString([INSIDE, NEXT_DOOR]), ward_ground())
    assert landing.where is Where.ACROSS
    assert landing.neighbour == "phường Thiên Hương"


@pytest.mark.parametrize(
    ("lon", "lat", "wind"),
    [
        (106.7, 21.9, "bắc"),
        (107.7, 20.9, "đông"),
        (106.7, 19.9, "nam"),
        (105.7, 20.9, "tây"),
        (107.6, 21.7, "đông bắc"),
    ],
)
def test_elsewhere_says_how_far_and_which_way(lon: float, lat: float, wind: str) -> None:
    landing = find_landing(Point(lon, lat), ward_ground())
    assert landing.where is Where.ELSEWHERE
    assert f"về phía {wind}." in landing.says
    assert landing.distance_m == pytest.approx(100_000, rel=0.35)


def test_abroad_is_said() -> None:
    assert "ngoài Việt Nam" in find_landing(Point(2.35, 48.85), ward_ground()).says


def test_distance_is_true_far_away() -> None:
    """Paris is 9,500 km away, though no Vietnamese grid reaches it."""
    landing = find_landing(Point(2.35, 48.85), ward_ground())
    assert landing.distance_m is not None
    assert landing.distance_m == pytest.approx(9_500_000, rel=0.05)


def test_swapped_axes_land_nowhere() -> None:
    """Latitude 106 does not exist."""
    swapped = Point(INSIDE.y, INSIDE.x)
    assert find_landing(swapped, ward_ground()).where is Where.NOWHERE


def test_one_corner_far_out_is_not_allowed() -> None:
    """A misprinted digit takes one corner out: the whole is refused, with how far out it goes."""
    corners = MultiPoint([INSIDE, affinity.translate(INSIDE, 0.01), affinity.translate(INSIDE, 1.0)])
    landing = find_landing(corners, ward_ground())
    assert landing.where is Where.ELSEWHERE
    assert landing.says.startswith("Một phần trong phường Thủy Nguyên, nhưng có điểm ra ngoài tới 1")


def test_far_away_is_not_allowed_and_said_with_the_way_there() -> None:
    landing = find_landing(Point(105.8, 21.0), ward_ground())
    assert not landing.is_allowed
    assert landing.says.startswith("Cách phường Thủy Nguyên ")


def test_ground_without_neighbours_knows_only_the_ward() -> None:
    alone = Ground(Region("vùng thử", box(105.6, 22.5, 105.8, 22.7)))
    assert find_landing(Point(105.7, 22.6), alone).where is Where.WARD
    assert find_landing(Point(106.7, 22.6), alone).where is Where.ELSEWHERE


def test_ground_needs_a_ward() -> None:
    with pytest.raises(GeometryError, match="ranh giới phường"):
        build_ground(())
