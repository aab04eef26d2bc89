"""The frame takes progress, state and heat of clearances from the day's board; without one the calendar speaks."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo.clearance.board import build_board, read_rulebook
from geo.frame import build
from geo.known import Records
from geo.model import Location, Precision
from geo.read import read_programme
from tests.reports import DATA, report

PROGRAMME = read_programme(DATA)
RULEBOOK = read_rulebook(DATA, PROGRAMME.projects)
NOWHERE = Location(None, Precision.WARD, 4000.0, "thử", reason="thử")
LOCATIONS = {project.id: NOWHERE for project in PROGRAMME.projects}
DAYS = (date(2025, 6, 1), date(2026, 3, 5), date(2026, 11, 24))
RECORDS = Records(
    (
        report(date(2026, 3, 1), "PL4-08", area_required_m2=100.0, area_handed_over_m2=40.0),
        report(date(2026, 3, 2), "PL4-03", households_total=5, households_handed_over=5),
        report(date(2026, 11, 1), "PL4-08", area_handed_over_m2=90.0),
    )
)


@pytest.mark.parametrize("day", DAYS)
def test_frame_and_board_agree_on_every_number(day: date) -> None:
    """For three days: state, lateness, share, class, rank and score of each clearance are the board's."""
    board = build_board(PROGRAMME.projects, RECORDS, RULEBOOK, day)
    frame = build(PROGRAMME, LOCATIONS, day, board)
    for standing in board.standings:
        row, spot = frame.loc[standing.clearance.id], board.hotspot_of.get(standing.clearance.id)
        assert (row["clearance_state"], row["progress_class"]) == (standing.state, standing.progress_class)
        assert row["days_late"] == standing.days_late
        driver = standing.progress.driver
        assert pd.isna(row["progress_share"]) if driver is None else row["progress_share"] == driver.ratio
        assert pd.isna(row["hotspot_rank"]) if spot is None else row["hotspot_rank"] == spot.rank
        assert pd.isna(row["hotspot_score"]) if spot is None else row["hotspot_score"] == float(spot.score)


def test_a_work_shows_the_clearance_of_its_land() -> None:
    """PL3-13 waits for PL4-08: same state, same share."""
    frame = build(PROGRAMME, LOCATIONS, DAYS[1], build_board(PROGRAMME.projects, RECORDS, RULEBOOK, DAYS[1]))
    assert frame.loc["PL3-13", "progress_share"] == frame.loc["PL4-08", "progress_share"] == 0.4
    assert frame.loc["PL3-13", "reported_on"] == pd.Timestamp(2026, 3, 1)
    assert frame.loc["PL3-02", "clearance_state"] == frame.loc["PL4-03", "clearance_state"] == "done"


def test_nothing_reported_is_null_not_zero() -> None:
    """A clearance nobody reported has no share; a work without a clearance has no class either."""
    frame = build(PROGRAMME, LOCATIONS, DAYS[1], build_board(PROGRAMME.projects, Records(), RULEBOOK, DAYS[1]))
    assert frame["progress_share"].isna().all()
    assert frame.loc["PL4-08", "progress_class"] == "no_report"
    assert pd.isna(frame.loc["PL2-01", "progress_class"])
    assert frame["hotspot_rank"].notna().sum() == 18 + frame["cleared_by"].notna().sum()


def test_without_a_board_the_calendar_speaks() -> None:
    """The frame of a notebook: states by years, no progress."""
    frame = build(PROGRAMME, LOCATIONS, DAYS[2])
    assert frame.loc["PL4-03", "clearance_state"] == "overdue_no_report"
    assert set(frame["progress_class"].dropna()) == {"no_report"}
    assert frame[["progress_share", "hotspot_rank", "hotspot_score", "reported_on"]].isna().all(axis=None)
