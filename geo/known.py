"""What was known on a day: the records that had been entered by then, without those replaced or taken back by then.

`as_of` is a calendar day in Asia/Ho_Chi_Minh, included to its end. Whatever is recorded later never changes the
answer for an earlier day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from geo.clearance.report import FIGURES, Amount, Milestone, Obstacle, Report, Stage
from geo.moments import day_in_ward

Record = TypeVar("Record", Report, Obstacle, Milestone)


def day_of(record: Report | Obstacle | Milestone) -> date:
    """Return the day a record speaks of: of the figures, of the opening, of the signature."""
    if isinstance(record, Report):
        return record.report_date
    return record.opened if isinstance(record, Obstacle) else record.document_date


def recorded_on(record: Report | Obstacle | Milestone) -> date:
    """Return the local day a record was entered."""
    return day_in_ward(record.recorded_at)


def known(records: Iterable[Record], as_of: date) -> tuple[Record, ...]:
    """Return the records in force on a day, by the day they speak of, then by when they were entered."""
    entered = [record for record in records if recorded_on(record) <= as_of]
    replaced = {record.supersedes for record in entered if record.supersedes is not None}
    valid = [
        record for record in entered if record.id not in replaced and not record.withdrawn and day_of(record) <= as_of
    ]
    return tuple(sorted(valid, key=lambda record: (day_of(record), record.recorded_at)))


def of(records: Iterable[Record], clearance: str) -> tuple[Record, ...]:
    """Return the records of one clearance, in the order given."""
    return tuple(record for record in records if record.clearance == clearance)


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as it was last reported: its value, the day it speaks of, where it comes from."""

    value: Amount
    day: date
    source: str


def last_seen(reports: Sequence[Report]) -> dict[str, Seen]:
    """Return each figure as it was last reported, by name; a figure nobody reported is left out.

    `reports` are the known ones of one clearance, in order (`known`). A report that leaves a figure empty does not make
    it 0 and does not make it unknown: the older observation stands, with its own day.
    """
    seen: dict[str, Seen] = {}
    for report in reports:
        for figure in FIGURES:
            value: Amount | None = getattr(report, figure.name)
            if value is not None:
                seen[figure.name] = Seen(value, report.report_date, report.source)
    return seen


def last_stage(reports: Sequence[Report]) -> Stage | None:
    """Return the stage last reported, None when no report named one."""
    return next((report.stage for report in reversed(reports) if report.stage is not None), None)


def around(reports: Iterable[Report], report: Report, as_of: date) -> tuple[tuple[Report, ...], Report | None]:
    """Return the known reports before one in its clearance's series, and the one after it, or None.

    Left out are the report itself and the one it replaces. Those before have the same or an earlier day.
    """
    others = [
        other for other in known(of(reports, report.clearance), as_of) if other.id not in (report.id, report.supersedes)
    ]
    after = next((other for other in others if other.report_date > report.report_date), None)
    return tuple(other for other in others if other.report_date <= report.report_date), after


@dataclass(frozen=True, slots=True)
class Records:
    """Everything people entered, in the order they did: what the store holds, or what was known on a day."""

    reports: tuple[Report, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    def known(self, as_of: date) -> Records:
        """Return what was known on a day."""
        return Records(known(self.reports, as_of), known(self.obstacles, as_of), known(self.milestones, as_of))

    def of(self, clearance: str) -> Records:
        """Return the records of one clearance."""
        return Records(of(self.reports, clearance), of(self.obstacles, clearance), of(self.milestones, clearance))
