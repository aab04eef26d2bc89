"""Values of CQL2: properties, literals, text functions, arithmetic, and the comparisons between them."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import QueryError
from geo.export.columns import Kind
from geo.language import say, say_count
from webmap.ogc.tables import Table

Mask = NDArray[np.bool_]
Node = Any
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMERIC = {Kind.INTEGER, Kind.NUMBER}


def refusal(what: str, value: object, allowed: tuple[str, ...] = ()) -> QueryError:
    """Return the error of a filter."""
    return QueryError(what, parameter="filter", value=value, allowed=allowed)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a condition says of each row: `yes`, `unknown`, else no."""

    yes: Mask
    unknown: Mask

    @property
    def no(self) -> Mask:
        """The rows of which it is false."""
        return ~self.yes & ~self.unknown


@dataclass(frozen=True, slots=True)
class Operand:
    """A value a row: its kind, the values (anything where `missing`), which are missing."""

    kind: Kind
    values: NDArray[Any]
    missing: Mask


def column(name: str, table: Table) -> Operand:
    """Return the operand of a property. Raises `QueryError` naming the properties there are."""
    known = table.collection.by_name
    if name not in known:
        raise refusal(say("Bộ dữ liệu không có thuộc tính này"), name, tuple(known))
    found: Operand = table.once(f"operand {name}", lambda: _column(name, table))
    return found


def _column(name: str, table: Table) -> Operand:
    """Work out the operand of a property."""
    known, cells = table.collection.by_name, table.cells[name]
    missing = cells.isna().to_numpy(bool)
    kind = known[name].kind
    if kind in _NUMERIC:
        return Operand(kind, cells.to_numpy(dtype=float, na_value=np.nan), missing)
    if kind is Kind.BOOLEAN:
        return Operand(kind, cells.to_numpy(dtype=bool), missing)
    return Operand(kind, cells.astype(object).where(~missing, "").to_numpy(dtype=object), missing)


def value(node: Node, table: Table) -> Operand:
    """Return the operand of any scalar expression. Raises `QueryError` for what is none."""
    if isinstance(node, dict) and "property" in node:
        return column(str(node["property"]), table)
    if isinstance(node, dict) and str(node.get("op")).lower() in _FUNCTIONS:
        return _applied(str(node["op"]).lower(), node.get("args"), table)
    kind, literal = _literal(node)
    dtype = object if kind in {Kind.TEXT, Kind.DATE} else None
    filled = np.full(len(table), literal, dtype=dtype)
    return Operand(kind, filled, np.zeros(len(table), bool))


def _literal(node: Node) -> tuple[Kind, Any]:
    """Return kind and value of a literal."""
    if isinstance(node, bool):
        return Kind.BOOLEAN, node
    if isinstance(node, int | float):
        return Kind.NUMBER, float(node)
    if isinstance(node, str):
        return Kind.TEXT, unicodedata.normalize("NFC", node)
    if isinstance(node, dict) and len(node) == 1 and next(iter(node)) in {"date", "timestamp"}:
        return Kind.DATE, _instant(*next(iter(node.items())))
    raise refusal(say("Bộ lọc có giá trị không dùng được"), node)


def _instant(form: str, text: object) -> str:
    """Return a date or a moment as the text that sorts among the dates of a table."""
    try:
        if form == "date" and _DAY.fullmatch(str(text)):
            return date.fromisoformat(str(text)).isoformat()
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise refusal(say("Ngày giờ không đúng dạng"), text, ("2026-12-31", "2026-12-31T00:00:00Z")) from None
    return moment.isoformat()


