"""Whose names these are: the district and city of the map, and the words that say another province, district, commune.

A programme of another place names its own communes and districts. A level of administration followed by a name we do
not know is therefore evidence *against* every other word: "xã Hòa Bình, huyện Vĩnh Linh" is not our Hòa Bình.
"""

from __future__ import annotations

from functools import cache

from geo.text import Word, words

CITY = "Hải Phòng"
DISTRICT = "Thủy Nguyên"

# Names of places next door that many places of the country bear: alone they prove nothing.
HOMONYMS = frozenset({"hoa binh", "dong son", "trung ha"})

CITY_LEVELS = frozenset({"tinh", "thanh pho"})
DISTRICT_LEVELS = frozenset({"huyen", "quan", "thi xa", "thanh pho"})
COMMUNE_LEVELS = frozenset({"xa", "phuong", "thi tran"})
HAMLET_LEVELS = frozenset({"thon", "xom", "ap", "ban", "buon", "lang", "khom", "to dan pho", "to", "khu pho", "tdp"})

# How the levels are written; the word before ("hợp tác xã") or after ("xã hội") that makes it another word.
LEVEL_WORDS = (
    *("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn"),
    *("thôn", "xóm", "ấp", "bản", "buôn", "làng", "khóm", "tổ dân phố", "tổ", "khu phố", "tdp"),
)
NOT_AFTER = {"xa": frozenset({"tac", "lien", "thi"}), "to": frozenset({"khong"}), "pho": frozenset({"thanh"})}
NOT_BEFORE = {
    "xa": frozenset({"hoi", "loi"}),
    "phuong": frozenset({"an", "tien", "phap", "huong", "thuc"}),
    "quan": frozenset({"doi", "chung", "su", "li", "tri", "trac", "khu", "nhan", "the", "tam"}),
    "tinh": frozenset({"trang", "hinh", "than", "toan", "lo"}),
    "to": frozenset({"chuc", "hop", "quoc"}),
    "ban": frozenset({"do", "quan", "chi", "tin", "ghe", "le"}),
    "lang": frozenset({"nghe"}),
    "huyen": frozenset({"lo", "doan"}),
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


@cache
def provinces() -> dict[str, list[tuple[Word, ...]]]:
    """Return the provinces by the key of their first word."""
    table: dict[str, list[tuple[Word, ...]]] = {}
    for name in PROVINCES:
        read = words(name)
        table.setdefault(read[0].key, []).append(read)
    return table


@cache
def levels() -> dict[str, list[tuple[Word, ...]]]:
    """Return the levels of administration by the key of their first word, longest first."""
    table: dict[str, list[tuple[Word, ...]]] = {}
    for name in LEVEL_WORDS:
        read = words(name)
        table.setdefault(read[0].key, []).append(read)
    for entries in table.values():
        entries.sort(key=len, reverse=True)
    return table
