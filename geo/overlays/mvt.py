"""A Mapbox vector tile (MVT 2.1) → path data by class. Runs where strangers' bytes may do no harm (`drawing`).

A line of a tile is a pen that moves by steps, as SVG's relative commands do; every count is checked before it is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, Final

from mapbox_vector_tile.Mapbox import vector_tile_pb2

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


def _drawn(layer: Any, zoom: int) -> Iterator[tuple[str, list[int], bool]]:  # noqa: ANN401  a message of protobuf
    """Yield class, commands, and whether it is an area, of the features that are drawn."""
    if not 0 < layer.extent <= 65_536:
        raise ValueError("extent")
    wanted = {at: key for at, key in enumerate(layer.keys) if key in KEYS}
    for feature in layer.features:
        if feature.type == _POINT:
            continue
        kind = kind_of(layer.name, feature.type - 1, _tags(feature.tags, wanted, layer.values))
        if kind and is_drawn(kind, zoom):
            yield kind, list(feature.geometry), feature.type == _POLYGON


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


def _lines(geometry: list[int], scale: float, window: Window, *, closes: bool) -> Iterator[str]:
    """Yield each line or ring that touches the window as path data."""
    for start, steps in _walks(geometry):
        if _touches(_reach(start[0], steps[::2], scale), _reach(start[1], steps[1::2], scale), window):
            placed = start if scale == 1 else tuple(number * scale for number in start)
            moves = steps if scale == 1 else [step * scale for step in steps]
            yield f"M{placed[0]} {placed[1]}l{' '.join(map(str, moves))}{'z' if closes else ''}"


def _reach(start: int, steps: list[int], scale: float) -> tuple[float, float]:
    """Return the least and the greatest of one coordinate. Raises ValueError for what belongs to no tile."""
    walked = list(accumulate(steps, initial=start))
    least, most = min(walked) * scale, max(walked) * scale
    if least < -_FAR or most > _FAR:
        raise ValueError("coordinates")
    return least, most


def _touches(across: tuple[float, float], down: tuple[float, float], window: Window) -> bool:
    left, top, side = window
    air = side / 16  # as much as the widest line reaches over
    right, bottom = left + side + air, top + side + air
    return across[0] <= right and across[1] >= left - air and down[0] <= bottom and down[1] >= top - air


def _walks(geometry: list[int]) -> Iterator[tuple[tuple[int, int], list[int]]]:
    """Yield the first corner of each line or ring and the steps from there, right and down in turn.

    Raises ValueError where commands and numbers do not match.
    """
    at, pen, start = 0, (0, 0), (0, 0)
    walk: list[int] = []
    while at < len(geometry):
        command, count = geometry[at] & 7, geometry[at] >> 3
        at += 1
        if command == _CLOSE:
            continue
        end = at + 2 * count
        if command not in {_MOVE, _LINE} or count == 0 or end > len(geometry):
            raise ValueError("commands")
        steps = [(number >> 1) ^ -(number & 1) for number in geometry[at:end]]
        pen, at = (pen[0] + sum(steps[::2]), pen[1] + sum(steps[1::2])), end
        if command == _LINE:
            walk += steps
            continue
        if walk:
            yield start, walk
        start, walk = pen, []
    if walk:
        yield start, walk
