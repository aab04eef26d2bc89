"""Layers of one's own on paper: features and tiles laid on the sheet's grid, at their strength and in their order.

What lies on this machine is drawn. What another host has is not: the server asks no stranger, and the sheet says so.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import HAI_PHONG, points_to_vn2000, points_to_wgs84
from geo.export.delivery import reprojected
from geo.language import Sentence, say, say_count
from geo.printed import svg
from geo.printed.sheet import View

MOST_TILES: Final = 80
MOST_TILE_BYTES: Final = 30_000_000  # of a layer
MOST_VERTICES: Final = 200_000  # of a layer, on the sheet
DOTS_PER_INCH: Final = 160
_INK: Final = "#0b5d8a"  # the accent, as on the screen
_FINE_MM, _POINT_MM, _OVER = 0.08, 0.9, 0.0015
_EQUATOR_M: Final = 40_075_016.686
Picture = tuple[bytes, str]  # and its media type


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles of Web Mercator: from which zoom to which, `side_px` wide; `get` answers None where there is none."""

    get: Callable[[int, int, int], Picture | None]
    zooms: tuple[int, int]
    side_px: int = 256


PaperContent = bytes | Tiles | Sentence | None


@dataclass(frozen=True, slots=True)
class PaperLayer:
    """One layer: GeoJSON (WGS 84), tiles, a sentence that says why it cannot be shown, or None for another host's."""

    title: str
    attribution: str
    opacity: float
    content: PaperContent
    base: bool = False
    legend: str = ""


@dataclass(frozen=True, slots=True)
class OwnLayers:
    """What a sheet shows: layers, bottom first, and how many more one browser alone has."""

    layers: tuple[PaperLayer, ...] = ()
    local: int = 0


@dataclass(slots=True)
class DrawnLayers:
    """Layers as SVG below and above the ground, what the legend says of each, whom to name, what is missing."""

    under: str = ""
    over: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def has_base(self) -> bool:
        """Whether a base map lies under everything, so that our own ground steps aside."""
        return bool(self.under)


def draw_layers(own: OwnLayers, view: View) -> DrawnLayers:
    """Return the layers of one's own for a view, and the words that go with them."""
    drawn = DrawnLayers()
    foreign = [layer.title for layer in own.layers if layer.content is None]
    for layer in own.layers:
        if layer.content is not None:
            _add(layer, view, drawn)
    drawn.lines.reverse()
    by_browser = say("Hãy in bằng nút In bản đồ.")
    if foreign:
        names = ", ".join(foreign)
        drawn.missing.append(
            say("Không in được ở đây, vì nằm ở máy chủ khác: {names}.", names=names) + " " + by_browser
        )
    if own.local:
        counted = say_count("{n} lớp chỉ có trên máy của người xem, không in được ở đây.", own.local)
        drawn.missing.append(f"{counted} {by_browser}")
    return drawn


def _add(layer: PaperLayer, view: View, drawn: DrawnLayers) -> None:
    """Add what a layer looks like, or why it is missing."""
    content = layer.content
    if isinstance(content, Tiles):
        picture = "".join(_pictures(content, view))
    elif isinstance(content, bytes):
        picture = _features(content, view)
    else:
        picture = ""
        drawn.missing.append(say("Không in được lớp {title}: {why}", title=layer.title, why=content))
        return
    if not picture:
        drawn.missing.append(say("Lớp {title} không có gì trong khung in này.", title=layer.title))
        return
    group = f'<g class="own" opacity="{svg.number(layer.opacity)}">{picture}</g>'
    if layer.base:
        drawn.under += group
    else:
        drawn.over += group
    drawn.lines.append({"title": layer.title, "legend": layer.legend})
    drawn.credits.append(layer.attribution)


def _features(collection: bytes, view: View) -> str:
    """Return features as areas, lines and dots; what would be finer than paper shows is left out."""
    read = shapely.from_geojson(collection)
    parts = reprojected(np.array(list(_simple(read)), dtype=object), HAI_PHONG)
    box, fine = view.bounds(beyond_mm=5), _FINE_MM / view.mm_per_m
    shown = [cut for part in parts if (cut := _cut(part, box)) is not None]
    shown = [shapely.simplify(part, fine) for part in shown]
    if int(shapely.get_num_coordinates(shown).sum()) > MOST_VERTICES:
        shown = [shapely.simplify(part, 8 * fine) for part in shown if part.length > 4 * fine or part.length == 0]
    return "".join(_drawn(shown, view))


