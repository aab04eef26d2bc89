"""The rule: OGC API – Features Part 1 (core, oas30, html, geojson) and Part 2 (crs), requirement by requirement.

Names of tests are those of the abstract tests in annex A of OGC 17-069r4 and of OGC 18-058r1 where there is one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
import shapely
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import to_vn2000
from tests.deliveries import EAST, NORTH
from tests.rfc7946 import second_opinion
from tests.services import sample_app
from webmap.ogc.asked import MOST
from webmap.ogc.systems import CRS84, SYSTEMS
from webmap.ogc.tables import COLLECTIONS

E4326, E9210, E3857 = (f"http://www.opengis.net/def/crs/EPSG/0/{code}" for code in (4326, 9210, 3857))
POINTS = "/ogc/collections/projects-points/items"


@pytest.fixture(scope="module")
def ogc(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return sample_app(tmp_path_factory.mktemp("ogc")).test_client()


def get(ogc: FlaskClient, address: str, status: int = 200) -> Any:
    answer = ogc.get(address)
    assert answer.status_code == status, answer.text
    return answer.get_json()


def ids(ogc: FlaskClient, address: str) -> list[str]:
    return [feature["id"] for feature in get(ogc, address)["features"]]


def rel(document: dict[str, Any], name: str) -> list[str]:
    return [link["href"] for link in document["links"] if link["rel"] == name]


def test_landing_page_links_to_everything_and_every_link_answers(ogc: FlaskClient) -> None:
    """Ats core: root-op, root-success. What each link says it is, is what comes."""
    landing = get(ogc, "/ogc")
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in landing["links"]}
    for link in landing["links"]:
        answer = ogc.get(link["href"])
        assert answer.status_code == 200
        assert answer.content_type.partition(";")[0] == link["type"].partition(";")[0]


def test_conformance_names_the_classes(ogc: FlaskClient) -> None:
    claimed = get(ogc, "/ogc/conformance")["conformsTo"]
    assert {
        f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
        for name in ("core", "oas30", "html", "geojson")
    } <= set(claimed)
    assert len(set(claimed)) == len(claimed)


def test_api_definition_is_openapi_30(ogc: FlaskClient) -> None:
    answer = ogc.get("/ogc/api")
    assert answer.content_type == "application/vnd.oai.openapi+json;version=3.0"
    described = answer.get_json()
    assert re.fullmatch(r"3\.0\.\d", described["openapi"])
    codes = [operation["get"]["operationId"] for operation in described["paths"].values()]
    assert len(codes) == len(set(codes))
    for collection in COLLECTIONS:
        parameters = described["paths"][f"/collections/{collection}/items"]["get"]["parameters"]
        named = {parameter["name"]: parameter for parameter in parameters}
        assert named["limit"]["schema"] == {"type": "integer", "minimum": 1, "default": 100}
        assert str(MOST) in named["limit"]["description"]  # not a maximum: a larger limit is no fault
        assert [pair["minItems"] for pair in named["bbox"]["schema"]["oneOf"]] == [4, 6]  # five are a fault
        assert all(parameter["in"] == "query" for parameter in parameters)


def test_described_paths_answer(ogc: FlaskClient) -> None:
    for path in get(ogc, "/ogc/api")["paths"]:
        if "{" not in path:
            assert ogc.get(f"/ogc{path}").status_code == 200, path


def test_collections_agree_with_each_collection(ogc: FlaskClient) -> None:
    """Ats core: sfc-md-op, sfc-md-success, sc-md-success."""
    listed = get(ogc, "/ogc/collections")
    assert [item["id"] for item in listed["collections"]] == list(COLLECTIONS)
    for item in listed["collections"]:
        assert get(ogc, f"/ogc/collections/{item['id']}") == item
        assert rel(item, "items")
        for box in item["extent"].get("spatial", {}).get("bbox", []):
            assert -180 <= box[0] <= box[2] <= 180
    assert get(ogc, "/ogc/collections/ward")["extent"]["spatial"]["bbox"][0] == pytest.approx(
        [106.64, 20.86, 106.76, 20.95], abs=0.05
    )


def test_every_row_is_in_one_collection_with_its_kind_of_geometry(ogc: FlaskClient) -> None:
    """Desktop programs draw one kind of geometry a layer; a mixed layer shows less than it counts."""
    kinds = {"points": "Point", "lines": "MultiLineString", "polygons": "MultiPolygon"}
    found: list[str] = []
    for collection in COLLECTIONS:
        group, _, plural = collection.partition("-")
        if group not in {"projects", "clearances"}:
            continue
        features = get(ogc, f"/ogc/collections/{collection}/items?limit=1000")["features"]
        for feature in features:
            geometry = feature["geometry"]
            assert geometry is None if plural == "unlocated" else geometry["type"] == kinds[plural]
            assert feature["properties"]["kind"] == group.removesuffix("s")
        found += [feature["id"] for feature in features]
    assert len(found) == len(set(found)) == 64


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_items_are_geojson(ogc: FlaskClient, collection: str) -> None:
    """Ats core: fc-op, fc-response; geojson: content."""
    answer = ogc.get(f"/ogc/collections/{collection}/items")
    assert answer.content_type == "application/geo+json"
    assert second_opinion(answer.data) == {}
    page = answer.get_json()
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(page["features"]) <= page["numberMatched"]
    assert len(rel(page, "self")) == len(rel(page, "alternate")) == 1
    for feature in page["features"]:
        assert feature["type"] == "Feature"
        assert feature["id"] == feature["properties"]["id"]


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_paging_gives_every_row_once_in_a_stable_order(ogc: FlaskClient, limit: int) -> None:
    """Ats core: fc-limit-response-1, fc-next; prev leads back."""
    whole = ids(ogc, f"{POINTS}?limit=1000")
    address, found, pages = f"{POINTS}?limit={limit}", [], 0
    while address:
        page = get(ogc, address)
        assert page["numberMatched"] == len(whole)
        assert len(page["features"]) <= limit
        found += [feature["id"] for feature in page["features"]]
        pages += 1
        if pages > 1:
            assert rel(page, "prev")
        address = (rel(page, "next") or [""])[0]
    assert found == whole == sorted(whole)


def test_paging_keeps_the_question(ogc: FlaskClient) -> None:
    page = get(ogc, f"{POINTS}?limit=1&filter={quote('start_year >= 2025')}&sortby=-name&crs={quote(E9210)}")
    second = get(ogc, rel(page, "next")[0])
    assert second["numberMatched"] == page["numberMatched"]
    assert second["features"][0]["geometry"]["coordinates"][0] > 500_000


def test_limit_above_the_most_is_the_most(ogc: FlaskClient) -> None:
    for much in ("999999999", "1073741823", "9" * 400):
        assert len(ids(ogc, f"{POINTS}?limit={much}")) == len(ids(ogc, f"{POINTS}?limit=1000"))
    assert ids(ogc, f"{POINTS}?offset={'9' * 400}") == []


def test_bbox_keeps_exactly_what_intersects(ogc: FlaskClient) -> None:
    """Ats core: fc-bbox-response. The corner of an area's envelope is not the area."""
    whole = get(ogc, "/ogc/collections/projects-lines/items?limit=1000")["features"]
    for west, south, size in [(106.668, 20.89, 0.02), (106.7, 20.87, 0.004), (106.672, 20.9, 0.0005), (0.0, 0.0, 1.0)]:
        box = shapely.box(west, south, west + size, south + size)
        expected = [
            feature["id"] for feature in whole if shapely.intersects(shapely.geometry.shape(feature["geometry"]), box)
        ]
        given = ",".join(map(repr, box.bounds))
        assert ids(ogc, f"/ogc/collections/projects-lines/items?limit=1000&bbox={given}") == expected


