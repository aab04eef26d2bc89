"""Relations to a place: bridges over a river, beside a road, on one side of a river, where a river or road runs."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geo.geocode.answers import How, finest, located, metres, says_name
from geo.geocode.drawing import Drawn, disc, overlap, side
from geo.geocode.junction import PHRASES
from geo.geocode.plane import Plane, plane_of
from geo.geocode.reading import LINE_KINDS, Named, Reading, Span
from geo.geocode.wide import finer
from geo.language import Sentence
from geo.model import Evidence, Location, Place, PlaceKind, Precision, Shape
from geo.text import key

OVER = ("qua", "vượt", "bắc qua", "vượt qua")
CROSSERS = ("cầu", "hầm", "phà", "đò")
BESIDE = ("ven", "dọc", "dọc theo", "bên", "cạnh", "gần", "giáp", "sát", "đối diện", "chân", "đầu", "mặt")
BEARINGS = {
    "đông bắc": 45.0,
    "đông nam": 135.0,
    "tây nam": 225.0,
    "tây bắc": 315.0,
    "bắc": 0.0,
    "đông": 90.0,
    "nam": 180.0,
    "tây": 270.0,
}
FORMS = ("{}", "phía {}", "phía {} của", "bờ {}")
SIDES = tuple(form.format(words) for words in BEARINGS for form in FORMS)
BY_KEY = {key(form.format(words)): bearing for words, bearing in BEARINGS.items() for form in FORMS}
# "Ven", "cạnh", "gần": a work stands within this distance of what it is beside.
NEAR_M = 300.0
# "Phía đông sông …": how far from the line such a work may still be named after it.
SIDE_M = 1500.0
# The ward's border runs in the middle of its rivers: what lies this far outside still belongs to the stretch.
BANK_M = 200.0
# A bridge known better than this is a place of its own, whatever river it crosses.
KNOWN_BRIDGE_M = 1000.0


def over_river(reading: Reading) -> Location | None:
    """Draw bridges over a river as the river's stretch in the ward, unless a bridge is known by its own name."""
    river = _river_crossed(reading)
    if river is None or reading.first(*CROSSERS) is None:
        return None
    if any(one.place.kind is PlaceKind.BRIDGE and one.place.radius_m <= KNOWN_BRIDGE_M for one in reading.named):
        return None
    start, end, place = river
    plane = plane_of(place)
    shapes = reading.gazetteer.lines(place.id)
    if not shapes:
        return None
    stretch = stretch_of(reading, shapes, plane, in_ward=place.in_ward)
    areas = [one for one in finer(reading) if one.place.kind is PlaceKind.COMMUNE]
    drawn = Drawn(_through(stretch, areas, plane), max(shape.uncertainty_m for shape in shapes))
    evidence = [
        reading.evidence(
            start,
            end,
            place,
            Sentence("là {name}; chưa biết vị trí cầu nên lấy đoạn sông qua phường.", name=place.name),
        ),
        *_says_shapes(reading, start, end, shapes),
        *(says_name(reading, one) for one in areas),
    ]
    sketch = any(shape.sketch for shape in shapes)
    how = How("over_river", Precision.BETWEEN, areas, (place,), shapes, evidence, sketch)
    return located(reading, drawn, plane, how)


def _river_crossed(reading: Reading) -> tuple[int, int, Place] | None:
    """Return the river behind "qua", "vượt": also where the words are part of a longer name."""
    for span in reading.where(*OVER):
        if span[1] >= len(reading.words):
            continue
        mention = reading.gazetteer.at(reading.words, span[1])
        if mention and not mention.doubtful and mention.places[0].kind is PlaceKind.RIVER:
            return mention.start, mention.end, mention.places[0]
    return None


