"""One door for all: named values become a record, or every problem is told, field by field, with the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.report import FIGURES, Branch, Milestone, Obstacle, ObstacleKind, Reason, Report, Stage
from geo.clearance.report_fields import Draft, Sender, names_of, read_milestone, read_obstacle, read_report

NEW = UUID(int=7)
SENDER = Sender("can.bo", datetime(2026, 3, 10, 3, tzinfo=UTC), frozenset({"PL4-08"}), lambda: NEW)
GOOD: dict[str, object] = {"clearance": "PL4-08", "report_date": "5/3/2026", "source": "Báo cáo số 12/BC-UBND"}


def problems(draft: Draft[Any]) -> dict[str, str]:
    assert (draft.record is None) == bool(draft.problems)
    return {problem.field: problem.sentence for problem in draft.problems}


def test_a_report_as_a_form_sends_it() -> None:
    """Words become figures; the id is made when none is given; who and when come from the sender."""
    draft = read_report(
        {
            **GOOD,
            "stage": "11",
            "households_total": "253 hộ",
            "area_required_m2": "63,52 ha",
            "graves": "",
            "households_paid": 0,
            "reasons": {"falls": "đính chính", "order": " "},
            "note": "Tuần 10",
        },
        SENDER,
    )
    assert draft.problems == ()
    assert draft.record == Report(
        id=NEW,
        clearance="PL4-08",
        report_date=date(2026, 3, 5),
        recorded_at=SENDER.recorded_at,
        source="Báo cáo số 12/BC-UBND",
        reporter="can.bo",
        stage=Stage.PAYMENT,
        households_total=253,
        area_required_m2=635_200.0,
        households_paid=0,
        note="Tuần 10",
        reasons=(Reason("falls", "đính chính"),),
    )


def test_a_client_made_id_is_kept() -> None:
    """Sending the same report twice must store one."""
    given_id = "0f7f2f0e-6f6c-4d57-9f5e-0a3f3b1c2d4e"
    draft = read_report({**GOOD, "id": given_id, "graves": 1}, SENDER)
    assert draft.record is not None
    assert str(draft.record.id) == given_id


def test_every_problem_is_told_at_once() -> None:
    """A form with six faults gets six sentences, each at its field."""
    draft = read_report(
        {
            "clearance": "PL4-99",
            "report_date": "30/2/2026",
            "stage": "trả tiền",
            "households_total": "1,234.5",
            "id": "x",
            "note": "hộ ông An",
            "branch": "rừng",
        },
        SENDER,
    )
    found = problems(draft)
    assert set(found) == {"clearance", "report_date", "stage", "households_total", "id", "note", "branch"}
    assert all(sentence.strip() for sentence in found.values())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Họ và tên", "tên người"),
        ("so_thua", "thửa đất"),
        ("recorded_at", "Không có trường"),
        ("reporter", "Không có trường"),
        ("x", "Không"),
    ],
)
def test_unknown_fields_are_refused_and_personal_ones_say_why(name: str, said: str) -> None:
    """Who reports and when is not for the sender to say; a household's data is not for anybody."""
    assert (
        said
        in problems(read_report({**GOOD, "graves": 1, name.replace("so_thua", "số thửa"): "1"}, SENDER))[
            name.replace("so_thua", "số thửa")
        ]
    )


@pytest.mark.parametrize("missing", ["clearance", "report_date"])
def test_needed_fields_are_asked_for(missing: str) -> None:
    """Which clearance and which day cannot be guessed."""
    assert missing in problems(read_report({name: value for name, value in GOOD.items() if name != missing}, SENDER))


def test_doubts_are_shown_and_do_not_prevent() -> None:
    """`1,234 ha` is read, and what was understood is told."""
    draft = read_report({**GOOD, "area_required_m2": "1,234 ha"}, SENDER)
    assert draft.record is not None
    assert [doubt.field for doubt in draft.doubts] == ["area_required_m2"]


