"""GeoJSON for the web: one collection, or one feature a line (RFC 8142) for programs that read as it comes."""

from __future__ import annotations

from pathlib import Path

import orjson

from geo.export.delivery import Delivery
from geo.export.geojson import collection, to_features

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
    path.write_bytes(collection((feature for _, feature in to_features(delivery.frame)), members))


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
        for _, feature in to_features(delivery.frame):
            file.write(_RECORD_SEPARATOR + feature[:-1] + b',"notice":' + said + b"}\n")
