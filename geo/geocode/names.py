"""Which names hold: a mention becomes a place, or a doubt with its reason, by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from geo.gazetteer import Gazetteer, Mention, in_use
from geo.geocode.levels import find_home, find_levels, find_provinces
from geo.geocode.plane import distance_m
from geo.geocode.reading import LINE_KINDS, Doubt, Named, Reading
from geo.geocode.region import HOMONYMS
from geo.language import Sentence
from geo.model import Category, Place, PlaceKind
from geo.text import Word, marks, marks_contradict, nfc, word_key, words

OTHER_MARKS = Sentence("Dấu viết khác: có thể là nơi khác.")
ALONE = Sentence("Nhiều nơi mang tên này; tên không nói thêm xã, phường nào của Thủy Nguyên.")
AMBIGUOUS = Sentence("Nhiều nơi cùng tên, chưa rõ nơi nào.")
NUMBERED = Sentence("Sau tên còn số: có thể là nơi khác.")
# Communes, wards, lots and roads are not numbered on; of other names "X 2" is not X.
UNNUMBERED = frozenset({PlaceKind.COMMUNE, PlaceKind.WARD, PlaceKind.LOT, PlaceKind.ROAD})

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


def read_name(name: str, gazetteer: Gazetteer, on: date | None = None, category: Category | None = None) -> Reading:
    """Read a name: words, names of places, levels of administration, and which names hold in this company."""
    text = nfc(name)
    read = words(text)
    bare = text.isascii() or all(marks(word.text).bare for word in read)
    mentions = [mention for mention in gazetteer.scan(read) if not _is_open(read, mention)]
    sure = [mention for mention in mentions if not mention.doubtful and not _is_cut_out(mention, mentions)]
    levels = find_levels(read, sure, bare=bare)
    taken = {at for mention in sure for at in range(mention.start, mention.end)}
    claimed = {at for level in levels for at in range(level.start, level.end)}
    reading = Reading(
        text=text,
        words=read,
        gazetteer=gazetteer,
        on=on,
        category=category,
        bare=bare,
        doubts=tuple(Doubt(one.start, one.end, one.places, OTHER_MARKS) for one in mentions if one.doubtful),
        strangers=(*(level for level in levels if level.stranger), *find_provinces(read, taken | claimed)),
        hamlets=tuple(level for level in levels if level.is_hamlet),
        home=find_home(read, levels),
        positions=_positions(read),
    )
    others = {at for level in levels if not level.in_commune for at in range(level.start, level.end)}
    return _with_names(reading, [mention for mention in sure if mention.start not in others])


def _is_open(read: Sequence[Word], mention: Mention) -> bool:
    """Say whether a ward's name ends in its level: "địa bàn phường" may go on with the name of any ward."""
    return mention.places[0].kind is PlaceKind.WARD and read[mention.end - 1].key == "phuong"


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


def _with_names(reading: Reading, sure: Sequence[Mention]) -> Reading:
    """Return the reading with every mention resolved to one place, or put aside with the reason."""
    named: list[Named] = []
    doubts = list(reading.doubts)
    for mention in sure:
        held = _allowed(reading, mention, sure)
        refused = _objection(reading, mention, held, sure)
        place = _one_place(held, sure, reading) if held and not refused else None
        if held is None or place is None:
            doubts.append(Doubt(mention.start, mention.end, mention.places, refused or AMBIGUOUS))
        else:
            named.append(Named(held.start, held.end, place, held))
    return replace(reading, named=tuple(named), doubts=tuple(doubts))


def _allowed(reading: Reading, mention: Mention, sure: Sequence[Mention]) -> Mention | None:
    """Return what the word before a mention allows: itself, a shorter name inside it, or nothing."""
    if not _is_forbidden(reading, mention, sure):
        return _with_phase(reading, mention)
    inner = (reading.gazetteer.at(reading.words, at) for at in range(mention.start + 1, mention.end))
    return next((one for one in inner if one and not one.doubtful and one.end <= mention.end), None)


def _objection(reading: Reading, mention: Mention, held: Mention | None, sure: Sequence[Mention]) -> str:
    """Return what speaks against a mention, in Vietnamese; empty when nothing does."""
    if held is None:
        return Sentence("Tên ghi «{text}», không phải địa danh này.", text=reading.words[mention.start - 1].text)
    if _needs_company(reading, held, sure):
        return ALONE
    return NUMBERED if _is_numbered(reading.words, held) else ""


def _is_forbidden(reading: Reading, mention: Mention, sure: Sequence[Mention]) -> bool:
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
    return not reading.home and not any(one.start != mention.start and one.places[0].in_ward for one in sure)


def _bare_key(place: Place) -> str:
    """Return the last two words of a place's name as keys: a commune's name without its level."""
    return " ".join(word_key(word) for word in place.name.split()[-2:])


def _one_place(mention: Mention, sure: Sequence[Mention], reading: Reading) -> Place | None:
    """Return the one place that the words mean here; None where several remain.

    The date decides first, then the company (a place that lies in another one named beside it). Of places that
    cover each other the widest is taken: it holds the truth whichever is meant.
    """
    places = in_use(mention.places, reading.on)
    if len(places) > 1:
        company = {place.id for one in sure if one.start != mention.start for place in one.places}
        places = tuple(p for p in places if company.intersection(reading.gazetteer.ancestors(p.id))) or places
    widest = max(places, key=lambda place: place.radius_m)
    return widest if all(distance_m(widest, place) <= widest.radius_m for place in places) else None
