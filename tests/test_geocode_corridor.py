"""The rule: a corridor follows the road it names, else known lines that lead there, else a straight sketch."""

from __future__ import annotations

import pytest
from shapely import LineString, Point
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.gazetteer import Gazetteer
from geo.geocode import locate
from geo.geocode.drawing import BOW
from geo.geocode.net_of import net_of
from geo.geocode.plane import plane_at
from geo.model import Location, Place, PlaceKind, Precision, Shape
from tests.gazetteers import place, shape

PLANE = plane_at(209)
ORIGIN = PLANE.metres(Point(106.68, 20.88)).centroid
ROAD, SITE, COMMUNE = PlaceKind.ROAD, PlaceKind.SITE, PlaceKind.COMMUNE


def at(identifier: str, name: str, x: float, y: float, radius_m: float, kind: PlaceKind = SITE) -> Place:
    """Return a place by metres from the origin of a made-up town."""
    point = PLANE.degrees(Point(ORIGIN.x + x, ORIGIN.y + y)).centroid
    return place(identifier, name, kind=kind, lon=point.x, lat=point.y, radius_m=radius_m)


def line(identifier: str, *corners: tuple[float, float], **given: object) -> Shape:
    """Return a line of the town by its corners in metres."""
    return shape(identifier, PLANE.degrees(translate(LineString(corners), ORIGIN.x, ORIGIN.y)), **given)


def drawn(found: Location) -> BaseGeometry:
    assert found.geometry is not None
    return translate(PLANE.metres(found.geometry), -ORIGIN.x, -ORIGIN.y)


def town(*shapes: Shape, places: tuple[Place, ...] = ()) -> Gazetteer:
    """Return a town with two markets 4 km apart, an urban area, two roads by name, and these lines."""
    return Gazetteer(
        (
            at("an", "Chợ Đại An", 0, 0, 100),
            at("loc", "Chợ Phú Lộc", 4000, 0, 200),
            at("khu", "Khu đô thị Tân Thành", 0, 2000, 800, PlaceKind.URBAN_AREA),
            at("minh", "Đường Bình Minh", 2000, 0, 2100, ROAD),
            at("vinh", "Đường Vĩnh Phú", 2000, 1000, 2100, ROAD),
            *places,
        ),
        shapes,
    )


MINH = line("minh", (-500, 0), (2000, 100), (4500, 0), place="minh")
GUESS = line("guess", (0, 0), (4000, 0), place="minh", sketch=True, uncertainty_m=600.0)


# --- along the road that is named ---


def test_a_mapped_road_is_cut_at_its_ends_and_traced() -> None:
    found = locate("Đường Bình Minh đoạn từ chợ Đại An đến chợ Phú Lộc", town(MINH))
    assert (found.precision, found.sketch) == (Precision.TRACED, False)
    west, _, east, _ = drawn(found).bounds
    assert west == pytest.approx(0, abs=100)
    assert east == pytest.approx(4000, abs=100)
    assert found.radius_m == 200  # the ends are known to 100 and 200 m


def test_a_sketch_from_end_to_end_is_as_uncertain_as_it_is() -> None:
    found = locate("Đường Bình Minh đoạn từ chợ Đại An đến chợ Phú Lộc", town(GUESS))
    assert (found.precision, found.sketch, found.radius_m) == (Precision.BETWEEN, True, 600)


def test_a_part_of_a_sketch_is_as_uncertain_as_its_ends_too() -> None:
    ends = (at("xa", "Chợ Xa Lộ", 2000, 0, 900),)
    found = locate("Đường Bình Minh từ chợ Đại An đến chợ Xa Lộ", town(GUESS, places=ends))
    assert found.radius_m == 900


def test_a_road_that_does_not_pass_there_is_not_followed() -> None:
    far = line("minh", (-500, 6000), (4500, 6000), place="minh")
    found = locate("Đường Bình Minh đoạn từ chợ Đại An đến chợ Phú Lộc", town(far))
    assert (found.precision, found.sketch) == (Precision.BETWEEN, True)
    assert "nối thẳng" in found.evidence[-1].says
    assert drawn(found).bounds[3] < 1


def test_a_road_in_two_pieces_that_do_not_meet_is_not_bridged() -> None:
    pieces = (line("a", (-500, 0), (1000, 0), place="minh"), line("b", (3000, 0), (4500, 0), place="minh"))
    found = locate("Đường Bình Minh đoạn từ chợ Đại An đến chợ Phú Lộc", town(*pieces))
    assert found.precision is Precision.BETWEEN
    assert "nối thẳng" in found.evidence[-1].says


