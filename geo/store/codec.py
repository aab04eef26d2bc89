"""Frozen records to canonical JSON text and back, by the types their fields declare. Null is left out and comes back.

What is left out of the text takes the record's own default when it is read: a record type may gain optional fields.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from geo.moments import from_text, to_text

R = TypeVar("R")
_hints = cache(get_type_hints)


def to_json(record: object, *, leave_out: frozenset[str] = frozenset()) -> str:
    """Write a frozen dataclass as canonical JSON: keys sorted, no spaces, nulls left out."""
    return json.dumps(
        _encoded(record, leave_out), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def from_json(kind: type[R], text: str, **more: object) -> R:
    """Read a record of type `kind` from what `to_json` wrote; `more` gives the fields that were left out."""
    return _decoded_record(kind, json.loads(text), more)


def _encoded(record: object, leave_out: frozenset[str] = frozenset()) -> dict[str, object]:
    held = {item.name: getattr(record, item.name) for item in fields(record) if item.name not in leave_out}  # type: ignore[arg-type]  # a dataclass by contract
    return {name: _plain(value) for name, value in held.items() if value is not None}


def _plain(value: object) -> object:
    match value:
        case datetime():
            plain: object = to_text(value)
        case date():
            plain = value.isoformat()
        case UUID():
            plain = str(value)
        case tuple():
            plain = [_plain(item) for item in value]
        case _:
            plain = _encoded(value) if is_dataclass(value) else value
    return plain


def _decoded_record(kind: type[R], held: Mapping[str, Any], more: Mapping[str, object]) -> R:
    hints = _hints(cast("Callable[..., object]", kind))
    unknown = held.keys() - hints.keys()
    if unknown:
        raise TypeError(f"{kind.__name__}: {sorted(unknown)}")
    return kind(**{name: _decoded(hints[name], value) for name, value in held.items()}, **more)


def _decoded(kind: Any, value: Any) -> Any:  # noqa: ANN401  typing's own objects
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(option for option in get_args(kind) if option is not types.NoneType)
    if get_origin(kind) is tuple:
        return tuple(_decoded(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind):
        return _decoded_record(cast("type[object]", kind), value, {})
    read = _READ.get(kind, kind if issubclass(kind, StrEnum) else _as_it_is)
    return read(value)


def _as_it_is(value: object) -> object:
    return value


_READ: Mapping[type, Callable[[Any], object]] = {
    datetime: from_text,
    date: date.fromisoformat,
    float: float,
    UUID: UUID,
}
