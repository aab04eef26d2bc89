"""The words of a corridor: "đoạn từ A đến B", "từ A tới B sang C", "nối A với B", "đường A - B"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from geo.geocode.reading import Named, Reading, Span
from geo.model import PlaceKind

STARTS = ("từ", "nối từ", "kết nối từ", "nối", "kết nối", "nối liền")
STEPS = ("đến", "tới", "đi", "sang", "ra", "về", "nối với", "kết nối với", "nối", "nối vào")
# "Nối A với B" joins two ends; in "từ A và B đến C" the same words join nothing.
LATE_STEPS = ("với", "và")
ENDS = ("phục vụ", "thuộc dự án", "trên địa bàn", "dài", "để", "theo")
ROAD_WORDS = frozenset({"duong", "doan", "truc", "tuyen"})


class Part(NamedTuple):
    """One end of a corridor as it is written: `words[start:end]`."""

    start: int
    end: int


def corridor_parts(reading: Reading) -> list[Part]:
    """Return the ends of the corridor as they are written, in order; empty when there is none, one when one is lost."""
    start = _start(reading)
    parts = _started(reading, start) if start else []
    return parts if len(parts) > 1 else _chained(reading) or parts


def _started(reading: Reading, start: Span) -> list[Part]:
    """Return the ends behind "từ" or "nối"."""
    end = next((at for at, _ in reading.where(*ENDS) if at > start[1]), len(reading.words))
    cuts = [step for step in _steps(reading, start) if step[0] < end]
    edges = [start[1], *(at for step in cuts for at in step), end]
    parts = [Part(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
    return [part for part in parts if part.start < part.end]


def _start(reading: Reading) -> Span | None:
    """Return where a corridor begins: the first "từ" or "nối" that is not part of a name or of "đầu tư"."""
    spans = [
        span
        for span in reading.where(*STARTS)
        if not reading.inside_name(span[0]) and not (reading.bare and _is_tu_of_dau_tu(reading, span[0]))
    ]
    words_from = [span for span in spans if reading.words[span[1] - 1].key == "tu"]
    chosen = words_from or spans
    return min(chosen, key=lambda span: (span[0], -span[1])) if chosen else None


def _is_tu_of_dau_tu(reading: Reading, at: int) -> bool:
    """Say whether a "tu" without marks is the one of "đầu tư"."""
    return reading.words[at].key == "tu" and at > 0 and reading.words[at - 1].key == "dau"


def _steps(reading: Reading, start: Span) -> list[Span]:
    """Return the words that lead from one end to the next."""
    joins = reading.words[start[1] - 1].key != "tu"
    kept: list[Span] = []
    for span in reading.where(*STEPS, *(LATE_STEPS if joins else ())):
        behind = span[0] > start[1] and (not kept or span[0] >= kept[-1][1])
        if behind and not reading.inside_name(span[0]):
            kept.append(span)
    return kept or list(_dashes(reading, start[1]))


def _dashes(reading: Reading, start: int) -> Iterator[Span]:
    """Yield the dashes between two names after a start: "từ A - B"."""
    for one, other in pairwise(reading.between(start, len(reading.words))):
        if one.end == other.start and reading.words[other.start].gap == "-":
            yield other.start, other.start


def _chained(reading: Reading) -> list[Part]:
    """Return the ends of "đường A - B", "đường A đi B": names with nothing but a dash or such a word between."""
    parts: list[Part] = []
    for one, other in pairwise(reading.named):
        if not parts and not (_is_stepped(reading, one, other) or _is_dashed(reading, one, other)):
            continue
        if parts and not _is_stepped(reading, one, other):
            break
        parts = [*(parts or [Part(one.start, one.end)]), Part(other.start, other.end)]
    return parts


def _is_stepped(reading: Reading, one: Named, other: Named) -> bool:
    """Say whether one word leads from a name to the next: "A đi B"."""
    return (one.end, other.start) in reading.where(*STEPS)


def _is_dashed(reading: Reading, one: Named, other: Named) -> bool:
    """Say whether a word for a road stands before two names with a dash between: "đường A - B"."""
    before = reading.words[one.start - 1].key if one.start else ""
    joined = one.end == other.start and reading.words[other.start].gap == "-"
    return joined and before in ROAD_WORDS and one.place.kind is not PlaceKind.ROAD
