"""Text that is safe wherever it lands: only characters that XML 1.0 allows, no live formula, no cut in mid-letter.

One rule for all formats, so that a name is the same name in each of them.
"""

from __future__ import annotations

import re

import pandas as pd

from geo.model import Evidence

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char, negated
_SPACES = re.compile(r"[\t\n\r\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
REPLACEMENT = "\ufffd"


def plain(text: str) -> str:
    """Return the text with each character that XML 1.0 forbids shown as U+FFFD."""
    return _ILLEGAL.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """Return plain text on one line: formats of lines (DXF, iCalendar, dBASE) break at a line end inside a value."""
    return _SPACES.sub(" ", plain(text))


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet computes it: one that could start a formula gets a leading apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def fitted(text: str, size: int) -> str:
    """Return the text in at most `size` bytes of UTF-8; what is cut ends in an ellipsis, never in half a letter."""
    encoded = text.encode()
    if len(encoded) <= size:
        return text
    return encoded[: size - len("…".encode())].decode(errors="ignore") + "…"


def worded(value: object) -> str | None:
    """Return what a cell says as text, not yet a plain one; None for an empty one. Lists are joined by semicolons."""
    if isinstance(value, str):
        return str(value) or None
    if isinstance(value, Evidence):
        return str(value.says) or None
    if isinstance(value, tuple | list):
        return "; ".join(part for part in map(worded, value) if part) or None
    if value is None or value is pd.NA:
        return None
    raise TypeError(value)
