"""Marks that would cover each other step aside; names step aside for marks. Millimetres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
MOST = 400  # places with a mark: more would find no room on any paper, and are drawn as dots
_ROUNDS, _HOME = 120, 0.04  # how strongly a mark is drawn back to its place each round
_LAST = 30  # rounds without the pull home, so that what still touches can part


def spread(homes: Points, apart: float) -> Points:
    """Return where marks stand, at least `apart` from each other where there is room; (n, 2) in and out."""
    points = homes.copy()
    if not 1 < len(points) <= MOST:
        return points
    for at in range(_ROUNDS):
        push = _push(points, apart)
        if not push.any():
            break
        points += push
        if at < _ROUNDS - _LAST:
            points += (homes - points) * _HOME
    return points


def _push(points: Points, apart: float) -> Points:
    """Return how far each point is pushed by those too near; points at one spot part along directions of their own."""
    between = points[:, None] - points[None]
    distance = np.hypot(between[..., 0], between[..., 1])
    near = (distance < apart) & ~np.eye(len(points), dtype=bool)
    turn = np.arange(len(points)) * 2.4
    away = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    same = near & (distance < 0.01)
    between[same] = (away[:, None] - away[None])[same]
    length = np.where(same, np.hypot(between[..., 0], between[..., 1]), distance)
    share = np.where(near, ((apart - distance) / 2 + 0.01) / np.maximum(length, 1e-9), 0.0)
    return np.asarray((between * share[..., None]).sum(axis=1) * 0.6)


class Room:
    """What of the map is taken: boxes of left, top, right, bottom."""

    def __init__(self, width: float, height: float) -> None:
        self._taken: list[tuple[float, float, float, float]] = []
        self._width, self._height = width, height

    def take(self, right: float, down: float, width: float, height: float) -> bool:
        """Take the box around a point if it is free and within the map; say whether it was."""
        box = (right - width / 2, down - height / 2, right + width / 2, down + height / 2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= self._width and box[3] <= self._height
        if not inside or any(_overlap(box, other) for other in self._taken):
            return False
        self._taken.append(box)
        return True


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
