"""The ward and its neighbours as the shipped shapes draw them: what tables and files are laid on in tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from geo.landing import Ground, build_ground
from geo.shapes import read_shapes

DATA = Path(__file__).parent.parent / "data"


@cache
def ward_ground() -> Ground:
    """Return the ward among its seven neighbours."""
    return build_ground(read_shapes(DATA / "shapes"))
