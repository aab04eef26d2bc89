"""The map for a frame of another site: no header, and the only page that another site may frame.

Which sites may is the setting `EMBED_HOSTS`; by default none but this one. Every other page refuses to be framed.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from webmap.access import requires
from webmap.body import HTML, Body, answer
from webmap.current import settings, snapshot, source
from webmap.headers import declared_hosts, policy
from webmap.pages import MAP_STATE, map_parts
from webmap.query import parse_query

blueprint = Blueprint("embed", __name__)


@blueprint.get("/embed")
@requires("viewer")
def embed() -> Response:
    """Answer the map without header, for an `iframe`; its address takes the filters and state of the map's."""
    parse_query(request.args.items(multi=True), also=MAP_STATE)
    day = snapshot()
    faults = source().faults

    def make() -> Body:
        page = render_template("embed.html", parts=map_parts(day), script_url="/map.js")
        return Body(page.encode(), HTML)

    response = answer(request, day.answer(("embed", faults), make))
    ancestors = " ".join(("'self'", *settings().embed_hosts))
    response.headers["Content-Security-Policy"] = policy({"frame-ancestors": ancestors}, declared_hosts())
    return response
