"""What a reader reads in a page, without the marks that only hold its lines together."""

from __future__ import annotations

import re

_KEPT = re.compile(r'<span class="id">([^<]+)</span>')


def unmarked(page: str) -> str:
    """Return a page without the marks around ids (`webmap.pages.ids`)."""
    return _KEPT.sub(r"\1", page)
