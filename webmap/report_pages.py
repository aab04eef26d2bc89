"""The ways in for people: who has to report, the form, the spreadsheet. Scripts send what they hold through the API.

A page is the same for everybody who may open it and is kept like any other; who is signed in is the scripts' question.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from flask import Blueprint, Response, render_template, request

from geo.clearance.board import Board
from geo.clearance.briefing import deadline_words
from geo.clearance.figures import example, to_words
from geo.clearance.report import FIGURES, GROUPS, OBSTACLE_LABELS, Figure, FigureKind, Severity
from geo.clearance.sheet import SheetReading, read_sheet
from geo.clearance.sheet_template import stage_choice, to_template
from geo.clearance.stages import BRANCH_TERMS, STAGES
from geo.clearance.standing import Standing
from geo.errors import UploadError
from geo.known import Seen, last_seen
from geo.language import say
from webmap.access import requires
from webmap.accounts import author
from webmap.boards import board_of
from webmap.body import HTML, Body, answer, json_now, to_json
from webmap.clearance_json import read_back
from webmap.clearance_pages import XLSX
from webmap.clearances import board_today, sender, standing_of
from webmap.current import snapshot, source, store
from webmap.errors import PROBLEM_TYPE, problem
from webmap.gate import FILES
from webmap.language import day_words
from webmap.query import refuse_unknown

blueprint = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the form: what it is, what was last said of it, how it is written, which keyboard it wants."""

    figure: Figure
    last: str
    last_day: str
    example: str
    keyboard: str


@blueprint.get("/reports")
@requires("viewer")
def listed() -> Response:
    """Answer who has to report, the spreadsheet, and the way to send it back."""
    refuse_unknown(request.args, ())
    day = snapshot()
    board = board_of(day)
    rows = sorted(board.standings, key=lambda row: (row.done, not row.stale, row.clearance.id))

    def make() -> Body:
        page = render_template("reports.html", rows=rows, as_of=day.as_of, deadline_words=deadline_words)
        return Body(page.encode(), HTML)

    return answer(request, day.answer(("reports", source().faults), make))


@blueprint.get("/reports/template.xlsx")
@requires("viewer")
def template() -> Response:
    """Answer the spreadsheet with the ward's own clearances and what was last reported."""
    refuse_unknown(request.args, ())
    day = snapshot()

    def make() -> Body:
        out = io.BytesIO()
        to_template(out, board_of(day).standings, day.as_of)
        return Body(out.getvalue(), XLSX)

    response = answer(request, day.answer("template.xlsx", make))
    response.headers["Content-Disposition"] = f'attachment; filename="bao-cao-gpmb-{day.as_of}.xlsx"'
    return response


@blueprint.get("/reports/<clearance>")
@requires("editor")
def form(clearance: str) -> Response:
    """Answer the form of one clearance, with the last values beside the new ones."""
    refuse_unknown(request.args, ())
    day = snapshot()
    standing = standing_of(board_of(day), clearance)
    response = answer(request, Body(_form(board_of(day), standing).encode(), HTML))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.post("/api/report-sheet/check")
@requires("editor")
def check_sheet() -> Response:
    """Answer every row of a spreadsheet with everything that is to be said; nothing is stored."""
    reading = _reading()
    says = _told(reading) | {"revisions": store().reports.revisions()}
    return json_now(says)


@blueprint.post("/api/report-sheet")
@requires("editor")
def store_sheet() -> Response:
    """Store all rows of a spreadsheet or none: 201; 409 if somebody was faster; 422 with every row that prevents it."""
    reading = _reading()
    if not reading.reports:
        members = problem(422, say("Tệp còn lỗi, chưa lưu dòng nào."), code="report", **_told(reading))
        return Response(to_json(members), status=422, mimetype=PROBLEM_TYPE)
    revisions = _revisions(request.form.get("revisions", ""))
    saved = store().reports.add_all(reading.reports, revisions=revisions, address=author().address)
    source().look()
    says = {"stored": len(saved), "clearances": sorted({report.clearance for report in saved})}
    return json_now(says, 201)


def _form(board: Board, standing: Standing) -> str:
    """Render the form of one clearance."""
    clearance = standing.clearance.id
    records = board.records.of(clearance)
    return render_template(
        "report_form.html",
        standing=standing,
        deadline=deadline_words(standing),
        groups=[(GROUPS[name], _lines(name, standing.progress.seen)) for name in GROUPS],
        stages=[(stage, stage_choice(stage)) for stage in STAGES],
        branches=[(branch, term.term) for branch, term in BRANCH_TERMS.items()],
        kinds=list(OBSTACLE_LABELS.items()),
        reports=records.reports[::-1],
        revisions={
            "reports": store().reports.revision(clearance),
            "obstacles": store().obstacles.revision(clearance),
            "milestones": store().milestones.revision(clearance),
        },
    )


def _lines(group: str, seen: Mapping[str, Seen]) -> list[Line]:
    """Return the figures of a group as the form shows them."""
    lines = []
    for figure in FIGURES:
        if figure.group == group:
            last = seen.get(figure.name)
            words = to_words(figure, last.value if last else None)
            day = day_words(last.day) if last else ""
            keyboard = "numeric" if figure.kind is FigureKind.COUNT else "decimal"
            shown = "" if figure.kind is FigureKind.COUNT else example(figure)
            lines.append(Line(figure, words, day, shown, keyboard))
    return lines


def _reading() -> SheetReading:
    """Read the spreadsheet that was sent. Raises UploadError without one."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise UploadError(say("Chưa chọn tệp"), remedy=say("Hãy chọn tệp .xlsx."))
    board = board_today()
    projects = {row.clearance.id: row.clearance for row in board.standings}
    with FILES.turn():
        return read_sheet(sent.read(), sent.filename, sender(), projects, store().reports.history(), board.as_of)


def _told(reading: SheetReading) -> dict[str, object]:
    """Return a reading as a script shows it: each row with its figures, each note with its place."""
    board = board_today()
    notes = [
        {
            "sheet": note.sheet,
            "row": note.row,
            "column": note.column,
            "severity": str(note.severity),
            "message": note.line,
        }
        for note in reading.all_notes
    ]
    rows = []
    for row in reading.rows:
        standing = board.standing_of.get(row.clearance)
        before = last_seen(board.records.of(row.clearance).reports)
        rows.append(
            {
                "sheet": row.sheet,
                "row": row.row,
                "clearance": row.clearance,
                "name": standing.clearance.name if standing else "",
                "report_date": row.report.report_date if row.report else None,
                "errors": sum(note.severity is Severity.ERROR for note in row.notes),
                "read": _labelled(read_back(row.report, before)) if row.report else [],
            }
        )
    return {"rows": rows, "notes": notes, "errors": len(reading.errors), "storable": bool(reading.reports)}


def _labelled(read: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Return what was understood with the label of each figure."""
    return [{"label": figure.label, **read[figure.name]} for figure in FIGURES if figure.name in read]


def _revisions(text: str) -> dict[str, int]:
    """Read the revisions the sender saw when the file was checked. Raises UploadError for anything else."""
    try:
        revisions = orjson.loads(text)
        return {str(name): int(revision) for name, revision in revisions.items()}
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError) as error:
        raise UploadError(
            say("Thiếu số lần ghi đã thấy (revisions)"), remedy=say("Hãy kiểm tra lại tệp rồi lưu.")
        ) from error