def _drawn(shown: Sequence[BaseGeometry], view: View) -> Iterator[str]:
    """Yield one path of the areas and one of the lines, and the dots."""
    line = f'stroke="{_INK}" stroke-width="0.35" stroke-linejoin="round"'
    for dimension, fill in ((2, f'fill="{_INK}" fill-opacity="0.18"'), (1, 'fill="none"')):
        data = "".join(svg.path_data(part, view) for part in shown if shapely.get_dimensions(part) == dimension)
        if data:
            yield f'<path d="{data}" fill-rule="evenodd" {fill} {line}/>'
    dots = [part for part in shown if shapely.get_dimensions(part) == 0]
    for right, down in view.mm(shapely.get_coordinates(dots)).tolist():
        at = f'cx="{svg.number(right)}" cy="{svg.number(down)}" r="{_POINT_MM}"'
        yield f'<circle {at} fill="{_INK}" fill-opacity="0.3" stroke="{_INK}" stroke-width="0.3"/>'


def _simple(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the points, lines and areas that a collection is made of."""
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection" or part.geom_type.startswith("Multi"):
            yield from _simple(part)
        elif not part.is_empty:
            yield part


def _cut(geometry: BaseGeometry | None, box: tuple[float, float, float, float]) -> BaseGeometry | None:
    """Return what of a shape lies in a box; an outline that crosses itself is shown whole or not at all."""
    if geometry is None or not shapely.intersects(shapely.box(*box), shapely.box(*geometry.bounds)):
        return None
    try:
        cut: BaseGeometry = shapely.clip_by_rect(geometry, *box)
    except shapely.errors.GEOSException:
        return geometry
    return None if cut.is_empty else cut


def _pictures(tiles: Tiles, view: View) -> Iterator[str]:
    """Yield the tiles that the view touches, each where its corners lie on the sheet's grid."""
    left = MOST_TILE_BYTES
    for place in _places(tiles, view):
        found = tiles.get(*place)
        if found is None:
            continue
        picture, media_type = found
        left -= len(picture)
        if left < 0:
            return
        data = base64.b64encode(picture).decode()
        matrix = " ".join(svg.number(number) for number in _matrix(place, view))
        over = f'x="-{_OVER}" y="-{_OVER}" width="{1 + 2 * _OVER}" height="{1 + 2 * _OVER}"'
        yield (
            f'<image {over} preserveAspectRatio="none" transform="matrix({matrix})"'
            f' href="data:{media_type};base64,{data}"/>'
        )


def _places(tiles: Tiles, view: View) -> list[tuple[int, int, int]]:
    """Return the tiles that cover a view, as fine as paper shows and no more than can be set."""
    west, south, east, north = view.bounds()
    middle, edges = (south + north) / 2, (west + east) / 2
    around = [(x, y) for x in (west, edges, east) for y in (south, middle, north)]
    lon_lat = points_to_wgs84(np.array(around), HAI_PHONG)
    if not np.isfinite(lon_lat).all():
        return []
    fine_m = view.scale * 0.0254 / DOTS_PER_INCH
    lat = math.radians(float(np.clip(lon_lat[:, 1].mean(), -85, 85)))
    wanted = round(math.log2(_EQUATOR_M * math.cos(lat) / (tiles.side_px * fine_m)))
    least, most = tiles.zooms
    for zoom in range(min(max(wanted, least), most), least - 1, -1):
        corners = np.floor(_columns(lon_lat, zoom)).astype(int)
        low, high = corners.min(axis=0).clip(0, 2**zoom - 1), corners.max(axis=0).clip(0, 2**zoom - 1)
        if int(np.prod(high - low + 1)) <= MOST_TILES:
            return [(zoom, x, y) for y in range(low[1], high[1] + 1) for x in range(low[0], high[0] + 1)]
    return []


def _columns(lon_lat: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
    """Return where points lie among the tiles of a zoom, in tiles from the upper left."""
    lat = np.radians(np.clip(lon_lat[:, 1], -85.05, 85.05))
    share = np.column_stack([lon_lat[:, 0] / 360 + 0.5, 0.5 - np.arcsinh(np.tan(lat)) / (2 * math.pi)])
    return np.asarray(share * 2.0**zoom)


def _matrix(place: tuple[int, int, int], view: View) -> tuple[float, ...]:
    """Return the transformation that lays a square of one by one where a tile belongs."""
    zoom, x, y = place
    tiles = np.array([(x, y), (x + 1, y), (x, y + 1)], dtype=float) / 2**zoom
    lat = np.degrees(np.arctan(np.sinh((0.5 - tiles[:, 1]) * 2 * math.pi)))
    corners = view.mm(points_to_vn2000(np.column_stack([(tiles[:, 0] - 0.5) * 360, lat]), HAI_PHONG))
    across, down = corners[1] - corners[0], corners[2] - corners[0]
    return (*across.tolist(), *down.tolist(), *corners[0].tolist())
