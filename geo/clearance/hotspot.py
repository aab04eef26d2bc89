"""How hot a clearance is: a visible sum of parts, each a bounded share of its weight, explained from the same numbers.

score = Σ weight × min(measure / full, 1), weights and limits in `data/hotspot_weights.csv`, 0 to 100. What nobody
reported gives no points and is marked unknown: it is neither 0 left to do nor everything. Points are rounded to a
tenth before they are added, so the pieces that are drawn add up to the score that is printed. With no report at all
the calendar speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from geo.clearance.figures import number_words, unit_words
from geo.clearance.gates import Gate, waiting
from geo.clearance.progress import Basis
from geo.clearance.report import Obstacle
from geo.clearance.schedule import slack_years
from geo.clearance.settings import WEIGHTS, Settings
from geo.clearance.standing import Standing
from geo.language import Day, Number, Sentence, joined, say
from geo.model import ClearanceState, ClearsMatch

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the score: its points (tenths), the words it comes from, whether its measure is known at all."""

    name: str
    label: str
    points: Decimal
    words: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A clearance in the order of heat: `rank` counts from 1, `parts` stand in the order of the weights.

    `tied` names the other clearances with the same score: among equals the order is the deadline's and the id's.
    """

    rank: int
    standing: Standing
    parts: tuple[Part, ...]
    tied: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the clearance."""
        return self.standing.clearance.id

    @property
    def score(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.points for part in self.parts), Decimal(0))

    @property
    def who(self) -> str:
        """Who must act first: of the overdue obstacles, else of the open ones, the earliest due.

        Empty where nobody is named.
        """
        candidates = self.standing.overdue_obstacles or self.standing.open_obstacles
        return min(candidates, key=_urgency).who if candidates else ""


Measured = tuple[float, str] | None
"""A share of the weight from 0 to 1 and the words for it, or None where nothing is known."""
Measure = Callable[[Standing, Settings, Sequence[Gate]], Measured]


def _urgency(obstacle: Obstacle) -> tuple[date, date]:
    """Order obstacles by the day to act, then by how long they have been there."""
    return obstacle.due or date.max, obstacle.opened


