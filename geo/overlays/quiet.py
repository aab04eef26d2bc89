"""How a vector base map is drawn: which class a feature is of, its colours by day and by night, its widths by zoom.

The colours are those of our own ground (`static/css/tokens.css`): quiet, no statutory colour of land use, no names,
since the map writes its own. Layer names are those of Protomaps basemaps 3 and 4, OpenMapTiles and Shortbread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

GROUNDS: Final = ("light", "dark")
KEYS: Final = ("kind_detail", "class", "kind", "subclass", "admin_level")  # of a feature, the most telling first


@dataclass(frozen=True, slots=True)
class Paint:
    """One pass: the class it draws, its colour by day and by night, and its width in pixels by zoom of the screen.

    Without `widths` the pass fills; `wider` is what a casing adds, `dash` in pixels.
    """

    kind: str
    colours: tuple[str, str]
    least_zoom: int = 0
    widths: tuple[tuple[float, float], ...] = ()
    wider: float = 0.0
    dash: str = ""

    def width(self, zoom: int) -> float:
        """Return the width of the line in pixels."""
        zooms, widths = zip(*self.widths, strict=True)
        return float(np.interp(zoom, zooms, widths)) + self.wider


LAND: Final = ("#f4f2ec", "#1a1916")
WATER: Final = ("#cfe0ea", "#1b3441")
_ROAD: Final = ("#ffffff", "#45423b")
_CASING: Final = ("#d9d3c6", "#171613")
_PATH: Final = ("#d9d3c6", "#37342e")
_HIGHWAY: Final = ((6, 0.8), (10, 1.6), (13, 3.0), (15, 6.0), (17, 12.0), (19, 26.0))
_MAJOR: Final = ((8, 0.6), (11, 1.2), (13, 2.2), (15, 4.6), (17, 10.0), (19, 22.0))
_MIDDLE: Final = ((10, 0.6), (12, 1.0), (13, 1.6), (15, 3.6), (17, 8.0), (19, 18.0))
_MINOR: Final = ((12, 0.5), (14, 1.2), (15, 2.2), (17, 6.0), (19, 14.0))
_ROADS: Final = (("minor", 13, _MINOR), ("middle", 11, _MIDDLE), ("major", 8, _MAJOR), ("highway", 6, _HIGHWAY))

PASSES: Final = (
    Paint("land", LAND),
    Paint("urban", ("#eeebe2", "#1f1d1a"), 10),
    Paint("green", ("#e4e9d8", "#20251c")),
    Paint("wood", ("#dae3cd", "#1e271d")),
    Paint("water", WATER),
    Paint("waterway", WATER, 9, ((9, 0.6), (13, 1.6), (16, 5.0), (19, 14.0))),
    Paint("building", ("#e5e0d5", "#2b2823"), 14),
    Paint("path", _PATH, 15, ((15, 0.9), (17, 1.6), (19, 3.0)), dash="3 2"),
    *(Paint(kind, _CASING, least, widths, wider=1.2) for kind, least, widths in _ROADS),
    *(Paint(kind, _ROAD, least, widths) for kind, least, widths in _ROADS),
    Paint("rail", ("#b9b2a3", "#57514a"), 11, ((11, 0.8), (15, 1.4), (19, 3.0)), dash="7 3"),
    Paint("boundary", ("#8d877b", "#857e71"), 4, ((4, 0.6), (12, 1.0), (19, 1.4)), dash="6 2 1 2"),
)


def _words(**kinds: str) -> Mapping[str, str]:
    return MappingProxyType({word: kind for kind, words in kinds.items() for word in words.split()})


_ROAD_KINDS: Final = _words(
    highway="highway motorway motorway_link trunk trunk_link",
    major="major_road primary primary_link secondary secondary_link",
    middle="tertiary tertiary_link medium_road busway",
    minor="minor_road minor unclassified residential living_street service road street pedestrian",
    path="path footway track cycleway steps bridleway other corridor",
    rail="rail light_rail tram subway narrow_gauge monorail funicular transit",
)
_LAND_KINDS: Final = _words(
    wood="forest wood nature_reserve mangrove",
    green="park garden grass grassland meadow village_green scrub golf_course cemetery grave_yard recreation_ground"
    " pitch playground national_park protected_area farmland farm orchard vineyard allotments wetland marsh crop heath"
    " greenfield plant_nursery public_park zoo",
    urban="urban_area residential industrial commercial retail railway aerodrome school university college hospital"
    " garages military",
    water="basin reservoir",
)
_LINES, _AREAS = 1, 2
_WATERS: Final = MappingProxyType({_AREAS: "water", _LINES: "waterway"})
_BUILDINGS: Final = MappingProxyType({_AREAS: "building"})
_BORDERS: Final = MappingProxyType({_LINES: "boundary"})
_LANDS: Final = MappingProxyType({_AREAS: _LAND_KINDS})
_WAYS: Final = MappingProxyType({_LINES: _ROAD_KINDS})
_LAYERS: Final[Mapping[str, Mapping[int, Mapping[str, str] | str]]] = MappingProxyType(
    {
        "earth": MappingProxyType({_AREAS: "land"}),
        **dict.fromkeys(("water", "ocean", "water_polygons", "waterway", "water_lines"), _WATERS),
        **dict.fromkeys(("landcover", "landuse", "land", "park", "sites"), _LANDS),
        **dict.fromkeys(("roads", "transportation", "streets", "transit"), _WAYS),
        **dict.fromkeys(("buildings", "building"), _BUILDINGS),
        **dict.fromkeys(("boundaries", "boundary"), _BORDERS),
    }
)
KNOWN_LAYERS: Final = frozenset(_LAYERS)
_FARTHEST_ADMIN: Final = 6  # country, province, district; the ward's own border is ours


def kind_of(layer: str, dimension: int, tags: Mapping[str, object]) -> str | None:
    """Return the class that a feature of a layer is drawn as, None for what is not drawn."""
    kinds = _LAYERS.get(layer, {}).get(dimension)
    if kinds is None:
        return None
    if isinstance(kinds, str):
        return None if kinds == "boundary" and _is_near_border(tags) else kinds
    found = (kinds.get(str(tags[key])) for key in KEYS if key in tags)
    return next((kind for kind in found if kind), "green" if layer == "park" else None)


def _is_near_border(tags: Mapping[str, object]) -> bool:
    level = tags.get("admin_level", tags.get("kind_detail", 0))
    return isinstance(level, int | float) and level > _FARTHEST_ADMIN


@cache
def is_drawn(kind: str, zoom: int) -> bool:
    """Return whether a class is drawn at a zoom of the screen."""
    return any(paint.kind == kind and zoom >= paint.least_zoom for paint in PASSES)
