"""The whole ledger at once: every row by its own words; a clearance that says too little by the work it clears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.gazetteer import Gazetteer
from geo.geocode.locate import locate
from geo.language import Sentence
from geo.model import ClearsMatch, Evidence, Location, Place, Precision, Project, Shape

MATCH_WORDS = {
    ClearsMatch.EXACT: Sentence("giải phóng mặt bằng cho chính công trình này"),
    ClearsMatch.PROBABLE: Sentence("nhiều khả năng giải phóng mặt bằng cho công trình này, chưa chắc chắn"),
}
COARSE = frozenset({Precision.WARD, Precision.NONE})


def locate_all(
    projects: Sequence[Project], gazetteer: Gazetteer | Iterable[Place], shapes: Iterable[Shape] = ()
) -> dict[str, Location]:
    """Return the location of every project by its id, in the order of the ledger.

    Places may be given instead of a gazetteer; `shapes` are then the lines and outlines that draw them. A clearance
    whose words say no more than the ward, or only what it serves, takes the place of the work it clears.
    """
    known = gazetteer if isinstance(gazetteer, Gazetteer) else Gazetteer(gazetteer, shapes)
    own = {project.id: locate(project.name, known, category=project.category) for project in projects}
    return {project.id: _with_cleared(project, own) for project in projects}


def _with_cleared(project: Project, own: Mapping[str, Location]) -> Location:
    """Return a project's own location, or that of the work it clears where its own says nothing better."""
    mine = own[project.id]
    other = own.get(project.clears or "")
    if other is None or other.precision in COARSE or not (mine.precision in COARSE or mine.method == "served"):
        return mine
    says = Sentence(
        "lấy theo {work}: {why}.",
        work=project.clears,
        why=MATCH_WORDS.get(project.clears_match, Sentence("liên kết chưa rõ")),
    )
    evidence = Evidence(project.name, other.places[0] if other.places else None, says)
    return replace(other, method="cleared", evidence=(evidence, *other.evidence), candidates=())
