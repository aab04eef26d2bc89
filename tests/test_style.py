"""The rule: every code has exactly one look, told apart by anybody, and every page reads the same words."""

from __future__ import annotations

import csv
import re
from enum import StrEnum
from pathlib import Path

import numpy as np
import orjson
import pytest

from geo.model import Category, ClearanceState, ClearsMatch, FundingSource, Precision, ProgressClass, ProjectKind
from tests.colour import SIGHTS, contrast, nearest, ucs
from webmap import style
from webmap.style import GROUND, LAND, Look, look

DATA = Path(__file__).resolve().parent.parent / "data"
CODE_LISTS = (FundingSource, ClearanceState, ProgressClass, Precision, Category, ProjectKind, ClearsMatch)
CALENDAR = (
    ClearanceState.OVERDUE_NO_REPORT,
    ClearanceState.LAST_YEAR,
    ClearanceState.RUNNING,
    ClearanceState.NOT_DUE,
    ClearanceState.NO_CLEARANCE,
)


def colour_of(code: StrEnum) -> str:
    found = look(code)
    assert isinstance(found, Look)
    return found.colour


@pytest.mark.parametrize("code", [code for codes in CODE_LISTS for code in codes], ids=repr)
def test_every_code_has_one_look_with_words_in_both_languages(code: StrEnum) -> None:
    found = look(code)
    assert found.code is code
    assert found.vi
    assert found.en


def test_no_code_is_listed_twice() -> None:
    for name, rows in style.table().items():
        codes = [row["code"] for row in rows]
        assert len(codes) == len(set(codes)), name


def test_a_code_of_no_list_has_no_look() -> None:
    class Other(StrEnum):
        MIXED = "mixed"

    with pytest.raises(KeyError):
        look(Other.MIXED)


def test_funding_colours_are_28_apart_for_every_sight() -> None:
    assert nearest(row.colour for row in style.FUNDING) >= 28


def test_calendar_states_are_20_apart_for_every_sight() -> None:
    assert nearest(colour_of(code) for code in CALENDAR) >= 20


def test_colours_that_stand_alone_have_contrast_3_on_ground_and_land() -> None:
    for row in (*style.FUNDING, *style.CLEARANCE):
        assert contrast(row.colour, GROUND) >= 3, row.code
        assert contrast(row.colour, LAND) >= 3, row.code


def test_the_distance_is_the_one_that_the_direction_was_computed_with() -> None:
    """The four funding colours of the visual direction are at least 28 apart; black and white are 100 apart in any."""
    assert nearest(["#5e66df", "#ed5911", "#6b1358", "#958287"]) == pytest.approx(28.4, abs=0.1)
    assert nearest(["#000000", "#ffffff"]) == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_progress_ramp_darkens_for_every_sight(sight: str) -> None:
    steps = [ucs(row.colour, sight)[0] for row in style.PROGRESS if row.colour]
    assert len(steps) == len(ProgressClass) - 1
    assert np.all(np.diff(steps) < -5)


def test_states_that_share_a_colour_differ_in_shape() -> None:
    """Colour is the second channel: hatch, dash, width or mark tells each state from every other."""
    shapes = {(row.colour, row.hatch, row.dash, row.width, row.mark) for row in style.CLEARANCE}
    assert len(shapes) == len(style.CLEARANCE)
    edges = [(row.hatch, row.dash, row.width) for row in style.CLEARANCE if row.code in CALENDAR]
    assert len(set(edges)) == len(edges)


def test_only_what_has_no_report_is_hatched() -> None:
    hatched = {row.code for row in style.CLEARANCE if row.hatch}
    assert hatched == set(CALENDAR) - {ClearanceState.NO_CLEARANCE}
    assert [row.code for row in style.PROGRESS if row.hatch] == [ProgressClass.NO_REPORT]


def test_what_is_vaguer_than_a_place_is_dashed_and_soft_and_what_is_exact_is_not() -> None:
    looks = {row.code: row for row in style.PRECISION}
    for code in (Precision.SURVEYED, Precision.TRACED):
        assert (looks[code].dash, looks[code].soft) == ("", False)
    for code in (Precision.AREA, Precision.BETWEEN):
        assert looks[code].dash
        assert looks[code].soft
    widths = [looks[code].width for code in (Precision.TRACED, Precision.PLACE)]
    assert widths == sorted(widths, reverse=True)


def test_ward_and_none_are_not_drawn() -> None:
    drawn = {row.code for row in style.PRECISION if row.on_map}
    assert drawn == set(Precision) - {Precision.WARD, Precision.NONE}


def test_icons_keep_to_the_grid_and_are_all_different() -> None:
    for row in style.CATEGORY:
        numbers = [abs(float(number)) for number in re.findall(r"-?\d+(?:\.\d+)?", row.icon)]
        assert numbers, row.code
        assert max(numbers) <= 24, row.code
    assert len({row.icon for row in style.CATEGORY}) == len(Category)


@pytest.mark.parametrize(
    ("file", "column", "rows"),
    [("categories", "category", style.CATEGORY), ("precision", "precision", style.PRECISION)],
)
def test_words_are_those_of_the_code_lists_that_exports_read(file: str, column: str, rows: tuple[Look, ...]) -> None:
    with (DATA / f"{file}.csv").open(encoding="utf-8-sig", newline="") as text:
        listed = {row[column]: (row["label_vi"], row["label_en"]) for row in csv.DictReader(text)}
    assert {str(row.code): (row.vi, row.en) for row in rows} == listed


def test_the_table_reaches_the_browser_as_plain_json() -> None:
    table = orjson.loads(orjson.dumps(style.table()))
    assert [theme["code"] for theme in table["themes"]] == ["funding", "clearance"]
    overdue = next(row for row in table["clearance"] if row["code"] == "overdue_no_report")
    assert overdue == {
        "code": "overdue_no_report",
        "vi": "Quá hạn, chưa có báo cáo",
        "en": "Past deadline, no report",
        "colour": "#860a18",
        "hatch": True,
        "width": 3,
        "mark": "!",
    }


def test_class_css_has_one_rule_a_colour() -> None:
    rules = style.class_css()
    assert '[data-funding="mixed"] { --class-colour: #6b1358; }' in rules
    coloured = [row for rows in (style.FUNDING, style.CLEARANCE, style.PROGRESS) for row in rows if row.colour]
    assert rules.count("--class-colour") == len(coloured)
