"""All zones, both orders: one that fits is proposed, several are asked about, none is refused with where each lands.

Nothing is mended.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from geo.coordinates import DrawnKind, Proposal, Unit, Verdict, Way, all_ways, propose, read_table
from geo.crs import HAI_PHONG, VN2000_GEOGRAPHIC, WGS84, ZONES, Zone, points_to_vn2000, system_name, to_wgs84
from geo.landing import Ground, Region, Where
from tests import printed_tables as printed
from tests.ground import ward_ground

RING = [
    (595190.88, 2314037.64),
    (595390.88, 2314137.64),
    (595290.88, 2313937.64),
]  # east, north in EPSG:9210, in the ward
PUBLISHED = {
    "pac nam": (printed.PAC_NAM, (105.7025, 22.5887), 9213),
    "lach huyen": (printed.LACH_HUYEN, (106.9105, 20.7953), VN2000_GEOGRAPHIC),
    "ly son": (printed.LY_SON, (109.11, 15.36), VN2000_GEOGRAPHIC),
}


def around(lon: float, lat: float) -> Ground:
    return Ground(Region("vùng thử", Point(lon, lat).buffer(0.05)))


def in_zone(epsg: int, ring: Sequence[tuple[float, float]] = RING) -> list[tuple[float, float]]:
    """Write a ring of EPSG:9210 in another system: east, north."""
    places = np.array(to_wgs84(Polygon(ring), HAI_PHONG).exterior.coords)[:-1]
    return [(float(east), float(north)) for east, north in points_to_vn2000(places, epsg)]


def table(points: Sequence[tuple[float, float]], words: str = "", north_first: bool = True) -> str:
    rows = [f"{n}\t{(y, x)[not north_first]:.3f}\t{(x, y)[not north_first]:.3f}" for n, (x, y) in enumerate(points, 1)]
    return "\n".join([words, *rows])


def proposed(text: str, ground: Ground | None = None, kind: DrawnKind | None = None) -> Proposal:
    return propose(read_table(text), ground or ward_ground(), kind)


def apart_m(proposal: Proposal, ring: Sequence[tuple[float, float]] = RING) -> float:
    """Return how far the drawn corners are from a ring of EPSG:9210."""
    assert proposal.drawing is not None
    geometry = proposal.drawing.geometry
    drawn = np.array(geometry.exterior.coords if isinstance(geometry, Polygon) else geometry.coords)[: len(ring)]
    return float(np.hypot(*(points_to_vn2000(drawn) - np.array(ring)).T).max())


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_published_tables_are_proposed_where_they_lie(name: str) -> None:
    text, (lon, lat), epsg = PUBLISHED[name]
    proposal = proposed(text, around(lon, lat))
    assert proposal.choice.verdict is Verdict.ONE
    assert proposal.chosen is not None
    assert proposal.chosen.way == Way(epsg, north_first=True)
    assert not proposal.doubts
    assert "đúng như văn bản ghi" in proposal.choice.says


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_published_tables_are_refused_in_the_ward(name: str) -> None:
    """They belong to other places: refused, with how far each reading lands from the ward."""
    proposal = proposed(PUBLISHED[name][0])
    assert proposal.choice.verdict is Verdict.NONE
    assert proposal.drawing is None
    assert "km về phía" in proposal.choice.says
    assert "Hãy kiểm tra" in proposal.choice.says


def test_a_table_without_its_meridian_finds_its_own_province() -> None:
    """Pác Nặm without `106°30'`: near Pác Nặm only that zone fits.

    In the ward none, and its own province is among those named.
    """
    text = "\n".join(line for line in printed.PAC_NAM.splitlines() if "Kinh tuyến" not in line)
    there = proposed(text, around(105.7025, 22.5887))
    assert there.chosen is not None
    assert there.chosen.way.epsg == 9213
    assert there.doubts == (
        f"{system_name(9213)} không phải hệ của Hải Phòng (105°45', múi 3°): hãy đối chiếu với văn bản.",
    )
    here = proposed(text)
    assert here.choice.verdict is Verdict.NONE
    assert "hệ của Bắc Kạn, Thái Nguyên" in here.choice.says


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: str(zone.epsg))
@pytest.mark.parametrize("north_first", [True, False])
def test_every_zone_is_found_from_the_place_alone(zone: Zone, north_first: bool) -> None:
    """A ring of the ward written in any zone and order, without a word, is proposed in it.

    105° alone has two widths and is asked.
    """
    epsg = zone.epsg
    proposal = proposed(table(in_zone(epsg), north_first=north_first))
    fitting = {reading.way for reading in proposal.choice.fitting}
    assert Way(epsg, north_first) in fitting
    if epsg in {5897, 3405}:
        assert proposal.choice.verdict is Verdict.SEVERAL
        assert {way.epsg for way in fitting} == {5897, 3405}
    else:
        assert proposal.chosen is not None
        assert proposal.chosen.way == Way(epsg, north_first)
        assert apart_m(proposal) < 0.01


def test_all_zones_and_orders_are_shown() -> None:
    """Every reading is there, each with where it lands; the fitting one first."""
    readings = proposed(table(RING)).choice.readings
    assert {reading.way for reading in readings} == set(all_ways(Unit.METRES))
    assert len(readings) == 2 * len(ZONES)
    assert readings[0].landing.where is Where.WARD
    assert all(reading.says for reading in readings)


def test_words_decide_between_readings_that_fit() -> None:
    """105° of 3° and of 6° lie 694 m apart: the width in the words decides, or a person does."""
    text = table(in_zone(3405), "múi chiếu 6°")
    proposal = proposed(text)
    assert proposal.chosen is not None
    assert proposal.chosen.way.epsg == 3405
    assert not proposal.doubts
    asked = propose(read_table(table(in_zone(3405))), ward_ground(), way=Way(3405, north_first=True))
    assert asked.choice.verdict is Verdict.SEVERAL
    assert asked.drawing is not None
    assert apart_m(asked) < 0.01


def test_a_person_cannot_choose_what_does_not_fit() -> None:
    refused = propose(read_table(table(RING)), ward_ground(), way=Way(9213, north_first=True))
    assert refused.drawing is None


def test_a_stated_meridian_that_disagrees_is_said() -> None:
    """The numbers fit 105°45', the words say 105°30': proposed, but with a doubt that a person has to confirm."""
    proposal = proposed(table(RING, "Kinh tuyến trục 105°30'"))
    assert proposal.chosen is not None
    assert proposal.chosen.way.epsg == HAI_PHONG
    assert "ghi kinh tuyến trục 105°30', nhưng đọc như thế thì cách phường Thủy Nguyên 24" in proposal.doubts[0]


def test_a_stated_meridian_that_is_no_zone_is_said() -> None:
    proposal = proposed(table(RING, "Kinh tuyến trục 105°20'"))
    assert "không có hệ VN-2000 nào như vậy" in proposal.doubts[0]


def test_degrees_without_a_datum_are_asked() -> None:
    """VN-2000 and WGS 84 lie 220 m apart, both in the ward."""
    text = "A 20°54'55.0\" 106°40'01.0\"\nB 20°54'50.0\" 106°40'11.0\"\nC 20°54'35.0\" 106°40'01.0\""
    proposal = proposed(text)
    assert proposal.choice.verdict is Verdict.SEVERAL
    assert {reading.way.epsg for reading in proposal.choice.fitting} == {VN2000_GEOGRAPHIC, WGS84}
    told = proposed(f"Hệ WGS-84\n{text}")
    assert told.chosen is not None
    assert told.chosen.way.epsg == WGS84


def test_utm_on_wgs84_is_tried_where_the_words_say_so() -> None:
    points = to_wgs84(Polygon(RING), HAI_PHONG)
    utm = [(673000.0 + n * 50, 2313600.0 + (n % 2) * 80) for n in range(3)]
    assert points.is_valid
    proposal = proposed(table(utm, "Hệ WGS-84, UTM múi 48"))
    assert proposal.chosen is None or proposal.chosen.way.epsg == 32648
    assert any(reading.way.epsg == 32648 for reading in proposal.choice.readings)


def test_hanoi_72_is_refused() -> None:
    proposal = proposed(table(RING, "Hệ tọa độ HN-72"))
    assert proposal.choice.verdict is Verdict.NONE
    assert "Hãy xin tọa độ VN-2000" in proposal.choice.says


def test_next_door_is_proposed_and_said() -> None:
    """Lâm Động now lies in phường Thiên Hương: allowed, never silently."""
    ring = [(x - 3000, y - 1500) for x, y in RING]
    proposal = proposed(table(ring))
    assert proposal.chosen is not None
    assert proposal.chosen.landing.where is Where.NEXT_DOOR
    assert "liền kề" in proposal.choice.says


def test_a_neighbour_that_fits_too_is_said() -> None:
    """One reading in the ward and one next door: the ward's is proposed, the other stands as a doubt."""
    ground = Ground(
        Region("phường A", box(106.66, 20.90, 106.68, 20.93)), (Region("phường B", box(106.6, 20.90, 106.66, 20.93)),)
    )
    ring = [(x, y) for x, y in in_zone(5897)]
    north = Ground(
        Region("phường A", to_wgs84(Polygon(RING).buffer(300), HAI_PHONG)),
        (Region("phường B", box(106.5, 20.7, 106.9, 21.1)),),
    )
    assert proposed(table(RING), ground).choice.verdict is Verdict.ONE
    proposal = proposed(table(ring), north)
    assert proposal.chosen is not None
    assert proposal.chosen.way.epsg == 5897
    assert any("Cũng có thể là" in doubt for doubt in proposal.doubts)


