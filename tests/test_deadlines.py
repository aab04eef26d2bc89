"""Periods are dated, sourced rows; counting leaves out days off; the unverified says so; left and late for any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.deadlines import (
    Bound,
    Deadline,
    PeriodUnit,
    add_months,
    add_working_days,
    days_words,
    due,
    end_of,
    in_force,
    is_working_day,
    next_working_day,
    read_deadlines,
)
from geo.clearance.report import Milestone, Stage
from geo.errors import DataError

DATA = Path(__file__).parent.parent / "data" / "deadlines.csv"
RULES = read_deadlines(DATA)
DAYS = st.dates(date(2025, 1, 1), date(2031, 12, 31))


def rule(rule_id: str, day: date) -> Deadline:
    return next(item for item in in_force(RULES, day) if item.id == rule_id)


def milestone(stage: Stage, day: date, number: int = 1) -> Milestone:
    return Milestone(
        id=UUID(int=number),
        clearance="PL4-08",
        stage=stage,
        document_number="12/QĐ-UBND",
        document_date=day,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        reporter="can.bo",
    )


@pytest.mark.parametrize("item", RULES, ids=lambda item: f"{item.id}-{item.in_force_from}")
def test_each_rule_has_basis_source_and_a_positive_period(item: Deadline) -> None:
    """A rule without a basis, a source or a length is not a rule."""
    assert item.legal_basis
    assert item.source
    assert item.length > 0
    assert item.what
    assert item.from_event


@pytest.mark.parametrize("item", [item for item in RULES if not item.verified], ids=lambda item: item.id)
def test_unverified_rules_cite_no_article_of_a_law(item: Deadline) -> None:
    """What nobody read in the text of the law must not look like an article of it."""
    assert "Đ8" not in item.legal_basis
    assert item.note


@pytest.mark.parametrize(
    ("rule_id", "before", "after"),
    [("notice_agricultural", 90, 60), ("notice_other", 180, 120), ("posting", 30, 10), ("dialogue", 60, 30)],
)
def test_resolution_254_shortens_four_periods_from_2026(rule_id: str, before: int, after: int) -> None:
    """Nghị quyết 254/2025/QH15, k9 Đ3, in force from 2026-01-01; the law's own periods hold until the day before."""
    assert rule(rule_id, date(2025, 12, 31)).length == before
    assert rule(rule_id, date(2026, 1, 1)).length == after


@given(DAYS)
def test_one_version_of_each_rule_on_any_day(day: date) -> None:
    """No day has two versions of a rule in force."""
    ids = [item.id for item in in_force(RULES, day)]
    assert len(ids) == len(set(ids))


def test_overlapping_versions_are_a_fault_of_the_file(tmp_path: Path) -> None:
    """Two rows of one rule in force on the same day: which one counts cannot be known."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    posting = next(line for line in lines if line.startswith("posting,"))
    broken = tmp_path / "deadlines.csv"
    broken.write_text("\n".join([lines[0], posting, posting.replace(",30,", ",20,")]), encoding="utf-8")
    with pytest.raises(DataError, match="cùng có hiệu lực"):
        read_deadlines(broken)


def test_every_fault_of_the_file_is_named_with_its_row(tmp_path: Path) -> None:
    """A wrong stage in row 2 and a wrong word in row 3 are both reported, with row and column."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "deadlines.csv"
    rows = [lines[1].replace("plan,plan,", "plan,plam,"), lines[2].replace(",yes,", ",maybe,")]
    broken.write_text("\n".join([lines[0], *rows]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_deadlines(broken)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(2, "stage"), (3, "verified")]


def test_a_wrong_header_says_which_columns_are_needed(tmp_path: Path) -> None:
    """The message lists the columns."""
    broken = tmp_path / "deadlines.csv"
    broken.write_text("id,stage\n", encoding="utf-8")
    with pytest.raises(DataError, match="legal_basis"):
        read_deadlines(broken)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 16), False),  # Lunar New Year's Eve
        (date(2026, 2, 20), False),  # fourth day of Tết
        (date(2026, 4, 27), False),  # Hùng Kings' day fell on a Sunday
        (date(2026, 5, 1), False),
        (date(2026, 8, 22), True),  # Saturday worked for 31-8
        (date(2026, 8, 31), False),
        (date(2026, 9, 2), False),
        (date(2026, 3, 7), False),  # a Saturday
        (date(2026, 3, 9), True),
    ],
)
def test_days_off_of_2026(day: date, works: bool) -> None:
    """Weekends, Tết, compensation days and swapped days are known."""
    assert is_working_day(day) is works


def test_working_days_step_over_tet() -> None:
    """Three working days after Friday 13-2-2026 end on Wednesday 25-2: Monday to Friday were Tết."""
    assert add_working_days(date(2026, 2, 13), 3) == date(2026, 2, 25)


