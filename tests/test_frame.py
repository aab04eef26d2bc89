"""The rule: one frame, one row a project, held to one schema; one question gives the same rows everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from geo.errors import DataError, QueryError
from geo.frame import COLUMNS, SCHEMA, as_of, build, check, select
from geo.model import (
    Category,
    ClearanceEnd,
    ClearanceState,
    ClearsMatch,
    FundingSource,
    Precision,
    ProgressClass,
    Project,
    ProjectKind,
    Query,
    YearMode,
    Years,
)
from tests.records import clearance, faults_of, located, place, programme, project, unlocated

TODAY = date(2026, 11, 24)
TAN_DUONG = place("xa-tan-duong", "Xã Tân Dương", "Tân Dương")


def _frame(*projects: Project, **locations: Any) -> gpd.GeoDataFrame:
    """Return the frame of some projects; those without a location (by id without `-`) are in the ward only."""
    found = {each.id: locations.get(each.id.replace("-", ""), unlocated()) for each in projects}
    return build(programme(*projects, places=[TAN_DUONG]), found, TODAY)


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    """Return a small programme: a located work with its clearance, a sketch, a work of the ward, one without years."""
    return _frame(
        project("PL2-01", name="Đường Vành đai 3", finish_year=2027),
        project("PL3-01", name="Khu tái định cư Hoa Động", category=Category.RESETTLEMENT),
        project("PL3-02", start_year=None, finish_year=None, funding_source=FundingSource.ENTERPRISE),
        clearance("PL4-01", "PL3-01", finish_year=2025, clears_match=ClearsMatch.PROBABLE),
        clearance("PL4-02", None, start_year=2027),
        PL201=located(
            geometry=LineString([(106.65, 20.90), (106.75, 20.90)]), precision=Precision.BETWEEN, sketch=True, places=()
        ),
        PL301=located(106.66, 20.89),
        PL401=located(106.66, 20.89, zone="kdt-bac-song-cam", outside_ward=True),
    )


def test_the_columns_are_the_schema(frame: gpd.GeoDataFrame) -> None:
    assert list(frame.columns) == [column.name for column in SCHEMA]
    assert {column.name: frame[column.name].dtype for column in SCHEMA} == {c.name: c.dtype for c in SCHEMA}
    assert all(column.meaning for column in SCHEMA)
    assert len(COLUMNS) == len(SCHEMA)
    assert list(frame.index) == frame["id"].tolist() == ["PL2-01", "PL3-01", "PL3-02", "PL4-01", "PL4-02"]
    assert frame.crs.to_epsg() == 4326
    assert as_of(frame) == TODAY


def test_a_work_carries_the_state_of_its_clearance(frame: gpd.GeoDataFrame) -> None:
    """The link goes both ways and keeps how sure it is."""
    work, cleared = frame.loc["PL3-01"], frame.loc["PL4-01"]
    assert (work["cleared_by"], work["cleared_by_match"]) == ("PL4-01", "probable")
    assert (cleared["clears"], cleared["clears_match"]) == ("PL3-01", "probable")
    assert work["clearance_state"] == cleared["clearance_state"] == "overdue_no_report"
    assert work["days_late"] == cleared["days_late"] == 328
    assert work["clearance_deadline"] == pd.Timestamp(2025, 12, 31)


def test_what_is_not_known_is_null_and_not_zero(frame: gpd.GeoDataFrame) -> None:
    alone = frame.loc["PL3-02"]
    assert alone["clearance_state"] == "no_clearance"
    for column in ("start_year", "finish_year", "clears", "cleared_by", "clearance_deadline", "days_late", "zone"):
        assert pd.isna(alone[column]), column
    assert alone["geometry"] is None
    assert alone["reason"] == "Không rõ vị trí, chỉ biết thuộc phường."
    assert frame.loc["PL4-02", "clearance_state"] == "not_due"


def test_a_location_fills_its_columns(frame: gpd.GeoDataFrame) -> None:
    row = frame.loc["PL4-01"]
    assert (row["precision"], row["radius_m"], row["method"]) == ("area", 1700.0, "gazetteer")
    assert (row["places"], row["zone"], row["location_source"]) == (("xa-tan-duong",), "kdt-bac-song-cam", "GADM 4.1")
    assert row["evidence"][0].words == "Tân Dương"
    assert (bool(row["outside_ward"]), bool(row["sketch"])) == (True, False)
    assert bool(frame.loc["PL2-01", "sketch"])


def test_every_project_must_have_been_located() -> None:
    faults = faults_of(lambda: build(programme(project("PL3-01"), project("PL3-02")), {"PL3-02": unlocated()}, TODAY))
    assert [fault.value for fault in faults] == ["PL3-01"]


def test_the_empty_programme_is_a_frame_too() -> None:
    empty = _frame()
    assert len(empty) == 0
    check(empty)
    assert len(select(empty, Query(q="x", year=Years(2026, 2026), bbox=(106.0, 20.0, 107.0, 21.0)))) == 0


BROKEN_LOCATIONS = {
    "a point in the ward only": (located(precision=Precision.WARD, reason="?"), "geometry"),
    "an area without geometry": (located(geometry=None), "geometry"),
    "an empty geometry": (located(geometry=Point()), "geometry"),
    "a bow tie": (located(geometry=Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])), "geometry"),
    "no radius": (located(radius_m=None), "radius_m"),
    "a radius for nowhere": (unlocated(precision=Precision.NONE), "radius_m"),
    "radius zero": (located(radius_m=0.0), "radius_m"),
    "no evidence": (located(evidence=()), "evidence"),
    "no reason": (unlocated(reason=""), "reason"),
}


@pytest.mark.parametrize(("location", "column"), BROKEN_LOCATIONS.values(), ids=BROKEN_LOCATIONS.keys())
def test_a_location_against_its_rules_is_named(location: Any, column: str) -> None:
    faults = faults_of(lambda: _frame(project("PL3-01"), PL301=location))
    assert [(fault.column, fault.value) for fault in faults] == [(column, "PL3-01")]


BROKEN_FRAMES: dict[str, tuple[Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame], str]] = {
    "a column is missing": (lambda frame: frame.drop(columns="zone"), "zone"),
    "a column too many": (lambda frame: frame.assign(colour="red"), "colour"),
    "another type": (lambda frame: frame.assign(start_year=frame["start_year"].astype("float64")), "start_year"),
    "another system": (lambda frame: frame.to_crs(9210), "geometry"),
    "no system": (lambda frame: frame.set_crs(None, allow_override=True), "geometry"),
    "rows twice": (lambda frame: pd.concat([frame, frame.iloc[:1]]), "id"),
    "another index": (lambda frame: frame.reset_index(drop=True), "id"),
    "a code out of its list": (lambda frame: frame.assign(kind=frame["kind"].replace("project", "work")), "kind"),
    "null where none may be": (lambda frame: frame.assign(name=frame["name"].where(frame.index != "PL2-01")), "name"),
    "a one-sided link": (
        lambda frame: frame.assign(cleared_by=frame["cleared_by"].where(frame.index == "?")),
        "cleared_by",
    ),
}


@pytest.mark.parametrize(("damage", "column"), BROKEN_FRAMES.values(), ids=BROKEN_FRAMES.keys())
def test_a_frame_against_the_schema_is_named(frame: gpd.GeoDataFrame, damage: Any, column: str) -> None:
    check(frame)
    assert column in {fault.column for fault in faults_of(lambda: check(damage(frame)))}


def test_all_faults_of_a_frame_come_at_once(frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(DataError) as caught:
        check(frame.drop(columns=["zone", "reason"]).assign(colour="red"))
    assert {fault.column for fault in caught.value.faults} == {"zone", "reason", "colour"}


QUESTIONS = {
    "everything": (Query(), "21 31 32 41 42"),
    "ids": (Query(ids=frozenset({"PL3-02", "PL9-99"})), "32"),
    "kind": (Query(kind=frozenset({ProjectKind.CLEARANCE})), "41 42"),
    "funding": (Query(funding_source=frozenset({FundingSource.ENTERPRISE, FundingSource.OTHER})), "32"),
    "category": (Query(category=frozenset({Category.RESETTLEMENT})), "31"),
    "appendix": (Query(appendix=frozenset({2, 4})), "21 41 42"),
    "precision": (Query(precision=frozenset({Precision.BETWEEN})), "21"),
    "state": (Query(clearance_state=frozenset({ClearanceState.OVERDUE_NO_REPORT})), "31 41"),
    "a year before all": (Query(year=Years(2024, 2024)), "32"),
    "a year": (Query(year=Years(2025, 2025)), "21 31 32 41"),
    "a year after one": (Query(year=Years(2028, 2028)), "31 32 42"),
    "years, both ends included": (Query(year=Years(2027, 2028)), "21 31 32 42"),
    "years before all but one": (Query(year=Years(2020, 2024)), "32"),
    "starts in": (Query(year=Years(2026, 2027), year_mode=YearMode.STARTS), "42"),
    "finishes in": (Query(year=Years(2025, 2027), year_mode=YearMode.FINISHES), "21 41"),
    "a mode without a year": (Query(year_mode=YearMode.STARTS), "21 31 32 41 42"),
    "a progress class": (Query(progress_class=frozenset({ProgressClass.NO_REPORT})), "31 41 42"),
    "a progress class of nobody": (Query(progress_class=frozenset({ProgressClass.DONE})), ""),
    "a clearance that ends before its work": (Query(clearance_end=frozenset({ClearanceEnd.BEFORE})), "31 41"),
    "a clearance that ends after its work": (Query(clearance_end=frozenset({ClearanceEnd.AFTER})), ""),
    "an area": (Query(area=frozenset({"tan-duong"})), "31 41"),
    "an area of nobody": (Query(area=frozenset({"hoa-dong", "nowhere"})), ""),
    "words with marks": (Query(q="Hoa Động"), "31"),
    "words without marks": (Query(q="hoa dong"), "31"),
    "words in any order": (Query(q="động hoa"), "31"),
    "the beginning of a word": (Query(q="tái đị"), "31"),
    "the middle of a word": (Query(q="ộng"), ""),
    "đ is d": (Query(q="DUONG"), "21 31 41"),
    "a place name": (Query(q="xã tân dương"), "31 41"),
    "an id": (Query(q="pl3-02"), "32"),
    "punctuation alone": (Query(q=" -() "), "21 31 32 41 42"),
    "a pattern": (Query(q=".*"), "21 31 32 41 42"),
    "nothing such": (Query(q="zzz"), ""),
    "a box around the point": (Query(bbox=(106.65, 20.88, 106.67, 20.895)), "31 41"),
    "a box whose corner is the point": (Query(bbox=(106.66, 20.89, 106.70, 20.895)), "31 41"),
    "a box that the line crosses": (Query(bbox=(106.69, 20.88, 106.71, 20.95)), "21"),
    "a box beside all": (Query(bbox=(106.0, 20.0, 106.1, 20.1)), ""),
    "near the point": (Query(near=(106.66, 20.89, 1.0)), "31 41"),
    "near the line": (Query(near=(106.69, 20.885, 20_000.0)), "21 31 41"),
    "near nothing": (Query(near=(107.5, 20.0, 50.0)), ""),
    "all at once": (
        Query(kind=frozenset({ProjectKind.PROJECT}), year=Years(2026, 2026), q="hoa", bbox=(106.0, 20.0, 107.0, 21.0)),
        "31",
    ),
    "as of the frame's day": (Query(as_of=TODAY), "21 31 32 41 42"),
}


@pytest.mark.parametrize(("question", "ids"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_question_keeps_exactly_its_rows(frame: gpd.GeoDataFrame, question: Query, ids: str) -> None:
    chosen = select(frame, question)
    assert [name.replace("PL", "").replace("-0", "") for name in chosen.index] == ids.split()
    assert as_of(chosen) == TODAY
    assert list(chosen.columns) == list(frame.columns)


def test_another_day_is_another_frame(frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(QueryError) as caught:
        select(frame, Query(as_of=date(2025, 1, 1)))
    assert caught.value.allowed == ("2026-11-24",)


def test_selecting_changes_nothing(frame: gpd.GeoDataFrame) -> None:
    before = frame.copy()
    select(frame, Query(q="hoa", year=Years(2026, 2026)))["name"] = "x"
    pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(before))


POINTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=20)
BOXES = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20)).map(
    lambda edges: (min(edges[0], edges[2]), min(edges[1], edges[3]), max(edges[0], edges[2]), max(edges[1], edges[3]))
)


@settings(max_examples=40, deadline=None)
@given(POINTS, BOXES)
def test_the_box_is_exact(points: list[tuple[int, int]], edges: tuple[int, int, int, int]) -> None:
    """The tree finds what a plain comparison finds, borders included, whatever the geometry."""
    works = [project(f"PL3-{number:02d}") for number in range(1, len(points) + 1)]
    shapes = [
        Point(x, y) if (x + y) % 2 else LineString([(x, y), (20 - x, 20 - y)]) if (x, y) != (10, 10) else Point(x, y)
        for x, y in points
    ]
    locations = {work.id: located(geometry=shape) for work, shape in zip(works, shapes, strict=True)}
    frame = build(programme(*works), locations, TODAY)
    expected = [work.id for work, shape in zip(works, shapes, strict=True) if shape.intersects(box(*edges))]
    assert list(select(frame, Query(bbox=tuple(map(float, edges)))).index) == expected  # type: ignore[arg-type]


def test_the_frame_survives_a_round_trip_on_disk(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """Pickled and read again, as a worker process would, it is still the frame of its day."""
    frame.to_pickle(tmp_path / "frame.pickle")
    again = pd.read_pickle(tmp_path / "frame.pickle")  # noqa: S301  our own file of a moment ago
    check(again)
    assert as_of(again) == TODAY
