"""A Mapbox vector tile (MVT 2.1) → path data by class. Runs where strangers' bytes may do no harm (`drawing`).

A line of a tile is a pen that moves by steps, as SVG's relative commands do; every count is checked before it is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from numpy.typing import NDArray

from geo.overlays.quiet import KEYS, is_drawn, kind_of

EXTENT: Final = 4_096  # units of a side, whatever the tile counts in
MOST_FEATURES: Final = 60_000
MOST_VERTICES: Final = 400_000
_FAR: Final = 8 * EXTENT  # what lies so far outside belongs to no tile
_MOVE, _LINE, _CLOSE = 1, 2, 7
_POINT, _POLYGON = 1, 3
Window = tuple[float, float, float]  # left, top, side, in units


def paths_of(data: bytes, zoom: int, window: Window) -> dict[str, str]:
    """Return path data by class of what is drawn at a zoom and touches a window. Raises ValueError for a bad tile."""
    tile = vector_tile_pb2.tile()
    try:
        tile.ParseFromString(data)
    except Exception as error:  # protobuf's own, which is no ValueError
        raise ValueError("protobuf") from error
    if sum(len(layer.features) for layer in tile.layers) > MOST_FEATURES:
        raise ValueError("features")
    found: dict[str, list[str]] = defaultdict(list)
    left = MOST_VERTICES
    for layer in tile.layers:
        for kind, geometry, closes in _drawn(layer, zoom):
            left -= len(geometry) // 2
            if left < 0:
                raise ValueError("vertices")
            found[kind] += _lines(geometry, EXTENT / layer.extent, window, closes=closes)
    return {kind: "".join(lines) for kind, lines in found.items() if lines}


def _drawn(layer: Any, zoom: int) -> Iterator[tuple[str, NDArray[np.int64], bool]]:  # noqa: ANN401  a message of protobuf
    """Yield class, commands, and whether it is an area, of the features that are drawn."""
    if not 0 < layer.extent <= 65_536:
        raise ValueError("extent")
    wanted = {at: key for at, key in enumerate(layer.keys) if key in KEYS}
    for feature in layer.features:
        if feature.type == _POINT:
            continue
        kind = kind_of(layer.name, feature.type - 1, _tags(feature.tags, wanted, layer.values))
        if kind and is_drawn(kind, zoom):
            yield kind, np.array(feature.geometry, dtype=np.int64), feature.type == _POLYGON


def _tags(pairs: Any, wanted: Mapping[int, str], values: Any) -> dict[str, object]:  # noqa: ANN401  messages of protobuf
    """Return the few attributes that tell a class. Raises ValueError for one that is not there."""
    tags: dict[str, object] = {}
    for key, at in zip(pairs[::2], pairs[1::2], strict=False):
        if key in wanted:
            if at >= len(values):
                raise ValueError("tags")
            value = values[at]
            told = value.ListFields()
            tags[wanted[key]] = told[0][1] if told else ""
    return tags


def _lines(geometry: NDArray[np.int64], scale: float, window: Window, *, closes: bool) -> Iterator[str]:
    """Yield each line or ring that touches the window as path data."""
    for points in _walks(geometry):
        placed = points if scale == 1 else np.rint(points * scale).astype(np.int64)
        if np.abs(placed).max() > _FAR:
            raise ValueError("coordinates")
        if len(placed) > 1 and _touches(placed, window):
            steps = " ".join(map(str, np.diff(placed, axis=0).ravel().tolist()))
            yield f"M{placed[0, 0]} {placed[0, 1]}l{steps}{'z' if closes else ''}"


def _touches(points: NDArray[np.int64], window: Window) -> bool:
    left, top, side = window
    air = side / 16  # as much as the widest line reaches over
    low, high = points.min(axis=0), points.max(axis=0)
    right, bottom = left + side + air, top + side + air
    return bool(low[0] <= right and high[0] >= left - air and low[1] <= bottom and high[1] >= top - air)


def _walks(geometry: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield the corners of each line or ring, (n, 2). Raises ValueError where commands and numbers do not match."""
    at, pen = 0, np.zeros(2, dtype=np.int64)
    walk: list[NDArray[np.int64]] = []
    while at < len(geometry):
        command, count = int(geometry[at]) & 7, int(geometry[at]) >> 3
        at += 1
        if command == _CLOSE:
            continue
        end = at + 2 * count
        if command not in {_MOVE, _LINE} or count == 0 or end > len(geometry):
            raise ValueError("commands")
        numbers = geometry[at:end]
        points = pen + np.cumsum(((numbers >> 1) ^ -(numbers & 1)).reshape(-1, 2), axis=0)
        pen, at = points[-1], end
        if command == _MOVE and walk:
            yield np.concatenate(walk)
            walk = []
        walk.append(points)
    if walk:
        yield np.concatenate(walk)