@settings(max_examples=80, deadline=None)
@given(st.tuples(st.floats(106.64, 106.73), st.floats(20.85, 20.93), st.floats(0, 0.05), st.floats(0, 0.05)))
def test_any_box_keeps_what_a_search_one_by_one_keeps(ogc: FlaskClient, box: tuple[float, float, float, float]) -> None:
    west, south, width, height = box
    area = shapely.box(west, south, west + width, south + height)
    for collection in ("projects-lines", "clearances-polygons", "places"):
        whole = get(ogc, f"/ogc/collections/{collection}/items?limit=1000")["features"]
        shapes = {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in whole}
        expected = [name for name, shape in shapes.items() if shape.distance(area) == 0]
        given_box = ",".join(map(repr, area.bounds))
        assert ids(ogc, f"/ogc/collections/{collection}/items?limit=1000&bbox={given_box}") == expected


def test_bbox_with_heights_and_across_the_antimeridian(ogc: FlaskClient) -> None:
    every = ids(ogc, POINTS)
    assert ids(ogc, f"{POINTS}?bbox=106,20,-100,107,21,9000") == every
    assert ids(ogc, f"{POINTS}?bbox=170,-90,-170,90") == []
    assert ids(ogc, f"{POINTS}?bbox=106,-90,-170,90") == every


def test_rows_without_geometry_are_in_no_box(ogc: FlaskClient) -> None:
    assert ids(ogc, "/ogc/collections/projects-unlocated/items")
    assert ids(ogc, "/ogc/collections/projects-unlocated/items?bbox=-180,-90,180,90") == []


