"""The sign of the map as pictures for home screens, drawn from the one `icon.svg` when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import resvg_py

ICON = Path(__file__).parent / "static" / "icon.svg"
SIZES = (180, 192, 512)  # pixels: what Apple's home screen, Android's and its start screen want
MASKABLE = 512
_CORNERS = ' rx="8"'


def drawn_icons() -> Mapping[str, bytes]:
    """Return PNG bytes by file name: `icon-192.png` with round corners, `icon-maskable-512.png` filled to the edge.

    A system cuts a maskable icon to a circle of four fifths of its width; the drawing stays inside that circle.
    """
    svg = ICON.read_text(encoding="utf-8")
    drawn = {f"icon-{size}.png": _png(svg, size) for size in SIZES}
    drawn[f"icon-maskable-{MASKABLE}.png"] = _png(svg.replace(_CORNERS, ""), MASKABLE)
    return MappingProxyType(drawn)


def _png(svg: str, size: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))
