"""One board a day: standings, ranking, rules, from what was known then; faults of all rule files at once."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from geo.clearance.board import build_board, read_rulebook
from geo.errors import DataError
from geo.known import Records
from geo.read import read_programme
from tests.reports import DATA, moment, report

PROGRAMME = read_programme(DATA)
RULEBOOK = read_rulebook(DATA, PROGRAMME.projects)
DAY = date(2026, 3, 5)
RECORDS = Records(
    (
        report(DAY, "PL4-08", households_total=10, households_handed_over=4),
        report(DAY, "PL4-03", households_total=5, households_handed_over=5),
        report(DAY, "PL4-08", households_handed_over=9, recorded_at=moment(DAY + timedelta(days=7))),
    )
)


def test_the_board_holds_every_clearance_and_ranks_what_is_not_done() -> None:
    """Eighteen standings; the one that is done is not hot."""
    board = build_board(PROGRAMME.projects, RECORDS, RULEBOOK, DAY)
    assert len(board.standing_of) == 18
    assert set(board.standing_of) - set(board.hotspot_of) == {"PL4-03"}
    assert board.hotspots[0].rank == 1


def test_the_board_of_a_past_day_is_what_was_known_then() -> None:
    """A report entered a week later is not on that day's board, and its records hold only what was known."""
    then, now = (build_board(PROGRAMME.projects, RECORDS, RULEBOOK, DAY + timedelta(days=days)) for days in (0, 7))
    assert len(then.records.reports) == 2
    assert then.standing_of["PL4-08"].progress.driver is not None
    assert (
        then.standing_of["PL4-08"].progress.driver.ratio,
        now.standing_of["PL4-08"].progress.seen["households_handed_over"].value,
    ) == (0.4, 9)


def test_building_from_the_known_is_building_from_all() -> None:
    """What a board keeps is enough to build it again."""
    board = build_board(PROGRAMME.projects, RECORDS, RULEBOOK, DAY)
    assert build_board(PROGRAMME.projects, board.records, RULEBOOK, DAY) == board


def test_conflicts_and_gates_come_from_the_programme() -> None:
    """Five clearances end with their work; one waits for a resettlement area that opens later."""
    board = build_board(PROGRAMME.projects, Records(), RULEBOOK, DAY)
    assert {conflict.clearance.id for conflict in board.conflicts} >= {"PL4-13", "PL4-16"}
    assert [item.clearance.id for item in board.shut] == ["PL4-02"]


def test_changes_are_between_two_boards() -> None:
    """From before the handover of everything to after it: closed."""
    before, after = (build_board(PROGRAMME.projects, RECORDS, RULEBOOK, DAY + timedelta(days=days)) for days in (-1, 0))
    moves = {change.id: change.move for change in after.changes_since(before)}
    assert moves["PL4-03"] == "closed"


def test_faults_of_all_rule_files_are_told_at_once(tmp_path: Path) -> None:
    """A broken weight and a broken gate: both files are named."""
    for name in ("deadlines.csv", "hotspot_weights.csv", "gates.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    for name, old, new in (("hotspot_weights.csv", "late,25", "late,26"), ("gates.csv", "PL3-03", "PL3-99")):
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_rulebook(tmp_path, PROGRAMME.projects)
    assert {fault.file for fault in caught.value.faults} == {"hotspot_weights.csv", "gates.csv"}
