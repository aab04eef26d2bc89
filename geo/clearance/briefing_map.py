"""A small map that says where: the ward's outline and numbered pins, as SVG for the page and as PNG for Word and Excel.

Drawn without a font and without an imaging library, so that a server needs neither. Pins that share a place stand
side by side.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.language import say

Pixels = NDArray[np.uint8]

PAPER, LAND, EDGE, PIN, INK = ("f4f2ec", "fffefa", "6b655a", "860a18", "ffffff")
PIN_RADIUS_PX = 11
EDGE_PX = 1.2
MARGIN_PX = 14

_DIGITS = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "01110 10001 00001 00110 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "01110 10000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00001 01110",
}


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered place, WGS 84."""

    number: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class View:
    """From degrees to pixels: metres alike in both directions at the ward's latitude, north up."""

    west: float
    north: float
    px_per_lon: float
    px_per_lat: float
    width: int
    height: int

    def px(self, lon: float, lat: float) -> tuple[float, float]:
        """Return a point in pixels, right and down."""
        return (lon - self.west) * self.px_per_lon + MARGIN_PX, (self.north - lat) * self.px_per_lat + MARGIN_PX


def view_of(ward: BaseGeometry, width: int) -> View:
    """Return the view that shows the whole ward in a picture `width` pixels wide."""
    west, south, east, north = ward.bounds
    px_per_lon = (width - 2 * MARGIN_PX) / (east - west)
    px_per_lat = px_per_lon / math.cos(math.radians((south + north) / 2))
    return View(west, north, px_per_lon, px_per_lat, width, round((north - south) * px_per_lat) + 2 * MARGIN_PX)


def places_px(pins: Iterable[Pin], view: View) -> dict[int, tuple[float, float]]:
    """Return where each pin is drawn; one that would hide another moves right until it does not."""
    placed: dict[int, tuple[float, float]] = {}
    for pin in pins:
        right, down = view.px(pin.lon, pin.lat)
        while any(math.dist((right, down), other) < 2 * PIN_RADIUS_PX for other in placed.values()):
            right += PIN_RADIUS_PX
        placed[pin.number] = (right, down)
    return placed


def build_svg(ward: BaseGeometry, pins: Sequence[Pin], width: int = 320) -> str:
    """Return the map as SVG text: only numbers and our own words, no text of the data."""
    view = view_of(ward, width)
    rings = " ".join(_ring(part, view) for part in shapely.get_parts(ward))
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{PIN_RADIUS_PX}" fill="#{PIN}"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" font-size="13" font-weight="700" fill="#{INK}">'
        f"{number}</text>"
        for number, (x, y) in places_px(pins, view).items()
    )
    named = say("Vị trí các việc nóng nhất trong phường")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}" width="{view.width}" '
        f'height="{view.height}" role="img" aria-label="{named}">'
        f'<path d="{rings}" fill="#{LAND}" stroke="#{EDGE}" stroke-width="{EDGE_PX}"/>{marks}</svg>'
    )


def _ring(polygon: BaseGeometry, view: View) -> str:
    """Return the outer ring of a polygon as path data."""
    points = (view.px(lon, lat) for lon, lat in shapely.get_coordinates(shapely.get_exterior_ring(polygon)))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def build_png(ward: BaseGeometry, pins: Sequence[Pin], width: int = 480) -> bytes:
    """Return the same map as a PNG file."""
    view = view_of(ward, width)
    pixels = _ground(ward, view)
    for number, place in places_px(pins, view).items():
        _draw_pin(pixels, number, place)
    return _png(pixels)


def _ground(ward: BaseGeometry, view: View) -> Pixels:
    """Paint paper, land and the ward's edge."""
    columns = (np.arange(view.width) + 0.5 - MARGIN_PX) / view.px_per_lon + view.west
    rows = view.north - (np.arange(view.height) + 0.5 - MARGIN_PX) / view.px_per_lat
    lon, lat = np.meshgrid(columns, rows)
    pixels = np.empty((view.height, view.width, 3), np.uint8)
    pixels[:] = _rgb(PAPER)
    shapely.prepare(ward)
    pixels[shapely.contains_xy(ward, lon, lat)] = _rgb(LAND)
    edge = ward.boundary.buffer(EDGE_PX / view.px_per_lon)
    shapely.prepare(edge)
    pixels[shapely.contains_xy(edge, lon, lat)] = _rgb(EDGE)
    return pixels


def _draw_pin(pixels: Pixels, number: int, place: tuple[float, float]) -> None:
    """Paint a disc and its number; what falls outside the picture is left out."""
    down, right = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    pixels[(right - place[0]) ** 2 + (down - place[1]) ** 2 <= PIN_RADIUS_PX**2] = _rgb(PIN)
    glyph = np.repeat(np.repeat(_glyphs(str(number)), 2, axis=0), 2, axis=1)
    top, left = round(place[1] - glyph.shape[0] / 2), round(place[0] - glyph.shape[1] / 2)
    for y, x in zip(*np.nonzero(glyph), strict=True):
        if 0 <= top + y < pixels.shape[0] and 0 <= left + x < pixels.shape[1]:
            pixels[top + y, left + x] = _rgb(INK)


def _glyphs(number: str) -> NDArray[np.bool_]:
    """Return the dots of a number, a blank column between its digits."""
    digits = [np.array([[dot == "1" for dot in row] for row in _DIGITS[digit].split()]) for digit in number]
    blank = np.zeros((7, 1), bool)
    return np.hstack([part for digit in digits for part in (blank, digit)][1:])


def _rgb(colour: str) -> tuple[int, int, int]:
    """Return the three bytes of a colour."""
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _png(pixels: Pixels) -> bytes:
    """Write eight-bit RGB as PNG (ISO/IEC 15948): header, one compressed block, end."""
    height, width, _ = pixels.shape
    raw = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
