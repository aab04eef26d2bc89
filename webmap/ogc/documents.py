"""What the service says of itself: landing page, conformance, collections, queryables. Dictionaries, no request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.export.columns import Kind
from geo.export.delivery import TITLE
from geo.export.geojson import ATTRIBUTION
from geo.language import said, say
from webmap.ogc.rows import extent
from webmap.ogc.systems import CRS84, SYSTEMS
from webmap.ogc.tables import Collection, Property, Table

JSON, GEOJSON, HTML, SCHEMA = "application/json", "application/geo+json", "text/html", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
_PART_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/"
_PART_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
# Each is held by a test of its name in tests/test_ogc_*.py; one that no test proves is not claimed.
CONFORMANCE = (
    *(_PART_1 + name for name in ("core", "oas30", "html", "geojson")),
    _PART_2 + "crs",
    *(_PART_3 + name for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        _CQL2 + name
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "property-property",
            "arithmetic",
        )
    ),
)
QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
CONFORMANCE_REL = "http://www.opengis.net/def/rel/ogc/1.0/conformance"
DATA_REL = "http://www.opengis.net/def/rel/ogc/1.0/data"
_TYPES: Mapping[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.DATE: {"type": "string", "format": "date"},
}
_GEOMETRY = {"point": "geometry-point", "line": "geometry-any", "polygon": "geometry-any", "none": "geometry-any"}


def link(href: str, rel: str, media_type: str, title: str = "") -> dict[str, str]:
    """Return a link."""
    found = {"href": href, "rel": rel, "type": media_type}
    return found | {"title": title} if title else found


def both(href: str, rel: str, title: str, media_type: str = JSON) -> list[dict[str, str]]:
    """Return the links to a resource for programs and for people."""
    mark = "&" if "?" in href else "?"
    return [
        link(f"{href}{mark}f=json", rel, media_type, f"{title} (JSON)"),
        link(f"{href}{mark}f=html", rel, HTML, say("{title} (trang web)", title=title)),
    ]


def itself(href: str, form: str, media_type: str = JSON) -> list[dict[str, str]]:
    """Return the links of an answer to itself and to its other form."""
    for_programs, for_people = both(href, "self", say("Trang này"), media_type)
    other = for_people if form == "json" else for_programs
    mine = for_programs if form == "json" else for_people
    return [mine, other | {"rel": "alternate"}]


def landing(root: str, form: str) -> dict[str, Any]:
    """Return the landing page of the service at `root`."""
    return {
        "title": said(TITLE),
        "description": say("Dữ liệu của bản đồ công trình phường Thủy Nguyên, theo chuẩn OGC API – Features."),
        "attribution": said(ATTRIBUTION),
        "links": [
            *itself(root, form),
            link(f"{root}/api", "service-desc", OPENAPI, say("Mô tả dịch vụ (OpenAPI 3.0)")),
            link(f"{root}/api?f=html", "service-doc", HTML, say("Mô tả dịch vụ (trang web)")),
            *both(f"{root}/conformance", "conformance", say("Các lớp tuân thủ")),
            *both(f"{root}/conformance", CONFORMANCE_REL, say("Các lớp tuân thủ")),
            *both(f"{root}/collections", "data", say("Các bộ dữ liệu")),
            *both(f"{root}/collections", DATA_REL, say("Các bộ dữ liệu")),
        ],
    }


def conformance(root: str, form: str) -> dict[str, Any]:
    """Return what the service conforms to."""
    return {"conformsTo": list(CONFORMANCE), "links": itself(f"{root}/conformance", form)}


def collections(root: str, tables: Mapping[str, Table], form: str) -> dict[str, Any]:
    """Return all collections."""
    return {
        "links": itself(f"{root}/collections", form),
        "crs": list(SYSTEMS),
        "collections": [collection(root, table, form) for table in tables.values()],
    }


def collection(root: str, table: Table, form: str) -> dict[str, Any]:
    """Return one collection."""
    about = table.collection
    here = f"{root}/collections/{about.id}"
    return {
        "id": about.id,
        "title": said(about.title),
        "description": said(about.says),
        "attribution": said(ATTRIBUTION),
        "itemType": "feature",
        "numberItems": len(table),
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
        "extent": extent(table),
        "links": [
            *itself(here, form),
            *both(f"{here}/items", "items", say("Các đối tượng"), GEOJSON),
            *both(f"{here}/queryables", QUERYABLES_REL, say("Các thuộc tính lọc được"), SCHEMA),
        ],
    }


def queryables(root: str, about: Collection) -> dict[str, Any]:
    """Return the properties that a filter may name, as JSON Schema."""
    found: dict[str, Any] = {item.name: queryable(item) for item in about.properties}
    found["geometry"] = {"title": "geometry", "format": _GEOMETRY[about.geometry], "x-ogc-role": "primary-geometry"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root}/collections/{about.id}/queryables",
        "type": "object",
        "title": said(about.title),
        "properties": found,
        "additionalProperties": False,
    }


def queryable(item: Property) -> dict[str, Any]:
    """Return one property as JSON Schema."""
    schema = {"title": item.name, "description": said(item.says), **_TYPES[item.kind]}
    return (
        schema
        | ({"enum": list(item.codes)} if item.codes else {})
        | ({"x-ogc-role": "id"} if item.name == "id" else {})
    )