def test_systems_side_by_side_are_compared() -> None:
    """The WGS 84 column must be the VN-2000 column shifted; a digit wrong in one of them is named by its corner."""
    lon, lat = PUBLISHED["lach huyen"][1]
    assert not proposed(printed.LACH_HUYEN, around(lon, lat)).doubts
    wrong = printed.LACH_HUYEN.replace("20°47'39.6\"", "20°47'49.6\"")
    doubts = proposed(wrong, around(lon, lat)).doubts
    assert len(doubts) == 1
    assert "ở điểm B3" in doubts[0]


def test_radius_is_what_the_digits_allow() -> None:
    """No finer than the shift's own metre, no finer than the last printed digit."""
    assert proposed(table(RING)).radius_m == 1
    assert proposed(printed.LACH_HUYEN, around(*PUBLISHED["lach huyen"][1])).radius_m == 4


# --- drawing ---


def test_open_ring_is_closed_and_said() -> None:
    proposal = proposed(table(RING))
    assert proposal.drawing is not None
    assert proposal.drawing.kind is DrawnKind.POLYGON
    assert proposal.drawing.notes == ("Bảng không lặp lại điểm đầu: vùng được khép từ điểm 3 về điểm 1.",)
    closed = proposed(table([*RING, RING[0]]))
    assert closed.drawing is not None
    assert closed.drawing.notes == ()
    assert closed.drawing.geometry.equals(proposal.drawing.geometry)