@pytest.mark.parametrize("reasons", ["vì đính chính", ["falls"], 3])
def test_reasons_belong_to_warnings(reasons: object) -> None:
    """A reason without the warning it answers is refused."""
    assert "reasons" in problems(read_report({**GOOD, "reasons": reasons}, SENDER))


def test_reasons_are_read_for_households_too() -> None:
    """The door for free words is not open in the reasons either."""
    assert "tên chủ hộ" in problems(read_report({**GOOD, "reasons": {"falls": "hộ ông An trả lại"}}, SENDER))["reasons"]


OBSTACLE: dict[str, object] = {
    "clearance": "PL4-08",
    "kind": "price",
    "text": "Chưa thống nhất đơn giá",
    "who": "Phòng Kinh tế",
    "opened": "1/3/2026",
}


def test_an_obstacle() -> None:
    """What, who, since when, until when."""
    draft = read_obstacle({**OBSTACLE, "due": "2026-03-20"}, SENDER)
    assert draft.record == Obstacle(
        id=NEW,
        clearance="PL4-08",
        kind=ObstacleKind.PRICE,
        text="Chưa thống nhất đơn giá",
        who="Phòng Kinh tế",
        opened=date(2026, 3, 1),
        recorded_at=SENDER.recorded_at,
        reporter="can.bo",
        due=date(2026, 3, 20),
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "giá"}, "kind"),
        ({"text": ""}, "text"),
        ({"who": " "}, "who"),
        ({"opened": None}, "opened"),
        ({"closed": "28/2/2026"}, "closed"),
        ({"text": "hộ bà Lan không nhận tiền"}, "text"),
        ({"amount": 3}, "amount"),
    ],
)
def test_an_obstacle_without_its_needs_is_refused(change: Mapping[str, object], field: str) -> None:
    """An obstacle that nobody must act on, or that closes before it opened, is none."""
    assert field in problems(read_obstacle({**OBSTACLE, **change}, SENDER))


MILESTONE: dict[str, object] = {
    "clearance": "PL4-08",
    "stage": "approval",
    "document_number": "12/QĐ-UBND",
    "document_date": "2/3/2026",
}


def test_a_milestone() -> None:
    """A stage reached by a numbered, dated document."""
    draft = read_milestone(MILESTONE, SENDER)
    assert draft.record == Milestone(
        id=NEW,
        clearance="PL4-08",
        stage=Stage.APPROVAL,
        document_number="12/QĐ-UBND",
        document_date=date(2026, 3, 2),
        recorded_at=SENDER.recorded_at,
        reporter="can.bo",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stage": ""}, "stage"),
        ({"document_number": ""}, "document_number"),
        ({"document_date": "11/3/2026"}, "document_date"),
        ({"document_date": ""}, "document_date"),
        ({"branch": Branch.ENFORCEMENT.value}, "branch"),
    ],
)
def test_a_milestone_without_its_needs_is_refused(change: Mapping[str, object], field: str) -> None:
    """No stage, no document, a document of the future, a branch of another stage."""
    assert field in problems(read_milestone({**MILESTONE, **change}, SENDER))


def test_the_fields_a_sender_may_give_are_those_of_the_records() -> None:
    """All figures, and neither who nor when."""
    assert {figure.name for figure in FIGURES} <= names_of(Report)
    for kind in (Report, Obstacle, Milestone):
        assert not {"recorded_at", "reporter"} & names_of(kind)


VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.lists(st.integers(), max_size=2)
)


@given(st.dictionaries(st.sampled_from(sorted(names_of(Report))) | st.text(max_size=8), VALUES, max_size=10))
def test_any_json_is_read_or_answered(given_: dict[str, object]) -> None:
    """Whatever a client sends: a record or sentences, never an exception."""
    for read in (read_report, read_obstacle, read_milestone):
        problems(read(given_, SENDER))
