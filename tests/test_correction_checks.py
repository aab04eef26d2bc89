"""The rule: a draft is taken whole or refused with every fault at once; what is measured is measured in EPSG:9210."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

from geo.corrections.checks import CITY, MAX_VERTICES, city_ground, find_shape_faults, measure
from geo.corrections.draft import DRAFT_FIELDS, read_draft, read_shape, read_undo
from geo.corrections.overlay import Method, Undo
from geo.crs import to_wgs84
from geo.errors import CorrectionError
from geo.landing import Where, find_landing
from geo.model import Precision
from geo.shapes import read_shapes
from tests.entered import GROUND

ID = "11111111-2222-4333-8444-555555555555"
SHIPPED = Path(__file__).parent.parent / "data" / "shapes"


def body(**changes: Any) -> dict[str, Any]:
    """Return a body that is right; `changes` replace fields, `...` leaves one out."""
    made = {
        "id": ID,
        "revision": 0,
        "geometry": {"type": "Point", "coordinates": [106.68, 20.89]},
        "precision": "place",
        "radius_m": 120,
        "method": "drawn",
        "source": "Biên bản thực địa",
        "reason": "Đi xem tại chỗ",
    } | changes
    return {name: value for name, value in made.items() if value is not ...}


def faults_of(given_body: dict[str, Any]) -> dict[str, str]:
    """Return the sentence for each field of a body that is refused; empty for one that is taken."""
    try:
        read_draft("PL3-08", given_body, GROUND)
    except CorrectionError as error:
        return dict(error.faults)
    return {}


def test_a_right_body_is_a_draft() -> None:
    draft, revision = read_draft("PL3-08", body(), GROUND)
    assert (draft.id, draft.project, revision) == (UUID(ID), "PL3-08", 0)
    assert (draft.geometry, draft.precision, draft.radius_m) == (Point(106.68, 20.89), Precision.PLACE, 120.0)
    assert (draft.method, draft.source, draft.reason) == (Method.DRAWN, "Biên bản thực địa", "Đi xem tại chỗ")


def test_no_place_is_a_draft_too() -> None:
    draft, _ = read_draft("PL3-08", body(geometry=None, precision="none", radius_m=None, method="statement"), GROUND)
    assert draft.geometry is None
    ward, _ = read_draft("PL3-08", body(geometry=None, precision="ward", radius_m=4000), GROUND)
    assert ward.radius_m == 4000.0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("id", "mã", "không phải UUID"),
        ("id", ..., "không phải UUID"),
        ("revision", ..., "phải là số nguyên từ 0"),
        ("revision", -1, "phải là số nguyên từ 0"),
        ("revision", True, "phải là số nguyên từ 0"),
        ("geometry", {"type": "GeometryCollection", "geometries": []}, "'GeometryCollection' không dùng được"),
        ("geometry", "POINT (1 1)", "không dùng được"),
        ("geometry", {"type": "Point", "coordinates": "x"}, "Không đọc được tọa độ"),
        ("geometry", {"type": "Polygon", "coordinates": [[[1, 2]]]}, "Không đọc được tọa độ"),
        ("geometry", {"type": "Point", "coordinates": [float("inf"), 1]}, "số hữu hạn"),
        ("geometry", {"type": "Point", "coordinates": []}, "Hình rỗng"),
        ("geometry", {"type": "Point", "coordinates": [20.89, 106.68]}, "kinh độ và vĩ độ đã đổi chỗ"),
        ("geometry", {"type": "Point", "coordinates": [105.8, 21.0]}, "ngoài thành phố"),
        ("geometry", {"type": "Point", "coordinates": [595190.88, 2314037.64]}, "ngoài thành phố"),
        ("precision", "exact", "được phép: surveyed, traced"),
        ("precision", ..., "được phép: surveyed, traced"),
        ("precision", "surveyed", "cần tọa độ đo"),
        ("precision", "none", "nghĩa là không có vị trí"),
        ("radius_m", ..., "Thiếu bán kính"),
        ("radius_m", 0, "lớn hơn 0"),
        ("radius_m", "120", "lớn hơn 0"),
        ("radius_m", True, "lớn hơn 0"),
        ("radius_m", 600, "tối đa 500 m"),
        ("radius_m", 60_000, "tối đa 50000"),
        ("method", "guessed", "được phép: drawn"),
        ("method", "undo", "Hoàn tác là một lệnh riêng"),
        ("source", "", "Nguồn cần từ 3 đến 500 ký tự, đang có 0"),
        ("source", 7, "Nguồn cần từ 3"),
        ("reason", " \n ", "Lý do cần từ 3"),
        ("reason", "x" * 1001, "đang có 1001"),
        ("colour", "red", "Không có trường 'colour'"),
    ],
)
def test_each_fault_is_told_at_its_field(field: str, value: Any, says: str) -> None:
    assert says in faults_of(body(**{field: value}))[field]


def test_every_fault_is_told_at_once() -> None:
    assert set(faults_of({"colour": 1})) == {"id", "revision", "precision", "method", "source", "reason", "colour"}
    assert set(faults_of(body(precision="surveyed", radius_m=None, geometry=None))) == {
        "geometry",
        "radius_m",
        "precision",
    }


@pytest.mark.parametrize("precision", ["surveyed", "traced", "place", "area", "between"])
def test_a_precision_that_places_needs_a_shape(precision: str) -> None:
    assert "cần một hình" in faults_of(body(precision=precision, method="gps", geometry=None))["geometry"]


@pytest.mark.parametrize("method", ["coordinates", "file", "gps"])
def test_surveyed_rests_on_coordinates(method: str) -> None:
    assert faults_of(body(precision="surveyed", method=method, radius_m=1)) == {}


def test_words_are_kept_as_one_clean_line() -> None:
    draft, _ = read_draft("PL3-08", body(source="Quyết  định\n12/QĐ\u0007-UBND\u202e"), GROUND)
    assert draft.source == "Quyết định 12/QĐ-UBND"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(value=_JSON, field=st.sampled_from(DRAFT_FIELDS))
def test_whatever_is_sent_is_taken_or_refused_in_words(value: Any, field: str) -> None:
    told = faults_of(body(**{field: value}))
    assert all(sentence.endswith(".") for sentence in told.values())


@given(coordinates=_JSON, kind=st.sampled_from(["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon"]))
def test_whatever_stands_for_coordinates_is_read_or_refused(coordinates: Any, kind: str) -> None:
    told = faults_of(body(geometry={"type": kind, "coordinates": coordinates}, precision="area"))
    assert set(told) <= {"geometry"}


# shapes


def _shape_faults(shape: BaseGeometry) -> list[str]:
    return list(find_shape_faults(shape, GROUND))


def test_a_shape_that_crosses_itself_is_told_where() -> None:
    bow = Polygon([(106.68, 20.88), (106.70, 20.90), (106.70, 20.88), (106.68, 20.90)])
    (fault,) = _shape_faults(bow)
    assert "Self-intersection[106.69 20.89]" in fault


def test_the_number_of_corners_is_limited() -> None:
    line = LineString([(106.68 + n * 1e-7, 20.89 + n % 2 * 1e-7) for n in range(MAX_VERTICES + 1)])
    (fault,) = _shape_faults(line)
    assert "10001 đỉnh" in fault
    assert _shape_faults(LineString(list(line.coords)[:MAX_VERTICES])) == []
    deep: list[Any] = [1]
    for _ in range(50):
        deep = [deep]
    with pytest.raises(CorrectionError, match="quá 10000 đỉnh"):
        read_shape({"type": "Polygon", "coordinates": deep})
    with pytest.raises(CorrectionError, match="quá 10000 đỉnh"):
        read_shape({"type": "MultiPoint", "coordinates": [[106.7, 20.9]] * 20_000})


def test_a_shape_partly_outside_the_city_is_refused() -> None:
    (fault,) = _shape_faults(LineString([(106.7, 20.9), (108.2, 20.9)]))
    assert "ngoài thành phố" in fault


def test_the_shipped_ground_flags_next_door_and_refuses_abroad() -> None:
    """Lâm Động lies next door and is named by the words of two projects; the old Hải Dương is city since 2025."""
    ground = city_ground(read_shapes(SHIPPED))
    assert find_landing(Point(106.68, 20.89), ground).where is Where.WARD
    assert find_landing(Point(106.635, 20.905), ground).where is Where.NEXT_DOOR
    assert find_landing(Point(106.31, 20.94), ground).is_allowed
    assert not find_landing(Point(105.85, 21.03), ground).is_allowed
    assert CITY.covers(ground.ward.shape)


# measures


def test_area_and_lengths_are_those_of_epsg_9210() -> None:
    """A hectare laid down in the official grid is a hectare, not the 15 % more of Web Mercator."""
    square = to_wgs84(box(595_000, 2_310_000, 595_100, 2_310_100), 9210)
    found = measure(square, GROUND)
    assert found.area_m2 == pytest.approx(10_000, abs=0.01)
    assert found.perimeter_m == pytest.approx(400, abs=0.001)
    assert (found.length_m, found.vertices, found.outside_ward) == (0.0, 5, False)
    line = to_wgs84(LineString([(595_000, 2_310_000), (595_300, 2_310_400)]), 9210)
    assert measure(line, GROUND).length_m == pytest.approx(500, abs=0.001)


def test_a_shape_outside_the_ward_is_flagged_in_words() -> None:
    found = measure(Point(106.5, 20.8), GROUND)
    assert found.outside_ward
    assert "phường Thủy Nguyên" in found.says


# undo


def test_an_undo_is_read_or_told() -> None:
    assert read_undo({"id": ID, "revision": 2, "reason": "Nhầm dự án"}) == (Undo(UUID(ID), "Nhầm dự án"), 2)
    assert read_undo({"id": ID, "revision": 2, "reason": "Nhầm dự án", "to": 0})[0].to == 0
    with pytest.raises(CorrectionError) as told:
        read_undo({"to": "x", "geometry": mapping(Point(1, 1))})
    assert {name for name, _ in told.value.faults} == {"id", "revision", "reason", "to", "geometry"}
