"""Temporal conditions of CQL2 between instants and intervals (OGC 21-065r2, table 8); an open end is infinitely far."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.export.columns import Kind
from geo.language import say
from webmap.ogc.cql_values import Mask, Truth, column, refusal
from webmap.ogc.tables import Table

Node = Any
Days = NDArray[np.float64]
OPEN = ".."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Span(NamedTuple):
    """Begin and end a row, in days; `missing` where a row has none. An instant begins when it ends."""

    begin: Days
    end: Days
    missing: Mask


RELATIONS: Mapping[str, Callable[[Days, Days, Days, Days], Mask]] = {
    "t_after": lambda a, b, c, d: a > d,
    "t_before": lambda a, b, c, d: b < c,
    "t_contains": lambda a, b, c, d: (a < c) & (b > d),
    "t_disjoint": lambda a, b, c, d: (b < c) | (a > d),
    "t_during": lambda a, b, c, d: (a > c) & (b < d),
    "t_equals": lambda a, b, c, d: (a == c) & (b == d),
    "t_finishedby": lambda a, b, c, d: (a < c) & (b == d),
    "t_finishes": lambda a, b, c, d: (a > c) & (b == d),
    "t_intersects": lambda a, b, c, d: (a <= d) & (b >= c),
    "t_meets": lambda a, b, c, d: b == c,
    "t_metby": lambda a, b, c, d: a == d,
    "t_overlappedby": lambda a, b, c, d: (a > c) & (a < d) & (b > d),
    "t_overlaps": lambda a, b, c, d: (a < c) & (b > c) & (b < d),
    "t_startedby": lambda a, b, c, d: (a == c) & (b > d),
    "t_starts": lambda a, b, c, d: (a == c) & (b < d),
}


def related(name: str, args: list[Node], table: Table) -> Truth:
    """Return which rows stand in a temporal relation. Raises `QueryError` for what is no time."""
    one, other = (_span(arg, table) for arg in args)
    unknown = one.missing | other.missing
    yes = RELATIONS[name](one.begin, one.end, other.begin, other.end)
    return Truth(np.asarray(yes, dtype=bool) & ~unknown, unknown)


def _span(node: Node, table: Table) -> Span:
    """Return the time of an argument: a property, a date, a moment, or an interval of such."""
    if isinstance(node, dict) and isinstance(ends := node.get("interval"), list) and len(ends) == 2:
        begin, end = _end(ends[0], table, -np.inf), _end(ends[1], table, np.inf)
        return Span(begin.begin, end.end, begin.missing | end.missing)
    return _end(node, table, None)


def _end(node: Node, table: Table, open_end: float | None) -> Span:
    """Return the time of one end: `..` is infinitely far, and so is an empty cell of the table."""
    if isinstance(node, dict) and "property" in node:
        return _dates(str(node["property"]), table, open_end)
    if node == OPEN and open_end is not None:
        days = open_end
    else:
        text = (
            next((node[form] for form in ("date", "timestamp") if form in node), None)
            if isinstance(node, dict)
            else node
        )
        days = to_days(text)
    filled = np.full(len(table), days)
    return Span(filled, filled, np.zeros(len(table), bool))


def _dates(name: str, table: Table, open_end: float | None) -> Span:
    """Return the dates of a property; a missing one is open as the end of an interval, unknown when it stands alone."""
    cells = column(name, table)
    if cells.kind is not Kind.DATE:
        raise refusal(say("Thuộc tính này không phải là ngày"), name)
    far = np.nan if open_end is None else open_end
    days = np.array(
        [far if gone else to_days(text) for text, gone in zip(cells.values, cells.missing, strict=True)], float
    )
    missing = cells.missing if open_end is None else np.zeros(len(table), bool)
    return Span(days, days, missing)


def to_days(text: object) -> float:
    """Return a date or a moment as days since the year 1; a moment without zone is UTC. Raises `QueryError`."""
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return float(date.fromisoformat(text).toordinal())
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise refusal(say("Ngày giờ không đúng dạng"), text, ("2026-12-31", "2026-12-31T00:00:00Z", OPEN)) from None
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment.toordinal() + (moment - midnight).total_seconds() / 86_400
