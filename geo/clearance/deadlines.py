"""Statutory periods as dated, sourced configuration (`data/deadlines.csv`) and what falls due on a given day.

Counting follows the Civil Code 2015: the day of the event is not counted (k1 Đ147), and a period of calendar days
that ends on a day off ends on the next working day (k5 Đ148). Working days leave out Saturdays, Sundays and public
holidays of Vietnam, including swapped days as far as they have been announced (`holidays` package).

Which version of a rule applies: the one in force on the day asked about, because a procedure whose plan was not
approved before 2026-01-01 continues under the new rule (điểm b k13 Đ3 NQ 254/2025/QH15).
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays

from geo.clearance.report import Branch, Milestone, Stage
from geo.language import Day, Sentence, say, say_count
from geo.table import Faults, Row, read_rows

COLUMNS = (
    "id",
    "stage",
    "branch",
    "what",
    "bound",
    "length",
    "unit",
    "from_event",
    "from_stage",
    "legal_basis",
    "in_force_from",
    "in_force_to",
    "verified",
    "source",
    "note",
)


class Bound(StrEnum):
    """Whether a period is the longest allowed (`within`) or the shortest (`at_least`)."""

    WITHIN = "within"
    AT_LEAST = "at_least"


class PeriodUnit(StrEnum):
    """How a period is counted."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"


UNIT_WORDS = {
    PeriodUnit.CALENDAR_DAY: Sentence("{n} ngày"),
    PeriodUnit.WORKING_DAY: Sentence("{n} ngày làm việc"),
    PeriodUnit.MONTH: Sentence("{n} tháng"),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One version of one rule: the period that leads to `stage`, counted from `from_event`.

    `from_stage` is the stage whose milestone marks that event, None where no milestone does. `verified` is True only
    when the text named in `source` was read. In force from `in_force_from` to `in_force_to` (None: open), both
    included.
    """

    id: str
    stage: Stage
    branch: Branch | None
    what: str
    bound: Bound
    length: int
    unit: PeriodUnit
    from_event: str
    from_stage: Stage | None
    legal_basis: str
    in_force_from: date
    in_force_to: date | None
    verified: bool
    source: str
    note: str

    @property
    def period(self) -> str:
        """The period in words: `30 ngày`, `ít nhất 10 ngày`."""
        length = say_count(UNIT_WORDS[self.unit], self.length)
        return say("ít nhất {length}", length=length) if self.bound is Bound.AT_LEAST else length


@dataclass(frozen=True, slots=True)
class Due:
    """A rule applied to a milestone: the day it ends, and the days left on the day asked about (negative: late)."""

    deadline: Deadline
    since: date
    day: date
    days_left: int

    @property
    def overdue(self) -> bool:
        """True when a longest period has run out; a shortest period never is."""
        return self.deadline.bound is Bound.WITHIN and self.days_left < 0

    @property
    def sentence(self) -> str:
        """One line for a screen, with the words `chưa kiểm chứng` where the rule was not verified."""
        doubt = "" if self.deadline.verified else say(" (quy định chưa kiểm chứng)")
        if self.deadline.bound is Bound.AT_LEAST:
            when = (
                say("đã đủ")
                if self.days_left <= 0
                else say("sớm nhất {day}, {days_left}", day=Day(self.day), days_left=days_words(self.days_left))
            )
        else:
            when = say("hạn {day}, {days_left}", day=Day(self.day), days_left=days_words(self.days_left))
        return say("{what}: {when}{doubt}.", what=self.deadline.what, when=when, doubt=doubt)


def read_deadlines(path: Path) -> tuple[Deadline, ...]:
    """Read the rules; raises DataError with every fault, also for two versions of a rule in force on the same day."""
    faults = Faults(path.name)
    rules = [rule for row in read_rows(path, COLUMNS, faults) if (rule := _deadline(row)) is not None]
    for rule, other in itertools.combinations(rules, 2):
        if rule.id == other.id and _overlap(rule, other):
            message = Sentence("Hai phiên bản của {id} cùng có hiệu lực một ngày", id=rule.id)
            faults.add(message, Sentence("Hãy sửa ngày hiệu lực."), column="in_force_from")
    faults.finish()
    return tuple(rules)


def _deadline(row: Row) -> Deadline | None:
    """Build one rule from one row; None stands in for a row whose faults were noted."""
    since = row.day("in_force_from")
    if since is None:
        row.fault("in_force_from", Sentence("Thiếu ngày có hiệu lực"), Sentence("Hãy ghi ngày văn bản có hiệu lực."))
        return None
    return Deadline(
        id=row.text("id"),
        stage=row.choice("stage", Stage),
        branch=row.choice("branch", Branch) if row.cells["branch"] else None,
        what=Sentence(row.text("what")),
        bound=row.choice("bound", Bound),
        length=row.whole("length", least=1) or 1,
        unit=row.choice("unit", PeriodUnit),
        from_event=row.text("from_event"),
        from_stage=row.choice("from_stage", Stage) if row.cells["from_stage"] else None,
        legal_basis=row.text("legal_basis"),
        in_force_from=since,
        in_force_to=row.day("in_force_to"),
        verified=row.words("verified", ("yes", "no")) == "yes",
        source=row.text("source"),
        note=row.text("note", needed=False),
    )


def _overlap(one: Deadline, other: Deadline) -> bool:
    """Tell whether two versions are in force on a common day."""
    first_end, second_end = one.in_force_to or date.max, other.in_force_to or date.max
    return one.in_force_from <= second_end and other.in_force_from <= first_end


def in_force(deadlines: Iterable[Deadline], day: date) -> tuple[Deadline, ...]:
    """Return the rules in force on a day, in file order; at most one version of each."""
    return tuple(
        rule
        for rule in deadlines
        if rule.in_force_from <= day and (rule.in_force_to is None or day <= rule.in_force_to)
    )


@lru_cache(maxsize=64)
def _calendar(year: int) -> Any:  # noqa: ANN401  the package publishes no types
    """Return the public holidays of one year."""
    return holidays.country_holidays("VN", years=year, language="vi")


def is_working_day(day: date) -> bool:
    """Tell whether offices of Vietnam work that day, swapped Saturdays included."""
    return bool(_calendar(day.year).is_working_day(day))


def next_working_day(day: date) -> date:
    """Return the day itself when offices work, else the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, count: int) -> date:
    """Return the `count`-th working day after `start`, which is not counted. Raises ValueError for a negative count."""
    if count < 0:
        message = f"Số ngày làm việc không thể âm: {count}"
        raise ValueError(message)
    day = start
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1))
    return day


