"""Names of places: which places do these words name, read by a trie of words, never letter by letter.

A name is found when its words stand one after another, whole words only, parted by nothing but spaces, dashes, points
or slashes. Marks may be missing, never different (`geo.text.marks_contradict`). A word that can be no Vietnamese
syllable is taken for a misprint and mended: first by the look of its letters (0/O, 1/l, rn/m), then, from four letters
on, by one slip of the pen (optimal string alignment distance 1). A word that *can* be a syllable is never mended: "Thụy
Sơn", "Dương Quang" and "Bắc Sơn" are names of other places, one letter away from ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geo.language import Sentence
from geo.model import Candidate, Place, PlaceKind, Shape
from geo.spelling import LEVELS, Spelling, spellings
from geo.text import Word, is_syllable, look, marks, marks_contradict, words

JOINTS = frozenset({"", "-", ".", "/", "("})
MENDED_FROM = 4
SLIPS = 1
# A spelling is worth less the further it is from the name as it stands; below 0.9 the words say something else.
BARE, PARTIAL, MENDED, CONTRADICTED, DERIVED = 0.98, 0.95, 0.9, 0.5, 0.01
SIMILAR_FROM = 60.0
COMMON = 200
REMEMBERED = 20_000
# Words that say what a thing is and not which: sharing them makes no name a candidate.
GENERIC = frozenset(
    (
        *("xa", "phuong", "thi", "tran", "khu", "do", "tai", "dinh", "cu", "nha", "o", "hoi", "truong", "trung", "tam"),
        *("hoc", "tieu", "co", "so", "cau", "duong", "tinh", "quoc", "lo", "nut", "giao", "nga", "tu", "ba", "dau"),
        *("cong", "nghiep", "tram", "benh", "vien", "phan", "nam", "trong", "cu", "thanh", "pho", "du", "an", "den"),
    )
)

_END = ""
_LINES = {"LineString", "MultiLineString"}
Node = dict[str, object]


class Mention(NamedTuple):
    """Words that name places: `words[start:end]`, the places that fit best, those that fit less well, how well.

    `score` is 1.0 for the name as it stands and `CONTRADICTED` or less where a mark says that another name is meant.
    `missing_marks` and `mended` say what had to be overlooked.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    score: float
    others: tuple[Place, ...] = ()
    missing_marks: bool = False
    mended: bool = False

    @property
    def doubtful(self) -> bool:
        """True where the marks written are those of another name."""
        return self.score <= CONTRADICTED


