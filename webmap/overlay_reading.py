"""A file that somebody only wants to look at: read within the limits of uploads, given back, stored nowhere."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests

from geo.landing import build_ground
from geo.overlays.dropped import to_dropped
from geo.upload import read_upload
from webmap.access import requires
from webmap.body import json_now, sent_file
from webmap.current import overlays, snapshot
from webmap.gate import FILES
from webmap.query import refuse_unknown

blueprint = Blueprint("overlay_reading", __name__)


@blueprint.post("/api/layers/read")
@requires("viewer")
def read_layer() -> Response:
    """Answer the shapes of a file in WGS 84 (multipart: `file`); 429 for whoever sends too many."""
    refuse_unknown(request.args, ())
    wait_s = overlays().readings.admit("", request.remote_addr or "")
    if wait_s:
        raise TooManyRequests(retry_after=int(wait_s) + 1)
    filename, file = sent_file(request)
    with FILES.turn():
        upload = read_upload(filename, file.read())
        layers = to_dropped(upload, build_ground(snapshot().records.programme.shapes))
    return json_now({"layers": [asdict(layer) for layer in layers]})
