"""How much is handed over, by report: shares that keep their own numerator, denominator, day and source.

Area share and household share are two numbers and are never averaged. One of them drives colour and curve, always the
same one for a clearance on a day: the area share if both its figures were reported, else the household share, else
kilometres; `driver` says which. Where no share can be told, progress is unknown, not 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.clearance.figures import number_words, unit_words
from geo.clearance.report import FIGURE, Report, Stage
from geo.clearance.schedule import calendar_state, deadline
from geo.known import Seen, last_seen, last_stage
from geo.language import Sentence
from geo.model import ClearanceState, ProgressClass, Project


class Basis(StrEnum):
    """What a share is a share of, in the order in which they drive the colour; organisations never do."""

    AREA = "area"
    HOUSEHOLDS = "households"
    LENGTH = "length"
    ORGANISATIONS = "organisations"


FIGURES_OF: Mapping[Basis, tuple[str, str]] = {
    Basis.AREA: ("area_handed_over_m2", "area_required_m2"),
    Basis.HOUSEHOLDS: ("households_handed_over", "households_total"),
    Basis.LENGTH: ("km_clear", "km_required"),
    Basis.ORGANISATIONS: ("organisations_handed_over", "organisations_total"),
}

BASIS_LABELS: Mapping[Basis, str] = {
    Basis.AREA: Sentence("Diện tích đã bàn giao"),
    Basis.HOUSEHOLDS: Sentence("Hộ đã bàn giao"),
    Basis.LENGTH: Sentence("Chiều dài mặt bằng sạch"),
    Basis.ORGANISATIONS: Sentence("Tổ chức đã bàn giao"),
}

DRIVERS = (Basis.AREA, Basis.HOUSEHOLDS, Basis.LENGTH)


@dataclass(frozen=True, slots=True)
class Share:
    """What was done of what has to be done, each figure with the day and the source it was last reported with."""

    basis: Basis
    done: Seen
    total: Seen

    @property
    def ratio(self) -> float | None:
        """Done ÷ total, 0 to 1; None where there is nothing to divide by. More than all counts as all."""
        if self.total.value <= 0:
            return None
        return min(self.done.value / self.total.value, 1.0)

    @property
    def remaining(self) -> float:
        """What is left, in the unit of the figures; never below 0."""
        return max(self.total.value - self.done.value, 0)

    @property
    def unit(self) -> str:
        """The unit of both figures."""
        return FIGURE[FIGURES_OF[self.basis][1]].unit

    @property
    def day(self) -> date:
        """The day the newer of the two figures speaks of."""
        return max(self.done.day, self.total.day)

    @property
    def words(self) -> str:
        """Both figures and the percentage: `586/591 hộ (99,2 %)`."""
        done, total = number_words(self.done.value), number_words(self.total.value)
        unit = unit_words(self.unit, self.total.value)
        if self.ratio is None:
            return Sentence("{done}/{total} {unit}", done=done, total=total, unit=unit)
        percent = percent_words(self.ratio)
        return Sentence("{done}/{total} {unit} ({percent})", done=done, total=total, unit=unit, percent=percent)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the known reports of one clearance say on a day.

    `shares` holds those that can be told; `driver` is the one that colours, None where none can. `reports` counts the
    known reports.
    """

    shares: Mapping[Basis, Share]
    driver: Share | None
    stage: Stage | None
    seen: Mapping[str, Seen]
    last_report: Report | None

    @property
    def progress_class(self) -> ProgressClass:
        """The class of the colour; see `classify`."""
        return classify(self)


def percent_words(ratio: float) -> str:
    """Write a share as a percentage with one decimal, never rounded up to 100 or down to 0: `99,9 %`, `0,1 %`."""
    percent = round(ratio * 100, 1)
    if ratio < 1 and percent >= 100:
        percent = 99.9
    if ratio > 0 and percent <= 0:
        percent = 0.1
    return Sentence("{percent} %", percent=number_words(percent, 1))


def measure(reports: Sequence[Report]) -> Progress:
    """Return what the known reports of one clearance say (`geo.known.known`, oldest first)."""
    seen = last_seen(reports)
    shares = {
        basis: Share(basis, seen[done], seen[total])
        for basis, (done, total) in FIGURES_OF.items()
        if done in seen and total in seen
    }
    driver = next((shares[basis] for basis in DRIVERS if basis in shares and shares[basis].ratio is not None), None)
    return Progress(shares, driver, last_stage(reports), seen, reports[-1] if reports else None)


