"""Clearance records, standings and hotspots as programs read them: codes, ISO dates, null for what nobody reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from geo.clearance.checks import RULES, Finding
from geo.clearance.figures import to_words
from geo.clearance.hotspot import Hotspot, explain
from geo.clearance.progress import Curve, Share
from geo.clearance.report import FIGURES, GROUPS, Milestone, Obstacle, Report
from geo.clearance.stages import BRANCH_TERMS, STAGES
from geo.clearance.standing import Standing
from geo.language import say


def to_record(record: Report | Obstacle | Milestone) -> dict[str, Any]:
    """Return a record with every field, null where nothing was said."""
    return {item.name: _plain(getattr(record, item.name)) for item in fields(record)}


def _plain(value: object) -> object:
    """Return what JSON can hold of a field's value."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [{"rule": reason.rule, "words": reason.words} for reason in value]
    return value


def to_share(share: Share) -> dict[str, Any]:
    """Return a share with both figures, the day and source of each."""
    return {
        "done": share.done.value,
        "total": share.total.value,
        "remaining": share.remaining,
        "unit": share.unit,
        "ratio": share.ratio,
        "words": share.words,
        "done_on": share.done.day,
        "done_source": share.done.source,
        "total_on": share.total.day,
        "total_source": share.total.source,
    }


def to_standing(standing: Standing, spot: Hotspot | None) -> dict[str, Any]:
    """Return where a clearance stands; `hotspot` is null when it is done."""
    progress, clearance = standing.progress, standing.clearance
    return {
        "id": clearance.id,
        "name": clearance.name,
        "as_of": standing.as_of,
        "clearance_state": standing.state,
        "clearance_deadline": standing.deadline,
        "days_late": standing.days_late,
        "progress_class": standing.progress_class,
        "progress_basis": progress.driver.basis if progress.driver else None,
        "shares": {str(basis): to_share(share) for basis, share in progress.shares.items()},
        "stage": progress.stage,
        "reported_on": progress.last_report.report_date if progress.last_report else None,
        "days_silent": standing.days_silent,
        "stale": standing.stale,
        "open_obstacles": len(standing.open_obstacles),
        "overdue_obstacles": len(standing.overdue_obstacles),
        "work": None if standing.work is None else {"id": standing.work.id, "name": standing.work.name},
        "hotspot": None if spot is None else to_hotspot(spot),
    }


def to_hotspot(spot: Hotspot) -> dict[str, Any]:
    """Return rank, score and its parts, which add up to it."""
    return {
        "rank": spot.rank,
        "score": float(spot.score),
        "tied": list(spot.tied),
        "why": explain(spot),
        "who": spot.who or None,
        "parts": [
            {
                "name": part.name,
                "label": part.label,
                "points": float(part.points),
                "words": part.words,
                "known": part.known,
            }
            for part in spot.parts
        ],
    }


def to_curve(curve: Curve) -> dict[str, Any]:
    """Return plan and actual as points of day and share; the plan is the calendar's straight line."""
    return {
        "basis": curve.basis,
        "plan": [{"day": point.day, "ratio": point.ratio} for point in curve.plan],
        "actual": [{"day": point.day, "ratio": point.ratio} for point in curve.actual],
    }


def to_findings(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return what the rules found."""
    return [
        {"rule": item.rule, "severity": str(item.severity), "field": item.field, "message": item.sentence}
        for item in findings
    ]


def rule_table() -> Mapping[str, Any]:
    """Return the tables a client needs: figures, groups, stages, branches, rules."""
    return {
        "figures": [
            {
                "name": figure.name,
                "label": figure.label,
                "label_en": figure.label_en,
                "unit": figure.unit,
                "group": figure.group,
                "kind": str(figure.kind),
            }
            for figure in FIGURES
        ],
        "groups": dict(GROUPS),
        "stages": [
            {
                "number": stage.number,
                "code": str(stage),
                "term": term.term,
                "term_en": term.term_en,
                "basis": term.basis,
            }
            for stage, term in STAGES.items()
        ],
        "branches": [
            {"code": str(branch), "term": term.term, "basis": term.basis} for branch, term in BRANCH_TERMS.items()
        ],
        "rules": [
            {"id": rule.id, "severity": str(rule.severity), "template": rule.template, "basis": rule.basis}
            for rule in RULES
        ],
    }


def read_back(report: Report, before: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return how each figure was understood, in words, and how it differs from the last one reported."""
    said = {}
    for figure in FIGURES:
        value = getattr(report, figure.name)
        if value is None:
            continue
        seen = before.get(figure.name)
        change = "" if seen is None else _change_words(to_words(figure, abs(value - seen.value)), value - seen.value)
        said[figure.name] = {"words": to_words(figure, value), "change": change}
    return said


def _change_words(amount: str, difference: float) -> str:
    """Say a difference: `tăng 5 hộ`, `giảm 2 hộ`, `không đổi`."""
    if not difference:
        return say("không đổi")
    return say("tăng {amount}", amount=amount) if difference > 0 else say("giảm {amount}", amount=amount)
