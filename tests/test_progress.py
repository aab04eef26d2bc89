"""Shares keep numerator, denominator, day and source apart; unknown is never 0; nothing is divided by nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.progress import Basis, classify, curve, curves, measure, percent_words, state
from geo.clearance.report import Report, Stage
from geo.known import known
from geo.model import ClearanceState, ProgressClass
from tests.reports import clearance, moment, report, work

DAY = date(2026, 3, 5)
LATER = DAY + timedelta(days=7)
COUNTS = st.none() | st.integers(0, 40)
AREAS = st.none() | st.floats(0, 1e6)


def test_area_and_household_shares_stand_apart() -> None:
    """Area (63,52 ha) and households (586 of 591) are two shares with their own figures, never one number."""
    progress = measure(
        [
            report(
                area_required_m2=635_625.0,
                area_handed_over_m2=635_200.0,
                households_total=591,
                households_handed_over=586,
            )
        ]
    )
    area, households = progress.shares[Basis.AREA], progress.shares[Basis.HOUSEHOLDS]
    assert area.ratio == pytest.approx(635_200 / 635_625)
    assert households.words == "586/591 hộ (99,2 %)"
    assert area.remaining == pytest.approx(425)
    assert (area.day, area.done.source) == (DAY, "Báo cáo số 12/BC-UBND")


@pytest.mark.parametrize(
    ("figures", "basis"),
    [
        (
            {"area_required_m2": 10.0, "area_handed_over_m2": 5.0, "households_total": 4, "households_handed_over": 4},
            Basis.AREA,
        ),
        ({"area_handed_over_m2": 5.0, "households_total": 4, "households_handed_over": 1}, Basis.HOUSEHOLDS),
        (
            {"area_required_m2": 0.0, "area_handed_over_m2": 0.0, "households_total": 4, "households_handed_over": 1},
            Basis.HOUSEHOLDS,
        ),
        ({"km_required": 7.48, "km_clear": 7.14}, Basis.LENGTH),
        ({"organisations_total": 3, "organisations_handed_over": 3}, None),
        ({"households_total": 4}, None),
        ({}, None),
    ],
)
def test_one_share_drives_the_colour(figures: dict[str, Any], basis: Basis | None) -> None:
    """Area, else households, else kilometres; a total of 0 drives nothing, organisations never do."""
    driver = measure([report(**figures)]).driver
    assert (driver.basis if driver else None) is basis


def test_numerator_and_denominator_may_come_from_different_weeks() -> None:
    """Totals are reported once: the share takes each figure as it was last said, with its own day."""
    share = measure([report(DAY, households_total=253), report(LATER, households_handed_over=14)]).shares[
        Basis.HOUSEHOLDS
    ]
    assert (share.total.day, share.done.day, share.day) == (DAY, LATER, LATER)
    assert share.ratio == pytest.approx(14 / 253)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"households_total": 10, "households_handed_over": 0}, ProgressClass.NOT_STARTED),
        ({"households_total": 10, "households_handed_over": 4}, ProgressClass.UNDER_HALF),
        ({"households_total": 10, "households_handed_over": 5}, ProgressClass.OVER_HALF),
        ({"households_total": 10, "households_handed_over": 9}, ProgressClass.OVER_HALF),
        ({"households_total": 10, "households_handed_over": 10}, ProgressClass.DONE),
        ({"households_total": 10}, ProgressClass.NO_REPORT),
        ({"households_handed_over": 3}, ProgressClass.NO_REPORT),
        ({"households_handed_over": 0}, ProgressClass.NOT_STARTED),
        ({"stage": Stage.NOT_STARTED}, ProgressClass.NOT_STARTED),
        ({"stage": Stage.DONE}, ProgressClass.DONE),
        ({"stage": Stage.PAYMENT}, ProgressClass.NO_REPORT),
        ({"stage": Stage.DONE, "households_total": 10, "households_handed_over": 9}, ProgressClass.OVER_HALF),
    ],
)
def test_classes(figures: dict[str, Any], expected: ProgressClass) -> None:
    """The share decides; without one only what was said in so many words does; a figure outweighs a word."""
    assert measure([report(**figures)]).progress_class is expected


def test_no_report_is_its_own_class() -> None:
    """Silence is not 0 %."""
    assert classify(measure([])) is ProgressClass.NO_REPORT


@given(st.lists(st.tuples(AREAS, AREAS, COUNTS, COUNTS), max_size=5))
def test_shares_are_shares_and_unknown_stays_unknown(
    weeks: list[tuple[float | None, float | None, int | None, int | None]],
) -> None:
    """Any figures: ratios lie in 0..1 or are None, and a figure nobody gave makes no share."""
    reports = [
        report(
            DAY + timedelta(days=7 * number),
            area_required_m2=required,
            area_handed_over_m2=done,
            households_total=total,
            households_handed_over=handed,
        )
        for number, (required, done, total, handed) in enumerate(weeks)
    ]
    progress = measure(reports)
    for share in progress.shares.values():
        assert share.ratio is None or 0 <= share.ratio <= 1
        assert share.remaining >= 0
        assert (share.ratio is None) == (share.total.value <= 0)
    if all(week[1] is None and week[3] is None for week in weeks):
        assert progress.progress_class is ProgressClass.NO_REPORT


@given(st.floats(0, 1))
def test_percentages_never_round_to_all_or_nothing(ratio: float) -> None:
    """99.96 % is not 100 %, 0.04 % is not 0 %."""
    words = percent_words(ratio)
    assert (words == "100 %") == (ratio == 1)
    assert (words == "0 %") == (ratio == 0)


HALF = report(households_total=10, households_handed_over=5)
ALL = report(households_total=10, households_handed_over=10)


@pytest.mark.parametrize(
    ("reports", "today", "expected"),
    [
        ((), date(2024, 12, 31), ClearanceState.NOT_DUE),
        ((), date(2026, 6, 1), ClearanceState.RUNNING),
        ((), date(2027, 12, 31), ClearanceState.LAST_YEAR),
        ((), date(2028, 1, 1), ClearanceState.OVERDUE_NO_REPORT),
        ((HALF,), date(2026, 6, 1), ClearanceState.ON_TIME),
        ((HALF,), date(2027, 10, 2), ClearanceState.DUE_SOON),
        ((HALF,), date(2027, 10, 1), ClearanceState.ON_TIME),
        ((HALF,), date(2027, 12, 31), ClearanceState.DUE_SOON),
        ((HALF,), date(2028, 1, 1), ClearanceState.LATE),
        ((ALL,), date(2028, 1, 1), ClearanceState.DONE),
    ],
)
def test_states_by_report_and_calendar(reports: tuple[Report, ...], today: date, expected: ClearanceState) -> None:
    """Without a report the calendar; with one on time, due soon (90 days), late, done. Met until the last day."""
    assert state(clearance(), measure(reports), today, 90) is expected


def test_a_work_has_no_clearance_state_and_an_open_end_is_never_late() -> None:
    """Only clearances clear; without a finish year a reported clearance is on time."""
    assert state(work(), measure([HALF]), DAY, 90) is ClearanceState.NO_CLEARANCE
    assert state(clearance(finish=None), measure([HALF]), date(2040, 1, 1), 90) is ClearanceState.ON_TIME


def test_the_plan_is_a_straight_calendar_line() -> None:
    """From 0 on 1 January of the first year to 1 on 31 December of the last; no plan without years."""
    line = curve(clearance(start=2025, finish=2026), [])
    assert line.planned(date(2024, 6, 1)) == 0
    assert line.planned(date(2026, 12, 31)) == 1
    assert line.planned(date(2025, 12, 31)) == pytest.approx(364 / 729)
    assert curve(clearance(finish=None), []).plan == ()
    assert curve(clearance(finish=None), []).planned(DAY) is None


def test_the_actual_line_has_one_basis_throughout() -> None:
    """When area becomes known later, the earlier household share is not mixed into the area's line."""
    weeks = [
        report(DAY, households_total=10, households_handed_over=5),
        report(LATER, area_required_m2=100.0, area_handed_over_m2=20.0),
        report(LATER + timedelta(days=7), area_handed_over_m2=30.0),
    ]
    line = curve(clearance(), weeks)
    assert line.basis is Basis.AREA
    assert [(point.day, point.ratio) for point in line.actual] == [(LATER, 0.2), (LATER + timedelta(days=7), 0.3)]


