"""Sources as a reader of Vietnamese finds them easy to read. Records and exports keep them letter by letter.

Places came from data sets with English names and from notes of whoever looked them up. What such a note says is written
out here; what it quotes (titles, addresses, coordinates) stays. A reader of English gets the note as it is.
"""

from __future__ import annotations

import re

from webmap.language import VIETNAMESE, language

# In this order: the longer phrase before the one it contains.
_PHRASES = (
    (
        r"OpenStreetMap via \S+ @\w+ \(metres back-projected with LON0 [\d.]+, LAT0 [\d.]+ from [^)]*\)",
        "OpenStreetMap, theo bản trích hp-world",
    ),
    (r"OpenStreetMap via \S+ @\w+", "OpenStreetMap, theo bản trích hp-world"),
    (r"\S*hp-world:js/mapdata\.js \(OSM\)", "OpenStreetMap, theo bản trích hp-world"),
    (
        r"GADM 4\.1 level 3 via \S+ \(one point \+ equal-area radius derived\)",
        "GADM 4.1, xã cũ: một điểm và bán kính cùng diện tích",
    ),
    (r"Vinamarine port map via \S+ @\w+", "bản đồ cảng của Vinamarine"),
    (
        r"ward polygon 11560, \S+ json/\S+ \(official 2025 reference map\)",
        "ranh phường 11560 theo bản đồ hành chính năm 2025",
    ),
    (
        r"official 2025 administrative reference map, through \S+ json/\S+",
        "bản đồ hành chính chính thức năm 2025",
    ),
    (r"general knowledge, unverified, no source", "hiểu biết chung, chưa kiểm chứng, không có nguồn"),
    (r"not located; ward-level fallback", "chưa định vị được, lấy mức phường"),
    (r"kept at ward level on purpose", "cố ý giữ ở mức phường"),
    (r"estimated from OSM", "ước từ OpenStreetMap"),
    (r"estimated from listing text", "ước theo lời rao"),
    (r"estimated from commune facts", "ước theo thông tin về các xã"),
    (r"estimated from project title", "ước theo tên dự án"),
    (r"estimated from name", "ước theo tên"),
    (r"estimated from address", "ước theo địa chỉ"),
    (r"estimated from text", "ước theo bài viết"),
    (r"estimated from:?", "ước từ"),
    (r"estimated as", "ước như"),
    (r"estimated:", "ước lượng:"),
    (r"estimated", "ước lượng"),
    (r"public GitHub files?, index records?", "tệp công khai trên GitHub, mã"),
    (r"zone-level only", "chỉ đến mức vùng"),
    (r"line joining OSM street ends", "đường nối hai đầu đường"),
    (r"and the south end of the OSM dual carriageway", "và đầu nam đường đôi"),
    (r"corroborated by", "khớp với"),
    (r"wharf at", "cầu cảng tại"),
    (r"dual carriageway class primary, name not in extract", "đường đôi cấp chính, bản trích không có tên"),
    (r"\(primary/secondary\), name not in extract", "(cấp chính hoặc cấp hai), bản trích không có tên"),
    (r"centre of the two ends", "điểm giữa hai đầu"),
    (r"OSM QL10 bearing \+ ward tip", "hướng của QL10 và mũi ranh phường"),
    (r"Núi Đèo centre", "trung tâm Núi Đèo"),
    (r"; way (\d+) and ROADS_DT", r"; đường số \1 và lớp đường đôi"),
    (r"; way (\d+)", r"; đường số \1"),
    (r"own estimate, no rights", "ước lượng riêng, không vướng quyền"),
)


def readable(source: str) -> str:
    """Return a source in the words of the reader's language; what it quotes stays letter by letter."""
    if language() != VIETNAMESE:
        return source
    for pattern, words in _PHRASES:
        source = re.sub(pattern, words, source)
    return source[:1].upper() + source[1:]
