"""Up to four projects side by side: the same facts in the same rows; what differs says so in words, not by colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from flask import Blueprint, Response, render_template, request

from geo.clearance.progress import BASIS_LABELS
from geo.errors import QueryError
from geo.language import say, say_count
from geo.model import ClearanceState, Location, Project, ProjectKind
from webmap.access import requires
from webmap.body import HTML, Body, answer
from webmap.current import source
from webmap.language import named
from webmap.project_page import Link, links_of, metres, schedule
from webmap.query import PARAMETERS, parse_query, refuse_unknown
from webmap.sketch import sketch
from webmap.source import Snapshot
from webmap.style import look

MOST = 4
TAKES = ("ids", "as_of")
blueprint = Blueprint("compare", __name__)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one project says in one row: words, a remark, the class whose colour stands beside; `missing` is no fact."""

    words: str
    remark: str = ""
    group: str = ""
    code: str = ""
    missing: bool = False
    data: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all projects, and whether they differ in it."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether not all say the same; a fact that is missing differs from one that is not."""
        return len({(cell.words, cell.remark) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Side:
    """One project of the comparison: its number in it, its place, its clearances and works, its address without it."""

    number: int
    project: Project
    location: Location
    links: tuple[Link, ...]
    without: str

    @property
    def clearances(self) -> tuple[Project, ...]:
        """The clearances that speak for this project: itself, or those of its land."""
        if self.project.kind is ProjectKind.CLEARANCE:
            return (self.project,)
        return tuple(link.clearance for link in self.links)


@blueprint.get("/compare")
@requires("viewer")
def compare() -> Response:
    """Answer the comparison of the projects that `ids` names, in that order."""
    refuse_unknown(request.args, TAKES)
    asked = [name.strip() for text in request.args.getlist("ids") for name in text.split(",") if name.strip()]
    others = [(name, text) for name, text in request.args.items(multi=True) if name != "ids"]
    query = parse_query([*(("ids", name) for name in asked), *others])
    day = source().snapshot(query.as_of)
    ids = tuple(dict.fromkeys(asked))
    found = {row.id: row for row in day.records.programme.projects}
    _refuse(ids, found)
    past, twice = query.as_of, len(asked) > len(ids)
    key = ("compare", source().faults, ids, twice, past)
    return answer(request, day.answer(key, lambda: Body(_page(day, found, ids, past, twice=twice), HTML)))


def _refuse(ids: Sequence[str], found: Mapping[str, Project]) -> None:
    """Raise `QueryError` for more projects than fit, or for one that is not there."""
    allowed = PARAMETERS["ids"].allowed
    if len(ids) > MOST:
        what = say("So sánh được tối đa {most} dòng một lần, ở đây có {n}. Hãy bớt đi", most=MOST, n=len(ids))
        raise QueryError(what, parameter="ids", value=",".join(ids), allowed=allowed)
    for name in ids:
        if name not in found:
            what = say("Không có dòng này trong chương trình. Hãy xem mã trong danh sách của bản đồ")
            raise QueryError(what, parameter="ids", value=name, allowed=allowed)


def _page(day: Snapshot, found: Mapping[str, Project], ids: Sequence[str], past: date | None, *, twice: bool) -> bytes:
    """Render the comparison, or the way to one where nothing was chosen yet; `past` is the day if one was asked for."""
    places = day.records.locations_on(day.as_of)
    sides = tuple(
        Side(
            at + 1,
            found[name],
            places[name],
            links_of(found, found[name]),
            address((one for one in ids if one != name), past),
        )
        for at, name in enumerate(ids)
    )
    rows = [Row(label, tuple(tell(day, side) for side in sides)) for label, tell in _facts()] if sides else []
    lanes = [(side, schedule(_drawn(side), day.as_of, _years(sides))) for side in sides]
    page = render_template(
        "compare.html",
        sides=sides,
        rows=rows,
        differing=sum(row.differs for row in rows),
        lanes=[(side, drawn) for side, drawn in lanes if drawn],
        without_years=[side for side, drawn in lanes if drawn is None],
        sketch=sketch(day.records.programme.shapes, [(side.number, side.location) for side in sides]),
        unplaced=[side for side in sides if side.location.geometry is None],
        as_of=day.as_of,
        twice=twice,
        most=MOST,
        on_map=address(ids, past, "/?compare="),
        past=past,
        years=years_words,
        kinds=(look(ProjectKind.PROJECT), look(ProjectKind.CLEARANCE)),
    )
    return page.encode()


def address(ids: Iterable[str], past: date | None = None, before: str = "/compare?ids=") -> str:
    """Return the address of the comparison of some projects on a day, or of the map that holds them."""
    joined = ",".join(ids)
    return f"{before}{joined}" + (f"&as_of={past}" if past else "") if joined else "/compare"


def _drawn(side: Side) -> list[Project]:
    """Return what is drawn of a project on the axis: the work, then the clearances of its land."""
    return [side.project, *(one for one in side.clearances if one.id != side.project.id)]


def _years(sides: Sequence[Side]) -> tuple[int, ...]:
    """Return the years that all the projects and their clearances name, for one axis."""
    rows = [row for side in sides for row in _drawn(side)]
    return tuple(year for row in rows for year in (row.start_year, row.finish_year) if year is not None)


def years_words(project: Project) -> str:
    """Say the years of a project."""
    first, last = project.start_year, project.finish_year
    if first is None and last is None:
        return say("chưa rõ năm")
    if first is None:
        return say("đến {year}", year=last)
    if last is None:
        return say("từ {year}", year=first)
    return str(first) if first == last else f"{first}–{last}"


Tell = Callable[[Snapshot, Side], Cell]


def _facts() -> tuple[tuple[str, Tell], ...]:
    """Return the rows: what each is called, and who tells it."""
    return (
        (say("Loại"), _kind),
        (say("Nguồn vốn"), _funding),
        (say("Thời gian"), _time),
        (say("Tình trạng GPMB"), _state),
        (say("Đã bàn giao"), _handed_over),
        (say("Thời hạn GPMB"), _clearance_time),
        (say("GPMB so với công trình"), _slack),
        (say("Vị trí biết đến đâu"), _precision),
        (say("Sai số của vị trí"), _radius),
        (say("Căn cứ của vị trí"), _evidence),
    )


def _named(group: str, code: StrEnum) -> Cell:
    """Return the cell of a class of the style table."""
    return Cell(named(look(code)), group=group, code=str(code))


def _kind(_: Snapshot, side: Side) -> Cell:
    return Cell(named(look(side.project.category)), named(look(side.project.kind)))


def _funding(_: Snapshot, side: Side) -> Cell:
    raw = side.project.funding_source_raw
    remark = say("văn bản ghi “{raw}”", raw=raw) if raw else say("văn bản để trống")
    return replace(_named("funding", side.project.funding_source), remark=remark)


def _time(_: Snapshot, side: Side) -> Cell:
    known = side.project.start_year is not None or side.project.finish_year is not None
    return Cell(years_words(side.project), missing=not known)


def _state(day: Snapshot, side: Side) -> Cell:
    return _named("clearance", ClearanceState(day.frame.loc[side.project.id, "clearance_state"]))


def _handed_over(day: Snapshot, side: Side) -> Cell:
    """Say the shares handed over, each of its own whole; nothing reported is no figure, and never 0."""
    if not side.clearances:
        return Cell(say("không có dòng GPMB"), missing=True)
    standings = day.board.standing_of if day.board else {}
    told = [
        say("{basis}: {share}", basis=BASIS_LABELS[basis], share=share.words)
        for one in side.clearances
        if one.id in standings
        for basis, share in standings[one.id].progress.shares.items()
    ]
    return Cell("; ".join(told)) if told else Cell(say("chưa có số liệu"), missing=True)


def _clearance_time(_: Snapshot, side: Side) -> Cell:
    told = [f"{one.id}: {years_words(one)}" for one in side.clearances]
    return Cell("; ".join(told)) if told else Cell(say("không có dòng GPMB"), missing=True)


def _slack(_: Snapshot, side: Side) -> Cell:
    """Say whether the land is there before the work is to be done."""
    slacks = [link.slack for link in side.links if link.slack is not None]
    if not slacks:
        return Cell(say("không so được"), missing=True)
    least = min(slacks)
    probable = say("có lẽ là cùng một dự án") if any(link.probable for link in side.links) else ""
    if least < 0:
        return Cell(say_count("theo lịch, xong sau công trình {n} năm", -least), probable)
    if least == 0:
        return Cell(say("theo lịch, xong cùng năm"), probable)
    return Cell(say_count("theo lịch, xong trước công trình {n} năm", least), probable)


def _precision(_: Snapshot, side: Side) -> Cell:
    remark = say("nét vẽ chỉ là phác") if side.location.sketch else ""
    return Cell(named(look(side.location.precision)), remark, missing=side.location.geometry is None)


def _radius(_: Snapshot, side: Side) -> Cell:
    if side.location.geometry is None or side.location.radius_m is None:
        return Cell(say("không vẽ lên bản đồ"), missing=True)
    return Cell(metres(side.location.radius_m))


def _evidence(_: Snapshot, side: Side) -> Cell:
    told = [item.words for item in side.location.evidence if item.words]
    return Cell("; ".join(dict.fromkeys(told)), data=True) if told else Cell(say("không có chữ riêng"), missing=True)
