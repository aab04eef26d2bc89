"""The weekly page says the board's numbers: counts that add up, the hottest first, who must act, who was silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from geo.clearance.board import Board, build_board, read_rulebook
from geo.clearance.briefing import (
    HOTTEST,
    STATE_WORDS,
    Briefing,
    build_briefing,
    count_states,
    deadline_words,
    move_words,
    tasks_by_actor,
)
from geo.clearance.hotspot import Change, Move, explain
from geo.clearance.report import Stage
from geo.known import Records
from geo.model import ClearanceState
from geo.read import read_programme
from tests.reports import DATA, clearance, milestone, moment, obstacle, report, stand_on

PROGRAMME = read_programme(DATA)
RULEBOOK = read_rulebook(DATA, PROGRAMME.projects)
SINCE, NOW = date(2026, 11, 17), date(2026, 11, 24)
RECORDS = Records(
    (
        report(date(2026, 11, 10), "PL4-08", households_total=253, households_handed_over=14),
        report(date(2026, 11, 20), "PL4-03", households_total=5, households_handed_over=5),
        report(date(2026, 10, 1), "PL4-10", area_required_m2=200_000.0, area_handed_over_m2=20_000.0),
    ),
    (
        obstacle(date(2026, 11, 1), "PL4-08", who="Phòng Kinh tế", due=date(2026, 11, 20)),
        obstacle(date(2026, 11, 1), "PL4-10", who="Phòng Kinh tế", due=date(2026, 12, 20)),
        obstacle(date(2026, 11, 1), "PL4-10", who="Điện lực"),
        obstacle(date(2026, 11, 1), "PL4-09", who="Chủ đầu tư", due=date(2026, 11, 10), closed=date(2026, 11, 12)),
    ),
    (milestone(Stage.APPROVAL, date(2026, 10, 1), "PL4-08"),),
)
DAYS = (date(2025, 12, 31), date(2026, 11, 17), date(2026, 11, 24))


def board(day: date) -> Board:
    return build_board(PROGRAMME.projects, RECORDS, RULEBOOK, day)


PAGE = build_briefing(board(NOW), board(SINCE))


@pytest.mark.parametrize("day", DAYS)
def test_counts_add_up_to_every_clearance(day: date) -> None:
    """On any day every clearance stands in exactly one line."""
    page = build_briefing(board(day), board(SINCE))
    assert sum(count.number for count in page.counts) == page.total == 18
    assert all(count.number > 0 for count in page.counts)


def test_every_state_of_a_clearance_has_one_line() -> None:
    """A state added to the model without a line here is a fault."""
    listed = [state for _, states in STATE_WORDS for state in states]
    assert sorted(listed) == sorted(set(ClearanceState) - {ClearanceState.NO_CLEARANCE})


def test_the_hottest_are_the_boards_first_five_with_their_reasons() -> None:
    """Same order, same sentence as the hotspots page."""
    spots = board(NOW).hotspots[:HOTTEST]
    assert [(hot.spot.id, hot.why, hot.who) for hot in PAGE.hottest] == [
        (spot.id, explain(spot), spot.who) for spot in spots
    ]


def test_what_changed_since_the_last_meeting() -> None:
    """PL4-03 was finished in between; unchanged places are not listed."""
    assert [change.id for change in PAGE.moved(Move.CLOSED)] == ["PL4-03"]
    assert all(change.move is not Move.SAME for change in PAGE.changes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "như cũ"),
        (Change(Move.SAME, "a", "A", 2, 2, None), "như cũ"),
        (Change(Move.UP, "a", "A", 4, 1, None), "nóng lên, hạng 4 → 1"),
        (Change(Move.DOWN, "a", "A", 1, 4, None), "dịu đi, hạng 1 → 4"),
        (Change(Move.UP, "a", "A", 2, 2, None), "nóng lên"),
        (Change(Move.NEW, "a", "A", None, 3, None), "mới"),
        (Change(Move.CLOSED, "a", "A", 3, None, None), "đã xong"),
    ],
)
def test_moves_in_words(change: Change | None, words: str) -> None:
    """As a clerk would say it."""
    assert move_words(change) == words


def test_obstacles_by_who_must_act() -> None:
    """Who has overdue tasks stands first; closed obstacles are gone; each task says its day."""
    assert [(actor.who, len(actor.tasks), actor.overdue) for actor in PAGE.actors] == [
        ("Phòng Kinh tế", 2, 1),
        ("Điện lực", 1, 0),
    ]
    first, second = PAGE.actors[0].tasks
    assert (first.clearance, first.when) == ("PL4-08", "hạn 20/11/2026, trễ 4 ngày")
    assert second.when == "hạn 20/12/2026"
    assert PAGE.actors[1].tasks[0].when == "chưa ghi hạn"


def test_overdue_documents_are_the_periods_that_ran_out() -> None:
    """Approved on 1-10: the decision within ten days did not come; the sentence names clearance and days."""
    assert any(line.startswith("PL4-08: ") and "trễ" in line for line in PAGE.overdue_documents)


def test_who_has_not_reported() -> None:
    """PL4-10 has been silent for 54 days, PL4-08 for exactly 14: only the first is named; the rest never reported."""
    silent = {item.clearance: item for item in PAGE.silent}
    assert silent["PL4-10"].days == 54
    assert "PL4-08" not in silent
    assert "PL4-03" not in silent
    assert silent["PL4-01"].days is None


def test_derived_warnings_are_said_with_both_years() -> None:
    """The gate that opens too late and the programme's own contradictions."""
    assert any("PL4-02" in line and "2030" in line for line in PAGE.warnings)
    assert sum("cùng năm với" in line for line in PAGE.warnings) == 1
    assert any("PL4-13 (PL3-12)" in line for line in PAGE.warnings)


def test_the_page_of_a_past_day_does_not_change() -> None:
    """What is entered afterwards is not on it."""
    more = Records(
        (
            *RECORDS.reports,
            report(NOW, "PL4-08", households_handed_over=253, recorded_at=moment(NOW + timedelta(days=1))),
        ),
        RECORDS.obstacles,
        RECORDS.milestones,
    )
    then = [build_board(PROGRAMME.projects, more, RULEBOOK, day) for day in (NOW, SINCE)]
    assert build_briefing(then[0], then[1]) == PAGE


def test_an_empty_store_makes_a_page() -> None:
    """Calendar only: no tasks, no documents, everybody silent who should speak, and a headline."""
    empty = build_board(PROGRAMME.projects, Records(), RULEBOOK, NOW)
    page = build_briefing(empty, empty)
    assert isinstance(page, Briefing)
    assert (page.actors, page.overdue_documents, page.changes) == ((), (), ())
    assert len(page.silent) == 18
    assert page.headline == "18 việc giải phóng mặt bằng: 4 việc quá hạn, 18 việc lâu không báo cáo."


def test_no_clearance_no_count() -> None:
    """Nothing is divided or invented for an empty programme."""
    assert count_states(()) == ()
    assert tasks_by_actor(()) == ()


def test_deadlines_in_words() -> None:
    """The day and the distance, or that there is none."""
    assert deadline_words(stand_on(NOW)[0]) == "31/12/2027, còn 402 ngày"
    done = Records((report(NOW, households_total=1, households_handed_over=1),))
    assert deadline_words(stand_on(NOW, done)[0]) == "31/12/2027, đã xong"
    assert "không ghi" in deadline_words(stand_on(NOW, projects=[clearance(finish=None)])[0])
