"""Tokens → pairs of coordinates.

A northing beside an easting, a latitude beside a longitude, in whichever order the columns have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.coordinates.tokens import Kind, Token

GRID: Final = (Kind.NORTH, Kind.EAST)
ANGLES: Final = (Kind.LATITUDE, Kind.LONGITUDE)
_NUMERIC: Final = frozenset(Kind) - {Kind.MARK, Kind.WORD}
_LONG_NUMBER: Final = 5


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
        if (first.kind, second.kind) == order:
            pairs.append(Pair(first, second, start, end))
            index += 1
        index += 1
    return tuple(pairs)


def _pairs_by_column(numeric: Sequence[tuple[int, Token]], kinds: tuple[Kind, Kind]) -> tuple[Pair, ...]:
    """Pair a text copied column by column: all coordinates of one kind, then as many of the other."""
    chosen = [(place, token) for place, token in numeric if token.kind in kinds]
    half = len(chosen) // 2
    first, second = chosen[:half], chosen[half:]
    uniform = len({token.kind for _, token in first}) == len({token.kind for _, token in second}) == 1
    if half < 2 or len(chosen) % 2 or not uniform or first[0][1].kind is second[0][1].kind:
        return ()
    return tuple(Pair(a, b, place, place) for (place, a), (_, b) in zip(first, second, strict=True))


def unread_lines(tokens: Sequence[Token], pairs: Sequence[Pair], *, area_column: bool) -> tuple[int, ...]:
    """Find the lines (from 0) that look like a corner and gave no pair.

    Half a corner, a letter in a number, a digit too many.

    A number the size of an easting may also be an area in m²; where the table has such a column it is left alone.
    """
    used = {id(token) for pair in pairs for token in (pair.first, pair.second)}
    paired = {token.line for pair in pairs for token in (pair.first, pair.second)}
    suspects = {token.line for token in tokens if _is_lost_coordinate(token, area_column) and id(token) not in used}
    if any(pair.on_one_line for pair in pairs):
        inside = range(min(paired), max(paired))
        suspects |= {token.line for token in tokens if token.line in inside and _has_long_number(token)}
        suspects -= paired
    return tuple(sorted(suspects))


def _is_lost_coordinate(token: Token, area_column: bool) -> bool:
    return token.kind in {Kind.NORTH, Kind.LATITUDE, Kind.LONGITUDE} or (token.kind is Kind.EAST and not area_column)


def _has_long_number(token: Token) -> bool:
    return sum(character.isdigit() for character in token.text) >= _LONG_NUMBER
