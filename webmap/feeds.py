"""Standing links for programs that ask again by themselves: calendar, feed, and the description that embeds the map."""

from __future__ import annotations

import html
from urllib.parse import urlencode, urlsplit

import orjson
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotImplemented as NotOffered
from werkzeug.urls import iri_to_uri

from geo.errors import QueryError
from geo.export.atom import to_atom
from geo.export.calendar import to_ics
from geo.export.delivery import Delivery
from geo.language import say
from geo.model import Query
from webmap.access import requires
from webmap.body import JSON, Body, answer
from webmap.current import source
from webmap.exports import deliver, map_address
from webmap.language import in_language
from webmap.query import parse_query, to_args
from webmap.source import Snapshot

CALENDAR, ATOM = "text/calendar", "application/atom+xml"
WIDTH, HEIGHT = 960, 600  # px of an embedded map where nobody asks for less
_OEMBED = ("url", "format", "maxwidth", "maxheight")
blueprint = Blueprint("feeds", __name__)


def _asked() -> tuple[Snapshot, Query, Delivery]:
    """Return the snapshot, the question of the address, and the rows that answer it."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)
    return day, query, deliver(day, query, 4326, map_address(query))


@blueprint.get("/calendar.ics")
@requires("viewer")
def calendar() -> Response:
    """Answer the deadlines of the clearances that the filters keep, as a calendar to subscribe to."""
    day, _, delivery = _asked()
    key = ("calendar", delivery.notice.home)
    return answer(request, day.answer(key, lambda: Body(to_ics(delivery), CALENDAR)))


@blueprint.get("/feed.atom")
@requires("viewer")
def feed() -> Response:
    """Answer what became of the clearances that the filters keep, the latest first."""
    day, query, delivery = _asked()
    args = urlencode(in_language(to_args(query)))
    address = f"{request.url_root}feed.atom" + (f"?{args}" if args else "")
    return answer(request, day.answer(("atom", address), lambda: Body(to_atom(delivery, address), ATOM)))


@blueprint.get("/oembed")
@requires("viewer")
def oembed() -> Response:
    """Answer how a page shows the map of an address of ours (oEmbed 1.0, JSON)."""
    given = {name: request.args[name] for name in request.args}
    if set(given) - set(_OEMBED) or "url" not in given:
        raise QueryError(say("Cần địa chỉ của bản đồ"), parameter="url", value=sorted(given), allowed=_OEMBED)
    if given.get("format", "json") != "json":
        raise NotOffered  # as the standard wants it
    width, height = (_size(given.get(name), most) for name, most in (("maxwidth", WIDTH), ("maxheight", HEIGHT)))
    address = html.escape(_embed_address(given["url"]))
    shape = f'width="{width}" height="{height}" title="{say("Bản đồ công trình")}" loading="lazy"'
    said = {
        "version": "1.0",
        "type": "rich",
        "provider_name": say("Phường Thủy Nguyên"),
        "provider_url": request.url_root,
        "title": say("Bản đồ công trình phường Thủy Nguyên"),
        "width": width,
        "height": height,
        "html": f'<iframe src="{address}" {shape}></iframe>',
    }
    return answer(request, Body(orjson.dumps(said), JSON))


def _size(text: str | None, most: int) -> int:
    """Return a width or height: what is asked for, at most what is usual."""
    if text is None:
        return most
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 5 or int(text) < 1:
        raise QueryError(say("Kích thước không đúng"), parameter="maxwidth", value=text, allowed=[say("số điểm ảnh")])
    return min(int(text), most)


def _embed_address(url: str) -> str:
    """Return the address of the embedded map for one of the map. Raises `QueryError` where it is not ours."""
    asked, ours = urlsplit(iri_to_uri(url)), urlsplit(request.url_root)
    if (asked.scheme, asked.netloc) != (ours.scheme, ours.netloc) or asked.path not in {"", "/", "/embed"}:
        raise QueryError(
            say("Không phải địa chỉ của bản đồ này"), parameter="url", value=url, allowed=[request.url_root]
        )
    return f"{request.url_root}embed" + (f"?{asked.query}" if asked.query else "")
