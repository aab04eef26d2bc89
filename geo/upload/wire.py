"""What passes between the server and the process that reads a file: JSON with WKB in hex, never pickles."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson
import shapely

from geo.errors import UploadError
from geo.language import Number, Sentence
from geo.upload.model import DeclaredCrs, Feature, Format, Layer, Limits, Upload


def write_question(kind: Format, filename: str, data: bytes, limits: Limits) -> bytes:
    """Write a question: one line of JSON, then the bytes of the file."""
    head = orjson.dumps({"kind": kind, "filename": filename, "limits": asdict(limits)})
    return head + b"\n" + data


def read_question(question: bytes) -> tuple[Format, str, bytes, Limits]:
    """Read what `write_question` wrote."""
    head, _, data = question.partition(b"\n")
    said = orjson.loads(head)
    return Format(said["kind"]), said["filename"], data, Limits(**said["limits"])


def write_upload(upload: Upload) -> bytes:
    """Write an answer that went well."""
    layers = [
        {
            "name": layer.name,
            "epsg": layer.crs.epsg,
            "words": _kept(layer.crs.words),
            "features": [[shapely.to_wkb(item.geometry, hex=True), dict(item.properties)] for item in layer.features],
        }
        for layer in upload.layers
    ]
    notes = [_kept(note) for note in upload.notes]
    return orjson.dumps({"filename": upload.filename, "format": upload.format, "layers": layers, "notes": notes})


def write_refusal(error: UploadError) -> bytes:
    """Write an answer that refuses."""
    value = error.value if isinstance(error.value, str | int | float | None) else str(error.value)
    refused = {"what": error.what, "value": value, "remedy": error.remedy}
    return orjson.dumps({"refused": {name: _kept(part) for name, part in refused.items()}})


def read_answer(answer: bytes) -> Upload:
    """Read an answer. Raises the `UploadError` that it holds, ValueError when it is none."""
    said: dict[str, Any] = orjson.loads(answer)
    if "refused" in said:
        refused = {name: _read(part) for name, part in said["refused"].items()}
        raise UploadError(refused["what"], value=refused["value"], remedy=refused["remedy"])
    layers = tuple(
        Layer(
            layer["name"],
            DeclaredCrs(layer["epsg"], _read(layer["words"])),
            tuple(Feature(shapely.from_wkb(bytes.fromhex(wkb)), properties) for wkb, properties in layer["features"]),
        )
        for layer in said["layers"]
    )
    return Upload(said["filename"], Format(said["format"]), layers, tuple(map(_read, said["notes"])))


def _kept(value: object) -> object:
    """Return a sentence with what it was put together from, so that the server can say it in its reader's language."""
    if isinstance(value, Number):
        return {"number": value.english}
    if isinstance(value, Sentence):
        return {
            "written": value.written,
            "values": {name: _kept(part) for name, part in value.values.items()},
            "n": value.n,
        }
    return value


def _read(kept: Any) -> Any:  # noqa: ANN401  JSON is what it is
    """Return what `_kept` was given."""
    if not isinstance(kept, dict):
        return kept
    if "number" in kept:
        return Number(kept["number"])
    return Sentence.built(kept["written"], {name: _read(part) for name, part in kept["values"].items()}, kept["n"])
