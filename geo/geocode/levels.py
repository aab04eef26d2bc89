"""Levels of administration in a name: which are ours, which are strangers, which are too small for the gazetteer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from geo.gazetteer import Mention
from geo.geocode.region import (
    CITY,
    CITY_LEVELS,
    COMMUNE_LEVELS,
    DISTRICT,
    DISTRICT_LEVELS,
    HAMLET_LEVELS,
    STREET_WORDS,
    WORDS_BEFORE,
    levels,
    other_words,
    provinces,
)
from geo.model import PlaceKind
from geo.text import Word, marks, marks_contradict

COMMUNES = frozenset({PlaceKind.COMMUNE, PlaceKind.WARD})
LONGEST_NAME = 4
NUMBERED = frozenset({"phuong", "quan", "to", "to dan pho", "khu pho", "tdp"})
# In a name without capitals these words end the name before them.
NOT_IN_NAMES = frozenset(
    (
        *("den", "toi", "di", "sang", "thuoc", "trong", "tai", "va", "noi", "o", "qua", "ven", "cua", "cho", "tu"),
        *("theo", "tren", "cac", "moi", "cu", "nay", "duoc", "nong"),
    )
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
    def in_commune(self) -> bool:
        """True for a commune's or ward's level before a name of ours."""
        return self.local and self.level in COMMUNE_LEVELS

    @property
    def stranger(self) -> bool:
        """True where the words name a commune, district or province that is not ours."""
        return not self.local and not self.is_hamlet


def find_levels(read: Sequence[Word], sure: Sequence[Mention], *, bare: bool) -> tuple[Level, ...]:
    """Return every level of administration that a name follows and that is not part of a known place's name."""
    inside = {at for mention in sure for at in range(mention.start, mention.end)}
    starts = {mention.start: mention for mention in sure}
    cased = is_cased(read)
    found: list[Level] = []
    for start, end in _level_words(read, bare=bare, cased=cased):
        if start in inside or not _leads_on(read, end, bare=bare):
            continue
        level = " ".join(word.key for word in read[start:end])
        mention = starts.get(end)
        name_end = mention.end if mention else _name_end(read, end, bare=bare, cased=cased, numbered=level in NUMBERED)
        if name_end > end:
            found.append(Level(start, name_end, level, _is_local(read[end:name_end], level, mention)))
    return tuple(found)


def _leads_on(read: Sequence[Word], end: int, *, bare: bool) -> bool:
    """Say whether a name may follow a level: right behind it, and it is no level itself ("thôn, xã")."""
    return end < len(read) and read[end].gap in {"", "."} and _level_end(read, end, bare=bare) == end


def _level_words(read: Sequence[Word], *, bare: bool, cased: bool) -> Iterator[tuple[int, int]]:
    """Yield where a level of administration is written, marks and neighbours considered."""
    at = 0
    known = levels()
    while at < len(read):
        end = _level_end(read, at, bare=bare) if read[at].key in known else at
        named = cased and end < len(read) and read[end].text[:1].isupper()
        if end > at and (named or not _is_other_word(read, at, bare=bare)) and not _is_tail(read, at):
            yield at, end
        at = max(end, at + 1)


def _level_end(read: Sequence[Word], at: int, *, bare: bool) -> int:
    """Return where the level of administration that stands at `at` ends; `at` itself when none does."""
    return next(
        (at + len(level) for level in levels().get(read[at].key, ()) if _stands(read, at, level, bare=bare)), at
    )


def _stands(read: Sequence[Word], at: int, phrase: Sequence[Word], *, bare: bool) -> bool:
    """Say whether a phrase stands at `at`: with its own marks, or without any in a name that has none."""
    part = read[at : at + len(phrase)]
    if len(part) < len(phrase) or any(word.key != other.key for word, other in zip(part, phrase, strict=True)):
        return False
    return bare or all(marks(word.text) == marks(other.text) for word, other in zip(part, phrase, strict=True))


def _is_other_word(read: Sequence[Word], at: int, *, bare: bool) -> bool:
    """Say whether a longer word stands here: "nhà ở xã hội", "quân đội" written without marks."""
    return any(_stands(read, at, other, bare=bare) for other in other_words().get(read[at].key, ()))


def _is_tail(read: Sequence[Word], at: int) -> bool:
    """Say whether the word before makes it part of another word: "hợp tác xã", "liên xã"."""
    return at > 0 and read[at - 1].key in WORDS_BEFORE.get(read[at].key, frozenset())


def is_cased(read: Sequence[Word]) -> bool:
    """Say whether capitals mean anything in this name: some words have one and some have not."""
    capitals = sum(word.text[:1].isupper() for word in read)
    return 0 < capitals <= 0.8 * len(read)


def _name_end(read: Sequence[Word], start: int, *, bare: bool, cased: bool, numbered: bool) -> int:
    """Return where the name that begins at `start` ends; `start` itself when there is none."""
    if numbered and read[start].is_number:
        return start + 1
    end = start
    while end < len(read) and end - start < (LONGEST_NAME if cased else 2) and (end == start or not read[end].gap):
        word = read[end]
        ends = word.text[:1].islower() if cased else word.key in NOT_IN_NAMES or _level_end(read, end, bare=bare) > end
        if word.is_number or ends:
            break
        end += 1
    return end


def _is_local(name: Sequence[Word], level: str, mention: Mention | None) -> bool:
    """Say whether a level with this name is one of ours."""
    written = " ".join(word.key for word in name)
    if level in CITY_LEVELS and written.startswith(CITY):
        return True
    if level in DISTRICT_LEVELS and written.startswith(DISTRICT):
        return True
    kinds = {place.kind for place in mention.places} if mention else set()
    return PlaceKind.COMMUNE in kinds if level in {"xa", "thi tran"} else level == "phuong" and bool(kinds & COMMUNES)


def find_provinces(read: Sequence[Word], inside: Collection[int]) -> Iterator[Level]:
    """Yield the names of other provinces that stand without a level; words in `inside` are spoken for."""
    known = provinces()
    for at, word in enumerate(read):
        for name in known.get(word.key, ()) if at not in inside else ():
            if _is_province(read, at, name):
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
    city = CITY.split()
    keys = [word.key for word in read]
    inside = {at for start, end in spans for at in range(start, end)}
    starts = (at for at in range(len(keys)) if at not in inside and keys[at : at + len(city)] == city)
    return (*spans, *((at, at + len(city)) for at in starts))
