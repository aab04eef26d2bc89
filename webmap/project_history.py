"""What became of a project: the reports on its land, drawn against the plan, and the corrections of its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from geo.clearance.progress import BASIS_LABELS, Basis, curves, measure
from geo.clearance.report import Report
from geo.clearance.stages import STAGES
from geo.corrections.overlay import METHOD_WORDS, Action, Correction
from geo.language import Sentence, say
from geo.model import Project
from geo.moments import day_in_ward
from geo.store.accounts import Account, Role
from webmap.charts import CurveDrawing, curve_drawing
from webmap.language import named
from webmap.source import Snapshot
from webmap.style import look

ROLE_WORDS: Mapping[Role, str] = {
    Role.VIEWER: Sentence("người xem"),
    Role.EDITOR: Sentence("người nhập liệu"),
    Role.ADMIN: Sentence("người quản trị"),
}
_UNKNOWN_ROLE = Sentence("tài khoản không còn")


@dataclass(frozen=True, slots=True)
class Reported:
    """One report: its day, what was said of each share that day, the stage, and where it is written."""

    day: date
    shares: tuple[str, ...]
    stage: str
    source: str


@dataclass(frozen=True, slots=True)
class ClearanceHistory:
    """What was reported on one clearance: a drawing a basis with the basis's name, and the reports, newest first.

    `plan` is the drawing of the plan alone, for a clearance that nobody has reported on; None where no year is known.
    """

    clearance: Project
    drawings: tuple[tuple[str, CurveDrawing], ...]
    reports: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One correction of a place: what it says, how it was found, from what, why; who is told by the role alone."""

    day: date
    role: str
    says: str
    method: str
    source: str
    reason: str


def clearance_histories(day: Snapshot, clearances: Iterable[Project]) -> tuple[ClearanceHistory, ...]:
    """Return what was known on a day of each clearance; empty where no rules were read."""
    if day.board is None:
        return ()
    records = day.board.records
    return tuple(_history(one, records.of(one.id).reports, day.as_of) for one in clearances)


def _history(clearance: Project, reports: tuple[Report, ...], as_of: date) -> ClearanceHistory:
    drawn = [(curve.basis, curve_drawing(curve, as_of)) for curve in curves(clearance, reports)]
    drawings = tuple((BASIS_LABELS[basis], drawing) for basis, drawing in drawn if basis and drawing)
    told = tuple(_reported(reports[:count]) for count in range(len(reports), 0, -1))
    return ClearanceHistory(clearance, drawings, told)


def _reported(until: tuple[Report, ...]) -> Reported:
    """Return the last of some reports, with the shares that it told itself: an older figure is not said again."""
    report = until[-1]
    shares = measure(until).shares
    told = tuple(
        say("{basis}: {share}", basis=BASIS_LABELS[basis], share=shares[basis].words)
        for basis in Basis
        if basis in shares and shares[basis].day == report.report_date
    )
    return Reported(report.report_date, told, STAGES[report.stage].term if report.stage else "", report.source)


def moves(
    corrections: Iterable[Correction], project: Project, as_of: date, accounts: Iterable[Account]
) -> tuple[Move, ...]:
    """Return the corrections of a project's place that were known on a day, newest first."""
    roles = {account.name: ROLE_WORDS[account.role] for account in accounts}
    known = [one for one in corrections if one.project == project.id and day_in_ward(one.recorded_at) <= as_of]
    return tuple(
        Move(
            day_in_ward(one.recorded_at),
            roles.get(one.who, _UNKNOWN_ROLE),
            _says(one),
            METHOD_WORDS[one.method] if one.restores is None else say("hoàn tác"),
            one.source,
            one.reason,
        )
        for one in sorted(known, key=lambda one: one.revision, reverse=True)
    )


def _says(correction: Correction) -> str:
    """Say what a correction says: a place, none, or the engine's own answer."""
    if correction.action is Action.ENGINE:
        return say("Trả về vị trí suy ra từ tên")
    if correction.action is Action.NO_PLACE:
        return say("Ghi rõ là chưa biết vị trí")
    return named(look(correction.precision))
