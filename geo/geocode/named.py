"""Named places: one, one in another, and a bare name that may stand for anything called after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from geo.geocode.answers import How, finest, located, refused, says_name, spot
from geo.geocode.drawing import Drawn
from geo.geocode.names import OWN_HEADS
from geo.geocode.pairs import together
from geo.geocode.plane import distance_m, plane_of
from geo.geocode.reading import LINE_KINDS, Named, Reading
from geo.geocode.region import COMMUNE_LEVELS
from geo.geocode.wide import finer
from geo.language import Sentence
from geo.model import Location, PlaceKind

AREAS = frozenset(
    {PlaceKind.COMMUNE, PlaceKind.WARD, PlaceKind.URBAN_AREA, PlaceKind.INDUSTRIAL_ZONE, PlaceKind.ISLAND}
)
INSIDE = frozenset({"tai", "thuoc", "trong", "o"})


def named(reading: Reading) -> Location | None:
    """Place what the words name: of names that lie in each other the finest, of others all of them together.

    Names that lie apart contradict each other and are refused.
    """
    relevant = [one for one in finer(reading) if one.place.kind is not PlaceKind.LOT]
    areas = [one for one in relevant if one.place.kind not in LINE_KINDS] or relevant
    if not areas:
        return None
    for one, other in combinations(areas, 2):
        if distance_m(one.place, other.place) > one.place.radius_m + other.place.radius_m:
            return _apart(reading, one, other)
    inner = [one for one in areas if not any(_holds(reading, one, other) for other in areas)]
    if len({one.place.id for one in inner}) > 1:
        return together(reading, inner)
    best = min(areas, key=lambda one: (one.place.radius_m, one.place.kind is PlaceKind.COMMUNE))
    used = [best, *(one for one in relevant if one is not best)]
    return _called_after(reading, used) if _is_bare(reading, best) else spot(reading, best, used=used)


def _apart(reading: Reading, one: Named, other: Named) -> Location:
    """Refuse two places that cannot both hold the work."""
    evidence = [says_name(reading, one), says_name(reading, other)]
    names = Sentence("{one} và {other}", one=one.place.name, other=other.place.name)
    return refused(
        reading,
        Sentence("{names} cách xa nhau; tên không nói rõ công trình ở nơi nào.", names=names),
        evidence=evidence,
    )


def _holds(reading: Reading, outer: Named, inner: Named) -> bool:
    """Say whether one named place holds another: by the gazetteer, by its radius, or by the words before it."""
    if outer.place.id == inner.place.id:
        return False
    if outer.place.id in reading.gazetteer.ancestors(inner.place.id):
        return True
    if inner.place.id in reading.gazetteer.ancestors(outer.place.id):
        return False
    if distance_m(outer.place, inner.place) + inner.place.radius_m <= outer.place.radius_m:
        return True
    words = reading.words
    said = words[outer.start].key in COMMUNE_LEVELS or (outer.start > 0 and words[outer.start - 1].key in INSIDE)
    return said and outer.place.kind in AREAS and inner.place.kind is not outer.place.kind


def _is_bare(reading: Reading, one: Named) -> bool:
    """Say whether an urban area is named without saying that it is one: "Bắc Sông Cấm"."""
    return one.place.kind is PlaceKind.URBAN_AREA and reading.words[one.start].key not in OWN_HEADS


def _called_after(reading: Reading, used: Sequence[Named]) -> Location:
    """Return a bare name as wide as the widest place called after it: the words do not say which is meant."""
    place = used[0].place
    radius = max(one.radius_m for one in (place, *reading.gazetteer.namesakes(place.id)))
    if radius == place.radius_m:
        return spot(reading, used[0], used=used)
    plane = plane_of(place)
    found = located(reading, Drawn(plane.point(place), radius), plane, How("named", finest(radius), used))
    says = Sentence("chỉ có tên chung, không rõ là khu nào: lấy rộng bằng nơi rộng nhất mang tên này.")
    line = reading.evidence(used[0].start, used[0].end, place, says)
    return replace(found, evidence=(line, *found.evidence[1:]))
