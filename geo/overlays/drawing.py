"""The process that draws vector tiles: orders on standard input, pictures on standard output, one after the other.

What others made is unpacked and drawn here and nowhere else, within limits of memory; the parent's clock ends a tile
that takes too long (`draughtsman`). An order is a line of JSON and the packed bytes of a tile; an answer a line of JSON
and the bytes of a PNG, or none and why.
"""

from __future__ import annotations

import sys
from typing import Any, BinaryIO, Final

import orjson
import resvg_py

from geo.beside import give_up_resources
from geo.overlays.mvt import EXTENT, Window, paths_of
from geo.overlays.packed import unpack
from geo.overlays.quiet import GROUNDS, LAND, PASSES, Paint

MOST_BYTES: Final = 4_000_000  # of a tile, unpacked
MEMORY_BYTES: Final = 1_500_000_000  # of addresses
SIDE_PX: Final = 512


def to_svg(data: bytes, zoom: int, window: Window, ground: str) -> str:
    """Return a vector tile, or the window of it, as SVG in the quiet colours. Raises ValueError for a bad tile."""
    paths = paths_of(data, zoom, window)
    left, top, side = window
    unit = side / SIDE_PX
    drawn = "".join(_drawn(paint, paths[paint.kind], zoom, unit, ground) for paint in PASSES if paint.kind in paths)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE_PX}" height="{SIDE_PX}"'
        f' viewBox="{left} {top} {side} {side}"><rect x="{left}" y="{top}" width="{side}" height="{side}"'
        f' fill="{LAND[GROUNDS.index(ground)]}"/>{drawn}</svg>'
    )


def _drawn(paint: Paint, path: str, zoom: int, unit: float, ground: str) -> str:
    """Return one pass; a pixel is `unit` of the tile."""
    if zoom < paint.least_zoom:
        return ""
    colour = paint.colours[GROUNDS.index(ground)]
    if not paint.widths:
        return f'<path d="{path}" fill="{colour}"/>'
    dash = " ".join(f"{float(length) * unit:g}" for length in paint.dash.split())
    ends = f'stroke-dasharray="{dash}"' if dash else 'stroke-linecap="round"'
    width = f"{paint.width(zoom) * unit:.3g}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round" {ends}/>'


def to_png(packed: bytes, order: dict[str, Any]) -> bytes:
    """Return the picture that an order asks for. Raises ValueError for a tile that cannot be drawn."""
    data = unpack(packed, MOST_BYTES)
    svg = to_svg(data, order["zoom"], tuple(order["window"]), order["ground"])
    side = SIDE_PX * order["ratio"]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True))


WHOLE: Final[Window] = (0.0, 0.0, float(EXTENT))


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Draw until no more orders come."""
    while line := orders.readline():
        order = orjson.loads(line)
        packed = orders.read(order["length"])
        try:
            picture, why = to_png(packed, order), ""
        except (ValueError, MemoryError) as error:
            picture, why = b"", f"{type(error).__name__} {error}"[:200]
        answers.write(orjson.dumps({"length": len(picture), "why": why}) + b"\n" + picture)
        answers.flush()


if __name__ == "__main__":
    give_up_resources(MEMORY_BYTES)
    serve(sys.stdin.buffer, sys.stdout.buffer)