class Gazetteer:
    """All places with their names, and the shapes that draw them. Read-only once built."""

    def __init__(self, places: Iterable[Place], shapes: Iterable[Shape] = ()) -> None:
        self.places = {place.id: place for place in places}
        self._trie: Node = {}
        self._vocabulary: set[str] = set()
        self._mended: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        self._namesakes: dict[str, tuple[Place, ...]] = {}
        self._shapes: dict[str, list[Shape]] = {}
        self.shapes = tuple(shapes)
        for shape in self.shapes:
            self._shapes.setdefault(shape.place or "", []).append(shape)
        for place in self.places.values():
            for spelling in spellings(place):
                self._add(spelling)

    def _add(self, spelling: Spelling) -> None:
        """Put one spelling into the trie."""
        node = self._trie
        for word in spelling.words:
            node = node.setdefault(word.key, {})  # type: ignore[assignment]  # a branch under a word, spellings under ""
            self._vocabulary.add(word.key)
        ends: list[Spelling] = node.setdefault(_END, [])  # type: ignore[assignment]
        ends.append(spelling)

    # --- places and what is known of them ---

    @cached_property
    def ward(self) -> Place | None:
        """The ward whose map this is: the place of kind `ward` that is marked as lying in the ward."""
        wards = (place for place in self.places.values() if place.kind is PlaceKind.WARD and place.in_ward)
        return next(wards, None)

    def ancestors(self, place_id: str) -> tuple[str, ...]:
        """Return the ids of the places this one lies in, nearest first."""
        found: list[str] = []
        parent = self.places[place_id].parent if place_id in self.places else None
        while parent is not None and parent in self.places and parent not in found:
            found.append(parent)
            parent = self.places[parent].parent
        return tuple(found)

    def lines(self, place_id: str) -> tuple[Shape, ...]:
        """Return the mapped or sketched lines of a road, river or bridge."""
        return tuple(shape for shape in self._shapes.get(place_id, ()) if shape.geometry.geom_type in _LINES)

    def outlines(self, place_id: str) -> tuple[Shape, ...]:
        """Return the polygons that draw a place; circles of a size or an uncertainty among them."""
        return tuple(shape for shape in self._shapes.get(place_id, ()) if shape.geometry.geom_type not in _LINES)

    def namesakes(self, place_id: str) -> tuple[Place, ...]:
        """Return the places whose names hold the bare name of this one: what else may be called after it."""
        if place_id not in self._namesakes:
            names = [one.words for one in spellings(self.places[place_id])]
            bare = " ".join(word.key for word in min(names, key=len))
            found = {place.id: place for name, place in self._names.items() if f" {bare} " in f" {name} "}
            self._namesakes[place_id] = tuple(found.values())
        return self._namesakes[place_id]

    def parts(self, place_id: str) -> tuple[str, ...]:
        """Return the ids of other places that a place's own name names, in order ("Nút 359C – Quốc lộ 10")."""
        if place_id not in self._parts:
            self._parts[place_id] = tuple(dict.fromkeys(self._named_in(self.places[place_id])))
        return self._parts[place_id]

    def _named_in(self, place: Place) -> Iterator[str]:
        """Yield the ids of the places named in the spellings of this one, longest name first, itself left out."""
        for read in map(words, (place.name, *place.aliases)):
            at = 0
            while at < len(read):
                mention = self.at(read, at, without=place.id)
                if mention is not None and not mention.doubtful:
                    yield mention.places[0].id
                at = at + 1 if mention is None else mention.end

    # --- words → places ---

    def find(self, name: str, *, on: date | None = None, within: str | None = None) -> tuple[Place, ...]:
        """Return the places that the whole text names, best first; empty when it names none.

        Punctuation does not matter here: a name as it is shown, brackets and commas in it, finds its place. `on` keeps
        those whose name was in use on that day, `within` those that lie in the place of that id.
        """
        read = [word._replace(gap="") for word in words(name)]
        mention = self.at(read, 0) if read else None
        if mention is None or mention.end < len(read) or mention.doubtful:
            return ()
        return tuple(
            place
            for place in in_use(mention.places, on)
            if within is None or within == place.id or within in self.ancestors(place.id)
        )

    def scan(self, read: Sequence[Word]) -> tuple[Mention, ...]:
        """Return the names in a text from left to right, the longest at each place; sure ones do not overlap.

        Inside a doubtful name the search goes on: "khu tái đinh cư Hoa Động" still names Hoa Động.
        """
        found: list[Mention] = []
        at = 0
        while at < len(read):
            mention = self.at(read, at)
            if mention is not None:
                found.append(mention)
            at = at + 1 if mention is None or mention.doubtful else mention.end
        return tuple(found)

    def at(self, read: Sequence[Word], at: int, *, without: str = "") -> Mention | None:
        """Return the longest name that begins with the word at `at`; a doubtful one only where no other is found."""
        doubtful: Mention | None = None
        for steps, ends, mended in self._walk(read, at):
            kept = [end for end in ends if end.place.id != without]
            if not kept:
                continue
            mention = _mention(read, steps, kept, mended=mended)
            if not mention.doubtful:
                return mention
            doubtful = doubtful or mention
        return doubtful

    def _walk(self, read: Sequence[Word], at: int) -> list[tuple[list[int], list[Spelling], bool]]:
        """Return all names that begin at `at`, longest first: the words used, the spellings, whether one was mended."""
        if read[at].key not in self._trie and (is_syllable(read[at].key) or read[at].key.isdigit()):
            return []
        node: Node = self._trie
        steps: list[int] = []
        found: list[tuple[list[int], list[Spelling], bool]] = []
        mended = False
        while at < len(read) and (not steps or read[at].gap in JOINTS):
            step = next((key for key in self._readings(read[at].key) if key in node), None)
            if step is None:
                skipped = level_words(read, at) if len(steps) > 1 else 0
                if not skipped:
                    break
                at += skipped
                continue
            mended = mended or step != read[at].key
            node = node[step]  # type: ignore[assignment]
            steps.append(at)
            at += 1
            if _END in node:
                found.append(([*steps], node[_END], mended))  # type: ignore[arg-type]
        return found[::-1]

    def _readings(self, written: str) -> tuple[str, ...]:
        """Return what a written key may be read as: itself, or what a misprint stands for."""
        if written in self._vocabulary or is_syllable(written) or written.isdigit():
            return (written,)
        if written not in self._mended:
            if len(self._mended) >= REMEMBERED:  # questions come from anywhere: what they misspell must not pile up
                self._mended.clear()
            self._mended[written] = self._mend(written)
        return self._mended[written]

    def _mend(self, written: str) -> tuple[str, ...]:
        """Return the words of the gazetteer that a misprint may stand for, by its look, else by one slip."""
        if alike := self._looks.get(look(written)):
            return (written, *alike)
        if len(written) < MENDED_FROM or any(letter.isdigit() for letter in written):
            return (written,)
        near = process.extract(written, self._long_words, scorer=OSA.distance, score_cutoff=SLIPS, limit=5)
        return (written, *(word for word, _, _ in near))

    @cached_property
    def _looks(self) -> dict[str, tuple[str, ...]]:
        """The vocabulary by its look."""
        found: dict[str, tuple[str, ...]] = {}
        for word in sorted(self._vocabulary):
            found[look(word)] = (*found.get(look(word), ()), word)
        return found

    @cached_property
    def _long_words(self) -> list[str]:
        """The words of the gazetteer that are long enough for a slip to leave them recognisable."""
        return sorted(word for word in self._vocabulary if len(word) >= MENDED_FROM and word.isalpha())

    # --- nearest names, for refusals ---

    def similar(self, read: Sequence[Word], *, limit: int = 3) -> tuple[Candidate, ...]:
        """Return the places whose names come nearest to the words, best first: what a refusal may offer."""
        asked = " ".join(word.key for word in read)
        sharing = self._sharing({word.key for word in read})
        scored = process.extract(
            asked, sharing, scorer=fuzz.token_set_ratio, score_cutoff=SIMILAR_FROM, limit=limit * 3
        )
        ranked = sorted(scored, key=lambda hit: (-hit[1], -len(hit[0].split()), hit[0]))
        best: dict[str, float] = {}
        for name, score, _ in ranked:
            best.setdefault(self._names[name].id, score)
        return tuple(
            Candidate(place_id, self.places[place_id].name, round(score / 100 * BARE, 2), Sentence("Tên gần giống."))
            for place_id, score in list(best.items())[:limit]
        )

    def almost(self, read: Sequence[Word]) -> Place | None:
        """Return the commune whose bare name these words, spaces aside, miss by one slip or less; None if none."""
        asked = "".join(word.key for word in read)
        hit = process.extractOne(asked, self._communes.keys(), scorer=OSA.distance, score_cutoff=SLIPS)
        return self._communes[hit[0]] if hit else None

    @cached_property
    def _communes(self) -> dict[str, Place]:
        """The communes by their bare names without spaces, where these are long enough to survive a slip."""
        found: dict[str, Place] = {}
        for place in self.places.values():
            bare = min((one.words for one in spellings(place)), key=len)
            joined = "".join(word.key for word in bare)
            if place.kind is PlaceKind.COMMUNE and len(joined) > MENDED_FROM:
                found.setdefault(joined, place)
        return found

    def _sharing(self, keys: set[str]) -> list[str]:
        """Return the names that share two telling words with these keys, or their only one."""
        shared: Counter[str] = Counter()
        for key in keys - GENERIC:
            holders = self._holders.get(key, ())
            if len(holders) <= COMMON:
                shared.update(holders)
        return [name for name, count in shared.items() if count > 1 or len(set(name.split()) - GENERIC) == 1]

    @cached_property
    def _names(self) -> dict[str, Place]:
        """Every name in keys → its first place."""
        found: dict[str, Place] = {}
        for place in self.places.values():
            for spelling in spellings(place):
                found.setdefault(" ".join(word.key for word in spelling.words), place)
        return found

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        """Every word → the names that hold it."""
        found: dict[str, list[str]] = {}
        for name in self._names:
            for key in set(name.split()):
                found.setdefault(key, []).append(name)
        return found


