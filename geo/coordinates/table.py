"""A pasted table of corners → `CoordinateTable`: what was printed, in the order it was printed.

No projection and no judgement here.

Coordinates are told by size (northings, eastings, latitudes and longitudes of Vietnam do not overlap), so columns may
stand in any order, with or without a header, one record or one cell a line. What looks like a corner and cannot be
read is an error that names its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from geo.coordinates.numerals import clean, find_values
from geo.coordinates.pairing import ANGLES, GRID, Pair, find_pairs, unread_lines
from geo.coordinates.records import Record, build_records
from geo.coordinates.statements import VN2000, WGS84, Statement, read_statement
from geo.coordinates.tokens import Kind, Token, read_tokens
from geo.errors import CoordinateError
from geo.language import say, say_count

MAX_TEXT: Final = 1_000_000
MAX_CORNERS: Final = 10_000
METRES_A_DEGREE: Final = 111_000.0
SAME_AREA: Final = 0.005
_SHOWN_LINES: Final = 5

T = TypeVar("T")


class Unit(StrEnum):
    """Whether a block counts in metres of a grid or in degrees."""

    METRES = "metres"
    DEGREES = "degrees"


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner as printed: `first` and `second` in the order of the columns, their text, and the line (from 1).

    `part` counts the rings or lines of one table from 0. A corner without a label gets its number.
    """

    label: str
    first: float
    second: float
    raw: tuple[str, str]
    line: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """The corners in one system. `first_is_north` is what the sizes say of the column order.

    `datum`, `meridian` (degrees), `width_deg` and `epsg` are what the words say of this block, None where they are
    silent. `step_m`: the last printed digit, in metres.
    """

    unit: Unit
    corners: tuple[Corner, ...]
    first_is_north: bool
    step_m: float
    datum: str | None = None
    meridian: float | None = None
    width_deg: int | None = None
    epsg: int | None = None


@dataclass(frozen=True, slots=True)
class CoordinateTable:
    """The same corners in one block a system, the stated area in m² and notes in Vietnamese on how it was read."""

    blocks: tuple[Block, ...]
    stated_area_m2: float | None
    notes: tuple[str, ...]
    text: str

    @property
    def corners(self) -> tuple[Corner, ...]:
        """The corners of the first block."""
        return self.blocks[0].corners

    @property
    def stated_meridian(self) -> float | None:
        """The central meridian that the words give, in degrees."""
        return next((block.meridian for block in self.blocks if block.meridian is not None), None)


def read_table(text: str) -> CoordinateTable:
    """Read a table of coordinates as pasted from Excel, Word or a PDF.

    Raises `CoordinateError` when there is no corner in it, when a line that should hold one cannot be read (such lines
    are named), or when it is longer than `MAX_TEXT` characters or `MAX_CORNERS` corners.
    """
    if len(text) > MAX_TEXT:
        raise CoordinateError(say("Đoạn dán quá dài"), value=len(text), remedy=say("Hãy chỉ chép phần bảng tọa độ."))
    statement, rest = read_statement(clean(text))
    tokens = read_tokens(rest)
    grid, angles = find_pairs(tokens, GRID), find_pairs(tokens, ANGLES)
    if not grid and not angles:
        tokens = _decimal_degrees(tokens)
        angles = find_pairs(tokens, ANGLES)
    area_column = statement.area_column_m2 == 1.0
    _refuse_unread(text, unread_lines(tokens, grid + angles, rest.split("\n"), area_column=area_column))
    _refuse_count(max(len(grid), len(angles)))
    blocks = [
        *_blocks(grid, tokens, len(statement.meridians), Unit.METRES),
        *_blocks(angles, tokens, len(statement.datums), Unit.DEGREES),
    ]
    area, notes = _stated_area(statement, _spare_numbers(tokens, grid + angles), blocks[0])
    return CoordinateTable(_with_words(blocks, statement), area, statement.notes + _lost_signs(tokens) + notes, text)


