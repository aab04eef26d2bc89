"""Taking the data away: one address a format and filter, `/export/projects.<ending>`, and a page that lists them.

The addresses stay: Excel, QGIS, Power BI and Google Earth keep asking the same one. The filters are those of the map.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request

from geo.export.delivery import Delivery, Looks, Notice
from geo.export.files import scratch
from geo.export.formats import FORMATS, Format, find_extension, read_crs, write_export
from geo.export.kml import to_network_link
from geo.export.wording import query_words
from geo.frame import area_words, select
from geo.language import Sentence, say
from geo.model import PlaceKind, Query
from webmap import style
from webmap.access import requires
from webmap.body import REVALIDATE, Body, answer
from webmap.current import settings, source
from webmap.language import in_language, language
from webmap.query import parse_query, to_args
from webmap.source import Snapshot

KEPT_ROWS = 1_000  # an answer of more rows is written to a file and sent from there, so that memory stays bounded
_CHUNK = 1 << 18
LIVE_S = 3_600  # how often Google Earth asks again
blueprint = Blueprint("exports", __name__, url_prefix="/export")


@cache
def looks() -> Looks:
    """Return what styled formats need of the style table."""
    groups: dict[str, tuple[style.Look | style.LineLook, ...]] = {
        "kind": style.KIND,
        "category": style.CATEGORY,
        "funding_source": style.FUNDING,
        "precision": style.PRECISION,
        "clearance_state": style.CLEARANCE,
        "progress_class": style.PROGRESS,
        "clearance_end": style.CLEARANCE_END,
        "clears_match": style.CLEARS_MATCH,
        "cleared_by_match": style.CLEARS_MATCH,
    }
    return Looks(
        words={column: {str(row.code): Sentence(row.vi) for row in rows} for column, rows in groups.items()},
        fill={str(row.code): row.colour for row in style.FUNDING},
        dashed=frozenset(str(row.code) for row in style.PRECISION if row.dash),
    )


def notice(day: Snapshot, query: Query, home: str = "") -> Notice:
    """Return what a file of this answer says about itself."""
    return Notice(day.as_of, day.version, query_words(query, looks(), area_words(day.frame)), home)


def deliver(day: Snapshot, query: Query, epsg: int, home: str = "", register: str = "") -> Delivery:
    """Return the rows that a question keeps, ready to be written in a system. `register`: see `Delivery`."""
    ward = next((shape.geometry for shape in day.records.programme.shapes if shape.layer == PlaceKind.WARD), None)
    sectors = {str(entry.category): entry.oc4ids_sectors for entry in day.records.programme.categories}
    return Delivery(select(day.frame, query), notice(day, query, home), epsg, looks(), ward, sectors, register)


def map_address(query: Query) -> str:
    """Return the address of the map that shows a question."""
    args = urlencode(in_language(to_args(query)))
    return f"{request.url_root}?{args}" if args else request.url_root


@blueprint.get("/projects.<path:extension>")
@requires("viewer")
def projects(extension: str) -> Response:
    """Answer the rows that the filters keep, as a file of the format that the address ends in."""
    form = find_extension(extension)
    if form is None:
        abort(404)
    query = parse_query(request.args.items(multi=True), also=["crs"])
    day = source().snapshot(query.as_of)
    epsg = read_crs(form, ",".join(request.args.getlist("crs")) or None)  # twice is one that no format can hold
    delivery = deliver(day, query, epsg, map_address(query), settings().oc4ids_prefix)
    response = _kept(day, form, delivery) if len(delivery.frame) <= KEPT_ROWS else _sent(form, delivery)
    name = f"cong-trinh-{day.as_of.isoformat()}.{form.extension}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _key(form: Format, delivery: Delivery) -> tuple[object, ...]:
    """Return what an answer depends on, within a snapshot."""
    return ("export", form.code, delivery.epsg, delivery.notice.home)


def _kept(day: Snapshot, form: Format, delivery: Delivery) -> Response:
    """Answer a file that is written once and kept with the snapshot."""

    def make() -> Body:
        """Write the file aside and read it back."""
        with scratch() as folder:
            path = folder / form.file_name
            write_export(delivery, form, path)
            return Body(path.read_bytes(), form.media_type)

    return answer(request, day.answer(_key(form, delivery), make))


def _sent(form: Format, delivery: Delivery) -> Response:
    """Answer a large file from the disk. Its ETag is known before it is written: equal data gives equal bytes."""
    tag = sha256(repr((language(), _key(form, delivery), delivery.notice)).encode()).hexdigest()[:20]
    response = Response(mimetype=form.media_type)
    response.headers["Cache-Control"] = REVALIDATE
    response.set_etag(tag)
    response.make_conditional(request)
    if response.status_code == 200 and request.method == "GET":
        response.response = _pieces(form, delivery)
    return response


def _pieces(form: Format, delivery: Delivery) -> Iterator[bytes]:
    """Write a file where nobody else sees it and yield it in pieces; it is gone when the last is sent."""
    with scratch() as folder:
        path = folder / form.file_name
        write_export(delivery, form, path)
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece


@blueprint.get("/live.kml")
@requires("viewer")
def live() -> Response:
    """Answer a small file for Google Earth that fetches the rows of the same filters again and again."""
    args = urlencode(in_language(to_args(parse_query(request.args.items(multi=True)))))
    address = f"{request.url_root}export/projects.kmz" + (f"?{args}" if args else "")
    link = to_network_link(say("Công trình phường Thủy Nguyên"), address, LIVE_S)
    return answer(request, Body(link, FORMATS["kml"].media_type))
