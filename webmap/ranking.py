"""The clearances that a question keeps, hottest first: the page and the API read the same list."""

from __future__ import annotations

from typing import Any

from geo.clearance.hotspot import Hotspot
from geo.clearance.schedule import slack_years
from geo.frame import select
from geo.model import Query
from webmap.boards import board_of
from webmap.clearance_json import to_hotspot
from webmap.source import Snapshot


def ranked(day: Snapshot, query: Query) -> tuple[Hotspot, ...]:
    """Return the hotspots of a day that a question keeps. Ranks stay those of the whole programme."""
    kept = set(select(day.frame, query).index)
    return tuple(spot for spot in board_of(day).hotspots if spot.id in kept)


def to_record(spot: Hotspot) -> dict[str, Any]:
    """Return a hotspot as the API gives it: null is not known, `slack_years` may be negative, parts sum up."""
    standing = spot.standing
    clearance, work = standing.clearance, standing.work
    return {
        "id": clearance.id,
        "name": clearance.name,
        "clearance_state": standing.state,
        "clearance_deadline": standing.deadline,
        "days_late": standing.days_late,
        "progress_class": standing.progress_class,
        "work": None if work is None else {"id": work.id, "name": work.name, "match": clearance.clears_match},
        "slack_years": slack_years(clearance, work),
        "reasons": [{"code": part.name, "says": part.words} for part in spot.parts if part.points],
        **to_hotspot(spot),
    }
