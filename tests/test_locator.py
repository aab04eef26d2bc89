"""The small map shows the ward and a numbered pin where each place is; pins do not hide one another."""

from __future__ import annotations

import math
import struct
import zlib
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.clearance.briefing_map import (
    INK,
    LAND,
    PAPER,
    PIN,
    PIN_RADIUS_PX,
    Pin,
    build_png,
    build_svg,
    places_px,
    view_of,
)
from geo.read import read_programme
from tests.reports import DATA

WARD = next(shape.geometry for shape in read_programme(DATA).shapes if shape.layer == "ward")
INSIDE = Pin(1, 106.69, 20.89)
SVG = "{http://www.w3.org/2000/svg}"


def pixels(png: bytes) -> np.ndarray:
    """Decode an eight-bit RGB PNG whose rows are not filtered, checking every checksum."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(name + data)
        chunks[name], at = data, at + 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def colours(picture: np.ndarray) -> dict[str, int]:
    values, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
    return {bytes(value).hex(): int(count) for value, count in zip(values, counts, strict=True)}


def test_the_picture_has_land_paper_and_a_pin_with_its_number() -> None:
    """The colours of each are there, the pin about as large as its disc."""
    found = colours(pixels(build_png(WARD, [INSIDE])))
    assert min(found[LAND], found[PAPER]) > 10_000
    assert found[PIN] + found[INK] == pytest.approx(math.pi * PIN_RADIUS_PX**2, rel=0.05)
    assert PIN not in colours(pixels(build_png(WARD, [])))


def test_pin_is_drawn_where_the_place_is() -> None:
    """The pixel of the place is the pin's, to a pixel."""
    picture, view = pixels(build_png(WARD, [INSIDE])), view_of(WARD, 480)
    x, y = view.px(INSIDE.lon, INSIDE.lat)
    assert bytes(picture[round(y) - PIN_RADIUS_PX + 2, round(x)]).hex() == PIN
    assert bytes(picture[round(y) - PIN_RADIUS_PX - 2, round(x)]).hex() != PIN


def test_svg_has_one_disc_and_one_number_a_pin_and_no_style() -> None:
    """No inline style and no script, so that it may stand in a page with a strict policy."""
    text = build_svg(WARD, [INSIDE, Pin(12, 106.68, 20.9)])
    root = ET.fromstring(text)  # noqa: S314  our own text
    assert [node.text for node in root.iter(f"{SVG}text")] == ["1", "12"]
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert "style=" not in text
    assert "script" not in text


def test_metres_are_alike_in_both_directions() -> None:
    """A square of a kilometre at this latitude is a square in the picture."""
    view = view_of(WARD, 480)
    east, north = 1 / 104.0, 1 / 110.7  # a kilometre in degrees near 20.9° N
    (x0, y0), (x1, y1) = view.px(106.68, 20.88), view.px(106.68 + east, 20.88 + north)
    assert (x1 - x0) / (y0 - y1) == pytest.approx(1, rel=0.01)


@given(st.lists(st.tuples(st.floats(106.6, 106.8), st.floats(20.84, 20.95)), max_size=12))
def test_pins_never_hide_one_another(places: list[tuple[float, float]]) -> None:
    """Also where all of them share one place."""
    pins = [Pin(number, lon, lat) for number, (lon, lat) in enumerate([*places, *places], start=1)]
    drawn = list(places_px(pins, view_of(WARD, 320)).values())
    for number, one in enumerate(drawn):
        assert all(math.dist(one, other) >= 2 * PIN_RADIUS_PX - 1e-6 for other in drawn[number + 1 :])


def test_a_pin_outside_the_picture_is_left_out_quietly() -> None:
    """A place next door does not break the picture."""
    far = Pin(7, 107.5, 20.5)
    assert PIN not in colours(pixels(build_png(box(106.6, 20.8, 106.8, 20.95), [far])))
