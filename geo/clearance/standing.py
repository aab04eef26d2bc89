"""Where each clearance stands on a day: schedule, reports, obstacles and deadlines in one record that every page reads.

Map, table, hotspots, briefing and exports take their numbers from here, so that they agree. Everything is answered from
what was known on the day (`geo.known`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.clearance.deadlines import Deadline, Due, due
from geo.clearance.progress import Progress, measure, state
from geo.clearance.report import Obstacle
from geo.clearance.schedule import calendar_state, days_late, deadline
from geo.clearance.settings import Settings
from geo.known import Records
from geo.model import ClearanceState, ProgressClass, Project, ProjectKind


@dataclass(frozen=True, slots=True)
class Standing:
    """One clearance on one day.

    `work` is the project that waits for the land, None where none is known. `deadline`, `days_late` and `days_left`
    are None where the programme gives no finish year. `days_silent` counts the days since the last report, None before
    the first.
    """

    clearance: Project
    work: Project | None
    as_of: date
    progress: Progress
    state: ClearanceState
    deadline: date | None
    days_late: int | None
    days_silent: int | None
    stale: bool
    open_obstacles: tuple[Obstacle, ...]
    dues: tuple[Due, ...]

    @property
    def progress_class(self) -> ProgressClass:
        """The class of the colour."""
        return self.progress.progress_class

    @property
    def done(self) -> bool:
        """True when the reports say that everything is handed over."""
        return self.state is ClearanceState.DONE

    @property
    def days_left(self) -> int | None:
        """Days to the deadline, negative after it."""
        return None if self.deadline is None else (self.deadline - self.as_of).days

    @property
    def overdue_obstacles(self) -> tuple[Obstacle, ...]:
        """The open obstacles whose day to act has passed."""
        return tuple(item for item in self.open_obstacles if item.due is not None and item.due < self.as_of)

    @property
    def overdue_documents(self) -> tuple[Due, ...]:
        """The statutory periods that have run out."""
        return tuple(item for item in self.dues if item.overdue)


def stand(
    projects: Iterable[Project],
    records: Records,
    deadlines: Iterable[Deadline],
    settings: Settings,
    as_of: date,
) -> tuple[Standing, ...]:
    """Return every clearance of the programme on a day, in the order of the programme."""
    by_id = {project.id: project for project in projects}
    rules = tuple(deadlines)
    known = records.known(as_of)
    return tuple(
        _standing(project, by_id.get(project.clears or ""), known.of(project.id), rules, settings, as_of)
        for project in by_id.values()
        if project.kind is ProjectKind.CLEARANCE
    )


def _standing(
    clearance: Project,
    work: Project | None,
    records: Records,
    rules: tuple[Deadline, ...],
    settings: Settings,
    as_of: date,
) -> Standing:
    """Build one row from what was known of one clearance."""
    progress = measure(records.reports)
    now = state(clearance, progress, as_of, settings["due_soon_days"])
    silent = (as_of - progress.last_report.report_date).days if progress.last_report else None
    return Standing(
        clearance=clearance,
        work=work,
        as_of=as_of,
        progress=progress,
        state=now,
        deadline=deadline(clearance),
        days_late=0 if now is ClearanceState.DONE else days_late(clearance, as_of),
        days_silent=silent,
        stale=_stale(clearance, now, silent, settings["stale_days"], as_of),
        open_obstacles=tuple(item for item in records.obstacles if _open(item, as_of)),
        dues=() if now is ClearanceState.DONE else due(records.milestones, rules, as_of),
    )


def _open(obstacle: Obstacle, as_of: date) -> bool:
    """Tell whether an obstacle is still in the way at the end of a day."""
    return obstacle.closed is None or obstacle.closed > as_of


def _stale(clearance: Project, now: ClearanceState, silent: int | None, stale_days: int, as_of: date) -> bool:
    """Tell whether somebody should have reported: the clearance runs, and nothing was said for too long, or ever."""
    if now is ClearanceState.DONE or calendar_state(clearance, as_of) is ClearanceState.NOT_DUE:
        return False
    return silent is None or silent > stale_days
