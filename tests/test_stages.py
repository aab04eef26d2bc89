"""The stages are a state machine: next, detour, skip, back; each has a term and a basis; a branch has its stage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.report import Branch, Severity, Stage
from geo.clearance.stages import BRANCH_OF, BRANCH_TERMS, LAWFUL_DETOURS, STAGES, between, fits, stage_of, step

STAGE = st.sampled_from(list(Stage))


def test_every_stage_and_branch_has_a_term_and_a_basis() -> None:
    """Only `not_started` has no article of the law."""
    assert set(STAGES) == set(Stage)
    assert set(BRANCH_TERMS) == set(BRANCH_OF) == set(Branch)
    assert [stage for stage in Stage if not STAGES[stage].basis] == [Stage.NOT_STARTED]


def test_the_law_decides_recovery_after_approval() -> None:
    """k6 Đ91: approval (9) comes before the recovery decision (12), and the terms carry k5, k6 Đ87."""
    assert Stage.APPROVAL.number < Stage.RECOVERY_DECISION.number
    assert "k5, k6 Đ87" in STAGES[Stage.RECOVERY_DECISION].basis


@given(STAGE)
def test_staying_and_going_one_on_need_no_word(stage: Stage) -> None:
    """The quiet steps."""
    assert step(stage, stage).severity is None
    assert step(None, stage).severity is None
    if stage is not Stage.DONE:
        assert step(stage, list(Stage)[stage.number + 1]).severity is None


@given(STAGE, STAGE)
def test_every_other_step_is_judged_with_a_sentence(before: Stage, after: Stage) -> None:
    """A judged step says why; skipping names every skipped stage."""
    judged = step(before, after)
    assert (judged.severity is None) == (judged.sentence == "")
    if judged.severity is Severity.WARNING and after.number > before.number:
        assert all(STAGES[stage].term in judged.sentence for stage in between(before, after))


@pytest.mark.parametrize(("before", "after"), list(LAWFUL_DETOURS))
def test_lawful_detours_are_information(before: Stage, after: Stage) -> None:
    """Handover before payment, decision before payment and a plan drafted anew are told, never warned about."""
    assert step(before, after).severity is Severity.INFORMATION


def test_handover_before_payment_is_information() -> None:
    """The fact of the domain that clerks ask about most."""
    assert step(Stage.HANDOVER, Stage.PAYMENT).severity is Severity.INFORMATION


def test_going_back_is_a_warning() -> None:
    """From payment back to the inventory wants a reason."""
    judged = step(Stage.PAYMENT, Stage.INVENTORY)
    assert judged.severity is Severity.WARNING
    assert "lùi" in judged.sentence


@pytest.mark.parametrize(
    ("stage", "branch", "ok"),
    [
        (Stage.INVENTORY, Branch.COMPULSORY_INVENTORY, True),
        (Stage.HANDOVER, Branch.ENFORCEMENT, True),
        (Stage.PAYMENT, Branch.ENFORCEMENT, False),
        (None, Branch.ENFORCEMENT, False),
        (Stage.PAYMENT, None, True),
        (None, None, True),
    ],
)
def test_a_branch_belongs_to_its_stage(stage: Stage | None, branch: Branch | None, ok: bool) -> None:
    """Enforcement is a branch of the handover, not of payment."""
    assert fits(stage, branch) is ok


@pytest.mark.parametrize(
    "words", ["payment", "11", "Chi trả tiền; bố trí tái định cư", " 11. chi trả tiền; bố trí tái định cư "]
)
def test_a_stage_is_found_by_code_number_or_term(words: str) -> None:
    """The three ways a form, a file and a person name it."""
    assert stage_of(words) is Stage.PAYMENT


def test_an_unknown_stage_is_not_guessed() -> None:
    """No nearest match: the caller asks."""
    assert stage_of("trả tiền") is None
