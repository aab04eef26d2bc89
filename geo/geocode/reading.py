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
from geo.text import Word, marks, marks_contradict, nfc, word_key, words

Span = tuple[int, int]

# "Địa bàn phường" may go on with the name of any ward: a name that ends so is not taken for ours.
OPEN_ENDS = frozenset({"phuong", "xa"})
# Works that are no line: with the name of a road or river they lie beside it.
AREAL = (
    *("khu đô thị", "khu tái định cư", "khu dân cư", "khu nhà ở", "nhà ở", "khu công nghiệp", "cụm công nghiệp"),
    *("trường", "bệnh viện", "trạm", "nhà máy", "trung tâm", "chợ", "công viên", "bãi đỗ xe", "nhà văn hóa", "trụ sở"),
)
OTHER_MARKS = "Dấu viết khác: có thể là nơi khác."
ALONE = "Nhiều nơi mang tên này; tên không nói thêm xã, phường nào của Thủy Nguyên."
AMBIGUOUS = "Nhiều nơi cùng tên, chưa rõ nơi nào."
NUMBERED = "Sau tên còn số: có thể là nơi khác."
# Communes, wards, lots and roads are not numbered on; of other names "X 2" is not X.
UNNUMBERED = frozenset({PlaceKind.COMMUNE, PlaceKind.WARD, PlaceKind.LOT, PlaceKind.ROAD})

LINE_KINDS = frozenset({PlaceKind.ROAD, PlaceKind.RIVER, PlaceKind.BRIDGE})
# A bare name behind one of these words is the name of such a thing, not of the commune, area or site called so; behind
# a side ("bờ bắc sông Cấm") it is the line itself, not the area called "Bắc Sông Cấm".
HEAD_KINDS = {
    "cầu": frozenset({PlaceKind.BRIDGE}),
    "sông": frozenset({PlaceKind.RIVER}),
    "kênh": frozenset({PlaceKind.RIVER}),
    "đường": frozenset({PlaceKind.ROAD}),
    "trục": frozenset({PlaceKind.ROAD}),
    "phố": frozenset({PlaceKind.ROAD}),
    "ngõ": frozenset({PlaceKind.ROAD}),
    "đảo": frozenset({PlaceKind.ISLAND}),
    "bờ": LINE_KINDS,
    "phía": LINE_KINDS,
}
HEADS = {word_key(head): kinds for head, kinds in HEAD_KINDS.items()}
HEAD_TEXT = {word_key(head): head for head in HEAD_KINDS}
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


def read_name(name: str, gazetteer: Gazetteer, on: date | None = None, category: Category | None = None) -> Reading:
    """Read a name: words, names of places, levels of administration, and which names hold in this company."""
    text = nfc(name)
    read = words(text)
    bare = text.isascii() or all(marks(word.text).bare for word in read)
    mentions = [mention for mention in gazetteer.scan(read) if read[mention.end - 1].key not in OPEN_ENDS]
    sure = [mention for mention in mentions if not mention.doubtful and not _is_cut_out(mention, mentions)]
    levels = find_levels(read, sure, bare=bare)
    spans = [*((one.start, one.end) for one in sure), *((one.start, one.end) for one in levels)]
    spoken_for = {at for span in spans for at in range(*span)}
    strangers = (*(level for level in levels if level.stranger), *find_provinces(read, spoken_for))
    reading = Reading(
        text=text,
        words=read,
        gazetteer=gazetteer,
        on=on,
        category=category,
        bare=bare,
        strangers=strangers,
        hamlets=tuple(level for level in levels if level.is_hamlet),
        home=find_home(read, levels),
        positions=_positions(read),
    )
    claimed = {at for level in levels for at in range(level.start, level.end) if not level.in_commune}
    sure = _settled(reading, [mention for mention in sure if mention.start not in claimed])
    doubts = [Doubt(one.start, one.end, one.places, OTHER_MARKS) for one in mentions if one.doubtful]
    return _with_names(reading, sure, doubts)


