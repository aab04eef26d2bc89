"""What programs ask: the rows as GeoJSON, a place for words, the style table, the layers of the base map."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, abort, request

from geo.errors import QueryError
from geo.export.geojson import MEDIA_TYPE
from geo.geocode import locate, to_feature
from geo.language import say
from webmap import style
from webmap.access import requires
from webmap.body import JSON, Body, answer, to_json
from webmap.current import snapshot, source
from webmap.query import PARAMETERS, parse_query, refuse_unknown, to_args
from webmap.ranking import ranked, to_record

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/projects.geojson")
@requires("viewer")
def projects() -> Response:
    """Answer the rows that the filters keep; a row without a place has a null geometry."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)
    key = ("projects", *to_args(query))
    return answer(request, day.answer(key, lambda: Body(day.to_geojson(query), MEDIA_TYPE)))


@blueprint.get("/locate")
@requires("viewer")
def where() -> Response:
    """Answer where the words of `q` are: one feature, with null geometry and the reason where they say no place."""
    refuse_unknown(request.args, ("q",))
    words = parse_query(request.args.items(multi=True)).q
    if not words:
        raise QueryError(say("Thiếu tên cần tìm"), parameter="q", allowed=PARAMETERS["q"].allowed)
    feature = to_feature(locate(words, snapshot().records.gazetteer), words)
    return answer(request, Body(to_json(feature), MEDIA_TYPE))


@blueprint.get("/hotspots.json")
@requires("viewer")
def hot() -> Response:
    """Answer the clearances that the filters keep, most urgent first, each with its reasons."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)

    def make() -> Body:
        return Body(to_json({"as_of": day.as_of, "hotspots": list(map(to_record, ranked(day, query)))}), JSON)

    return answer(request, day.answer(("hotspots.json", *to_args(query)), make))


@blueprint.get("/base/<layer>.geojson")
@requires("viewer")
def base(layer: str) -> Response:
    """Answer one layer of the base map."""
    refuse_unknown(request.args, ())
    day = snapshot()
    layers = day.records.base
    if layer not in layers:
        abort(404)
    return answer(request, day.answer(("base", layer), lambda: Body(layers[layer], MEDIA_TYPE)))


@blueprint.get("/style.json")
@requires("viewer")
def style_table() -> Response:
    """Answer how each class looks and what it is called: the table that map, legend and tables read."""
    refuse_unknown(request.args, ())
    return answer(request, snapshot().answer("style", lambda: Body(orjson.dumps(style.table()), JSON)))