def test_as_of_curves_end_where_knowledge_ended() -> None:
    """A later report does not draw into the past."""
    weeks = [report(DAY, households_total=10, households_handed_over=5), report(LATER, households_handed_over=8)]
    assert len(curve(clearance(), known(weeks, DAY)).actual) == 1
    late_entry = report(DAY, recorded_at=moment(LATER), households_total=10, households_handed_over=1)
    assert curve(clearance(), known([late_entry], DAY)).actual == ()


def test_each_basis_has_a_curve_of_its_own_and_the_plan_is_the_same() -> None:
    """Area and households are two lines with two wholes; a basis that nobody told has none."""
    first, second = date(2026, 3, 1), date(2026, 9, 1)
    reports = [
        report(first, households_total=10, households_handed_over=2),
        report(second, area_required_m2=1000, area_handed_over_m2=700),
    ]
    area, households = curves(clearance(), reports)
    assert (area.basis, households.basis) == (Basis.AREA, Basis.HOUSEHOLDS)
    assert [(point.day, point.ratio) for point in area.actual] == [(second, 0.7)]
    assert [(point.day, point.ratio) for point in households.actual] == [(first, 0.2)]
    assert area.plan == households.plan == curve(clearance(), reports).plan
    assert curves(clearance(), []) == ()
    assert curves(clearance(), [report(first, households_total=0, households_handed_over=0)]) == ()
