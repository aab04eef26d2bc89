"""The API of clearances: where they stand, what was reported, and the way in for reports, obstacles and milestones.

Bodies are JSON; figures may be written as people write them. Who saves says which revision was seen; if somebody was
faster the answer is 409 and nothing is written. `id` is a UUID made by the client: a body sent twice is stored once.
A warning without a reason is answered with 422, and so is everything the rules refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from flask import Blueprint, Response, request

from geo.clearance.board import Board
from geo.clearance.checks import Finding, judge, refused, unanswered
from geo.clearance.fields import Problem
from geo.clearance.progress import curve
from geo.clearance.report import Milestone, Obstacle, Report, Severity
from geo.clearance.report_fields import Draft, Sender, read_milestone, read_obstacle, read_report
from geo.clearance.standing import Standing
from geo.errors import ReportError, UnknownProject
from geo.known import last_seen
from geo.language import say
from geo.moments import utc_now
from geo.store import Log
from webmap.access import requires
from webmap.accounts import author
from webmap.boards import board_of
from webmap.body import JSON, Body, answer, json_now, sent_object, to_json
from webmap.clearance_json import read_back, rule_table, to_curve, to_findings, to_record, to_standing
from webmap.current import snapshot, source, store
from webmap.errors import PROBLEM_TYPE, problem
from webmap.query import parse_query, refuse_unknown

R = TypeVar("R", Report, Obstacle, Milestone)
blueprint = Blueprint("clearances", __name__, url_prefix="/api")


@blueprint.get("/clearances")
@requires("viewer")
def listed() -> Response:
    """Answer where every clearance stands on a day."""
    board = board_asked_for()
    rows = [to_standing(row, board.hotspot_of.get(row.clearance.id)) for row in board.standings]
    return json_now({"as_of": board.as_of, "clearances": rows})


@blueprint.get("/clearances/<clearance>")
@requires("viewer")
def one(clearance: str) -> Response:
    """Answer one clearance on a day: standing, curve, reports, obstacles, milestones and running periods."""
    board = board_asked_for()
    row = standing_of(board, clearance)
    records = board.records.of(clearance)
    said = to_standing(row, board.hotspot_of.get(clearance)) | {
        "curve": to_curve(curve(row.clearance, records.reports)),
        "reports": [to_record(report) for report in records.reports],
        "obstacles": [to_record(obstacle) for obstacle in records.obstacles],
        "milestones": [to_record(milestone) for milestone in records.milestones],
        "periods": [
            {
                "id": due.deadline.id,
                "words": due.sentence,
                "day": due.day,
                "days_left": due.days_left,
                "overdue": due.overdue,
                "basis": due.deadline.legal_basis,
                "verified": due.deadline.verified,
            }
            for due in row.dues
        ],
    }
    return json_now(said)


@blueprint.get("/report-rules")
@requires("viewer")
def rules() -> Response:
    """Answer the table of figures, stages and rules that form, spreadsheet and checks read."""
    refuse_unknown(request.args, ())
    return answer(request, snapshot().answer("report-rules", lambda: Body(to_json(rule_table()), JSON)))


@blueprint.get("/clearances/<clearance>/reports")
@requires("viewer")
def reports(clearance: str) -> Response:
    """Answer everything ever reported of a clearance, replaced and withdrawn reports included, and the revision."""
    return _history(clearance, store().reports)


@blueprint.post("/clearances/<clearance>/reports/check")
@requires("editor")
def check(clearance: str) -> Response:
    """Answer how a report would be understood and what the rules say of it; nothing is stored."""
    body = sent_object(request)
    body.pop("revision", None)
    draft, findings = judged(clearance, body)
    before = last_seen(board_today().records.of(clearance).reports)
    return json_now(
        {
            "problems": _at_fields(draft.problems),
            "doubts": _at_fields(draft.doubts),
            "findings": to_findings(findings),
            "read": read_back(draft.record, before) if draft.record else {},
        }
    )


@blueprint.post("/clearances/<clearance>/reports")
@requires("editor")
def add_report(clearance: str) -> Response:
    """Store a report: 201, or 200 if it was stored already; 409 if somebody was faster; 422 with every finding."""
    body = sent_object(request)
    revision = _revision(body)
    draft, findings = judged(clearance, body)
    if draft.record is None:
        return _refuse(draft)
    store().reports.check(draft.record, revision)
    open_ = unanswered(findings, draft.record)
    if refused(findings) or open_:
        detail = (
            say("Báo cáo chưa nhận được.") if refused(findings) else say("Hãy ghi lý do cho từng cảnh báo rồi gửi lại.")
        )
        return _problem(detail, findings=to_findings(findings))
    return _stored(store().reports, draft.record, revision, findings, draft.doubts)


@blueprint.get("/clearances/<clearance>/obstacles")
@requires("viewer")
def obstacles(clearance: str) -> Response:
    """Answer every obstacle ever entered for a clearance, and the revision."""
    return _history(clearance, store().obstacles)


@blueprint.post("/clearances/<clearance>/obstacles")
@requires("editor")
def add_obstacle(clearance: str) -> Response:
    """Store an obstacle, or a new version that closes or changes one."""
    return _add(clearance, store().obstacles, read_obstacle)


@blueprint.get("/clearances/<clearance>/milestones")
@requires("viewer")
def milestones(clearance: str) -> Response:
    """Answer every milestone ever entered for a clearance, and the revision."""
    return _history(clearance, store().milestones)


@blueprint.post("/clearances/<clearance>/milestones")
@requires("editor")
def add_milestone(clearance: str) -> Response:
    """Store a milestone: a stage reached by a numbered, dated document."""
    return _add(clearance, store().milestones, read_milestone)


def board_today() -> Board:
    """Return the board of today."""
    return board_of(snapshot())


def board_asked_for() -> Board:
    """Return the board of the day that the request names, today by default; no other parameter is allowed."""
    refuse_unknown(request.args, ("as_of",))
    return board_of(source().snapshot(parse_query(request.args.items(multi=True)).as_of))


def standing_of(board: Board, clearance: str) -> Standing:
    """Return where a clearance stands. Raises UnknownProject."""
    if clearance not in board.standing_of:
        raise UnknownProject(
            say("Không có dòng giải phóng mặt bằng này"), value=clearance, remedy=say("Hãy ghi như PL4-08.")
        )
    return board.standing_of[clearance]


def sender() -> Sender:
    """Return who sends, now, over the clearances of the programme."""
    return Sender(author().name, utc_now(), frozenset(board_today().standing_of), uuid4)


def judged(clearance: str, body: Mapping[str, object]) -> tuple[Draft[Report], tuple[Finding, ...]]:
    """Read a report of a clearance and judge it by everything that is stored."""
    row = standing_of(board_today(), clearance)
    draft = read_report({**body, "clearance": clearance}, sender())
    if draft.record is None:
        return draft, ()
    return draft, judge(draft.record, store().reports.history(clearance), row.clearance, board_today().as_of)


def _revision(body: dict[str, Any]) -> int:
    """Take the revision out of a body. Raises ReportError without one."""
    revision = body.pop("revision", None)
    if isinstance(revision, bool) or not isinstance(revision, int) or revision < 0:
        raise ReportError(
            say("Thiếu số lần ghi đã thấy (revision)"), value=revision, remedy=say("Hãy tải lại trang rồi gửi lại.")
        )
    return revision


def _add(clearance: str, log: Log[R], read: Callable[[Mapping[str, object], Sender], Draft[R]]) -> Response:
    """Read and store an obstacle or a milestone."""
    standing_of(board_today(), clearance)
    body = sent_object(request)
    revision = _revision(body)
    draft = read({**body, "clearance": clearance}, sender())
    return _refuse(draft) if draft.record is None else _stored(log, draft.record, revision)


def _stored(
    log: Log[R], record: R, revision: int, findings: Sequence[Finding] = (), doubts: Sequence[Problem] = ()
) -> Response:
    """Store a record and answer it with the new revision and what was only to be told."""
    twice = log.find(record.id) is not None
    saved = log.add(record, revision=revision, address=author().address)
    source().look()
    told = [item for item in findings if item.severity is Severity.INFORMATION]
    said = {
        "record": to_record(saved),
        "revision": log.revision(record.clearance),
        "findings": to_findings(told),
        "doubts": _at_fields(doubts),
    }
    return json_now(said, 200 if twice else 201)


def _history(clearance: str, log: Log[R]) -> Response:
    """Answer all records of a clearance in the order they were entered."""
    refuse_unknown(request.args, ())
    standing_of(board_today(), clearance)
    records = [to_record(record) for record in log.history(clearance)]
    return json_now({"clearance": clearance, "revision": log.revision(clearance), "records": records})


def _refuse(draft: Draft[R]) -> Response:
    """Answer what prevents a record."""
    return _problem(say("Có ô chưa đúng, chưa lưu gì."), faults=_at_fields(draft.problems))


def _at_fields(told: Sequence[Problem]) -> list[dict[str, str]]:
    """Return sentences with the fields they belong to."""
    return [{"field": item.field, "message": item.sentence} for item in told]


def _problem(detail: str, **more: object) -> Response:
    """Answer 422 in the shape of all problems."""
    return Response(to_json(problem(422, detail, code="report", **more)), status=422, mimetype=PROBLEM_TYPE)
