"""Pairs → records: a label with its pairs, rings told apart, two printed columns of records put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.coordinates.corner_labels import Gap, find_label, starts_part
from geo.coordinates.pairing import Pair
from geo.coordinates.tokens import Token

MOST_SYSTEMS = 3


@dataclass(frozen=True, slots=True)
class Record:
    """One corner: its label (None if not printed), its pairs (one a system), and its ring or line, from 0."""

    label: str | None
    pairs: tuple[Pair, ...]
    part: int = 0


def build_records(pairs: Sequence[Pair], tokens: Sequence[Token], systems: int) -> tuple[Record, ...]:
    """Join the pairs into records of equal size. `systems` says how many systems the words name.

    It decides where no label does.
    """
    single = _one_a_pair(pairs, tokens)
    if any(record.label for record in single):
        joined = _join_unlabelled(single)
    elif systems > 1 and len(pairs) % systems == 0:
        joined = [
            Record(None, tuple(pairs[start : start + systems]), single[start].part)
            for start in range(0, len(pairs), systems)
        ]
    else:
        joined = single
    sizes = {len(record.pairs) for record in joined}
    even = len(sizes) == 1 and sizes <= set(range(1, MOST_SYSTEMS + 1))
    return tuple(_part_at_restarts(_read_down_columns(joined if even else single)))


def _one_a_pair(pairs: Sequence[Pair], tokens: Sequence[Token]) -> list[Record]:
    rows = sum(pair.on_one_line for pair in pairs) * 2 > len(pairs)
    records, part, previous = [], 0, -1
    for pair in pairs:
        gap = Gap(tokens[previous + 1 : pair.start], pair.line, rows)
        part += previous >= 0 and starts_part(gap)
        records.append(Record(find_label(gap), (pair,), part))
        previous = pair.end
    return records


def _join_unlabelled(single: Sequence[Record]) -> list[Record]:
    joined: list[Record] = []
    for record in single:
        if record.label is None and joined:
            joined[-1] = replace(joined[-1], pairs=joined[-1].pairs + record.pairs)
        else:
            joined.append(record)
    return joined


def _read_down_columns(records: list[Record]) -> list[Record]:
    """Order a table printed as two columns of records.

    Down the first, then the second, if the numbers rise only that way.
    """
    seen: Counter[int] = Counter()
    columns: dict[int, list[Record]] = {}
    for record in records:
        line = record.pairs[0].line
        columns.setdefault(seen[line], []).append(record)
        seen[line] += 1
    down = [record for column in columns.values() for record in column]
    return down if _rises(down) and not _rises(records) else records


def _rises(records: Sequence[Record]) -> bool:
    """Tell whether the numbers in the labels rise; the last may repeat the first, to close the ring."""
    numbers = [int("".join(filter(str.isdecimal, record.label or "")) or -1) for record in records]
    if len(numbers) > 2 and numbers[-1] == numbers[0]:
        numbers.pop()
    return all(before < after for before, after in pairwise(numbers))


def _part_at_restarts(records: Sequence[Record]) -> list[Record]:
    """Begin a new ring where the numbering begins anew with another point; the same point again closes the ring."""
    parted: list[Record] = []
    first: Record | None = None
    part = -1
    for record in records:
        opens = first is None or record.part != first.part
        restarts = first is not None and record.label is not None and record.label == first.label
        if opens or (restarts and first is not None and not _same_place(record, first)):
            first, part = record, part + 1
        parted.append(replace(record, part=part))
    return parted


def _same_place(a: Record, b: Record) -> bool:
    return (a.pairs[0].first.value, a.pairs[0].second.value) == (b.pairs[0].first.value, b.pairs[0].second.value)
