"""The rule: a level of administration with a name says whose place it is; what only looks like a level says nothing."""

from __future__ import annotations

import pytest

from geo.geocode.levels import find_home, find_levels, find_provinces, is_cased
from geo.geocode.region import (
    CITY,
    DISTRICT,
    HAMLET_LEVELS,
    HOMONYMS,
    LEVEL_WORDS,
    OTHER_WORDS,
    PROVINCES,
    levels,
    other_words,
    provinces,
)
from geo.text import is_syllable, key, marks, nfc, words
from tests.gazetteers import GAZETTEER


def found(name: str) -> list[tuple[str, str, bool]]:
    """Return each level with its name: the words, the level's key, whether it is ours."""
    read = words(name)
    sure = [mention for mention in GAZETTEER.scan(read) if not mention.doubtful]
    bare = all(marks(word.text).bare for word in read)
    text = nfc(name)
    return [
        (text[read[one.start].start : read[one.end - 1].end], one.level, one.local)
        for one in find_levels(read, sure, bare=bare)
    ]


# --- what a level takes with it ---


@pytest.mark.parametrize(
    ("name", "levels_found"),
    [
        ("xã Quyết Thắng", [("xã Quyết Thắng", "xa", False)]),
        ("thị xã Kinh Môn", [("thị xã Kinh Môn", "thi xa", False)]),
        ("thị trấn Hồ Xá", [("thị trấn Hồ Xá", "thi tran", False)]),
        ("xã Hiền Thành đi xã khác", [("xã Hiền Thành", "xa", False)]),
        ("xã Vĩnh Hòa, huyện Vĩnh Linh", [("xã Vĩnh Hòa", "xa", False), ("huyện Vĩnh Linh", "huyen", False)]),
        ("xóm Ao Sen xã Thành Công", [("xóm Ao Sen", "xom", False), ("xã Thành Công", "xa", False)]),
        (
            "tổ dân phố 12 phường Đồng Quang",
            [("tổ dân phố 12", "to dan pho", False), ("phường Đồng Quang", "phuong", False)],
        ),
        ("phường 7", [("phường 7", "phuong", False)]),
        ("xã 7", []),
        ("huyện Thủy Nguyên", [("huyện Thủy Nguyên", "huyen", True)]),
        ("thành phố Thủy Nguyên", [("thành phố Thủy Nguyên", "thanh pho", True)]),
        ("thành phố Hải Phòng", [("thành phố Hải Phòng", "thanh pho", True)]),
        ("tỉnh Hải Phòng", [("tỉnh Hải Phòng", "tinh", True)]),
        ("quận Thủy Sơn", [("quận Thủy Sơn", "quan", False)]),
        ("tinh lam dong", [("tinh lam dong", "tinh", False)]),
        ("Địa bàn phường Hồng Bàng", []),  # in the whole reading the open end is not taken for ours
        ("xã", []),
        ("xã.", []),
        ("xã, huyện", []),
        ("các xã trong huyện", []),
        ("xã (Quyết Thắng)", []),
        ("thôn, xã Quyết Thắng", [("xã Quyết Thắng", "xa", False)]),
        ("thôn xã Quyết Thắng", [("xã Quyết Thắng", "xa", False)]),
    ],
)
def test_a_level_takes_the_name_behind_it(name: str, levels_found: list[tuple[str, str, bool]]) -> None:
    assert found(name) == levels_found


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("truong hoc xa dao xa huyen phu binh", ["xa dao", "huyen phu binh"]),
        ("kenh muong xa vinh hoa di xa hien thanh", ["xa vinh hoa", "xa hien thanh"]),
        ("TRƯỜNG HỌC XÃ QUYẾT THẮNG HUYỆN SÓC SƠN", ["XÃ QUYẾT THẮNG", "HUYỆN SÓC SƠN"]),
        ("trường học xã mới", []),
        ("cac xa tren dia ban", []),
        ("xa nong thon moi", []),
    ],
)
def test_without_capitals_a_name_has_two_words_and_ends_before_a_common_one(name: str, taken: list[str]) -> None:
    assert [text for text, _, _ in found(name)] == taken