def unaccented(text: str) -> str:
    """Return the text without marks, đ as d; upper and lower case stay."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


_D = str.maketrans("đĐ", "dD")
_TEXT_FUNCTIONS: Mapping[str, Callable[[str], str]] = {"casei": str.casefold, "accenti": unaccented}
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": np.divide,
    "%": np.fmod,
    "div": lambda one, other: np.trunc(np.divide(one, other)),
    "^": np.power,
}
_FUNCTIONS = (*_TEXT_FUNCTIONS, *_ARITHMETIC)


def _applied(name: str, args: object, table: Table) -> Operand:
    """Return what a text function or a calculation makes of its arguments; a division by zero is missing."""
    count = 1 if name in _TEXT_FUNCTIONS else 2
    if not isinstance(args, list) or len(args) != count:
        raise refusal(say_count("Phép {name} cần {n} tham số", count, name=name), args)
    parts = [value(arg, table) for arg in args]
    if name in _TEXT_FUNCTIONS:
        _want(parts[0].kind is Kind.TEXT, name, args)
        change = _TEXT_FUNCTIONS[name]
        texts = np.array([change(text) for text in parts[0].values], dtype=object)
        return Operand(Kind.TEXT, texts, parts[0].missing)
    _want(all(part.kind in _NUMERIC for part in parts), name, args)
    with np.errstate(all="ignore"):
        numbers = _ARITHMETIC[name](parts[0].values, parts[1].values)
    return Operand(Kind.NUMBER, numbers, parts[0].missing | parts[1].missing | ~np.isfinite(numbers))


def _want(fits: bool, name: str, args: object) -> None:
    """Raise `QueryError` unless the arguments of an operator fit it."""
    if not fits:
        raise refusal(say("Phép {name} không dùng được với kiểu giá trị này", name=name), args)


def _pair(name: str, args: list[Node], table: Table) -> tuple[Operand, Operand]:
    """Return two operands that can be compared: both numbers, both dates, or both of one kind.

    A text beside a date is read as a date.
    """
    one, other = (value(arg, table) for arg in args)
    if {one.kind, other.kind} == {Kind.TEXT, Kind.DATE}:
        texts = args[0] if one.kind is Kind.TEXT else args[1]
        _want(isinstance(texts, str), name, args)
        _instant("date", texts)
        return one, other
    _want(one.kind == other.kind or {one.kind, other.kind} <= _NUMERIC, name, args)
    return one, other


def _compared(name: str, compare: Callable[[Any, Any], Any]) -> Callable[[list[Node], Table], Truth]:
    """Return the condition of a comparison."""

    def condition(args: list[Node], table: Table) -> Truth:
        one, other = _pair(name, args, table)
        unknown = one.missing | other.missing
        return Truth(np.asarray(compare(one.values, other.values), dtype=bool) & ~unknown, unknown)

    return condition


def flag(node: Node, table: Table) -> Truth:
    """Return a yes-or-no property as a condition."""
    operand = value(node, table)
    _want(operand.kind is Kind.BOOLEAN, "boolean", node)
    return Truth(operand.values.astype(bool) & ~operand.missing, operand.missing)


def _between(args: list[Node], table: Table) -> Truth:
    """Return where a value lies between two others, ends included."""
    low = CONDITIONS[">="]([args[0], args[1]], table)
    high = CONDITIONS["<="]([args[0], args[2]], table)
    yes = low.yes & high.yes
    return Truth(yes, ~yes & ~low.no & ~high.no)


def _in(args: list[Node], table: Table) -> Truth:
    """Return where a value is one of a list."""
    listed = args[1] if isinstance(args[1], list) else [args[1]]
    _want(bool(listed), "in", args)
    parts = [CONDITIONS["="]([args[0], item], table) for item in listed]
    yes = np.logical_or.reduce([part.yes for part in parts])
    unknown = np.logical_or.reduce([part.unknown for part in parts])
    return Truth(yes, unknown & ~yes)


def _is_null(args: list[Node], table: Table) -> Truth:
    """Return where a value is missing; of that nothing is unknown. The geometry may be asked, too."""
    nothing = np.zeros(len(table), bool)
    if isinstance(args[0], dict) and args[0].get("property") == "geometry":
        return Truth(np.array([shape is None for shape in table.geometries], dtype=bool), nothing)
    return Truth(value(args[0], table).missing, nothing)


def _like(args: list[Node], table: Table) -> Truth:
    """Return where a text fits a pattern of `%` (any letters) and `_` (one letter); a backslash makes both letters."""
    one, pattern = value(args[0], table), value(args[1], table)
    constant = len(set(pattern.values)) <= 1
    _want(one.kind is pattern.kind is Kind.TEXT and constant, "like", args)
    fits = matcher(pattern.values[0] if len(pattern.values) else "")
    yes = np.array([fits(text) for text in one.values], dtype=bool)
    return Truth(yes & ~one.missing, one.missing)


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test for a LIKE pattern whose time grows with the text, whatever the pattern."""
    pieces: list[str] = [""]
    for sign in re.findall(r"\\.|.", pattern, re.DOTALL):
        if sign == "%":
            pieces.append("")
        else:
            pieces[-1] += "." if sign == "_" else re.escape(sign[-1])
    if len(pieces) == 1:
        whole = re.compile(pieces[0], re.DOTALL)
        return lambda text: whole.fullmatch(text) is not None
    first, *middle, last = [re.compile(piece, re.DOTALL) for piece in pieces]
    end = re.compile(f"(?:{last.pattern})\\Z", re.DOTALL)

    def fits(text: str) -> bool:
        """Find the pieces one after another."""
        found = first.match(text)
        for piece in middle:
            found = found and piece.search(text, found.end())
        return bool(found and end.search(text, found.end()))

    return fits


CONDITIONS: Mapping[str, Callable[[list[Node], Table], Truth]] = {
    **{
        name: _compared(name, compare)
        for name, compare in {
            "=": operator.eq,
            "<>": operator.ne,
            "<": operator.lt,
            ">": operator.gt,
            "<=": operator.le,
            ">=": operator.ge,
        }.items()
    },
    "between": _between,
    "in": _in,
    "isnull": _is_null,
    "like": _like,
}
