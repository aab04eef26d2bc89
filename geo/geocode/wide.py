"""Rules that end above the level of a place: strangers, military land, works of the whole ward, places nobody found."""

from __future__ import annotations

from geo.geocode.answers import refused, says_name, ward_level
from geo.geocode.levels import is_cased
from geo.geocode.reading import LINE_KINDS, Named, Reading, Span
from geo.language import Sentence
from geo.model import Category, Evidence, Location, PlaceKind

# Military land is never placed finer than the ward: on purpose, whatever else the name says.
MILITARY = (
    *("quân đội", "quốc phòng", "quân sự", "doanh trại", "trung đoàn", "lữ đoàn", "sư đoàn", "tiểu đoàn", "hải đội"),
    *("bộ tư lệnh", "quân chủng", "hải quân", "trận địa", "thao trường", "trường bắn", "biên phòng"),
)
# Works that belong to the ward as a whole, whatever they are.
WHOLE_WARD = ("trên địa bàn phường", "trong địa bàn phường", "địa bàn phường", "toàn phường", "trong phường")
# Works that the programme lists for the ward without a place: plans and networks.
NO_PLACE = {
    "quy hoạch phân khu": Sentence(
        "Quy hoạch phân khu: ranh giới phân khu chưa có nguồn công bố, chỉ biết thuộc phường."
    ),
    "quy hoạch chi tiết các trường mầm non": Sentence(
        "Quy hoạch mạng lưới trường học của cả phường, không phải một địa điểm."
    ),
    "kênh mương": Sentence("Kênh mương của cả phường, tên không nêu tuyến nào."),
    "thu gom nước thải": Sentence("Hệ thống thu gom nước thải của cả phường, không phải một địa điểm."),
}
LEVEL = "phuong"


def strangers(reading: Reading) -> Location | None:
    """Refuse a name that names a commune, district or province which is not ours."""
    if not reading.strangers:
        return None
    evidence = [
        reading.evidence(
            level.start, level.end, None, Sentence("không thuộc vùng Thủy Nguyên, Hải Phòng của danh mục địa danh.")
        )
        for level in reading.strangers
    ]
    shown = ", ".join(f"«{line.words}»" for line in evidence)
    return refused(
        reading,
        Sentence("Tên nêu {shown}: nơi khác, hoặc chưa có trong danh mục địa danh.", shown=shown),
        evidence=evidence,
    )


def military(reading: Reading) -> Location | None:
    """Keep military land at ward level; refuse it where no word says that it is ours."""
    span = reading.first(*MILITARY)
    if span is None and reading.category is not Category.MILITARY:
        return None
    evidence = [says_name(reading, one) for one in reading.named if is_unlocated(reading, one)]
    if span is not None:
        evidence.insert(
            0, reading.evidence(*span, None, Sentence("đất quốc phòng: không định vị chính xác hơn cấp phường."))
        )
    ours = any(one.place.in_ward for one in reading.named) or reading.category is Category.MILITARY
    if not ours:
        return refused(reading, Sentence("Đất quốc phòng, và tên không nêu nơi nào trong phường."), evidence=evidence)
    reason = Sentence("Đất quốc phòng: chủ ý chỉ ghi ở cấp phường.")
    return ward_level(reading, reason, method="military", evidence=evidence)


def is_unlocated(reading: Reading, one: Named) -> bool:
    """Say whether a place is known only to lie in the ward: its radius is the ward's."""
    ward = reading.gazetteer.ward
    if ward is None or one.place.kind in {PlaceKind.WARD, *LINE_KINDS}:
        return False
    return one.place.in_ward and one.place.radius_m >= ward.radius_m


def finer(reading: Reading) -> tuple[Named, ...]:
    """Return the names that say more than the ward."""
    ward = reading.gazetteer.ward
    return tuple(one for one in reading.named if one.place is not ward and not is_unlocated(reading, one))


def ward_wide(reading: Reading) -> Location | None:
    """List a work of the whole ward as such: the ward is all its name names, or it is a plan or network without one.

    "Thủy Nguyên" alone is no evidence: the old district of that name was far larger.
    """
    if finer(reading) or any(is_unlocated(reading, one) for one in reading.named):
        return None
    wards = [one for one in reading.named if reading.words[one.start].key == LEVEL]
    evidence = [
        reading.evidence(one.start, one.end, one.place, Sentence("là {name}.", name=one.place.name)) for one in wards
    ]
    reason = Sentence("Tên chỉ nêu phường, không nêu địa điểm.")
    if span := reading.first(*WHOLE_WARD):
        reason = Sentence("Công việc của cả phường, không có một địa điểm.")
        evidence = evidence or [_says_whole(reading, span)]
    for phrase, says in NO_PLACE.items():
        spans = [span for span in reading.where(phrase) if evidence or _ends_there(reading, span[1])]
        if spans and not reading.hamlets:
            evidence.append(reading.evidence(*spans[0], None, says))
            reason = says
    return ward_level(reading, reason, method="ward_wide", evidence=evidence) if evidence else None


def _says_whole(reading: Reading, span: Span) -> Evidence:
    """Return the evidence that words mean the whole ward."""
    ward = reading.gazetteer.ward
    return reading.evidence(
        *span, ward, Sentence("là cả {name}.", name=ward.name) if ward else Sentence("là cả phường.")
    )


def _ends_there(reading: Reading, end: int) -> bool:
    """Say whether nothing but a number, a stop or common words follows: no name that we do not know."""
    words = reading.words[end:]
    if words and words[0].is_number:
        words = words[1:]
    if is_cased(reading.words) and any(word.text[:1].isupper() for word in words):
        return False
    return not words or bool(words[0].gap) or words[0].key in {"tren", "cua", "va", "cho"}


def unlocated(reading: Reading) -> Location | None:
    """Keep at ward level what is known by name only: found in no source."""
    known = [one for one in reading.named if is_unlocated(reading, one)]
    if not known or finer(reading):
        return None
    names = ", ".join(one.place.name for one in known)
    evidence = [
        reading.evidence(
            one.start, one.end, one.place, Sentence("là {name}: không tìm thấy trong nguồn nào.", name=one.place.name)
        )
        for one in known
    ]
    reason = Sentence("{names}: không tìm thấy trong nguồn nào, chỉ biết thuộc phường.", names=names)
    return ward_level(reading, reason, method="unlocated", evidence=evidence)
