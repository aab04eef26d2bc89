"""The rule: names are found word by word; marks decide between names; misprints are mended, other names never are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from geo.gazetteer import BARE, CONTRADICTED, MENDED, PARTIAL, Gazetteer, in_use, level_words
from geo.model import PlaceKind
from geo.spelling import spellings
from geo.text import nfc, split, words
from tests.gazetteers import GAZETTEER, place, shape

OLD = place("xa-binh-an", "Xã Bình An", "Bình An", valid_to=date(2025, 6, 30))
NEW = place("phuong-binh-an", "Phường Bình An", kind=PlaceKind.WARD, valid_from=date(2025, 7, 1), radius_m=4000.0)
OTHER = place("xa-binh-an-2", "Xã Bình Ân", "Bình Ân", lon=106.9)
SMALL = Gazetteer([OLD, NEW, OTHER])


def found(name: str, gazetteer: Gazetteer = GAZETTEER) -> list[tuple[str, list[str]]]:
    """Return the words of each mention and the ids it may mean."""
    read = words(name)
    text = nfc(name)
    return [
        (text[read[one.start].start : read[one.end - 1].end], [place.id for place in one.places])
        for one in gazetteer.scan(read)
        if not one.doubtful
    ]


def only(name: str) -> list[str]:
    return [ids[0] for _, ids in found(name)]


def spelled(name: str, **given: object) -> set[str]:
    return {" ".join(word.key for word in one.words) for one in spellings(place("p", name, **given))}


# --- how a name may be written ---


def test_a_commune_is_known_by_its_bare_name_and_under_each_level() -> None:
    assert {"xa hoa dong", "hoa dong", "phuong hoa dong", "thi tran hoa dong"} <= spelled("Xã Hoa Động")


def test_a_ward_keeps_its_level() -> None:
    """A ward of today was never a commune: "xã" before its name says another place."""
    assert spelled("Phường Hòa Bình", kind=PlaceKind.WARD) == {"phuong hoa binh", "hoa binh"}


def test_a_description_is_not_taken_apart() -> None:
    assert spelled("Phần xã An Lư cũ nằm trong phường") == {"phan xa an lu cu nam trong phuong"}


def test_a_pair_may_be_swapped() -> None:
    names = spelled("KĐT Thủy Đường – Thủy Sơn", kind=PlaceKind.URBAN_AREA)
    assert {"khu do thi thuy duong thuy son", "khu do thi thuy son thuy duong"} <= names


def test_a_number_at_the_end_of_a_long_name_may_be_left_out_and_a_voltage_too() -> None:
    names = spelled("Trạm biến áp 110kV Bắc Sông Cấm 2", kind=PlaceKind.SITE)
    assert {"tram bien ap 110kv bac song cam", "tram bien ap bac song cam 2"} <= names


def test_the_number_of_a_road_stands_for_it_when_it_has_a_letter() -> None:
    assert "359c" in spelled("Tỉnh lộ 359C", kind=PlaceKind.ROAD)
    assert "359" not in spelled("Tỉnh lộ 359", kind=PlaceKind.ROAD)


def test_brackets_in_the_name_shown_may_be_left_out() -> None:
    names = spelled("Lô I.8/DVCC-01 (TMDV-06-2), KĐT mới Bắc Sông Cấm", kind=PlaceKind.LOT)
    assert "lo i 8 dvcc 01" in names
    assert "lo i 8" not in names


# --- finding ---


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("KĐT mới Bắc Sông Cấm (giai đoạn 2)", ["kdt-bac-song-cam-giai-doan-2"]),
        ("khu đô thị Bắc sông Cấm", ["kdt-bac-song-cam"]),
        ("khu tai dinh cu hoa dong", ["khu-tdc-hoa-dong"]),
        ("KĐT Thủy Sơn – Thủy Đường", ["kdt-thuy-duong-thuy-son"]),
        ("Bệnh viện đa khoa huyện Thủy Nguyên", ["benh-vien-thuy-nguyen"]),
        ("trường THCS xã Tân Dương", ["thcs-tan-duong"]),
        ("Hoa Động, Lâm Động", ["xa-hoa-dong", "xa-lam-dong"]),
        ("Hoa, Động", []),
        ("Thủy Sơn", ["xa-thuy-son"]),
        ("Thủy  Sơn", ["xa-thuy-son"]),
        ("nhà máy xử lí nước thải Bắc Sông Cấm", ["nha-may-xlnt-bac-song-cam-2"]),
    ],
)
def test_names_are_found(name: str, ids: list[str]) -> None:
    assert only(name) == ids


@given(st.sampled_from(["Hoa Động", "Thủy Sơn", "Cầu Bính", "Dương Quan"]), st.text("abcđê1", min_size=1, max_size=3))
def test_a_name_is_never_found_inside_a_word(name: str, glued: str) -> None:
    """Letters glued to either end make another word, and with it the name is gone."""
    before, after = found(glued + name.lower()), found(name.lower() + glued)
    assert name.lower() not in {text for text, _ in (*before, *after)}


@given(st.text(max_size=60))
def test_what_is_found_begins_and_ends_with_whole_words(text: str) -> None:
    whole = split(nfc(text))
    starts, ends = {word.start for word in whole}, {word.end for word in whole}
    read = words(text)
    for one in GAZETTEER.scan(read):
        assert read[one.start].start in starts
        assert read[one.end - 1].end in ends


def test_the_longest_name_wins() -> None:
    assert found("đường cầu Bính") == [("đường cầu Bính", ["duong-cau-binh"])]


@pytest.mark.parametrize(
    ("name", "score"),
    [("Thủy Sơn", 1.0), ("thuy son", BARE), ("Thuy Sơn", PARTIAL), ("THUỶ SƠN", 1.0), ("Thụy Sơn", CONTRADICTED)],
)
def test_marks_decide_how_well_a_name_fits(name: str, score: float) -> None:
    mention = GAZETTEER.scan(words(name))[0]
    assert mention.score == score
    assert mention.doubtful is (score == CONTRADICTED)
    assert mention.doubtful or mention.missing_marks is (score in {BARE, PARTIAL})


def test_marks_decide_between_two_names_of_one_key() -> None:
    assert [one.id for one in SMALL.find("xã Bình Ân")] == ["xa-binh-an-2"]
    assert [one.id for one in SMALL.find("xã Bình An")] == ["xa-binh-an"]
    assert [one.id for one in SMALL.find("xa binh an")] == ["xa-binh-an", "xa-binh-an-2"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("khu đô thị H0a D0ng", "kdt-hoa-dong-dragon"),
        ("Thuy Duonq", "xa-thuy-duong"),
        ("cầu Blnh", "cau-binh"),
        ("lô I.8/DVCC-O1", "lo-i-8-dvcc-01"),
        ("Thuy Nguyne", "phuong-thuy-nguyen"),
        ("KĐT Dragom", "kdt-hoa-dong-dragon"),
    ],
)
def test_a_misprint_is_mended(name: str, meant: str) -> None:
    mention = GAZETTEER.scan(words(name))[0]
    assert mention.places[0].id == meant
    assert mention.mended
    assert mention.score <= MENDED


@pytest.mark.parametrize(
    "name", ["Dương Quang", "Bắc Sơn", "Tân Phương", "Thủy Sen", "An Lưu", "Hoà Đông Bình", "Khu 12"]
)
def test_another_name_is_never_mended_into_ours(name: str) -> None:
    assert found(name) == []


def test_what_was_misspelt_does_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions come from anywhere; only so many of their misprints are kept in memory."""
    monkeypatch.setattr("geo.gazetteer.REMEMBERED", 10)
    small = Gazetteer([OLD])
    for at in range(100):
        small.scan(words(f"Xã xq{at}zz xqzz{chr(97 + at % 26)}{chr(97 + at // 26)}"))
    assert 0 < len(small._mended) <= 10