def test_other_roads_do_not_stand_in_for_the_one_named() -> None:
    other = line("vinh", (-500, 0), (4500, 0), place="vinh")
    found = locate("Đường Bình Minh đoạn từ chợ Đại An đến chợ Phú Lộc", town(other))
    assert "Vĩnh Phú" not in found.evidence[-1].says
    assert "nối thẳng" in found.evidence[-1].says


# --- a road without a line of its own ---


def test_known_lines_are_followed_but_never_traced() -> None:
    """A new road may run beside the old ones: a fifth of its length, not the 20 m of the map."""
    found = locate("Đường từ chợ Đại An đến chợ Phú Lộc", town(MINH))
    assert (found.precision, found.sketch) == (Precision.BETWEEN, True)
    assert found.radius_m == pytest.approx(BOW * drawn(found).length, abs=15)
    assert "đi theo" in found.evidence[-1].says


def test_a_long_way_round_is_not_followed() -> None:
    around = line("minh", (0, 0), (0, 5000), (4000, 5000), (4000, 0), place="minh")
    found = locate("Đường từ chợ Đại An đến chợ Phú Lộc", town(around))
    assert "nối thẳng" in found.evidence[-1].says
    assert drawn(found).length == pytest.approx(4000, abs=5)


def test_a_sketch_is_followed_only_when_its_name_leads_there() -> None:
    stranger = line("s", (0, 0), (4000, 0), place="vinh", sketch=True, uncertainty_m=900.0)
    assert "nối thẳng" in locate("Đường từ chợ Đại An đến chợ Phú Lộc", town(stranger)).evidence[-1].says
    named = at("noi", "Đường Chợ Đại An – Chợ Phú Lộc (dự án)", 2000, 0, 2100, ROAD)
    leading = line("noi", (0, 0), (4000, 0), place="noi", sketch=True, uncertainty_m=900.0)
    found = locate("Tuyến từ chợ Đại An đến chợ Phú Lộc", town(leading, places=(named,)))
    assert "đi theo" in found.evidence[-1].says
    assert found.radius_m == 900


def test_a_line_named_after_an_end_touches_it_wherever_it_stops() -> None:
    island = at("dao", "Đảo Cát Vàng", 6000, 0, 800, PlaceKind.ISLAND)
    named = at("noi", "Đường Đại An – đảo Cát Vàng (dự án)", 2000, 0, 2100, ROAD)
    leading = line("noi", (0, 0), (4000, 0), place="noi", sketch=True, uncertainty_m=700.0)
    found = locate("Đường từ chợ Đại An đến đảo Cát Vàng", town(leading, places=(island, named)))
    assert "đi theo" in found.evidence[-1].says


def test_an_area_is_left_at_its_edge() -> None:
    """From an urban area the way begins where the lines leave it, not at its middle."""
    north = line("n", (0, 2000), (0, 0))
    found = locate("Đường từ khu đô thị Tân Thành đến chợ Phú Lộc", town(north, MINH))
    assert drawn(found).bounds[3] <= 1300  # 800 m of the area are its own


def test_to_a_road_is_to_its_nearest_point() -> None:
    found = locate("Đường từ khu đô thị Tân Thành đến đường Bình Minh", town(MINH))
    assert drawn(found).length == pytest.approx(1980, abs=60)


# --- several stretches ---


def test_each_stretch_says_how_it_was_drawn() -> None:
    found = locate("Đường từ chợ Đại An tới chợ Phú Lộc sang khu đô thị Tân Thành", town(MINH))
    told = [one.says for one in found.evidence[-2:]]
    assert "đi theo" in told[0]
    assert "nối thẳng" in told[1]
    assert found.places == ("an", "loc", "khu")


def test_the_widest_stretch_gives_the_radius() -> None:
    whole = locate("Đường từ chợ Đại An tới chợ Phú Lộc sang khu đô thị Tân Thành", town(MINH))
    last = locate("Đường từ chợ Phú Lộc đến khu đô thị Tân Thành", town(MINH))
    assert whole.radius_m == last.radius_m


# --- the net ---


def test_a_net_is_laid_once_for_a_gazetteer_and_a_plane() -> None:
    gazetteer = town(MINH, line("river", (0, 0), (100, 100), layer="rivers"))
    net = net_of(gazetteer, PLANE)
    assert net_of(gazetteer, PLANE) is net
    assert net_of(town(MINH), PLANE) is not net
    assert [one.id for one in net.shapes] == ["minh"]  # roads and bridges only
    assert net.length_m(net.shapes[0]) == pytest.approx(5004, abs=5)
