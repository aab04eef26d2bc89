"""Which layers of one's own an address shows: `own=nen,ranh.50`, bottom first, a percentage where it is not the usual.

`static/js/own/state.js` reads the same words for the screen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.overlays.declared import Overlay

LOCAL = "_"  # begins the id of a layer that one browser alone has; no declared id can
_PERCENT = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A layer as it is shown: `opacity` from 0 to 1."""

    overlay: Overlay
    opacity: float


def read_shown(text: str | None, layers: Sequence[Overlay]) -> tuple[Shown, ...]:
    """Return the layers that an address shows, bottom first; without a word the base maps. Unknown ones are out."""
    if not text:
        return tuple(Shown(layer, layer.opacity) for layer in layers if layer.base)
    known = {layer.id: layer for layer in layers}
    shown: dict[str, Shown] = {}
    for word in text.split(","):
        name, _, percent = word.partition(".")
        if name in known:
            said = min(100, int(percent)) / 100 if _PERCENT.fullmatch(percent) else known[name].opacity
            shown[name] = Shown(known[name], said)
    return tuple(shown.values())


def count_local(text: str | None) -> int:
    """Return how many layers of an address one browser alone has."""
    return len({word.partition(".")[0] for word in (text or "").split(",") if word.startswith(LOCAL)})