def classify(progress: Progress) -> ProgressClass:
    """Return the class of the colour.

    The driving share decides. Without one, only what was said in so many words counts: a stage "not started", a
    handover of 0, a stage "done". Anything else is unknown (`no_report`).
    """
    ratio = progress.driver.ratio if progress.driver else None
    if ratio is not None:
        return _class_of(ratio)
    if progress.stage is Stage.DONE:
        return ProgressClass.DONE
    handed_over = [
        progress.seen[FIGURES_OF[basis][0]].value for basis in DRIVERS if FIGURES_OF[basis][0] in progress.seen
    ]
    if progress.stage is Stage.NOT_STARTED or (handed_over and not any(handed_over)):
        return ProgressClass.NOT_STARTED
    return ProgressClass.NO_REPORT


def _class_of(ratio: float) -> ProgressClass:
    """Return the class of a share."""
    if ratio >= 1:
        return ProgressClass.DONE
    if ratio <= 0:
        return ProgressClass.NOT_STARTED
    return ProgressClass.UNDER_HALF if ratio < 0.5 else ProgressClass.OVER_HALF


def state(project: Project, progress: Progress, today: date, due_soon_days: int) -> ClearanceState:
    """Return where a clearance stands: by the calendar alone until somebody has reported, then by report and deadline.

    With a report: done; late after the deadline; due soon within `due_soon_days` before it; else on time, also without
    a deadline.
    """
    by_calendar = calendar_state(project, today)
    if by_calendar is ClearanceState.NO_CLEARANCE or progress.last_report is None:
        return by_calendar
    if progress.progress_class is ProgressClass.DONE:
        return ClearanceState.DONE
    last_day = deadline(project)
    if last_day is None:
        return ClearanceState.ON_TIME
    if today > last_day:
        return ClearanceState.LATE
    return ClearanceState.DUE_SOON if (last_day - today).days <= due_soon_days else ClearanceState.ON_TIME


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve: a day and a share from 0 to 1."""

    day: date
    ratio: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Plan against actual. The plan is no more than the calendar: a straight line from 1 January to 31 December.

    `plan` is empty where a year is missing, `actual` where nothing can be told; `basis` says what `actual` is a share
    of.
    """

    plan: tuple[Point, ...]
    actual: tuple[Point, ...]
    basis: Basis | None

    def planned(self, day: date) -> float | None:
        """Return the plan's share on a day, 0 before it starts and 1 after it ends; None without a plan."""
        if not self.plan:
            return None
        start, end = self.plan[0].day, self.plan[-1].day
        return min(max((day - start).days / (end - start).days, 0.0), 1.0)


def curve(project: Project, reports: Sequence[Report]) -> Curve:
    """Return plan and actual of one clearance from its known reports, oldest first.

    Every point of `actual` is the share that was known after one report, of the same basis throughout.
    """
    driver = measure(reports).driver
    actual: dict[date, float] = {}
    for count, report in enumerate(reports, start=1):
        share = measure(reports[:count]).shares.get(driver.basis) if driver else None
        if share is not None and share.ratio is not None:
            actual[report.report_date] = share.ratio
    points = tuple(Point(day, ratio) for day, ratio in sorted(actual.items()))
    return Curve(_plan(project), points, driver.basis if driver else None)


def curves(project: Project, reports: Sequence[Report]) -> tuple[Curve, ...]:
    """Return plan and actual for each basis that the known reports of one clearance tell a share of; oldest first.

    A report that says nothing of a basis gives its curve no point.
    """
    told: dict[Basis, dict[date, float]] = {}
    for count, report in enumerate(reports, start=1):
        for basis, share in measure(reports[:count]).shares.items():
            if share.ratio is not None and share.day == report.report_date:
                told.setdefault(basis, {})[report.report_date] = share.ratio
    plan = _plan(project)
    return tuple(
        Curve(plan, tuple(Point(day, ratio) for day, ratio in sorted(told[basis].items())), basis)
        for basis in Basis
        if basis in told
    )


def _plan(project: Project) -> tuple[Point, ...]:
    """Return the two ends of the calendar's line."""
    last_day = deadline(project)
    if project.start_year is None or last_day is None or project.start_year > last_day.year:
        return ()
    return (Point(date(project.start_year, 1, 1), 0.0), Point(last_day, 1.0))
