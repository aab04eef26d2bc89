"""Two neighbours ("A - B") and lists ("A, B và C")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import shapely

from geo.gazetteer import Gazetteer
from geo.geocode.answers import How, located, refused, says_name
from geo.geocode.drawing import Drawn, is_neighbour, strip, union
from geo.geocode.names import OTHER_MARKS
from geo.geocode.plane import Plane, plane_of
from geo.geocode.reading import Named, Reading, Span
from geo.geocode.region import COMMUNE_LEVELS
from geo.geocode.wide import finer
from geo.language import Sentence
from geo.model import Location, Place, PlaceKind, Precision
from geo.text import Word, words

LIST_GAPS = frozenset({",", ";", "-", "),", ");"})
# Between two names these words say how one lies to the other: then it is no list.
RELATIONS = frozenset({"tai", "thuoc", "trong", "o", "gan", "ven", "canh", "giap", "qua", "cua", "tu", "den"})
PLACE_M = 500


def neighbours(reading: Reading) -> Location | None:
    """Draw "A - B" as the strip where the two communes meet: also where the whole is a name of the gazetteer."""
    pair = _pair_in_name(reading) or _pair_of_names(reading)
    if pair is None:
        return None
    used, one, other = pair
    plane = plane_of(one)
    a, b = plane.point(one), plane.point(other)
    if not is_neighbour(a, one.radius_m, b, other.radius_m):
        return None
    drawn = strip(a, one.radius_m, b, other.radius_m)
    says = Sentence(
        "nơi {one} và {other} giáp nhau; không có ranh xã cũ nên lấy dải quanh đường ranh ước tính.",
        one=one.name,
        other=other.name,
    )
    evidence = [*(says_name(reading, n) for n in used), reading.evidence(used[0].start, used[-1].end, None, says)]
    return located(reading, drawn, plane, How("strip", Precision.BETWEEN, used, (one, other), evidence=evidence))


def _pair_in_name(reading: Reading) -> tuple[list[Named], Place, Place] | None:
    """Return the two communes that the name of one known area joins ("KĐT Tân Dương – Hoa Động")."""
    relevant = [one for one in finer(reading) if one.place.kind is not PlaceKind.COMMUNE]
    if len({one.place.id for one in relevant}) != 1 or relevant[0].place.kind is not PlaceKind.URBAN_AREA:
        return None
    communes = _communes(reading.gazetteer, relevant[0].place)
    joined = any(word.gap == "-" for word in words(relevant[0].place.name))
    return (relevant[:1], communes[0], communes[1]) if len(communes) == 2 and joined else None


def _communes(gazetteer: Gazetteer, place: Place) -> list[Place]:
    """Return the communes that a place's own name names."""
    parts = [gazetteer.places[part] for part in gazetteer.parts(place.id)]
    return [part for part in parts if part.kind is PlaceKind.COMMUNE]


def _pair_of_names(reading: Reading) -> tuple[list[Named], Place, Place] | None:
    """Return two communes joined by a dash, or named as the two between which something lies."""
    relevant = finer(reading)
    if len(relevant) != 2 or any(one.place.kind is not PlaceKind.COMMUNE for one in relevant):
        return None
    one, other = relevant
    dashed = one.end == other.start and reading.words[other.start].gap == "-"
    if dashed or reading.first("giáp ranh", "giữa", "ranh giới") is not None:
        return [one, other], one.place, other.place
    return None


def several(reading: Reading) -> Location | None:
    """Draw a list of places of one kind ("A, B và C") as all of them together."""
    used = _listed(reading, _shared_head(reading, finer(reading)))
    return together(reading, used) if len({one.place.id for one in used}) > 1 else None


def together(reading: Reading, used: Sequence[Named]) -> Location:
    """Return all of several places: lines where all have one, points where each is known to 500 m, else one area."""
    places = {one.place.id: one.place for one in used}
    plane = plane_of(used[0].place)
    if all(reading.gazetteer.lines(identifier) for identifier in places):
        return _lines_together(reading, used, plane)
    points = [(plane.point(place), place.radius_m) for place in places.values()]
    widest = max(radius for _, radius in points)
    if widest <= PLACE_M:
        drawn = Drawn(shapely.MultiPoint([point for point, _ in points]), widest)
        return located(reading, drawn, plane, How("several", Precision.PLACE, used))
    return located(reading, union(points), plane, How("several", Precision.AREA, used))


