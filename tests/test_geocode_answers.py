"""The rule: an answer says no more than it knows, in sentences of a clerk, with the sources it rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from geo.gazetteer import Gazetteer
from geo.geocode.answers import (
    CANDIDATES,
    METHODS,
    How,
    accuracy,
    finest,
    located,
    metres,
    refused,
    runners_up,
    says_name,
    sources,
    spot,
    ward_level,
)
from geo.geocode.drawing import Drawn
from geo.geocode.names import read_name
from geo.geocode.plane import plane_of
from geo.model import PlaceKind, Precision
from tests.gazetteers import GAZETTEER, place, read, shape

WARD = place("phuong", "Phường Phú Lộc", kind=PlaceKind.WARD, radius_m=4000.0)
AN = place("an", "Xã Đại An", radius_m=1433.0, source="một", licence="A")
MINH = place("minh", "Xã Bình Minh", lon=106.69, in_ward=False, confidence="low", source="hai", licence="B")
SMALL = Gazetteer([WARD, AN, MINH])


# --- figures ---


@pytest.mark.parametrize(("value", "shown"), [(40, "40 m"), (1810.4, "1.810 m"), (12_345, "12.345 m"), (0, "0 m")])
def test_metres_are_written_as_on_screen(value: float, shown: str) -> None:
    assert metres(value) == shown


@pytest.mark.parametrize(
    ("radius", "meant"), [(28.3, 30), (40, 40), (996, 1000), (1357.2, 1360), (1360, 1360), (5600, 5600)]
)
def test_a_radius_is_rounded_up_to_what_it_can_mean(radius: float, meant: float) -> None:
    assert accuracy(radius) == meant


@given(st.floats(1, 20_000))
def test_rounding_never_makes_a_radius_finer(radius: float) -> None:
    assert radius - 1e-6 <= accuracy(radius) <= radius + 10


@pytest.mark.parametrize(("radius", "precision"), [(40, "place"), (500, "place"), (501, "area"), (5600, "area")])
def test_the_class_of_one_place(radius: float, precision: str) -> None:
    assert finest(radius) == precision


# --- evidence and sources ---


def test_evidence_names_the_place_and_how_sure_it_is() -> None:
    reading = read_name("xã Bình Minh, Đại An", SMALL)
    first, second = (says_name(reading, one) for one in reading.named)
    assert (first.words, first.place) == ("xã Bình Minh", "minh")
    assert first.says == "là Xã Bình Minh, sai số 1.400 m, độ tin thấp, ngoài phường."
    assert second.says == "là Xã Đại An, sai số 1.433 m."


@pytest.mark.parametrize(
    ("name", "told", "kept"),
    [
        ("xã Dại An", "viết thiếu dấu", "lỗi"),
        ("xã Đạl An", "chữ viết có lỗi, đã đọc lại", "thiếu dấu"),
        ("xa dai an", "Xã Đại An", "thiếu dấu"),
    ],
)
def test_evidence_owns_up_to_what_was_overlooked(name: str, told: str, kept: str) -> None:
    reading = read_name(name, SMALL)
    says = says_name(reading, reading.named[0]).says
    assert told in says
    assert kept not in says


def test_a_line_of_its_own_is_not_told_by_the_radius_of_its_middle() -> None:
    reading = read("Đường Đỗ Mười")
    assert "sai số" not in says_name(reading, reading.named[0]).says


def test_sources_are_named_once_with_their_licence() -> None:
    line = shape("x", LineString([(106, 20), (107, 21)]), source="một", licence="A")
    assert sources([AN, MINH, AN], [line]) == "một [A]; hai [B]"
    assert sources([]) == ""


# --- the four forms ---


def test_a_spot_is_the_place_and_nothing_finer() -> None:
    reading = read_name("xã Đại An", SMALL)
    found = spot(reading, reading.named[0])
    assert found.geometry == Point(AN.lon, AN.lat)
    assert (found.radius_m, found.precision, found.method) == (1440, "area", "named")
    assert found.source == "một [A]"
    assert not found.outside_ward
    assert found.reason == ""


def test_one_place_outside_flags_the_whole_answer() -> None:
    reading = read_name("xã Đại An, xã Bình Minh", SMALL)
    how = How("several", Precision.AREA, reading.named)
    found = located(reading, Drawn(plane_of(AN).point(AN), 10.0), plane_of(AN), how)
    assert found.outside_ward
    assert found.places == ("an", "minh")
    assert [line.place for line in found.evidence] == ["an", "minh"]


def test_places_that_words_imply_stand_behind_those_they_name() -> None:
    reading = read_name("xã Đại An", SMALL)
    how = How("strip", Precision.BETWEEN, reading.named, also=(MINH, AN), sketch=True)
    found = located(reading, Drawn(plane_of(AN).point(AN), 10.0), plane_of(AN), how)
    assert found.places == ("an", "minh")
    assert found.sketch


def test_ward_level_has_the_wards_radius_a_reason_and_no_geometry() -> None:
    reading = read_name("xã Đại An", SMALL)
    line = reading.evidence(0, 3, AN, "là xã cũ.")
    found = ward_level(reading, "Chỉ biết thuộc phường.", method="unlocated", evidence=[line])
    assert found is not None
    assert (found.precision, found.geometry, found.radius_m) == (Precision.WARD, None, 4000)
    assert found.reason == "Chỉ biết thuộc phường."
    assert found.places == ("phuong", "an")


def test_a_gazetteer_without_a_ward_has_no_ward_level() -> None:
    lone = Gazetteer([AN])
    assert ward_level(read_name("xã Đại An", lone), "…", method="unlocated") is None


def test_a_refusal_claims_nothing_and_offers_what_it_saw() -> None:
    reading = read_name("xã Đại An và xã Bình Mình", SMALL)
    found = refused(reading, "Không rõ.")
    assert (found.precision, found.geometry, found.radius_m, found.places) == (Precision.NONE, None, None, ())
    assert [one.place for one in found.candidates] == ["an", "minh"]
    assert found.candidates[0].reason == "Có trong tên, nhưng không đủ để định vị."
    assert found.candidates[1].reason == "Dấu viết khác: có thể là nơi khác."


def test_a_refusal_of_nothing_known_offers_the_nearest_names() -> None:
    found = refused(read("bệnh viện ở Thủy Nguyên đa khoa"), "Không rõ.")
    assert "benh-vien-thuy-nguyen" in {one.place for one in found.candidates}


# --- runners-up ---


def test_runners_up_are_other_readings_of_the_same_words_each_once() -> None:
    reading = read("xã An Lư và An Lư")
    used = [one.place for one in reading.named]
    found = runners_up(reading, used[:1])
    assert [one.place for one in found] == ["xa-an-lu-trong-phuong"]
    assert 0 < found[0].score < 1


def test_there_are_never_more_than_a_few() -> None:
    for name in ("Thụy Sơn, Hóa Động, Tần Dương, Đường Quan, Lâm Đồng", "khu đô thị Bắc Sông Cấm, An Lư, Hoa Động"):
        assert len(runners_up(read(name), [])) <= CANDIDATES
        assert len(refused(read(name), "…").candidates) <= CANDIDATES


def test_methods_are_codes_with_words() -> None:
    assert all(code == code.lower() and code.replace("_", "").isalpha() for code in METHODS)
    assert len(set(METHODS.values())) == len(METHODS)
    assert GAZETTEER.ward is not None
