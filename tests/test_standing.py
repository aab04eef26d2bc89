"""Where a clearance stands on a day: one record from schedule, reports, obstacles and periods, as known on that day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.report import Stage
from geo.known import Records
from geo.model import ClearanceState
from geo.read import read_programme
from tests.reports import DATA, clearance, milestone, moment, obstacle, report, stand_on, work

DAY = date(2026, 3, 5)
PROGRAMME = read_programme(DATA)


def test_every_clearance_of_the_programme_has_one_row() -> None:
    """Eighteen clearances, in the programme's order, no works."""
    rows = stand_on(DAY, projects=PROGRAMME.projects)
    assert [row.clearance.id for row in rows] == [f"PL4-{number:02d}" for number in range(1, 19)]


def test_without_reports_the_calendar_speaks() -> None:
    """No share, no stage, stale because it runs and nobody said a word."""
    row = stand_on(DAY)[0]
    assert (row.state, row.days_silent, row.stale, row.days_late) == (ClearanceState.RUNNING, None, True, 0)
    assert row.progress.shares == {}
    assert row.work is not None
    assert row.work.id == "PL3-13"


def test_the_alarm_starts_after_fourteen_days() -> None:
    """Two weeks of silence are fine, one day more is not; before the start nobody has to report."""
    records = Records((report(DAY, graves=3),))
    assert not stand_on(DAY + timedelta(days=14), records)[0].stale
    assert stand_on(DAY + timedelta(days=15), records)[0].stale
    early = stand_on(date(2024, 6, 1), projects=[clearance()])[0]
    assert (early.stale, early.state) == (False, ClearanceState.NOT_DUE)


def test_what_is_done_is_neither_late_nor_silent() -> None:
    """After the handover of everything no alarm and no running period is left."""
    records = Records(
        (report(DAY, households_total=3, households_handed_over=3),), (), (milestone(Stage.APPROVAL, DAY),)
    )
    row = stand_on(date(2029, 1, 1), records)[0]
    assert (row.state, row.days_late, row.stale, row.dues) == (ClearanceState.DONE, 0, False, ())


def test_obstacles_are_open_until_the_day_they_close() -> None:
    """Open and overdue obstacles of the day, whatever is closed later."""
    opened = obstacle(DAY, due=DAY + timedelta(days=5))
    closed = obstacle(
        DAY,
        supersedes=opened.id,
        due=opened.due,
        closed=DAY + timedelta(days=9),
        recorded_at=moment(DAY + timedelta(days=9)),
    )
    records = Records((), (opened, closed))
    counts = []
    for days in (0, 5, 6, 8, 9):
        row = stand_on(DAY + timedelta(days=days), records)[0]
        counts.append((len(row.open_obstacles), len(row.overdue_obstacles)))
    assert counts == [(1, 0), (1, 0), (1, 1), (1, 1), (0, 0)]


def test_periods_that_ran_out_are_overdue_documents() -> None:
    """Approved on 5-3, no decision by 1-4: the decision (10 days) is overdue, the payment (30 days) is not."""
    row = stand_on(date(2026, 4, 1), Records((), (), (milestone(Stage.APPROVAL, DAY),)))[0]
    overdue = {item.deadline.id for item in row.overdue_documents}
    assert "recovery" in overdue
    assert "payment" not in overdue


def test_records_of_other_clearances_do_not_count() -> None:
    """A report of PL4-09 says nothing about PL4-08."""
    records = Records((report(DAY, "PL4-09", graves=1),), (obstacle(DAY, "PL4-09"),))
    row = stand_on(DAY, records, [clearance(), work()])[0]
    assert (row.progress.last_report, row.open_obstacles) == (None, ())


@given(st.integers(0, 60), st.integers(1, 60))
def test_standing_is_monotone_in_what_was_recorded(days: int, later: int) -> None:
    """What is entered after a day leaves that day's row alone."""
    day = DAY + timedelta(days=days)
    before = Records((report(DAY, households_total=10, households_handed_over=2),), (obstacle(DAY),))
    after = Records(
        (*before.reports, report(DAY, recorded_at=moment(day + timedelta(days=later)), households_handed_over=9)),
        (*before.obstacles, obstacle(DAY, recorded_at=moment(day + timedelta(days=later)))),
    )
    assert stand_on(day, after) == stand_on(day, before)
