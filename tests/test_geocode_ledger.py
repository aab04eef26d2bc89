"""The rule: every row of the ledger lies where its words put it, no finer; each row with the reason why."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest
import shapely

from geo.geocode import METHODS, locate_all
from geo.geocode.plane import distance_m, plane_of
from geo.model import Location, Precision
from tests.gazetteers import GAZETTEER, NAMES, PROGRAMME

FOUND = locate_all(PROGRAMME.projects, GAZETTEER)
WARD, AREA, BETWEEN = Precision.WARD, Precision.AREA, Precision.BETWEEN
ZONE = "kdt-bac-song-cam"


class Row(NamedTuple):
    """What is expected of one row: class, method, places its words name, bounds of the radius in metres, and why."""

    precision: Precision
    method: str
    places: tuple[str, ...]
    radius_m: tuple[float, float]
    why: str


WHOLE = (5000, 6000)
EXPECTED = {
    "PL1-01": Row(WARD, "ward_wide", (), WHOLE, "a zoning plan: the border of zone 1 is not published"),
    "PL1-02": Row(WARD, "ward_wide", (), WHOLE, "a zoning plan: the border of zone 2 is not published"),
    "PL1-03": Row(WARD, "ward_wide", (), WHOLE, "a plan for all schools of the ward"),
    "PL2-01": Row(BETWEEN, "line", ("vanh-dai-3",), (2500, 2500), "ring road 3 has no citable alignment: a sketch"),
    "PL2-02": Row(
        BETWEEN,
        "corridor",
        ("vanh-dai-2", "dt-359", "nut-vanh-dai-2-359", "cau-hung-vuong"),
        (2000, 2500),
        "ring road 2 is a sketch between its two ends",
    ),
    "PL2-03": Row(
        BETWEEN,
        "corridor",
        ("dt-359c", "nut-359c-mang-nuoc", "quoc-lo-10", "nut-359c-quoc-lo-10"),
        (1500, 1500),
        "359C is a sketch from junction to junction; the second junction is named by one road only",
    ),
    "PL2-04": Row(
        BETWEEN,
        "corridor",
        (ZONE, "duong-bac-nam", "dao-vu-yen"),
        (1000, 1000),
        "two stretches, the second known to a kilometre only",
    ),
    "PL2-05": Row(
        BETWEEN,
        "corridor",
        ("duong-bac-nam", "tt-chinh-tri-hanh-chinh"),
        (400, 400),
        "from the VSIP axis along the projected link and Trần Kiên",
    ),
    "PL2-06": Row(WARD, "ward_wide", (), WHOLE, "parking lots: only the ward is named"),
    "PL2-07": Row(
        BETWEEN, "over_river", ("song-hon-ngoc",), (900, 900), "bridges unknown: the river's stretch in the ward"
    ),
    "PL3-01": Row(
        AREA, "named", ("khu-tdc-bac-song-cam",), (1850, 1850), "which of several resettlement areas is open"
    ),
    "PL3-02": Row(
        AREA,
        "several",
        ("khu-tdc-hoa-dong", "khu-tdc-lam-dong"),
        (2400, 2900),
        "two communes, one outside the ward: both together",
    ),
    "PL3-03": Row(
        AREA, "named", ("khu-dong-trinh", "xa-tan-duong"), (1700, 1700), "Đồng Trinh is known by its commune"
    ),
    "PL3-04": Row(WARD, "military", ("hai-doi-4",), WHOLE, "military land stays at ward level"),
    "PL3-05": Row(WARD, "military", ("trung-doan-238-f363",), WHOLE, "military land stays at ward level"),
    "PL3-06": Row(AREA, "named", ("thcs-tan-duong",), (1700, 1700), "the school is known by its commune"),
    "PL3-07": Row(
        AREA, "named", ("benh-vien-thuy-nguyen",), (900, 900), "from the address of a village: no exact site"
    ),
    "PL3-08": Row(AREA, "named", ("kdt-hoa-dong-dragon",), (1200, 1200), "26 ha beside kênh Hòn Ngọc, no outline"),
    "PL3-09": Row(
        BETWEEN,
        "strip",
        ("kdt-thuy-duong-thuy-son", "xa-thuy-duong", "xa-thuy-son"),
        (1000, 1400),
        "where two communes meet",
    ),
    "PL3-10": Row(AREA, "named", ("kdt-dong-hon-ngoc",), (1800, 1800), "east of the river, no outline"),
    "PL3-11": Row(
        BETWEEN,
        "strip",
        ("kdt-tan-duong-hoa-dong", "xa-tan-duong", "xa-hoa-dong"),
        (1200, 1500),
        "where two communes meet",
    ),
    "PL3-12": Row(
        BETWEEN,
        "strip",
        ("kdt-lam-dong-hoa-dong", "xa-lam-dong", "xa-hoa-dong"),
        (1200, 1500),
        "where two communes meet, one of them outside",
    ),
    "PL3-13": Row(AREA, "named", ("kdt-thuy-son",), (1520, 1520), "known by its commune"),
    "PL3-14": Row(AREA, "named", ("khu-nha-o-thuy-duong",), (1800, 1800), "known by its commune"),
    "PL3-15": Row(WARD, "unlocated", ("khu-cua-trai",), WHOLE, "Cửa Trại was found in no source"),
    "PL3-16": Row(AREA, "named", ("tt-hoi-nghi-khau-da",), (2000, 2000), "unverified: near Núi Đèo and Thủy Sơn"),
    "PL3-17": Row(AREA, "named", ("tt-hoi-nghi-trien-lam",), (1800, 1800), "not the convention and performance centre"),
    "PL3-18": Row(WARD, "unlocated", ("noxh-toan-thang",), WHOLE, "Toàn Thắng was found in no source"),
    "PL3-19": Row(WARD, "unlocated", ("noxh-chau-giang",), WHOLE, "Châu Giang was found in no source"),
    "PL3-20": Row(AREA, "lots", ("lo-i-11", ZONE), (1300, 1300), "no plan of the lots: the shared zone"),
    "PL3-21": Row(AREA, "lots", ("lo-i-8-dvcc-01", ZONE), (1300, 1300), "old and new code are one lot"),
    "PL3-22": Row(AREA, "lots", ("lo-i-11-dvcc-01", ZONE), (1300, 1300), "no plan of the lots: the shared zone"),
    "PL3-23": Row(AREA, "lots", ("lo-i-14-cthh-01", ZONE), (1300, 1300), "no plan of the lots: the shared zone"),
    "PL3-24": Row(AREA, "lots", ("lo-i-17-cthh-01", "lo-i-18", ZONE), (1300, 1300), "two lots, one zone"),
    "PL3-25": Row(AREA, "lots", ("lo-i-11-dvcc-01", ZONE), (1300, 1300), "a part of a lot"),
    "PL3-26": Row(
        AREA, "lots", ("ho-tan-hoa", ZONE), (1800, 1800), "hồ Tân Hoa was found in no source: the zone, wider"
    ),
    "PL3-27": Row(
        AREA, "lots", ("lo-i-16-cthh-01", "lo-i-16-p-01", "lo-i-16-cx-01", ZONE), (1300, 1300), "three lots, one zone"
    ),
    "PL3-28": Row(AREA, "lots", ("lo-i-7-cthh-01", ZONE), (1300, 1300), "no plan of the lots: the shared zone"),
    "PL3-29": Row(WARD, "unlocated", ("kdt-cong-co",), WHOLE, "Cống Cờ was found in no source"),
    "PL3-30": Row(AREA, "named", ("tttm-thuy-son",), (1200, 1200), "south of Núi Đèo, the bypass is a sketch"),
    "PL3-31": Row(AREA, "named", ("khu-tmdv-duong-quan",), (2190, 2190), "known by its commune; 1,2 ha is a size"),
    "PL3-32": Row(AREA, "named", ("khu-tmdv-duong-quan",), (2190, 2190), "known by its commune; 1,0 ha is a size"),
    "PL3-33": Row(AREA, "named", ("tba-110kv-bac-song-cam-2",), (2500, 2500), "the power plan names no site"),
    "PL3-34": Row(WARD, "ward_wide", (), WHOLE, "a network over the whole ward"),
    "PL3-35": Row(AREA, "named", ("nha-may-xlnt-bac-song-cam-2",), (2500, 2500), "no source for the site"),
    "PL3-36": Row(WARD, "ward_wide", (), WHOLE, "channels of the whole ward"),
    "PL4-02": Row(AREA, "named", ("kdt-bac-song-cam-giai-doan-2",), (2500, 2500), "phase 2 has no published border"),
    "PL4-06": Row(
        AREA,
        "cleared",
        ("khu-dong-trinh", "xa-tan-duong"),
        (1700, 1700),
        "says only what it serves: as PL3-03, probably",
    ),
}
# Clearances that lie where the work lies that they clear: by their own words.
SAME = {
    "PL4-01": "PL3-01",
    "PL4-03": "PL3-02",
    "PL4-04": "PL3-04",
    "PL4-05": "PL3-05",
    "PL4-07": "PL3-07",
    "PL4-08": "PL3-13",
    "PL4-09": "PL3-19",
    "PL4-10": "PL3-09",
    "PL4-11": "PL3-10",
    "PL4-12": "PL3-11",
    "PL4-13": "PL3-12",
    "PL4-14": "PL3-14",
    "PL4-15": "PL3-06",
    "PL4-16": "PL3-17",
    "PL4-17": "PL3-33",
    "PL4-18": "PL3-35",
}


def test_every_row_is_expected_somewhere() -> None:
    assert list(FOUND) == [project.id for project in PROGRAMME.projects]
    assert {*EXPECTED, *SAME} == set(FOUND)


@pytest.mark.parametrize(("identifier", "row"), EXPECTED.items(), ids=EXPECTED)
def test_a_row_lies_where_its_words_put_it(identifier: str, row: Row) -> None:
    found = FOUND[identifier]
    assert (found.precision, found.method) == (row.precision, row.method), row.why
    ward = ("phuong-thuy-nguyen",) if row.precision is WARD else ()
    assert sorted(found.places) == sorted((*ward, *row.places)), row.why
    assert found.radius_m is not None
    assert row.radius_m[0] <= found.radius_m <= row.radius_m[1], row.why


@pytest.mark.parametrize(("clearance", "work"), SAME.items(), ids=SAME)
def test_a_clearance_lies_where_the_work_lies(clearance: str, work: str) -> None:
    one, other = FOUND[clearance], FOUND[work]
    assert (one.precision, one.method, one.radius_m) == (other.precision, other.method, other.radius_m)
    assert set(one.places) == set(other.places)
    if one.geometry is not None and other.geometry is not None:
        assert shapely.hausdorff_distance(one.geometry, other.geometry) < 1e-4  # the order of a pair turns the strip


@pytest.mark.parametrize("identifier", FOUND)
def test_a_location_keeps_the_contract(identifier: str) -> None:
    """No geometry exactly at ward level, with a reason; a source, a known method, words of evidence as they stand."""
    found = FOUND[identifier]
    assert (found.geometry is None) == (found.precision is WARD)
    assert bool(found.reason) == (found.geometry is None)
    assert found.source
    assert found.method in METHODS
    assert found.evidence
    for line in found.evidence:
        assert line.words in NAMES[identifier] or (found.method == "cleared" and line.words in NAMES["PL3-03"])
        assert line.says.endswith(".")
        assert line.place is None or line.place in GAZETTEER.places
    assert set(found.places) <= set(GAZETTEER.places)
    if found.geometry is not None:
        assert found.geometry.is_valid
        assert not found.geometry.is_empty


def test_lots_share_one_geometry() -> None:
    shared = [found for found in FOUND.values() if found.zone]
    assert len(shared) == 9
    assert {found.zone for found in shared} == {ZONE}
    assert len({id(found.geometry) for found in shared}) == 1


def test_only_what_names_a_place_next_door_is_flagged() -> None:
    outside = {identifier for identifier, found in FOUND.items() if found.outside_ward}
    assert outside == {"PL2-02", "PL2-03", "PL3-02", "PL3-12", "PL4-03", "PL4-13"}


def test_roads_without_an_alignment_are_sketches() -> None:
    assert {identifier for identifier, found in FOUND.items() if found.sketch} == {
        *("PL2-01", "PL2-02", "PL2-03", "PL2-04", "PL2-05", "PL2-07"),
    }


def test_the_shape_of_a_geometry_tells_what_is_known() -> None:
    """A point for one place, a line for a corridor, a polygon for a strip, a zone, several places."""
    kinds: dict[str, set[str | None]] = {found.method: set() for found in FOUND.values()}
    for found in FOUND.values():
        kinds[found.method].add(found.geometry.geom_type if found.geometry is not None else None)
    assert kinds == {
        "named": {"Point"},
        "cleared": {"Point"},
        "line": {"LineString"},
        "corridor": {"LineString"},
        "over_river": {"LineString"},
        "strip": {"Polygon"},
        "several": {"Polygon"},
        "lots": {"Polygon"},
        "ward_wide": {None},
        "unlocated": {None},
        "military": {None},
    }


@pytest.mark.parametrize("identifier", ["PL3-31", "PL3-32"])
def test_an_area_in_the_name_is_a_size_and_no_outline(identifier: str) -> None:
    line = FOUND[identifier].evidence[-1]
    assert line.words == NAMES[identifier][-5:]
    assert "không phải ranh giới" in line.says


def test_a_probable_link_says_probably() -> None:
    line = FOUND["PL4-06"].evidence[0]
    assert line.words == NAMES["PL4-06"]
    assert "PL3-03" in line.says
    assert "chưa chắc chắn" in line.says


def test_the_truth_that_is_known_lies_inside() -> None:
    """Where other sources give a finer position, the declared radius holds it."""
    known = {
        "PL2-05": ("tt-chinh-tri-hanh-chinh", "duong-bac-nam-dau-nam"),
        "PL2-04": ("duong-bac-nam-dau-nam", "cau-vu-yen-1"),
        "PL3-27": ("kdt-bac-song-cam-luoi-pho", "tt-hoi-nghi-bieu-dien"),
        "PL3-01": ("khu-tdc-bac-song-cam-c13",),
        "PL3-09": ("kdt-thuy-duong-thuy-son", "nui-deo"),
        "PL3-11": ("kdt-tan-duong-hoa-dong",),
        "PL3-12": ("kdt-lam-dong-hoa-dong",),
        "PL3-02": ("xa-hoa-dong", "xa-lam-dong"),
        "PL2-07": ("song-hon-ngoc-bac", "song-hon-ngoc-nam"),
        "PL2-03": ("nut-359c-mang-nuoc", "nut-359c-quoc-lo-10"),
    }
    for identifier, places in known.items():
        for place in places:
            assert off_m(FOUND[identifier], place) <= (FOUND[identifier].radius_m or 0), (identifier, place)


def off_m(found: Location, place_id: str) -> float:
    """Return the distance of a place's point from a geometry in metres."""
    place = GAZETTEER.places[place_id]
    plane = plane_of(place)
    assert found.geometry is not None
    return float(plane.metres(found.geometry).distance(plane.point(place)))


