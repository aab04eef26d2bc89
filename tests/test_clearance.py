"""The rule: without a report only the calendar speaks; a deadline "2025" is met to 31/12/2025, late from 01/01/2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance import (
    Overlap,
    calendar_state,
    clearances_by_work,
    days_late,
    deadline,
    hotspots,
    schedule_conflicts,
    slack_years,
)
from geo.model import ClearanceState, ClearsMatch, Project
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
    ] == [("PL4-03", "PL3-03", Overlap.AFTER, -2), ("PL4-01", "PL3-01", Overlap.SAME_YEAR, 0)]


def _sentences(one: Project, *works: Project, today: date = TODAY) -> list[tuple[str, str]]:
    """Return code and sentence of the reasons why a clearance is watched."""
    (spot,) = hotspots([*works, one], today)
    return [(reason.code, reason.says) for reason in spot.reasons]


def test_reasons_of_an_overdue_clearance() -> None:
    one = clearance("PL4-07", "PL3-07", finish_year=2025)
    assert _sentences(one, project("PL3-07", name="Mở rộng Bệnh viện")) == [
        ("overdue", "Quá hạn 328 ngày (hạn 31/12/2025), chưa có báo cáo."),
        ("waits", "PL3-07 «Mở rộng Bệnh viện» chờ mặt bằng."),
        ("slack", "Sau hạn này dự án còn 5 năm (đến hết 2030)."),
    ]


def test_reasons_of_a_clearance_in_its_last_year() -> None:
    one = clearance("PL4-06", "PL3-03", finish_year=2026, clears_match=ClearsMatch.PROBABLE)
    assert _sentences(one, project("PL3-03", name="Khu Đồng Trinh", finish_year=2026)) == [
        ("last_year", "Năm cuối: hạn 31/12/2026, còn 37 ngày."),
        ("probably_waits", "Có lẽ PL3-03 «Khu Đồng Trinh» chờ mặt bằng; hai tên không trùng hẳn."),
        ("same_year", "Kết thúc cùng năm 2026 với dự án: không còn năm nào để xây dựng."),
    ]
    last_day = _sentences(_years(2025, 2026), today=date(2026, 12, 31))
    assert last_day[0][1] == "Năm cuối: hạn 31/12/2026, hôm nay là ngày cuối."


def test_reasons_of_the_others() -> None:
    assert _sentences(_years(2027, 2028)) == [
        ("not_due", "Chưa đến kỳ: bắt đầu năm 2027, hạn 31/12/2028."),
        ("no_work", "Không thấy dự án tương ứng trong các phụ lục 1 đến 3."),
    ]
    assert _sentences(_years(2025, None))[0] == ("no_deadline", "Chương trình không ghi năm kết thúc.")
    late_end = clearance("PL4-01", "PL3-01", finish_year=2029)
    assert _sentences(late_end, project("PL3-01", finish_year=2027)) == [
        ("running", "Hạn 31/12/2029, còn 1133 ngày."),
        ("waits", "PL3-01 «Dự án PL3-01» chờ mặt bằng."),
        ("ends_after", "Kết thúc sau dự án 2 năm: dự án phải xong năm 2027."),
    ]
    open_end = _sentences(late_end, project("PL3-01", finish_year=None))
    assert [code for code, _ in open_end] == ["running", "waits"]


def test_the_more_urgent_comes_first() -> None:
    works = [project("PL3-01", finish_year=2027), project("PL3-02", finish_year=2030)]
    spots = hotspots(
        [
            *works,
            clearance("PL4-01", None, start_year=2028),
            clearance("PL4-02", None, finish_year=None),
            clearance("PL4-03", "PL3-02", finish_year=2026),
            clearance("PL4-04", "PL3-01", finish_year=2026),
            clearance("PL4-05", None, finish_year=2025),
            clearance("PL4-06", None, start_year=2020, finish_year=2023),
            clearance("PL4-07", None, finish_year=2026),
        ],
        TODAY,
    )
    assert [spot.clearance.id[-1] for spot in spots] == ["6", "5", "4", "3", "7", "2", "1"]
    assert [spot.rank for spot in spots] == list(range(1, 8))
    assert [spot.days_late for spot in spots[:3]] == [1059, 328, 0]


LEDGER = [clearance(f"PL4-{n:02d}", None, finish_year=2024 + n % 4) for n in range(1, 9)]


@given(st.permutations(LEDGER))
def test_the_order_does_not_depend_on_the_order_of_the_ledger(shuffled: list[Project]) -> None:
    assert hotspots(shuffled, TODAY) == hotspots(LEDGER, TODAY)


def test_the_programme_on_a_day() -> None:
    """Four clearances were due in 2025, four more in 2026; five end in the same year as their work."""
    projects = read_projects(DATA / "projects.csv")
    spots = hotspots(projects, TODAY)
    states = [spot.state for spot in spots]
    assert (len(spots), states.count(OVERDUE), states.count(LAST_YEAR), states.count(RUNNING)) == (18, 4, 4, 10)
    assert [spot.clearance.id for spot in spots[:4]] == ["PL4-03", "PL4-04", "PL4-05", "PL4-07"]
    conflicts = schedule_conflicts(projects)
    assert [conflict.clearance.id for conflict in conflicts] == ["PL4-13", "PL4-14", "PL4-15", "PL4-16", "PL4-18"]
    assert {conflict.overlap for conflict in conflicts} == {Overlap.SAME_YEAR}
