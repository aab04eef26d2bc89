"""Which sheet is wanted and how it is divided: paper, scale, the rectangle of the map. All in mm of paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "a4-landscape": (297.0, 210.0),
        "a4-portrait": (210.0, 297.0),
        "a3-landscape": (420.0, 297.0),
        "a3-portrait": (297.0, 420.0),
    }
)
THEMES = ("funding", "clearance")
SCALES = (
    *(500, 1_000, 2_000, 2_500, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000, 75_000),
    *(100_000, 150_000, 200_000, 500_000, 1_000_000),
)
MARGIN_MM, HEAD_MM, FOOT_MM, GAP_MM = 10.0, 19.0, 9.0, 5.0
LEGEND_WIDE_MM, LEGEND_HIGH_MM = 64.0, 62.0  # the legend beside the map, and below it
SMALLEST_M = 1_000.0  # a single point is shown with this much around it


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is asked for: `view` is west, south, east, north (m, EPSG:9210), None: all rows; `scale` None: what fits.

    `language` (`vi`, `en`) is that of the words of the style table; sentences come through `geo.language`.
    """

    paper: str = "a4-landscape"
    theme: str = "funding"
    view: Box | None = None
    scale: int | None = None
    language: str = "vi"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return PAPERS[self.paper]

    @property
    def beside(self) -> bool:
        """Whether the legend stands beside the map, not below it."""
        return self.size[0] > self.size[1]

    @property
    def map_size(self) -> tuple[float, float]:
        """Width and height of the map."""
        width, height = self.size[0] - 2 * MARGIN_MM, self.size[1] - 2 * MARGIN_MM - HEAD_MM - FOOT_MM
        return (width - LEGEND_WIDE_MM - GAP_MM, height) if self.beside else (width, height - LEGEND_HIGH_MM - GAP_MM)


@dataclass(frozen=True, slots=True)
class View:
    """From metres of EPSG:9210 to millimetres of the map: right and down from its upper left corner, north up."""

    east: float
    north: float
    scale: int
    width: float
    height: float

    @property
    def mm_per_m(self) -> float:
        """Millimetres of paper for a metre of the ground."""
        return 1_000 / self.scale

    def mm(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return an (n, 2) array of millimetres for one of metres."""
        right = (points[:, 0] - self.east) * self.mm_per_m + self.width / 2
        down = (self.north - points[:, 1]) * self.mm_per_m + self.height / 2
        return np.column_stack([right, down])

    def bounds(self, beyond_mm: float = 0.0) -> Box:
        """Return west, south, east, north of the map in metres, and so much more on each side."""
        half_width = (self.width / 2 + beyond_mm) / self.mm_per_m
        half_height = (self.height / 2 + beyond_mm) / self.mm_per_m
        return self.east - half_width, self.north - half_height, self.east + half_width, self.north + half_height


def view_of(sheet: Sheet, rows: Box | None, ground: Box | None) -> View:
    """Return the map of a sheet: the view asked for, else all rows, else the ground, at the largest round scale.

    A scale that was asked for is kept around the middle of the view.
    """
    west, south, east, north = sheet.view or rows or ground or (0.0, 0.0, SMALLEST_M, SMALLEST_M)
    width, height = sheet.map_size
    air = 1.0 if sheet.view else 1.06
    wide, high = max(east - west, SMALLEST_M / 2) * air, max(north - south, SMALLEST_M / 2) * air
    needed = max(wide / width, high / height) * 1_000 * (0.98 if sheet.view else 1.0)
    scale = sheet.scale or next((scale for scale in SCALES if scale >= needed), SCALES[-1])
    return View((west + east) / 2, (south + north) / 2, scale, width, height)


def round_length(view: View, longest_mm: float) -> int:
    """Return the longest length of the ground (m) that begins with 1, 2 or 5 and is at most so long on paper."""
    metres = longest_mm / view.mm_per_m
    power = 10 ** int(np.floor(np.log10(metres)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= metres))
