"""The legend of a sheet: made of the same table as the map and counted from the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.language import Number, said, say, say_count
from geo.printed import svg
from geo.printed.looks import Look, Looks
from geo.printed.marks import MM_PER_PX, glyph
from geo.printed.rows import Place, Row, counts
from geo.printed.sheet import Sheet, View, round_length
from geo.printed.spread import MOST

Entry = dict[str, Any]
_SIDE = 18  # px of a sample
_BAR_MM = 44.0
_FRAME = 'fill="none" stroke="#23211d" stroke-width="0.25"'


def build_legend(
    rows: Sequence[Row], places: Sequence[Place], view: View, sheet: Sheet, looks: Looks
) -> dict[str, Any]:
    """Return what the template sets: classes with counts, ramp, precision, icons, notes, scale; drawings are SVG."""
    found = counts(rows, places, sheet.theme)
    shown = {place.precision for place in places}
    used = {row.category for row in rows if row.geometry is not None}
    return {
        "title": looks.words("themes", sheet.theme),
        "heads": [say("Trên bản đồ"), say("Tất cả")],
        "classes": [
            _class(looks.sample(sheet.theme, code), *found[code]) for code in _ordered(looks, sheet.theme, found)
        ],
        "notes": _notes(rows, sheet.theme, crowded=len(places) > MOST),
        "ramp": _ramp(rows, sheet.theme, looks),
        "precision_title": say("Vị trí rõ đến đâu"),
        "precision": [_precision(code, looks) for code in looks.codes("precision") if code in shown],
        "icons_title": say("Loại công trình"),
        "icons": [_icon(code, looks) for code in looks.codes("category") if code in used],
        "scale": say("Tỷ lệ 1:{scale}", scale=Number(f"{view.scale:,}")),
        "bar": scale_bar(view),
    }


def _ordered(looks: Looks, theme: str, found: Mapping[str, tuple[int, int]]) -> list[str]:
    """Return the classes that occur: those of the table in its order, then those that it does not know."""
    known = [code for code in looks.codes(theme) if code in found]
    return known + sorted(set(found) - set(known))


def _class(look: Look, here: int, whole: int) -> Entry:
    return {"swatch": _swatch(look), "words": look.words, "here": str(here), "all": str(whole)}


def _ramp(rows: Sequence[Row], theme: str, looks: Looks) -> list[Entry]:
    """Return the steps of progress, if the theme speaks of it and any row has a report."""
    steps = [code for code in looks.codes("progress") if looks.row("progress", code).get("colour")]
    if theme != "clearance" or not any(row.progress_class in steps for row in rows):
        return []
    return [
        {"swatch": _swatch(looks.sample("progress", code)), "words": looks.words("progress", code)} for code in steps
    ]


def _notes(rows: Sequence[Row], theme: str, *, crowded: bool) -> list[str]:
    """Return what the colours do not say."""
    placeless = sum(row.geometry is None for row in rows)
    numbers = say("Số trong ô đen là số của địa điểm trong bảng kèm theo.")
    said = [say("Quá nhiều địa điểm để đánh số: mỗi chấm là một địa điểm.") if crowded else numbers]
    if theme == "clearance":
        said.append(say("Viền nói về thời hạn. Gạch chéo: chưa có báo cáo, không phải 0 %."))
    if placeless:
        said.append(say_count("{n} dòng chưa rõ vị trí, chỉ có trong bảng.", placeless))
    return said


def _drawn(content: str, width: float = _SIDE, height: float = _SIDE) -> str:
    """Return a small picture whose unit is a pixel of the screen."""
    size = f'width="{svg.number(width * MM_PER_PX)}mm" height="{svg.number(height * MM_PER_PX)}mm"'
    box = f'viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{content}</svg>'


def _swatch(look: Look) -> str:
    """Return a sample of a class as its marks are drawn."""
    edge = f'stroke="{look.colour}" stroke-width="{look.width}"' if look.width else ""
    dash = f'stroke-dasharray="{look.dash}"' if look.width and look.dash else ""
    middle, radius = _SIDE / 2, 8 - look.width / 2
    disc = f'<circle cx="{middle}" cy="{middle}" r="{radius}" fill="{look.fill}" {edge} {dash}/>'
    sign = ""
    if look.mark:
        style = f'fill="{look.colour}" font-weight="800" text-anchor="middle"'
        plate = f'<circle cx="{middle}" cy="{middle}" r="5" fill="#ffffff"/>' if look.fill != look.colour else ""
        style = style if plate else style.replace(look.colour, "#ffffff")
        sign = plate + svg.text(middle, middle + 3.6, look.mark, 10, style)
    return _drawn(f"{_pattern(look)}{disc}{sign}")


def _pattern(look: Look) -> str:
    """Return the hatch that a sample is filled with, if any."""
    if not look.fill.startswith("url"):
        return ""
    return (
        f'<defs><pattern id="{look.fill[5:-1]}" width="4" height="4" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="4" height="4" fill="#ffffff"/>'
        f'<rect width="1.8" height="4" fill="{look.colour}"/></pattern></defs>'
    )


def _precision(code: str, looks: Looks) -> Entry:
    """Return how a place of this precision is drawn."""
    row = looks.row("precision", code)
    dash = f'stroke-dasharray="{"4 3" if row.get("dash") else ""}"' if row.get("dash") else ""
    line = f'stroke="#55514a" stroke-width="{row.get("width", 1.5)}" {dash}'
    if code == "between":
        way = '<path d="M4 16L32 8" fill="none" '
        content = (
            f'{way} stroke="#55514a" stroke-opacity="0.18" stroke-width="12" stroke-linecap="round"/>{way} {line}/>'
        )
    else:
        radius = 7 if code == "place" else 10
        fill = 'fill="#55514a" fill-opacity="0.1"' if row.get("soft") else 'fill="#ffffff"'
        content = f'<circle cx="18" cy="12" r="{radius}" {fill} {line}/>'
    return {"swatch": _drawn(content, 36, 24), "words": looks.words("precision", code), "note": looks.note(code)}


def _icon(code: str, looks: Looks) -> Entry:
    drawn = f'<g transform="translate(9 9)">{glyph(looks.row("category", code).get("icon", ""), "#23211d")}</g>'
    return {"swatch": _drawn(drawn), "words": looks.words("category", code)}


def scale_bar(view: View) -> str:
    """Return the bar of the scale: two halves of a round length, in metres or kilometres."""
    metres = round_length(view, _BAR_MM)
    half = metres / 2 * view.mm_per_m
    kilometres = metres >= 1_000
    ends = ["0", _length(metres / 2, kilometres), f"{_length(metres, kilometres)} {'km' if kilometres else 'm'}"]
    marks = "".join(
        svg.text(0.2 + at * half, 7.2, words, 2.7, f'fill="#23211d" text-anchor="{"start" if at == 0 else "middle"}"')
        for at, words in enumerate(ends)
    )
    bars = (
        f'<rect class="scale-bar" x="0.2" y="2" width="{svg.number(half)}" height="1.8" fill="#23211d"/>'
        f'<rect x="{svg.number(0.2 + half)}" y="2" width="{svg.number(half)}" height="1.8" fill="#ffffff"/>'
        f'<rect x="0.2" y="2" width="{svg.number(2 * half)}" height="1.8" {_FRAME}/>'
    )
    box = 'width="58mm" height="9mm" viewBox="0 0 58 9"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{bars}{marks}</svg>'


def _length(metres: float, kilometres: bool) -> str:
    return str(said(Number(f"{metres / 1_000 if kilometres else metres:g}")))
