"""Gates are recorded links with a basis; what follows from the years is derived, hedged where only probable."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.clearance.gates import Gate, diagram, needed, read_gates, shut, waiting
from geo.errors import DataError
from geo.model import Category, ClearsMatch
from geo.read import read_programme
from tests.reports import DATA

PROGRAMME = read_programme(DATA)
BY_ID = {project.id: project for project in PROGRAMME.projects}
GATES = read_gates(DATA / "gates.csv", PROGRAMME.projects)
HEADER = "gate,serves,serves_name,match,basis,source"


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: f"{gate.gate.id}-{gate.serves.id if gate.serves else 'out'}")
def test_each_link_has_a_resettlement_area_a_basis_and_a_source(gate: Gate) -> None:
    """No link without words it stands on."""
    assert gate.gate.category is Category.RESETTLEMENT
    assert gate.basis
    assert gate.source
    assert gate.serves or gate.serves_name


@pytest.mark.parametrize(
    "gate", [gate for gate in GATES if gate.match is ClearsMatch.EXACT], ids=lambda gate: gate.gate.id
)
def test_an_exact_link_stands_in_the_official_name(gate: Gate) -> None:
    """`phục vụ giải phóng mặt bằng` is the programme's own word for it."""
    assert "phục vụ giải phóng mặt bằng" in gate.gate.name


@pytest.mark.parametrize(
    "gate", [gate for gate in GATES if gate.match is ClearsMatch.PROBABLE], ids=lambda gate: gate.gate.id
)
def test_a_probable_link_shares_funding_and_years_with_the_clearance_of_the_gate(gate: Gate) -> None:
    """Name alone is not enough: funding and years of both clearances must be the same, or the link is not recorded."""
    assert gate.serves is not None
    own = next(project for project in PROGRAMME.projects if project.clears == gate.gate.id)
    assert (own.funding_source, own.start_year, own.finish_year) == (
        gate.serves.funding_source,
        gate.serves.start_year,
        gate.serves.finish_year,
    )


def test_who_waits_for_whom() -> None:
    """PL4-02 needs PL3-01, so it waits for PL4-01, which clears PL3-01's land."""
    assert [gate.gate.id for gate in needed(BY_ID["PL4-02"], GATES)] == ["PL3-01"]
    assert [gate.serves.id for gate in waiting(BY_ID["PL4-01"], GATES) if gate.serves] == ["PL4-02"]
    assert waiting(BY_ID["PL4-08"], GATES) == needed(BY_ID["PL4-08"], GATES) == ()


def test_cannot_finish_in_time_is_derived_and_hedged() -> None:
    """The clearance ends in 2026, the resettlement area in 2030: said with both years, and with "có lẽ"."""
    (found,) = shut(GATES)
    assert (found.clearance.id, found.years_late) == ("PL4-02", 4)
    assert all(words in found.sentence for words in ("2026", "2030", "PL3-01", "có lẽ", "k6 Đ91"))


def test_a_gate_that_opens_in_time_shuts_nobody() -> None:
    """No claim without colliding years."""
    gate = Gate(BY_ID["PL3-02"], BY_ID["PL4-13"], "", ClearsMatch.EXACT, "thử", "thử")
    assert shut([gate]) == ()


def test_the_diagram_reads_left_to_right() -> None:
    """Every arrow goes from a column to one farther right; no two boxes share a place."""
    drawn = diagram(GATES, PROGRAMME.projects)
    column = {node.id: node.column for node in drawn.nodes}
    assert all(column[edge.start] < column[edge.end] for edge in drawn.edges)
    assert len({(node.column, node.row) for node in drawn.nodes}) == len(drawn.nodes)
    assert drawn.rows == len(GATES)
    assert any(edge.probable for edge in drawn.edges)


def test_no_links_no_diagram() -> None:
    """An empty table is an empty drawing."""
    assert diagram([], PROGRAMME.projects).rows == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("PL3-08,PL4-02,,exact,căn cứ,nguồn", "gate"),
        ("PL9-99,PL4-02,,exact,căn cứ,nguồn", "gate"),
        ("PL3-01,PL3-02,,exact,căn cứ,nguồn", "serves"),
        ("PL3-01,PL4-99,,exact,căn cứ,nguồn", "serves"),
        ("PL3-01,,,exact,căn cứ,nguồn", "serves_name"),
        ("PL3-01,PL4-02,,sure,căn cứ,nguồn", "match"),
        ("PL3-01,PL4-02,,exact,,nguồn", "basis"),
        ("PL3-01,PL4-02,,exact,căn cứ,", "source"),
    ],
)
def test_faults_of_the_file_are_named(tmp_path: Path, row: str, column: str) -> None:
    """Row and column of each fault."""
    path = tmp_path / "gates.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_gates(path, PROGRAMME.projects)
    assert (2, column) in {(fault.row, fault.column) for fault in caught.value.faults}
