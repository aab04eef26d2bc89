"""Land clearance against the calendar: what the schedule alone says on a given day, before anybody has reported.

Years are whole and inclusive: a deadline "2025" is met until 2025-12-31 and late from 2026-01-01. `today` is the day
in the ward (Asia/Ho_Chi_Minh) and is always handed in. Nothing here is progress: time elapsed says nothing about land
handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.model import ClearanceState, ClearsMatch, Project, ProjectKind


class Overlap(StrEnum):
    """How a clearance collides with the work that needs its land."""

    AFTER = "after"
    SAME_YEAR = "same_year"


@dataclass(frozen=True, slots=True)
class ScheduleConflict:
    """A clearance that is planned to end after, or in the same year as, the work that needs its land.

    `slack_years` is the work's last year minus the clearance's: 0 or less.
    """

    clearance: Project
    work: Project
    overlap: Overlap
    slack_years: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a clearance is watched: a stable code and a Vietnamese sentence."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A clearance in the order of urgency that the calendar gives, with its reasons in words.

    `rank` counts from 1. `days_late` is None without a deadline. `work` is the project that waits, None where none is
    known; `slack_years` the years between the clearance's last year and the work's, None where one of them is not
    known.
    """

    rank: int
    clearance: Project
    state: ClearanceState
    deadline: date | None
    days_late: int | None
    work: Project | None
    slack_years: int | None
    reasons: tuple[Reason, ...]


# The more urgent, the earlier.
URGENCY = (
    ClearanceState.OVERDUE_NO_REPORT,
    ClearanceState.LAST_YEAR,
    ClearanceState.RUNNING,
    ClearanceState.NOT_DUE,
)


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
            overlap = Overlap.AFTER if slack < 0 else Overlap.SAME_YEAR
            found.append(ScheduleConflict(clearance, by_id[work_id], overlap, slack))
    return tuple(sorted(found, key=lambda conflict: (conflict.slack_years, conflict.clearance.id)))


def slack_years(clearance: Project, work: Project | None) -> int | None:
    """Return the years from the clearance's last year to the work's; None where one of them is not known."""
    if work is None or work.finish_year is None or clearance.finish_year is None:
        return None
    return work.finish_year - clearance.finish_year


def hotspots(projects: Iterable[Project], today: date) -> tuple[Hotspot, ...]:
    """Return all clearances, the most urgent first.

    Order: past deadline, last year, running, not due; then the longer overdue, the earlier deadline, the less slack
    before the work must be finished, and the id.
    """
    by_id = {project.id: project for project in projects}
    clearances = [project for project in by_id.values() if project.kind is ProjectKind.CLEARANCE]
    ordered = sorted(clearances, key=lambda clearance: _urgency(clearance, _work(clearance, by_id), today))
    return tuple(_hotspot(rank, each, _work(each, by_id), today) for rank, each in enumerate(ordered, start=1))


def _work(clearance: Project, by_id: Mapping[str, Project]) -> Project | None:
    """Return the work a clearance is linked to."""
    return None if clearance.clears is None else by_id.get(clearance.clears)


def _urgency(clearance: Project, work: Project | None, today: date) -> tuple[int, date, int, str]:
    """Return the sort key described in `hotspots`; an earlier deadline is also the longer overdue."""
    slack = slack_years(clearance, work)
    state = calendar_state(clearance, today)
    return URGENCY.index(state), deadline(clearance) or date.max, 99 if slack is None else slack, clearance.id


def _hotspot(rank: int, clearance: Project, work: Project | None, today: date) -> Hotspot:
    """Put one clearance into words."""
    reasons = [_time_reason(clearance, today), _work_reason(clearance, work)]
    if work is not None:
        reasons += _slack_reasons(clearance, work)
    return Hotspot(
        rank=rank,
        clearance=clearance,
        state=calendar_state(clearance, today),
        deadline=deadline(clearance),
        days_late=days_late(clearance, today),
        work=work,
        slack_years=slack_years(clearance, work),
        reasons=tuple(reasons),
    )


def _time_reason(clearance: Project, today: date) -> Reason:
    """Say how the clearance stands to its deadline."""
    state, last_day = calendar_state(clearance, today), deadline(clearance)
    if last_day is None:
        return Reason("no_deadline", "Chương trình không ghi năm kết thúc.")
    if state is ClearanceState.NOT_DUE:
        return Reason("not_due", f"Chưa đến kỳ: bắt đầu năm {clearance.start_year}, hạn {last_day:%d/%m/%Y}.")
    if state is ClearanceState.OVERDUE_NO_REPORT:
        late = (today - last_day).days
        return Reason("overdue", f"Quá hạn {late} ngày (hạn {last_day:%d/%m/%Y}), chưa có báo cáo.")
    left = (last_day - today).days
    remaining = f"còn {left} ngày" if left else "hôm nay là ngày cuối"
    if state is ClearanceState.LAST_YEAR:
        return Reason("last_year", f"Năm cuối: hạn {last_day:%d/%m/%Y}, {remaining}.")
    return Reason("running", f"Hạn {last_day:%d/%m/%Y}, {remaining}.")


def _work_reason(clearance: Project, work: Project | None) -> Reason:
    """Say which work waits for the land, and how sure that is."""
    if work is None:
        return Reason("no_work", "Không thấy dự án tương ứng trong các phụ lục 1 đến 3.")
    if clearance.clears_match is ClearsMatch.PROBABLE:
        return Reason("probably_waits", f"Có lẽ {work.id} «{work.name}» chờ mặt bằng; hai tên không trùng hẳn.")
    return Reason("waits", f"{work.id} «{work.name}» chờ mặt bằng.")


def _slack_reasons(clearance: Project, work: Project) -> list[Reason]:
    """Say how much time the work has left once the land is clear; nothing where a year is missing."""
    slack = slack_years(clearance, work)
    if slack is None:
        return []
    if slack < 0:
        return [Reason("ends_after", f"Kết thúc sau dự án {-slack} năm: dự án phải xong năm {work.finish_year}.")]
    if slack == 0:
        return [Reason("same_year", f"Kết thúc cùng năm {work.finish_year} với dự án: không còn năm nào để xây dựng.")]
    return [Reason("slack", f"Sau hạn này dự án còn {slack} năm (đến hết {work.finish_year}).")]
