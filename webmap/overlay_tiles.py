"""Tiles of local archives: pictures as they lie there, vector tiles drawn in our own colours, by day or by night.

What is drawn is kept as far as there is room and waits at a gate. A tile that cannot be drawn is one answer and one
line in the log; the map, and the other tiles, stand.
"""

from __future__ import annotations

import base64
import logging
import time
from typing import Final

from flask import Blueprint, Response, abort, request

from geo.errors import LayerError, QueryError
from geo.language import say
from geo.overlays.archive import Archive
from geo.overlays.quiet import GROUNDS
from geo.overlays.tiles import make_tile
from webmap.access import requires
from webmap.body import Body, answer
from webmap.current import overlays
from webmap.gate import TILES
from webmap.overlays import find_layer

RATIOS: Final = ("1", "2")
REFUSED_S: Final = 600.0  # until a tile that could not be drawn is tried again: the machine may have been busy
WEEK: Final = f"private, max-age={7 * 24 * 3600}"  # the address names the version of the file
EMPTY: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII="
)  # one clear pixel: a browser takes an answer without a picture for a failure
_log = logging.getLogger(__name__)
blueprint = Blueprint("overlay_tiles", __name__)


@blueprint.get("/layers/<layer_id>/<int:z>/<int:x>/<int:y>")
@requires("viewer")
def tile(layer_id: str, z: int, x: int, y: int) -> Response:
    """Answer one tile of a local archive, a clear one where it has none; `ground` and `ratio` are for drawn ones."""
    overlay = find_layer(layer_id, known=("v", "ground", "ratio"))
    archive = overlays().content(overlay)
    if not isinstance(archive, Archive):
        abort(404)
    look = _one_of("ground", GROUNDS), int(_one_of("ratio", RATIOS))
    cache = WEEK if request.args.get("v") == archive.version else "no-cache"
    tag = f"{archive.version}-{z}-{x}-{y}" + (f"-{look[0]}-{look[1]}" if archive.vector else "")
    if request.if_none_match.contains(tag):  # the same file, the same tile: nothing has to be drawn to know it
        response = Response(status=304)
    else:
        response = answer(request, _made(archive, (z, x, y), look))
    response.headers["Cache-Control"] = cache
    response.set_etag(tag)
    return response


def _made(archive: Archive, place: tuple[int, int, int], look: tuple[str, int]) -> Body:
    """Return a tile, drawn or as it lies there. Answers 404 for one that cannot be shown, soon again untried."""
    book = overlays()
    key = archive.version, place, look
    if time.monotonic() < (book.refused.find(key) or float("-inf")):
        abort(404)
    try:
        return _drawn(archive, place, look) if archive.vector else _read(archive, place, look)
    except LayerError as error:
        book.refused.keep(key, time.monotonic() + REFUSED_S)
        _log.warning("%s (%s)", error.sentence, error.__cause__)
        abort(404)


def _drawn(archive: Archive, place: tuple[int, int, int], look: tuple[str, int]) -> Body:
    """Return a drawn tile, kept or made in turn. Raises `LayerError`."""
    tiles, key = overlays().tiles, (archive.version, place, look)
    if found := tiles.find(key):
        return found
    with TILES.turn():  # whoever waited may find what another drew meanwhile
        return tiles.find(key) or tiles.keep(key, _read(archive, place, look))


def _read(archive: Archive, place: tuple[int, int, int], look: tuple[str, int]) -> Body:
    picture = make_tile(archive, place, look, overlays().draughtsman)
    return Body(picture, archive.media_type) if picture else Body(EMPTY, "image/png")


def _one_of(name: str, allowed: tuple[str, ...]) -> str:
    """Return a parameter, its first value where it is not given. Raises `QueryError` for another."""
    text = request.args.get(name, allowed[0])
    if text not in allowed:
        raise QueryError(say("Không nhận giá trị này"), parameter=name, value=text[:40], allowed=allowed)
    return text
