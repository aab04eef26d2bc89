"""Pages about clearances: the hottest, one of them whole, the weekly page. Each can be asked for a day in the past."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from geo.clearance.board import Board
from geo.clearance.briefing import Briefing, deadline_words, move_words
from geo.clearance.briefing_files import TITLE, heading, one_sheet, to_docx, to_xlsx
from geo.clearance.briefing_map import Pin, build_png, build_svg
from geo.clearance.figures import to_words
from geo.clearance.gates import diagram, needed, waiting
from geo.clearance.hot_areas import too_few
from geo.clearance.hotspot import Change, Hotspot, Move, explain, points_words
from geo.clearance.progress import BASIS_LABELS, curve
from geo.clearance.report import FIGURES, OBSTACLE_LABELS
from geo.clearance.stages import STAGES
from geo.clearance.standing import Standing
from geo.frame import select
from geo.language import said, say
from geo.model import Query
from webmap.access import requires
from webmap.boards import board_of, briefing
from webmap.body import HTML, Body, answer
from webmap.charts import Piece, bar, curve_drawing, gate_drawing, legend
from webmap.clearances import standing_of
from webmap.current import source
from webmap.query import parse_query, to_args
from webmap.ranking import ranked
from webmap.source import Snapshot
from webmap.style import CLEARANCE, look

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SINCE = ("since",)
blueprint = Blueprint("clearance_pages", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One hotspot as a page shows it."""

    spot: Hotspot
    pieces: tuple[Piece, ...]
    score: str
    why: str
    move: str
    progress: str


@blueprint.get("/hotspots")
@requires("viewer")
def hot() -> Response:
    """Answer the clearances by heat, each with its reasons, what changed, where it gathers, what waits."""
    query = parse_query(request.args.items(multi=True), also=SINCE)
    day = source().snapshot(query.as_of)
    page = briefing(day)
    key = ("hotspots", source().faults, page.since, *to_args(query))
    return answer(request, day.answer(key, lambda: Body(_hotspots(day, query, page).encode(), HTML)))