def _is_cut_out(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Say whether a line's name is only the rest of a doubtful one: "Sông Cấm" of "Bặc Sông Cấm"."""
    if mention.places[0].kind not in LINE_KINDS:
        return False
    return any(one.doubtful and one.start < mention.start < one.end for one in mentions)


def _positions(read: Sequence[Word]) -> dict[str, list[int]]:
    """Return where each key stands."""
    positions: dict[str, list[int]] = {}
    for at, word in enumerate(read):
        positions.setdefault(word.key, []).append(at)
    return positions


def _settled(reading: Reading, sure: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that the word before them allows; of one that it forbids, a shorter name inside it."""
    kept: list[Mention] = []
    for mention in sure:
        found: Mention | None = mention
        if _forbids(reading, mention, sure):
            inner = (reading.gazetteer.at(reading.words, at) for at in range(mention.start + 1, mention.end))
            found = next((one for one in inner if one and not one.doubtful and one.end <= mention.end), None)
        kept.append(found or mention._replace(score=0.0))
    return kept


def _with_names(reading: Reading, sure: Sequence[Mention], doubts: list[Doubt]) -> Reading:
    """Return the reading with the mentions resolved to one place each, and those in doubt put aside with the reason."""
    named: list[Named] = []
    for mention in (_with_phase(reading, one) for one in sure):
        refused = ""
        if not mention.score:
            refused = f"Tên ghi «{reading.words[mention.start - 1].text}», không phải địa danh này."
        elif _needs_company(reading, mention, sure):
            refused = ALONE
        elif _is_numbered(reading.words, mention):
            refused = NUMBERED
        place = None if refused else _one_place(mention, sure, reading.gazetteer, reading.on)
        if place is None:
            doubts.append(Doubt(mention.start, mention.end, mention.places, refused or AMBIGUOUS))
        else:
            named.append(Named(mention.start, mention.end, place, mention))
    return replace(reading, named=tuple(named), doubts=tuple(doubts))


def _forbids(reading: Reading, mention: Mention, sure: Sequence[Mention]) -> bool:
    """Say whether the word before a name makes it the name of another kind of thing: "cầu Châu Giang"."""
    read = reading.words
    if not mention.start or read[mention.start].gap or read[mention.start].key in OWN_HEADS:
        return False
    head = read[mention.start - 1]
    kinds = HEADS.get(head.key)
    if kinds is None or any(one.start < mention.start <= one.end for one in sure):
        return False
    if not reading.bare and marks_contradict(head.text, HEAD_TEXT[head.key]):
        return False
    if _is_road_between(read, mention, sure, head):
        return False
    return not any(place.kind in kinds for place in mention.places)


def _is_road_between(read: Sequence[Word], mention: Mention, sure: Sequence[Mention], before: Word) -> bool:
    """Say whether "đường A - B" or "đường A đi B" begins here: a road from one place to another."""
    if before.key not in {"duong", "truc"} or mention.end >= len(read):
        return False
    starts = {one.start for one in sure}
    dashed = mention.end in starts and read[mention.end].gap == "-"
    return dashed or (read[mention.end].key in {"di", "den", "toi", "sang"} and mention.end + 1 in starts)


def _is_numbered(read: Sequence[Word], mention: Mention) -> bool:
    """Say whether a number ends the name: "Bắc Sông Cấm 2", but not "Dương Quan 1,2ha", "20 phòng", "2025"."""
    end = mention.end
    if end >= len(read) or read[end].gap or mention.places[0].kind in UNNUMBERED:
        return False
    after = read[end + 1] if end + 1 < len(read) else None
    counts = after is not None and (after.is_number or (not after.gap and not after.text[:1].isupper()))
    return not counts and read[end].key.isdigit() and len(read[end].key) < 3


def _with_phase(reading: Reading, mention: Mention) -> Mention:
    """Return the mention of a phase where the name gives one elsewhere: "khu đô thị X, giai đoạn 2"."""
    read = reading.words
    for at in (at for at in reading.positions.get("giai", ()) if not mention.start <= at < mention.end):
        phase = read[at : at + 3]
        if len(phase) == 3 and phase[1].key == "doan" and phase[2].is_number:
            whole = [*read[mention.start : mention.end], *(word._replace(gap="", text=word.key) for word in phase)]
            found = reading.gazetteer.at(whole, 0)
            if found is not None and not found.doubtful and found.end == len(whole):
                return mention._replace(places=found.places, others=mention.places)
    return mention


def _needs_company(reading: Reading, mention: Mention, sure: Sequence[Mention]) -> bool:
    """Say whether a name that many places bear stands alone, without a word of ours beside it.

    So do the places next door of `HOMONYMS`, and what is known by a bare name only and was found in no source.
    """
    place = mention.places[0]
    ward = reading.gazetteer.ward
    common = place.kind in {PlaceKind.COMMUNE, PlaceKind.WARD} and _bare_key(place) in HOMONYMS
    first = reading.words[mention.start].key
    unknown = ward is not None and place.kind is PlaceKind.SITE and place.radius_m >= ward.radius_m
    if not common and (not unknown or first in OWN_HEADS):
        return False
    return not reading.home and not any(one is not mention and one.places[0].in_ward for one in sure)


def _bare_key(place: Place) -> str:
    """Return the last two words of a place's name as keys: a commune's name without its level."""
    return " ".join(word_key(word) for word in place.name.split()[-2:])


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
