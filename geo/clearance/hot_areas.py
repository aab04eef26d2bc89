"""Where heat gathers: sums by old commune and by the Bắc Sông Cấm zone, so that small delays in one place add up.

Only sums and counts. Statistics of clustering (Getis-Ord Gi*, local Moran) want some thirty observations with places of
their own; eighteen clearances, many known only to an area, give p-values that mean nothing (`too_few`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from geo.areas import area_names, areas_of
from geo.clearance.hotspot import Hotspot, points_words
from geo.language import Sentence, say, say_count
from geo.model import Place

ENOUGH_FOR_STATISTICS = 30
NOWHERE = Sentence("Chỉ biết trong phường")


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
