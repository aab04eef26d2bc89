"""Tokens → pairs of coordinates.

A northing beside an easting, a latitude beside a longitude, in whichever order the columns have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.coordinates.numerals import has_small_reading
from geo.coordinates.tokens import Kind, Token, makes_pair

GRID: Final = (Kind.NORTH, Kind.EAST)
ANGLES: Final = (Kind.LATITUDE, Kind.LONGITUDE)
_NUMERIC: Final = frozenset(Kind) - {Kind.MARK, Kind.WORD}
_LONG_NUMBER: Final = 5
_LIKE_A_NUMBER: Final = re.compile(r"(?<![^\s|;=])(?:\d{1,3}(?: \d{3})+(?:[.,]\d+)?|[\dOoIlSB.,]{5,})(?![^\s|;)])")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coordinates as printed, and the positions of their tokens in the stream."""

    first: Token
    second: Token
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of the first coordinate."""
        return self.first.line

    @property
    def on_one_line(self) -> bool:
        """Whether both stand on one line: one record a line."""
        return self.first.line == self.second.line


def find_pairs(tokens: Sequence[Token], kinds: tuple[Kind, Kind]) -> tuple[Pair, ...]:
    """Find the pairs of two kinds; the column order is the one that makes more pairs. Empty when there is none."""
    numeric = [(place, token) for place, token in enumerate(tokens) if token.kind in _NUMERIC]
    along = _pairs_in_order(numeric, kinds)
    across = _pairs_in_order(numeric, (kinds[1], kinds[0]))
    best = max(along, across, key=len)
    return best if len(best) > 1 else _pairs_by_column(numeric, kinds) or best


def _pairs_in_order(numeric: Sequence[tuple[int, Token]], order: tuple[Kind, Kind]) -> tuple[Pair, ...]:
    pairs, index = [], 0
    while index < len(numeric) - 1:
        (start, first), (end, second) = numeric[index], numeric[index + 1]
        if makes_pair(first.kind, second.kind, order):
            pairs.append(Pair(first, second, start, end))
            index += 1
        index += 1
    return tuple(pairs)


def _pairs_by_column(numeric: Sequence[tuple[int, Token]], kinds: tuple[Kind, Kind]) -> tuple[Pair, ...]:
    """Pair a text copied column by column: all coordinates of one kind, then as many of the other."""
    chosen = [(place, token) for place, token in numeric if token.kind in {*kinds, Kind.GRID}]
    half = len(chosen) // 2
    first, second = chosen[:half], chosen[half:]
    uniform = len({token.kind for _, token in first}) == len({token.kind for _, token in second}) == 1
    orders = (kinds, (kinds[1], kinds[0]))
    if half < 2 or len(chosen) % 2 or not uniform:
        return ()
    if not any(makes_pair(first[0][1].kind, second[0][1].kind, order) for order in orders):
        return ()
    return tuple(Pair(a, b, place, place) for (place, a), (_, b) in zip(first, second, strict=True))


def unread_lines(
    tokens: Sequence[Token], pairs: Sequence[Pair], lines: Sequence[str], *, area_column: bool
) -> tuple[int, ...]:
    """Find the lines (from 0) that look like a corner and gave no pair.

    Half a corner, a letter in a number, a digit too many. A number the size of an easting may also be an area in m²,
    where the table has such a column, or the length of a side.
    """
    used = {id(token) for pair in pairs for token in (pair.first, pair.second)}
    paired = {token.line for pair in pairs for token in (pair.first, pair.second)}
    suspects = {token.line for token in tokens if _is_lost_coordinate(token, area_column) and id(token) not in used}
    if any(pair.on_one_line for pair in pairs):
        inside = range(min(paired), max(paired))
        suspects |= {number for number, line in enumerate(lines) if _long_numbers(line) > (number not in inside)}
        suspects -= paired
    return tuple(sorted(suspects))


def _is_lost_coordinate(token: Token, area_column: bool) -> bool:
    if token.kind in {Kind.EAST, Kind.GRID}:
        return not area_column and not has_small_reading(token.text)
    return token.kind in {Kind.NORTH, Kind.LATITUDE, Kind.LONGITUDE}


def _long_numbers(line: str) -> int:
    """Count what is written like a coordinate, letters in the place of digits included.

    A length such as `125,30` is none.
    """
    return sum(_is_long(found) for found in _LIKE_A_NUMBER.findall(line))


def _is_long(written: str) -> bool:
    if sum(map(str.isdigit, written)) < _LONG_NUMBER:
        return False
    return bool(re.search(r"[A-Za-z]", written)) or not has_small_reading(written)
