"""The net of a gazetteer's roads and bridges, laid once for each gazetteer."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from geo.gazetteer import Gazetteer
from geo.geocode.network import Net
from geo.geocode.plane import Plane

ROAD_LAYERS = frozenset({"roads", "bridges"})
_LAID: WeakKeyDictionary[Gazetteer, dict[Plane, Net]] = WeakKeyDictionary()


def net_of(gazetteer: Gazetteer, plane: Plane) -> Net:
    """Return the net of all lines of roads and bridges, in metres of a plane."""
    nets = _LAID.setdefault(gazetteer, {})
    if plane not in nets:
        nets[plane] = Net((shape for shape in gazetteer.shapes if shape.layer in ROAD_LAYERS), plane)
    return nets[plane]
