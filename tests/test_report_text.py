"""The rule: a percentage in a sentence fits the fraction before it, or both are shown.

The sentences are those of real reports, as published by wards and ministries in 2025 and 2026.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clearance.report_text import find_disagreements

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
    """No sentence brings the reader down."""
    find_disagreements(text)


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_fraction_with_its_own_percentage_never_disagrees(part: int, whole: int) -> None:
    """Whatever the numbers, the percentage they give fits, as people write it."""
    part, whole = min(part, whole), max(part, whole)
    percent = f"{100 * part / whole:.2f}".replace(".", ",")
    assert find_disagreements(f"đã bàn giao {part}/{whole} hộ, đạt {percent}%") == ()
