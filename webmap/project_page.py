"""The page of one project: everything known of it, where each value comes from, and what stands in relation to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request

from geo.clearance.gates import Gate, needed, waiting
from geo.clearance.schedule import slack_years
from geo.errors import QueryError, UnknownProject
from geo.export.formats import FORMATS
from geo.geocode import METHODS
from geo.language import say
from geo.model import ClearanceState, ClearsMatch, Location, Project, ProjectKind
from geo.neighbours import Neighbour, find_neighbours
from geo.store.accounts import Account
from webmap.access import requires
from webmap.body import HTML, Body, answer
from webmap.current import source, store
from webmap.language import named, number_words
from webmap.project_history import clearance_histories, moves
from webmap.query import parse_query
from webmap.source import Snapshot
from webmap.sources import readable
from webmap.style import look

LISTED = 10  # neighbours shown at once; the rest is folded
REACHES_M = (500, 1000, 2000)  # how far around neighbours are looked for at a click; any other distance is typed
NEAREST_M, FARTHEST_M = 50, 5000
blueprint = Blueprint("project_page", __name__, url_prefix="/projects")


@dataclass(frozen=True, slots=True)
class Span:
    """One line of the schedule: percent of the drawn years where it starts and how much it takes; open ends say so."""

    project: Project
    left: float
    width: float
    open_start: bool
    open_finish: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """The years that are drawn, one line a project, and where today stands in percent (None outside the years)."""

    years: tuple[int, ...]
    spans: tuple[Span, ...]
    today: float | None


@dataclass(frozen=True, slots=True)
class Link:
    """A clearance and the work it clears, how sure that is, and the years between their ends (see `slack_years`)."""

    clearance: Project
    work: Project
    slack: int | None

    @property
    def probable(self) -> bool:
        """Whether the two are only probably the same matter."""
        return self.clearance.clears_match is ClearsMatch.PROBABLE


@blueprint.get("/<project>")
@requires("viewer")
def one(project: str) -> Response:
    """Answer the page of one project of the programme."""
    query = parse_query(request.args.items(multi=True), also=["within"])
    within_m = _reach(request.args.get("within", str(REACHES_M[1])))
    day = source().snapshot(query.as_of)
    found = {row.id: row for row in day.records.programme.projects}
    if project not in found:
        raise UnknownProject(
            say("Không có dòng này trong chương trình"), value=project, remedy=say("Hãy ghi như PL3-08.")
        )
    people = store().accounts.all()
    key = ("project", source().faults, project, within_m, tuple((one.name, one.role) for one in people))

    def make() -> Body:
        return Body(_page(day, found, found[project], within_m, people).encode(), HTML)

    return answer(request, day.answer(key, make))


def _reach(text: str) -> int:
    """Read how far around neighbours are asked for. Raises `QueryError`."""
    if not text.isascii() or not text.isdigit() or not NEAREST_M <= int(text[:9]) <= FARTHEST_M:
        allowed = (say("số mét từ {least} đến {most}", least=NEAREST_M, most=FARTHEST_M),)
        raise QueryError(say("Không tìm được trong khoảng cách này"), parameter="within", value=text, allowed=allowed)
    return int(text)


def _page(
    day: Snapshot, projects: Mapping[str, Project], project: Project, within_m: int, people: Iterable[Account]
) -> str:
    """Render one project."""
    location = day.records.locations_on(day.as_of)[project.id]
    links = links_of(projects, project)
    own = [project] if project.kind is ProjectKind.CLEARANCE else [link.clearance for link in links]
    return render_template(
        "project.html",
        project=project,
        row=day.frame.loc[project.id],
        as_of=day.as_of,
        clearance_words=named(look(ClearanceState(day.frame.loc[project.id, "clearance_state"]))),
        links=links,
        schedule=schedule([project, *_others(links, project)], day.as_of),
        location=location,
        method=METHODS.get(location.method, location.method),
        places={place.id: place for place in day.records.programme.places},
        categories={entry.category: entry for entry in day.records.programme.categories},
        neighbours=[(near, projects[near.id]) for near in find_neighbours(day.frame, project.id, within_m)],
        reach=within_m,
        shown=LISTED,
        reaches=REACHES_M,
        reach_limits=(NEAREST_M, FARTHEST_M),
        gates=_gates(day, own),
        histories=clearance_histories(day, own),
        moves=moves(day.records.entered.corrections, project, day.as_of, people),
        readable=readable,
        formats=FORMATS.values(),
        metres=metres,
        sure=sure(location),
        away=away,
    )


def links_of(projects: Mapping[str, Project], project: Project) -> tuple[Link, ...]:
    """Return the links between a project and its clearances, or between a clearance and its work."""
    pairs = [
        (row, projects[row.clears]) for row in projects.values() if row.clears and project.id in (row.id, row.clears)
    ]
    return tuple(Link(clearance, work, slack_years(clearance, work)) for clearance, work in pairs)


def _others(links: Iterable[Link], project: Project) -> list[Project]:
    """Return what a project is linked with."""
    return [link.work if link.clearance.id == project.id else link.clearance for link in links]


def _gates(day: Snapshot, own: Iterable[Project]) -> tuple[tuple[Gate, ...], tuple[Gate, ...]]:
    """Return the gates that the clearances `own` of a project wait for, and those that wait for them."""
    if day.board is None:
        return (), ()
    gates = day.board.rulebook.gates
    return (
        tuple(gate for clearance in own for gate in needed(clearance, gates)),
        tuple(gate for clearance in own for gate in waiting(clearance, gates)),
    )


def schedule(projects: Iterable[Project], today: date, among: Iterable[int] = ()) -> Schedule | None:
    """Return the lines of the schedule; None where no year is known. A missing end reaches the edge of the drawing.

    The axis holds the years `among` as well, so that several drawings can stand on the same one.
    """
    rows = list(projects)
    named = [year for row in rows for year in (row.start_year, row.finish_year) if year is not None]
    if not named:
        return None
    drawn = [*named, *among]
    years = tuple(range(min(drawn), max(drawn) + 1))
    share = 100 / len(years)
    day_of_year = (today - date(today.year, 1, 1)).days / 365.25
    spans = []
    for row in rows:
        first, last = row.start_year or years[0], row.finish_year or years[-1]
        left, width = (first - years[0]) * share, (last - first + 1) * share
        spans.append(Span(row, left, width, row.start_year is None, row.finish_year is None))
    inside = today.year in years
    return Schedule(years, tuple(spans), (today.year - years[0] + day_of_year) * share if inside else None)


def metres(distance_m: float) -> str:
    """Say a distance: `300 m`, `1,8 km`."""
    if distance_m < 1000:
        return f"{distance_m:.0f} m"
    return f"{number_words(distance_m / 1000, 1)} km"


def sure(location: Location) -> str:
    """Say how sure a location is."""
    if location.radius_m is None:
        return say("Chưa biết chắc đến đâu.")
    if location.geometry is None:
        return say("Chỉ biết thuộc phường, không vẽ lên bản đồ.")
    if location.radius_m < 1:
        return say("Đúng theo tọa độ, lệch không đáng kể.")
    return say("Sai số khoảng {distance}, chắc 9 phần 10.", distance=metres(location.radius_m))


def away(near: Neighbour) -> str:
    """Say how far a neighbour is, and how far that may be wrong."""
    if near.together:
        return say("cùng vùng, chưa tách được vị trí")
    apart = (
        say("chạm hoặc chồng lên nhau")
        if near.distance_m < 1
        else say("cách {distance}", distance=metres(near.distance_m))
    )
    return say("{apart}, sai số tới {give}", apart=apart, give=metres(near.give_m)) if near.give_m >= 1 else apart