def stretch_of(reading: Reading, shapes: Sequence[Shape], plane: Plane, *, in_ward: bool) -> BaseGeometry:
    """Return lines in metres, cut to the ward and its banks where the place lies in the ward."""
    lines = shapely.union_all([plane.metres(shape.geometry) for shape in shapes])
    ward = reading.gazetteer.ward
    borders = reading.gazetteer.outlines(ward.id) if ward and in_ward else ()
    if not borders:
        return lines
    inside = lines.intersection(plane.metres(borders[0].geometry).buffer(BANK_M))
    return lines if inside.is_empty else shapely.line_merge(inside)


def _through(lines: BaseGeometry, areas: Sequence[Named], plane: Plane) -> BaseGeometry:
    """Return the part of lines that runs through areas; all of it where none does."""
    if not areas:
        return lines
    inside = lines.intersection(shapely.union_all([_around(one.place, plane) for one in areas]))
    return lines if inside.is_empty else inside


def _around(place: Place, plane: Plane) -> BaseGeometry:
    """Return the disc that holds a place."""
    return disc(plane.point(place), place.radius_m)


def _says_shapes(reading: Reading, start: int, end: int, shapes: Sequence[Shape]) -> list[Evidence]:
    """Return how well each stretch of a line is known."""
    found = []
    for shape in shapes:
        known = Sentence("bản phác") if shape.sketch else Sentence("có trên bản đồ")
        says = Sentence(
            "{name}: {known}, cách tim tới {distance}.",
            name=shape.name,
            known=known,
            distance=metres(shape.uncertainty_m),
        )
        found.append(reading.evidence(start, end, None, says))
    return found


def line(reading: Reading) -> Location | None:
    """Draw a road, river or bridge that has a line of its own; where the words name communes, its stretch there.

    What is no line itself ("trường học đường …", "khu đô thị sông …") lies beside it.
    """
    lines = [one for one in finer(reading) if one.place.kind in LINE_KINDS]
    others = [one for one in finer(reading) if one.place.kind not in LINE_KINDS]
    if len({one.place.id for one in lines}) != 1 or any(one.place.kind is not PlaceKind.COMMUNE for one in others):
        return None
    place = lines[0].place
    shapes = reading.gazetteer.lines(place.id)
    if not shapes or (place.kind is PlaceKind.BRIDGE and any(shape.sketch for shape in shapes)):
        return None
    plane = plane_of(place)
    river = place.kind is PlaceKind.RIVER
    margin = (SIDE_M if river else NEAR_M) if reading.is_areal(len(reading.words)) else 0.0
    reach = max(shape.uncertainty_m for shape in shapes) + margin
    drawn = Drawn(_through(stretch_of(reading, shapes, plane, in_ward=place.in_ward and river), others, plane), reach)
    sketch = any(shape.sketch for shape in shapes)
    open_ended = sketch or river or margin or reading.first(*PHRASES)  # "nút giao đường …": somewhere on it
    precision = Precision.BETWEEN if open_ended else Precision.TRACED
    evidence = [_says_line(reading, lines[0], shapes, margin), *(says_name(reading, one) for one in others)]
    method = "beside" if margin else "through" if others else "line"
    how = How(method, precision, [lines[0], *others], (), shapes, evidence, sketch)
    return located(reading, drawn, plane, how)


def _says_line(reading: Reading, one: Named, shapes: Sequence[Shape], margin_m: float) -> Evidence:
    """Return the evidence that words name a line, how well it is known, how far from it the work may lie."""
    worst = max(shape.uncertainty_m for shape in shapes)
    known = (
        Sentence("chỉ có bản phác") if any(shape.sketch for shape in shapes) else Sentence("theo tim tuyến trên bản đồ")
    )
    return reading.evidence(
        one.start,
        one.end,
        one.place,
        Sentence(
            "là {name}, {known}, cách tim tới {distance}.", name=one.place.name, known=known, distance=metres(worst)
        ),
    )


