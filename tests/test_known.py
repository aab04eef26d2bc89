"""What was known on a day does not change when more is recorded later; replaced and withdrawn records do not count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.report import FIGURES, Report, Stage
from geo.known import Records, around, known, last_seen, last_stage, of
from tests.reports import milestone, moment, obstacle, report

DAY = date(2026, 3, 5)


def _series(draws: list[tuple[int, int, int, bool]]) -> list[Report]:
    """Build a log: each entry speaks of a day, is entered on a day, may replace or withdraw an earlier one."""
    log: list[Report] = []
    for spoken, entered, replaces, withdrawn in draws:
        target = log[replaces % len(log)] if log and replaces else None
        log.append(
            report(
                DAY + timedelta(days=spoken),
                recorded_at=moment(DAY + timedelta(days=entered)),
                supersedes=target.id if target else None,
                withdrawn=withdrawn and target is not None,
                households_paid=len(log),
            )
        )
    return log


LOGS = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(-20, 20), st.integers(0, 5), st.booleans()), max_size=12
).map(_series)
DAYS = st.integers(-25, 25).map(lambda shift: DAY + timedelta(days=shift))


@given(LOGS, DAYS, st.integers(1, 30))
def test_later_records_never_change_an_earlier_answer(log: list[Report], as_of: date, later: int) -> None:
    """As-of is monotone in what was recorded: whatever is entered after the day leaves the day's answer alone."""
    shift = as_of + timedelta(days=later)
    more = [report(as_of, recorded_at=moment(shift), supersedes=old.id) for old in log]
    more.append(report(as_of, recorded_at=moment(shift)))
    assert known([*log, *more], as_of) == known(log, as_of)
    assert last_seen(known([*log, *more], as_of)) == last_seen(known(log, as_of))


@given(LOGS, DAYS)
def test_what_is_known_was_entered_and_happened_and_stands(log: list[Report], as_of: date) -> None:
    """Nothing known on a day was entered later, speaks of later, or had been replaced or withdrawn by then."""
    replaced = {item.supersedes for item in log if item.recorded_at.date() <= as_of}
    for item in known(log, as_of):
        assert item.recorded_at.date() <= as_of
        assert item.report_date <= as_of
        assert item.id not in replaced
        assert not item.withdrawn


@given(LOGS, DAYS)
def test_known_is_ordered_and_stable(log: list[Report], as_of: date) -> None:
    """The same log in another order gives the same answer, ordered by the day spoken of."""
    answer = known(log, as_of)
    assert [item.report_date for item in answer] == sorted(item.report_date for item in answer)
    assert {item.id for item in known(reversed(log), as_of)} == {item.id for item in answer}


def test_a_day_ends_at_midnight_in_hai_phong() -> None:
    """16:59 UTC is still the day, 17:00 UTC is the next one."""
    early = report(DAY, recorded_at=datetime(2026, 3, 5, 16, 59, tzinfo=UTC))
    late = report(DAY, recorded_at=datetime(2026, 3, 5, 17, 0, tzinfo=UTC))
    assert known([early, late], DAY) == (early,)
    assert len(known([early, late], DAY + timedelta(days=1))) == 2


def test_a_correction_replaces_from_the_day_it_is_entered() -> None:
    """Before the correction was entered the old figure was what was known."""
    old = report(DAY, households_paid=14)
    new = report(DAY, households_paid=12, supersedes=old.id, recorded_at=moment(DAY + timedelta(days=7)))
    assert known([old, new], DAY + timedelta(days=6)) == (old,)
    assert known([old, new], DAY + timedelta(days=7)) == (new,)


def test_a_withdrawal_leaves_the_report_before() -> None:
    """A report of the wrong clearance is taken back.

    The one before speaks again, and the withdrawal itself never does.
    """
    first = report(DAY, households_paid=14)
    wrong = report(DAY + timedelta(days=1), households_paid=99)
    back = report(
        DAY + timedelta(days=1), supersedes=wrong.id, withdrawn=True, recorded_at=moment(DAY + timedelta(days=2))
    )
    assert known([first, wrong, back], DAY + timedelta(days=3)) == (first,)


def test_clearances_do_not_speak_for_each_other() -> None:
    """Each clearance has its own records."""
    mine, other = report(DAY), report(DAY, "PL4-09")
    records = Records((mine, other), (obstacle(DAY, "PL4-09"),), (milestone(Stage.NOTICE, DAY),))
    assert records.of("PL4-08").reports == of([mine, other], "PL4-08") == (mine,)
    assert records.of("PL4-08").obstacles == ()
    assert records.known(DAY).of("PL4-09").reports == (other,)
    assert records.known(DAY - timedelta(days=1)) == Records()


def test_around_leaves_out_the_report_and_the_one_it_replaces() -> None:
    """A correction is compared with the reports before the corrected one and the one after."""
    first, second, third = (report(DAY + timedelta(days=7 * week)) for week in range(3))
    fixed = report(DAY + timedelta(days=7), supersedes=second.id)
    assert around([first, second, third], fixed, DAY + timedelta(days=30)) == ((first,), third)
    assert around([], fixed, DAY + timedelta(days=30)) == ((), None)


def test_a_figure_left_empty_keeps_its_last_value_and_its_own_day() -> None:
    """Silence is neither 0 nor forgetting: the older observation stands, dated."""
    old = report(DAY, households_total=253, households_paid=14, stage=Stage.PAYMENT)
    new = report(DAY + timedelta(days=7), households_paid=0, source="Báo cáo 13")
    seen = last_seen(known([old, new], DAY + timedelta(days=7)))
    assert (seen["households_total"].value, seen["households_total"].day) == (253, DAY)
    assert (seen["households_paid"].value, seen["households_paid"].source) == (0, "Báo cáo 13")
    assert set(seen) == {"households_total", "households_paid"}
    assert last_stage([old, new]) is Stage.PAYMENT
    assert last_stage([new]) is None


@given(LOGS, DAYS)
def test_nothing_is_seen_that_nobody_reported(log: list[Report], as_of: date) -> None:
    """Only reported figures appear, and none as None."""
    seen = last_seen(known(log, as_of))
    assert set(seen) <= {
        figure.name for figure in FIGURES if any(getattr(item, figure.name) is not None for item in log)
    }


def test_obstacles_and_milestones_follow_the_same_rule() -> None:
    """One rule for all three kinds of records."""
    opened = obstacle(DAY)
    closed = obstacle(
        DAY, supersedes=opened.id, closed=DAY + timedelta(days=3), recorded_at=moment(DAY + timedelta(days=3))
    )
    assert known([opened, closed], DAY + timedelta(days=2)) == (opened,)
    assert known([opened, closed], DAY + timedelta(days=3)) == (closed,)
    signed = milestone(Stage.APPROVAL, DAY)
    assert known([signed], DAY - timedelta(days=1)) == ()
    assert known([signed], DAY) == (signed,)