@pytest.mark.parametrize(
    ("datetime", "first", "last"),
    [
        ("2026-05-01", 2026, 2026),
        ("2026-05-01T12:00:00Z", 2026, 2026),
        ("2026-01-01/2027-12-31", 2026, 2027),
        ("../2025-12-31", 0, 2025),
        ("2028-01-01/..", 2028, 9999),
        ("2028-01-01/", 2028, 9999),
        ("/2025-06-30T00:00:00+07:00", 0, 2025),
    ],
)
def test_datetime_keeps_rows_that_run_then(ogc: FlaskClient, datetime: str, first: int, last: int) -> None:
    """Ats core: fc-time-response: the years of a row, both inclusive, an open end for ever."""
    whole = get(ogc, f"{POINTS}?limit=1000")["features"]
    expected = [
        feature["id"]
        for feature in whole
        for begin, end in [(feature["properties"]["start_year"], feature["properties"]["finish_year"])]
        if (begin is not None or end is not None) and (begin or 0) <= last and (end or 9999) >= first
    ]
    assert ids(ogc, f"{POINTS}?limit=1000&datetime={quote(datetime)}") == expected
    assert expected


WRONG = [
    "foo=1", "limit=0", "limit=-1", "limit=abc", "limit=", "limit=1.5", "limit=1&limit=2", "offset=-1", "offset=x",
    "bbox=1,2,3", "bbox=a,b,c,d", "bbox=1,2,3,4,5", "bbox=1,5,2,3", "bbox=nan,0,1,1", "bbox=0,0,inf,1", "bbox=",
    "bbox=200,0,201,1", "bbox=0,-91,1,1", "bbox-crs=http://x.invalid/", "crs=EPSG:4326", "crs=",
    "datetime=yesterday", "datetime=2026", "datetime=../..", "datetime=2027-01-01/2026-01-01", "datetime=2026-13-01",
    "datetime=2026-01-01/2026-02-01/2026-03-01", "datetime=", "datetime=/", "f=xml", "f=",
    "sortby=nothing", "sortby=-", "sortby=", "properties=", "properties=nothing",
    "start_year=abc", "start_year=0.5", "radius_m=1e999", "kind=house", "sketch=maybe",
    "clearance_deadline=soon", "filter=", "filter=start_year", "filter=start_year=", "filter=nothing=1",
    "filter=name>5", "filter=foo(name)=1", "filter-lang=sql&filter=name='a'", "filter-crs=EPSG:9210",
    "filter=start_year=1&filter-lang=cql2-json", "filter={}&filter-lang=cql2-json", "filter=%00", "Limit=1",
    "filter=" + "(" * 5000 + "a=1" + ")" * 5000, "filter=" + "NOT " * 1400 + "sketch",
]  # fmt: skip


@pytest.mark.parametrize("args", WRONG, ids=[args[:40] for args in WRONG])
def test_unknown_or_invalid_parameters_are_400_and_say_why(ogc: FlaskClient, args: str) -> None:
    """Ats core: query-param-unknown, query-param-invalid."""
    answer = ogc.get(f"{POINTS}?{args}")
    assert answer.status_code == 400, answer.text[:300]
    problem = answer.get_json()
    assert answer.content_type == "application/problem+json"
    assert problem["parameter"] in args
    assert problem["detail"]


@pytest.mark.parametrize(
    "path", ["", "/conformance", "/api", "/collections", "/collections/ward", POINTS[4:] + "/PL1-01"]
)
def test_unknown_parameters_are_400_everywhere(ogc: FlaskClient, path: str) -> None:
    assert "f" in get(ogc, f"/ogc{path}?foo=1", 400)["allowed"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/collections/nothing",
        "/collections/nothing/items",
        POINTS[4:] + "/nothing",
        "/collections/ward/queryables/x",
    ],
)
def test_what_is_not_there_is_404(ogc: FlaskClient, path: str) -> None:
    get(ogc, f"/ogc{path}", 404)


def test_one_feature_is_the_feature_of_the_collection(ogc: FlaskClient) -> None:
    """Ats core: f-op, f-success, f-links."""
    page = get(ogc, POINTS)
    for listed in page["features"][:5]:
        single = get(ogc, f"{POINTS}/{listed['id']}")
        assert {name: single[name] for name in listed} == listed
        assert rel(single, "self")
        assert rel(single, "collection")


def test_property_parameters_and_selection(ogc: FlaskClient) -> None:
    page = get(ogc, f"{POINTS}?funding_source=enterprise&limit=1000&properties=name,start_year")
    assert page["features"]
    assert all(set(feature["properties"]) == {"name", "start_year"} for feature in page["features"])
    years = get(ogc, f"{POINTS}?start_year=2026&limit=1000")["features"]
    assert {feature["properties"]["start_year"] for feature in years} == {2026}
    assert all(feature["properties"]["sketch"] for feature in get(ogc, f"{POINTS}?sketch=true")["features"])


