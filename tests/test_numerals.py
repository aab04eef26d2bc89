"""Printed numbers → values: every reading there is, none that is not, and the size of the last printed digit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coordinates.numerals import (
    ANGLE,
    clean,
    find_decimal_degrees,
    find_metres,
    find_values,
    has_small_reading,
    is_latitude,
    is_longitude,
    read_angle,
)
from geo.export.calendar import escaped, folded

ANGLES = {
    "whole seconds": ("20°54'30\"", 20 + 54 / 60 + 30 / 3600, 1 / 3600),
    "decimal comma in the seconds": ("106°40'12,5\"", 106 + 40 / 60 + 12.5 / 3600, 0.1 / 3600),
    "decimal minutes, no seconds": ("20°54.25'", 20 + 54.25 / 60, 0.01 / 60),
    "words instead of signs": ("20 độ 54 phút 30 giây", 20 + 54 / 60 + 30 / 3600, 1 / 3600),
    "a lost degree sign printed as a nought": ("106040'12\"", 106 + 40 / 60 + 12 / 3600, 1 / 3600),
    "a lost sign of a latitude": ("20054'30\"", 20 + 54 / 60 + 30 / 3600, 1 / 3600),
}
VALUES = {
    "a plain whole number": ("595190", [595190.0]),
    "one mark and three digits are thousands or decimals": ("595.190", [595190.0, 595.19]),
    "two decimals are no thousands": ("595190,64", [595190.64]),
    "points group, the comma is decimal": ("2.314.037,64", [2314037.64]),
    "commas group, the point is decimal": ("2,314,037.64", [2314037.64]),
    "thousands only": ("2.314.037", [2314037.0]),
    "groups of one digit are no number": ("1.2.3", []),
    "a wrong group before the decimals is no number": ("23.14.037,64", []),
}
METRES = {
    "the least": ("40000", 40_000.0),
    "just below the least": ("39999", None),
    "the greatest": ("2700000", 2_700_000.0),
    "just above the greatest": ("2700001", None),
    "an ambiguous mark is read as thousands, as only they are metres": ("595.190", 595_190.0),
    "a length of a side is no coordinate": ("141,42", None),
}
DEGREES = {
    "a longitude": ("106.6768", 106.6768),
    "a latitude with a comma": ("20,8859", 20.8859),
    "two decimals are a kilometre: too coarse": ("20.88", None),
    "a degree of nowhere in Vietnam": ("48.8566", None),
}


@pytest.mark.parametrize(("text", "degrees", "step"), ANGLES.values(), ids=ANGLES)
def test_an_angle_has_its_value_and_fineness(text: str, degrees: float, step: float) -> None:
    match = ANGLE.fullmatch(clean(text))
    assert match is not None
    found = read_angle(match)
    assert found.value == pytest.approx(degrees)
    assert found.step == pytest.approx(step)


@pytest.mark.parametrize(("raw", "values"), VALUES.values(), ids=VALUES)
def test_every_reading_of_a_number_is_listed(raw: str, values: list[float]) -> None:
    assert sorted(found.value for found in find_values(raw)) == sorted(values)


@pytest.mark.parametrize(("raw", "metres"), METRES.values(), ids=METRES)
def test_metres_are_those_of_vietnam(raw: str, metres: float | None) -> None:
    found = find_metres(raw)
    assert (found and found.value) == metres


@pytest.mark.parametrize(("raw", "degrees"), DEGREES.values(), ids=DEGREES)
def test_decimal_degrees_are_fine_and_of_vietnam(raw: str, degrees: float | None) -> None:
    found = find_decimal_degrees(raw)
    assert (found and found.value) == degrees


def test_a_number_with_a_small_reading_may_be_a_length() -> None:
    """`141,421` may be metres of a side; `595190` may not."""
    assert has_small_reading("141,421")
    assert not has_small_reading("595190")


@given(st.floats(8, 113))
@settings(max_examples=40)
def test_no_degree_is_latitude_and_longitude(degrees: float) -> None:
    """The order of axes can be told by size alone, which the readings rest on."""
    assert not (is_latitude(degrees) and is_longitude(degrees))


@given(st.integers(40_000, 2_699_999), st.integers(0, 999))
@settings(max_examples=60)
def test_vietnamese_grouping_reads_back(whole: int, thousandths: int) -> None:
    """What is printed with points and a decimal comma is the number that was meant, to the millimetre."""
    printed = f"{whole:,}".replace(",", ".") + f",{thousandths:03d}"
    found = find_metres(printed)
    assert found is not None
    assert found.value == pytest.approx(whole + thousandths / 1000, abs=1e-6)
    assert found.step == pytest.approx(0.001)


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_calendar_lines_are_short_and_unfold(text: str) -> None:
    """RFC 5545: at most 75 octets a line; unfolding gives the value again, whatever letters it has."""
    value = escaped(text)
    lines = folded(value)
    assert all(len(line.encode()) <= 75 for line in lines.split("\r\n"))
    assert lines.replace("\r\n ", "").removesuffix("\r\n") == value