@blueprint.get("/clearances/<clearance>")
@requires("viewer")
def one(clearance: str) -> Response:
    """Answer one clearance whole: shares, curve, obstacles, periods, what waits, what was reported."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)
    standing = standing_of(board_of(day), clearance)
    key = ("clearance", source().faults, clearance, *to_args(query))
    return answer(request, day.answer(key, lambda: Body(_clearance(day, standing, query).encode(), HTML)))


@blueprint.get("/briefing")
@requires("viewer")
def weekly() -> Response:
    """Answer the weekly page, one A4."""
    day, page = _asked_page()
    key = ("briefing", source().faults, page.since)
    return answer(request, day.answer(key, lambda: Body(_briefing(day, page).encode(), HTML)))


@blueprint.get("/briefing.docx")
@requires("viewer")
def weekly_docx() -> Response:
    """Answer the weekly page for Word."""
    return _file("docx", to_docx, DOCX)


@blueprint.get("/briefing.xlsx")
@requires("viewer")
def weekly_xlsx() -> Response:
    """Answer the weekly page for Excel."""
    return _file("xlsx", to_xlsx, XLSX)


def _asked_page() -> tuple[Snapshot, Briefing]:
    """Return the snapshot and the weekly page of the days that the request names."""
    query = parse_query(request.args.items(multi=True), also=SINCE)
    day = source().snapshot(query.as_of)
    return day, briefing(day)


def _file(ending: str, write: Callable[[BinaryIO, Briefing, bytes], None], mimetype: str) -> Response:
    """Answer the weekly page as a file to keep."""
    day, page = _asked_page()

    def make() -> Body:
        out = io.BytesIO()
        write(out, page, build_png(_ward(day), _pins(day, page)))
        return Body(out.getvalue(), mimetype)

    response = answer(request, day.answer(("briefing", ending, page.since), make))
    response.headers["Content-Disposition"] = f'attachment; filename="bao-cao-tuan-{page.as_of}.{ending}"'
    return response


def _hotspots(day: Snapshot, query: Query, page: Briefing) -> str:
    """Render the hotspots that a question keeps."""
    board, spots = board_of(day), ranked(day, query)
    moves = {change.id: change for change in page.changes}
    kept = [board.standing_of[name] for name in select(day.frame, query).index if name in board.standing_of]
    counts = {row.code: sum(one.state is row.code for one in kept) for row in CLEARANCE}
    placed = day.frame.geometry[[spot.id for spot in spots]].notna()
    return render_template(
        "hotspots.html",
        page=page,
        rows=_rows(spots, moves),
        counts=[(look(code), count) for code, count in counts.items() if count],
        legend=legend(spots),
        changed=[change for change in page.changes if change.move in (Move.UP, Move.NEW, Move.CLOSED)],
        move_words=move_words,
        args=dict(to_args(query)),
        day_args=_day_args(query),
        mapped=int(placed.sum()),
        too_few=too_few(len(board.standings)),
        drawn_gates=gate_drawing(diagram(board.rulebook.gates, board.projects)),
    )


def _rows(spots: Sequence[Hotspot], moves: Mapping[str, Change]) -> list[Row]:
    """Put hotspots into rows."""
    return [
        Row(spot, bar(spot), points_words(spot.score), explain(spot), move_words(moves.get(spot.id)), _progress(spot))
        for spot in spots
    ]


def _progress(spot: Hotspot) -> str:
    """Say how much is handed over, or that nobody said."""
    driver = spot.standing.progress.driver
    return f"{said(BASIS_LABELS[driver.basis])}: {said(driver.words)}" if driver else say("Chưa có số liệu bàn giao")


def _day_args(query: Query) -> dict[str, str]:
    """Return the day of a question, for the addresses on the page."""
    return {"as_of": query.as_of.isoformat()} if query.as_of else {}


def _clearance(day: Snapshot, standing: Standing, query: Query) -> str:
    """Render one clearance."""
    board, clearance = board_of(day), standing.clearance
    records = board.records.of(clearance.id)
    spot = board.hotspot_of.get(clearance.id)
    line = curve(clearance, records.reports)
    return render_template(
        "clearance.html",
        standing=standing,
        spot=spot,
        why=explain(spot) if spot else say("Đã bàn giao toàn bộ mặt bằng."),
        pieces=bar(spot) if spot else (),
        deadline=deadline_words(standing),
        stage=STAGES[standing.progress.stage].term if standing.progress.stage else "",
        shares=[(BASIS_LABELS[basis], share) for basis, share in standing.progress.shares.items()],
        figures=_figures(standing),
        curve=curve_drawing(line, day.as_of),
        basis=BASIS_LABELS[line.basis] if line.basis else "",
        records=records,
        obstacle_labels=OBSTACLE_LABELS,
        stages=STAGES,
        needed=needed(clearance, board.rulebook.gates),
        waiting=waiting(clearance, board.rulebook.gates),
        warnings=_warnings(board, clearance.id),
        day_args=_day_args(query),
        points_words=points_words,
    )


def _figures(standing: Standing) -> list[tuple[str, str, Any]]:
    """Return what was last reported of each figure: label, words, when and from where."""
    seen = standing.progress.seen
    return [
        (figure.label, to_words(figure, seen[figure.name].value), seen[figure.name])
        for figure in FIGURES
        if figure.name in seen
    ]


def _warnings(board: Board, clearance: str) -> list[str]:
    """Return the derived sentences about one clearance."""
    return [item.sentence for item in board.shut if item.clearance.id == clearance]


def _briefing(day: Snapshot, page: Briefing) -> str:
    """Render the weekly page."""
    svg = build_svg(_ward(day), _pins(day, page))
    return render_template(
        "briefing.html",
        page=page,
        title=TITLE,
        heading=heading(page),
        sections=one_sheet(page),
        map=Markup(svg),  # noqa: S704  numbers and our own words only, see geo.clearance.briefing_map
        args={"as_of": page.as_of.isoformat(), "since": page.since.isoformat()},
    )


def _ward(day: Snapshot) -> Any:  # noqa: ANN401  a shapely geometry
    """Return the ward's outline."""
    return next(shape.geometry for shape in day.records.programme.shapes if shape.layer == "ward")


def _pins(day: Snapshot, page: Briefing) -> list[Pin]:
    """Return a pin for each of the hottest that has a place."""
    pins = []
    for hot in page.hottest:
        geometry = day.frame.geometry.get(hot.spot.id)
        if geometry is not None:
            point = geometry.representative_point()
            pins.append(Pin(hot.spot.rank, point.x, point.y))
    return pins
