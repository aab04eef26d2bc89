"""What the search box looks through: the words of each row and place, folded here once, matched in the browser."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, request

from geo.model import Place
from geo.search import search_text
from webmap.access import requires
from webmap.body import JSON, Body, answer
from webmap.current import source
from webmap.query import parse_query, refuse_unknown
from webmap.source import Snapshot

blueprint = Blueprint("finding", __name__, url_prefix="/api")


@blueprint.get("/search.json")
@requires("viewer")
def index() -> Response:
    """Answer the search text of every row, as of a day, and of every place: words without marks, each after a blank."""
    refuse_unknown(request.args, ("as_of",))
    day = source().snapshot(parse_query(request.args.items(multi=True)).as_of)
    return answer(request, day.answer("search.json", lambda: Body(orjson.dumps(_index(day)), JSON)))


def _index(day: Snapshot) -> dict[str, Any]:
    """Return rows by id and places, both with the text that `geo.frame.select` would look through."""
    return {
        "rows": dict(zip(day.frame["id"], day.frame["search"], strict=True)),
        "places": [_place(place) for place in day.records.programme.places],
    }


def _place(place: Place) -> dict[str, Any]:
    """Return what a place is called in addresses, where it is, how far the truth may be (m), and its words."""
    text = search_text(place.name, *place.aliases)
    return {
        "id": place.id,
        "name": place.name,
        "lon": place.lon,
        "lat": place.lat,
        "radius_m": place.radius_m,
        "search": text,
    }
