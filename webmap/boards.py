"""The board of clearances behind a snapshot, and what pages ask of it: two days, and where heat gathers."""

from __future__ import annotations

from datetime import date, timedelta

from flask import request

from geo.clearance.board import Board
from geo.clearance.briefing import Briefing, build_briefing
from geo.clearance.hot_areas import HotArea, hot_areas
from geo.errors import DataError, Fault, QueryError
from geo.language import Day, say
from webmap.current import source
from webmap.query import PARAMETERS
from webmap.source import Snapshot

MEETING = timedelta(days=7)
"""The meeting is weekly: without another day, changes are counted from a week before."""


def board_of(day: Snapshot) -> Board:
    """Return the board of a day. Raises DataError where the data folder holds no rules of clearance."""
    if day.board is None:
        message = say("Thư mục dữ liệu không có quy tắc giải phóng mặt bằng")
        raise DataError([Fault("deadlines.csv", None, None, None, message, say("Hãy chép lại thư mục data."))])
    return day.board


def day_asked(name: str, otherwise: date) -> date:
    """Return the day that the request gives under a name, or another. Raises QueryError for what is no day."""
    given = request.args.getlist(name)
    if not given:
        return otherwise
    try:
        (text,) = given
        day: date = PARAMETERS["as_of"].read(text)
    except ValueError:
        allowed = PARAMETERS["as_of"].allowed
        raise QueryError(
            say("Tham số {name} không phải một ngày", name=name), parameter=name, value=given, allowed=allowed
        ) from None
    return day


def two_days(day: Snapshot) -> tuple[Board, Board]:
    """Return the board of a snapshot and that of the day changes are counted from (`since`, a week before by default).

    Raises QueryError when `since` is not before the day.
    """
    since = day_asked("since", day.as_of - min(MEETING, day.as_of - date.min))
    if since >= day.as_of:
        what = say("Ngày so sánh phải trước ngày {day}", day=Day(day.as_of))
        raise QueryError(what, parameter="since", value=str(since), allowed=(say("trước {day}", day=day.as_of),))
    return board_of(day), board_of(source().snapshot(since))


def areas(day: Snapshot) -> tuple[HotArea, ...]:
    """Return where the day's heat gathers, by the places that the clearances stand on."""
    frame, board = day.frame, board_of(day)
    found = frame.loc[[spot.id for spot in board.hotspots], ["places", "zone"]]
    places = {
        str(row.Index): (*row.places, *([row.zone] if isinstance(row.zone, str) else [])) for row in found.itertuples()
    }
    return hot_areas(board.hotspots, places, day.records.programme.places)


def briefing(day: Snapshot) -> Briefing:
    """Return the weekly page of a day, with changes since the day asked for."""
    now, then = two_days(day)
    return build_briefing(now, then, areas(day))
