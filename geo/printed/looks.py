"""How a row looks on paper: the style table that the screen reads, asked the same questions (`static/js/looks.js`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.printed.rows import Row, class_of

_SOLID = frozenset({"no_clearance", "done"})  # states whose colour says all: there is no progress to fill them with
_GREY = "#666666"


@dataclass(frozen=True, slots=True)
class Look:
    """How one class looks: its words, colour, what fills it (a colour or a hatch), its edge and its sign."""

    code: str
    words: str
    colour: str
    fill: str
    width: float = 0.0
    dash: str = ""
    mark: str = ""


class Looks:
    """The style table (`webmap.style.table`) in one language."""

    def __init__(self, table: Mapping[str, Any], language: str) -> None:
        self._groups = {name: {row["code"]: row for row in rows} for name, rows in table.items()}
        self._language = language

    def row(self, group: str, code: str) -> Mapping[str, Any]:
        """Return the row of a code; one that is not in the table is told by its code, in grey."""
        return self._groups[group].get(code) or {"code": code, "vi": code, "en": code, "colour": _GREY}

    def codes(self, group: str) -> list[str]:
        """Return the codes of a group in the order of the table."""
        return list(self._groups[group])

    def words(self, group: str, code: str) -> str:
        """Return what a code is called."""
        words: str = self.row(group, code)[self._language]
        return words

    def note(self, precision: str) -> str:
        """Return the sentence that explains a precision class."""
        row = self.row("precision", precision)
        note: str = row.get(f"note_{self._language}") or row.get("note", "")
        return note

    def of(self, row: Row, theme: str) -> Look:
        """Return the look of a row under a theme."""
        look = self.sample(theme, class_of(row, theme))
        if theme != "clearance" or look.code in _SOLID:
            return _replaced(look, look.colour)
        return _replaced(look, self.row("progress", row.progress_class).get("colour") or hatch(look.colour))

    def sample(self, group: str, code: str) -> Look:
        """Return the look of a class by itself; a state is left white where the fill will speak of progress."""
        row = self.row(group, code)
        colour = row.get("colour") or _GREY
        edged = group == "clearance" and code != "no_clearance"
        hollow = edged and code not in _SOLID
        fill = hatch(colour) if row.get("hatch") else "#ffffff" if hollow else colour
        width = row.get("width", 1.5) if edged else 0.0
        return Look(code, self.words(group, code), colour, fill, width, row.get("dash", ""), row.get("mark", ""))

    def hatches(self) -> str:
        """Return the patterns that fills refer to, as SVG definitions; their unit is a pixel of a mark."""
        colours = sorted({row["colour"] for row in self._groups["clearance"].values()})
        return "".join(
            f'<pattern id="{hatch_id(colour)}" width="4" height="4" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><rect width="4" height="4" fill="#ffffff"/>'
            f'<rect width="1.8" height="4" fill="{colour}"/></pattern>'
            for colour in colours
        )


def _replaced(look: Look, fill: str) -> Look:
    return Look(look.code, look.words, look.colour, fill, look.width, look.dash, look.mark)


def hatch_id(colour: str) -> str:
    """Return the id of the hatch of a colour."""
    return f"hatch-{colour[1:]}"


def hatch(colour: str) -> str:
    """Return the fill that hatches in a colour."""
    return f"url(#{hatch_id(colour)})"