@pytest.mark.parametrize(
    "name",
    [
        "nhà ở xã hội",
        "nha o xa hoi",
        "quan doi nhan dan",
        "phuong an boi thuong",
        "tinh trang ky thuat",
        "to chuc thi cong",
        "ban do dia chinh",
        "làng nghề",
        "hợp tác xã Thành Công",
        "đường liên xã Thành Công",
        "đường liên thôn Đông",
        "nông thôn mới",
        "địa phương Thành Công",
        "địa bàn Thành Công",
        "trạm biến áp Thành Công",
        "cơ quan Thành Công",
        "thị xã",
    ],
)
def test_what_only_looks_like_a_level(name: str) -> None:
    assert found(name) == []


def test_a_capital_behind_it_makes_it_a_level_after_all() -> None:
    """Without its capital "phuong huong" is a common word."""
    assert [text for text, _, _ in found("Đường phường Hương Sơn")] == ["phường Hương Sơn"]
    assert [text for text, _, _ in found("Duong phuong Huong Son")] == ["phuong Huong Son"]


@pytest.mark.parametrize(
    ("name", "cased"),
    [
        ("Xã Hoa Động và chợ", True),
        ("xã hoa động", False),
        ("XÃ HOA ĐỘNG", False),
        ("Xã Hoa Động Mới", False),
        ("", False),
    ],
)
def test_capitals_count_where_some_words_have_none(name: str, cased: bool) -> None:
    assert is_cased(words(name)) is cased


# --- provinces and home ---


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("cầu mới Phú Thọ", ["Phú Thọ"]),
        ("cau moi phu tho", ["phu tho"]),
        ("TP HCM", ["TP HCM"]),
        ("bệnh viện Huế", ["Huế"]),
        ("hoa huệ", []),
        ("thành huế", []),  # one word alone must have its capital
        ("Phú Thợ", []),
        ("Phú, Thọ", []),
        ("đường Phú Thọ", []),
        ("Lâm Động", []),
        ("Hòa Bình", []),
    ],
)
def test_provinces_are_found_by_name(name: str, named: list[str]) -> None:
    read = words(name)
    text = nfc(name)
    assert [text[read[one.start].start : read[one.end - 1].end] for one in find_provinces(read, ())] == named


def test_a_province_inside_other_words_is_spoken_for() -> None:
    assert list(find_provinces(words("Phú Thọ"), {0, 1})) == []


def test_home_counts_each_word_once() -> None:
    read = words("huyện Thủy Nguyên, thành phố Hải Phòng, gần Hải Phòng")
    spans = find_home(read, find_levels(read, (), bare=False))
    assert [(start, end) for start, end in spans] == [(0, 3), (3, 7), (8, 10)]


# --- the tables ---


def test_the_tables_are_written_as_they_are_looked_up() -> None:
    assert all(nfc(word) == word for word in (*LEVEL_WORDS, *OTHER_WORDS, *PROVINCES))
    assert all(key(word) == word for word in (CITY, DISTRICT, *HOMONYMS, *HAMLET_LEVELS))
    assert HAMLET_LEVELS.issubset(map(key, LEVEL_WORDS))


def test_longer_phrases_come_first() -> None:
    for table in (levels(), provinces(), other_words()):
        for entries in table.values():
            assert [len(entry) for entry in entries] == sorted((len(entry) for entry in entries), reverse=True)


def test_the_provinces_are_those_of_the_country() -> None:
    """63 until 2025-06-30, two of them left out; Sài Gòn and TP HCM besides."""
    assert len(set(PROVINCES)) == len(PROVINCES)
    assert not {"Hải Phòng", "Hòa Bình"} & set(PROVINCES)
    assert len(PROVINCES) == 61 + 2 + 2  # Bà Rịa – Vũng Tàu and Thừa Thiên – Huế stand as two names each
    for name in PROVINCES:
        parts = name.split()
        assert all(is_syllable(key(word)) for word in parts) or parts[0] in {"Đắk", "Kon", "TP", "Bắc", "Lắk"}


def test_homonyms_are_places_next_door() -> None:
    for name in HOMONYMS:
        assert not any(place.in_ward and place.kind == "ward" for place in GAZETTEER.find(name))
        assert GAZETTEER.find(name)
