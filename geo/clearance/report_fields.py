"""Named values → reports, obstacles, milestones: the one door of form, spreadsheet, API and command line.

Nothing is stored here. A draft is a record or the list of everything that is wrong with it, never both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from geo.clearance.fields import Fields, Problem
from geo.clearance.figures import read_figure
from geo.clearance.report import (
    FIGURES,
    Amount,
    Branch,
    Milestone,
    Obstacle,
    ObstacleKind,
    Reason,
    Report,
    Stage,
)
from geo.clearance.stages import fits, stage_of
from geo.errors import ReportError
from geo.language import Day, say
from geo.moments import day_in_ward

R = TypeVar("R", Report, Obstacle, Milestone)

SET_BY_THE_STORE = frozenset({"recorded_at", "reporter"})


@dataclass(frozen=True, slots=True)
class Draft(Generic[R]):
    """A record ready to be checked, or the problems that prevent it; `doubts` are to be shown in either case."""

    record: R | None
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, when, which clearances exist, and how a missing id is made."""

    reporter: str
    recorded_at: datetime
    clearances: Collection[str]
    new_id: Callable[[], UUID]


def names_of(kind: type[Report | Obstacle | Milestone]) -> frozenset[str]:
    """Return the fields a sender may give."""
    return frozenset(item.name for item in fields(kind)) - SET_BY_THE_STORE


def read_report(given: Mapping[str, object], sender: Sender) -> Draft[Report]:
    """Read a report; figures as people write them, `reasons` as a mapping from rule to words."""
    read = Fields(given)
    read.refuse_unknown(names_of(Report))
    doubts: list[Problem] = []
    figures = _figures(read, doubts)
    day = read.day("report_date", needed=say("Chưa ghi ngày báo cáo."))
    stage = _stage(read, "stage")
    report = _report(read, sender, day or date.min, stage, figures)
    return Draft(None if read.problems else report, tuple(read.problems), tuple(doubts))


def _report(
    read: Fields, sender: Sender, day: date, stage: Stage | None, figures: Mapping[str, Amount | None]
) -> Report:
    """Build the report; a stand-in for a field with a problem never leaves this module."""
    return Report(
        id=read.uuid("id") or sender.new_id(),
        clearance=_clearance(read, sender),
        report_date=day,
        recorded_at=sender.recorded_at,
        source=read.text("source", names=False),
        reporter=sender.reporter,
        stage=stage,
        branch=read.choice("branch", Branch),
        note=read.text("note"),
        reasons=_reasons(read),
        supersedes=read.uuid("supersedes"),
        withdrawn=read.flag("withdrawn"),
        **figures,  # type: ignore[arg-type]  # names and types come from FIGURES, which a test holds to the fields
    )


def _figures(read: Fields, doubts: list[Problem]) -> dict[str, Amount | None]:
    """Read every figure; a withdrawal carries none."""
    values: dict[str, Amount | None] = {}
    for figure in FIGURES:
        try:
            reading = read_figure(figure, read.given.get(figure.name))
        except ReportError as error:
            read.note(figure.name, error.sentence)
            continue
        values[figure.name] = reading.value if reading else None
        if reading is not None and reading.doubt:
            doubts.append(Problem(figure.name, reading.doubt))
    return values


def _clearance(read: Fields, sender: Sender) -> str:
    """Return the clearance's id, noted when the programme has none of that id."""
    name = read.text("clearance", needed=say("Chưa ghi mã giải phóng mặt bằng."))
    if name and name not in sender.clearances:
        read.note(
            "clearance", say("Chương trình không có dòng giải phóng mặt bằng {name!r}. Hãy ghi như PL4-08.", name=name)
        )
    return name


def _stage(read: Fields, name: str, *, needed: str = "") -> Stage | None:
    """Return a stage by code, number or term, None where it is empty."""
    words = read.text(name, needed=needed)
    stage = stage_of(words)
    if words and stage is None:
        read.note(name, say("Không có bước {words!r}. Hãy chọn trong danh sách các bước.", words=words))
    return stage


def _reasons(read: Fields) -> tuple[Reason, ...]:
    """Return the reasons given for warnings, empty ones left out, in the order of their rules."""
    given = read.given.get("reasons")
    if given is None:
        return ()
    if not isinstance(given, Mapping):
        read.note("reasons", say("Lý do phải ghi theo từng cảnh báo."))
        return ()
    told = Fields({str(rule): words for rule, words in given.items()})
    reasons = tuple(Reason(rule, words) for rule in sorted(told.given) if (words := told.text(rule)))
    read.problems += [Problem("reasons", problem.sentence) for problem in told.problems]
    return reasons


def read_obstacle(given: Mapping[str, object], sender: Sender) -> Draft[Obstacle]:
    """Read an obstacle: what is in the way, who must act, until when; it cannot close before it opened."""
    read = Fields(given)
    read.refuse_unknown(names_of(Obstacle))
    opened = read.day("opened", needed=say("Chưa ghi ngày phát sinh vướng mắc."))
    closed = read.day("closed")
    if opened is not None and closed is not None and closed < opened:
        read.note(
            "closed", say("Ngày gỡ {closed} ở trước ngày phát sinh {opened}.", closed=Day(closed), opened=Day(opened))
        )
    obstacle = Obstacle(
        id=read.uuid("id") or sender.new_id(),
        clearance=_clearance(read, sender),
        kind=read.choice("kind", ObstacleKind, needed=say("Chưa chọn loại vướng mắc.")) or ObstacleKind.OTHER,
        text=read.text("text", needed=say("Chưa ghi nội dung vướng mắc.")),
        who=read.text("who", needed=say("Chưa ghi ai phải xử lý."), names=False),
        opened=opened or date.min,
        recorded_at=sender.recorded_at,
        reporter=sender.reporter,
        due=read.day("due"),
        closed=closed,
        source=read.text("source", names=False),
        supersedes=read.uuid("supersedes"),
        withdrawn=read.flag("withdrawn"),
    )
    return Draft(None if read.problems else obstacle, tuple(read.problems))


def read_milestone(given: Mapping[str, object], sender: Sender) -> Draft[Milestone]:
    """Read a milestone: a stage, the number and the date of its document; a document of the future is refused."""
    read = Fields(given)
    read.refuse_unknown(names_of(Milestone))
    stage = _stage(read, "stage", needed=say("Chưa chọn bước."))
    branch = read.choice("branch", Branch)
    if branch is not None and not fits(stage, branch):
        read.note("branch", say("Nhánh này không thuộc bước đã chọn."))
    signed = read.day("document_date", needed=say("Chưa ghi ngày văn bản."))
    if signed is not None and signed > day_in_ward(sender.recorded_at):
        read.note("document_date", say("Ngày văn bản {signed} ở sau hôm nay.", signed=Day(signed)))
    milestone = Milestone(
        id=read.uuid("id") or sender.new_id(),
        clearance=_clearance(read, sender),
        stage=stage or Stage.NOT_STARTED,
        document_number=read.text("document_number", needed=say("Chưa ghi số văn bản.")),
        document_date=signed or date.min,
        recorded_at=sender.recorded_at,
        reporter=sender.reporter,
        branch=branch,
        note=read.text("note"),
        source=read.text("source", names=False),
        supersedes=read.uuid("supersedes"),
        withdrawn=read.flag("withdrawn"),
    )
    return Draft(None if read.problems else milestone, tuple(read.problems))