def add_months(start: date, count: int) -> date:
    """Return the same day `count` months later, or the last day of that month when it is shorter (Đ148 Civil Code)."""
    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def end_of(deadline: Deadline, since: date) -> date:
    """Return the day a period that starts at `since` ends."""
    if deadline.unit is PeriodUnit.WORKING_DAY:
        return add_working_days(since, deadline.length)
    if deadline.unit is PeriodUnit.MONTH:
        return next_working_day(add_months(since, deadline.length))
    end = since + timedelta(days=deadline.length)
    return end if deadline.bound is Bound.AT_LEAST else next_working_day(end)


def days_words(days_left: int) -> str:
    """Say a distance to a day: `còn 3 ngày`, `hôm nay là hạn`, `trễ 5 ngày`."""
    if days_left == 0:
        return say("hôm nay là hạn")
    return say_count("còn {n} ngày", days_left) if days_left > 0 else say_count("trễ {n} ngày", -days_left)


def due(milestones: Sequence[Milestone], deadlines: Iterable[Deadline], today: date) -> tuple[Due, ...]:
    """Return the rules that a clearance's milestones set running and whose stage no later milestone has reached.

    `milestones` belong to one clearance and are known on `today`. The latest milestone of a stage counts. Earliest
    day first.
    """
    reached = {milestone.stage: milestone.document_date for milestone in sorted(milestones, key=_by_date)}
    running: list[Due] = []
    for rule in in_force(deadlines, today):
        since = reached.get(rule.from_stage) if rule.from_stage is not None else None
        if since is None or _passed(reached, rule.stage, since):
            continue
        day = end_of(rule, since)
        running.append(Due(rule, since, day, (day - today).days))
    return tuple(sorted(running, key=lambda item: (item.day, item.deadline.id)))


def _by_date(milestone: Milestone) -> tuple[date, object]:
    """Order milestones by document date, then by when they were recorded."""
    return milestone.document_date, milestone.recorded_at


def _passed(reached: dict[Stage, date], stage: Stage, since: date) -> bool:
    """Tell whether the stage, or one beyond it, was reached on or after the day the period started."""
    return any(other.number >= stage.number and day >= since for other, day in reached.items())