def test_sortby_orders_and_puts_what_is_missing_last(ogc: FlaskClient) -> None:
    features = get(ogc, "/ogc/collections/projects-lines/items?limit=1000&sortby=-start_year,name")["features"]
    keys = [(item["properties"]["start_year"], item["properties"]["name"]) for item in features]
    years = [year for year, _ in keys]
    known = [year for year in years if year is not None]
    assert years == sorted(known, reverse=True) + [None] * (len(years) - len(known))
    assert all(one[1] <= two[1] for one, two in pairwise(keys) if one[0] == two[0])


RESOURCES = ["", "/conformance", "/api", "/collections", "/collections/ward", "/collections/ward/queryables"]


@pytest.mark.parametrize("path", [*RESOURCES, POINTS[4:], POINTS[4:] + "/PL1-01"])
def test_every_resource_is_a_page_for_people(ogc: FlaskClient, path: str) -> None:
    """Ats html: content. A browser gets a page without being asked; it leads back to the map."""
    answer = ogc.get(f"/ogc{path}", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert 'href="/"' in answer.text
    assert ogc.get(f"/ogc{path}?f=html").mimetype == "text/html"
    assert ogc.get(f"/ogc{path}?f=json", headers={"Accept": "text/html"}).mimetype != "text/html"
    assert "Accept" in answer.headers["Vary"]


def test_hostile_names_are_text_in_pages(ogc: FlaskClient) -> None:
    unlocated = ogc.get("/ogc/collections/projects-unlocated/items?f=html").text
    areas = ogc.get("/ogc/collections/projects-lines/items?f=html&limit=99").text
    assert "<script>alert" not in unlocated
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in unlocated
    assert "{{ 7*7 }} ${7*7} {% raw %}" in areas


def test_systems_are_listed_and_said(ogc: FlaskClient) -> None:
    """Part 2: the list of systems, storageCrs, Content-Crs, CRS84 by default."""
    for item in get(ogc, "/ogc/collections")["collections"]:
        assert item["crs"] == list(SYSTEMS) == [CRS84, E4326, E9210, E3857]
        assert item["storageCrs"] == CRS84
    assert ogc.get(POINTS).headers["Content-Crs"] == f"<{CRS84}>"
    for uri in SYSTEMS:
        assert ogc.get(f"{POINTS}?crs={quote(uri)}").headers["Content-Crs"] == f"<{uri}>"
        assert ogc.get(f"{POINTS}/PL1-01?crs={quote(uri)}").headers["Content-Crs"] == f"<{uri}>"


@pytest.mark.parametrize(
    ("uri", "point"), [(CRS84, (106.667, 20.917)), (E4326, (20.917, 106.667)), (E9210, (EAST, NORTH))]
)
def test_coordinates_are_in_the_order_the_system_declares(
    ogc: FlaskClient, uri: str, point: tuple[float, float]
) -> None:
    """EPSG:4326 is latitude first, EPSG:9210 east first (EPSG register)."""
    feature = get(ogc, f"{POINTS}/PL1-01?crs={quote(uri)}")
    assert feature["geometry"]["coordinates"] == pytest.approx(point, abs=0.01)


@pytest.mark.parametrize("uri", list(SYSTEMS))
def test_bbox_in_any_system_keeps_the_same_rows(ogc: FlaskClient, uri: str) -> None:
    box = shapely.box(106.66, 20.89, 106.69, 20.93)
    expected = ids(ogc, f"{POINTS}?bbox={','.join(map(str, box.bounds))}")
    assert 0 < len(expected) < len(ids(ogc, POINTS))
    west, south, east, north = box.bounds
    numbers = {
        CRS84: box.bounds,
        E4326: (south, west, north, east),
        E9210: to_vn2000(box).bounds,
        E3857: to_vn2000(box, 3857).bounds,
    }[uri]
    assert ids(ogc, f"{POINTS}?bbox={','.join(map(str, numbers))}&bbox-crs={quote(uri)}") == expected


def test_answers_are_kept_by_their_tag(ogc: FlaskClient) -> None:
    for path in ("/ogc", "/ogc/api", POINTS, f"{POINTS}/PL1-01", f"{POINTS}?f=html"):
        tag = ogc.get(path).headers["ETag"]
        assert ogc.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert ogc.head(path).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_service_only_reads(ogc: FlaskClient, method: str) -> None:
    assert ogc.open(POINTS, method=method.upper()).status_code in {400, 405}
