"""Named places: one, one in another, two neighbours, several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import shapely

from geo.gazetteer import Gazetteer
from geo.geocode.answers import How, located, refused, says_name, spot
from geo.geocode.drawing import Drawn, is_neighbour, strip, union
from geo.geocode.plane import distance_m, plane_of
from geo.geocode.reading import Named, Reading
from geo.geocode.wide import finer
from geo.model import Location, Place, PlaceKind, Precision
from geo.text import Word

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
    says = f"nơi {one.name} và {other.name} giáp nhau; không có ranh xã cũ nên lấy dải quanh đường ranh ước tính."
    evidence = [*(says_name(reading, n) for n in used), reading.evidence(used[0].start, used[-1].end, None, says)]
    return located(reading, drawn, plane, How("strip", Precision.BETWEEN, used, (one, other), evidence=evidence))


def _pair_in_name(reading: Reading) -> tuple[list[Named], Place, Place] | None:
    """Return the two communes that the name of one known area joins ("KĐT Tân Dương – Hoa Động")."""
    relevant = [one for one in finer(reading) if one.place.kind is not PlaceKind.COMMUNE]
    if len({one.place.id for one in relevant}) != 1 or relevant[0].place.kind is not PlaceKind.URBAN_AREA:
        return None
    communes = _communes(reading.gazetteer, relevant[0].place)
    joined = any(word.gap == "-" for word in reading.words[relevant[0].start + 1 : relevant[0].end])
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
    places = {one.place.id: one.place for one in used}
    if len(places) < 2:
        return None
    plane = plane_of(used[0].place)
    points = [(plane.point(place), place.radius_m) for place in places.values()]
    widest = max(radius for _, radius in points)
    if widest <= PLACE_M:
        drawn = Drawn(shapely.MultiPoint([point for point, _ in points]), widest)
        return located(reading, drawn, plane, How("several", Precision.PLACE, used))
    return located(reading, union(points), plane, How("several", Precision.AREA, used))


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


def named(reading: Reading) -> Location | None:
    """Place one known name; of names that lie in each other the finest; refuse names that lie apart."""
    relevant = [one for one in finer(reading) if one.place.kind is not PlaceKind.LOT]
    if not relevant:
        return None
    for one, other in combinations(relevant, 2):
        if distance_m(one.place, other.place) > one.place.radius_m + other.place.radius_m:
            evidence = [says_name(reading, one), says_name(reading, other)]
            names = f"{one.place.name} và {other.place.name}"
            return refused(reading, f"{names} cách xa nhau; tên không nói rõ công trình ở nơi nào.", evidence=evidence)
    finest = min(relevant, key=lambda one: (one.place.radius_m, one.place.kind is PlaceKind.COMMUNE))
    return spot(reading, finest, used=[finest, *(one for one in relevant if one is not finest)])