def _late(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Days past the deadline."""
    if standing.days_late is None:
        return None
    return standing.days_late / settings["late_full_days"], Sentence.counted(
        "trễ {n} ngày", standing.days_late
    ) if standing.days_late else ""


def _due(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Nearness of the deadline; all of it once it has passed, nothing before the clearance starts."""
    left = standing.days_left
    if left is None or standing.deadline is None:
        return None
    if standing.state is ClearanceState.NOT_DUE or left >= settings["due_full_days"]:
        return 0.0, ""
    words = (
        Sentence("đã hết hạn {deadline}", deadline=Day(standing.deadline))
        if left < 0
        else Sentence.counted("còn {n} ngày đến hạn", left)
    )
    return 1 - max(left, 0) / settings["due_full_days"], words


def _area(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Land still to be handed over."""
    share = standing.progress.shares.get(Basis.AREA)
    if share is None:
        return None
    words = (
        Sentence("còn {remaining} m² chưa bàn giao", remaining=number_words(float(share.remaining)))
        if share.remaining
        else ""
    )
    return share.remaining / settings["area_full_m2"], words


def _people(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Households and organisations that have not handed over, counted apart and said apart."""
    shares = [standing.progress.shares.get(basis) for basis in (Basis.HOUSEHOLDS, Basis.ORGANISATIONS)]
    reported = [share for share in shares if share is not None]
    if not reported:
        return None
    remaining = [
        Sentence("{number} {unit}", number=number_words(share.remaining), unit=unit_words(share.unit, share.remaining))
        for share in reported
        if share.remaining
    ]
    words = (
        Sentence("{one} và {other}", one=remaining[0], other=remaining[1])
        if len(remaining) > 1
        else joined("", remaining)
    )
    left = sum(share.remaining for share in reported)
    return left / settings["people_full"], Sentence("còn {words} chưa bàn giao", words=words) if words else ""


def _obstacles(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Open obstacles."""
    count = len(standing.open_obstacles)
    return count / settings["obstacles_full"], Sentence.counted("{n} vướng mắc chưa gỡ", count) if count else ""


def _overdue_obstacles(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Open obstacles whose day to act has passed."""
    count = len(standing.overdue_obstacles)
    return count / settings["obstacles_full"], Sentence.counted("{n} vướng mắc quá hạn xử lý", count) if count else ""


def _silence(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Silence beyond the alarm, or no word ever."""
    if not standing.stale:
        return 0.0, ""
    if standing.days_silent is None:
        return 1.0, Sentence("chưa có báo cáo nào")
    over = standing.days_silent - settings["stale_days"]
    return over / (settings["stale_full_days"] - settings["stale_days"]), Sentence.counted(
        "{n} ngày không có báo cáo", standing.days_silent
    )


def _work(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Look at the project that waits: whether it should have begun, whether a year is left after the deadline."""
    work = standing.work
    if work is None or standing.state is ClearanceState.NOT_DUE:
        return 0.0, ""
    begun = work.start_year is not None and work.start_year <= standing.as_of.year
    slack = slack_years(standing.clearance, work)
    tight = slack is not None and slack <= 0
    maybe = Sentence("có lẽ ") if standing.clearance.clears_match is ClearsMatch.PROBABLE else ""
    since = Sentence("đã đến năm bắt đầu {start_year}", start_year=work.start_year) if begun else ""
    none_left = Sentence("không còn năm nào sau hạn") if tight else ""
    why = joined(", ", (words for words in (since, none_left) if words))
    return (begun + tight) / 2, Sentence(
        "{maybe}{id} chờ mặt bằng ({why})", maybe=maybe, id=work.id, why=why
    ) if why else ""


def _gate(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> Measured:
    """Other clearances that need the resettlement area on this land; a link that is only probable counts half."""
    links = [gate for gate in waiting(standing.clearance, gates) if gate.serves is not None]
    counted = sum(0.5 if gate.match is ClearsMatch.PROBABLE else 1.0 for gate in links)
    words = joined(", ", (joined("", (gate.hedge, gate.serves.id)) for gate in links if gate.serves is not None))
    return counted, Sentence("{words} chờ khu tái định cư này", words=words) if words else ""


MEASURES: Mapping[str, Measure] = {
    "late": _late,
    "due": _due,
    "area": _area,
    "people": _people,
    "obstacles": _obstacles,
    "overdue_obstacles": _overdue_obstacles,
    "stale": _silence,
    "work": _work,
    "gate": _gate,
}

UNKNOWN = Sentence("chưa có số liệu")


def parts(standing: Standing, settings: Settings, gates: Sequence[Gate]) -> tuple[Part, ...]:
    """Return the pieces of one clearance's score, in the order of the weights."""
    return tuple(_part(name, MEASURES[name](standing, settings, gates), settings) for name in WEIGHTS)


def _part(name: str, measured: Measured, settings: Settings) -> Part:
    """Turn a measure into points of its weight."""
    if measured is None:
        return Part(name, settings.label(name), Decimal(0), UNKNOWN, known=False)
    share, words = measured
    points = Decimal(settings[name]) * Decimal(str(min(max(share, 0.0), 1.0)))
    return Part(name, settings.label(name), points.quantize(TENTH), words)


def rank(standings: Iterable[Standing], settings: Settings, gates: Sequence[Gate]) -> tuple[Hotspot, ...]:
    """Return the clearances that are not done, the hottest first; equal scores by deadline, then by id."""
    scored = [Hotspot(0, standing, parts(standing, settings, gates)) for standing in standings if not standing.done]
    ordered = sorted(scored, key=lambda spot: (-spot.score, spot.standing.deadline or date.max, spot.id))
    equals: dict[Decimal, list[str]] = {}
    for spot in ordered:
        equals.setdefault(spot.score, []).append(spot.id)
    return tuple(
        replace(spot, rank=place, tied=tuple(name for name in equals[spot.score] if name != spot.id))
        for place, spot in enumerate(ordered, start=1)
    )


def explain(spot: Hotspot, most: int = 3) -> str:
    """Answer "why does it stand there?" in one sentence, from the heaviest parts and their own words."""
    heavy = sorted((part for part in spot.parts if part.points), key=lambda part: -part.points)[:most]
    place = say("Đứng đầu") if spot.rank == 1 else say("Đứng thứ {rank}", rank=spot.rank)
    if not heavy:
        return say("{place}, {score} điểm: chưa có gì đáng lo.", place=place, score=points_words(spot.score))
    equal = say(" (bằng điểm {tied})", tied=", ".join(spot.tied)) if spot.tied else ""
    reasons = "; ".join(
        say("{words} ({points} điểm)", words=part.words, points=points_words(part.points)) for part in heavy
    )
    if rest := spot.score - sum(part.points for part in heavy):
        reasons += say("; còn lại {rest} điểm", rest=points_words(rest))
    return say(
        "{place}{equal} với {score} điểm vì {reasons}.",
        place=place,
        equal=equal,
        score=points_words(spot.score),
        reasons=reasons,
    )


def points_words(points: Decimal) -> str:
    """Write points with a comma and one decimal."""
    return Number(f"{points:.1f}")


class Move(StrEnum):
    """What happened to a clearance between two days: hotter, cooler, newly in the list, done, or the same place."""

    UP = "up"
    DOWN = "down"
    NEW = "new"
    CLOSED = "closed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One clearance's move from rank `before` to rank `after` (None: not in the list), and of its score."""

    move: Move
    id: str
    name: str
    before: int | None
    after: int | None
    score_change: Decimal | None


def changes(before: Sequence[Hotspot], after: Sequence[Hotspot]) -> tuple[Change, ...]:
    """Compare two rankings of the same programme; clearances that were not in the earlier list are new.

    Up and down are moves among those that stand in both lists: when one above is done, those below have not become
    hotter. Done in between is closed. In the order of the later ranking, closed ones last.
    """
    earlier = {spot.id: spot for spot in before if spot.score > 0}
    later = {spot.id: spot for spot in after if spot.score > 0}
    places = {name: place for place, name in enumerate(name for name in earlier if name in later)}
    common = [name for name in later if name in earlier]
    steps = {name: places[name] - place for place, name in enumerate(common)}
    moved = [_change(earlier.get(name), spot, steps.get(name, 0)) for name, spot in later.items()]
    closed = [
        Change(Move.CLOSED, spot.id, spot.standing.clearance.name, spot.rank, None, None)
        for name, spot in earlier.items()
        if name not in later
    ]
    return (*moved, *closed)


def _change(old: Hotspot | None, new: Hotspot, steps: int) -> Change:
    """Compare one clearance with what it was; `steps` counts how many it passed on its way up."""
    name = new.standing.clearance.name
    if old is None:
        return Change(Move.NEW, new.id, name, None, new.rank, None)
    move = Move.UP if steps > 0 else Move.DOWN if steps < 0 else Move.SAME
    return Change(move, new.id, name, old.rank, new.rank, new.score - old.score)
