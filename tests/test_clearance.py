"""The rule: without a report only the calendar speaks; a deadline "2025" is met to 31/12/2025, late from 01/01/2026."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.schedule import (
    calendar_state,
    clearance_ends,
    clearances_by_work,
    days_late,
    deadline,
    schedule_conflicts,
    slack_years,
)
from geo.model import ClearanceEnd, ClearanceState, Project, ProjectKind
from geo.read import read_projects
from tests.records import DATA, clearance, project

TODAY = date(2026, 11, 24)
NOT_DUE, RUNNING = ClearanceState.NOT_DUE, ClearanceState.RUNNING
LAST_YEAR, OVERDUE = ClearanceState.LAST_YEAR, ClearanceState.OVERDUE_NO_REPORT


def _years(start: int | None, finish: int | None) -> Project:
    """Return a clearance with these years."""
    return clearance("PL4-01", None, start_year=start, finish_year=finish)


@pytest.mark.parametrize(
    ("start", "finish", "today", "state"),
    [
        (2025, 2025, date(2024, 12, 31), NOT_DUE),
        (2025, 2025, date(2025, 1, 1), LAST_YEAR),
        (2025, 2025, date(2025, 12, 31), LAST_YEAR),
        (2025, 2025, date(2026, 1, 1), OVERDUE),
        (2025, 2026, date(2025, 12, 31), RUNNING),
        (2025, 2026, date(2026, 1, 1), LAST_YEAR),
        (2026, 2030, date(2025, 12, 31), NOT_DUE),
        (2026, 2030, date(2026, 1, 1), RUNNING),
        (None, 2026, date(2020, 1, 1), RUNNING),
        (None, 2025, date(2026, 1, 1), OVERDUE),
        (2025, None, date(2024, 12, 31), NOT_DUE),
        (2025, None, date(2099, 1, 1), RUNNING),
        (None, None, date(2026, 1, 1), RUNNING),
    ],
)
def test_calendar_states(start: int | None, finish: int | None, today: date, state: ClearanceState) -> None:
    assert calendar_state(_years(start, finish), today) is state


def test_a_work_has_no_clearance_of_its_own() -> None:
    assert calendar_state(project("PL3-01", finish_year=2020), TODAY) is ClearanceState.NO_CLEARANCE


def test_deadline_and_days_late() -> None:
    assert deadline(_years(2025, 2025)) == date(2025, 12, 31)
    assert deadline(_years(2025, None)) is None
    assert days_late(_years(2025, 2025), date(2025, 12, 31)) == 0
    assert days_late(_years(2025, 2025), date(2026, 1, 1)) == 1
    assert days_late(_years(2025, None), TODAY) is None, "no deadline is not 0 days late"


@given(st.integers(2000, 2080), st.integers(0, 20), st.dates(date(1995, 1, 1), date(2105, 1, 1)))
def test_late_is_late_in_every_measure(start: int, span: int, today: date) -> None:
    """State, deadline and days late never contradict each other, and time only moves one way."""
    one = _years(start, start + span)
    last_day = deadline(one)
    assert last_day is not None
    late = days_late(one, today) or 0
    assert (calendar_state(one, today) is OVERDUE) == (late > 0) == (today > last_day)
    order = [NOT_DUE, RUNNING, LAST_YEAR, OVERDUE]
    tomorrow = today + timedelta(days=1)
    assert order.index(calendar_state(one, today)) <= order.index(calendar_state(one, tomorrow))


def test_clearances_by_work_leave_out_the_unlinked() -> None:
    linked, alone = clearance("PL4-01", "PL3-01"), clearance("PL4-02", None)
    assert clearances_by_work([project("PL3-01"), linked, alone]) == {"PL3-01": linked}


def test_slack_is_unknown_where_a_year_is() -> None:
    one = clearance("PL4-01", "PL3-01", finish_year=2027)
    assert slack_years(one, project("PL3-01", finish_year=2030)) == 3
    assert slack_years(one, project("PL3-01", finish_year=None)) is None
    assert slack_years(one, None) is None
    assert slack_years(_years(2025, None), project("PL3-01")) is None


def test_schedule_conflicts_come_with_the_widest_gap_first() -> None:
    works = [project(f"PL3-{n:02d}", finish_year=2028) for n in range(1, 5)]
    ends = {1: 2028, 2: 2027, 3: 2030, 4: None}
    cleared = [clearance(f"PL4-{n:02d}", f"PL3-{n:02d}", finish_year=end) for n, end in ends.items()]
    assert [
        (conflict.clearance.id, conflict.work.id, conflict.overlap, conflict.slack_years)
        for conflict in schedule_conflicts([*works, *cleared])
    ] == [("PL4-03", "PL3-03", ClearanceEnd.AFTER, -2), ("PL4-01", "PL3-01", ClearanceEnd.SAME_YEAR, 0)]


def test_both_rows_of_a_pair_say_when_the_clearance_ends() -> None:
    """A pair of which a year is not known is in no class: nobody may read it as punctual."""
    works = [project(f"PL3-{n:02d}", finish_year=2028) for n in range(1, 5)]
    ends = {1: 2028, 2: 2027, 3: 2030, 4: None}
    cleared = [clearance(f"PL4-{n:02d}", f"PL3-{n:02d}", finish_year=end) for n, end in ends.items()]
    after, same, before = ClearanceEnd.AFTER, ClearanceEnd.SAME_YEAR, ClearanceEnd.BEFORE
    assert clearance_ends([*works, *cleared]) == {
        "PL3-01": same,
        "PL4-01": same,
        "PL3-02": before,
        "PL4-02": before,
        "PL3-03": after,
        "PL4-03": after,
    }


def test_the_programme_on_a_day() -> None:
    """Four clearances were due in 2025, four more in 2026; five end in the same year as their work."""
    projects = read_projects(DATA / "projects.csv")
    states = {one.id: calendar_state(one, TODAY) for one in projects if one.kind is ProjectKind.CLEARANCE}
    counted = Counter(states.values())
    assert (len(states), counted[OVERDUE], counted[LAST_YEAR], counted[RUNNING]) == (18, 4, 4, 10)
    assert [name for name, state in states.items() if state is OVERDUE] == ["PL4-03", "PL4-04", "PL4-05", "PL4-07"]
    conflicts = schedule_conflicts(projects)
    assert [conflict.clearance.id for conflict in conflicts] == ["PL4-13", "PL4-14", "PL4-15", "PL4-16", "PL4-18"]
    assert {conflict.overlap for conflict in conflicts} == {ClearanceEnd.SAME_YEAR}