# --- context: whole names, dates, parents ---


def test_find_wants_the_whole_text() -> None:
    assert GAZETTEER.find("xã Hoa Động mới") == ()
    assert GAZETTEER.find("") == ()
    assert GAZETTEER.find("Thụy Sơn") == ()


def test_find_is_scoped_by_date() -> None:
    assert [one.id for one in SMALL.find("Bình An", on=date(2025, 6, 30))] == ["xa-binh-an"]
    assert [one.id for one in SMALL.find("phường Bình An", on=date(2026, 1, 1))] == ["phuong-binh-an"]


def test_a_name_out_of_use_still_means_its_place() -> None:
    assert in_use((OLD,), date(2026, 1, 1)) == (OLD,)
    assert in_use((OLD, NEW), None) == (OLD, NEW)
    assert in_use((OLD, NEW), date(2026, 1, 1)) == (NEW,)


def test_find_is_scoped_by_parent() -> None:
    assert [one.id for one in GAZETTEER.find("khu Đồng Trinh", within="xa-tan-duong")] == ["khu-dong-trinh"]
    assert [one.id for one in GAZETTEER.find("khu Đồng Trinh", within="phuong-thuy-nguyen")] == ["khu-dong-trinh"]
    assert GAZETTEER.find("khu Đồng Trinh", within="xa-hoa-dong") == ()