def _decimal_degrees(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Read plain numbers as decimal degrees.

    Only where nothing in the table is a grid coordinate or an angle with its signs.
    """
    return tuple(
        replace(token, kind=Kind.LATITUDE if token.degrees.value < 100 else Kind.LONGITUDE, numeral=token.degrees)
        if token.degrees
        else token
        for token in tokens
    )


def _refuse_unread(text: str, unread: Sequence[int]) -> None:
    if not unread:
        return
    lines = clean(text).split("\n")
    named = "; ".join(
        say("dòng {row} «{printed}»", row=number + 1, printed=lines[number].strip()[:60])
        for number in unread[:_SHOWN_LINES]
    )
    more = say(" và {n} dòng nữa", n=len(unread) - _SHOWN_LINES) if len(unread) > _SHOWN_LINES else ""
    raise CoordinateError(
        say("Không đọc được đủ hai tọa độ ở {named}{more}", named=named, more=more),
        remedy=say("Hãy so số và thứ tự X, Y ở đó với văn bản rồi dán lại."),
    )


def _refuse_count(count: int) -> None:
    if count == 0:
        remedy = say("Hãy chép cả hai cột tọa độ, ví dụ «1  2314037,64  595190,88».")
        raise CoordinateError(say("Không thấy cặp tọa độ nào trong đoạn dán"), remedy=remedy)
    if count > MAX_CORNERS:
        raise CoordinateError(
            say("Bảng có quá nhiều điểm"),
            value=count,
            remedy=say("Tối đa {most} điểm.", most=MAX_CORNERS),
        )


def _blocks(pairs: Sequence[Pair], tokens: Sequence[Token], systems: int, unit: Unit) -> list[Block]:
    if not pairs:
        return []
    records = build_records(pairs, tokens, systems)
    return [_block(records, system, unit) for system in range(len(records[0].pairs))]


def _block(records: Sequence[Record], system: int, unit: Unit) -> Block:
    corners = tuple(_corner(record, record.pairs[system], number) for number, record in enumerate(records, 1))
    tokens = [token for record in records for token in (record.pairs[system].first, record.pairs[system].second)]
    step = min(
        token.numeral.step for token in tokens if token.numeral
    )  # Excel drops trailing noughts: the finest digit counts
    return Block(
        unit=unit,
        corners=corners,
        first_is_north=tokens[0].kind is Kind.LATITUDE or (unit is Unit.METRES and tokens[0].value > tokens[1].value),
        step_m=step if unit is Unit.METRES else step * METRES_A_DEGREE,
    )


def _corner(record: Record, pair: Pair, number: int) -> Corner:
    return Corner(
        label=record.label or str(number),
        first=pair.first.value,
        second=pair.second.value,
        raw=(pair.first.text, pair.second.text),
        line=pair.line + 1,
        part=record.part,
    )


def _with_words(blocks: Sequence[Block], statement: Statement) -> tuple[Block, ...]:
    """Give each block what the words say of it: one word for all, or as many words as blocks, in order."""
    grids = sum(block.unit is Unit.METRES for block in blocks)
    datums = _datums(blocks, statement.datums)
    told = []
    for place, block in enumerate(blocks):
        if block.unit is Unit.DEGREES:
            told.append(replace(block, datum=datums[place]))
            continue
        told.append(
            replace(
                block,
                datum=datums[place],
                meridian=_share(statement.meridians, place, grids),
                width_deg=_share(statement.widths, place, grids),
                epsg=_share(statement.epsg, place, grids),
            )
        )
    return tuple(told)


def _share(words: Sequence[T], place: int, count: int) -> T | None:
    if len(words) == 1:
        return words[0]
    return words[place] if len(words) == count else None


def _datums(blocks: Sequence[Block], named: Sequence[str]) -> list[str | None]:
    """Match datums to blocks in order. Metres beside degrees with both datums named.

    The grid is VN-2000, the degrees are WGS 84.
    """
    if len({block.unit for block in blocks}) == len(Unit):
        grid = VN2000 if VN2000 in named else None
        angle = WGS84 if set(named) == {VN2000, WGS84} else None
        return [grid if block.unit is Unit.METRES else angle for block in blocks]
    return list(named) if len(named) == len(blocks) else [None] * len(blocks)


def _lost_signs(tokens: Sequence[Token]) -> tuple[str, ...]:
    lost = [token for token in tokens if token.lost_sign]
    if not lost:
        return ()
    return (
        say(
            "{n} góc in thiếu dấu độ, ví dụ «{printed}», đọc là {read}.",
            n=len(lost),
            printed=lost[0].text,
            read=_sixties(lost[0].value),
        ),
    )


def _sixties(degrees: float) -> str:
    minutes, seconds = divmod(round(degrees * 3600, 2), 60)
    return f"{minutes // 60:.0f}°{minutes % 60:02.0f}'{seconds:g}\"".replace(".", ",")


def _spare_numbers(tokens: Sequence[Token], pairs: Sequence[Pair]) -> list[Token]:
    """List the numbers that are neither coordinates nor labels: areas, lengths of sides."""
    used = {id(token) for pair in pairs for token in (pair.first, pair.second)}
    kinds = {Kind.NUMBER, Kind.EAST, Kind.GRID}
    return [t for t in tokens if t.kind in kinds and id(t) not in used and re.search(r"\d[.,]\d", t.text)]


def _stated_area(statement: Statement, spare: Sequence[Token], block: Block) -> tuple[float | None, tuple[str, ...]]:
    """Find the area (m²) that the table states: with its unit in the text, else in an area column.

    A sum where each ring has its own.
    """
    areas = list(statement.areas_m2)
    if not areas and statement.area_column_m2:
        values = [values for token in spare if (values := find_values(token.text))]
        areas = [min(found.value for found in reading) * statement.area_column_m2 for reading in values]
        spare = ()
    areas = _distinct_areas(areas)
    rings = block.corners[-1].part + 1
    notes = _ignored(spare)
    if len(areas) in {0, 1, rings}:
        return (sum(areas) or None, notes)
    return None, (*notes, say("Văn bản nêu {n} diện tích khác nhau: không đối chiếu diện tích.", n=len(areas)))


def _distinct_areas(areas: Sequence[float]) -> list[float]:
    """Drop an area that only says another one again, in another unit: `5,21 ha (52.100 m2)`."""
    kept: list[float] = []
    for area in areas:
        if not kept or abs(area - kept[-1]) > SAME_AREA * kept[-1]:
            kept.append(area)
    return kept


def _ignored(spare: Sequence[Token]) -> tuple[str, ...]:
    if not spare:
        return ()
    return (say_count("Bỏ qua {n} số không phải tọa độ, ví dụ «{printed}».", len(spare), printed=spare[0].text),)
