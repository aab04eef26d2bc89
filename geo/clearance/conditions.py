"""What a report is compared with, and the conditions a rule can meet: small generators, one a kind of comparison.

Only figures that were reported are compared: None is never 0. The rules that use these conditions, with their
severity and their sentence, stand in `geo.clearance.checks`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from geo.clearance.figures import to_words
from geo.clearance.privacy import find_personal_words
from geo.clearance.report import FIGURE, Amount, Report, Severity, Stage
from geo.clearance.report_text import find_disagreements
from geo.clearance.stages import BRANCH_TERMS, STAGES, fits, step
from geo.known import last_seen, last_stage
from geo.language import Day, said, say
from geo.model import Project


@dataclass(frozen=True, slots=True)
class Case:
    """A report with what it is judged against: the reports before and after it, its row of the programme, the day.

    `before` are of the same or an earlier day, oldest first; `following` is of a later day (`geo.known.around`).
    """

    report: Report
    before: tuple[Report, ...]
    project: Project | None
    today: date
    following: Report | None = None

    @property
    def previous(self) -> Report | None:
        """The report just before this one."""
        return self.before[-1] if self.before else None

    @property
    def seen(self) -> dict[str, Amount]:
        """Each figure as it was last reported before this report."""
        return {name: figure.value for name, figure in last_seen(self.before).items()}


Hit = tuple[str, Mapping[str, object]]
Check = Callable[[Case], Iterator[Hit]]


COUNTED = ("notified", "inventoried", "plan_approved", "paid", "handed_over", "not_agreeing", "enforced")
WHO = ("households", "organisations")

GROWING = (
    "area_required_m2",
    "area_recovered_m2",
    "area_handed_over_m2",
    "km_required",
    "km_clear",
    *(f"{who}_{name}" for who in WHO for name in ("total", *COUNTED) if name != "not_agreeing"),
    "households_to_resettle",
    "households_resettled",
    "compensation_approved_vnd",
    "compensation_paid_vnd",
    "complaints",
    "complaints_resolved",
)
"""Figures that only grow from report to report: totals and everything done. What remains to be done may fall."""


def above(*pairs: tuple[str, str]) -> Check:
    """Build a check that hits where the first figure of a pair is larger than the second.

    A figure the report leaves empty is compared as it was last reported; at least one of the two is in the report.
    """

    def check(case: Case) -> Iterator[Hit]:
        """Compare each pair."""
        reported, seen = case.report.figures, case.seen
        for small, large in pairs:
            less, more = reported[small], reported[large]
            if less is None and more is None:
                continue
            lower = less if less is not None else seen.get(small)
            upper = more if more is not None else seen.get(large)
            if lower is not None and upper is not None and lower > upper:
                yield small if less is not None else large, _compared(small, lower, large, upper)

    return check


def _compared(small: str, less: Amount, large: str, more: Amount) -> Mapping[str, object]:
    """Return the words of two compared figures."""
    return {
        "name": FIGURE[small].label,
        "value": to_words(FIGURE[small], less),
        "other": said(FIGURE[large].label).lower(),
        "other_value": to_words(FIGURE[large], more),
    }


def chain(*sequences: tuple[str, ...]) -> Check:
    """Build a check of figures that follow one another: each reported one is at most the reported one before it."""

    def check(case: Case) -> Iterator[Hit]:
        """Compare each figure with the one before it."""
        figures = case.report.figures
        for names in sequences:
            reported = [(name, value) for name in names if (value := figures[name]) is not None]
            for (large, more), (small, less) in itertools.pairwise(reported):
                if less > more:
                    yield small, _compared(small, less, large, more)

    return check


def _fallen(before: Mapping[str, Amount], after: Mapping[str, Amount | None]) -> Iterator[tuple[str, Amount, Amount]]:
    """Return each growing figure that is smaller later: name, old value, new value."""
    for name in GROWING:
        old, new = before.get(name), after.get(name)
        if old is not None and new is not None and new < old:
            yield name, old, new


def falls(case: Case) -> Iterator[Hit]:
    """Hit each growing figure that is smaller than it was last reported."""
    for name, old, new in _fallen(case.seen, case.report.figures):
        figure = FIGURE[name]
        yield name, {"name": figure.label, "old": to_words(figure, old), "new": to_words(figure, new)}


def left_out(case: Case) -> Iterator[Hit]:
    """Hit each figure that the previous report gave and this one leaves empty."""
    if case.previous is None:
        return
    after = case.report.figures
    for name, old in case.previous.figures.items():
        if old is not None and after[name] is None:
            yield name, {"name": FIGURE[name].label, "old": to_words(FIGURE[name], old)}


def in_future(case: Case) -> Iterator[Hit]:
    """Hit a report dated after the day it is sent."""
    if case.report.report_date > case.today:
        yield "report_date", {"day": Day(case.report.report_date), "today": Day(case.today)}


def before_start(case: Case) -> Iterator[Hit]:
    """Hit a report dated before the start year of the programme."""
    start = case.project.start_year if case.project else None
    if start is not None and case.report.report_date.year < start:
        yield "report_date", {"day": Day(case.report.report_date), "start": start}


def older(case: Case) -> Iterator[Hit]:
    """Hit a report that a later one already follows."""
    if case.following is not None:
        last = Day(case.following.report_date)
        yield "report_date", {"day": Day(case.report.report_date), "last": last}


def above_later(case: Case) -> Iterator[Hit]:
    """Hit each growing figure that is larger than in the report that follows."""
    if case.following is None:
        return
    reported = {name: value for name, value in case.report.figures.items() if value is not None}
    for name, old, new in _fallen(reported, case.following.figures):
        figure = FIGURE[name]
        yield name, {"name": figure.label, "value": to_words(figure, old), "later": to_words(figure, new)}


def same_day(case: Case) -> Iterator[Hit]:
    """Hit a second report of one day that does not replace the first."""
    previous = case.previous
    if previous is None or case.report.supersedes == previous.id:
        return
    if case.report.report_date == previous.report_date:
        yield "report_date", {"day": Day(case.report.report_date)}


def empty(case: Case) -> Iterator[Hit]:
    """Hit a report that says nothing."""
    report = case.report
    if not report.withdrawn and report.stage is None and all(value is None for value in report.figures.values()):
        yield "stage", {}


def no_source(case: Case) -> Iterator[Hit]:
    """Hit figures without a source."""
    if not case.report.source.strip():
        yield "source", {}


def branch_elsewhere(case: Case) -> Iterator[Hit]:
    """Hit a branch named at another stage than its own."""
    report = case.report
    if report.branch is not None and not fits(report.stage, report.branch):
        stage = STAGES[report.stage].term if report.stage else say("chưa ghi bước")
        yield "branch", {"branch": BRANCH_TERMS[report.branch].term, "stage": stage}


def step_is(severity: Severity) -> Check:
    """Build a check that hits when the step from the previous report's stage has this severity."""

    def check(case: Case) -> Iterator[Hit]:
        """Judge the step that the report takes."""
        if case.report.stage is not None:
            judged = step(last_stage(case.before), case.report.stage)
            if judged.severity is severity:
                yield "stage", {"step": judged.sentence}

    return check


