"""A name, read once: its words, the places they name, the words that speak against them. Rules only ask it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from geo.gazetteer import Gazetteer, Mention, in_use
from geo.geocode.levels import Level, find_home, find_levels, find_provinces
from geo.geocode.plane import distance_m
from geo.geocode.region import HOMONYMS
from geo.model import Category, Evidence, Place, PlaceKind
from geo.text import Word, marks, marks_contradict, nfc, words

Span = tuple[int, int]

LINE_KINDS = frozenset({PlaceKind.ROAD, PlaceKind.RIVER, PlaceKind.BRIDGE})
# A bare name behind one of these words is the name of such a thing, not of the commune or site called so.
HEADS = {
    "cau": frozenset({PlaceKind.BRIDGE}),
    "song": frozenset({PlaceKind.RIVER}),
    "kenh": frozenset({PlaceKind.RIVER}),
    "duong": frozenset({PlaceKind.ROAD}),
    "truc": frozenset({PlaceKind.ROAD}),
    "pho": frozenset({PlaceKind.ROAD}),
    "ngo": frozenset({PlaceKind.ROAD}),
    "dao": frozenset({PlaceKind.ISLAND}),
}
# A name that begins with one of these says itself what it is.
OWN_HEADS = frozenset(HEADS) | frozenset(
    (
        *("khu", "trung", "truong", "benh", "nha", "tram", "lo", "nut", "nga", "chan", "vanh", "xa", "phuong", "thi"),
        *("ho", "ben", "hai", "luong", "tai", "phan", "cac", "quoc", "dia"),
    )
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

    def where(self, phrase: str) -> list[Span]:
        """Return where a phrase stands. Marks must be those of the phrase, or all missing in a name without marks."""
        sought = _phrase(phrase)
        found = []
        for at in self.positions.get(sought[0].key, ()):
            part = self.words[at : at + len(sought)]
            if len(part) == len(sought) and all(map(self._same, part, sought)) and not any(w.gap for w in part[1:]):
                found.append((at, at + len(sought)))
        return found

    def first(self, *phrases: str) -> Span | None:
        """Return where the first of these phrases stands, the longest of those that begin there; None if none does."""
        found = [span for phrase in phrases for span in self.where(phrase)]
        return min(found, key=lambda span: (span[0], -span[1])) if found else None

    def _same(self, word: Word, sought: Word) -> bool:
        """Say whether a written word is the sought one."""
        if word.key != sought.key:
            return False
        return self.bare or marks(word.text) == marks(sought.text)

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
def _phrase(phrase: str) -> tuple[Word, ...]:
    """Return a phrase of the grammar as words, read once."""
    return words(phrase)


def read_name(name: str, gazetteer: Gazetteer, on: date | None = None, category: Category | None = None) -> Reading:
    """Read a name: words, names of places, levels of administration, and which names hold in this company."""
    text = nfc(name)
    read = words(text)
    bare = text.isascii() or all(marks(word.text).bare for word in read)
    mentions = gazetteer.scan(read)
    sure = [mention for mention in mentions if not mention.doubtful]
    levels = find_levels(read, sure, bare=bare)
    strangers = (*(level for level in levels if level.stranger), *find_provinces(read, sure))
    home = find_home(read, levels)
    doubts = [
        Doubt(one.start, one.end, one.places, "Dấu viết khác: có thể là nơi khác.") for one in mentions if one.doubtful
    ]
    claimed = {at for level in levels for at in range(level.start, level.end)}
    named: list[Named] = []
    for mention in sure:
        refused = _refused(read, mention, sure, claimed, bare=bare)
        if not refused and _needs_company(mention, sure, home):
            refused = "Nhiều nơi trong cả nước mang tên này; tên không nói thêm xã, phường nào."
        place = None if refused else _one_place(mention, sure, gazetteer, on)
        if place is None:
            places = mention.places
            doubts.append(Doubt(mention.start, mention.end, places, refused or "Nhiều nơi cùng tên, chưa rõ nơi nào."))
        else:
            named.append(Named(mention.start, mention.end, place, mention))
    positions: dict[str, list[int]] = {}
    for at, word in enumerate(read):
        positions.setdefault(word.key, []).append(at)
    return Reading(
        text=text,
        words=read,
        gazetteer=gazetteer,
        on=on,
        category=category,
        bare=bare,
        named=tuple(named),
        doubts=tuple(doubts),
        strangers=strangers,
        hamlets=tuple(level for level in levels if level.is_hamlet),
        home=home,
        positions=positions,
    )


def _refused(read: Sequence[Word], mention: Mention, sure: Sequence[Mention], claimed: set[int], *, bare: bool) -> str:
    """Return why a mention does not name its place here, in Vietnamese; empty when it does."""
    if mention.start in claimed:
        return "Từ đứng trước cho biết đây là tên của đơn vị hành chính khác."
    before = read[mention.start - 1] if mention.start and not read[mention.start].gap else None
    kinds = HEADS.get(before.key) if before else None
    if kinds is None or before is None or read[mention.start].key in OWN_HEADS:
        return ""
    if any(one.start < mention.start <= one.end for one in sure) or _is_road_between(read, mention, sure, before):
        return ""
    if not bare and marks_contradict(before.text, _HEAD_TEXT[before.key]):
        return ""
    if any(place.kind in kinds for place in mention.places):
        return ""
    return f"Tên ghi «{before.text}», không phải địa danh này."


_HEAD_TEXT = {
    "cau": "cầu",
    "song": "sông",
    "kenh": "kênh",
    "duong": "đường",
    "truc": "trục",
    "pho": "phố",
    "ngo": "ngõ",
    "dao": "đảo",
}


def _is_road_between(read: Sequence[Word], mention: Mention, sure: Sequence[Mention], before: Word) -> bool:
    """Say whether "đường A - B" begins here: a road from one place to another."""
    follows = any(one.start == mention.end and read[one.start].gap == "-" for one in sure)
    return follows and before.key in {"duong", "truc"}


def _needs_company(mention: Mention, sure: Sequence[Mention], home: Sequence[Span]) -> bool:
    """Say whether a name that many places bear stands alone: no word of ours beside it."""
    last = " ".join(marks_free.key for marks_free in _tail(mention))
    if last not in HOMONYMS or home:
        return False
    return not any(one is not mention and one.places[0].in_ward for one in sure)


def _tail(mention: Mention) -> tuple[Word, ...]:
    """Return the last two words of the first place's name, without what follows in brackets."""
    return words(mention.places[0].name)[-2:] if mention.places[0].kind in {PlaceKind.COMMUNE, PlaceKind.WARD} else ()


def _one_place(mention: Mention, sure: Sequence[Mention], gazetteer: Gazetteer, on: date | None) -> Place | None:
    """Return the one place that the words mean here; None where several remain.

    The date decides first, then the company (a place that lies in another one named beside it). Of places that
    cover each other the widest is taken: it holds the truth whichever is meant.
    """
    places = in_use(mention.places, on)
    if len(places) > 1:
        company = {place.id for one in sure if one is not mention for place in one.places}
        places = tuple(p for p in places if company.intersection(gazetteer.ancestors(p.id))) or places
    widest = max(places, key=lambda place: place.radius_m)
    return widest if all(distance_m(widest, place) <= widest.radius_m for place in places) else None