def test_ancestors_end_even_where_parents_go_in_a_circle() -> None:
    circle = Gazetteer([place("a", "A Xa", parent="b"), place("b", "B Xa", parent="a")])
    assert circle.ancestors("a") == ("b", "a")
    assert circle.ancestors("nowhere") == ()


def test_the_ward_is_the_one_in_the_ward() -> None:
    assert GAZETTEER.ward is not None
    assert GAZETTEER.ward.id == "phuong-thuy-nguyen"
    assert Gazetteer([]).ward is None


@pytest.mark.parametrize(
    ("identifier", "parts"),
    [
        ("nut-359c-mang-nuoc", ("dt-359c", "duong-mang-nuoc")),
        ("nut-359c-quoc-lo-10", ("dt-359c", "quoc-lo-10")),
        ("kdt-tan-duong-hoa-dong", ("xa-tan-duong", "xa-hoa-dong")),
        ("bac-nam-dao-vu-yen", ("duong-bac-nam", "dao-vu-yen")),
        ("cau-binh", ()),
    ],
)
def test_a_name_tells_what_else_it_names(identifier: str, parts: tuple[str, ...]) -> None:
    assert GAZETTEER.parts(identifier) == parts


def test_lines_and_outlines_are_apart() -> None:
    assert {one.id for one in GAZETTEER.lines("song-hon-ngoc")} == {"song-hon-ngoc-bac", "song-hon-ngoc-nam"}
    assert GAZETTEER.outlines("song-hon-ngoc") == ()
    assert len(GAZETTEER.outlines("kdt-bac-song-cam")) == 1
    lone = Gazetteer([], [shape("x", LineString([(106, 20), (107, 21)]), place=None)])
    assert lone.lines("x") == ()


def test_levels_may_stand_inside_a_name() -> None:
    assert level_words(words("thị trấn Núi Đèo"), 0) == 2
    assert level_words(words("xã Hoa Động"), 0) == 1
    assert level_words(words("Hoa Động"), 0) == 0


# --- nearest names ---


def test_a_refusal_can_offer_what_comes_nearest() -> None:
    offered = GAZETTEER.similar(words("trung tâm triển lãm và hội nghị Hải Phòng"))
    assert offered[0].place == "tt-hoi-nghi-trien-lam"
    assert all(0 < one.score < 1 and one.reason for one in offered)
    assert len(offered) <= 3


@pytest.mark.parametrize("name", ["trường tiểu học Quyết Thắng", "phường Đồng Quang", "xyz", "đường giao thông xã", ""])
def test_common_words_make_no_candidate(name: str) -> None:
    assert GAZETTEER.similar(words(name)) == ()