def test_area_and_perimeter_stand_beside_the_stated_area() -> None:
    proposal = proposed(table(RING, "diện tích 15.100 m2"))
    drawing = proposal.drawing
    assert drawing is not None
    assert drawing.area_m2 == pytest.approx(15_000, abs=0.5)
    assert drawing.perimeter_m == pytest.approx(
        sum(math.dist(a, b) for a, b in zip(RING, RING[1:] + RING[:1], strict=True)), abs=0.01
    )
    assert drawing.area_difference_percent == pytest.approx(-0.66, abs=0.01)
    assert not proposal.doubts


def test_an_area_far_from_the_stated_one_is_a_doubt() -> None:
    assert "lệch -25 %" in proposed(table(RING, "diện tích 2,0 ha")).doubts[0]


def test_self_crossing_is_told_by_corners() -> None:
    bow = [(595000, 2314000), (595200, 2314100), (595200, 2314000), (595000, 2314100)]
    drawing = proposed(table(bow)).drawing
    assert drawing is not None
    assert drawing.errors == ("Cạnh 1-2 cắt cạnh 3-4.",)
    assert drawing.area_m2 is None
    assert drawing.geometry.geom_type == "MultiLineString"


def test_many_crossings_are_counted() -> None:
    zigzag = [(595000 + 100 * (n % 2), 2314000 + 10 * n) for n in range(12)]
    shuffled = [zigzag[n * 5 % 12] for n in range(12)]
    drawing = proposed(table(shuffled)).drawing
    assert drawing is not None
    assert "chỗ cắt nhau nữa" in drawing.errors[-1]


def test_doubled_corners_are_told() -> None:
    drawing = proposed(table([*RING[:2], RING[1], RING[2]])).drawing
    assert drawing is not None
    assert "Điểm 3 trùng điểm 2." in drawing.notes
    assert not drawing.errors


