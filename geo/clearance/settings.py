"""The weights and limits of the hotspot score (`data/hotspot_weights.csv`): visible, editable, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from geo.language import Sentence
from geo.table import Faults, Row, read_rows, unique

COLUMNS = ("name", "value", "unit", "label", "note")

WEIGHTS = ("late", "due", "area", "people", "obstacles", "overdue_obstacles", "stale", "work", "gate")
"""The parts of the score, in the order in which they are drawn. Their weights add up to 100."""

LIMITS = (
    "late_full_days",
    "due_full_days",
    "area_full_m2",
    "people_full",
    "obstacles_full",
    "stale_days",
    "stale_full_days",
    "due_soon_days",
)
"""When a part has all its points, and when an alarm starts."""

FULL_SCORE = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """One weight or limit: its value, its unit and label for a screen, why it is what it is."""

    name: str
    value: int
    unit: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All weights and limits by name."""

    by_name: Mapping[str, Setting]

    def __getitem__(self, name: str) -> int:
        """Return the value of a weight or limit."""
        return self.by_name[name].value

    def label(self, name: str) -> str:
        """Return the words of a weight or limit."""
        return self.by_name[name].label


def read_settings(path: Path) -> Settings:
    """Read weights and limits. Raises DataError.

    Each name once, none missing, weights that add up to 100, limits above 0.
    """
    faults = Faults(path.name)
    rows = read_rows(path, COLUMNS, faults)
    unique(rows, "name")
    found = {row.cells["name"]: _setting(row) for row in rows}
    for name in (*WEIGHTS, *LIMITS):
        if name not in found:
            faults.add(Sentence("Thiếu {name}", name=name), Sentence("Hãy thêm một dòng."), column="name")
    total = sum(found[name].value for name in WEIGHTS if name in found)
    if total != FULL_SCORE:
        faults.add(
            Sentence("Các trọng số phải cộng lại bằng 100"),
            Sentence("Hãy sửa cột value."),
            column="value",
            value=str(total),
        )
    if all(name in found for name in LIMITS) and found["stale_full_days"].value <= found["stale_days"].value:
        faults.add(Sentence("stale_full_days phải lớn hơn stale_days"), Sentence("Hãy sửa cột value."), column="value")
    faults.finish()
    return Settings(MappingProxyType(found))


def _setting(row: Row) -> Setting:
    """Build one setting; a weight may be 0, a limit may not."""
    name = row.words("name", (*WEIGHTS, *LIMITS))
    least = 0 if name in WEIGHTS else 1
    return Setting(
        name=name,
        value=row.whole("value", least=least) or least,
        unit=row.text("unit"),
        label=Sentence(row.text("label")),
        note=row.text("note", needed=False),
    )
