"""Small pieces of SVG: numbers, words, path data. Whatever comes from data is escaped here."""

from __future__ import annotations

from xml.sax.saxutils import escape

import shapely
from shapely.geometry.base import BaseGeometry

from geo.printed.sheet import View
from geo.text import nfc

FONT = "Noto Sans"


def number(value: float) -> str:
    """Return a length to a hundredth of a millimetre: finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def words(text: str) -> str:
    """Return a text as it may stand in an element: on one line, NFC, without what XML 1.0 forbids."""
    return escape("".join(sign for sign in " ".join(nfc(text).split()) if sign.isprintable()))


def path_data(geometry: BaseGeometry, view: View) -> str:
    """Return lines and areas of EPSG:9210 as path data in millimetres; points have none."""
    parts = shapely.get_parts(geometry)
    lines = [line for part in parts for line in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])]
    return "".join(_line(line, view) for line in lines if line.geom_type != "Point")


def _line(line: BaseGeometry, view: View) -> str:
    corners = view.mm(shapely.get_coordinates(line))
    pairs = "L".join(f"{number(right)} {number(down)}" for right, down in corners.tolist())
    return f"M{pairs}{'z' if line.geom_type == 'LinearRing' else ''}"


def text(right: float, down: float, said: str, size: float, more: str = "") -> str:
    """Return a line of text in millimetres."""
    return (
        f'<text x="{number(right)}" y="{number(down)}" font-family="{FONT}" font-size="{number(size)}" {more}>'
        f"{words(said)}</text>"
    )
