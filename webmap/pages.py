"""What people open first: the map; beside it the assets and the word that all is well."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template, request
from markupsafe import Markup, escape

from geo.language import said
from webmap.access import public, requires
from webmap.assets import Asset, asset_url, assets
from webmap.body import HTML, IMMUTABLE, Body, answer, json_now
from webmap.current import overlays, snapshot, source
from webmap.maps import PageParts, page_parts, shell_map
from webmap.query import parse_query, refuse_unknown
from webmap.source import Snapshot
from webmap.style import look

# What the map itself keeps in its address, beside the filters.
MAP_STATE = (
    "theme",
    "project",
    "place",
    "layers",
    "own",
    "here",
    "within",
    "edit",
    "sort",
    "view",
    "cols",
    "tour",
    "compare",
)
SCRIPT = "text/javascript"
_ID = re.compile(r"PL\d+-\d+")
blueprint = Blueprint("pages", __name__)


def ids(text: str) -> Markup:
    """Return a text of a page in which no line ends inside an id: a hyphen would invite one."""
    return Markup(_ID.sub(r'<span class="id">\g<0></span>', str(escape(said(text)))))  # noqa: S704  escaped


def furnish(app: Flask) -> None:
    """Give every page what all pages need: addresses of assets, words of the codes, what is wrong with edited files."""
    app.jinja_env.globals.update(asset_url=asset_url, look=look)
    app.jinja_env.filters.update(ids=ids)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"faults": source().faults})


def map_parts(day: Snapshot) -> PageParts:
    """Return the parts of the map's page. The data is not in them: a day's parts are the same for all filters."""
    return page_parts(shell_map(shapes=day.records.programme.shapes))


@blueprint.get("/")
@requires("viewer")
def index() -> Response:
    """Answer the map: a shell that fetches its data."""
    parse_query(request.args.items(multi=True), also=MAP_STATE)
    day = snapshot()
    faults = source().faults
    own = any(layer.base for layer in overlays().declared().layers)

    def make() -> Body:
        page = render_template("map.html", parts=map_parts(day), script_url="/map.js", own_base=own)
        return Body(page.encode(), HTML)

    return answer(request, day.answer(("map", faults, own), make))


@blueprint.get("/map.js")
@requires("viewer")
def map_script() -> Response:
    """Answer the map's own script, which folium wrote: it has an address, so that the page needs no inline script."""
    refuse_unknown(request.args, ())
    day = snapshot()
    return answer(request, day.answer("map.js", lambda: Body(map_parts(day).script.encode(), SCRIPT)))


@blueprint.get("/assets/<version>/<path:name>")
@public
def asset(version: str, name: str) -> Response:
    """Answer an asset under the hash of its content: it may be kept for ever."""
    found = assets().get(name)
    if found is None or found.version != version:
        abort(404)
    return answer(request, _asset_body(found))


@cache
def _asset_body(found: Asset) -> Body:
    """Return the body of an asset, one a process."""
    return Body(found.content, found.media_type.partition(";")[0], IMMUTABLE)


@blueprint.get("/healthz")
@public
def health() -> Response:
    """Answer whether the data is good, which version it is, and how many rows it has; at once, whatever others do."""
    refuse_unknown(request.args, ())
    day, faults = source().at_hand(), source().faults
    says: dict[str, Any] = {
        "status": "ok" if not faults else "stale",
        "version": day.version,
        "as_of": day.as_of,
        "counts": {kind: int(count) for kind, count in day.frame["kind"].value_counts().items()},
        "faults": len(faults),
    }
    return json_now(says)
