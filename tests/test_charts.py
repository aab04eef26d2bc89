"""Drawings place numbers, nothing else: pieces lie end to end, curves stay in their frame, arrows join their boxes."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from geo.clearance.gates import Diagram, diagram, read_gates
from geo.clearance.hotspot import Hotspot, rank
from geo.clearance.progress import curve
from geo.known import Records
from geo.read import read_programme
from tests.reports import DATA, NOTHING, clearance, report, settings, stand_on
from webmap.charts import (
    BOX_HEIGHT,
    BOX_WIDTH,
    CURVE_FOOT,
    CURVE_HEIGHT,
    CURVE_LEFT,
    CURVE_WIDTH,
    bar,
    curve_drawing,
    gate_drawing,
    legend,
)

PROGRAMME = read_programme(DATA)
GATES = read_gates(DATA / "gates.csv", PROGRAMME.projects)
DAY = date(2026, 11, 24)


def spots(records: Records = NOTHING) -> tuple[Hotspot, ...]:
    return rank(stand_on(DAY, records, PROGRAMME.projects), settings(), GATES)


def test_the_bar_is_as_long_as_the_score() -> None:
    """One unit a point; each piece starts where the one before ends."""
    for spot in spots():
        pieces = bar(spot)
        assert pieces[-1].x + pieces[-1].width == pytest.approx(float(spot.score))
        for one, next_ in itertools.pairwise(pieces):
            assert next_.x == pytest.approx(one.x + one.width)
    assert legend(spots())[0] == ("late", "Quá hạn")
    assert legend(()) == ()


def test_the_curve_stays_in_its_frame() -> None:
    """Plan from corner to corner, actual points between, the day's line inside."""
    weeks = [
        report(date(2026, 3, 1), households_total=10, households_handed_over=2),
        report(date(2026, 9, 1), households_handed_over=7),
    ]
    drawn = curve_drawing(curve(clearance(), weeks), DAY)
    assert drawn is not None
    xs_ys = [tuple(map(float, point.split(","))) for point in (drawn.plan + " " + drawn.actual).split()]
    assert all(CURVE_LEFT <= x <= CURVE_WIDTH and 0 <= y <= CURVE_HEIGHT - CURVE_FOOT for x, y in xs_ys)
    assert [dot.words for dot in drawn.dots] == ["01/03/2026: 20 %", "01/09/2026: 70 %"]
    assert drawn.dots[0].y > drawn.dots[1].y
    assert [tick.words for tick in drawn.years] == ["2025", "2026", "2027"]
    assert drawn.today is not None
    assert drawn.planned_words == "63,3 %"


def test_the_line_of_a_day_outside_is_left_out_and_nothing_has_no_curve() -> None:
    """No line beyond the frame; no frame without years or reports."""
    drawn = curve_drawing(curve(clearance(), []), DAY + timedelta(days=3650))
    assert drawn is not None
    assert (drawn.today, drawn.actual, drawn.dots) == (None, "", ())
    assert curve_drawing(curve(clearance(finish=None), []), DAY) is None


def test_a_curve_of_one_day_is_a_year_wide() -> None:
    """A single report without a plan still has a frame to stand in."""
    drawn = curve_drawing(
        curve(clearance(finish=None), [report(DAY, households_total=2, households_handed_over=1)]), DAY
    )
    assert drawn is not None
    assert len(drawn.dots) == 1


def test_arrows_join_boxes_from_left_to_right() -> None:
    """Each arrow leaves the right edge of one box and reaches the left edge of another; no boxes overlap."""
    drawn = gate_drawing(diagram(GATES, PROGRAMME.projects))
    assert drawn is not None
    lefts, rights = {(box.x, box.y) for box in drawn.boxes}, {(box.x + BOX_WIDTH, box.y) for box in drawn.boxes}
    for arrow in drawn.arrows:
        assert (arrow.x1, arrow.y1 - BOX_HEIGHT / 2) in rights
        assert (arrow.x2, arrow.y2 - BOX_HEIGHT / 2) in lefts
        assert arrow.x1 < arrow.x2
    assert len(lefts) == len(drawn.boxes)
    assert max(box.x for box in drawn.boxes) + BOX_WIDTH == drawn.width
    assert max(box.y for box in drawn.boxes) + BOX_HEIGHT == drawn.height


def test_long_names_are_cut_into_lines_and_kept_whole_in_the_title() -> None:
    """Three lines at most; a box outside the programme shows no made-up id."""
    drawn = gate_drawing(diagram(GATES, PROGRAMME.projects))
    assert drawn is not None
    assert all(1 <= len(box.lines) <= 3 for box in drawn.boxes)
    assert [box.id for box in drawn.boxes if box.kind == "outside"] == [""]
    assert any(box.lines[-1].endswith("…") and len(box.title) > 80 for box in drawn.boxes)


def test_no_links_no_drawing() -> None:
    """Nothing recorded, nothing drawn."""
    assert gate_drawing(Diagram((), ())) is None
