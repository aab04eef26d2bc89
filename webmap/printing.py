"""The map on paper, made here: `/print.pdf` and `/print.png` with the filters of the map, paper, theme and position."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from flask import Blueprint, Response, abort, request

from geo.crs import HAI_PHONG, points_to_vn2000
from geo.errors import QueryError
from geo.frame import select
from geo.language import say
from geo.model import Query
from geo.printed.document import Document, build_document
from geo.printed.layers import OwnLayers
from geo.printed.sheet import PAPERS, SCALES, THEMES, Box, Sheet
from webmap import style
from webmap.access import requires
from webmap.body import Body, answer
from webmap.current import overlays, source
from webmap.exports import map_address, notice
from webmap.gate import PRESS
from webmap.language import language
from webmap.overlay_paper import paper_layers
from webmap.query import PARAMETERS, parse_query
from webmap.source import Snapshot

MEDIA_TYPES: Mapping[str, str] = MappingProxyType({"pdf": "application/pdf", "png": "image/png"})
SCALE_SPAN = min(SCALES), max(SCALES)
MOST_OWN = 3_000  # letters: more than all layers that can be declared
blueprint = Blueprint("printing", __name__)


def _one_of(name: str, allowed: Iterable[str]) -> Callable[[str], str]:
    """Return a reader of one of some codes."""
    codes = tuple(allowed)

    def read(text: str) -> str:
        if text not in codes:
            raise QueryError(say("Không nhận giá trị này"), parameter=name, value=text, allowed=codes)
        return text

    return read


def _scale(text: str) -> int:
    """Read the denominator of a scale."""
    least, most = SCALE_SPAN
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and least <= int(text) <= most):
        raise QueryError(
            say("Không in được ở tỷ lệ này"),
            parameter="scale",
            value=text,
            allowed=(say("{least} đến {most}", least=least, most=most),),
        )
    return int(text)


def _view(text: str) -> Box:
    """Read west,south,east,north in degrees into metres of EPSG:9210; a point is a view, too."""
    box = PARAMETERS["bbox"]
    try:
        return _metres(*box.read(text))
    except ValueError:
        raise QueryError(say("Không in được khung này"), parameter="extent", value=text, allowed=box.allowed) from None


def _metres(west: float, south: float, east: float, north: float) -> Box:
    """Return a box of degrees in metres. Raises ValueError half the world away, where the grid has no numbers."""
    corners = np.array([(lon, lat) for lon in (west, east) for lat in (south, north)])
    metres = points_to_vn2000(corners, HAI_PHONG)
    if not np.isfinite(metres).all():
        raise ValueError(metres)
    return (*metres.min(axis=0).tolist(), *metres.max(axis=0).tolist())


SHEET: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {"paper": _one_of("paper", PAPERS), "theme": _one_of("theme", THEMES), "extent": _view, "scale": _scale}
)


_FIELD = MappingProxyType({"extent": "view"})  # in the address, `view` is what the map's panel shows


def read_sheet(given: Mapping[str, str]) -> Sheet:
    """Return the sheet that the texts of `SHEET` ask for, in the reader's language. Raises `QueryError`."""
    read = {name: SHEET[name](text) for name, text in given.items()}
    return Sheet(**{_FIELD.get(name, name): value for name, value in read.items()}, language=language())  # type: ignore[arg-type]


def draw(day: Snapshot, query: Query, sheet: Sheet, home: str = "", own: OwnLayers = OwnLayers()) -> Document:  # noqa: B008
    """Return the sheet of the rows that a question keeps on a day, perhaps with layers of one's own."""
    shapes = day.records.programme.shapes
    return build_document(select(day.frame, query), shapes, style.table(), notice(day, query, home), sheet, own)


def _own(words: Sequence[str]) -> str:
    """Return which layers of one's own are asked for, as the map's address has them. Raises `QueryError`."""
    text = ",".join(words)
    if len(text) > MOST_OWN:
        raise QueryError(say("Quá nhiều lớp riêng"), parameter="own", value=text[:40], allowed=("nen,ranh.50",))
    return text


@blueprint.get("/print.<ending>")
@requires("viewer")
def printed(ending: str) -> Response:
    """Answer the sheet as PDF, or its first page as PNG."""
    if ending not in MEDIA_TYPES:
        abort(404)
    query = parse_query(request.args.items(multi=True), also=(*SHEET, "own"))
    sheet = read_sheet({name: ",".join(request.args.getlist(name)) for name in SHEET if name in request.args})
    day = source().snapshot(query.as_of)
    own = _own(request.args.getlist("own"))
    said = notice(day, query, map_address(query))

    def make() -> Body:
        """Set the sheet."""
        document = draw(day, query, sheet, said.home, paper_layers(overlays(), own))
        return Body(document.to_pdf() if ending == "pdf" else document.to_png(), MEDIA_TYPES[ending])

    key = "print", ending, sheet, said.home, own, overlays().stamp
    response = answer(request, day.answer(key, make, PRESS))
    response.headers["Content-Disposition"] = f"inline; filename=ban-do-{day.as_of.isoformat()}.{ending}"
    return response
