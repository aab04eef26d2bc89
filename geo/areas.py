"""Areas one can ask for: old communes of the ward, Bắc Sông Cấm, islands and industrial zones; which a row lies in.

The words lead: a row lies in an area when its places, or what these lie in, are named after it, and so the sums of heat
have it, too (`geo.clearance.hot_areas`). Geometry adds where both sides are known: a line, or a shape placed to within
500 m, that touches an area whose size is known. A disc that only says how far the truth may be puts nothing anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import Location, Place, PlaceKind, Precision, Shape
from geo.text import key

ZONE = "Bắc Sông Cấm"
_COMMUNE = re.compile(r"^(?:Phần )?(?:Xã|xã|Thị trấn) (.+?)(?: cũ nằm trong phường)?$")
_ZONES = frozenset({PlaceKind.ISLAND, PlaceKind.INDUSTRIAL_ZONE})
_PLACED = frozenset({Precision.SURVEYED, Precision.TRACED, Precision.PLACE})


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its code in an address (`hoa-dong`), its name, and where it is as far as that is known (WGS 84)."""

    code: str
    name: str
    extent: BaseGeometry | None


def area_code(name: str) -> str:
    """Return the code of an area: its name without marks, `Bắc Sông Cấm` → `bac-song-cam`."""
    return "-".join(key(name).split())


class Areas:
    """The areas of a gazetteer, in the order in which they are offered: Bắc Sông Cấm, communes, zones."""

    def __init__(self, places: Iterable[Place], shapes: Iterable[Shape]) -> None:
        self._places: Mapping[str, Place] = {place.id: place for place in places}
        zones = sorted(_plain(place.name) for place in self._places.values() if place.kind in _ZONES and place.in_ward)
        zone, *communes = area_names(self._places.values())
        self._names = (zone, *sorted(communes, key=key), *zones)
        self._named: dict[tuple[str, ...], tuple[str, ...]] = {}  # many rows stand on the same places
        extents = self._extents(shapes)
        self.all = tuple(Area(area_code(name), name, extents.get(name)) for name in self._names)

    def _extents(self, shapes: Iterable[Shape]) -> dict[str, BaseGeometry]:
        """Return the ground of each area of known size; a circle of uncertainty is no ground."""
        found: dict[str, list[BaseGeometry]] = {}
        for shape in shapes:
            place = self._places.get(shape.place or "")
            if place is None or not place.in_ward or (shape.sketch and place.size_radius_m is None):
                continue
            for name in areas_of([place.id], {place.id: place}, self._names):
                if shape.geometry.area:
                    found.setdefault(name, []).append(shape.geometry)
        return {name: shapely.union_all(parts) for name, parts in found.items()}

    def of(self, location: Location, name: str) -> tuple[str, ...]:
        """Return the codes of the areas that a row of this name lies in; none for a row without a place.

        A place that a person corrected stands on no gazetteer entry: there the row's own name speaks.
        """
        if location.geometry is None:
            return ()
        named = self._names_in(location.places) if location.places else _named_in([name], self._names)
        known = location.precision in _PLACED or location.geometry.geom_type.endswith("LineString")
        return tuple(
            area.code
            for area in self.all
            if area.name in named
            or (known and area.extent is not None and bool(area.extent.intersects(location.geometry)))
        )

    def _names_in(self, place_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return the areas that places, or what they lie in, are named after."""
        if place_ids not in self._named:
            self._named[place_ids] = areas_of(place_ids, self._places, self._names)
        return self._named[place_ids]


def area_names(gazetteer: Iterable[Place]) -> tuple[str, ...]:
    """Return the zone and the old communes that lie in the ward, by their plain names."""
    communes = (
        match[1]
        for place in gazetteer
        if place.kind is PlaceKind.COMMUNE and place.in_ward and (match := _COMMUNE.match(_plain(place.name)))
    )
    return (ZONE, *sorted(set(communes)))


def areas_of(place_ids: Iterable[str], by_id: Mapping[str, Place], names: Sequence[str]) -> tuple[str, ...]:
    """Return the areas that the places, or what they lie in, are named after."""
    return _named_in([place.name for place_id in place_ids for place in _upwards(place_id, by_id)], names)


def _named_in(texts: Iterable[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the areas whose names stand in one of the texts, whole words only."""
    spoken = [_words(text) for text in texts]
    return tuple(name for name in names if any(_words(name) in text for text in spoken))


@lru_cache(maxsize=4096)  # the same few names are compared for every row of every day
def _words(name: str) -> str:
    """Return the words of a name as they are compared: a blank before, between and after them."""
    return " ".join(["", *re.findall(r"\w+", key(name)), ""])


def _upwards(place_id: str, by_id: Mapping[str, Place]) -> tuple[Place, ...]:
    """Return a place and what it lies in, below the ward."""
    chain: list[Place] = []
    place = by_id.get(place_id)
    while place is not None and place.kind is not PlaceKind.WARD and place not in chain:
        chain.append(place)
        place = by_id.get(place.parent or "")
    return tuple(chain)


def _plain(name: str) -> str:
    """Return a name without what stands in brackets after it."""
    return name.split(" (", maxsplit=1)[0]
