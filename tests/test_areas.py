"""The rule: a row is in the areas that its words name; geometry adds only what both sides know; no place, no area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from shapely.geometry import LineString, Point, box

from geo.areas import Areas, area_code
from geo.frame import area_words, build, select
from geo.model import Place, PlaceKind, Precision, Query, Shape
from tests.records import located, place, programme, project, unlocated

TODAY = date(2026, 11, 24)
HOA_DONG = replace(place("xa-hoa-dong", "Xã Hoa Động"), size_radius_m=1370.0)
TAN_DUONG = replace(place("xa-tan-duong", "Xã Tân Dương"), size_radius_m=1210.0)
NEXT_DOOR = replace(place("xa-lam-dong", "Xã Lâm Động"), in_ward=False, size_radius_m=1180.0)
CITY = replace(place("kdt-bac-song-cam", "Khu đô thị mới Bắc Sông Cấm"), kind=PlaceKind.URBAN_AREA)
LOT = replace(place("lo-i-11", "Lô I.11, KĐT mới"), kind=PlaceKind.LOT, parent="kdt-bac-song-cam")
ISLAND = replace(place("dao-vu-yen", "Đảo Vũ Yên (Vinhomes)"), kind=PlaceKind.ISLAND)
PLACES: tuple[Place, ...] = (HOA_DONG, TAN_DUONG, NEXT_DOOR, CITY, LOT, ISLAND)


def ground(place_id: str, west: float, sketch: bool = True) -> Shape:
    """Return a square of one hundredth of a degree that draws a place."""
    square = box(west, 20.88, west + 0.01, 20.89)
    return Shape(f"circle-{place_id}", "areas", place_id, square, 1700.0, sketch, "medium", "GADM", "fact", place_id)


AREAS = Areas(
    PLACES, [ground("xa-hoa-dong", 106.65), ground("kdt-bac-song-cam", 106.67), ground("xa-lam-dong", 106.63)]
)
ROAD = LineString([(106.60, 20.885), (106.70, 20.885)])


def test_areas_are_the_zone_the_communes_of_the_ward_and_the_islands() -> None:
    assert [(area.code, area.name) for area in AREAS.all] == [
        ("bac-song-cam", "Bắc Sông Cấm"),
        ("hoa-dong", "Hoa Động"),
        ("tan-duong", "Tân Dương"),
        ("dao-vu-yen", "Đảo Vũ Yên"),
    ]
    assert [area.code for area in AREAS.all if area.extent is not None] == ["hoa-dong"]
    assert area_code("Thủy Đường") == "thuy-duong"


IN: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "the place it names": ({"places": ("xa-tan-duong",)}, ("tan-duong",)),
    "what that place lies in": ({"places": ("lo-i-11",)}, ("bac-song-cam",)),
    "two of them": ({"places": ("xa-hoa-dong", "kdt-bac-song-cam")}, ("bac-song-cam", "hoa-dong")),
    "a disc over a commune says nothing": (
        {"geometry": Point(106.655, 20.885), "places": ("xa-tan-duong",)},
        ("tan-duong",),
    ),
    "a zone over a commune neither": (
        {"geometry": box(106.65, 20.88, 106.66, 20.89), "places": ("lo-i-11",)},
        ("bac-song-cam",),
    ),
    "a road crosses known ground": (
        {"geometry": ROAD, "precision": Precision.BETWEEN, "places": ("ql-10",)},
        ("hoa-dong",),
    ),
    "a surveyed shape stands on it": (
        {"geometry": Point(106.655, 20.885), "precision": Precision.SURVEYED, "places": ("ql-10",)},
        ("hoa-dong",),
    ),
    "a surveyed shape beside it": (
        {"geometry": Point(106.7, 20.9), "precision": Precision.SURVEYED, "places": ("ql-10",)},
        (),
    ),
    "a corrected place is told by its name": ({"places": ()}, ("bac-song-cam",)),
    "next door is no area of the ward": ({"places": ("xa-lam-dong",)}, ()),
}


@pytest.mark.parametrize(("location", "codes"), IN.values(), ids=IN.keys())
def test_a_row_lies_in(location: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert AREAS.of(located(**({"geometry": Point(106.9, 20.95)} | location)), "Lô I.11 Bắc Sông Cấm") == codes


def test_without_a_place_a_row_is_nowhere_whatever_it_names() -> None:
    assert AREAS.of(unlocated(places=("xa-hoa-dong",)), "Nhà ở xã hội Hoa Động") == ()


def test_a_true_outline_is_ground_even_where_no_size_is_known() -> None:
    areas = Areas(PLACES, [ground("kdt-bac-song-cam", 106.67, sketch=False)])
    assert areas.of(located(geometry=ROAD, places=()), "Đường") == ("bac-song-cam",)


def test_the_frame_knows_the_areas_of_its_rows_and_what_they_are_called() -> None:
    works = [project("PL3-01"), project("PL3-02")]
    locations = {"PL3-01": located(places=("xa-hoa-dong",)), "PL3-02": unlocated()}
    frame = build(programme(*works, places=PLACES), locations, TODAY)
    assert frame["areas"].tolist() == [("hoa-dong",), ()]
    assert list(select(frame, Query(area=frozenset({"hoa-dong"}))).index) == ["PL3-01"]
    assert area_words(frame)["hoa-dong"] == "Hoa Động"
    assert area_words(select(frame, Query(q="x"))) == area_words(frame)
