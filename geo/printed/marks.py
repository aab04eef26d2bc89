"""The mark of a place, as on the screen: one sector a row, icon or number within, edge and badge that speak of time.

Lengths are pixels of the screen (`static/js/marks.js`); `MM_PER_PX` brings them to paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from geo.printed import svg
from geo.printed.looks import Look, Looks
from geo.printed.rows import Place, Row, is_quiet, units

MM_PER_PX = 0.22
APART_MM = 37 * MM_PER_PX
_OUTER, _INNER = 15.0, 9.0
_INK = "#23211d"


def mark(place: Place, number: int, theme: str, looks: Looks) -> str:
    """Return the mark of a place around the origin, with the number under which the table lists it."""
    shown = units(place.rows, theme)
    size = MM_PER_PX * (0.78 if is_quiet(place, theme) else 1)
    inner = "".join([*_sectors(shown, theme, looks), _spokes(len(shown)), _middle(place, shown, theme, looks)])
    ground = f'<circle r="{_OUTER + 1.5}" fill="#ffffff" stroke="#8d877b" stroke-width="0.6"/>'
    return f'<g transform="scale({svg.number(size)})">{ground}{inner}{_badge(shown, theme, looks)}{_pill(number)}</g>'


def _at(radius: float, turn: float) -> str:
    angle = (turn - 0.25) * 2 * math.pi
    return f"{svg.number(radius * math.cos(angle))} {svg.number(radius * math.sin(angle))}"


def _arc(start: float, end: float, radius: float) -> str:
    """Return the rim between two turns (0–1) as path data; the whole rim is a circle."""
    if end - start >= 1:
        half = f"A{radius} {radius} 0 1 1 0"
        return f"M0 {-radius}{half} {radius}{half} {-radius}Z"
    large = int(end - start > 0.5)
    return f"M{_at(radius, start)}A{radius} {radius} 0 {large} 1 {_at(radius, end)}"


def _sectors(shown: Sequence[Row], theme: str, looks: Looks) -> Iterator[str]:
    """Yield each row as a sector, with the edge that tells the time."""
    for at, row in enumerate(shown):
        look = looks.of(row, theme)
        turns = at / len(shown), (at + 1) / len(shown)
        whole = len(shown) == 1
        pie = _arc(*turns, _OUTER) if whole else f"M0 0L{_arc(*turns, _OUTER)[1:]}Z"
        yield f'<path class="sector" data-project="{svg.words(row.id)}" d="{pie}" fill="{look.fill}"/>'
        if look.width:
            dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
            rim = _arc(*turns, _OUTER - look.width / 2)
            yield f'<path d="{rim}" fill="none" stroke="{look.colour}" stroke-width="{look.width}"{dash}/>'


def _spokes(count: int) -> str:
    if count < 2:
        return ""
    ends = "".join(f"M0 0L{_at(_OUTER, at / count)}" for at in range(count))
    return f'<path d="{ends}" fill="none" stroke="#ffffff" stroke-width="1.5"/>'


def _middle(place: Place, shown: Sequence[Row], theme: str, looks: Looks) -> str:
    """Return what stands in the middle: white on a full disc, dark on white in a ring."""
    categories = {row.category for row in place.rows}
    icon = looks.row("category", categories.pop()).get("icon") if len(categories) == 1 else None
    full = len(shown) == 1 and _dark(looks.of(shown[0], theme).fill)
    disc = "" if full and icon else f'<circle r="{_INNER}" fill="#ffffff"/>'
    if icon:
        return disc + glyph(icon, "#ffffff" if full else _INK)
    return disc + svg.text(0, 4.2, str(len(place.rows)), 12, f'fill="{_INK}" font-weight="700" text-anchor="middle"')


def glyph(icon: str, colour: str) -> str:
    """Return an icon of the style table, 16 pixels wide, around the origin."""
    return (
        f'<path d="{icon}" transform="translate(-8 -8) scale(0.6667)" fill="none" stroke="{colour}"'
        ' stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _dark(fill: str) -> bool:
    """Whether a white icon can be seen on a fill: on a full and dark one, not on a hatch."""
    if not fill.startswith("#"):
        return False
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 150


def _badge(shown: Sequence[Row], theme: str, looks: Looks) -> str:
    """Return the sign of the most pressing class at the shoulder: the table lists the pressing ones first."""
    if theme != "clearance":
        return ""
    found = {row.clearance_state for row in shown}
    pressing = [looks.sample("clearance", code) for code in looks.codes("clearance") if code in found]
    return next((f'<g transform="translate(12 -11)">{_sign(look)}</g>' for look in pressing if look.mark), "")


def _sign(look: Look) -> str:
    disc = f'<circle r="6.5" fill="{look.colour}" stroke="#ffffff" stroke-width="1.5"/>'
    return disc + svg.text(0, 4, look.mark, 11, 'fill="#ffffff" font-weight="800" text-anchor="middle"')


def _pill(number: int) -> str:
    """Return the number under which the table lists the place, at the foot of the mark."""
    digits = str(number)
    width = 5 + 6.6 * len(digits)
    box = f'<rect x="{-width / 2}" y="8.5" width="{width}" height="12.5" rx="6.2" fill="{_INK}"/>'
    style = 'class="place-number" fill="#ffffff" font-weight="700" text-anchor="middle"'
    return f"{box}{svg.text(0, 18.4, digits, 10.5, style)}"