def in_use(places: Sequence[Place], on: date | None) -> tuple[Place, ...]:
    """Return the places whose names were in use on that day; all of them when no day is given or none was in use."""
    if on is None:
        return tuple(places)
    current = tuple(
        place
        for place in places
        if (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to)
    )
    return current or tuple(places)


def level_words(read: Sequence[Word], at: int) -> int:
    """Return how many words at `at` say a level of administration ("xã", "thị trấn"); they may stand inside a name."""
    if read[at].key in LEVELS:
        return 1
    pair = " ".join(word.key for word in read[at : at + 2])
    return 2 if pair in LEVELS else 0


def _mention(read: Sequence[Word], steps: Sequence[int], ends: Sequence[Spelling], *, mended: bool) -> Mention:
    """Return what the words say about the places at the end of a walk, those that fit best first."""
    written = [read[step] for step in steps]
    scored = sorted(((_score(written, end), end) for end in ends), key=lambda pair: -pair[0])
    best, first = scored[0]
    places = {end.place.id: end.place for score, end in scored if score == best}
    others = {end.place.id: end.place for _, end in scored if end.place.id not in places}
    missing = any(_misses_marks(word, name) for word, name in zip(written, first.words, strict=True))
    score = min(best, MENDED) if mended else best
    return Mention(steps[0], steps[-1] + 1, tuple(places.values()), score, tuple(others.values()), missing, mended)


def _score(written: Sequence[Word], spelling: Spelling) -> float:
    """Return how well written words fit a spelling of as many words, from 0 to 1."""
    pairs = [(word, name) for word, name in zip(written, spelling.words, strict=True) if word.key == name.key]
    worth = 1.0 - DERIVED * spelling.rank
    if any(marks_contradict(word.text, name.text) for word, name in pairs):
        return CONTRADICTED * worth
    if not any(_misses_marks(word, name) for word, name in pairs):
        return worth
    bare = all(marks(word.text).bare for word, _ in pairs)
    return (BARE if bare else PARTIAL) * worth


def _misses_marks(word: Word, name: Word) -> bool:
    """Say whether a word lacks marks that the name has."""
    return word.text != name.text and word.key == name.key and marks(word.text) != marks(name.text)
