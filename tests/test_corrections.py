"""The rule: people's word goes before the engine's, says who, when, from what and why; a changed ledger is flagged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.corrections.overlay import (
    FIELDS,
    LEDGER_COLUMNS,
    Action,
    Correction,
    Method,
    apply_corrections,
    find_ledger_changes,
    from_fields,
    geometry_text,
    ledger_text,
    newest,
    read_geometry,
    tidy,
    to_fields,
    untouched,
)
from geo.errors import GeometryError
from geo.model import FundingSource, Location, Precision, Project
from tests.entered import PROJECT, draft

ENGINE = Location(geometry=Point(106.7, 20.9), precision=Precision.AREA, radius_m=900.0, method="inside", sketch=True)


def version(**changes: Any) -> Correction:
    """Return a first version for `PROJECT`."""
    sent = {name: getattr(draft(), name) for name in ("id", "project", "geometry", "precision", "radius_m", "method")}
    made = Correction(
        **sent,
        source="Biên bản 05/03/2026",
        reason="Đi xem tại chỗ",
        revision=1,
        action=Action.PLACE,
        outside_ward=False,
        who="lan.nguyen",
        recorded_at=datetime(2026, 3, 5, 18, 0, tzinfo=UTC),
        ledger=ledger_text(PROJECT),
    )
    return replace(made, **changes)


def _overlaid(correction: Correction, project: Project = PROJECT) -> Location:
    return apply_corrections({PROJECT.id: ENGINE}, {PROJECT.id: correction}, {PROJECT.id: project})[PROJECT.id]


def test_a_placed_correction_wins_over_the_engine() -> None:
    said = _overlaid(version(outside_ward=True))
    assert (said.geometry, said.precision, said.radius_m) == (Point(106.68, 20.89), Precision.PLACE, 120.0)
    assert (said.method, said.source, said.outside_ward, said.sketch) == (
        "correction:drawn",
        "Biên bản 05/03/2026",
        True,
        False,
    )


def test_its_evidence_says_who_when_how_from_what_and_why() -> None:
    """18:00 UTC on the 5th is the 6th in the ward."""
    (evidence,) = _overlaid(version()).evidence
    assert evidence.says == (
        "lan.nguyen đặt vị trí ngày 06/03/2026 (vẽ trên bản đồ) theo Biên bản 05/03/2026: Đi xem tại chỗ"
    )
    assert evidence.words == PROJECT.name


def test_no_place_wins_too_and_says_why() -> None:
    said = _overlaid(version(action=Action.NO_PLACE, geometry=None, precision=Precision.NONE, radius_m=None))
    assert (said.geometry, said.radius_m, said.reason) == (None, None, "Đi xem tại chỗ")
    assert "ghi là chưa rõ vị trí" in said.evidence[0].says


def test_an_undone_correction_leaves_the_engine_s_answer() -> None:
    assert _overlaid(untouched(PROJECT.id)) is ENGINE


def test_other_projects_and_rows_that_left_the_ledger_are_left_alone() -> None:
    strange = version(project="PL3-99")
    said = apply_corrections({PROJECT.id: ENGINE}, {"PL3-99": strange}, {PROJECT.id: PROJECT})
    assert said == {PROJECT.id: ENGINE}


CHANGED: dict[str, Any] = {
    "name": "Khu tái định cư Hoa Động 2",
    "kind": "clearance",
    "category": "road",
    "funding_source_raw": "Doanh nghiệp",
    "start_year": 2026,
    "finish_year": None,
    "clears": "PL3-01",
    "source": "Nghị quyết khác",
}


@pytest.mark.parametrize("column", LEDGER_COLUMNS)
def test_a_ledger_row_changed_since_is_flagged(column: str) -> None:
    project = replace(PROJECT, **{column: CHANGED[column]})
    (sentence,) = find_ledger_changes(version(), project)
    assert sentence.startswith(f"Sau khi sửa vị trí, {LEDGER_COLUMNS[column]} trong danh mục đã đổi: ")
    assert [evidence.says for evidence in _overlaid(version(), project).evidence][1:] == [sentence]


def test_the_flag_shows_old_and_new() -> None:
    assert find_ledger_changes(version(), replace(PROJECT, finish_year=None, start_year=2024)) == (
        "Sau khi sửa vị trí, năm bắt đầu trong danh mục đã đổi: “2025” → “2024”.",
        "Sau khi sửa vị trí, năm kết thúc trong danh mục đã đổi: “2027” → không có.",
    )


def test_an_unchanged_row_raises_no_flag() -> None:
    """A code derived anew from the same words of the document is no change of the ledger."""
    assert find_ledger_changes(version(), replace(PROJECT, funding_source=FundingSource.OTHER)) == ()


def test_the_newest_version_of_a_day_speaks() -> None:
    first = version()
    second = version(revision=2, recorded_at=datetime(2026, 3, 9, tzinfo=UTC))
    assert newest([second, first], date(2026, 3, 5)) == {}
    assert newest([second, first], date(2026, 3, 6)) == {PROJECT.id: first}
    assert newest([second, first], date(2026, 3, 9)) == {PROJECT.id: second}
    assert newest([], date(2026, 3, 9)) == {}


_DEGREES = st.tuples(st.floats(106.0, 107.0), st.floats(20.0, 21.0))
_SHAPES = st.one_of(
    st.builds(Point, _DEGREES),
    st.lists(_DEGREES, min_size=2, max_size=5).map(LineString),
    st.lists(_DEGREES, min_size=3, max_size=5).map(Polygon),
)


@given(shape=_SHAPES)
def test_a_geometry_has_one_text_and_comes_back_from_it(shape: BaseGeometry) -> None:
    text = geometry_text(shape)
    again = read_geometry(text)
    assert again is not None
    assert geometry_text(again) == text
    assert again.equals_exact(tidy(shape))


@given(shape=_SHAPES)
def test_tidying_moves_nothing_by_more_than_a_tenth_of_a_millimetre(shape: BaseGeometry) -> None:
    tidied = tidy(shape)
    assert tidy(tidied).equals_exact(tidied)
    assert shapely.hausdorff_distance(tidied, shape) <= 1e-9


def test_tidying_drops_heights_and_winds_outer_rings_counter_clockwise() -> None:
    clockwise = Polygon([(106, 20, 5), (106, 21, 5), (107, 21, 5), (106, 20, 5)])
    tidied = tidy(MultiPolygon([clockwise]))
    assert not tidied.has_z
    assert shapely.get_parts(tidied)[0].exterior.is_ccw


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"type": "Point"}', '{"type": "Point", "coordinates": ["a", 1]}']
)
def test_what_is_no_geometry_is_told(text: str) -> None:
    with pytest.raises(GeometryError, match="Không đọc được hình học"):
        read_geometry(text)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"geometry": None, "action": Action.NO_PLACE, "precision": Precision.NONE, "radius_m": None},
        {"revision": 3, "restores": 1, "outside_ward": True, "method": Method.FILE},
    ],
)
def test_the_plain_values_of_a_version_are_the_version(changes: dict[str, Any]) -> None:
    made = version(**changes)
    held = to_fields(made)
    assert tuple(held) == FIELDS
    assert from_fields(held) == made
