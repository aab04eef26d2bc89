"""One row of a table, or one line typed, → a report and all that is to be said of it.

A row has one place for reasons: what stands there answers every warning. A warning without a reason prevents storing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from geo.clearance.checks import Finding, judge
from geo.clearance.figures import clean
from geo.clearance.report import Reason, Report, Severity
from geo.clearance.report_fields import Sender, read_report
from geo.clearance.sheet_columns import heading_of
from geo.clearance.stages import BRANCH_TERMS
from geo.language import say
from geo.model import Project
from geo.text import key


def read_row(
    given: Mapping[str, object],
    sender: Sender,
    projects: Mapping[str, Project],
    reports: Iterable[Report],
    today: date,
) -> tuple[Report | None, tuple[Finding, ...]]:
    """Make a report of values by field and judge it; returns it, or None, with errors, doubts and what was found.

    `reports` are all that exist, `projects` the clearances by id; a clearance may be given by its exact `name`.
    """
    values = _translated(given, projects)
    draft = read_report(values, sender)
    said = [Finding("read", Severity.ERROR, problem.field, problem.sentence) for problem in draft.problems]
    said += [Finding("doubt", Severity.INFORMATION, doubt.field, doubt.sentence) for doubt in draft.doubts]
    if draft.record is None:
        return None, tuple(said)
    report = draft.record
    findings = judge(report, reports, projects.get(report.clearance), today)
    reason = clean(given.get("reason") or "")
    if reason:
        rules = {finding.rule: reason for finding in findings if finding.severity is Severity.WARNING}
        report = replace(report, reasons=_reasons({**values, "reasons": rules}, sender))
    else:
        findings = tuple(map(_unanswered, findings))
    return report, (*said, *findings)


def _reasons(values: Mapping[str, object], sender: Sender) -> tuple[Reason, ...]:
    """Return the reasons as the report keeps them."""
    draft = read_report(values, sender)
    return draft.record.reasons if draft.record else ()


def _unanswered(finding: Finding) -> Finding:
    """Turn a warning without a reason into what prevents storing, with the remedy."""
    if finding.severity is not Severity.WARNING:
        return finding
    sentence = say(
        "{sentence} Nếu đúng, hãy ghi lý do vào «{heading}».", sentence=finding.sentence, heading=heading_of("reason")
    )
    return Finding(finding.rule, Severity.ERROR, finding.field, sentence)


def _translated(given: Mapping[str, object], projects: Mapping[str, Project]) -> dict[str, object]:
    """Return the values as a form would send them: clearance by id or exact name, branch by its term."""
    values = {name: value for name, value in given.items() if name not in ("name", "reason")}
    if not values.get("clearance") and given.get("name"):
        wanted = key(clean(given["name"]))
        values["clearance"] = next(
            (project.id for project in projects.values() if key(project.name) == wanted), clean(given["name"])
        )
    branch = clean(values.get("branch") or "")
    terms = {key(term.term): code.value for code, term in BRANCH_TERMS.items()}
    if branch:
        values["branch"] = terms.get(key(branch), branch)
    return values
