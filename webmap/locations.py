"""The work list of places: what still needs one, in order, what is known, which document would settle it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from geo.frame import select
from geo.language import say
from geo.model import Precision, Query
from geo.worklist import Coverage, Task, build_worklist
from webmap.access import requires
from webmap.body import HTML, Body, answer
from webmap.current import source
from webmap.language import number_words
from webmap.query import parse_query, to_args
from webmap.source import Snapshot
from webmap.style import LineLook, look

blueprint = Blueprint("locations", __name__)


@blueprint.get("/locations")
@requires("viewer")
def worklist() -> Response:
    """Answer the rows that need a place, clearances first, and how well the programme is placed."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)
    key = ("locations", source().faults, *to_args(query))
    return answer(request, day.answer(key, lambda: Body(_page(day, query).encode(), HTML)))


def _page(day: Snapshot, query: Query) -> str:
    found = build_worklist(select(day.frame, query))
    return render_template(
        "locations.html",
        found=found,
        figures=_figures(found.coverage),
        classes=_classes(found.coverage),
        as_of=day.as_of,
        years=_years,
        filtered=bool(to_args(query)),
    )


def _figures(coverage: Coverage) -> list[tuple[str, str]]:
    """Return the figures of the head: what is counted, and the count in words."""
    radius = say("chưa có") if coverage.median_radius_m is None else f"{number_words(coverage.median_radius_m, 0)} m"
    share = number_words(round(100 * coverage.fine_share, 1), 1)
    return [
        (say("có chỗ trên bản đồ"), say("{n} trên {total}", n=coverage.on_map, total=coverage.rows)),
        (say("tìm được tận nơi (mức địa danh trở lên)"), f"{coverage.fine} ({share} %)"),
        (say("một nửa số dòng trên bản đồ lệch không quá"), radius),
    ]


def _classes(coverage: Coverage) -> list[tuple[LineLook, int]]:
    """Return each precision class with its look and its count, finest first."""
    return [(_line_look(precision), coverage.by_precision[precision]) for precision in Precision]


def _line_look(precision: Precision) -> LineLook:
    found = look(precision)
    if not isinstance(found, LineLook):
        raise TypeError(precision)
    return found


def _years(task: Task) -> str:
    """Return the years of a task as people say them."""
    if task.start_year is None or task.finish_year is None:
        return say("chưa rõ năm")
    return f"{task.start_year}–{task.finish_year}" if task.start_year != task.finish_year else str(task.start_year)
