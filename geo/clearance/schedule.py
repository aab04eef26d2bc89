"""Land clearance against the calendar: what the schedule alone says on a given day, before anybody has reported.

Years are whole and inclusive: a deadline "2025" is met until 2025-12-31 and late from 2026-01-01. `today` is the day
in the ward (Asia/Ho_Chi_Minh) and is always handed in. Nothing here is progress: time elapsed says nothing about land
handed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.model import ClearanceEnd, ClearanceState, Project, ProjectKind


@dataclass(frozen=True, slots=True)
class ScheduleConflict:
    """A clearance that is planned to end after, or in the same year as, the work that needs its land.

    `slack_years` is the work's last year minus the clearance's: 0 or less.
    """

    clearance: Project
    work: Project
    overlap: ClearanceEnd
    slack_years: int


def deadline(project: Project) -> date | None:
    """Return the last day of the finish year, None where the programme gives none."""
    return None if project.finish_year is None else date(project.finish_year, 12, 31)


def days_late(project: Project, today: date) -> int | None:
    """Return the days since the deadline, 0 until it has passed, None without a deadline."""
    last_day = deadline(project)
    return None if last_day is None else max((today - last_day).days, 0)


def calendar_state(project: Project, today: date) -> ClearanceState:
    """Return what the calendar says of a clearance; a work has no clearance of its own.

    A missing start counts as begun, a missing finish as open.
    """
    if project.kind is not ProjectKind.CLEARANCE:
        return ClearanceState.NO_CLEARANCE
    if project.start_year is not None and today.year < project.start_year:
        return ClearanceState.NOT_DUE
    if project.finish_year is None or today.year < project.finish_year:
        return ClearanceState.RUNNING
    if today.year == project.finish_year:
        return ClearanceState.LAST_YEAR
    return ClearanceState.OVERDUE_NO_REPORT


def clearances_by_work(projects: Iterable[Project]) -> dict[str, Project]:
    """Return, by the id of a work, the clearance that clears its land."""
    return {project.clears: project for project in projects if project.clears is not None}


def schedule_conflicts(projects: Iterable[Project]) -> tuple[ScheduleConflict, ...]:
    """Return the clearances that end after or with their work, the widest gap first."""
    by_id = {project.id: project for project in projects}
    found = []
    for work_id, clearance in clearances_by_work(by_id.values()).items():
        slack = slack_years(clearance, by_id[work_id])
        if slack is not None and slack <= 0:
            found.append(ScheduleConflict(clearance, by_id[work_id], _end(slack), slack))
    return tuple(sorted(found, key=lambda conflict: (conflict.slack_years, conflict.clearance.id)))


def clearance_ends(projects: Iterable[Project]) -> dict[str, ClearanceEnd]:
    """Return, by the id of a clearance and by that of its work, when the one ends against the other.

    A pair of which a year is not known is left out, and so is what has no counterpart.
    """
    by_id = {project.id: project for project in projects}
    found = {}
    for work_id, clearance in clearances_by_work(by_id.values()).items():
        slack = slack_years(clearance, by_id[work_id])
        if slack is not None:
            found[clearance.id] = found[work_id] = _end(slack)
    return found


def _end(slack: int) -> ClearanceEnd:
    """Return the class of the years from the clearance's end to the work's."""
    if slack == 0:
        return ClearanceEnd.SAME_YEAR
    return ClearanceEnd.AFTER if slack < 0 else ClearanceEnd.BEFORE


def slack_years(clearance: Project, work: Project | None) -> int | None:
    """Return the years from the clearance's last year to the work's; None where one of them is not known."""
    if work is None or work.finish_year is None or clearance.finish_year is None:
        return None
    return work.finish_year - clearance.finish_year
