"""The clearances that a question keeps, most urgent first: the page and the API read the same list."""

from __future__ import annotations

from typing import Any

from geo.clearance import Hotspot, hotspots
from geo.frame import select
from geo.model import Query
from webmap.source import Snapshot


def ranked(day: Snapshot, query: Query) -> tuple[Hotspot, ...]:
    """Return the hotspots of a day that a question keeps. Ranks stay those of the whole programme."""
    kept = set(select(day.frame, query).index)
    return tuple(spot for spot in hotspots(day.records.programme.projects, day.as_of) if spot.clearance.id in kept)


def to_record(spot: Hotspot) -> dict[str, Any]:
    """Return a hotspot as the API gives it: a null is not known, `slack_years` may be negative."""
    work = spot.work
    return {
        "rank": spot.rank,
        "id": spot.clearance.id,
        "name": spot.clearance.name,
        "clearance_state": spot.state,
        "clearance_deadline": spot.deadline,
        "days_late": spot.days_late,
        "work": None if work is None else {"id": work.id, "name": work.name, "match": spot.clearance.clears_match},
        "slack_years": spot.slack_years,
        "reasons": [{"code": reason.code, "says": reason.says} for reason in spot.reasons],
    }