def gate_shut(case: Case) -> Iterator[Hit]:
    """Hit a recovery decision while plans are not all approved, or people not yet resettled (k6 Đ91)."""
    report = case.report
    if report.stage is not Stage.RECOVERY_DECISION:
        return
    for done, total in (
        ("households_plan_approved", "households_total"),
        ("organisations_plan_approved", "organisations_total"),
        ("households_resettled", "households_to_resettle"),
    ):
        less, more = report.figures[done], report.figures[total]
        if less is not None and more is not None and less < more:
            yield done, _compared(done, less, total, more)


def unfinished(case: Case) -> Iterator[Hit]:
    """Hit a finished clearance whose own figures say it is not."""
    if case.report.stage is not Stage.DONE:
        return
    figures = case.report.figures
    for done, total in (
        ("area_handed_over_m2", "area_required_m2"),
        ("km_clear", "km_required"),
        ("households_handed_over", "households_total"),
        ("organisations_handed_over", "organisations_total"),
    ):
        less, more = figures[done], figures[total]
        if less is not None and more is not None and less < more:
            yield done, _compared(done, less, total, more)


def too_many(case: Case) -> Iterator[Hit]:
    """Hit a group in which those who handed over and those who do not agree are more than all."""
    for who in WHO:
        figures = case.report.figures
        total, done, against = (figures[f"{who}_{name}"] for name in ("total", "handed_over", "not_agreeing"))
        if total is not None and done is not None and against is not None and done + against > total:
            figure = FIGURE[f"{who}_total"]
            yield f"{who}_not_agreeing", {"sum": to_words(figure, done + against), "total": to_words(figure, total)}


def personal(case: Case) -> Iterator[Hit]:
    """Hit free words that tell about a single household."""
    for field, names in (("note", True), ("source", False)):
        found = find_personal_words(getattr(case.report, field), names=names)
        if found is not None:
            yield field, {"personal": found.sentence}
    for reason in case.report.reasons:
        found = find_personal_words(reason.words)
        if found is not None:
            yield "reasons", {"personal": found.sentence}


def percent_off(case: Case) -> Iterator[Hit]:
    """Hit a percentage in the note that is not what its fraction gives."""
    for found in find_disagreements(case.report.note):
        yield "note", {"found": found.sentence}
