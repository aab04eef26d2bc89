"""Figures in sentences are proposals with their words; what is not done proposes nothing; percentages must fit.

The sentences are those of real reports, as published by wards and ministries in 2025 and 2026.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.report import Amount
from geo.clearance.report_text import find_disagreements, find_proposals

WARD = (
    "253 hộ và 10 tổ chức; 200 đã có thông báo; 21 được phê duyệt phương án; 14 nhận tiền và bàn giao; "
    "32 chưa ban hành thông báo vì hồ sơ đo đạc; 98 hộ phải đo lại; 17 hộ không phối hợp"
)
PHU_YEN = (
    "phường Phú Yên: đã bàn giao 13,1/14,59 ha; 89,18%; chưa bàn giao 1,49; còn 10,82%. "
    "24 hộ đã phê duyệt phương án chưa đồng ý nhận tiền, chưa đồng ý giao mặt bằng; "
    "17 hộ chưa phê duyệt phương án bồi thường. Đến nay còn 41 hộ, giảm 11 hộ"
)
TUY_AN_DONG = "xã Tuy An Đông: đã bàn giao 7,14/7,48 km; 95,45%; chưa bàn giao 0,34; còn 4,55%"
HOA_XUAN = (
    "xã Hòa Xuân: đã bàn giao 41,07/41,32 ha; 99,39%; chưa bàn giao 0,25; còn 0,61%. "
    "Còn 03 hộ chưa đồng ý nhận tiền, bàn giao mặt bằng; "
    "đã vận động được 04 hộ đồng ý nhận tiền, bàn giao mặt bằng."
)
THAI_NGUYEN = "Thái Nguyên 12/12,24km đạt 98%; Tuyên Quang 7,8/16,74km đạt 46,6%"
HANOI = "Tổng diện tích bàn giao đợt này là 957.924,2m2/1.184.136m2, đạt 81,79%"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            WARD,
            {
                "households_total": 253,
                "organisations_total": 10,
                "households_notified": 200,
                "households_plan_approved": 21,
                "households_paid": 14,
                "households_handed_over": 14,
                "households_not_agreeing": 17,
            },
        ),
        (
            "591 phương án phê duyệt; 586 đã bàn giao (99,2 %)",
            {"households_plan_approved": 591, "households_handed_over": 586},
        ),
        ("đã giải phóng 63,52 ha, còn 425 m² và trạm biến áp phải di chuyển", {"area_handed_over_m2": 635_200}),
        (TUY_AN_DONG, {"km_clear": 7.14, "km_required": 7.48}),
        (PHU_YEN, {"area_handed_over_m2": 131_000, "area_required_m2": 145_900}),
        (HOA_XUAN, {"area_handed_over_m2": 410_700, "area_required_m2": 413_200}),
        (HANOI, {"area_handed_over_m2": 957_924.2, "area_required_m2": 1_184_136}),
        (
            "12 hộ chưa được phê duyệt phương án; 20 hộ đã phê duyệt; tiếp tục trình 36 phương án; vận động 24 hộ",
            {"households_plan_approved": 20},
        ),
        ("5/7 tổ chức đã bàn giao", {"organisations_handed_over": 5, "organisations_total": 7}),
        ("", {}),
        ("Tuần này không có thay đổi.", {}),
    ],
)
def test_what_real_sentences_propose(text: str, expected: dict[str, Amount]) -> None:
    """Each figure where it belongs; what is left, refused or planned is not counted as done."""
    assert {proposal.figure.name: proposal.value for proposal in find_proposals(text)} == pytest.approx(expected)


@pytest.mark.parametrize("text", [WARD, PHU_YEN, TUY_AN_DONG, HOA_XUAN, HANOI])
def test_every_proposal_shows_its_words(text: str) -> None:
    """The words are in the text and in the question that is asked."""
    for proposal in find_proposals(text):
        assert proposal.words in text
        assert proposal.words in proposal.sentence
        assert proposal.sentence.endswith("?")


@pytest.mark.parametrize("text", [WARD, TUY_AN_DONG, HOA_XUAN, THAI_NGUYEN])
def test_rounded_and_cut_percentages_pass(text: str) -> None:
    """95,45 for 95,4545 and 99,39 for 99,395 are the same to whoever wrote them."""
    assert find_disagreements(text) == ()


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (PHU_YEN, [(89.18, 89.79, False), (10.82, 10.21, True)]),
        (HANOI, [(81.79, 80.9, False)]),
        ("586/591 hộ đạt 95%", [(95, 99.15, False)]),
    ],
)
def test_percentages_that_do_not_fit_are_pointed_out(text: str, pairs: list[tuple[float, float, bool]]) -> None:
    """Both numbers are said; which one is wrong is for people to find out."""
    found = find_disagreements(text)
    assert [(item.stated, item.computed, item.left) for item in found] == pairs
    assert all("không phải" in item.sentence for item in found)


def test_nothing_is_divided_by_nothing() -> None:
    """A whole of 0 has no percentage."""
    assert find_disagreements("0/0 ha, đạt 50%") == ()


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """No sentence brings the reader down, and no proposal is negative."""
    assert all(proposal.value >= 0 for proposal in find_proposals(text))
    find_disagreements(text)


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_fraction_with_its_own_percentage_never_disagrees(part: int, whole: int) -> None:
    """Whatever the numbers, the percentage they give fits, as people write it."""
    part, whole = min(part, whole), max(part, whole)
    percent = f"{100 * part / whole:.2f}".replace(".", ",")
    assert find_disagreements(f"đã bàn giao {part}/{whole} hộ, đạt {percent}%") == ()
