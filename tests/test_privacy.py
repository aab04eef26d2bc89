"""Columns and words that tell about a single household are refused with the reason; aggregates pass."""

from __future__ import annotations

import pytest

from geo.clearance.privacy import find_personal_column, find_personal_words
from geo.clearance.report import FIGURES, OBSTACLE_LABELS
from geo.clearance.stages import STAGES


@pytest.mark.parametrize(
    "header",
    [
        "Họ và tên",
        "HỌ TÊN CHỦ HỘ",
        "Ho ten",
        "Tên chủ hộ",
        "Số CCCD",
        "CMND/CCCD",
        "Căn cước",
        "Số điện thoại",
        "SĐT",
        "Địa chỉ",
        "Nơi ở hiện nay",
        "Số thửa",
        "Thửa đất số",
        "Tờ bản đồ",
        "Số tờ",
        "Số GCN",
        "Ngày sinh",
        "Số tài khoản",
    ],
)
def test_columns_of_single_households_are_found(header: str) -> None:
    """The finding names the column, says what it would tell and why it is refused."""
    found = find_personal_column(header)
    assert found is not None
    assert header in found.sentence
    assert "tổng hợp" in found.sentence


@pytest.mark.parametrize("label", [figure.label for figure in FIGURES] + [figure.label_en for figure in FIGURES])
def test_no_figure_of_the_report_is_taken_for_personal(label: str) -> None:
    """The template's own columns pass."""
    assert find_personal_column(label) is None


@pytest.mark.parametrize(
    "header", ["Số hộ", "Số tổ chức", "Tên hồ sơ", "Ghi chú", "Nguồn số liệu", "Số hộ chưa đồng thuận"]
)
def test_columns_of_aggregates_pass(header: str) -> None:
    """Words that only look alike."""
    assert find_personal_column(header) is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Hộ ông Nguyễn Văn An chưa nhận tiền", "tên chủ hộ"),
        ("còn hộ bà Lan", "tên chủ hộ"),
        ("vận động gia đình ông Bình", "tên chủ hộ"),
        ("ông Nguyễn Văn An không đồng ý", "tên người"),
        ("thửa đất số 85, tờ bản đồ số 12", "thửa đất"),
        ("thửa 85", "thửa đất"),
        ("CCCD 031 089 001 234", "số căn cước"),
        ("031089001234", "số căn cước"),
        ("liên hệ 0912345678", "số điện thoại"),
        ("số nhà 12 ngõ 5", "địa chỉ"),
    ],
)
def test_words_about_single_households_are_found(text: str, about: str) -> None:
    """Free text is read too: names, numbers, parcels, addresses."""
    found = find_personal_words(text)
    assert found is not None
    assert found.about == about
    assert found.words in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "253 hộ và 10 tổ chức",
        "17 hộ không phối hợp, ông bà nội cùng ở",
        "98 hộ phải đo lại 12.500 m2",
        "hộ ông ấy đang ở xa",
        "Thông báo số 326/TB-UBND ngày 17/7/2026",
        "còn 425 m² và trạm biến áp",
        "1.184.136 m2; 12 mộ",
        "0,34 km",
        "chi trả 12.500.000.000 đồng",
        *(term.term for term in STAGES.values()),
        *OBSTACLE_LABELS.values(),
    ],
)
def test_words_of_aggregates_pass(text: str) -> None:
    """What wards write about a whole clearance is not mistaken for a person."""
    assert find_personal_words(text) is None


def test_an_official_may_be_named_where_somebody_must_act_a_household_never() -> None:
    """Who must act may be a person of an office; the name of a household stays out everywhere."""
    assert find_personal_words("Ông Trần Văn Bình, Phòng Kinh tế", names=False) is None
    assert find_personal_words("hộ ông Bình", names=False) is not None
