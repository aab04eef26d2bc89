"""The ground under the rows: neighbours, ward, water, firm roads and their names, as quiet as on the screen.

Sketched roads are left out, as on the screen: no guess looks like a street.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely

from geo.crs import HAI_PHONG
from geo.export.delivery import reprojected
from geo.model import Shape
from geo.printed import svg
from geo.printed.sheet import View
from geo.printed.spread import Room

OUTSIDE, LAND, WATER = "#e9e5db", "#fffefa", "#cfe0ea"
_WARD_EDGE = 'fill="none" stroke="#6b655a" stroke-width="0.4" stroke-dasharray="2.1 0.8 0.4 0.8"'
_STROKE = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
_NAME_MM, _LETTER = 2.6, 0.56  # height of a name; the width of a letter is that share of it
_STEPS = ((0, 0), (0, -4), (0, 4), (0, -8), (0, 8), (-7, 0), (7, 0))  # mm that a name may step aside
_NAMED = {
    "communes": 'fill="#6b665d" letter-spacing="0.06"',
    "rivers": 'fill="#3f6b83" font-style="italic"',
    "neighbours": 'fill="#6f6a60" font-style="italic"',
}


class Ground:
    """The base shapes in EPSG:9210, by layer."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        chosen = [shape for shape in shapes if shape.layer in {*_NAMED, "ward", "roads", "bridges"}]
        metric = reprojected(np.array([shape.geometry for shape in chosen], dtype=object), HAI_PHONG)
        self._whole = dict(zip((shape.id for shape in chosen), metric, strict=True))
        self._shapes = chosen

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north (m) of the ward, None where it is not given."""
        wards = [self._whole[shape.id] for shape in self._layer("ward")]
        if not wards:
            return None
        west, south, east, north = shapely.total_bounds(wards).tolist()
        return west, south, east, north

    def drawn(self, view: View, *, on_base: bool = False) -> str:
        """Return the ground without its names; on a base map of one's own only the border of the ward."""
        if on_base:
            return self._pass(view, "ward", _WARD_EDGE, firm_only=False)
        width = min(8.0, max(1.2, 60_000 / view.scale))  # mm of a river: a symbol that grows with the scale
        road = min(1.6, max(0.5, 0.8 * (25_000 / view.scale) ** 0.5))
        passes = (
            ("neighbours", f'fill="{OUTSIDE}" stroke="#d3cdbf" stroke-width="0.25"', False),
            ("ward", f'fill="{LAND}"', False),
            ("rivers", f'{_STROKE} stroke="{WATER}" stroke-width="{svg.number(width)}"', True),
            ("ward", _WARD_EDGE, False),
            ("roads", f'{_STROKE} stroke="#d9d3c6" stroke-width="{svg.number(road + 0.4)}"', True),
            ("roads", f'{_STROKE} stroke="#ffffff" stroke-width="{svg.number(road)}"', True),
            ("bridges", f'{_STROKE} stroke="#b9b2a3" stroke-width="{svg.number(road + 0.7)}"', True),
            ("bridges", f'{_STROKE} stroke="#ffffff" stroke-width="{svg.number(road)}"', True),
        )
        return "".join(self._pass(view, layer, style, firm_only=firm_only) for layer, style, firm_only in passes)

    def _layer(self, name: str) -> list[Shape]:
        return [shape for shape in self._shapes if shape.layer == name]

    def _pass(self, view: View, layer: str, style: str, *, firm_only: bool) -> str:
        """Return one stroke or fill of a layer, cut to the map."""
        kept = [self._whole[shape.id] for shape in self._layer(layer) if not (firm_only and shape.sketch)]
        box = view.bounds(beyond_mm=10)
        cut = [shapely.clip_by_rect(geometry, *box) for geometry in kept]
        data = "".join(svg.path_data(geometry, view) for geometry in cut if not shapely.is_empty(geometry))
        return f'<path class="{layer}" d="{data}" fill-rule="evenodd" {style}/>' if data else ""

    def names(self, view: View, room: Room) -> str:
        """Return the names that find room, those of the old communes first."""
        return "".join(written for layer in _NAMED for written in self._names(view, layer, room))

    def _names(self, view: View, layer: str, room: Room) -> Iterator[str]:
        for name, geometry in self._named(self._layer(layer)).items():
            cut = shapely.clip_by_rect(geometry, *view.bounds())
            if shapely.is_empty(cut):
                continue
            middle = shapely.point_on_surface(cut)
            right, down = view.mm(shapely.get_coordinates(middle))[0].tolist()
            width = len(name) * _NAME_MM * _LETTER
            for aside, below in _STEPS:
                if room.take(right + aside, down + below, width, _NAME_MM * 1.3):
                    yield _halo(right + aside, down + below + _NAME_MM * 0.36, name, _NAMED[layer])
                    break

    def _named(self, shapes: Sequence[Shape]) -> dict[str, shapely.Geometry]:
        """Return each name once, without the remark that stands behind it in brackets or after a stroke."""
        whole = [shape for shape in shapes if not shape.name.endswith(" nằm trong phường")]
        return {short_name(shape.name): self._whole[shape.id] for shape in reversed(whole)}


def short_name(name: str) -> str:
    """Return a name as a map writes it."""
    return re.sub(r"^(Xã|Thị trấn|Phường) ", "", re.split(r"\s*[(/–]", name)[0])


def _halo(right: float, down: float, name: str, style: str) -> str:
    """Return a name on a pale halo."""
    pale = 'stroke="#fffefa" stroke-width="0.7" stroke-linejoin="round" text-anchor="middle"'
    return svg.text(right, down, name, _NAME_MM, pale + " " + style) + svg.text(
        right, down, name, _NAME_MM, f'text-anchor="middle" {style}'
    )