def beside(reading: Reading) -> Location | None:
    """Place what stands beside a road, river or place; a site known by its own name stays where it is known."""
    found = _related(reading, BESIDE)
    if found is None:
        return None
    span, target = found
    others = [one for one in finer(reading) if one is not target]
    if any(one.place.kind is not PlaceKind.COMMUNE for one in others):
        return None
    plane = plane_of(target.place)
    shapes = reading.gazetteer.lines(target.place.id)
    says = Sentence("ở gần {name}: lấy trong khoảng {distance}.", name=target.place.name, distance=metres(NEAR_M))
    evidence = [reading.evidence(span[0], target.end, target.place, says), *(says_name(reading, one) for one in others)]
    drawn, precision = _beside(reading, target.place, shapes, plane)
    if others:
        near = drawn.geometry.buffer(drawn.radius_m)
        shared = overlap(near, shapely.union_all([_around(one.place, plane) for one in others]))
        drawn, precision = (shared, Precision.AREA) if shared else (drawn, precision)
    sketch = any(shape.sketch for shape in shapes)
    return located(reading, drawn, plane, How("beside", precision, [target, *others], (), shapes, evidence, sketch))


def _beside(reading: Reading, place: Place, shapes: Sequence[Shape], plane: Plane) -> tuple[Drawn, Precision]:
    """Return the surroundings of a place or of its lines."""
    if not shapes:
        radius = place.radius_m + NEAR_M
        return Drawn(plane.point(place), radius), finest(radius)
    reach = max(shape.uncertainty_m for shape in shapes) + NEAR_M
    return Drawn(stretch_of(reading, shapes, plane, in_ward=place.in_ward), reach), Precision.BETWEEN


def _related(reading: Reading, phrases: Sequence[str]) -> tuple[Span, Named] | None:
    """Return the first of these phrases that stands right before a name, and the name."""
    starts = {one.start: one for one in reading.named if one.place is not reading.gazetteer.ward}
    for span in sorted(reading.where(*phrases), key=lambda span: (-span[1], span[0])):
        if span[1] in starts and not reading.inside_name(span[0]) and not reading.words[span[1]].gap:
            return span, starts[span[1]]
    return None


def one_side(reading: Reading) -> Location | None:
    """Draw what lies on one side of a road, river or place: "phía đông sông …", "Bắc …"."""
    found = _facing(reading)
    if found is None:
        return None
    span, target, bearing = found
    others = [one for one in finer(reading) if one is not target]
    if any(one.place.kind is not PlaceKind.COMMUNE for one in others):
        return None
    plane = plane_of(target.place)
    shapes = reading.gazetteer.lines(target.place.id)
    drawn = _facing_area(reading, target.place, shapes, bearing, plane)
    if drawn is not None and others:
        drawn = overlap(drawn.geometry, shapely.union_all([_around(one.place, plane) for one in others])) or drawn
    if drawn is None:
        return None
    says = Sentence("một phía của {name}; không rõ cách bao xa nên lấy rộng.", name=target.place.name)
    evidence = [reading.evidence(span[0], target.end, target.place, says), *(says_name(reading, one) for one in others)]
    how = How("side", Precision.AREA, [target, *others], (), shapes, evidence, any(shape.sketch for shape in shapes))
    return located(reading, drawn, plane, how)


def _facing(reading: Reading) -> tuple[Span, Named, float] | None:
    """Return the words that name a side, the place they belong to, and the bearing."""
    found = _related(reading, SIDES)
    if found is None:
        return None
    (start, end), target = found
    bearing = BY_KEY[" ".join(word.key for word in reading.words[start:end])]
    said = reading.words[start].key in {"phia", "bo"}
    return ((start, end), target, bearing) if said or target.place.kind in LINE_KINDS else None


def _facing_area(reading: Reading, place: Place, shapes: Sequence[Shape], bearing: float, plane: Plane) -> Drawn | None:
    """Return the area on one side of a place's lines, else of its point."""
    if not shapes:
        return side(plane.point(place), bearing, 2 * place.radius_m + SIDE_M)
    reach = SIDE_M + max(shape.uncertainty_m for shape in shapes)
    return side(stretch_of(reading, shapes, plane, in_ward=place.in_ward), bearing, reach)
