"""One icon a category: one family, strokes of 2 on a 24 × 24 grid, corners on whole numbers, so that 16 px stays crisp.

The values are SVG path data, drawn for this map. They are shapes, not signs of a statutory map legend.
"""

from __future__ import annotations

from types import MappingProxyType

from geo.model import Category

ICONS = MappingProxyType(
    {
        Category.PLANNING: "M4 4h16v16H4zM4 10h16M10 10v10M14 14h2",
        Category.ROAD: "M8 4L4 20M16 4l4 16M12 4v3M12 10.5v3M12 17v3",
        Category.BRIDGE: "M2 16h20M6 6v14M18 6v14M2 12q4-1 4-6 2 7 6 7t6-7q0 5 4 6",
        Category.PARKING: "M4 4h16v16H4zM10 17V7h3a3 3 0 0 1 0 6h-3",
        Category.RESETTLEMENT: "M2 12l8-8 8 8M4 10v10h6M14 18h8M18 14l4 4-4 4",
        Category.URBAN_AREA: "M2 20h20M4 20V10h6M10 20V4h6v16M16 12h4v8M13 8v0M13 12v0M13 16v0",
        Category.HOUSING: "M2 12l10-8 10 8M5 10v10h14V10M10 20v-6h4v6",
        Category.SCHOOL: "M2 9l10-5 10 5-10 5zM6 11v6q6 4 12 0v-6M22 9v7",
        Category.HOSPITAL: "M9 4h6v5h5v6h-5v5H9v-5H4V9h5z",
        Category.POWER: "M13 2L5 14h6l-1 8 9-12h-7z",
        Category.WASTEWATER: "M12 2q-6 7-6 10a6 6 0 0 0 12 0q0-3-6-10zM2 21q2.5-2 5 0t5 0 5 0 5 0",
        Category.DRAINAGE: "M2 7q2.5-3 5 0t5 0 5 0 5 0M2 13q2.5-3 5 0t5 0 5 0 5 0M2 19q2.5-3 5 0t5 0 5 0 5 0",
        Category.CONVENTION: "M2 4h20M4 4v11h16V4M12 15v2M7 21l5-4 5 4M9 11l2-2 2 1 2-2",
        Category.COMMERCE: "M4 8h16l1 13H3zM8 11V7a4 4 0 0 1 8 0v4",
        Category.MILITARY: "M12 2l8 3v7q0 6-8 10-8-4-8-10V5zM8 12l3 3 5-6",
    }
)
