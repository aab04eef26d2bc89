"""What was known on a day: the records that had been entered by then, without those replaced or taken back by then.

`as_of` is a calendar day in Asia/Ho_Chi_Minh, included to its end. Whatever is recorded later never changes the
answer for an earlier day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from geo.clearance_report import Milestone, Obstacle, Report
from geo.moments import HO_CHI_MINH

Record = TypeVar("Record", Report, Obstacle, Milestone)


def day_of(record: Report | Obstacle | Milestone) -> date:
    """Return the day a record speaks of: of the figures, of the opening, of the signature."""
    if isinstance(record, Report):
        return record.report_date
    return record.opened if isinstance(record, Obstacle) else record.document_date


def recorded_on(record: Report | Obstacle | Milestone) -> date:
    """Return the local day a record was entered."""
    return record.recorded_at.astimezone(HO_CHI_MINH).date()


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


def latest(reports: Iterable[Report], clearance: str, as_of: date) -> Report | None:
    """Find the report that speaks for a clearance on a day: the one of the latest day, of those entered last."""
    valid = known(of(reports, clearance), as_of)
    return valid[-1] if valid else None


def neighbours(reports: Iterable[Report], report: Report, as_of: date) -> tuple[Report | None, Report | None]:
    """Find the reports before and after one in its clearance's series, leaving out itself and the one it replaces.

    The one before has the same or an earlier day, the one after a later day.
    """
    others = [
        other for other in known(of(reports, report.clearance), as_of) if other.id not in (report.id, report.supersedes)
    ]
    before = [other for other in others if other.report_date <= report.report_date]
    after = [other for other in others if other.report_date > report.report_date]
    return (before[-1] if before else None, after[0] if after else None)
