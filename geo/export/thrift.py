"""Apache Thrift's compact protocol, as much of it as the footer of a Parquet file needs. Writing only.

A struct maps field numbers to values; a value is an `I32`, an int (64 bits), bytes, text, a bool, a list or a struct.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Struct = dict[int, Any]
_TRUE, _FALSE, _I32, _I64, _BINARY, _LIST, _STRUCT = 1, 2, 5, 6, 8, 9, 12


@dataclass(frozen=True, slots=True)
class I32:
    """A number that the format declares as 32 bits."""

    number: int


def varint(number: int) -> bytes:
    """Return a number that is not negative in groups of seven bits, lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def struct(fields: Struct) -> bytes:
    """Return a struct, its fields in ascending order; a field that is None is left out."""
    out = bytearray()
    last = 0
    for number in sorted(fields):
        value = fields[number]
        if value is None:
            continue
        kind = _kind(value)
        out += bytes([(number - last) << 4 | kind])  # fields of Parquet never lie more than 15 apart
        if kind not in {_TRUE, _FALSE}:
            out += _value(value)
        last = number
    out.append(0)
    return bytes(out)


def _kind(value: Any) -> int:  # noqa: ANN401  one of the values named above
    """Return the compact type of a value."""
    if isinstance(value, bool):
        return _TRUE if value else _FALSE
    kinds = {I32: _I32, int: _I64, bytes: _BINARY, str: _BINARY, list: _LIST, dict: _STRUCT}
    return kinds[type(value)]


def _value(value: Any) -> bytes:  # noqa: ANN401  one of the values named above
    """Return a value without its type."""
    match value:
        case I32(number) | int(number):
            return varint(number << 1 ^ number >> 63)
        case str():
            return _value(value.encode())
        case bytes():
            return varint(len(value)) + value
        case list():
            head = len(value) << 4 if len(value) < 15 else 0xF0
            size = b"" if len(value) < 15 else varint(len(value))
            kind = _kind(value[0]) if value else _STRUCT
            return bytes([head | kind]) + size + b"".join(map(_value, value))
        case _:
            return struct(value)
