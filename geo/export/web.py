"""GeoJSON for the web: one collection, or one feature a line (RFC 8142) for programs that read as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson

from geo.export.delivery import Delivery
from geo.export.geojson import collection, to_features

_ROWS_AT_ONCE = 10_000
_RECORD_SEPARATOR = b"\x1e"


def to_geojson_file(delivery: Delivery, path: Path) -> None:
    """Write a FeatureCollection; as-of date, filter and data version stand beside the features as foreign members."""
    notice = delivery.notice
    members = {
        "as_of": notice.as_of,
        "filter": notice.filter_words,
        "version": notice.version,
        "caution": notice.caution,
    }
    head, tail = collection((), members)[:-2], b"]}"
    with path.open("wb") as file:
        file.write(head)
        for at, feature in enumerate(_features(delivery)):
            file.write(b"," + feature if at else feature)
        file.write(tail)


def _features(delivery: Delivery) -> Iterator[bytes]:
    """Yield the features, so many rows at a time: the memory does not grow with the rows."""
    for start in range(0, len(delivery.frame), _ROWS_AT_ONCE):
        for _, feature in to_features(delivery.frame.iloc[start : start + _ROWS_AT_ONCE]):
            yield feature


def to_geojson_sequence(delivery: Delivery, path: Path) -> None:
    """Write a sequence of features, each after a record separator; each carries the notice as a foreign member."""
    notice = delivery.notice
    said = orjson.dumps(
        {
            "as_of": notice.as_of,
            "filter": notice.filter_words,
            "attribution": notice.attribution,
            "licence": notice.licence,
        }
    )
    with path.open("wb") as file:
        for feature in _features(delivery):
            file.write(_RECORD_SEPARATOR + feature[:-1] + b',"notice":' + said + b"}\n")
