"""Tells Schemathesis what OpenAPI cannot say: what a CQL2 condition, its language and a box are.

Loaded by Schemathesis itself, which finds the name of this module in SCHEMATHESIS_HOOKS.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import cql2
import schemathesis
from hypothesis import strategies as st

WORDS = st.sampled_from(["PL1-01", "PL2-04", "Đường “Máng Nước”", "Giải phóng mặt bằng", "x''y", "%", "_%", "\\", ""])
NUMBERS = st.integers(-1_700_000, 1_700_000).map(lambda at: f"{at / 10_000:.4f}")
COMPARED = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
COLUMNS = st.sampled_from(["id", "name", "source"])  # every collection has these
SPATIAL = st.sampled_from(["INTERSECTS", "WITHIN", "DISJOINT", "TOUCHES"])


def conditions() -> st.SearchStrategy[str]:
    """Return conditions on what every collection has, nested a few deep."""
    text = WORDS.map(lambda words: f"'{words}'")
    point = st.tuples(NUMBERS, NUMBERS).map(lambda pair: f"POINT({' '.join(pair)})")
    line = st.tuples(NUMBERS, NUMBERS, NUMBERS).map("LINESTRING({0[0]} {0[1]}, {0[2]} {0[0]})".format)
    single = st.one_of(
        st.builds("{} {} {}".format, COLUMNS, COMPARED, text),
        st.builds("{} LIKE {}".format, COLUMNS, text),
        st.builds("CASEI({}) LIKE CASEI({})".format, COLUMNS, text),
        st.builds("{} IN ({}, {})".format, COLUMNS, text, text),
        st.builds("{} IS NULL".format, COLUMNS),
        st.builds("S_{}(geometry, {})".format, SPATIAL, point | line),
    )
    return st.recursive(
        single,
        lambda part: st.one_of(
            st.builds("({} {} {})".format, part, st.sampled_from(["AND", "OR"]), part),
            st.builds("NOT ({})".format, part),
        ),
        max_leaves=4,
    )


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Write a valid condition in the language that the request names, and a valid box as one of the globe."""
    asked = case.query or {}
    if asked.get("filter-lang") == "cql2-json" and isinstance(asked.get("filter"), str):
        with suppress(cql2.ParseError):  # a text that is meant to be wrong stays as it is
            asked["filter"] = json.dumps(cql2.parse_text(asked["filter"]).to_json())
    with suppress(ValueError, KeyError, AttributeError):  # a box that is meant to be wrong stays as it is
        box = [float(number) for number in asked["bbox"].split(",")]
        asked["bbox"] = ",".join(map(str, on_the_globe(box))) if len(box) in {4, 6} else asked["bbox"]


def on_the_globe(box: list[float]) -> list[float]:
    """Return a box whose numbers fit every system, the smaller latitude first."""
    fitting = [max(-80.0, min(80.0, number)) for number in box]
    half = len(box) // 2
    fitting[1], fitting[half + 1] = sorted((fitting[1], fitting[half + 1]))
    fitting[0], fitting[half] = sorted((fitting[0], fitting[half]))
    return fitting


@schemathesis.hook
def flatmap_path_parameters(context: Any, path_parameters: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Ask for rows that are there as often as for rows that are not."""
    known = st.sampled_from(["PL1-01", "PL2-04", "PL4-02", "duong-hoa-binh"])
    if "featureId" not in (path_parameters or {}):
        return st.just(path_parameters)
    return st.just(path_parameters) | known.map(lambda name: {**path_parameters, "featureId": name})


schemathesis.openapi.format("cql2", conditions())
