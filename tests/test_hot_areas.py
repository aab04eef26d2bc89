"""Small delays in one place add up; what is known only to the ward says so.

No statistic is claimed for eighteen cases.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from geo.areas import ZONE, area_names, areas_of
from geo.clearance.gates import read_gates
from geo.clearance.hot_areas import NOWHERE, hot_areas, too_few
from geo.clearance.hotspot import rank
from geo.known import Records
from geo.read import read_programme
from tests.reports import DATA, obstacle, settings, stand_on

PROGRAMME = read_programme(DATA)
BY_ID = {place.id: place for place in PROGRAMME.places}
NAMES = area_names(PROGRAMME.places)
DAY = date(2026, 11, 24)
SPOTS = rank(
    stand_on(DAY, Records((), (obstacle(DAY - timedelta(days=3), "PL4-08"),)), PROGRAMME.projects),
    settings(),
    read_gates(DATA / "gates.csv", PROGRAMME.projects),
)


def test_the_areas_are_the_zone_and_the_old_communes_of_the_ward() -> None:
    """Each old commune once, also where only a part of it lies in the ward; none of next door."""
    assert NAMES[0] == ZONE
    assert {"Hoa Động", "Thủy Sơn", "Thủy Đường", "Dương Quan", "Tân Dương", "Núi Đèo"} <= set(NAMES)
    assert "Lâm Động" not in NAMES
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(
    ("places", "areas"),
    [
        (("kdt-thuy-son",), ("Thủy Sơn",)),
        (("kdt-thuy-duong-thuy-son",), ("Thủy Sơn", "Thủy Đường")),
        (("lo-i-11",), (ZONE,)),
        (("khu-tdc-bac-song-cam",), (ZONE,)),
        (("xa-hoa-dong-trong-phuong",), ("Hoa Động",)),
        (("phuong-thuy-nguyen",), ()),
        ((), ()),
        (("khong-co",), ()),
    ],
)
def test_places_belong_to_the_areas_they_are_named_after(places: tuple[str, ...], areas: tuple[str, ...]) -> None:
    """By the words of the place and of what it lies in; nothing is measured that is not known."""
    assert set(areas_of(places, BY_ID, NAMES)) == set(areas)


def test_sums_by_area() -> None:
    """The score of an area is the sum of its clearances' scores; the hottest sum first, "only in the ward" last."""
    places = {"PL4-08": ["kdt-thuy-son"], "PL4-10": ["kdt-thuy-duong-thuy-son"], "PL4-01": ["khu-tdc-bac-song-cam"]}
    areas = hot_areas(SPOTS, places, PROGRAMME.places)
    by_name = {area.name: area for area in areas}
    score = {spot.id: spot.score for spot in SPOTS}
    assert by_name["Thủy Sơn"].score == score["PL4-08"] + score["PL4-10"]
    assert by_name["Thủy Đường"].score == score["PL4-10"]
    assert (by_name["Thủy Sơn"].obstacles, by_name["Thủy Sơn"].late) == (1, 0)
    assert areas[-1].name == NOWHERE
    assert [area.score for area in areas[:-1]] == sorted((area.score for area in areas[:-1]), reverse=True)
    assert sum(len(area.members) for area in areas) == 19  # PL4-10 lies in two communes


def test_five_small_delays_outweigh_one_larger() -> None:
    """The purpose of the sums: many middling clearances of one place come before a single one that is hotter."""
    middling = [spot.id for spot in SPOTS if spot.score <= Decimal("15")][:5]
    places = {**dict.fromkeys(middling, ("kdt-thuy-son",)), SPOTS[0].id: ("kdt-bac-song-cam",)}
    areas = hot_areas(SPOTS, places, PROGRAMME.places)
    assert [area.name for area in areas[:2]] == ["Thủy Sơn", ZONE]
    assert "5 việc" in areas[0].sentence


def test_eighteen_are_too_few_for_statistics_and_it_is_said() -> None:
    """The note gives the count and the method that is not used."""
    assert "18" in too_few(18)
    assert "Getis-Ord" in too_few(18)
    assert too_few(30) == ""
