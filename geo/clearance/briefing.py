"""The weekly page: what leadership reads before the meeting, one A4. Numbers from two boards; writers add the paper.

Page, DOCX and XLSX show one `Briefing`, and every number in it is read from the board that the map shows
(`geo.clearance.board`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo.clearance.board import Board
from geo.clearance.deadlines import days_words
from geo.clearance.hot_areas import HotArea
from geo.clearance.hotspot import Change, Hotspot, Move, explain
from geo.clearance.report import OBSTACLE_LABELS, Obstacle
from geo.clearance.standing import Standing
from geo.language import Day, Sentence, said, say, say_count
from geo.model import ClearanceEnd, ClearanceState

HOTTEST = 5

STATE_WORDS: tuple[tuple[str, frozenset[ClearanceState]], ...] = (
    (Sentence("Đã xong"), frozenset({ClearanceState.DONE})),
    (Sentence("Chậm so với hạn"), frozenset({ClearanceState.LATE})),
    (Sentence("Quá hạn, chưa có báo cáo"), frozenset({ClearanceState.OVERDUE_NO_REPORT})),
    (Sentence("Sắp đến hạn"), frozenset({ClearanceState.DUE_SOON})),
    (Sentence("Đúng hạn"), frozenset({ClearanceState.ON_TIME})),
    (Sentence("Trong hạn, chưa có báo cáo"), frozenset({ClearanceState.RUNNING, ClearanceState.LAST_YEAR})),
    (Sentence("Chưa đến kỳ"), frozenset({ClearanceState.NOT_DUE})),
)
"""The lines of the count; every state of a clearance stands in exactly one of them."""

_PAST_DUE = frozenset(
    words for words, states in STATE_WORDS if states & {ClearanceState.LATE, ClearanceState.OVERDUE_NO_REPORT}
)

MOVE_WORDS = {
    Move.UP: Sentence("nóng lên"),
    Move.DOWN: Sentence("dịu đi"),
    Move.NEW: Sentence("mới"),
    Move.CLOSED: Sentence("đã xong"),
    Move.SAME: Sentence("như cũ"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the count: words and how many clearances."""

    words: str
    number: int


@dataclass(frozen=True, slots=True)
class Hot:
    """One of the hottest: the spot, why in one sentence, how it moved since the last meeting, who must act (or "")."""

    spot: Hotspot
    why: str
    move: str
    who: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """One open obstacle as a task: which clearance, what, until when, how long over (0: not over)."""

    clearance: str
    name: str
    what: str
    due: date | None
    days_over: int

    @property
    def when(self) -> str:
        """The day to act in words."""
        if self.due is None:
            return say("chưa ghi hạn")
        return (
            say_count("hạn {due}, trễ {n} ngày", self.days_over, due=Day(self.due))
            if self.days_over
            else say("hạn {due}", due=Day(self.due))
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who must act, with the obstacles that wait, the most overdue first."""

    who: str
    tasks: tuple[ToDo, ...]

    @property
    def overdue(self) -> int:
        """How many tasks are over their day."""
        return sum(1 for task in self.tasks if task.days_over)


@dataclass(frozen=True, slots=True)
class Silent:
    """A clearance that should have reported: days since the last word, None when there never was one."""

    clearance: str
    name: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything on the page, in its order. `since` is the last meeting; `warnings` are derived sentences."""

    as_of: date
    since: date
    total: int
    counts: tuple[Count, ...]
    hottest: tuple[Hot, ...]
    changes: tuple[Change, ...]
    actors: tuple[Actor, ...]
    overdue_documents: tuple[str, ...]
    silent: tuple[Silent, ...]
    warnings: tuple[str, ...]
    areas: tuple[HotArea, ...]

    def moved(self, move: Move) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if change.move is move)

    @property
    def headline(self) -> str:
        """The page in one sentence."""
        late = sum(count.number for count in self.counts if count.words in _PAST_DUE)
        silent = (
            say_count("{n} việc lâu không báo cáo", len(self.silent))
            if self.silent
            else say("việc nào cũng có báo cáo mới")
        )
        return say(
            "{total} việc giải phóng mặt bằng: {late} việc quá hạn, {silent}.",
            total=self.total,
            late=late,
            silent=silent,
        )


