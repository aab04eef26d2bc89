"""One that fits is proposed, several are asked about, none is refused; words choose, and are never overruled unsaid."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from geo.coordinates import Reading, Stated, Unit, Verdict, Way, all_ways, choose
from geo.coordinates.statements import HN72, VN2000, WGS84
from geo.coordinates.ways import rank
from geo.crs import HAI_PHONG, VN2000_GEOGRAPHIC, ZONES
from geo.landing import Ground, Landing, Region, Where

GROUND = Ground(Region("phường A", box(106.6, 20.8, 106.8, 21.0)))


def reading(
    epsg: int, where: Where, *, north_first: bool = True, distance_m: float | None = None, home: bool = True
) -> Reading:
    """Return a reading that landed somewhere."""
    landing = Landing(where, f"Ở {where.value}.", distance_m, 106.7, 20.9)
    return Reading(Way(epsg, north_first), landing, home)


IN = reading(9210, Where.WARD, distance_m=0)
SIX = reading(3405, Where.WARD, distance_m=0)
THREE = reading(5897, Where.WARD, distance_m=0)
NEXT = reading(5897, Where.NEXT_DOOR, distance_m=700)
FAR = reading(9213, Where.ELSEWHERE, distance_m=209_000)
AWAY = reading(9209, Where.ELSEWHERE, distance_m=24_000, home=False)
NOWHERE = reading(9210, Where.NOWHERE, north_first=False)


def test_one_that_fits_is_proposed() -> None:
    choice = choose([IN, FAR, NOWHERE], Stated(), GROUND)
    assert (choice.verdict, choice.chosen, choice.doubts) == (Verdict.ONE, IN, ())
    assert choice.says.startswith("Chỉ một cách đọc rơi vào phường A")


def test_agreement_with_the_paper_is_said() -> None:
    choice = choose([IN, FAR], Stated(meridian=105.75, width_deg=3, datum=VN2000), GROUND)
    assert "đúng như văn bản ghi" in choice.says
    assert choice.doubts == ()


def test_several_that_fit_are_asked_about_with_their_names() -> None:
    choice = choose([THREE, SIX, FAR], Stated(), GROUND)
    assert (choice.verdict, choice.chosen) == (Verdict.SEVERAL, None)
    assert choice.fitting == (THREE, SIX)
    assert "Văn bản không nói rõ hệ tọa độ" in choice.says
    assert THREE.way.name in choice.says
    assert SIX.way.name in choice.says


@pytest.mark.parametrize(
    ("stated", "chosen"),
    [
        (Stated(width_deg=6), SIX),
        (Stated(width_deg=3), THREE),
        (Stated(epsg=3405), SIX),
        (Stated(meridian=105.0, width_deg=3), THREE),
    ],
)
def test_words_choose_among_what_fits(stated: Stated, chosen: Reading) -> None:
    choice = choose([THREE, SIX], stated, GROUND)
    assert choice.chosen == chosen


def test_words_that_do_not_decide_still_leave_the_question() -> None:
    choice = choose([THREE, SIX], Stated(meridian=105.0), GROUND)
    assert choice.verdict is Verdict.SEVERAL
    assert choice.doubts == ()


def test_words_that_disagree_with_the_place_are_a_doubt() -> None:
    choice = choose([IN, AWAY], Stated(meridian=105.5), GROUND)
    assert choice.chosen == IN
    assert "ghi kinh tuyến trục 105°30', nhưng đọc như thế thì ở elsewhere." in choice.doubts[0]


def test_a_reading_next_door_is_proposed_when_it_alone_fits() -> None:
    choice = choose([NEXT, FAR], Stated(meridian=105.0), GROUND)
    assert choice.chosen == NEXT
    assert "vùng liền kề" in choice.says or "đúng như" in choice.says


def test_a_reading_next_door_beside_one_in_the_ward_is_a_doubt() -> None:
    choice = choose([SIX, NEXT], Stated(), GROUND)
    assert choice.chosen == SIX
    assert any("Cũng có thể là" in doubt for doubt in choice.doubts)


def test_none_that_fits_is_refused_with_where_the_likely_ones_land() -> None:
    choice = choose([FAR, AWAY, NOWHERE], Stated(), GROUND)
    assert (choice.verdict, choice.chosen, choice.fitting) == (Verdict.NONE, None, ())
    assert "hệ của Bắc Kạn, Thái Nguyên" in choice.says
    assert AWAY.way.name not in choice.says


def test_a_refusal_speaks_of_the_stated_reading_first() -> None:
    choice = choose([FAR, AWAY], Stated(meridian=105.5), GROUND)
    assert AWAY.way.name in choice.says
    assert FAR.way.name not in choice.says


def test_a_grid_that_is_not_the_citys_own_is_a_doubt_unless_the_paper_names_it() -> None:
    odd = reading(9214, Where.WARD, distance_m=0)
    assert "không phải hệ của Hải Phòng" in choose([odd], Stated(), GROUND).doubts[0]
    assert choose([odd], Stated(meridian=107.0), GROUND).doubts == ()
    assert choose([reading(VN2000_GEOGRAPHIC, Where.WARD)], Stated(datum=VN2000), GROUND).doubts == ()


def test_hanoi_1972_is_never_read_as_vn2000() -> None:
    choice = choose([IN], Stated(datum=HN72), GROUND)
    assert choice.verdict is Verdict.NONE
    assert choice.chosen is None


def test_wgs84_and_vn2000_are_told_apart_by_the_datum() -> None:
    vn = reading(VN2000_GEOGRAPHIC, Where.WARD)
    wgs = reading(4326, Where.WARD)
    assert choose([vn, wgs], Stated(datum=WGS84), GROUND).chosen == wgs
    assert choose([vn, wgs], Stated(datum=VN2000), GROUND).chosen == vn
    assert choose([vn, wgs], Stated(), GROUND).verdict is Verdict.SEVERAL


def test_who_speaks_is_named() -> None:
    choice = choose([IN, AWAY], Stated(epsg=9209, who="Tệp"), GROUND)
    assert choice.doubts[0].startswith("Tệp ghi VN-2000, kinh tuyến trục 105°30'")


def test_order_of_readings_is_place_then_home_then_distance() -> None:
    near = reading(9216, Where.ELSEWHERE, distance_m=10_000, home=False)
    assert sorted([NOWHERE, near, FAR, NEXT, IN], key=rank) == [IN, NEXT, FAR, near, NOWHERE]


def test_all_ways_are_all_zones_in_both_orders() -> None:
    ways = all_ways(Unit.METRES)
    assert len(ways) == len(set(ways)) == 2 * len(ZONES)
    assert {way.epsg for way in all_ways(Unit.DEGREES)} == {VN2000_GEOGRAPHIC, 4326}


def test_further_systems_are_added_where_their_unit_fits() -> None:
    assert Way(32648, north_first=True) in all_ways(Unit.METRES, [32648])
    assert all_ways(Unit.DEGREES, [32648]) == all_ways(Unit.DEGREES)
    assert all_ways(Unit.METRES, [HAI_PHONG]) == all_ways(Unit.METRES)


def test_orders_are_named_as_vietnamese_papers_name_them() -> None:
    assert Way(9210, north_first=True).order == "X (bắc) trước, Y (đông) sau"
    assert Way(4756, north_first=False).order == "kinh độ trước, vĩ độ sau"


def test_a_statement_says_what_it_states() -> None:
    assert Stated().is_silent
    assert Stated(meridian=105.75, width_deg=3, datum=VN2000).words == "VN-2000, kinh tuyến trục 105°45', múi 3°"