def test_a_ring_that_touches_itself_is_refused() -> None:
    eight = [
        (595000, 2314000),
        (595100, 2314100),
        (595200, 2314000),
        (595200, 2314200),
        (595100, 2314100),
        (595000, 2314200),
    ]
    drawing = proposed(table(eight)).drawing
    assert drawing is not None
    assert "Điểm 5 trùng điểm 2." in drawing.notes
    assert "chạm lại chính nó" in drawing.errors[0]


@pytest.mark.parametrize("points", [[RING[0], RING[0], RING[0]], [RING[0], RING[1], RING[1]]])
def test_too_few_corners_are_told(points: list[tuple[float, float]]) -> None:
    drawing = proposed(table(points), kind=DrawnKind.POLYGON).drawing
    assert drawing is not None
    assert "cần ít nhất 3 điểm" in drawing.errors[0]


def test_corners_in_a_row_make_no_area() -> None:
    drawing = proposed(table([(595000 + 10 * n, 2314000 + 10 * n) for n in range(4)])).drawing
    assert drawing is not None
    assert "thẳng hàng" in drawing.errors[0]


def test_a_corner_far_from_the_others_is_told() -> None:
    """A digit misread by 3 km stays in the ward; the numbers of its neighbours give it away."""
    ring = [*RING, (595200, 2313930), (598200, 2313960)]
    drawing = proposed(table(ring)).drawing
    assert drawing is not None
    assert any(note.startswith("Điểm 5 cách các điểm khác") for note in drawing.notes)


def test_two_points_or_words_of_a_route_make_a_line() -> None:
    two = proposed(table(RING[:2])).drawing
    route = proposed(table(RING, "Tim tuyến đường")).drawing
    assert two is not None
    assert route is not None
    assert two.kind is route.kind is DrawnKind.LINE
    assert two.length_m == pytest.approx(math.dist(*RING[:2]), abs=0.01)
    assert two.area_m2 is None


def test_one_point_is_a_point_and_a_person_may_choose_otherwise() -> None:
    one = proposed(table(RING[:1])).drawing
    forced = proposed(table(RING), kind=DrawnKind.LINE).drawing
    assert one is not None
    assert forced is not None
    assert (one.kind, one.geometry.geom_type) == (DrawnKind.POINT, "Point")
    assert forced.geometry.geom_type == "LineString"
    points = proposed(table(RING), kind=DrawnKind.POINT).drawing
    assert points is not None
    assert points.geometry.geom_type == "MultiPoint"


def test_rings_become_one_geometry_unless_they_overlap() -> None:
    moved = [(x + 500, y) for x, y in RING]
    two = proposed(f"{table(RING)}\n{table(moved)}").drawing
    assert two is not None
    assert two.geometry.geom_type == "MultiPolygon"
    assert two.area_m2 == pytest.approx(30_000, abs=1)
    over = proposed(f"{table(RING)}\n{table([(x + 20, y) for x, y in RING])}").drawing
    assert over is not None
    assert over.errors == ("Khu 1 và khu 2 chồng lên nhau.",)


# --- any ring, any print ---

STARS = st.lists(st.floats(20, 400), min_size=3, max_size=9)


PRINTS = st.builds(
    printed.Print,
    north_first=st.booleans(),
    style=st.sampled_from(sorted(printed.NUMBER_STYLES)),
    layout=st.sampled_from(sorted(printed.LAYOUTS)),
    header=st.sampled_from(sorted(printed.HEADERS)),
    prefix=st.sampled_from(["", "M", "R"]),
)


@settings(max_examples=150, deadline=None)
@given(radii=STARS, zone=st.sampled_from(ZONES), paper=PRINTS)
def test_any_ring_in_any_print_comes_back(radii: list[float], zone: Zone, paper: printed.Print) -> None:
    """A random ring in the ward, printed in any zone, order, number style and layout: the same corners within 1 cm."""
    assume(not paper.is_ambiguous)
    turn = 2 * math.pi / len(radii)
    ring = [(597000 + r * math.cos(n * turn), 2311000 + r * math.sin(n * turn)) for n, r in enumerate(radii)]
    table = read_table(paper.write(in_zone(zone.epsg, ring)))
    way = Way(zone.epsg, paper.north_first)
    proposal = propose(table, ward_ground(), DrawnKind.POLYGON, way=way)
    assert [corner.label for corner in proposal.block.corners] == paper.labels(len(ring))
    assert way in {reading.way for reading in proposal.choice.fitting}
    assert apart_m(proposal, ring) < 0.01
