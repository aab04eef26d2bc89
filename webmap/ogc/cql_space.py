"""Spatial conditions of CQL2: a row's geometry and one of the request; a row without geometry is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.language import say
from webmap.ogc.cql_values import Mask, Truth, refusal
from webmap.ogc.systems import System, from_system
from webmap.ogc.tables import Table

GEOMETRY = "geometry"
Node = Any
RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "s_intersects": shapely.intersects,
    "s_equals": shapely.equals,
    "s_disjoint": shapely.disjoint,
    "s_touches": shapely.touches,
    "s_within": shapely.within,
    "s_overlaps": shapely.overlaps,
    "s_crosses": shapely.crosses,
    "s_contains": shapely.contains,
}
_TURNED = {"s_within": "s_contains", "s_contains": "s_within"}
_BY_TREE = {
    "s_intersects",
    "s_within",
    "s_touches",
    "s_overlaps",
    "s_crosses",
    "s_contains",
}  # none holds at a distance


def related(name: str, args: list[Node], table: Table, system: System) -> Truth:
    """Return which rows stand in a relation to a geometry. Raises `QueryError` for a geometry that is none."""
    mine = [isinstance(arg, dict) and arg.get("property") == GEOMETRY for arg in args]
    if mine == [False, True]:  # "the area contains the row" is "the row is within the area"
        return related(_TURNED.get(name, name), [args[1], args[0]], table, system)
    if mine != [True, False]:
        raise refusal(say("Phép {name} cần thuộc tính {geometry} và một hình", name=name, geometry=GEOMETRY), args)
    shape = from_system(_shape(args[1]), system, "filter")
    missing = np.array([geometry is None for geometry in table.geometries], dtype=bool)
    try:
        return Truth(_rows(name, shape, table) & ~missing, missing)
    except GEOSException as error:
        raise refusal(say("Hình trong bộ lọc không hợp lệ"), args[1]) from error


def _rows(name: str, shape: BaseGeometry, table: Table) -> Mask:
    """Return the rows of a relation: candidates by the tree, then exactly."""
    if name not in _BY_TREE:
        return np.asarray(RELATIONS[name](table.geometries, shape), dtype=bool)
    rows = np.zeros(len(table), bool)
    near = table.tree.query(shape)
    rows[near] = RELATIONS[name](table.geometries[near], shape)
    return rows


def _shape(node: Node) -> BaseGeometry:
    """Return the geometry of a literal: GeoJSON or a box."""
    if isinstance(node, dict) and isinstance(box := node.get("bbox"), list) and len(box) in {4, 6}:
        west, south, east, north = box if len(box) == 4 else (*box[:2], *box[3:5])
        asked = shapely.box(west, south, east, north)
        if asked.bounds != (west, south, east, north):  # turned round, it would be another box than was asked for
            raise refusal(say("Hình trong bộ lọc không hợp lệ"), node)
        return asked
    if not isinstance(node, dict) or "type" not in node:
        raise refusal(say("Bộ lọc cần một hình"), node)
    try:
        shape = shapely.from_geojson(orjson.dumps(node))
    except (GEOSException, orjson.JSONEncodeError) as error:
        raise refusal(say("Hình trong bộ lọc không hợp lệ"), node) from error
    if not shape.is_valid:
        raise refusal(say("Hình trong bộ lọc không hợp lệ"), node)
    return shapely.force_2d(shape)