def test_the_radius_of_a_polygon_reaches_its_farthest_corner() -> None:
    """It is that of the smallest circle around it: holds from the polygon and from its centre, and is not blown up."""
    for found in FOUND.values():
        if found.geometry is not None and found.geometry.geom_type == "Polygon" and found.places[0] != "ho-tan-hoa":
            plane = plane_of(GAZETTEER.places[found.places[-1]])
            drawn = plane.metres(found.geometry)
            reach = shapely.minimum_bounding_radius(drawn)
            assert reach - 15 <= (found.radius_m or 0) <= reach + 15


def test_places_given_instead_of_a_gazetteer_give_the_same() -> None:
    again = locate_all(PROGRAMME.projects, PROGRAMME.places, PROGRAMME.shapes)
    assert {key: (one.precision, one.places, one.radius_m) for key, one in again.items()} == {
        key: (one.precision, one.places, one.radius_m) for key, one in FOUND.items()
    }


def test_the_median_radius_is_what_the_evidence_allows() -> None:
    """Half of what is on the map is known to 1.7 km or better, and nothing is finer than its finest place."""
    radii = sorted(found.radius_m for found in FOUND.values() if found.geometry is not None and found.radius_m)
    assert len(radii) == 49
    assert radii[len(radii) // 2] <= 1700
    assert radii[0] >= 400


def test_the_whole_ledger_is_quick() -> None:
    """Promised: 0.2 s. Measured: 0.02 s. Processor time, the best of three: the machine may be busy with others."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        locate_all(PROGRAMME.projects, GAZETTEER)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.2


def test_a_strip_lies_between_its_communes() -> None:
    strip = FOUND["PL3-11"].geometry
    assert strip is not None
    one, other = GAZETTEER.places["xa-tan-duong"], GAZETTEER.places["xa-hoa-dong"]
    plane = plane_of(one)
    middle = plane.metres(strip).centroid
    assert middle.distance(plane.point(one)) + middle.distance(plane.point(other)) == pytest.approx(
        distance_m(one, other), abs=5
    )
