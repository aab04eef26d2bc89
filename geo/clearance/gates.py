"""Resettlement areas as gates.

People must be resettled before land is recovered (k6 Đ91), so a clearance can wait for one.

Links are recorded (`data/gates.csv`), each with its basis; none is guessed from the map. A link whose words are the
programme's own is `exact`; one that only name, funding and years suggest is `probable` and says so wherever it shows.
What follows from the years is derived here and put into a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.clearance.schedule import clearances_by_work
from geo.language import Sentence
from geo.model import Category, ClearsMatch, Project, ProjectKind
from geo.table import Faults, Row, read_rows

COLUMNS = ("gate", "serves", "serves_name", "match", "basis", "source")


@dataclass(frozen=True, slots=True)
class Gate:
    """One link: the resettlement area `gate` (a work) must be ready before `serves` (a clearance) can recover its land.

    `serves` is None where what it serves has no row in the programme; `serves_name` then says what it is.
    """

    gate: Project
    serves: Project | None
    serves_name: str
    match: ClearsMatch
    basis: str
    source: str

    @property
    def hedge(self) -> str:
        """`có lẽ ` for a link that is only probable, else empty."""
        return Sentence("có lẽ ") if self.match is ClearsMatch.PROBABLE else ""


@dataclass(frozen=True, slots=True)
class Shut:
    """A clearance that cannot finish in time while it waits for its gate: the years that collide, in one sentence."""

    gate: Gate
    clearance: Project
    years_late: int
    sentence: str


def read_gates(path: Path, projects: Iterable[Project]) -> tuple[Gate, ...]:
    """Read the links. Raises DataError with all faults: unknown ids, a gate that is no resettlement area, no basis."""
    faults = Faults(path.name)
    by_id = {project.id: project for project in projects}
    gates = [gate for row in read_rows(path, COLUMNS, faults) if (gate := _gate(row, by_id)) is not None]
    faults.finish()
    return tuple(gates)


def _gate(row: Row, by_id: Mapping[str, Project]) -> Gate | None:
    """Build one link; None stands in for a row whose faults were noted."""
    gate, serves = by_id.get(row.text("gate")), by_id.get(row.text("serves", needed=False))
    name = row.text("serves_name", needed=not row.cells["serves"])
    match = row.choice("match", ClearsMatch)
    if gate is None or gate.category is not Category.RESETTLEMENT or gate.kind is not ProjectKind.PROJECT:
        row.fault(
            "gate",
            Sentence("Không phải khu tái định cư trong chương trình"),
            Sentence("Hãy ghi mã một khu tái định cư."),
        )
        return None
    if row.cells["serves"] and (serves is None or serves.kind is not ProjectKind.CLEARANCE):
        row.fault(
            "serves",
            Sentence("Không phải một dòng giải phóng mặt bằng"),
            Sentence("Hãy ghi mã PL4-…, hoặc để trống và ghi tên."),
        )
        return None
    return Gate(gate, serves, name, match, row.text("basis"), row.text("source"))


def waiting(clearance: Project, gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return the links of which `clearance` clears the gate's land: others wait for it through them."""
    return tuple(gate for gate in gates if clearance.clears == gate.gate.id)


def needed(clearance: Project, gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return the gates a clearance waits for."""
    return tuple(gate for gate in gates if gate.serves is not None and gate.serves.id == clearance.id)


def shut(gates: Iterable[Gate]) -> tuple[Shut, ...]:
    """Return the clearances whose gate is planned to open after their own last year, the widest gap first."""
    found = []
    for gate in gates:
        clearance = gate.serves
        if clearance is None or clearance.finish_year is None or gate.gate.finish_year is None:
            continue
        late = gate.gate.finish_year - clearance.finish_year
        if late > 0:
            found.append(Shut(gate, clearance, late, _sentence(gate, clearance)))
    return tuple(sorted(found, key=lambda item: (-item.years_late, item.clearance.id)))


def _sentence(gate: Gate, clearance: Project) -> str:
    """Say why a clearance cannot finish in time."""
    return Sentence(
        "{clearance} không thể xong trong năm {year} nếu phải chờ tái định cư: {hedge}cần {gate}, "
        "khu này theo chương trình đến hết {opens} mới xong (k6 Đ91).",
        clearance=clearance.id,
        year=clearance.finish_year,
        hedge=gate.hedge,
        gate=gate.gate.id,
        opens=gate.gate.finish_year,
    )


@dataclass(frozen=True, slots=True)
class Node:
    """One box of the diagram: what it is, where it stands (column from left, row from top, both from 0)."""

    id: str
    label: str
    kind: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow of the diagram, between two boxes; dashed when only probable."""

    start: str
    end: str
    probable: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes in four columns: clearance of the gate's land, gate, clearance that waits, work that waits for that one."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def rows(self) -> int:
        """How many rows the diagram has."""
        return max((node.row for node in self.nodes), default=-1) + 1


def diagram(gates: Sequence[Gate], projects: Iterable[Project]) -> Diagram:
    """Lay out the links, one row a link, in the order given.

    A box that two links share stands in the row of the first.
    """
    by_id = {project.id: project for project in projects}
    clearing = clearances_by_work(by_id.values())
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    for row, gate in enumerate(gates):
        before = clearing.get(gate.gate.id)
        end = gate.serves.id if gate.serves else f"ngoài chương trình {row}"
        _add(nodes, gate.gate.id, gate.gate.name, "gate", 1, row)
        _add(nodes, end, gate.serves.name if gate.serves else gate.serves_name, _kind(gate), 2, row)
        if before is not None:
            _add(nodes, before.id, before.name, "clearance", 0, row)
            edges.append(_edge(before))
        edges.append(Edge(gate.gate.id, end, gate.match is ClearsMatch.PROBABLE, gate.basis))
        work = by_id.get(gate.serves.clears or "") if gate.serves else None
        if gate.serves is not None and work is not None:
            _add(nodes, work.id, work.name, "work", 3, row)
            edges.append(_edge(gate.serves))
    return Diagram(tuple(nodes.values()), tuple(dict.fromkeys(edges)))


def _kind(gate: Gate) -> str:
    """Return the kind of the box that waits."""
    return "clearance" if gate.serves else "outside"


def _edge(clearance: Project) -> Edge:
    """Return the arrow from a clearance to the work whose land it clears."""
    probable = clearance.clears_match is ClearsMatch.PROBABLE
    basis = Sentence("tên gần giống") if probable else Sentence("cùng tên trong chương trình")
    return Edge(clearance.id, clearance.clears or "", probable, basis)


def _add(nodes: dict[str, Node], node_id: str, label: str, kind: str, column: int, row: int) -> None:
    """Add a box unless it is there."""
    nodes.setdefault(node_id, Node(node_id, label, kind, column, row))
