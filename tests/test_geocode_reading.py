"""The rule: a name is read once; words that say another place speak against every other word in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer import Gazetteer
from geo.geocode.names import ALONE, AMBIGUOUS, NUMBERED, OTHER_MARKS, read_name
from geo.model import PlaceKind
from tests.gazetteers import GAZETTEER, place, read


def ids(name: str) -> list[str]:
    return [one.place.id for one in read(name).named]


def strange(name: str) -> list[str]:
    found = read(name)
    return [found.shown(one.start, one.end) for one in found.strangers]


def doubts(name: str) -> list[tuple[str, str]]:
    found = read(name)
    return [(found.shown(one.start, one.end), one.reason) for one in found.doubts]


# --- levels of administration ---


@pytest.mark.parametrize(
    ("name", "strangers"),
    [
        ("Trường học xã Quyết Thắng", ["xã Quyết Thắng"]),
        ("truong hoc xa quyet thang", ["xa quyet thang"]),
        ("TRƯỜNG HỌC XÃ QUYẾT THẮNG", ["XÃ QUYẾT THẮNG"]),
        ("xã Đào Xá, huyện Phú Bình, tỉnh Thái Nguyên", ["xã Đào Xá", "huyện Phú Bình", "tỉnh Thái Nguyên"]),
        ("trụ sở ấp Thạnh Hưng xã Thạnh Lộc", ["xã Thạnh Lộc"]),
        ("phường 5, quận 3", ["phường 5", "quận 3"]),
        ("P. Hương Sơn - TP. Vinh", ["P. Hương Sơn", "TP. Vinh"]),
        ("cầu mới Phú Thọ", ["Phú Thọ"]),
        ("khu đô thị Lâm Đồng", ["Lâm Đồng"]),
        ("xã Hòa Bình, huyện Vĩnh Linh", ["huyện Vĩnh Linh"]),
        ("quận Hồng Bàng", ["quận Hồng Bàng"]),  # a district of old, wider than the ward of that name
        ("xã Hồng Bàng", ["xã Hồng Bàng"]),
        ("xã Toàn Thắng", ["xã Toàn Thắng"]),
    ],
)
def test_another_place_is_a_stranger(name: str, strangers: list[str]) -> None:
    assert strange(name) == strangers


@pytest.mark.parametrize(
    "name",
    [
        "xã Hoa Động, huyện Thủy Nguyên, TP Hải Phòng",
        "thị trấn Núi Đèo, thành phố Thủy Nguyên",
        "phường Thiên Hương",
        "nhà ở xã hội Toàn Thắng",
        "nha o xa hoi toan thang",
        "khu dat quan doi",
        "hợp tác xã nông nghiệp",
        "đường liên xã",
        "trung tâm hội nghị thành phố",
        "ngân sách địa phương",
        "kien co hoa duong giao thong nong thon xa hoa dong",
        "tram bien ap hoa dong",
        "đường tỉnh 359",
        "tren dia ban phuong",
        "quy hoach phuong an tien do",
        "đường Điện Biên Phủ",
        "phố Hà Nội",
        "Huệ, hoa, cây cảnh",
    ],
)
def test_what_is_ours_or_no_place_is_no_stranger(name: str) -> None:
    assert strange(name) == []


def test_what_lies_below_a_commune_is_noted() -> None:
    found = read("thôn Bạch Đằng, xã Thủy Sơn")
    assert [found.shown(one.start, one.end) for one in found.hamlets] == ["thôn Bạch Đằng"]
    assert ids("thôn Bạch Đằng, xã Thủy Sơn") == ["xa-thuy-son"]
    assert ids("thôn Hoa Động") == []  # a hamlet of that name lies anywhere


def test_home_is_said_by_district_or_city() -> None:
    assert len(read("huyện Thủy Nguyên, TP Hải Phòng").home) == 2
    assert read("Hoa Động").home == ()


# --- which names hold ---


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("cầu Châu Giang", []),
        ("đường Tân Dương", []),
        ("đảo Hoa Động", []),
        ("chợ Tân Dương", ["xa-tan-duong"]),
        ("đường Đỗ Mười", ["duong-do-muoi"]),
        ("Hồ Tân Hoa", ["ho-tan-hoa"]),
        ("bờ bắc sông Cấm", ["song-cam"]),
        ("phía Đông Hòn Ngọc", ["song-hon-ngoc"]),
        ("đường Tân Dương - Hoa Động", ["xa-tan-duong", "xa-hoa-dong"]),
        ("địa bàn phường Hồng Bàng", ["phuong-hong-bang"]),
        ("Phần xã An Lư cũ nằm trong phường", ["xa-an-lu-trong-phuong"]),
        ("KCN VSIP Hải Phòng (phần trong phường)", ["kcn-vsip"]),
        ("Bặc Sông Cấm", []),  # the rest of a doubtful name is no river
        ("khu tái đĩnh cư Hoa Động", ["xa-hoa-dong"]),  # the commune is still named
        ("khu đô thị mới Bắc Sông Cấm, giai đoạn 2", ["kdt-bac-song-cam-giai-doan-2"]),
        ("khu đô thị mới Bắc Sông Cấm, giai đoạn 7", ["kdt-bac-song-cam"]),
    ],
)
def test_the_words_beside_a_name_decide_what_it_names(name: str, found: list[str]) -> None:
    assert ids(name) == found


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("thủy điện Hòa Bình", ALONE),
        ("Trạm y tế xã Hòa Bình", ALONE),
        ("Trường Toàn Thắng", ALONE),
        ("KĐT Thụy Sơn", OTHER_MARKS),
        ("nhà máy Bắc Sông Cấm 2", NUMBERED),
        ("cầu Châu Giang", "Tên ghi «cầu», không phải địa danh này."),
    ],
)
def test_a_doubt_says_its_reason(name: str, reason: str) -> None:
    assert reason in {given for _, given in doubts(name)}
    assert ids(name) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("xã Hòa Bình, huyện Thủy Nguyên", ["xa-hoa-binh"]),
        ("Hòa Bình, Hoa Động", ["xa-hoa-binh", "xa-hoa-dong"]),
        ("Nhà ở xã hội Toàn Thắng", ["noxh-toan-thang"]),
        ("Khu TMDV Dương Quan 1,2ha", ["khu-tmdv-duong-quan"]),
        ("Trường THCS Tân Dương 20 phòng học", ["thcs-tan-duong"]),
        ("Trường tiểu học Hoa Động 2", ["xa-hoa-dong"]),
        ("Cải tạo cầu Bính 2026", ["cau-binh"]),
    ],
)
def test_company_and_counts_remove_the_doubt(name: str, found: list[str]) -> None:
    assert ids(name) == found


# --- one place of several ---

TWINS = Gazetteer(
    [
        place("phuong-nam", "Phường Nam Hà", kind=PlaceKind.WARD, radius_m=5000.0),
        place("phuong-bac", "Phường Bắc Hà", kind=PlaceKind.WARD, lon=107.2, radius_m=5000.0),
        place("cho-nam", "Chợ Mới", kind=PlaceKind.SITE, parent="phuong-nam", radius_m=100.0),
        place("cho-bac", "Chợ Mới", kind=PlaceKind.SITE, parent="phuong-bac", lon=107.2, radius_m=100.0),
        place("cu", "Xã Đại An", valid_to=date(2025, 6, 30), radius_m=2000.0),
        place("moi", "Xã Đại An", valid_from=date(2025, 7, 1), radius_m=1500.0),
    ]
)


def test_a_parent_named_beside_it_tells_which_place_is_meant() -> None:
    for ward, market in (("Nam Hà", "cho-nam"), ("Bắc Hà", "cho-bac")):
        found = read_name(f"chợ Mới, phường {ward}", TWINS)
        assert found.named[0].place.id == market


def test_without_a_parent_it_stays_open() -> None:
    found = read_name("chợ Mới", TWINS)
    assert found.named == ()
    assert found.doubts[0].reason == AMBIGUOUS
    assert {one.id for one in found.doubts[0].places} == {"cho-nam", "cho-bac"}


def test_a_date_tells_which_of_two_is_meant_and_without_one_the_wider_holds() -> None:
    assert read_name("xã Đại An", TWINS, date(2024, 1, 1)).named[0].place.id == "cu"
    assert read_name("xã Đại An", TWINS, date(2026, 1, 1)).named[0].place.id == "moi"
    assert read_name("xã Đại An", TWINS).named[0].place.id == "cu"


# --- phrases ---


def test_phrases_are_found_with_their_marks_or_without_any() -> None:
    assert read("Đoạn từ A đến B").where("từ") == [(1, 2)]
    assert read("doan tu a den b").where("từ") == [(1, 2)]
    assert read("Đầu tư công").where("từ") == []
    assert read("ven sông, ven đường").where("ven", "ven đường") == [(0, 1), (2, 4), (2, 3)]
    assert read("phục, vụ").where("phục vụ") == []


def test_part_of_a_reading_says_nothing_of_the_rest() -> None:
    whole = read("Hoa Động phục vụ Tân Dương, KĐT Thụy Sơn")
    part = whole.only(range(2))
    assert [one.place.id for one in part.named] == ["xa-hoa-dong"]
    assert part.doubts == ()
    assert part.where("phục vụ") == []
    assert part.text == whole.text


def test_the_words_shown_are_those_of_the_name() -> None:
    found = read("Dự án  KĐT mới Hoa\u00a0Động (Dragon), 26 ha")
    assert found.shown(found.named[0].start, found.named[0].end) == "KĐT mới Hoa\u00a0Động (Dragon)"


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = read_name(text, GAZETTEER)
    for one in found.named:
        assert found.shown(one.start, one.end) in found.text
