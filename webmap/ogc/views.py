"""The views of the service: parameters → rows → answer, for programs as JSON and for people as pages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, abort, render_template, request

from geo.export.geojson import ATTRIBUTION, LICENCE
from webmap.access import requires
from webmap.body import Body, answer
from webmap.current import snapshot
from webmap.ogc import documents
from webmap.ogc.asked import COMMON, ITEM, Asked, once, read_asked, read_format
from webmap.ogc.documents import GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from webmap.ogc.openapi import openapi
from webmap.ogc.rows import features, select
from webmap.ogc.systems import CRS84, System, find_system
from webmap.ogc.tables import Table, tables
from webmap.source import Snapshot

blueprint = Blueprint("ogc", __name__, url_prefix="/ogc")
_KINDS_OF_JSON = (JSON, GEOJSON, SCHEMA, OPENAPI.partition(";")[0])


def _root() -> str:
    """Return the address of the service, without a slash at the end."""
    return f"{request.url_root}ogc"


def _form(given: Mapping[str, str]) -> str:
    """Return `json` or `html`: what `f` says, else what the client would rather have; JSON where it does not care."""
    accepted = request.accept_mimetypes
    prefers_page = accepted[HTML] > max(accepted[kind] for kind in _KINDS_OF_JSON)
    return read_format(given) or ("html" if prefers_page else "json")


def _answered(key: Hashable, media_type: str, template: str, form: str, document: Any) -> Response:  # noqa: ANN401  JSON
    """Answer a document in its form; `document` makes it, and it is kept with the snapshot."""
    day = snapshot()

    def make() -> Body:
        """Write the document."""
        if form == "html":
            page = render_template(f"ogc/{template}.html", document=document(), root=_root())
            return Body(page.encode(), HTML)
        return Body(orjson.dumps(document()), media_type)

    return _varied(answer(request, day.answer(("ogc", request.url_root, form, key), make)))


def _varied(response: Response) -> Response:
    """Say that the answer depends on what the client accepts."""
    response.vary.add("Accept")
    return response


def _plain(key: str, media_type: str, template: str, document: Any) -> Response:  # noqa: ANN401  a maker of JSON
    """Answer a document that takes no parameter but its form."""
    form = _form(once(request.args.items(multi=True), COMMON))
    return _answered(key, media_type, template, form, lambda: document(form))


@blueprint.get("", strict_slashes=False)
@blueprint.get("/")
@requires("viewer")
def landing() -> Response:
    """Answer where everything of the service is."""
    return _plain("landing", JSON, "landing", lambda form: documents.landing(_root(), form))


@blueprint.get("/conformance")
@requires("viewer")
def conformance() -> Response:
    """Answer what the service conforms to."""
    return _plain("conformance", JSON, "conformance", lambda form: documents.conformance(_root(), form))


@blueprint.get("/api")
@requires("viewer")
def description() -> Response:
    """Answer the OpenAPI description."""
    return _plain("api", OPENAPI, "api", lambda _: openapi(_root()))


@blueprint.get("/collections")
@requires("viewer")
def collections() -> Response:
    """Answer all collections."""
    found = tables(snapshot())
    return _plain("collections", JSON, "collections", lambda form: documents.collections(_root(), found, form))


def _table(day: Snapshot, name: str) -> Table:
    """Return the table of a collection; 404 where there is none."""
    found = tables(day)
    if name not in found:
        abort(404)
    return found[name]


@blueprint.get("/collections/<name>")
@requires("viewer")
def collection(name: str) -> Response:
    """Answer one collection."""
    table = _table(snapshot(), name)
    return _plain(f"collection {name}", JSON, "collection", lambda form: documents.collection(_root(), table, form))


@blueprint.get("/collections/<name>/queryables")
@requires("viewer")
def queryables(name: str) -> Response:
    """Answer the properties that a filter may name."""
    about = _table(snapshot(), name).collection
    return _plain(f"queryables {name}", SCHEMA, "queryables", lambda _: documents.queryables(_root(), about))


@blueprint.get("/collections/<name>/items")
@requires("viewer")
def items(name: str) -> Response:
    """Answer the rows of a collection that the parameters keep, page by page."""
    table = _table(snapshot(), name)
    asked = read_asked(request.args.items(multi=True), table.collection)
    form = _form(request.args)
    page = _page(table, asked, form)
    if form == "html":
        shown = orjson.loads(page)
        text = render_template("ogc/items.html", document=shown, table=table, root=_root())
        return _varied(answer(request, Body(text.encode(), HTML)))
    return _in_system(answer(request, Body(page, GEOJSON)), asked.system)


def _page(table: Table, asked: Asked, form: str) -> bytes:
    """Return one page of rows, written."""
    rows = select(table, asked)
    shown = rows[asked.offset : asked.offset + asked.limit]
    parts = list(features(table, shown.tolist(), asked.system, asked.properties))
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "attribution": ATTRIBUTION,
            "licence": LICENCE,
            "numberMatched": len(rows),
            "numberReturned": len(parts),
            "links": _page_links(table, asked, len(rows), form),
            "features": [orjson.Fragment(part) for part in parts],
        }
    )


def _page_links(table: Table, asked: Asked, matched: int, form: str) -> list[dict[str, str]]:
    """Return the links of a page: to itself in both forms, to its neighbours, to its collection."""
    here = f"{_root()}/collections/{table.collection.id}"
    kept = [(name, text) for name, text in request.args.items(multi=True) if name not in {"f", "offset"}]

    def at(offset: int) -> str:
        pairs = [*kept, ("offset", str(offset))] if offset else kept
        return f"{here}/items?{urlencode(pairs)}" if pairs else f"{here}/items"

    kind = GEOJSON if form == "json" else HTML
    found = documents.itself(at(asked.offset), form, GEOJSON)
    ways = (("prev", max(asked.offset - asked.limit, 0), asked.offset > 0),
            ("next", asked.offset + asked.limit, asked.offset + asked.limit < matched))  # fmt: skip
    for rel, offset, there in ways:
        if there:
            address = at(offset)
            found.append(documents.link(f"{address}{'&' if '?' in address else '?'}f={form}", rel, kind))
    return [*found, documents.link(f"{here}?f={form}", "collection", JSON if form == "json" else HTML)]


@blueprint.get("/collections/<name>/items/<feature_id>")
@requires("viewer")
def item(name: str, feature_id: str) -> Response:
    """Answer one row."""
    table = _table(snapshot(), name)
    given = once(request.args.items(multi=True), ITEM)
    form, system = _form(given), find_system("crs", given.get("crs", CRS84))
    if feature_id not in table.position:
        abort(404)
    feature = orjson.loads(next(features(table, [table.position[feature_id]], system)))
    here = f"{_root()}/collections/{name}"
    feature["links"] = [
        *documents.itself(f"{here}/items/{feature_id}", form, GEOJSON),
        documents.link(f"{here}?f={form}", "collection", JSON if form == "json" else HTML),
    ]
    if form == "html":
        text = render_template("ogc/item.html", document=feature, table=table, root=_root())
        return _varied(answer(request, Body(text.encode(), HTML)))
    return _in_system(answer(request, Body(orjson.dumps(feature), GEOJSON)), system)


def _in_system(response: Response, system: System) -> Response:
    """Say in which system the coordinates of an answer are (Part 2, `Content-Crs`)."""
    response.headers["Content-Crs"] = f"<{system.uri}>"
    return _varied(response)
