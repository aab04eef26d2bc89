"""The score is a visible sum: parts add up, unknown is no 0, the order is stable, the sentence says its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from geo.clearance.gates import read_gates
from geo.clearance.hotspot import Hotspot, Move, changes, explain, parts, points_words, rank
from geo.clearance.settings import LIMITS, WEIGHTS, read_settings
from geo.errors import DataError
from geo.known import Records
from geo.read import read_programme
from tests.reports import DATA, NOTHING, clearance, moment, obstacle, report, settings, stand_on, work

DAY = date(2026, 3, 5)
PROGRAMME = read_programme(DATA)
GATES = read_gates(DATA / "gates.csv", PROGRAMME.projects)
SETTINGS = settings()


def spots(day: date, records: Records = NOTHING, projects: Sequence[Any] | None = None) -> tuple[Hotspot, ...]:
    return rank(stand_on(day, records, projects), SETTINGS, GATES)


def points(spot: Hotspot) -> dict[str, Decimal]:
    return {part.name: part.points for part in spot.parts}


COUNT = st.none() | st.integers(0, 300)
REPORTS = st.lists(
    st.builds(
        lambda days, number, area, done, total, handed: report(
            DAY - timedelta(days=days),
            f"PL4-{number:02d}",
            area_required_m2=area,
            area_handed_over_m2=done,
            households_total=total,
            households_handed_over=handed,
        ),
        st.integers(0, 400),
        st.integers(1, 18),
        st.none() | st.floats(0, 1e6),
        st.none() | st.floats(0, 1e6),
        COUNT,
        COUNT,
    ),
    max_size=25,
)
OBSTACLES = st.lists(
    st.builds(
        lambda days, number, due: obstacle(
            DAY - timedelta(days=days), f"PL4-{number:02d}", due=None if due is None else DAY + timedelta(days=due)
        ),
        st.integers(0, 100),
        st.integers(1, 18),
        st.none() | st.integers(-50, 50),
    ),
    max_size=10,
)
RECORDS = st.builds(lambda reports, obstacles: Records(tuple(reports), tuple(obstacles)), REPORTS, OBSTACLES)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@settings_of(max_examples=25, deadline=None)
@given(RECORDS, DAYS)
def test_parts_sum_to_the_score_as_printed(records: Records, day: date) -> None:
    """Also after rounding: the drawn pieces add up to the printed score, which is at most 100."""
    for spot in spots(day, records, PROGRAMME.projects):
        printed = [Decimal(points_words(part.points).replace(",", ".")) for part in spot.parts]
        assert sum(printed) == Decimal(points_words(spot.score).replace(",", ".")) == spot.score
        assert all(0 <= part.points <= SETTINGS[part.name] for part in spot.parts)
        assert 0 <= spot.score <= 100


@settings_of(max_examples=25, deadline=None)
@given(RECORDS, DAYS, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_anything_else(records: Records, day: date, chance: Any) -> None:
    """Shuffled programme, shuffled log: the same ranks. Scores never rise down the list."""
    projects = list(PROGRAMME.projects)
    chance.shuffle(projects)
    once = [(spot.id, spot.rank, spot.score) for spot in spots(day, records, PROGRAMME.projects)]
    assert [(spot.id, spot.rank, spot.score) for spot in spots(day, records, projects)] == once
    assert [score for _, _, score in once] == sorted((score for _, _, score in once), reverse=True)
    assert [place for _, place, _ in once] == list(range(1, len(once) + 1))


@settings_of(max_examples=25, deadline=None)
@given(RECORDS, DAYS)
def test_the_sentence_says_only_numbers_of_the_parts(records: Records, day: date) -> None:
    """Every number is the rank, the score, of a part, or the sum of the parts left out: what is said adds up."""
    for spot in spots(day, records, PROGRAMME.projects)[:5]:
        sentence = explain(spot)
        rest = sum(sorted(part.points for part in spot.parts)[:-3], Decimal(0))
        assert (f"; còn lại {points_words(rest)} điểm." in sentence) == (rest > 0)
        allowed = " ".join(
            [
                str(spot.rank),
                points_words(spot.score),
                points_words(rest),
                *spot.tied,
                *(f"{part.words} {points_words(part.points)}" for part in spot.parts),
            ]
        )
        assert set(re.findall(r"\d+(?:[.,]\d+)*", sentence)) <= set(re.findall(r"\d+(?:[.,]\d+)*", allowed))
        assert sentence.count(".") >= 1
        assert "\n" not in sentence


@settings_of(max_examples=25, deadline=None)
@given(DAYS)
def test_it_works_with_no_report_at_all(day: date) -> None:
    """Calendar only: area and people are unknown, not 0 left; what is overdue stands above what is not."""
    ranked = spots(day, projects=PROGRAMME.projects)
    assert len(ranked) == 18
    for spot in ranked:
        unknown = {part.name for part in spot.parts if not part.known}
        assert {"area", "people"} <= unknown
        assert all(part.words == "chưa có số liệu" and not part.points for part in spot.parts if not part.known)
    late = [bool(spot.standing.days_late) for spot in ranked]
    assert late == sorted(late, reverse=True)


def test_what_each_part_measures() -> None:
    """100 days late, 5 ha and 50 people left, two obstacles of which one overdue, silent for 37 days."""
    day = date(2028, 4, 9)
    records = Records(
        (
            report(
                day - timedelta(days=37),
                area_required_m2=80_000.0,
                area_handed_over_m2=30_000.0,
                households_total=60,
                households_handed_over=12,
                organisations_total=3,
                organisations_handed_over=1,
            ),
        ),
        (obstacle(day - timedelta(days=40), due=day - timedelta(days=1)), obstacle(day - timedelta(days=3))),
    )
    (spot,) = spots(day, records)
    assert points(spot) == {
        "late": Decimal("6.8"),
        "due": Decimal("10.0"),
        "area": Decimal("7.5"),
        "people": Decimal("7.5"),
        "obstacles": Decimal("3.3"),
        "overdue_obstacles": Decimal("3.3"),
        "stale": Decimal("5.0"),
        "work": Decimal("2.5"),
        "gate": Decimal("0.0"),
    }
    words = {part.name: part.words for part in spot.parts}
    assert words["late"] == "trễ 100 ngày"
    assert words["area"] == "còn 50.000 m² chưa bàn giao"
    assert words["people"] == "còn 48 hộ và 2 tổ chức chưa bàn giao"


def test_reported_zero_left_is_known_and_gives_no_points() -> None:
    """0 m² left is a reported fact, unlike silence; here one household is left, so it is not done."""
    records = Records(
        (report(DAY, area_required_m2=10.0, area_handed_over_m2=9.99, households_total=1, households_handed_over=1),)
    )
    (spot,) = spots(DAY, records)
    people = next(part for part in spot.parts if part.name == "people")
    assert (people.known, people.points, people.words) == (True, Decimal(0), "")


def test_done_leaves_the_list() -> None:
    """A clearance whose land is all handed over is not hot."""
    assert spots(DAY, Records((report(DAY, households_total=3, households_handed_over=3),))) == ()


def test_what_waits_makes_it_hotter() -> None:
    """PL4-01 clears the resettlement area that PL4-02 probably needs: half the gate's weight, and it says so."""
    ranked = {spot.id: spot for spot in spots(date(2026, 6, 1), projects=PROGRAMME.projects)}
    gate = next(part for part in ranked["PL4-01"].parts if part.name == "gate")
    assert (gate.points, gate.words) == (Decimal("2.5"), "có lẽ PL4-02 chờ khu tái định cư này")