def build_briefing(board: Board, earlier: Board, areas: Iterable[HotArea] = ()) -> Briefing:
    """Build the page of `board`'s day, with what changed since `earlier`'s day."""
    changes = board.changes_since(earlier)
    moves = {change.id: change for change in changes}
    return Briefing(
        as_of=board.as_of,
        since=earlier.as_of,
        total=len(board.standings),
        counts=count_states(board.standings),
        hottest=tuple(_hot(spot, moves) for spot in board.hotspots[:HOTTEST]),
        changes=tuple(change for change in changes if change.move is not Move.SAME),
        actors=tasks_by_actor(board.standings),
        overdue_documents=tuple(
            f"{standing.clearance.id}: {due.sentence}"
            for standing in board.standings
            for due in standing.overdue_documents
        ),
        silent=tuple(_silent(standing) for standing in board.standings if standing.stale),
        warnings=(*(said(item.sentence) for item in board.shut), *_conflicts(board)),
        areas=tuple(areas),
    )


def count_states(standings: Sequence[Standing]) -> tuple[Count, ...]:
    """Count the clearances by what is said of them; lines of 0 are left out."""
    counted = (Count(words, sum(one.state in states for one in standings)) for words, states in STATE_WORDS)
    return tuple(count for count in counted if count.number)


def _hot(spot: Hotspot, moves: dict[str, Change]) -> Hot:
    """Put one of the hottest into words."""
    change = moves.get(spot.id)
    return Hot(spot, explain(spot), move_words(change), spot.who)


def move_words(change: Change | None) -> str:
    """Say how a clearance moved: `nóng lên, hạng 4 → 1`, `mới`, `như cũ`."""
    if change is None or change.move is Move.SAME:
        return say(MOVE_WORDS[Move.SAME])
    if change.before is None or change.after is None or change.before == change.after:
        return say(MOVE_WORDS[change.move])
    return say(
        "{move}, hạng {before} → {after}",
        move=MOVE_WORDS[change.move],
        before=change.before,
        after=change.after,
    )


def tasks_by_actor(standings: Sequence[Standing]) -> tuple[Actor, ...]:
    """Return the open obstacles by who must act: those with the most overdue tasks first, then by name."""
    tasks: dict[str, list[ToDo]] = {}
    for standing in standings:
        for obstacle in standing.open_obstacles:
            tasks.setdefault(obstacle.who, []).append(_task(standing, obstacle))
    actors = [Actor(who, tuple(sorted(found, key=_urgency))) for who, found in tasks.items()]
    return tuple(sorted(actors, key=lambda actor: (-actor.overdue, -len(actor.tasks), actor.who)))


def _urgency(task: ToDo) -> tuple[int, date, str]:
    """Order tasks: the longest overdue, then the earliest day, then by clearance."""
    return -task.days_over, task.due or date.max, task.clearance


def _task(standing: Standing, obstacle: Obstacle) -> ToDo:
    """Turn an obstacle into a task."""
    over = max((standing.as_of - obstacle.due).days, 0) if obstacle.due else 0
    what = f"{said(OBSTACLE_LABELS[obstacle.kind])}: {obstacle.text}"
    return ToDo(standing.clearance.id, standing.clearance.name, what, obstacle.due, over)


def _silent(standing: Standing) -> Silent:
    """Say how long a clearance has been silent."""
    return Silent(standing.clearance.id, standing.clearance.name, standing.days_silent)


def _conflicts(board: Board) -> Iterable[str]:
    """Yield the programme's own contradictions: clearances that end after or with the work that needs their land."""
    groups: dict[tuple[ClearanceEnd, int | None, int | None], list[str]] = {}
    for conflict in board.conflicts:
        years = conflict.clearance.finish_year, conflict.work.finish_year
        groups.setdefault((conflict.overlap, *years), []).append(f"{conflict.clearance.id} ({conflict.work.id})")
    for (overlap, ends, work_ends), names in groups.items():
        when = (
            say("sau dự án cần đất (năm {work_ends})", work_ends=work_ends)
            if overlap is ClearanceEnd.AFTER
            else say("cùng năm với dự án cần đất")
        )
        yield say(
            "Theo chương trình, giải phóng mặt bằng kết thúc năm {ends}, {when}: {names}.",
            ends=ends,
            when=when,
            names=", ".join(names),
        )


def deadline_words(standing: Standing) -> str:
    """Say a clearance's deadline and its distance, or that it is done: `31/12/2026, còn 37 ngày`."""
    if standing.deadline is None or standing.days_left is None:
        return say("chương trình không ghi năm kết thúc")
    if standing.done:
        return say("{deadline}, đã xong", deadline=Day(standing.deadline))
    return f"{said(Day(standing.deadline))}, {days_words(standing.days_left)}"
