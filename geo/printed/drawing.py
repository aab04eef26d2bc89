"""The map of a sheet as SVG in millimetres: ground, where the truth may be, shapes, marks with numbers, grid, north."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from geo.language import say
from geo.printed import svg
from geo.printed.ground import OUTSIDE, Ground
from geo.printed.layers import DrawnLayers
from geo.printed.looks import Looks
from geo.printed.marks import APART_MM, MM_PER_PX, mark
from geo.printed.rows import Place, is_quiet, units
from geo.printed.sheet import View, round_length
from geo.printed.spread import MOST, Room, spread

_MIXED = "#5b5750"  # rows of several classes share a place: its shape takes no side
_BRUSH = ((1.0, 0.05), (0.72, 0.05), (0.44, 0.06))  # share of a corridor's width, opacity: soft edges without a blur
_INK = "#4a463f"


def draw_map(places: Sequence[Place], ground: Ground, view: View, theme: str, looks: Looks, own: DrawnLayers) -> str:
    """Return the map: exactly `view.width` by `view.height` mm, cut at its frame. Of a crowd only dots are drawn."""
    homes = view.mm(np.array([place.anchor for place in places], dtype=float).reshape(-1, 2))
    inside = _inside(homes, view)
    if len(places) > MOST:
        dots = [
            _dot(place, at, theme, looks)
            for place, at, seen in zip(places, homes.tolist(), inside, strict=True)
            if seen
        ]
        return _framed(view, looks, [*_ground(ground, view, own), *dots, *_grid(view), _north(view)])
    spots = homes.copy()
    spots[inside] = spread(homes[inside], APART_MM)
    room = Room(view.width, view.height)
    for right, down in spots[inside].tolist():
        room.take(right, down, APART_MM, APART_MM)
    shapes = [_shape(place, view, theme, looks) for place in places]
    marks = [
        f'<g transform="translate({svg.number(right)} {svg.number(down)})">{mark(place, at, theme, looks)}</g>'
        for at, (place, (right, down), seen) in enumerate(zip(places, spots.tolist(), inside, strict=True), start=1)
        if seen
    ]
    parts = [
        *_ground(ground, view, own),
        *shapes,
        *_leaders(homes[inside], spots[inside]),
        ground.names(view, room),
        *marks,
    ]
    return _framed(view, looks, [*parts, *_grid(view), _north(view)])


def _ground(ground: Ground, view: View, own: DrawnLayers) -> tuple[str, str, str]:
    """Return the ground between the layers of one's own; a base map among them takes its place."""
    return own.under, ground.drawn(view, on_base=own.has_base), own.over


def _dot(place: Place, at: list[float], theme: str, looks: Looks) -> str:
    """Return one of many: a dot of its colour."""
    colour, _ = _colour(place, theme, looks)
    middle = f'cx="{svg.number(at[0])}" cy="{svg.number(at[1])}"'
    return f'<circle {middle} r="0.8" fill="{colour}" stroke="#ffffff" stroke-width="0.2"/>'


def _inside(points: np.ndarray, view: View) -> np.ndarray:
    """Return which points lie on the map."""
    return np.asarray(((points >= 0) & (points <= (view.width, view.height))).all(axis=1))


def _framed(view: View, looks: Looks, parts: Iterable[str]) -> str:
    """Return the picture around its parts."""
    width, height = svg.number(view.width), svg.number(view.height)
    whole = f'x="0" y="0" width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f'<defs><clipPath id="frame"><rect {whole}/></clipPath>{looks.hatches()}</defs>'
        f'<g clip-path="url(#frame)"><rect {whole} fill="{OUTSIDE}"/>{"".join(parts)}</g>'
        f'<rect {whole} fill="none" stroke="{_INK}" stroke-width="0.5"/></svg>'
    )


def _shape(place: Place, view: View, theme: str, looks: Looks) -> str:
    """Return the soft part of a place, which says where the truth may be, and its crisp part, the geometry itself."""
    how = looks.row("precision", place.precision)
    colour, strength = _colour(place, theme, looks)
    dimension = int(shapely.get_dimensions(place.geometry))
    soft = how.get("soft") and not is_quiet(place, theme)
    if dimension == 0:
        return _disc(place, view, how, colour) if soft else ""
    data = svg.path_data(shapely.clip_by_rect(place.geometry, *view.bounds(beyond_mm=60)), view)
    if not data:
        return ""
    if dimension == 2:
        inside = f'fill="{colour}" fill-opacity="{0.05 * strength}" stroke-opacity="{0.6 * strength}"'
        return f'<path d="{data}" {_edge(how, colour)} {inside}/>'
    brushed = _brush(data, place, view, colour) if soft else ""
    casing = f'<path d="{data}" fill="none" stroke="#ffffff" stroke-opacity="0.9" stroke-width="1.3"/>'
    opacity = (0.8 if place.sketch else 1.0) * strength
    line = f'<path d="{data}" fill="none" {_edge(how, colour, wider=1.5)} stroke-opacity="{opacity}"/>'
    return brushed + casing + line


