"""A map as SVG: to scale in EPSG:9210, with legend, filter, as-of date and attribution."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import HAI_PHONG, to_vn2000
from geo.export.cells import one_line
from geo.export.delivery import Delivery, bounds_of, geometries_of, plain_table, reprojected

_MAP, _LEGEND, _MARGIN = 1000, 380, 20  # px
_PAPER, _LAND, _EDGE = "#f4f2ec", "#ffffff", "#8a8781"
_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_LINE_PX, _LETTERS = 19, 50
_SMALLEST_M = 1_000.0  # a single point is drawn with this much around it
_SCALE_BARS_M = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


class _View:
    """From metres of EPSG:9210 to px: the same scale both ways, north up."""

    def __init__(self, bounds: tuple[float, float, float, float] | None) -> None:
        west, south, east, north = bounds or (0.0, 0.0, _SMALLEST_M, _SMALLEST_M)
        size = max(east - west, north - south, _SMALLEST_M) * 1.04
        self.px_per_m = _MAP / size
        self._west = (west + east - size) / 2
        self._north = (south + north + size) / 2

    def px(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return an (n, 2) array of px: right, down."""
        right, down = points[:, 0] - self._west, self._north - points[:, 1]
        return np.column_stack([right, down]) * self.px_per_m + _MARGIN


def to_svg(delivery: Delivery, path: Path) -> None:
    """Write the delivery as a picture; rows without place are counted in its legend."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_picture(delivery))


def _picture(delivery: Delivery) -> Iterator[str]:
    """Yield the picture in pieces: ground, rows, legend."""
    table = plain_table(delivery.frame)
    geometries = reprojected(geometries_of(delivery.frame), HAI_PHONG)
    ground = None if delivery.ground is None else to_vn2000(delivery.ground)
    view = _View(bounds_of(np.append(geometries, [ground])))
    width, height = _MAP + _LEGEND + 3 * _MARGIN, _MAP + 2 * _MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="{_FONT}" font-size="14" lang="vi">\n<title>{_text(delivery.notice.title)}</title>\n'
        f"<desc>{escape(delivery.notice.text())}</desc>\n"
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>\n'
    )
    if ground is not None:
        yield f'<path class="ground" d="{_path(ground, view)}" fill="{_LAND}" stroke="{_EDGE}" fill-rule="evenodd"/>\n'
    for row, geometry in zip(table.to_dict("records"), geometries, strict=True):
        if geometry is not None:
            yield _mark(row, geometry, view, delivery)
    yield from _legend(delivery, table, view)
    yield "</svg>\n"


def _text(value: str) -> str:
    return escape(one_line(value))


def _mark(row: dict[Any, Any], geometry: BaseGeometry, view: _View, delivery: Delivery) -> str:
    """Return one row: shape, tooltip and id."""
    colour = delivery.looks.colour(row["funding_source"])
    dash = ' stroke-dasharray="6 4"' if row["precision"] in delivery.looks.dashed else ""
    fill = f'fill="{colour}" fill-opacity="0.3"' if shapely.get_dimensions(geometry) == 2 else 'fill="none"'
    right, down = view.px(shapely.get_coordinates(shapely.point_on_surface(geometry)))[0]
    return (
        f"<g id={quoteattr(row['id'])} class={quoteattr(row['precision'])}><title>{_text(row['name'])}</title>"
        f'<path d="{_path(geometry, view)}" {fill} stroke="{colour}" stroke-width="2"{dash} fill-rule="evenodd"/>'
        f'<text x="{right + 8:.1f}" y="{down + 4:.1f}" font-size="11" paint-order="stroke" stroke="{_PAPER}"'
        f' stroke-width="3">{_text(row["id"])}</text></g>\n'
    )


def _path(geometry: BaseGeometry, view: _View) -> str:
    """Return a geometry as path data; a point becomes a disc of 5 px."""
    return "".join(_part_path(part, view) for part in shapely.get_parts(geometry))


def _part_path(part: BaseGeometry, view: _View) -> str:
    if part.geom_type == "Point":
        right, down = view.px(shapely.get_coordinates(part))[0]
        return f"M{right - 5:.1f} {down:.1f}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
    closed = part.geom_type == "Polygon"
    lines = shapely.get_rings(part) if closed else [part]
    paths = []
    for line in lines:
        corners = view.px(shapely.get_coordinates(line))
        pairs = "L".join(f"{right:.1f} {down:.1f}" for right, down in corners.tolist())
        paths.append(f"M{pairs}{'z' if closed else ''}")
    return "".join(paths)


def _legend(delivery: Delivery, table: pd.DataFrame, view: _View) -> Iterator[str]:
    """Yield the column at the right: title, colours with counts, dashes, scale, notice."""
    left = _MAP + 2 * _MARGIN
    counts = table["funding_source"].value_counts()
    placed = int(delivery.frame.geometry.notna().sum())
    y = _MARGIN + _LINE_PX
    for line in textwrap.wrap(one_line(delivery.notice.title), _LETTERS - 8):
        yield f'<text x="{left}" y="{y}" font-size="16" font-weight="600">{escape(line)}</text>\n'
        y += _LINE_PX + 3
    for code, colour in delivery.looks.fill.items():
        words = f"{delivery.looks.word('funding_source', code)}: {counts.get(code, 0)}"
        yield f'<rect x="{left}" y="{y}" width="16" height="12" fill="{colour}"/>\n'
        yield f'<text x="{left + 26}" y="{y + 11}">{_text(words)}</text>\n'
        y += _LINE_PX + 3
    lines = [f"Có trên hình: {placed}; chưa rõ vị trí: {len(table) - placed}.", "Nét đứt: vị trí chưa chắc.", ""]
    yield from _scale_bar(view, left, y)
    y += 2 * _LINE_PX
    for label, words in delivery.notice.lines()[1:]:
        lines += textwrap.wrap(one_line(f"{label}: {words}"), _LETTERS)
    for line in lines:
        yield f'<text x="{left}" y="{y}" fill="#444" font-size="13">{escape(line)}</text>\n'
        y += _LINE_PX


def _scale_bar(view: _View, left: float, y: float) -> Iterator[str]:
    """Yield the longest bar of a round length that is at most 200 px long."""
    metres = max((length for length in _SCALE_BARS_M if length * view.px_per_m <= 200), default=_SCALE_BARS_M[0])
    width = metres * view.px_per_m
    yield f'<path d="M{left} {y}v6h{width:.1f}v-6" fill="none" stroke="#444"/>\n'
    yield f'<text x="{left + width + 8:.1f}" y="{y + 8}" font-size="12">{metres} m</text>\n'
