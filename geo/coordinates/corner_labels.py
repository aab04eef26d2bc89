"""The name of a corner: `M1`, `12`, `Đầu tuyến`: the nearest mark, number or short phrase before its coordinates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.coordinates.tokens import Kind, Token

_MAX_WORDS: Final = 4
_FILLER: Final = (
    "x y e n b l h m ha hệ tọa toạ độ toạđộ tọađộ vị trí điểm tên số hiệu stt tt mốc góc có là và của các cạnh "
    "chiều dài diện tích vĩ kinh tuyến trục đông bắc hướng ký kí tờ bản đồ thửa đất vn wgs utm mc múi chiếu theo "
    "ranh giới khu khép về he toa do vi tri diem ten so hieu moc goc co la va dien tich point east north easting "
    "northing lat lon long latitude longitude id no "
)
_NOISE: Final = frozenset(_FILLER.split())
_AXIS: Final = re.compile(r"[xy]\d{1,4}", re.IGNORECASE)
_PART: Final = re.compile(r"khu|khoảnh|thửa|vùng|phần|lô|ô|mảnh|đoạn", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gap:
    """The tokens between the pair before and this pair, this pair's line, and whether each line is a record."""

    tokens: Sequence[Token]
    line: int
    rows: bool


def find_label(gap: Gap) -> str | None:
    """Find the label of the pair after a gap: on its own line in a table of rows, else on the line just before it."""
    own = [token for token in gap.tokens if token.line == gap.line]
    before = [token for token in gap.tokens if token.line != gap.line]
    if gap.rows or _words([token.text for token in own]) or not before:
        return _label(own)
    last = before[-1].line
    return _label([token for token in before if token.line == last])


def _label(tokens: Sequence[Token]) -> str | None:
    """Read a label from one line.

    From its end, the first mark or small number, or the phrase that is left without filler words.
    """
    phrase: list[str] = []
    for token in reversed(tokens):
        if token.kind is Kind.WORD:
            phrase.append(token.text)
            continue
        if _words(phrase):
            break
        phrase.clear()
        if token.kind is Kind.MARK and not _AXIS.fullmatch(token.text):
            return token.text
        if token.kind is Kind.NUMBER and re.fullmatch(r"\d{1,4}", token.text):
            return token.text
    return " ".join(reversed(phrase)) if 0 < _words(phrase) <= len(phrase) <= _MAX_WORDS else None


def _words(phrase: Sequence[str]) -> int:
    return sum(word.lower() not in _NOISE for word in phrase)


def starts_part(gap: Gap) -> bool:
    """Tell whether a heading such as `Khu 2` or `Thửa số 12` on a line of its own opens a new ring."""
    lines: dict[int, list[Token]] = {}
    for token in gap.tokens:
        if token.line != gap.line:
            lines.setdefault(token.line, []).append(token)
    return any(
        line[0].kind is Kind.WORD and len(line) <= _MAX_WORDS and _PART.fullmatch(line[0].text)
        for line in lines.values()
    )