def _colour(place: Place, theme: str, looks: Looks) -> tuple[str, float]:
    """Return the one colour of a place, a neutral one where its rows differ, and how strongly it is drawn."""
    if is_quiet(place, theme):
        return _MIXED, 0.35
    colours = {looks.of(row, theme).colour for row in units(place.rows, theme)}
    return (colours.pop() if len(colours) == 1 else _MIXED), 1.0


def _edge(how: Mapping[str, Any], colour: str, wider: float = 0.0) -> str:
    """Return the line of a precision class: the finer a place is known, the crisper."""
    width = svg.number((how.get("width", 1.5) + wider) * MM_PER_PX)
    return f'stroke="{colour}" stroke-width="{width}"{_dashes(how.get("dash", ""))}'


def _disc(place: Place, view: View, how: Mapping[str, Any], colour: str) -> str:
    """Return the circle that the truth lies in, in true metres."""
    right, down = view.mm(np.array([place.anchor]))[0].tolist()
    round_it = f'cx="{svg.number(right)}" cy="{svg.number(down)}" r="{svg.number(place.radius_m * view.mm_per_m)}"'
    inside = f'fill="{colour}" fill-opacity="0.04" stroke-opacity="0.4"'
    return f"<circle {round_it} {_edge(how, colour)} {inside}/>"


def _brush(data: str, place: Place, view: View, colour: str) -> str:
    """Return a corridor as wide as the line is uncertain."""
    whole = 2 * place.radius_m * view.mm_per_m
    return "".join(
        f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{svg.number(whole * share)}"'
        f' stroke-opacity="{opacity}" stroke-linecap="round" stroke-linejoin="round"/>'
        for share, opacity in _BRUSH
    )


def _dashes(dash: str) -> str:
    """Return a dash array of the screen in millimetres."""
    lengths = " ".join(svg.number(float(part) * MM_PER_PX) for part in dash.split())
    return f' stroke-dasharray="{lengths}"' if lengths else ""


def _leaders(homes: np.ndarray, spots: np.ndarray) -> Iterator[str]:
    """Yield a thin line from each mark that stepped aside to where it belongs."""
    for home, spot in zip(homes.tolist(), spots.tolist(), strict=True):
        if np.hypot(home[0] - spot[0], home[1] - spot[1]) > 8 * MM_PER_PX:
            ends = f"M{svg.number(home[0])} {svg.number(home[1])}L{svg.number(spot[0])} {svg.number(spot[1])}"
            yield f'<path d="{ends}" stroke="#55514a" stroke-width="0.2" stroke-opacity="0.7" fill="none"/>'


def _grid(view: View) -> Iterator[str]:
    """Yield ticks of the VN-2000 grid along the frame, with their kilometres: what a decision is checked against."""
    step = round_length(view, 60)
    west, south, east, north = view.bounds()
    style = f'class="grid" stroke="{_INK}" stroke-width="0.25" fill="none"'
    small = f'fill="{_INK}"'
    halo = 'stroke="#fffefa" stroke-width="0.5" stroke-linejoin="round"'
    for metres in range(int(-(-west // step)) * step, int(east) + 1, step):
        at = float(view.mm(np.array([[metres, north]]))[0, 0])
        yield f'<path d="M{svg.number(at)} 0v2.5M{svg.number(at)} {svg.number(view.height)}v-2.5" {style}/>'
        if 8 < at < view.width - 22:
            for more in (halo, small):
                yield svg.text(at, view.height - 3.2, _kilometres(metres), 2, f'{more} text-anchor="middle"')
    for metres in range(int(-(-south // step)) * step, int(north) + 1, step):
        at = float(view.mm(np.array([[west, metres]]))[0, 1])
        yield f'<path d="M0 {svg.number(at)}h2.5M{svg.number(view.width)} {svg.number(at)}h-2.5" {style}/>'
        if 8 < at < view.height - 8:
            for more in (halo, small):
                yield svg.text(3.1, at + 0.7, _kilometres(metres), 2, more)


def _kilometres(metres: int) -> str:
    """Return a coordinate as maps write it: 2 314 000."""
    return f"{metres:,}".replace(",", "\u00a0")


def _north(view: View) -> str:
    """Return the arrow of grid north in the upper right corner; B is Bắc, as every Vietnamese map has it."""
    arrow = '<path d="M4 0L6.6 8.6L4 7L1.4 8.6Z" fill="#23211d" stroke="#ffffff" stroke-width="0.3"/>'
    letter = svg.text(4, 12, say("B"), 3.4, 'fill="#23211d" font-weight="700" text-anchor="middle"')
    plate = '<rect x="-1" y="-2" width="10" height="15.5" rx="1.5" fill="#ffffff" fill-opacity="0.85"/>'
    return f'<g transform="translate({svg.number(view.width - 12)} 5)">{plate}{arrow}{letter}</g>'