@given(DAYS, st.integers(0, 60))
def test_working_days_end_on_working_days_and_add_up(start: date, count: int) -> None:
    """The end is a working day, and n then m days are n + m days."""
    end = add_working_days(start, count)
    assert count == 0 or is_working_day(end)
    assert add_working_days(end, 5) == add_working_days(start, count + 5)


def test_a_negative_number_of_working_days_is_refused() -> None:
    """A period has no negative length."""
    with pytest.raises(ValueError, match="âm"):
        add_working_days(date(2026, 3, 2), -1)


@given(DAYS)
def test_next_working_day_is_the_first_one(day: date) -> None:
    """No working day lies between the day and the answer."""
    answer = next_working_day(day)
    assert is_working_day(answer)
    assert not any(is_working_day(day + timedelta(days=step)) for step in range((answer - day).days))


def test_a_calendar_period_that_ends_on_a_holiday_ends_on_the_next_working_day() -> None:
    """Thirty days after 1-4-2026 is 1-5, a holiday followed by a weekend: payment is due on 4-5."""
    assert end_of(rule("payment", date(2026, 4, 1)), date(2026, 4, 1)) == date(2026, 5, 4)


def test_a_shortest_period_is_not_stretched_by_days_off() -> None:
    """Posting from 21-2 for at least ten days is enough on 3-3, weekends included."""
    assert end_of(rule("posting", date(2026, 2, 21)), date(2026, 2, 21)) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 3, 5), 12, date(2027, 3, 5)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: date, months: int, end: date) -> None:
    """Months are counted by the calendar, not as 30 days."""
    assert add_months(start, months) == end


@pytest.mark.parametrize(("left", "words"), [(3, "còn 3 ngày"), (0, "hôm nay là hạn"), (-5, "trễ 5 ngày")])
def test_distance_to_a_deadline_in_words(left: int, words: str) -> None:
    """Left, today, late."""
    assert days_words(left) == words


def test_approval_sets_payment_and_decision_running() -> None:
    """After the approval of 2-3-2026, payment is due 1-4 and the decision 12-3; on 20-3 one is left, one is late."""
    running = {
        item.deadline.id: item for item in due([milestone(Stage.APPROVAL, date(2026, 3, 2))], RULES, date(2026, 3, 20))
    }
    assert (running["payment"].day, running["payment"].days_left, running["payment"].overdue) == (
        date(2026, 4, 1),
        12,
        False,
    )
    assert (running["recovery"].day, running["recovery"].days_left, running["recovery"].overdue) == (
        date(2026, 3, 12),
        -8,
        True,
    )
    assert "trễ 8 ngày" in running["recovery"].sentence


def test_a_reached_stage_stops_its_period() -> None:
    """Paid is paid: no payment deadline after the payment milestone."""
    done = [milestone(Stage.APPROVAL, date(2026, 3, 2)), milestone(Stage.PAYMENT, date(2026, 3, 10), 2)]
    assert "payment" not in {item.deadline.id for item in due(done, RULES, date(2026, 3, 20))}


def test_an_approval_issued_again_starts_the_period_again() -> None:
    """A plan approved anew after payment began runs from its own date."""
    again = [
        milestone(Stage.APPROVAL, date(2026, 3, 2)),
        milestone(Stage.PAYMENT, date(2026, 3, 10), 2),
        milestone(Stage.APPROVAL, date(2026, 4, 6), 3),
    ]
    running = {item.deadline.id: item for item in due(again, RULES, date(2026, 4, 10))}
    assert running["payment"].since == date(2026, 4, 6)


def test_an_unverified_rule_shows_that_it_is() -> None:
    """The sentence carries the doubt."""
    running = due([milestone(Stage.APPROVAL, date(2026, 3, 2))], RULES, date(2026, 3, 3))
    publication = next(item for item in running if item.deadline.id == "publication")
    assert not publication.deadline.verified
    assert "chưa kiểm chứng" in publication.sentence


def test_no_milestone_no_deadline() -> None:
    """Nothing runs before something is recorded."""
    assert due([], RULES, date(2026, 3, 3)) == ()


@given(DAYS, DAYS)
def test_days_left_fall_by_one_each_day(signed: date, today: date) -> None:
    """For every running rule and any day: days left = end − today, whatever version is in force."""
    for item in due([milestone(Stage.NOTICE, signed)], RULES, today):
        assert item.days_left == (item.day - today).days
        assert item.day > signed
        assert item.overdue is (item.deadline.bound is Bound.WITHIN and item.days_left < 0)


def test_period_words() -> None:
    """The period reads as a clerk would say it."""
    assert rule("posting", date(2026, 5, 1)).period == "ít nhất 10 ngày"
    assert rule("approval", date(2026, 5, 1)).period == "5 ngày làm việc"
    assert rule("notice_validity", date(2026, 5, 1)).unit is PeriodUnit.MONTH
