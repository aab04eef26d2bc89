"""The table of figures and the records say the same: one field per figure, every one nullable, None by default."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from geo.clearance.report import (
    FIGURE,
    FIGURES,
    GROUPS,
    OBSTACLE_LABELS,
    FigureKind,
    Milestone,
    Obstacle,
    ObstacleKind,
    Report,
    Stage,
)

META = {
    "id",
    "clearance",
    "report_date",
    "recorded_at",
    "source",
    "reporter",
    "stage",
    "branch",
    "note",
    "reasons",
    "supersedes",
    "withdrawn",
}


def report(**changes: object) -> Report:
    given: dict[str, object] = {
        "id": UUID(int=1),
        "clearance": "PL4-08",
        "report_date": date(2026, 3, 5),
        "recorded_at": datetime(2026, 3, 5, 8, tzinfo=UTC),
        "source": "Báo cáo tuần",
        "reporter": "can.bo",
    }
    return Report(**{**given, **changes})  # type: ignore[arg-type]  # built from names on purpose


def test_each_figure_is_a_field_of_the_report_and_each_other_field_is_known() -> None:
    """A figure added to the table without a field, or a field without a row in the table, is a fault."""
    fields = {field.name for field in dataclasses.fields(Report)}
    assert fields - META == {figure.name for figure in FIGURES}


def test_nothing_reported_is_none_never_zero() -> None:
    """A report with no figure holds None for all of them."""
    assert set(report().figures.values()) == {None}


def test_reported_zero_stays_zero() -> None:
    """0 is a figure somebody reported; it is not the same as nothing."""
    assert report(households_paid=0).figures["households_paid"] == 0


def test_figures_have_labels_groups_and_units_by_kind() -> None:
    """Areas are shown in m², lengths in km, money in đồng; labels are unique, groups are named."""
    units = {FigureKind.AREA: "m²", FigureKind.LENGTH: "km", FigureKind.MONEY: "đồng"}
    assert len({figure.label for figure in FIGURES}) == len({figure.label_en for figure in FIGURES}) == len(FIGURES)
    for figure in FIGURES:
        assert figure.group in GROUPS
        assert figure.unit == units.get(figure.kind, figure.unit)
        assert FIGURE[figure.name] is figure


def test_household_and_organisation_figures_are_the_same_eight() -> None:
    """Households and organisations are counted apart, by the same words."""
    counted = {
        group: [f.name.removeprefix(f"{group}_") for f in FIGURES if f.group == group]
        for group in ("households", "organisations")
    }
    assert counted["households"] == counted["organisations"]
    assert len(counted["households"]) == 8


def test_stages_are_numbered_0_to_14() -> None:
    """The order of the enum is the order of the law."""
    assert [stage.number for stage in Stage] == list(range(15))
    assert (Stage.NOT_STARTED.number, Stage.RECOVERY_DECISION.number, Stage.DONE.number) == (0, 12, 14)


def test_every_obstacle_kind_has_a_label() -> None:
    """No kind is shown by its code."""
    assert set(OBSTACLE_LABELS) == set(ObstacleKind)


@pytest.mark.parametrize("record", [Report, Obstacle, Milestone])
def test_records_are_frozen_and_superseded_never_edited(record: type) -> None:
    """All three kinds are append-only: frozen, with `supersedes` and `withdrawn`."""
    names = {field.name for field in dataclasses.fields(record)}
    assert {"id", "clearance", "recorded_at", "reporter", "supersedes", "withdrawn"} <= names
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]  # not in the stubs


def test_a_report_cannot_be_changed() -> None:
    """Assigning to a figure raises."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        report().households_paid = 3  # type: ignore[misc]  # the very thing that is forbidden
