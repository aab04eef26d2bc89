"""Whose names these are: the district and city of the map, and the words that say another province, district, commune.

A programme of another place names its own communes and districts. A level of administration followed by a name we do
not know is therefore evidence *against* every other word: "xã Hòa Bình, huyện Vĩnh Linh" is not our Hòa Bình.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from geo.text import Word, words

# Our city and district, as keys.
CITY = "hai phong"
DISTRICT = "thuy nguyen"

# Names of places next door that many places of the country bear: alone they prove nothing.
HOMONYMS = frozenset({"hoa binh", "dong son", "trung ha"})

CITY_LEVELS = frozenset({"tinh", "thanh pho"})
DISTRICT_LEVELS = frozenset({"huyen", "quan", "thi xa", "thanh pho"})
COMMUNE_LEVELS = frozenset({"xa", "phuong", "thi tran"})
HAMLET_LEVELS = frozenset({"thon", "xom", "ap", "ban", "buon", "lang", "khom", "to dan pho", "to", "khu pho", "tdp"})

# How the levels are written, and the longer words they are part of.
LEVEL_WORDS = (
    *("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn"),
    *("thôn", "xóm", "ấp", "bản", "buôn", "làng", "khóm", "tổ dân phố", "tổ", "khu phố", "tdp"),
)
OTHER_WORDS = (
    *("xã hội", "phương án", "phương tiện", "phương pháp", "phương hướng", "phương thức", "quân đội", "quân chủng"),
    *("quân sự", "quản lý", "quản trị", "quan trắc", "quân khu", "quân nhân", "quan hệ", "quần thể", "quan tâm"),
    *("tình trạng", "tình hình", "tinh thần", "an toàn", "tổ chức", "tổ hợp", "tổ quốc", "bản đồ", "ban quản"),
    *("ban chỉ", "bản tin", "ban lễ", "làng nghề", "huyện lộ", "huyện đoàn", "tỉnh lộ"),
)
# Before a level these make it the end of another word: "nông thôn", "địa phương", "trạm biến áp", "cơ quan".
WORDS_BEFORE = {
    "xa": frozenset({"tac", "lien", "thi", "pho"}),
    "phuong": frozenset({"dia", "da", "song"}),
    "tinh": frozenset({"lien", "dac", "quy"}),
    "huyen": frozenset({"lien"}),
    "quan": frozenset({"co", "canh", "hai", "bao", "doanh", "bo", "chung", "toan", "su"}),
    "thon": frozenset({"nong", "lien"}),
    "ap": frozenset({"bien", "dien", "cao", "ha", "trung", "luc", "huyet"}),
    "ban": frozenset({"dia", "co", "van", "uy", "tram"}),
    "to": frozenset({"khong"}),
    "pho": frozenset({"thanh"}),
}

# The 63 provinces and centrally-run cities until 2025-06-30 and those formed on 2025-07-01 (Nghị quyết 202/2025/QH15),
# but for Hải Phòng itself and for Hòa Bình, which next door is a commune and a ward.
PROVINCES = (
    *("An Giang", "Bà Rịa", "Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương"),
    *("Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông"),
    *("Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương"),
    *("Hậu Giang", "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai"),
    *("Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình"),
    *("Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình"),
    *("Thái Nguyên", "Thanh Hóa", "Thừa Thiên", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc"),
    *("Yên Bái", "Sài Gòn", "Huế", "TP HCM"),
)
# Streets are named after provinces too.
STREET_WORDS = frozenset({"duong", "pho", "ngo", "cau"})


Phrases = dict[str, list[tuple[Word, ...]]]


@cache
def provinces() -> Phrases:
    """Return the provinces by the key of their first word."""
    return _by_first_word(PROVINCES)


@cache
def levels() -> Phrases:
    """Return the levels of administration by the key of their first word, longest first."""
    return _by_first_word(LEVEL_WORDS)


@cache
def other_words() -> Phrases:
    """Return the words that only look like a level, by the key of their first word."""
    return _by_first_word(OTHER_WORDS)


def _by_first_word(phrases: Sequence[str]) -> Phrases:
    """Return phrases as words by the key of the first, longest first."""
    table: Phrases = {}
    for phrase in phrases:
        read = words(phrase)
        table.setdefault(read[0].key, []).append(read)
    for entries in table.values():
        entries.sort(key=len, reverse=True)
    return table