def _lines_together(reading: Reading, used: Sequence[Named], plane: Plane) -> Location:
    """Return all lines of several roads or rivers."""
    shapes = [shape for one in used for shape in reading.gazetteer.lines(one.place.id)]
    line = shapely.union_all([plane.metres(shape.geometry) for shape in shapes])
    drawn = Drawn(line, max(shape.uncertainty_m for shape in shapes))
    sketch = any(shape.sketch for shape in shapes)
    return located(reading, drawn, plane, How("several", Precision.BETWEEN, used, shapes=shapes, sketch=sketch))


def half_read(reading: Reading) -> Location | None:
    """Refuse a list or pair of which one name is almost one of ours: marked like another, or misprinted."""
    bare = [one for one in reading.named if reading.words[one.start].key not in COMMUNE_LEVELS]
    beside = [(one, span) for one in bare for span in _beside(reading, one)]
    for one, (start, end) in beside:
        known = _almost(reading, start, end)
        if known is not None:
            shown = reading.shown(start, end)
            line = reading.evidence(start, end, None, Sentence("gần giống {name}, nhưng viết khác.", name=known.name))
            reason = Sentence(
                "«{shown}» chưa chắc là {name}; tên nêu nhiều nơi nên không lấy riêng một nơi.",
                shown=shown,
                name=known.name,
            )
            return refused(reading, reason, evidence=[line, says_name(reading, one)])
    return None


def _beside(reading: Reading, one: Named) -> Iterator[Span]:
    """Yield the two or three words that a comma or a dash joins to a name, before and behind it, if no known name."""
    words = reading.words
    if one.start and words[one.start].gap in LIST_GAPS and not reading.inside_name(one.start - 1):
        yield from ((one.start - size, one.start) for size in (2, 3) if one.start >= size)
    if one.end < len(words) and words[one.end].gap in LIST_GAPS and not reading.inside_name(one.end):
        yield from ((one.end, one.end + size) for size in (2, 3) if one.end + size <= len(words))


def _almost(reading: Reading, start: int, end: int) -> Place | None:
    """Return the commune that words come near to, by their marks or by one slip."""
    for doubt in reading.doubts:
        if (doubt.start, doubt.end) == (start, end) and doubt.reason == OTHER_MARKS:
            return doubt.places[0]
    return reading.gazetteer.almost(reading.words[start:end])


def _listed(reading: Reading, relevant: Sequence[Named]) -> list[Named]:
    """Return the names of a list: of one kind, none in another, each joined to the next by a comma, a dash, "và"."""
    if len({one.place.kind for one in relevant}) != 1:
        return []
    for one, other in pairwise(relevant):
        between = [word.key for word in reading.words[one.end : other.start]]
        joined = between[0] == "va" and not RELATIONS & set(between) if between else _is_listed(reading, other)
        nested = {one.place.id, other.place.id} & {
            *reading.gazetteer.ancestors(one.place.id),
            *reading.gazetteer.ancestors(other.place.id),
        }
        if not joined or nested:
            return []
    return list(relevant)


def _is_listed(reading: Reading, other: Named) -> bool:
    """Say whether a comma, a dash or the like parts a name from the one before it."""
    return reading.words[other.start].gap in LIST_GAPS


def _shared_head(reading: Reading, relevant: Sequence[Named]) -> tuple[Named, ...]:
    """Return the names with the first one's head read before the others: "khu tái định cư Hoa Động, Lâm Động"."""
    if len(relevant) < 2 or any(one.place.kind is not PlaceKind.COMMUNE for one in relevant[1:]):
        return tuple(relevant)
    first = relevant[0]
    tail = next((at for at in range(first.start + 1, first.end) if _commune_at(reading, at, first.end)), None)
    if tail is None:
        return tuple(relevant)
    head = reading.words[first.start : tail]
    read = [reading.gazetteer.at((*head, *_unjoined(reading.words[one.start : one.end])), 0) for one in relevant[1:]]
    found = [
        replace(one, place=mention.places[0])
        for one, mention in zip(relevant[1:], read, strict=True)
        if mention is not None and not mention.doubtful and mention.end == len(head) + one.end - one.start
    ]
    return (first, *found) if len(found) == len(relevant) - 1 else tuple(relevant)


def _unjoined(read: Sequence[Word]) -> list[Word]:
    """Return words without the comma before the first."""
    return [read[0]._replace(gap=""), *read[1:]]


def _commune_at(reading: Reading, start: int, end: int) -> bool:
    """Say whether the words `start:end` name a commune."""
    mention = reading.gazetteer.at(reading.words, start)
    return mention is not None and mention.end == end and mention.places[0].kind is PlaceKind.COMMUNE
