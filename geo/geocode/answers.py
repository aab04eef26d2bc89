"""Answers in their few forms: a spot, a drawing, the ward, a refusal. Every sentence is one a clerk would say."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.geocode.drawing import Drawn
from geo.geocode.plane import Plane, plane_of
from geo.geocode.reading import Doubt, Named, Reading
from geo.language import Number, Sentence, joined
from geo.model import Candidate, Evidence, Location, Place, Precision, Shape

PLACE_M = 500
CANDIDATES = 3

# How a location was found, in words for a screen.
METHODS = {
    "named": Sentence("tên địa danh"),
    "line": Sentence("theo tuyến có tên"),
    "through": Sentence("đoạn tuyến qua địa bàn"),
    "lots": Sentence("lô đất: dùng chung vùng của khu đô thị"),
    "corridor": Sentence("tuyến nối các điểm nêu trong tên"),
    "junction": Sentence("nút giao"),
    "over_river": Sentence("đoạn sông chảy qua phường"),
    "beside": Sentence("ven một địa danh"),
    "side": Sentence("một phía của địa danh"),
    "strip": Sentence("nơi hai địa bàn giáp nhau"),
    "several": Sentence("gộp các nơi nêu trong tên"),
    "served": Sentence("gần công trình được phục vụ"),
    "cleared": Sentence("theo công trình cần mặt bằng"),
    "ward_wide": Sentence("toàn phường"),
    "unlocated": Sentence("chỉ biết thuộc phường"),
    "military": Sentence("đất quốc phòng, giữ ở cấp phường"),
    "refused": Sentence("chưa định vị"),
}


def metres(value: float) -> str:
    """Return a distance as it is written on screen: 1810.4 as "1.810 m"."""
    return Sentence("{number} m", number=Number(f"{value:,.0f}"))


def accuracy(radius_m: float) -> float:
    """Return a radius rounded up to what it can mean: 5 m, from a kilometre on 10 m."""
    step = 10 if radius_m >= 1000 else 5
    return float(math.ceil(radius_m / step - 1e-9) * step)


def finest(radius_m: float) -> Precision:
    """Return the class of one named place: `place` up to 500 m, else `area`."""
    return Precision.PLACE if radius_m <= PLACE_M else Precision.AREA


def says_name(reading: Reading, one: Named) -> Evidence:
    """Return the evidence that words name a place: which, how exactly, what had to be overlooked."""
    parts = [Sentence("là {name}", name=one.place.name)]
    if not reading.gazetteer.lines(one.place.id):
        parts.append(Sentence("sai số {distance}", distance=metres(one.place.radius_m)))
    if one.mention.mended:
        parts.append(Sentence("chữ viết có lỗi, đã đọc lại"))
    elif one.mention.missing_marks and not reading.bare:
        parts.append(Sentence("viết thiếu dấu"))
    if one.place.confidence == "low":
        parts.append(Sentence("độ tin thấp"))
    if not one.place.in_ward:
        parts.append(Sentence("ngoài phường"))
    return reading.evidence(one.start, one.end, one.place, joined("", (joined(", ", parts), ".")))


def sources(places: Iterable[Place], shapes: Iterable[Shape] = ()) -> str:
    """Return where places and shapes come from, with their licences, each once."""
    found = [(place.source, place.licence) for place in places] + [(shape.source, shape.licence) for shape in shapes]
    return "; ".join(f"{source} [{licence}]" for source, licence in dict.fromkeys(found))


def runners_up(reading: Reading, used: Sequence[Place]) -> tuple[Candidate, ...]:
    """Return the places that the same words could mean besides those used, best first."""
    taken = {place.id for place in used}
    found: dict[str, Candidate] = {}
    for one in reading.named:
        for place in (*one.mention.places, *one.mention.others):
            if place.id not in taken:
                found.setdefault(place.id, _candidate(place, one.mention.score - 0.1, Sentence("Cùng tên gọi.")))
    for doubt in reading.doubts:
        for place in doubt.places:
            if place.id not in taken:
                found.setdefault(place.id, _candidate(place, 0.5, doubt.reason))
    return tuple(found.values())[:CANDIDATES]


def _candidate(place: Place, score: float, reason: str) -> Candidate:
    """Return a place as a candidate."""
    return Candidate(place.id, place.name, round(max(score, 0.0), 2), reason)


@dataclass(frozen=True, slots=True)
class How:
    """How something was found: `used` are the names it rests on, `also` the places that their words imply.

    `evidence` says more than the names alone do; left out, each name used is one line of evidence.
    """

    method: str
    precision: Precision
    used: Sequence[Named]
    also: Sequence[Place] = ()
    shapes: Sequence[Shape] = ()
    evidence: Sequence[Evidence] = ()
    sketch: bool = False


def located(reading: Reading, drawn: Drawn, plane: Plane, how: How) -> Location:
    """Return a location drawn in metres of a plane."""
    places = tuple({place.id: place for place in (*(one.place for one in how.used), *how.also)}.values())
    return Location(
        geometry=plane.degrees(drawn.geometry),
        precision=how.precision,
        radius_m=accuracy(drawn.radius_m),
        method=how.method,
        places=tuple(place.id for place in places),
        evidence=tuple(how.evidence) or tuple(says_name(reading, one) for one in how.used),
        source=sources(places, how.shapes),
        outside_ward=any(not place.in_ward for place in places),
        sketch=how.sketch,
        candidates=runners_up(reading, places),
    )


def spot(reading: Reading, one: Named, *, method: str = "named", used: Sequence[Named] = ()) -> Location:
    """Return a place as its point with its radius."""
    plane = plane_of(one.place)
    drawn = Drawn(plane.point(one.place), one.place.radius_m)
    return located(reading, drawn, plane, How(method, finest(one.place.radius_m), used or (one,)))


def ward_level(reading: Reading, reason: str, *, method: str, evidence: Sequence[Evidence] = ()) -> Location | None:
    """Return "somewhere in the ward, no finer"; None when the gazetteer has no ward."""
    ward = reading.gazetteer.ward
    if ward is None:
        return None
    places = (ward, *(reading.gazetteer.places[line.place] for line in evidence if line.place))
    unique = {place.id: place for place in places}
    return Location(
        geometry=None,
        precision=Precision.WARD,
        radius_m=ward.radius_m,
        method=method,
        places=tuple(unique),
        evidence=tuple(evidence),
        source=sources(unique.values()),
        reason=reason,
        candidates=runners_up(reading, tuple(unique.values())),
    )


def refused(
    reading: Reading, reason: str, *, evidence: Sequence[Evidence] = (), offered: Sequence[Doubt] = ()
) -> Location:
    """Return a refusal with its reason, the words it rests on, and the nearest candidates."""
    found: dict[str, Candidate] = {}
    for one in reading.named:
        found.setdefault(one.place.id, _candidate(one.place, 0.6, Sentence("Có trong tên, nhưng không đủ để định vị.")))
    for doubt in (*offered, *reading.doubts):
        for place in doubt.places:
            found.setdefault(place.id, _candidate(place, 0.5, doubt.reason))
    for candidate in () if len(found) >= CANDIDATES else reading.gazetteer.similar(reading.words):
        found.setdefault(candidate.place, candidate)
    return Location(
        geometry=None,
        precision=Precision.NONE,
        radius_m=None,
        method="refused",
        evidence=tuple(evidence),
        reason=reason,
        candidates=tuple(found.values())[:CANDIDATES],
    )
