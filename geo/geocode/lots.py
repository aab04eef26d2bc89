"""Lots of an urban area. No plan of the lots is public: all lots of one area share its zone and are drawn as one."""

from __future__ import annotations

import re
from dataclasses import replace

from geo.geocode.answers import How, located, refused, says_name
from geo.geocode.drawing import Drawn, disc
from geo.geocode.plane import plane_of
from geo.geocode.reading import Named, Reading
from geo.language import Sentence
from geo.model import Evidence, Location, Place, PlaceKind, Precision

# I.16/CTHH-01, I.18; a scanner writes l.16 or 1.16, and O for 0.
CODE = re.compile(
    r"(?<![\w.,/])(?:[Il1]\s?\.\s?\d{1,2}(?:\s?/\s?[A-ZĐ]{1,5}\s?-\s?[\dO]{1,2})?|[A-Z]{2,5}-\d\d?(?:-\d)?)(?![\w/])"
)
AFTER_LOT = re.compile(
    r"(?:lô|lo|ô đất|o dat)\s+(?:đất\s+)?(?:số\s+)?$|(?:lô|lo)\s.*(?:,|;|và|va|nay là|nay la)\s*$", re.IGNORECASE
)
AREA_WORDS = ("khu đô thị", "khu công nghiệp", "cụm công nghiệp", "khu dân cư", "khu tái định cư")
AREAS = frozenset({PlaceKind.URBAN_AREA, PlaceKind.INDUSTRIAL_ZONE})


def lots(reading: Reading) -> Location | None:
    """Place lots in the zone of the urban area that holds them; one zone, one geometry for all of them."""
    known = [one for one in reading.named if is_lot(reading, one)]
    codes = _codes(reading)
    if not known and not codes:
        return None
    zone = _zone(reading, known)
    if zone is None:
        elsewhere = any(one.place.kind is not PlaceKind.LOT for one in reading.named)
        return None if elsewhere else _nowhere(reading, codes)
    return _in_zone(reading, zone, known, codes)


def is_lot(reading: Reading, one: Named) -> bool:
    """Say whether a place is a lot, or a site known only as part of an urban area: as wide as the area or wider."""
    if one.place.kind is PlaceKind.LOT:
        return True
    parent = reading.gazetteer.places.get(one.place.parent or "")
    return (
        one.place.kind is PlaceKind.SITE
        and one.place.confidence == "low"
        and parent is not None
        and parent.kind in AREAS
        and one.place.radius_m >= parent.radius_m
        and bool(_areas(reading))
    )


def _areas(reading: Reading) -> list[Named]:
    """Return the urban areas that the name names."""
    return [one for one in reading.named if one.place.kind in AREAS]


def _codes(reading: Reading) -> list[str]:
    """Return the lot codes as they stand in the name, those of known places included."""
    matches = CODE.finditer(reading.text)
    return [match[0] for match in matches if "/" in match[0] or AFTER_LOT.search(reading.text[: match.start()])]


def _zone(reading: Reading, known: list[Named]) -> Place | None:
    """Return the urban area that holds the lots: the one named, else the one the gazetteer says; None if unknown."""
    if areas := _areas(reading):
        return areas[-1].place
    parents = {one.place.parent for one in known if one.place.kind is PlaceKind.LOT and "/" in one.place.name}
    if len(parents) != 1 or _other_area(reading):
        return None
    return reading.gazetteer.places.get(parents.pop() or "")


def _other_area(reading: Reading) -> bool:
    """Say whether the name puts the lots into an area that we do not know."""
    ends = [end for _, end in reading.where(*AREA_WORDS) if end < len(reading.words)]
    capitals = not reading.text.islower()
    behind = [reading.words[end] for end in ends if not reading.words[end].gap]
    return any(word.text[:1].isupper() or not capitals for word in behind)


def _nowhere(reading: Reading, codes: list[str]) -> Location:
    """Refuse lots of an unknown area."""
    evidence = [Evidence(code, None, Sentence("là mã lô; tên không nêu khu đô thị nào đã biết.")) for code in codes]
    return refused(reading, Sentence("Chỉ có mã lô, không rõ thuộc khu đô thị nào."), evidence=evidence)


def _in_zone(reading: Reading, zone: Place, known: list[Named], codes: list[str]) -> Location:
    """Return the zone, the same geometry for every lot in it."""
    used = [one for one in reading.named if one.place is zone]
    lots_here = [one for one in known if zone.id in reading.gazetteer.ancestors(one.place.id)]
    plane = plane_of(zone)
    radius = max([zone.radius_m, *(one.place.radius_m for one in lots_here)])
    drawn = Drawn(disc(plane.point(zone), zone.radius_m), radius)
    evidence = [*_says_lots(reading, zone, lots_here, codes), *(says_name(reading, one) for one in used)]
    how = How("lots", Precision.AREA, [*lots_here, *used], also=(zone,), evidence=evidence)
    location = replace(located(reading, drawn, plane, how), zone=zone.id)
    outlines = reading.gazetteer.outlines(zone.id)
    return replace(location, geometry=outlines[0].geometry) if outlines else location


def _says_lots(reading: Reading, zone: Place, known: list[Named], codes: list[str]) -> list[Evidence]:
    """Return one line of evidence a lot."""
    says = Sentence("nằm trong {name}; chưa có mặt bằng lô công bố nên dùng chung vùng của khu.", name=zone.name)
    site = Sentence("chỉ biết nằm trong {name}, chưa rõ chỗ nào nên dùng chung vùng của khu.", name=zone.name)
    lines = [
        reading.evidence(one.start, one.end, one.place, says if one.place.kind is PlaceKind.LOT else site)
        for one in known
    ]
    told = " ".join(line.words for line in lines)
    lines.extend(
        Evidence(code, None, Sentence("mã lô chưa có trong danh mục; {says}", says=says))
        for code in codes
        if code not in told
    )
    return lines