def test_who_must_act_is_who_is_most_overdue() -> None:
    """The overdue obstacle with the earliest day; else the open one; else nobody."""
    records = Records(
        (),
        (
            obstacle(DAY, who="Điện lực", due=DAY + timedelta(days=3)),
            obstacle(DAY, who="Phòng Kinh tế", due=DAY + timedelta(days=1)),
            obstacle(DAY, who="Chủ đầu tư"),
        ),
    )
    assert spots(DAY + timedelta(days=2), records)[0].who == "Phòng Kinh tế"
    assert spots(DAY)[0].who == ""


def test_equals_are_named() -> None:
    """Four clearances ended in 2025: the first of them does not claim to be worse than the others."""
    first = spots(date(2026, 11, 24), projects=PROGRAMME.projects)[0]
    assert first.tied == ("PL4-04", "PL4-05", "PL4-07")
    assert "bằng điểm PL4-04, PL4-05, PL4-07" in explain(first)
    assert explain(first).startswith("Đứng đầu")


def test_nothing_to_worry_about_is_said() -> None:
    """Before the start there is no reason to give."""
    (spot,) = spots(date(2024, 6, 1), projects=[clearance()])
    assert (spot.score, explain(spot)) == (Decimal(0), "Đứng đầu, 0,0 điểm: chưa có gì đáng lo.")


