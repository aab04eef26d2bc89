"""The rule: a place may be written as its name and aliases stand, and in the few forms that follow by rule."""

from __future__ import annotations

from typing import Any

import pytest

from geo.model import PlaceKind
from geo.spelling import LEVELS, Spelling, spellings
from geo.text import key
from tests.gazetteers import GAZETTEER, PROGRAMME, place


def ranks(name: str, *aliases: str, **given: Any) -> dict[str, int]:
    """Return every spelling as keys with its rank."""
    return {
        " ".join(word.key for word in one.words): one.rank for one in spellings(place("p", name, *aliases, **given))
    }


def site(name: str, *aliases: str) -> dict[str, int]:
    return ranks(name, *aliases, kind=PlaceKind.SITE)


def test_name_and_aliases_come_first() -> None:
    found = site("Khu Cửa Trại (mầm non)", "khu Cửa Trại", "Cửa Trại")
    assert found == {"khu cua trai mam non": 0, "khu cua trai": 0, "cua trai": 0}


def test_a_spelling_comes_once_with_its_best_rank() -> None:
    found = list(spellings(place("p", "Xã Hoa Động", "Hoa Động", "hoa động")))
    texts = [" ".join(word.text.casefold() for word in one.words) for one in found]
    assert len(texts) == len(set(texts))
    assert ranks("Xã Hoa Động", "Hoa Động")["hoa dong"] == 0
    assert ranks("Xã Hoa Động")["hoa dong"] == 1


def test_marks_stay_with_the_words() -> None:
    assert {tuple(word.text for word in one.words) for one in spellings(place("p", "Xã Hoà Bình"))} >= {("Hoà", "Bình")}


@pytest.mark.parametrize(
    ("name", "kind", "form", "rank"),
    [
        ("Xã Hoa Động", PlaceKind.COMMUNE, "thi tran hoa dong", 1),
        ("Thị trấn Núi Đèo", PlaceKind.COMMUNE, "nui deo", 1),
        ("Thị trấn Núi Đèo", PlaceKind.COMMUNE, "xa nui deo", 1),
        ("Phường Hòa Bình", PlaceKind.WARD, "hoa binh", 1),
        ("KĐT A Lộc – B Lộc", PlaceKind.URBAN_AREA, "khu do thi b loc a loc", 1),
        ("Tỉnh lộ 359C", PlaceKind.ROAD, "359c", 1),
        ("Nhà máy nước Đại An 2", PlaceKind.SITE, "nha may nuoc dai an", 2),
        ("Trạm biến áp 110kV Đại An", PlaceKind.SITE, "tram bien ap dai an", 2),
        ("Cầu Kiền (QL10)", PlaceKind.BRIDGE, "cau kien", 1),
        ("Lô I.7/CTHH-01, KĐT Đại An", PlaceKind.LOT, "lo i 7 cthh 01", 1),
        ("Sông A / sông B (đoạn nam)", PlaceKind.RIVER, "song a", 1),
    ],
)
def test_the_forms_that_follow(name: str, kind: PlaceKind, form: str, rank: int) -> None:
    assert ranks(name, kind=kind).get(form) == rank


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("Phường Hòa Bình", PlaceKind.WARD, "xa hoa binh"),  # a ward of today was no commune
        ("Phần xã An Lư cũ nằm trong phường", PlaceKind.COMMUNE, "an lu"),
        ("KĐT Tân Dương – Hoa Động", PlaceKind.SITE, "khu do thi hoa dong tan duong"),
        ("KĐT A – B – C", PlaceKind.URBAN_AREA, "khu do thi b a c"),
        ("Tỉnh lộ 359", PlaceKind.ROAD, "359"),
        ("Vành đai 2", PlaceKind.ROAD, "vanh dai"),
        ("Hải Đội 4", PlaceKind.SITE, "hai doi"),
        ("Lô I.8/DVCC-01", PlaceKind.LOT, "lo i 8"),
        ("Lô I.8/DVCC-01", PlaceKind.LOT, "lo i 8 dvcc"),
    ],
)
def test_what_does_not_follow(name: str, kind: PlaceKind, form: str) -> None:
    assert form not in ranks(name, kind=kind)


def test_an_alias_is_never_cut() -> None:
    """Brackets in the name shown explain; in an alias they are what people write."""
    found = ranks("KĐT Đại An giai đoạn 2", "Khu đô thị Đại An (giai đoạn 2)", kind=PlaceKind.URBAN_AREA)
    assert "khu do thi dai an" not in found
    assert found["khu do thi dai an giai doan 2"] == 0


def test_levels_are_keys() -> None:
    assert all(key(level) == level for level in LEVELS)


# --- every record of the gazetteer as shipped ---


@pytest.mark.parametrize("one", PROGRAMME.places, ids=lambda one: one.id)
def test_every_name_of_every_place_finds_it(one: Any) -> None:
    """By name and by each alias, also without marks; where several share it, it is among them."""
    for name in (one.name, *one.aliases):
        for written in (name, key(name)):
            mention_ids = {found.id for found in GAZETTEER.find(written)}
            assert one.id in mention_ids, written


@pytest.mark.parametrize("one", PROGRAMME.places, ids=lambda one: one.id)
def test_no_place_has_a_spelling_of_nothing(one: Any) -> None:
    found: list[Spelling] = list(spellings(one))
    assert found
    assert all(spelling.words and spelling.rank in {0, 1, 2} for spelling in found)
