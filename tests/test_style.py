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
from webmap.assets import assets
from webmap.style import GROUND, GROUND_DARK, LAND, LAND_DARK, Look, look

DATA = Path(__file__).resolve().parent.parent / "data"
STATIC = Path(style.__file__).parent / "static"
COLOURED = (*style.FUNDING, *style.CLEARANCE, *style.PROGRESS)
CODE_LISTS = (FundingSource, ClearanceState, ProgressClass, Precision, Category, ProjectKind, ClearsMatch)
CALENDAR = (
    ClearanceState.OVERDUE_NO_REPORT,
    ClearanceState.LAST_YEAR,
    ClearanceState.RUNNING,
    ClearanceState.NOT_DUE,
    ClearanceState.NO_CLEARANCE,
)


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


@pytest.mark.parametrize("ground", ["colour", "dark"])
def test_funding_colours_are_28_apart_for_every_sight(ground: str) -> None:
    assert nearest(getattr(row, ground) for row in style.FUNDING) >= 28


@pytest.mark.parametrize("ground", ["colour", "dark"])
def test_calendar_states_are_20_apart_for_every_sight(ground: str) -> None:
    assert nearest(getattr(look(code), ground) for code in CALENDAR) >= 20


def test_colours_that_stand_alone_have_contrast_3_on_ground_and_land() -> None:
    for row in (*style.FUNDING, *style.CLEARANCE):
        assert min(contrast(row.colour, GROUND), contrast(row.colour, LAND)) >= 3, row.code
        assert min(contrast(row.dark, GROUND_DARK), contrast(row.dark, LAND_DARK)) >= 3, row.code


def test_every_class_with_a_colour_has_one_for_either_ground() -> None:
    for row in COLOURED:
        assert bool(row.colour) == bool(row.dark), row.code


def test_states_of_one_colour_by_day_are_of_one_colour_by_night() -> None:
    """What the colours say of each other does not depend on the ground: late is late, whether reported or not."""
    for one in style.CLEARANCE:
        for other in style.CLEARANCE:
            assert (one.colour == other.colour) == (one.dark == other.dark), (one.code, other.code)


def test_a_sign_can_be_read_on_every_class() -> None:
    signs = dict(re.findall(r"--on-([a-z]+-[a-z_]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", style.class_css()))
    for group, rows in (("funding", style.FUNDING), ("clearance", style.CLEARANCE), ("progress", style.PROGRESS)):
        for row in rows:
            if row.colour:
                light, dark = signs[f"{group}-{row.code}"].split(", ")
                assert min(contrast(row.colour, light), contrast(row.dark, dark)) >= 3, row.code


def tokens(at: int) -> dict[str, str]:
    """Return the opaque colours of `tokens.css`, on the light (0) or the dark (1) ground."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: pair.split(", ")[at] for name, pair in re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", text)}


def test_the_grounds_of_the_table_are_those_of_the_style_sheet() -> None:
    assert (tokens(0)["paper"], tokens(1)["paper"], tokens(1)["land"]) == (GROUND, GROUND_DARK, LAND_DARK)


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_words_have_contrast_4_5_on_every_ground_that_they_stand_on(at: int) -> None:
    """WCAG 2.2 AA, 1.4.3, for every pair of ink and ground that the style sheets use."""
    found = tokens(at)
    grounds = ("paper", "surface", "surface-soft")
    pairs = {
        (ink, ground) for ink in ("ink", "ink-soft", "ink-quiet", "accent", "danger", "warn") for ground in grounds
    }
    pairs |= {("accent", "accent-soft"), ("accent", "accent-soft-strong"), ("warn", "warn-soft"), ("on-ink", "ink")}
    pairs |= {("on-accent", "accent"), ("on-accent", "accent-strong"), ("danger", "danger-soft"), ("ink", "found")}
    pairs |= {("ink", "good-soft"), ("on-draft-number", "draft-number"), ("on-ink", "ink-soft"), ("good", "surface")}
    pairs |= {("ink-quiet", "land"), ("outside-ink", "outside"), ("ink", "accent-soft"), ("ink-soft", "accent-soft")}
    weak = {pair: round(contrast(*(found[name] for name in pair)), 2) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_lines_that_say_something_have_contrast_3(at: int) -> None:
    """WCAG 2.2 AA, 1.4.11: edges of fields, bars of plans, curves, what is drawn while a place is corrected."""
    found = tokens(at)
    names = ("rule-strong", "plan-work", "plan-land", "plan-today", "curve", "draft-old", "draft-other", "draft-maybe")
    for name in (*names, "draft-broken", "danger-edge", "good-edge", "warn-edge"):
        assert min(contrast(found[name], found[ground]) for ground in ("surface", "land")) >= 3, name


def test_no_style_sheet_or_script_has_a_colour_of_its_own() -> None:
    """Colours stand in `tokens.css` and in the table: a literal elsewhere would not follow the ground."""
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\(|:\s*(?:white|black)\b")
    for path in sorted(STATIC.rglob("*")):
        if path.suffix not in {".css", ".js"} or path.name == "tokens.css":
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = [value for value in literal.findall(re.sub(r"url\([^)]*\)", "", text)) if not value.startswith("#pm")]
        assert found == [], path.name


def test_browsers_that_know_one_ground_get_the_light_one() -> None:
    sheet = re.sub(r"\s", "", assets()["shell.css"].text)
    before, mark, after = sheet.partition("@supports(color:light-dark(red,red))")
    assert mark
    assert "light-dark" not in before
    assert "color-scheme:dark" not in before
    assert "lightdark" not in before
    assert f"--paper:{GROUND};" in before
    assert "--surface-veil:rgb(255255255/0.85);" in before
    assert f"--paper:light-dark({GROUND},{GROUND_DARK});" in after


def test_the_distance_is_the_one_that_the_direction_was_computed_with() -> None:
    """The four funding colours of the visual direction are at least 28 apart; black and white are 100 apart in any."""
    assert nearest(["#5e66df", "#ed5911", "#6b1358", "#958287"]) == pytest.approx(28.4, abs=0.1)
    assert nearest(["#000000", "#ffffff"]) == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_progress_ramp_stands_out_more_with_every_step_for_every_sight(sight: str) -> None:
    """Darker and darker on the light ground, lighter and lighter on the dark one."""
    ramp = [row for row in style.PROGRESS if row.colour]
    assert len(ramp) == len(ProgressClass) - 1
    assert np.all(np.diff([ucs(row.colour, sight)[0] for row in ramp]) < -5)
    assert np.all(np.diff([ucs(row.dark, sight)[0] for row in ramp]) > 5)


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
        "dark": "#db372e",
        "hatch": True,
        "width": 3,
        "mark": "!",
    }


def test_class_css_has_one_rule_a_colour() -> None:
    rules = style.class_css()
    assert "--funding-mixed: light-dark(#6b1358, #f3c4e6);" in rules
    assert '[data-funding="mixed"] { --class-colour: var(--funding-mixed); }' in rules
    assert rules.count("--class-colour") == len([row for row in COLOURED if row.colour])