def _moves(before: tuple[Hotspot, ...], after: tuple[Hotspot, ...]) -> dict[str, Move]:
    return {change.id: change.move for change in changes(before, after)}


def test_changes_since_the_last_meeting() -> None:
    """Up, down, new and closed, between two days, from what was known on each."""
    projects = [clearance(1), clearance(2), clearance(3, start=2026, finish=2030), clearance(4)]
    since, now = date(2025, 12, 28), date(2026, 3, 5)
    records = Records(
        (
            report(since, "PL4-01", households_total=100, households_handed_over=10),
            report(now, "PL4-01", households_handed_over=99),
            report(since, "PL4-02", households_total=30, households_handed_over=10),
            report(now, "PL4-02"),
            report(since, "PL4-04", households_total=9, households_handed_over=1),
            report(now, "PL4-04", households_handed_over=9),
        ),
        tuple(obstacle(now - timedelta(days=9), "PL4-02", due=now - timedelta(days=1)) for _ in range(3)),
    )
    moves = _moves(spots(since, records, projects), spots(now, records, projects))
    assert moves == {"PL4-02": Move.UP, "PL4-03": Move.NEW, "PL4-01": Move.DOWN, "PL4-04": Move.CLOSED}


def test_what_is_done_above_does_not_heat_what_stands_below() -> None:
    """When the hottest is finished, the others keep their order: nobody became hotter, though each rank fell by one."""
    late = [clearance(1, finish=2025), clearance(2, finish=2026), clearance(3, finish=2027)]
    done = Records((report(DAY, "PL4-01", households_total=1, households_handed_over=1),))
    before, after = spots(DAY - timedelta(days=1), done, late), spots(DAY, done, late)
    assert [spot.rank for spot in after] == [1, 2]
    assert _moves(before, after) == {"PL4-02": Move.SAME, "PL4-03": Move.SAME, "PL4-01": Move.CLOSED}


def test_between_the_same_day_nothing_moves() -> None:
    """A ranking compared with itself stands still, with a score change of 0."""
    ranked = spots(DAY, projects=PROGRAMME.projects)
    assert {change.move for change in changes(ranked, ranked)} == {Move.SAME}
    assert all(change.score_change == 0 for change in changes(ranked, ranked))


def test_a_report_entered_after_the_meeting_does_not_change_what_the_meeting_saw() -> None:
    """Changes are computed from what was known then."""
    late = report(DAY, households_total=9, households_handed_over=9, recorded_at=moment(DAY + timedelta(days=3)))
    assert len(spots(DAY, Records((late,)))) == 1
    assert spots(DAY + timedelta(days=3), Records((late,))) == ()


def test_parts_stand_in_the_order_of_the_weights() -> None:
    """The bar is drawn in one order everywhere."""
    row = stand_on(DAY, projects=[clearance(clears="PL3-13"), work()])[0]
    assert tuple(part.name for part in parts(row, SETTINGS, GATES)) == WEIGHTS


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (DATA / "hotspot_weights.csv").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "hotspot_weights.csv"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("late,25", "late,26", "100"),
        ("stale_days,14", "stale_days,0", "nguyên"),
        ("stale_full_days,60", "stale_full_days,14", "lớn hơn"),
        ("gate,5", "gates,5", "danh mục"),
        ("area,15,điểm", "area,mười lăm,điểm", "nguyên"),
    ],
)
def test_faults_of_the_weights_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Weights add up to 100, limits are above 0, each name once and none missing."""
    with pytest.raises(DataError, match=said):
        read_settings(_changed(tmp_path, old, new))


def test_every_weight_and_limit_is_documented() -> None:
    """Each has words for the screen; the defaults add up."""
    assert set(SETTINGS.by_name) == {*WEIGHTS, *LIMITS}
    assert all(SETTINGS.label(name) for name in SETTINGS.by_name)
    assert SETTINGS["stale_days"] == 14
