"""CQL2 (OGC 21-065r2): a filter in text or JSON → which rows of a table it keeps. The grammar is that of `cql2`.

Logic has three values, as in SQL: what compares with nothing is unknown, and unknown rows go. Every name, type and
function is checked before anything is computed; what does not fit is a `QueryError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import cql2
import numpy as np

from geo.errors import QueryError
from geo.language import say, say_count
from webmap.ogc import cql_space, cql_time, cql_values
from webmap.ogc.cql_values import Mask, Truth, refusal
from webmap.ogc.systems import System
from webmap.ogc.tables import Table

LONGEST = 6_000  # characters of a filter
DEEPEST = 40  # brackets and negations inside one another: the parser of the library is recursive and would crash
LANGUAGES = ("cql2-text", "cql2-json")
Node = Any


def parse(text: str, language: str) -> Node:
    """Return a filter as CQL2 JSON. Raises `QueryError` for what the grammar does not know, or is too long or deep."""
    depth = max(_depth(text, "(", ")"), _depth(text, "[", "]"), _depth(text, "{", "}"), text.upper().count("NOT"))
    if len(text) > LONGEST or depth > DEEPEST:
        raise refusal(say("Bộ lọc quá dài hoặc quá nhiều lớp"), text[:80])
    try:
        expression = cql2.parse_text(text) if language == "cql2-text" else cql2.parse_json(text)
        node = expression.to_json()
    except (cql2.ParseError, cql2.ValidationError, ValueError) as error:
        raise refusal(say("Không hiểu bộ lọc"), text) from error
    if node is None:  # `NULL` alone, which must not pass for no filter
        raise refusal(say("Đây không phải là một điều kiện"), text)
    return node


def _depth(text: str, opening: str, closing: str) -> int:
    """Return how deep brackets stand in one another; ones inside a text count too, which only makes it stricter."""
    depth = deepest = 0
    for letter in text:
        depth += (letter == opening) - (letter == closing)
        deepest = max(deepest, depth)
    return deepest


def keep(node: Node, table: Table, system: System) -> Mask:
    """Return for each row whether a parsed filter keeps it; its geometries are in `system`."""
    return _truth(node, table, system).yes


def _truth(node: Node, table: Table, system: System) -> Truth:
    """Return what a condition says of each row."""
    if isinstance(node, bool):
        return Truth(np.full(len(table), node), np.zeros(len(table), bool))
    if not isinstance(node, dict):
        raise refusal(say("Đây không phải là một điều kiện"), node)
    if "property" in node:
        return cql_values.flag(node, table)
    name, args = str(node.get("op")).lower(), node.get("args")
    if name in _LOGIC:
        return _LOGIC[name]([_truth(arg, table, system) for arg in _arguments(name, args)])
    if name in cql_values.CONDITIONS:
        return cql_values.CONDITIONS[name](_arguments(name, args), table)
    if name in cql_space.RELATIONS:
        return cql_space.related(name, _arguments(name, args), table, system)
    if name in cql_time.RELATIONS:
        return cql_time.related(name, _arguments(name, args), table)
    raise QueryError(say("Bộ lọc không có phép này"), parameter="filter", value=name, allowed=operators())


def operators() -> list[str]:
    """Return the names of all conditions there are."""
    return [*_LOGIC, *cql_values.CONDITIONS, *cql_space.RELATIONS, *cql_time.RELATIONS]


_COUNTS = {"and": (2, 1_000), "or": (2, 1_000), "not": (1, 1), "isnull": (1, 1), "between": (3, 3)}


def _arguments(name: str, args: object) -> list[Node]:
    """Return the arguments of an operator. Raises `QueryError` when there are too few or too many."""
    least, most = _COUNTS.get(name, (2, 2))
    if not isinstance(args, list) or not least <= len(args) <= most:
        raise refusal(say_count("Phép {name} cần {n} tham số", least, name=name), args)
    return args


def _and(parts: list[Truth]) -> Truth:
    """Join conditions: false wins, then unknown."""
    yes = np.logical_and.reduce([part.yes for part in parts])
    no = np.logical_or.reduce([part.no for part in parts])
    return Truth(yes, ~yes & ~no)


def _or(parts: list[Truth]) -> Truth:
    """Join alternatives: true wins, then unknown."""
    yes = np.logical_or.reduce([part.yes for part in parts])
    no = np.logical_and.reduce([part.no for part in parts])
    return Truth(yes, ~yes & ~no)


def _not(parts: list[Truth]) -> Truth:
    """Turn a condition round: unknown stays unknown."""
    return Truth(parts[0].no, parts[0].unknown)


_LOGIC: Mapping[str, Callable[[list[Truth]], Truth]] = {"and": _and, "or": _or, "not": _not}
