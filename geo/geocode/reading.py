"""A name, read once: its words, the places they name, the words that speak against them. Rules only ask it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from geo.gazetteer import Gazetteer, Mention
from geo.geocode.levels import Level
from geo.model import Category, Evidence, Place, PlaceKind
from geo.text import Word, marks, words

Span = tuple[int, int]

LINE_KINDS = frozenset({PlaceKind.ROAD, PlaceKind.RIVER, PlaceKind.BRIDGE})
# Works that are no line: with the name of a road or river they lie beside it.
AREAL = (
    *("khu đô thị", "khu tái định cư", "khu dân cư", "khu nhà ở", "nhà ở", "khu công nghiệp", "cụm công nghiệp"),
    *("trường", "bệnh viện", "trạm", "nhà máy", "trung tâm", "chợ", "công viên", "bãi đỗ xe", "nhà văn hóa", "trụ sở"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name one place: `words[start:end]`."""

    start: int
    end: int
    place: Place
    mention: Mention


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that look like a known name and were not taken for it, with the reason in Vietnamese."""

    start: int
    end: int
    places: tuple[Place, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A name with what was read in it. `strangers` are words that say another place, `home` words that say ours."""

    text: str
    words: tuple[Word, ...]
    gazetteer: Gazetteer
    on: date | None
    category: Category | None
    bare: bool
    named: tuple[Named, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    strangers: tuple[Level, ...] = ()
    hamlets: tuple[Level, ...] = ()
    home: tuple[Span, ...] = ()
    positions: dict[str, list[int]] = field(default_factory=dict)

    def shown(self, start: int, end: int) -> str:
        """Return the words `start:end` as they stand in the name, with the bracket that closes one among them."""
        first, last = self.words[start].start, self.words[end - 1].end
        found = self.text[first:last]
        return found + ")" if found.count("(") > found.count(")") and self.text[last : last + 1] == ")" else found

    def where(self, *phrases: str) -> list[Span]:
        """Return where these phrases stand, in order, the longer first of those that begin together.

        Marks must be those of the phrase, or all missing in a name without marks.
        """
        table = _by_first_key(phrases)
        found = [
            (at, at + len(sought))
            for first in table.keys() & self.positions.keys()
            for at in self.positions[first]
            for sought in table[first]
            if self._stands(at, sought)
        ]
        return sorted(found, key=lambda span: (span[0], -span[1]))

    def first(self, *phrases: str) -> Span | None:
        """Return where the first of these phrases stands, the longest of those that begin there; None if none does."""
        return next(iter(self.where(*phrases)), None)

    def _stands(self, at: int, sought: Sequence[Word]) -> bool:
        """Say whether a phrase stands at `at`, nothing but spaces between its words."""
        part = self.words[at : at + len(sought)]
        if len(part) < len(sought) or any(word.gap for word in part[1:]):
            return False
        return all(map(self._same, part, sought))

    def _same(self, word: Word, sought: Word) -> bool:
        """Say whether a written word is the sought one."""
        if word.key != sought.key:
            return False
        return self.bare or marks(word.text) == marks(sought.text)

    def is_areal(self, before: int) -> bool:
        """Say whether the work is an area or a building by words before `before`, outside every name."""
        return any(start < before and not self.inside_name(start) for start, _ in self.where(*AREAL))

    def between(self, start: int, end: int) -> tuple[Named, ...]:
        """Return the places named by words within `start:end`."""
        return tuple(one for one in self.named if start <= one.start and one.end <= end)

    def inside_name(self, at: int) -> bool:
        """Say whether the word belongs to the name of a place."""
        return any(one.start <= at < one.end for one in self.named)

    def evidence(self, start: int, end: int, place: Place | None, says: str) -> Evidence:
        """Return one line of evidence for the words `start:end`."""
        return Evidence(self.shown(start, end), place.id if place else None, says)

    def only(self, kept: Collection[int]) -> Reading:
        """Return the reading of some of the words alone; the others are there but say nothing."""
        positions = {
            word: inside for word, found in self.positions.items() if (inside := [at for at in found if at in kept])
        }
        named = tuple(one for one in self.named if one.start in kept and one.end - 1 in kept)
        doubts = tuple(doubt for doubt in self.doubts if doubt.start in kept)
        return replace(self, positions=positions, named=named, doubts=doubts)


@cache
def _by_first_key(phrases: tuple[str, ...]) -> dict[str, list[tuple[Word, ...]]]:
    """Return phrases of the grammar as words, by the key of the first; read once."""
    table: dict[str, list[tuple[Word, ...]]] = {}
    for phrase in phrases:
        read = words(phrase)
        table.setdefault(read[0].key, []).append(read)
    return table
