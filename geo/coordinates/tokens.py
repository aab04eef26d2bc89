"""A cleaned table as a stream of tokens: numbers, angles, and the words and marks that may name a corner.

One record a line (Excel, Word) and one cell a line (text copied from a PDF) give the same stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Final

from geo.coordinates.numerals import (
    ANGLE,
    EASTING_MAX,
    NORTHING_MIN,
    NUMBER,
    Numeral,
    find_decimal_degrees,
    find_metres,
    has_small_reading,
    is_latitude,
    is_longitude,
    read_angle,
)

_CELLS: Final = re.compile(r"\t|\||;| {2,}")
_SPACED_NUMBER: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_NUMERIC_RUN: Final = re.compile(r"(?<![\w.,])\d[\d.,]*(?: \d[\d.,]*)+")
_SCAN: Final = re.compile(
    rf"""(?P<axis>\b[XYNE](?=\d{{6}}))
    |(?P<mark>[^\W\d_]+[-_.]?\d[\w']*(?:[-./]\d[\w']*)*|\d{{1,4}}(?:[a-z]|')(?![\w']))
    |(?P<number>(?:(?<![\w)\]])-)?{NUMBER})
    |(?P<word>[^\W\d_]+)""",
    re.VERBOSE | re.IGNORECASE,
)
_MAX_RUN: Final = 12


class Kind(StrEnum):
    """What a token is: a grid coordinate by size (`GRID`: of either kind), an angle, a number, a mark or a word."""

    NORTH = "north"
    EAST = "east"
    GRID = "grid"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    NUMBER = "number"
    MARK = "mark"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text, its value when it is a number, and the line (from 0) it stands on.

    `degrees` is the second reading of a plain number that could be decimal degrees; `lost_sign` tells an angle read
    without its sign.
    """

    kind: Kind
    text: str
    line: int
    numeral: Numeral | None = None
    degrees: Numeral | None = None
    lost_sign: bool = False

    @property
    def value(self) -> float:
        """The number; 0 for a word."""
        return self.numeral.value if self.numeral else 0.0


def read_tokens(text: str) -> tuple[Token, ...]:
    """Read a cleaned text, statements taken out (`read_statement`), into tokens in reading order."""
    return tuple(token for number, line in enumerate(text.split("\n")) for token in _line_tokens(line, number))


def _line_tokens(line: str, number: int) -> Iterator[Token]:
    for cell in _CELLS.split(_NUMERIC_RUN.sub(_regroup, line)):
        yield from _cell_tokens(cell.strip(), number)


def _cell_tokens(cell: str, line: int) -> Iterator[Token]:
    if _SPACED_NUMBER.fullmatch(cell):
        yield _number_token(cell, line)
        return
    position = 0
    for angle in ANGLE.finditer(cell):
        yield from _plain_tokens(cell[position : angle.start()], line)
        yield _angle_token(angle, line)
        position = angle.end()
    yield from _plain_tokens(cell[position:], line)


def _plain_tokens(text: str, line: int) -> Iterator[Token]:
    for match in _SCAN.finditer(text):
        if match["number"]:
            yield from (_number_token(piece, line) for piece in _split_commas(match["number"]))
        elif match["mark"]:
            yield Token(Kind.MARK, match["mark"], line)
        elif match["word"]:
            yield Token(Kind.WORD, match["word"], line)


def _number_token(raw: str, line: int) -> Token:
    if raw.startswith("-"):
        return Token(Kind.NUMBER, raw, line)
    metres, degrees = find_metres(raw), find_decimal_degrees(raw)
    if metres is None:
        return Token(Kind.NUMBER, raw, line, degrees=degrees)
    return Token(_grid_kind(metres.value), raw, line, metres, degrees)


def _grid_kind(metres: float) -> Kind:
    if metres < NORTHING_MIN:
        return Kind.EAST
    return Kind.GRID if metres < EASTING_MAX else Kind.NORTH


def makes_pair(first: Kind, second: Kind, order: tuple[Kind, Kind]) -> bool:
    """Tell whether two kinds can be a pair in an order of kinds; a `GRID` number can be a northing or an easting."""
    wild = {Kind.GRID} if Kind.NORTH in order else set()
    return first in {order[0], *wild} and second in {order[1], *wild}


def _angle_token(match: re.Match[str], line: int) -> Token:
    angle = read_angle(match)
    sixties = (
        float((match["min"] or "0").replace(",", ".")) < 60 and float((match["sec"] or "0").replace(",", ".")) < 60
    )
    kind = Kind.LATITUDE if is_latitude(angle.value) else Kind.LONGITUDE
    fits = sixties and (kind is Kind.LATITUDE or is_longitude(angle.value))
    return Token(kind if fits else Kind.NUMBER, angle.raw, line, angle, lost_sign=match["lost"] is not None)


def _split_commas(raw: str) -> list[str]:
    """Tell `1,2314037.64,595190.88` (three cells of a CSV) from one number.

    Its pieces are coordinates, the whole is not.
    """
    pieces = raw.split(",")
    if (
        len(pieces) > 1
        and find_metres(raw) is None
        and sum(find_metres(piece) is not None for piece in pieces if piece) >= 2
    ):
        return [piece for piece in pieces if piece]
    return [raw]


def _regroup(match: re.Match[str]) -> str:
    """Settle thousands marked by spaces where cells are parted by single spaces, too: `1 2 314 037,64 595 190,88`.

    Of all ways to join the pieces, one that makes northing–easting pairs and labels is taken if it is the only one.
    """
    words = match.group().split(" ")
    if len(words) > _MAX_RUN or not _SPACED_NUMBER.search(match.group()):
        return match.group()
    ways = {way for way in _groupings(words) if _makes_pairs(way)}
    if not ways and _SPACED_NUMBER.fullmatch(match.group()) and find_metres(match.group()):
        return match.group().replace(" ", "")
    return "  ".join(piece.replace(" ", "") for piece in ways.pop()) if len(ways) == 1 else match.group()


def _groupings(words: list[str]) -> Iterator[tuple[str, ...]]:
    inner = range(1, len(words))
    for count in range(len(words)):
        for cuts in combinations(inner, count):
            yield tuple(" ".join(words[start:end]) for start, end in pairwise((0, *cuts, len(words))))


def _makes_pairs(way: tuple[str, ...]) -> bool:
    kinds = []
    for piece in way:
        metres = find_metres(piece) if " " not in piece or _SPACED_NUMBER.fullmatch(piece) else None
        if metres is not None and not has_small_reading(piece):
            kinds.append(_grid_kind(metres.value))
        elif " " in piece:
            return False
    pairs = list(zip(kinds[::2], kinds[1::2], strict=False))
    orders = ((Kind.NORTH, Kind.EAST), (Kind.EAST, Kind.NORTH))
    return len(kinds) % 2 == 0 and any(pairs and all(makes_pair(*pair, order) for pair in pairs) for order in orders)
