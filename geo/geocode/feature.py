"""A location as one GeoJSON Feature (RFC 7946): what `locate` answers on the command line and on the web."""

from __future__ import annotations

from typing import Any

from shapely.geometry import mapping

from geo.model import Location


def to_feature(location: Location, query: str) -> dict[str, Any]:
    """Return a Feature; a refusal has a null geometry, `precision` "none" and its reason.

    Properties: query, precision, radius_m (metres), method, places (ids), evidence (words, place, says), zone,
    outside_ward, sketch, source, reason, candidates (place, name, score 0–1, reason). Plain lists, strings, numbers.
    """
    return {
        "type": "Feature",
        "geometry": None if location.geometry is None else _plain(mapping(location.geometry)),
        "properties": {
            "query": query,
            "precision": location.precision.value,
            "radius_m": location.radius_m,
            "method": location.method,
            "places": list(location.places),
            "evidence": [{"words": e.words, "place": e.place, "says": e.says} for e in location.evidence],
            "zone": location.zone,
            "outside_ward": location.outside_ward,
            "sketch": location.sketch,
            "source": location.source,
            "reason": location.reason,
            "candidates": [
                {"place": c.place, "name": c.name, "score": c.score, "reason": c.reason} for c in location.candidates
            ],
        },
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  shapely's mapping nests tuples to a depth that depends on the type
    """Return a mapping's tuples as lists."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
