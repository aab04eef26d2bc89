"""The rule: OGC API – Features Part 3 and CQL2 (OGC 21-065r2), each class that is claimed, by the rows it keeps.

What a filter keeps is compared with what plain Python keeps from the same rows.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

import cql2
import pytest
import shapely
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import to_vn2000
from geo.errors import QueryError
from tests.services import sample_app
from webmap.ogc import cql
from webmap.ogc.cql_values import matcher, unaccented
from webmap.ogc.documents import CONFORMANCE

LINES = "/ogc/collections/projects-lines/items"
Row = dict[str, Any]
BOX = (106.668, 20.893, 106.69, 20.925)


@pytest.fixture(scope="module")
def ogc(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return sample_app(tmp_path_factory.mktemp("ogc")).test_client()


def rows(ogc: FlaskClient, args: str = "") -> list[Row]:
    answer = ogc.get(f"{LINES}?limit=1000&{args}")
    assert answer.status_code == 200, answer.text
    return [
        feature["properties"] | {"shape": shapely.geometry.shape(feature["geometry"])}
        for feature in answer.get_json()["features"]
    ]


def kept(ogc: FlaskClient, text: str, more: str = "") -> list[str]:
    return [row["id"] for row in rows(ogc, f"filter={quote(text)}{more}")]


def fold(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(letter) != "Mn"
    )


AREA = shapely.box(*BOX)
WKT = "POLYGON((106.668 20.893, 106.69 20.893, 106.69 20.925, 106.668 20.925, 106.668 20.893))"
BASIC: list[tuple[str, Callable[[Row], bool]]] = [
    ("start_year = 2026", lambda row: row["start_year"] == 2026),
    ("start_year <> 2026", lambda row: row["start_year"] not in (2026, None)),
    ("start_year < 2026", lambda row: row["start_year"] is not None and row["start_year"] < 2026),
    ("start_year >= 2026", lambda row: row["start_year"] is not None and row["start_year"] >= 2026),
    ("kind = 'project'", lambda row: row["kind"] == "project"),
    ("name > 'Dự án'", lambda row: row["name"] > "Dự án"),
    ("sketch = TRUE", lambda row: row["sketch"]),
    ("sketch", lambda row: row["sketch"]),
    ("NOT sketch", lambda row: not row["sketch"]),
    ("cleared_by IS NULL", lambda row: row["cleared_by"] is None),
    ("cleared_by IS NOT NULL", lambda row: row["cleared_by"] is not None),
    ("NOT start_year = 2026", lambda row: row["start_year"] not in (2026, None)),  # unknown is not false
    (
        "start_year = 2026 OR cleared_by IS NOT NULL",
        lambda row: row["start_year"] == 2026 or row["cleared_by"] is not None,
    ),
    ("start_year = 2026 AND NOT (sketch = TRUE)", lambda row: row["start_year"] == 2026 and not row["sketch"]),
    ("cleared_by = 'x' OR kind = 'project'", lambda row: row["kind"] == "project"),  # unknown or true is true
    ("clearance_deadline > DATE('2026-12-31')", lambda row: (row["clearance_deadline"] or "") > "2026-12-31"),
    ("clearance_deadline = '2027-12-31'", lambda row: row["clearance_deadline"] == "2027-12-31"),
    ("name = 'một'", lambda _: False),
    ("2026 = start_year", lambda row: row["start_year"] == 2026),
]
ADVANCED: list[tuple[str, Callable[[Row], bool]]] = [
    ("name LIKE 'Dự án%'", lambda row: row["name"].startswith("Dự án")),
    ("name LIKE '%khu đô thị%'", lambda row: "khu đô thị" in row["name"]),
    ("name NOT LIKE '%khu đô thị%'", lambda row: "khu đô thị" not in row["name"]),
    ("id LIKE 'PL3-_2'", lambda row: row["id"].startswith("PL3-") and row["id"].endswith("2")),
    ("start_year BETWEEN 2025 AND 2026", lambda row: row["start_year"] in (2025, 2026)),
    ("start_year NOT BETWEEN 2025 AND 2026", lambda row: row["start_year"] not in (2025, 2026, None)),
    ("start_year IN (2025, 2027)", lambda row: row["start_year"] in (2025, 2027)),
    ("category NOT IN ('road','bridge')", lambda row: row["category"] not in ("road", "bridge")),
]
TEXTS: list[tuple[str, Callable[[Row], bool]]] = [
    ("CASEI(name) LIKE CASEI('%KHU ĐÔ THỊ%')", lambda row: "khu đô thị" in row["name"].casefold()),
    ("CASEI(kind) = CASEI('PROJECT')", lambda row: row["kind"] == "project"),
    ("ACCENTI(name) LIKE ACCENTI('%Khu do thi%')", lambda row: "Khu do thi" in unaccented(row["name"])),
    (
        "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%duong%'))",
        lambda row: "duong" in fold(row["name"]).replace("đ", "d"),
    ),
]
NUMBERS: list[tuple[str, Callable[[Row], bool]]] = [
    ("finish_year - start_year >= 3", lambda row: _years(row) >= 3),
    ("start_year * 2 = 4052", lambda row: row["start_year"] == 2026),
    ("start_year + 1 = finish_year", lambda row: _years(row) == 1),
    ("start_year % 2 = 0", lambda row: row["start_year"] is not None and row["start_year"] % 2 == 0),
    ("start_year DIV 1000 = 2", lambda row: row["start_year"] is not None),
    ("radius_m / 0 = 1", lambda _: False),
    ("2 ^ 3 = number", lambda row: row["number"] == 8),
]
PROPERTIES: list[tuple[str, Callable[[Row], bool]]] = [
    ("start_year = finish_year", lambda row: row["start_year"] is not None and row["start_year"] == row["finish_year"]),
    ("appendix < number", lambda row: row["appendix"] < row["number"]),
    ("appendix >= number", lambda row: row["appendix"] >= row["number"]),
    ("begin < end", lambda row: row["begin"] is not None and row["end"] is not None),
]
SPACE: list[tuple[str, Callable[[Row], bool]]] = [
    (f"S_INTERSECTS(geometry, BBOX({','.join(map(str, BOX))}))", lambda row: row["shape"].intersects(AREA)),
    (f"S_INTERSECTS(geometry, {WKT})", lambda row: row["shape"].intersects(AREA)),
    (
        "S_INTERSECTS(geometry, POINT(106.673 20.917))",
        lambda row: row["shape"].intersects(shapely.Point(106.673, 20.917)),
    ),
    (f"S_DISJOINT(geometry, {WKT})", lambda row: row["shape"].disjoint(AREA)),
    (f"S_WITHIN(geometry, {WKT})", lambda row: row["shape"].within(AREA)),
    (f"S_CONTAINS({WKT}, geometry)", lambda row: row["shape"].within(AREA)),
    (f"S_CROSSES(geometry, {WKT})", lambda row: row["shape"].crosses(AREA)),
    (f"S_TOUCHES(geometry, {WKT})", lambda row: row["shape"].touches(AREA)),
    (f"S_OVERLAPS(geometry, {WKT})", lambda row: row["shape"].overlaps(AREA)),
    (f"S_EQUALS(geometry, {WKT})", lambda row: row["shape"].equals(AREA)),
    ("geometry IS NULL", lambda _: False),
]


def _years(row: Row) -> int:
    if row["start_year"] is None or row["finish_year"] is None:
        return -1
    return int(row["finish_year"] - row["start_year"])


@pytest.mark.parametrize(("text", "rule"), [*BASIC, *ADVANCED, *TEXTS, *NUMBERS, *PROPERTIES, *SPACE])
def test_a_filter_keeps_what_it_says(ogc: FlaskClient, text: str, rule: Callable[[Row], bool]) -> None:
    """Classes basic-cql2, advanced-comparison, case- and accent-insensitive, arithmetic, property-property, spatial."""
    assert kept(ogc, text) == [row["id"] for row in rows(ogc) if rule(row)]


@pytest.mark.parametrize(("text", "rule"), [*BASIC, *ADVANCED, *TEXTS, *NUMBERS, *PROPERTIES, *SPACE])
def test_the_same_filter_as_json_keeps_the_same(ogc: FlaskClient, text: str, rule: Callable[[Row], bool]) -> None:
    """Class cql2-json."""
    written = json.dumps(cql2.parse_text(text).to_json())
    if text in {"sketch"}:  # a lone property is a condition in text only (the schema of CQL2 JSON)
        return
    assert kept(ogc, written, "&filter-lang=cql2-json") == [row["id"] for row in rows(ogc) if rule(row)]


def test_the_examples_keep_something_and_not_everything(ogc: FlaskClient) -> None:
    """A comparison of two empty lists would prove nothing."""
    every = len(rows(ogc))
    for group in (BASIC, ADVANCED, TEXTS, NUMBERS, PROPERTIES, SPACE):
        telling = [text for text, rule in group if 0 < sum(map(rule, rows(ogc))) < every]
        assert len(telling) >= len(group) / 2


DAYS: dict[str, Callable[[date, date, date, date], bool]] = {
    "t_after": lambda a, b, c, d: a > d,
    "t_before": lambda a, b, c, d: b < c,
    "t_contains": lambda a, b, c, d: a < c and b > d,
    "t_disjoint": lambda a, b, c, d: b < c or a > d,
    "t_during": lambda a, b, c, d: a > c and b < d,
    "t_equals": lambda a, b, c, d: a == c and b == d,
    "t_finishedby": lambda a, b, c, d: a < c and b == d,
    "t_finishes": lambda a, b, c, d: a > c and b == d,
    "t_intersects": lambda a, b, c, d: not (b < c or a > d),
    "t_meets": lambda a, b, c, d: b == c,
    "t_metby": lambda a, b, c, d: a == d,
    "t_overlappedby": lambda a, b, c, d: c < a < d < b,
    "t_overlaps": lambda a, b, c, d: a < c < b < d,
    "t_startedby": lambda a, b, c, d: a == c and b > d,
    "t_starts": lambda a, b, c, d: a == c and b < d,
}


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize(("first", "last"), [("2025-01-01", "2026-12-31"), ("2026-01-01", ".."), ("..", "2025-12-31")])
def test_temporal_relations(ogc: FlaskClient, name: str, first: str, last: str) -> None:
    """Class temporal-functions: table 8 of the standard, against dates of Python; an open end is infinitely far."""
    begin = date.min if first == ".." else date.fromisoformat(first)
    end = date.max if last == ".." else date.fromisoformat(last)
    expected = [
        row["id"]
        for row in rows(ogc)
        if DAYS[name](
            date.fromisoformat(row["begin"]) if row["begin"] else date.min,
            date.fromisoformat(row["end"]) if row["end"] else date.max,
            begin,
            end,
        )
    ]
    found = kept(ogc, f"{name.upper()}(INTERVAL(begin, end), INTERVAL('{first}', '{last}'))")
    assert found == expected


def test_temporal_relations_of_instants(ogc: FlaskClient) -> None:
    dated = [row for row in rows(ogc) if row["clearance_deadline"]]
    late = [row["id"] for row in dated if row["clearance_deadline"] > "2026-06-30"]
    assert kept(ogc, "T_AFTER(clearance_deadline, DATE('2026-06-30'))") == late
    assert kept(ogc, "T_AFTER(clearance_deadline, TIMESTAMP('2026-06-30T12:00:00Z'))") == late
    assert late


@pytest.mark.parametrize("epsg", [9210, 3857])
def test_filter_crs(ogc: FlaskClient, epsg: int) -> None:
    """Class features-filter: the geometries of a filter are in filter-crs."""
    west, south, east, north = to_vn2000(AREA, epsg).bounds
    text = f"S_INTERSECTS(geometry, BBOX({west},{south},{east},{north}))"
    uri = quote(f"http://www.opengis.net/def/crs/EPSG/0/{epsg}")
    expected = kept(ogc, f"S_INTERSECTS(geometry, BBOX({','.join(map(str, BOX))}))")
    assert kept(ogc, text, f"&filter-crs={uri}") == expected


def test_filter_crs_with_latitude_first(ogc: FlaskClient) -> None:
    uri = quote("http://www.opengis.net/def/crs/EPSG/0/4326")
    assert kept(ogc, "S_INTERSECTS(geometry, POINT(20.917 106.673))", f"&filter-crs={uri}") == ["PL1-02"]
    assert kept(ogc, "S_INTERSECTS(geometry, POINT(106.673 20.917))") == ["PL1-02"]


def test_filter_joins_the_other_parameters(ogc: FlaskClient) -> None:
    both = [row["id"] for row in rows(ogc, "filter=sketch%3DTRUE&start_year=2026")]
    assert both == [row["id"] for row in rows(ogc) if row["sketch"] and row["start_year"] == 2026]


def test_queryables_are_what_a_filter_may_name(ogc: FlaskClient) -> None:
    """Classes queryables and queryables-query-parameters."""
    answer = ogc.get("/ogc/collections/projects-lines/queryables")
    assert answer.content_type == "application/schema+json"
    said = answer.get_json()
    assert said["additionalProperties"] is False
    assert said["$id"].endswith("/ogc/collections/projects-lines/queryables")
    for name, schema in said["properties"].items():
        if name == "geometry":
            assert schema["x-ogc-role"] == "primary-geometry"
            continue
        assert ogc.get(f"{LINES}?filter={quote(name)} IS NOT NULL").status_code == 200
        value = next((row[name] for row in rows(ogc) if row[name] is not None), None)
        if value is not None:
            shown = quote(str(value).lower() if isinstance(value, bool) else str(value))
            assert ogc.get(f"{LINES}?{name}={shown}").get_json()["numberMatched"] > 0, name
        if "enum" in schema:
            assert all(row[name] in [*schema["enum"], None] for row in rows(ogc))


def test_only_what_is_proved_is_claimed() -> None:
    """The tests above hold these classes; one more in the list needs one more test."""
    held = {
        "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
        "accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions",
        "temporal-functions", "property-property", "arithmetic",
    }  # fmt: skip
    claimed = {uri.rpartition("/")[2] for uri in CONFORMANCE if "/cql2/" in uri}
    assert claimed == held
    parts = {uri.rpartition("/")[2] for uri in CONFORMANCE if "/ogcapi-features-3/" in uri}
    assert parts == {"queryables", "queryables-query-parameters", "filter", "features-filter"}


LETTERS = st.text("ab%_\\.*đ", max_size=12)


@given(LETTERS, LETTERS)
def test_like_is_what_a_slow_matcher_says(pattern: str, text: str) -> None:
    assert matcher(pattern)(text) == _slow(pattern, text)


def _slow(pattern: str, text: str) -> bool:
    """Match a LIKE pattern by trying everything."""
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(_slow(pattern[1:], text[at:]) for at in range(len(text) + 1))
    if pattern[0] == "\\" and len(pattern) > 1:
        return text[:1] == pattern[1] and _slow(pattern[2:], text[1:])
    return bool(text) and (pattern[0] in ("_", text[0])) and _slow(pattern[1:], text[1:])


def test_like_takes_no_longer_for_a_spiteful_pattern() -> None:
    started = time.thread_time()  # of this thread alone: other tests may keep the machine busy
    assert not matcher("%a" * 40 + "%b")("a" * 4_000)
    assert time.thread_time() - started < 1


TOKENS = st.sampled_from(
    [
        *[
            "name",
            "start_year",
            "sketch",
            "geometry",
            "begin",
            "nothing",
            "AND",
            "OR",
            "NOT",
            "(",
            ")",
            ",",
            "=",
            "<>",
            "<",
            ">",
            "<=",
            ">=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            "LIKE",
        ],
        *[
            "BETWEEN",
            "IN",
            "IS",
            "NULL",
            "'a'",
            "1",
            "2.5",
            "TRUE",
            "DATE('2026-01-01')",
            "S_INTERSECTS",
            "BBOX(1,2,3,4)",
            "T_AFTER",
        ],
        *["INTERVAL('..','2026-01-01')", "CASEI", "ACCENTI", "foo", "DIV"],
        "POINT(1 2)",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(TOKENS, max_size=14).map(" ".join) | st.text(max_size=60), st.sampled_from(cql.LANGUAGES))
def test_any_filter_is_understood_or_refused(ogc: FlaskClient, text: str, language: str) -> None:
    answer = ogc.get("/ogc/collections/projects-points/items", query_string={"filter": text, "filter-lang": language})
    assert answer.status_code in {200, 400}, answer.text


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.sampled_from(["name", "start_year", "geometry", "=", "and", "like", ".."]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["op", "args", "property", "date", "interval", "bbox", "type", "coordinates"]), inner
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries({"op": st.sampled_from([*cql.operators(), "foo"]), "args": st.lists(JSON_VALUES, max_size=3)})
)
def test_any_json_filter_is_understood_or_refused(ogc: FlaskClient, node: object) -> None:
    args = {"filter": json.dumps(node), "filter-lang": "cql2-json"}
    assert ogc.get("/ogc/collections/projects-points/items", query_string=args).status_code in {200, 400}


@pytest.mark.parametrize(
    "text", ["- " * 2_900 + "1 = 1", "2 ^ " * 1_400 + "1 = 1", "a=1 AND " * 700 + "a=1", "[" * 5_000]
)
def test_long_chains_are_refused_or_answered_without_a_crash(text: str) -> None:
    for language in cql.LANGUAGES:
        try:
            cql.parse(text, language)
        except QueryError as refused:
            assert refused.parameter == "filter"


@pytest.mark.parametrize(
    "args",
    [
        {"filter": "NULL"},
        {"filter": "null", "filter-lang": "cql2-json"},
        {"filter": "S_INTERSECTS(geometry,BBOX(200,100,1,1))"},
        {"sortby": "--name"},
    ],
)
def test_what_is_half_right_is_refused_and_not_taken_for_everything(ogc: FlaskClient, args: dict[str, str]) -> None:
    assert ogc.get(LINES, query_string=args).status_code == 400
