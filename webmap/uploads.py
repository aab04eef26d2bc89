"""Coordinates and files before they are saved: a pasted table or an uploaded file in, readings and a preview out.

Nothing is stored here. What a person then chooses goes, with source and reason, to
`/api/projects/<project_id>/corrections`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from flask import Blueprint, Response, request
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.coordinates import Choice, Drawing, DrawnKind, Proposal, Reading, Verdict, Way, propose, read_table
from geo.coordinates.proposal import draw_block
from geo.corrections.overlay import tidy
from geo.crs import area_m2, length_m
from geo.errors import CoordinateError, QueryError
from geo.landing import Ground, build_ground
from geo.language import say
from geo.upload import LayerPlacing, Placed, place_layer, read_upload
from webmap.access import requires
from webmap.body import json_now, sent_file, sent_object
from webmap.current import snapshot
from webmap.gate import FILES
from webmap.query import refuse_unknown

SHOWN_FEATURES = 200
SHOWN_VERTICES = 20_000
blueprint = Blueprint("uploads", __name__, url_prefix="/api")


@blueprint.post("/coordinates/read")
@requires("editor")
def read_coordinates() -> Response:
    """Answer how a pasted `text` can be read; perhaps with a `kind`, and `epsg` with `north_first` as chosen."""
    refuse_unknown(request.args, ())
    body = sent_object(request)
    text = body.get("text")
    if not isinstance(text, str):
        raise CoordinateError(say("Thiếu bảng tọa độ"), remedy=say("Hãy gửi trường text."))
    kind = _read_kind(body.get("kind"))
    proposal = propose(read_table(text), _ground(), kind, _read_way(body))
    return json_now(_proposal(proposal, kind))


@blueprint.post("/uploads/read")
@requires("editor")
def read_file() -> Response:
    """Answer what a file holds and where it lies (multipart: `file`; perhaps `layer`, `epsg`, `north_first`)."""
    refuse_unknown(request.args, ())
    filename, file = sent_file(request)
    with FILES.turn():
        upload = read_upload(filename, file.read())
    chosen, way = request.form.get("layer"), _read_way(request.form)
    ground = _ground()
    layers = [place_layer(layer, ground, way if chosen in {None, layer.name} else None) for layer in upload.layers]
    says = {"filename": upload.filename, "format": upload.format, "notes": upload.notes}
    return json_now({**says, "layers": [_layer(placing) for placing in layers]})


def _ground() -> Ground:
    return build_ground(snapshot().records.programme.shapes)


def _read_kind(value: object) -> DrawnKind | None:
    if value is None:
        return None
    if value not in set(DrawnKind):
        raise QueryError(say("Loại hình không có"), parameter="kind", value=str(value)[:40], allowed=DrawnKind)
    return DrawnKind(str(value))


def _read_way(given: Mapping[str, Any]) -> Way | None:
    """Read a person's choice of a reading: `epsg` and `north_first`, both or none. Raises QueryError."""
    epsg, north_first = given.get("epsg"), given.get("north_first")
    if epsg is None and north_first is None:
        return None
    truth = {"true": True, "false": False}.get(str(north_first).lower())
    if truth is None:
        allowed = ("true", "false")
        raise QueryError(
            say("Thứ tự tọa độ không rõ"), parameter="north_first", value=str(north_first)[:40], allowed=allowed
        )
    if not str(epsg).isdecimal():
        raise QueryError(
            say("Mã hệ tọa độ phải là số"), parameter="epsg", value=str(epsg)[:40], allowed=("9210", "3405", "…")
        )
    return Way(int(str(epsg)), truth)


def _proposal(proposal: Proposal, kind: DrawnKind | None) -> dict[str, Any]:
    """Write a proposal; readings that fit carry their own drawing, so that a person sees what each choice means."""
    table, choice = proposal.table, proposal.choice
    fitting = {
        reading.way: _drawing(draw_block(table, proposal.block, reading.way, kind))
        for reading in choice.fitting
        if choice.verdict is Verdict.SEVERAL
    }
    return {
        **_choice(choice, fitting),
        "doubts": proposal.doubts,
        "notes": proposal.notes,
        "radius_m": proposal.radius_m,
        "stated_meridian": table.stated_meridian,
        "corners": [
            {"label": c.label, "first": c.raw[0], "second": c.raw[1], "part": c.part} for c in proposal.block.corners
        ],
        "drawing": _drawing(proposal.drawing) if proposal.drawing else None,
    }


def _choice(choice: Choice, drawings: Mapping[Way, Any] | None = None) -> dict[str, Any]:
    drawn = drawings or {}
    return {
        "verdict": choice.verdict,
        "says": choice.says,
        "chosen": _way(choice.chosen.way) if choice.chosen else None,
        "readings": [{**_reading(reading), "drawing": drawn.get(reading.way)} for reading in choice.readings],
    }


def _way(way: Way) -> dict[str, Any]:
    return {"epsg": way.epsg, "north_first": way.north_first}


def _reading(reading: Reading) -> dict[str, Any]:
    landing = reading.landing
    return {
        **_way(reading.way),
        "name": reading.way.name,
        "says": landing.says,
        "where": landing.where,
        "fits": reading.fits,
        "at_home": reading.at_home,
        "distance_m": landing.distance_m,
        "lon": landing.lon,
        "lat": landing.lat,
    }


def _drawing(drawing: Drawing) -> dict[str, Any]:
    return {
        "kind": drawing.kind,
        "geometry": _geojson(drawing.geometry),
        "errors": drawing.errors,
        "notes": drawing.notes,
        "area_m2": drawing.area_m2,
        "perimeter_m": drawing.perimeter_m,
        "length_m": drawing.length_m,
        "stated_area_m2": drawing.stated_area_m2,
        "area_difference_percent": drawing.area_difference_percent,
    }


def _layer(placing: LayerPlacing) -> dict[str, Any]:
    """Write a layer: its choice, and as many of its features as a page can show, those in the ward first."""
    numbered = sorted(enumerate(placing.placed), key=lambda item: not item[1].landing.is_allowed)
    shown = list(_within_room(numbered))
    return {
        "name": placing.layer.name,
        "declared": placing.layer.crs.words,
        **_choice(placing.choice),
        "doubts": placing.choice.doubts,
        "total": len(placing.layer.features),
        "features": [_feature(number, placed) for number, placed in shown],
    }


def _within_room(numbered: Iterable[tuple[int, Placed]]) -> Iterable[tuple[int, Placed]]:
    room = SHOWN_VERTICES
    for place, (number, placed) in enumerate(numbered):
        room -= int(shapely.get_num_coordinates(placed.geometry))
        if place >= SHOWN_FEATURES or (room < 0 and place):
            return
        yield number, placed


def _feature(number: int, placed: Placed) -> dict[str, Any]:
    valid = bool(placed.geometry.is_valid)
    fault = "" if valid else say("Hình tự cắt hoặc hỏng ({reason}).", reason=shapely.is_valid_reason(placed.geometry))
    measurable = placed.landing.is_allowed
    return {
        "number": number,
        "properties": placed.feature.properties,
        "geometry": _geojson(placed.geometry),
        "says": placed.landing.says,
        "fits": placed.landing.is_allowed,
        "fault": fault,
        "area_m2": area_m2(placed.geometry) if measurable else None,
        "length_m": length_m(placed.geometry) if measurable else None,
        "vertices": int(shapely.get_num_coordinates(placed.geometry)),
    }


def _geojson(geometry: BaseGeometry) -> Mapping[str, Any]:
    return mapping(tidy(geometry))
