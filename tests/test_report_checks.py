"""Rules of one table: errors refuse, warnings want a reason, information is shown; None is never compared as 0."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.checks import RULES, Finding, check_report, judge, refused, unanswered
from geo.clearance.conditions import GROWING, Case
from geo.clearance.report import FIGURES, Branch, FigureKind, Reason, Report, Severity, Stage
from tests.reports import clearance, report

TODAY = date(2026, 3, 10)
WEEK = timedelta(days=7)


def found(given_: Report, previous: Report | None = None, **more: Any) -> tuple[Finding, ...]:
    before = (previous,) if previous else ()
    return check_report(Case(given_, before, more.pop("project", clearance()), TODAY, **more))


def ids(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


@pytest.mark.parametrize(
    ("rule", "field", "figures"),
    [
        ("count_above_total", "households_paid", {"households_total": 253, "households_paid": 254}),
        ("count_above_total", "organisations_notified", {"organisations_total": 10, "organisations_notified": 11}),
        ("area_above_required", "area_handed_over_m2", {"area_required_m2": 100.0, "area_handed_over_m2": 100.5}),
        ("area_above_required", "area_recovered_m2", {"area_required_m2": 100.0, "area_recovered_m2": 101.0}),
        ("km_above_required", "km_clear", {"km_required": 7.14, "km_clear": 7.48}),
        ("resettled_above", "households_resettled", {"households_to_resettle": 3, "households_resettled": 4}),
        ("resolved_above", "complaints_resolved", {"complaints": 3, "complaints_resolved": 4}),
        ("order", "households_plan_approved", {"households_inventoried": 20, "households_plan_approved": 21}),
        ("order", "households_paid", {"households_plan_approved": 20, "households_paid": 21}),
        ("order", "organisations_paid", {"organisations_inventoried": 2, "organisations_paid": 3}),
        (
            "paid_above_approved",
            "compensation_paid_vnd",
            {"compensation_approved_vnd": 10, "compensation_paid_vnd": 11},
        ),
        ("resettle_above_total", "households_to_resettle", {"households_total": 3, "households_to_resettle": 4}),
        (
            "disagree",
            "households_not_agreeing",
            {"households_total": 10, "households_handed_over": 8, "households_not_agreeing": 3},
        ),
        ("handed_over_above_paid", "households_handed_over", {"households_paid": 14, "households_handed_over": 15}),
    ],
)
def test_figures_that_cannot_stand_together(rule: str, field: str, figures: dict[str, Any]) -> None:
    """The rule is hit at the figure to look at, and its sentence carries both values."""
    finding = next(item for item in found(report(**figures)) if item.rule == rule)
    assert finding.field == field
    assert "{" not in finding.sentence


@given(st.data())
def test_every_rule_of_figures_is_silent_about_what_was_not_reported(data: st.DataObject) -> None:
    """A single reported figure, whatever it is, meets no comparison: None is never 0."""
    figure = data.draw(st.sampled_from(FIGURES))
    amount = data.draw(st.integers(0, 10**6))
    value = float(amount) if figure.kind in (FigureKind.AREA, FigureKind.LENGTH) else amount
    assert found(report(**{figure.name: value})) == ()


def test_a_good_report_is_silent() -> None:
    """A week as a real ward wrote it (253 hộ và 10 tổ chức; 200 thông báo; 21 phê duyệt): nothing to say."""
    good = report(
        stage=Stage.APPROVAL,
        households_total=253,
        organisations_total=10,
        households_notified=200,
        households_plan_approved=21,
        households_paid=14,
        households_handed_over=14,
        households_not_agreeing=17,
    )
    assert found(good) == ()


@pytest.mark.parametrize("name", GROWING)
def test_what_was_done_does_not_shrink(name: str) -> None:
    """Each growing figure that falls is a warning naming both values; staying or growing is not."""
    whole = name not in {figure.name for figure in FIGURES if figure.kind in (FigureKind.AREA, FigureKind.LENGTH)}
    low, high = (3, 5) if whole else (3.0, 5.0)
    before = report(date(2026, 3, 1), **{name: high})
    finding = next(item for item in found(report(**{name: low}), before) if item.rule == "falls")
    assert (finding.severity, finding.field) == (Severity.WARNING, name)
    assert "falls" not in ids(found(report(**{name: high}), before))


@pytest.mark.parametrize(
    "name", ["graves", "utilities_to_move", "households_not_agreeing", "organisations_not_agreeing"]
)
def test_what_remains_may_shrink(name: str) -> None:
    """Fewer graves to move, fewer households against: that is progress."""
    assert "falls" not in ids(found(report(**{name: 3}), report(date(2026, 3, 1), **{name: 5})))


def test_totals_of_earlier_weeks_still_bind() -> None:
    """A ward gives its totals once: 254 paid of the 253 reported last month is an error, named at the new figure."""
    totals = report(date(2026, 2, 1), households_total=253)
    week = report(date(2026, 3, 1), households_paid=20)
    findings = judge(report(households_paid=254), [totals, week], clearance(), TODAY)
    assert ("count_above_total", "households_paid") in {(item.rule, item.field) for item in findings}
    fewer = judge(report(households_total=19), [totals, week], clearance(), TODAY)
    assert ("count_above_total", "households_total") in {(item.rule, item.field) for item in fewer}


def test_a_report_is_judged_by_what_is_known_today_of_its_own_clearance() -> None:
    """Other clearances and replaced reports do not count."""
    wrong = report(date(2026, 3, 1), households_paid=99)
    fixed = report(date(2026, 3, 1), households_paid=9, supersedes=wrong.id)
    other = report(date(2026, 3, 1), "PL4-09", households_paid=77)
    assert "falls" not in ids(judge(report(households_paid=10), [wrong, fixed, other], clearance(), TODAY))


def test_a_figure_left_out_is_shown() -> None:
    """Empty after 14 is not 0, and it is said."""
    finding = next(item for item in found(report(graves=1), report(date(2026, 3, 1), households_paid=14)))
    assert (finding.rule, finding.severity, finding.field) == ("left_out", Severity.INFORMATION, "households_paid")


def test_a_late_report_is_compared_with_the_one_after_it() -> None:
    """A report of an earlier day must not claim more than a later one did."""
    later = report(date(2026, 3, 8), households_paid=14)
    findings = found(report(households_paid=20), None, following=later)
    assert {"older", "above_later"} <= ids(findings)


@pytest.mark.parametrize(
    ("rule", "severity", "given_", "previous"),
    [
        ("future_date", Severity.ERROR, report(TODAY + timedelta(days=1), graves=1), None),
        ("empty", Severity.ERROR, report(), None),
        ("no_source", Severity.ERROR, report(graves=1, source=" "), None),
        ("personal", Severity.ERROR, report(graves=1, note="hộ ông An"), None),
        ("personal", Severity.ERROR, report(graves=1, source="đơn của hộ bà Lan"), None),
        ("personal", Severity.ERROR, report(graves=1, reasons=(Reason("falls", "thửa 85"),)), None),
        ("branch", Severity.ERROR, report(stage=Stage.PAYMENT, branch=Branch.ENFORCEMENT), None),
        ("before_start", Severity.WARNING, report(date(2024, 12, 31), graves=1), None),
        ("same_day", Severity.WARNING, report(graves=1), report(graves=1)),
        ("step", Severity.WARNING, report(stage=Stage.APPROVAL), report(stage=Stage.NOTICE)),
        ("step", Severity.WARNING, report(stage=Stage.NOTICE), report(stage=Stage.APPROVAL)),
        ("detour", Severity.INFORMATION, report(stage=Stage.PAYMENT), report(stage=Stage.HANDOVER)),
        (
            "gate",
            Severity.WARNING,
            report(stage=Stage.RECOVERY_DECISION, households_to_resettle=5, households_resettled=2),
            None,
        ),
        (
            "gate",
            Severity.WARNING,
            report(stage=Stage.RECOVERY_DECISION, households_total=5, households_plan_approved=2),
            None,
        ),
        ("unfinished", Severity.WARNING, report(stage=Stage.DONE, households_total=5, households_handed_over=4), None),
    ],
)
def test_rules_of_dates_words_and_stages(
    rule: str, severity: Severity, given_: Report, previous: Report | None
) -> None:
    """Each rule speaks with its severity."""
    assert (rule, severity) in {(item.rule, item.severity) for item in found(given_, previous)}


def test_a_correction_of_the_same_day_is_no_second_report() -> None:
    """Replacing the report of a day is what a correction is for."""
    old = report(graves=5)
    assert "same_day" not in ids(found(report(graves=4, supersedes=old.id), old))


def test_today_is_not_the_future() -> None:
    """The day it is sent is allowed."""
    assert "future_date" not in ids(found(report(TODAY, graves=1)))


def test_a_withdrawal_says_only_why() -> None:
    """It carries no figures, so it cannot be empty; it still needs a source."""
    assert found(report(withdrawn=True)) == ()
    assert ids(found(report(withdrawn=True, source=""))) == {"no_source"}


def test_errors_come_first_and_refuse() -> None:
    """The list is ordered by severity; one error is enough."""
    findings = found(
        report(households_total=1, households_paid=2, households_plan_approved=1, households_handed_over=3)
    )
    order = [list(Severity).index(item.severity) for item in findings]
    assert order == sorted(order)
    assert refused(findings)
    assert not refused(found(report(graves=1)))


def test_a_warning_is_answered_by_a_reason_for_its_rule() -> None:
    """A reason for another rule, or an empty one, does not count."""
    before = report(date(2026, 3, 1), households_paid=14)
    for reasons, open_ in (
        ((), True),
        ((Reason("order", "đính chính"),), True),
        ((Reason("falls", "  "),), True),
        ((Reason("falls", "đính chính theo biên bản"),), False),
    ):
        corrected = report(households_paid=12, reasons=reasons)
        assert bool(unanswered(found(corrected, before), corrected)) is open_


def test_the_table_is_a_table() -> None:
    """Ids are unique, every rule has a sentence and a basis, all three severities are in use."""
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.template and rule.basis for rule in RULES)
    assert {rule.severity for rule in RULES} == set(Severity)
    assert set(GROWING) <= {figure.name for figure in FIGURES}


def _value(figure_kind: FigureKind) -> st.SearchStrategy[float | int | None]:
    whole: st.SearchStrategy[float | int | None] = st.none() | st.integers(0, 50)
    return (st.none() | st.floats(0, 50)) if figure_kind in (FigureKind.AREA, FigureKind.LENGTH) else whole


REPORTS = st.fixed_dictionaries({figure.name: _value(figure.kind) for figure in FIGURES}).flatmap(
    lambda figures: st.builds(
        lambda stage, days: report(TODAY - timedelta(days=days), stage=stage, **figures),
        st.none() | st.sampled_from(list(Stage)),
        st.integers(0, 400),
    )
)


@given(REPORTS, st.none() | REPORTS, st.none() | REPORTS)
def test_any_report_can_be_judged(given_: Report, previous: Report | None, following: Report | None) -> None:
    """No combination brings a rule down, and every sentence is filled in."""
    for finding in found(given_, previous, following=following):
        assert finding.sentence
        assert "{" not in finding.sentence
        assert "None" not in finding.sentence
