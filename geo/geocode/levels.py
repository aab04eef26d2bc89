"""Levels of administration in a name: which are ours, which are strangers, which are too small for the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.gazetteer import Mention
from geo.geocode.region import (
    CITY,
    CITY_LEVELS,
    COMMUNE_LEVELS,
    DISTRICT,
    DISTRICT_LEVELS,
    HAMLET_LEVELS,
    NOT_AFTER,
    NOT_BEFORE,
    STREET_WORDS,
    levels,
    provinces,
)
from geo.model import PlaceKind
from geo.text import Word, key, marks, marks_contradict

LONGEST_NAME = 4
NUMBERED = frozenset({"phuong", "quan", "to", "to dan pho", "khu pho", "tdp"})
# In a name without capitals these words end the name before them.
NOT_IN_NAMES = frozenset(
    ("den", "toi", "di", "sang", "thuoc", "trong", "tai", "va", "noi", "o", "qua", "ven", "cua", "cho", "tu", "theo")
)


class Level(NamedTuple):
    """A level of administration and the name behind it: `words[start:end]`; `level` is its key ("huyen")."""

    start: int
    end: int
    level: str
    local: bool

    @property
    def is_hamlet(self) -> bool:
        """True for what lies below a commune."""
        return self.level in HAMLET_LEVELS

    @property
    def stranger(self) -> bool:
        """True where the words name a commune, district or province that is not ours."""
        return not self.local and not self.is_hamlet


def find_levels(read: Sequence[Word], sure: Sequence[Mention], *, bare: bool) -> tuple[Level, ...]:
    """Return every level of administration that a name follows and that is not part of a known place's name."""
    inside = {at for mention in sure for at in range(mention.start, mention.end)}
    starts = {mention.start: mention for mention in sure}
    cased = _is_cased(read)
    found: list[Level] = []
    for start, end in _level_words(read, bare=bare):
        if start in inside or end >= len(read) or read[end].gap not in {"", "."}:
            continue
        level = " ".join(word.key for word in read[start:end])
        mention = starts.get(end)
        name_end = mention.end if mention else _name_end(read, end, cased=cased, numbered=level in NUMBERED)
        if name_end > end:
            found.append(Level(start, name_end, level, _is_local(read[end:name_end], level, mention)))
    return tuple(found)


def _level_words(read: Sequence[Word], *, bare: bool) -> Iterator[tuple[int, int]]:
    """Yield where a level of administration is written, marks and neighbours considered."""
    at = 0
    while at < len(read):
        end = next((at + len(level) for level in levels().get(read[at].key, ()) if _stands(read, at, level, bare)), at)
        if end > at and not _is_other_word(read, at, end):
            yield at, end
        at = max(end, at + 1)


def _stands(read: Sequence[Word], at: int, level: Sequence[Word], bare: bool) -> bool:
    """Say whether a level's words stand at `at`: with its own marks, or without any in a name that has none."""
    part = read[at : at + len(level)]
    if len(part) < len(level) or any(word.key != other.key for word, other in zip(part, level, strict=True)):
        return False
    return bare or all(marks(word.text) == marks(other.text) for word, other in zip(part, level, strict=True))


def _is_other_word(read: Sequence[Word], start: int, end: int) -> bool:
    """Say whether the neighbours make it another word: "nhà ở xã hội", "hợp tác xã", "quân đội" without marks."""
    last = read[end - 1].key
    after = end < len(read) and read[end].key in NOT_BEFORE.get(last, frozenset())
    before = start > 0 and read[start - 1].key in NOT_AFTER.get(read[start].key, frozenset())
    return after or before


def _is_cased(read: Sequence[Word]) -> bool:
    """Say whether capitals mean anything in this name: some words have one and some have not."""
    capitals = sum(word.text[:1].isupper() for word in read)
    return 0 < capitals <= 0.8 * len(read)


def _name_end(read: Sequence[Word], start: int, *, cased: bool, numbered: bool) -> int:
    """Return where the name that begins at `start` ends; `start` itself when there is none."""
    if numbered and read[start].is_number:
        return start + 1
    longest = LONGEST_NAME if cased else 2
    end = start
    while end < len(read) and end - start < longest and (end == start or not read[end].gap):
        word = read[end]
        if word.is_number or word.key in NOT_IN_NAMES or word.key in levels() or (cased and word.text[:1].islower()):
            break
        end += 1
    return end


def _is_local(name: Sequence[Word], level: str, mention: Mention | None) -> bool:
    """Say whether a level with this name is one of ours."""
    written = " ".join(word.key for word in name)
    if level in CITY_LEVELS and written.startswith(key(CITY)):
        return True
    if level in DISTRICT_LEVELS and written.startswith(key(DISTRICT)):
        return True
    kinds = {place.kind for place in mention.places} if mention else set()
    return level in COMMUNE_LEVELS and bool(kinds & {PlaceKind.COMMUNE, PlaceKind.WARD})


def find_provinces(read: Sequence[Word], sure: Sequence[Mention]) -> Iterator[Level]:
    """Yield the names of other provinces that stand without a level and outside every known name."""
    inside = {at for mention in sure for at in range(mention.start, mention.end)}
    for at, word in enumerate(read):
        for name in provinces().get(word.key, ()):
            if at not in inside and _is_province(read, at, name):
                yield Level(at, at + len(name), "tinh", local=False)


def _is_province(read: Sequence[Word], at: int, name: Sequence[Word]) -> bool:
    """Say whether a province's name stands at `at` and is neither a street's name nor a common word."""
    part = read[at : at + len(name)]
    if [word.key for word in part] != [word.key for word in name] or any(word.gap for word in part[1:]):
        return False
    if any(marks_contradict(word.text, other.text) for word, other in zip(part, name, strict=True)):
        return False
    if len(name) == 1 and not part[0].text.istitle():
        return False
    return not (at and read[at - 1].key in STREET_WORDS and not part[0].gap)


def find_home(read: Sequence[Word], found: Sequence[Level]) -> tuple[tuple[int, int], ...]:
    """Return the words that say our district or city."""
    spans = [(level.start, level.end) for level in found if level.local]
    city = key(CITY).split()
    keys = [word.key for word in read]
    spans.extend((at, at + len(city)) for at in range(len(keys)) if keys[at : at + len(city)] == city)
    return tuple(spans)
