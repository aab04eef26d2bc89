"""Where heat gathers: sums by old commune and by the Bắc Sông Cấm zone, so that small delays in one place add up.

Only sums and counts. Statistics of clustering (Getis-Ord Gi*, local Moran) want some thirty observations with places of
their own; eighteen clearances, many known only to an area, give p-values that mean nothing (`too_few`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from geo.clearance.hotspot import Hotspot, points_words
from geo.language import Sentence, say, say_count
from geo.model import Place, PlaceKind
from geo.text import key

ENOUGH_FOR_STATISTICS = 30
ZONE = "Bắc Sông Cấm"
NOWHERE = Sentence("Chỉ biết trong phường")
_COMMUNE = re.compile(r"^(?:Phần )?(?:Xã|xã|Thị trấn) (.+?)(?: cũ nằm trong phường)?$")


@dataclass(frozen=True, slots=True)
class HotArea:
    """One area with its clearances, hottest first. A clearance that lies in two areas is counted in both."""

    name: str
    members: tuple[Hotspot, ...]

    @property
    def score(self) -> Decimal:
        """The sum of the members' scores."""
        return sum((spot.score for spot in self.members), Decimal(0))

    @property
    def late(self) -> int:
        """How many members are past their deadline."""
        return sum(1 for spot in self.members if spot.standing.days_late)

    @property
    def obstacles(self) -> int:
        """How many obstacles are open in the area."""
        return sum(len(spot.standing.open_obstacles) for spot in self.members)

    @property
    def sentence(self) -> str:
        """The area in one line."""
        late = say_count(", {n} việc quá hạn", self.late) if self.late else ""
        obstacles = say_count(", {n} vướng mắc chưa gỡ", self.obstacles) if self.obstacles else ""
        return say_count(
            "{name}: {n} việc{late}{obstacles}; tổng {score} điểm.",
            len(self.members),
            name=self.name,
            late=late,
            obstacles=obstacles,
            score=points_words(self.score),
        )


def hot_areas(
    spots: Sequence[Hotspot], places_of: Mapping[str, Iterable[str]], gazetteer: Iterable[Place]
) -> tuple[HotArea, ...]:
    """Return the areas, the hottest sum first; clearances without a place come last, as an area of their own.

    `places_of` gives, for each clearance, the gazetteer ids its location stands on.
    """
    by_id = {place.id: place for place in gazetteer}
    names = area_names(by_id.values())
    members: dict[str, list[Hotspot]] = {}
    for spot in spots:
        for name in areas_of(places_of.get(spot.id, ()), by_id, names) or (NOWHERE,):
            members.setdefault(name, []).append(spot)
    areas = [HotArea(name, tuple(found)) for name, found in members.items()]
    return tuple(sorted(areas, key=lambda area: (area.name == NOWHERE, -area.score, area.name)))


def area_names(gazetteer: Iterable[Place]) -> tuple[str, ...]:
    """Return the zone and the old communes that lie in the ward, by their plain names."""
    communes = (
        match[1]
        for place in gazetteer
        if place.kind is PlaceKind.COMMUNE and place.in_ward and (match := _COMMUNE.match(_plain(place.name)))
    )
    return (ZONE, *sorted(set(communes)))


def areas_of(place_ids: Iterable[str], by_id: Mapping[str, Place], names: Sequence[str]) -> tuple[str, ...]:
    """Return the areas that the places, or what they lie in, are named after."""
    texts = [_words(place.name) for place_id in place_ids for place in _upwards(place_id, by_id)]
    return tuple(name for name in names if any(f" {_words(name)} " in f" {text} " for text in texts))


def _words(name: str) -> str:
    """Return the words of a name as they are compared, single blanks between them."""
    return " ".join(re.findall(r"\w+", key(name)))


def _upwards(place_id: str, by_id: Mapping[str, Place]) -> tuple[Place, ...]:
    """Return a place and what it lies in, below the ward."""
    chain: list[Place] = []
    place = by_id.get(place_id)
    while place is not None and place.kind is not PlaceKind.WARD and place not in chain:
        chain.append(place)
        place = by_id.get(place.parent or "")
    return tuple(chain)


def _plain(name: str) -> str:
    """Return a name without what stands in brackets after it."""
    return name.split(" (", maxsplit=1)[0]


def too_few(count: int) -> str:
    """Say why no clustering statistic is shown; empty where there are enough observations."""
    if count >= ENOUGH_FOR_STATISTICS:
        return ""
    return say(
        "Chỉ có {count} việc giải phóng mặt bằng, nhiều việc chỉ biết nằm trong một vùng: "
        "cộng điểm theo khu thì được, kiểm định cụm (Getis-Ord) cần ít nhất {enough} nên không dùng.",
        count=count,
        enough=ENOUGH_FOR_STATISTICS,
    )
