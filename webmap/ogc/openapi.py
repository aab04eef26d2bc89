"""The service's description, OpenAPI 3.0, from the same tables as the answers: it cannot say otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.export.delivery import TITLE
from geo.export.geojson import LICENCE
from geo.language import said, say
from webmap.ogc import cql
from webmap.ogc.asked import FORMATS, LIMIT, MOST, own_parameters
from webmap.ogc.documents import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, queryable
from webmap.ogc.systems import CRS84, SYSTEMS
from webmap.ogc.tables import COLLECTIONS, Collection

PROBLEM = "application/problem+json"


def openapi(root: str) -> dict[str, Any]:
    """Return the description of the service at `root`."""
    paths: dict[str, Any] = {
        "/": _path("landing", say("Trang đầu"), JSON),
        "/api": _path("api", say("Mô tả dịch vụ"), OPENAPI),
        "/conformance": _path("conformance", say("Các lớp tuân thủ"), JSON),
        "/collections": _path("collections", say("Các bộ dữ liệu"), JSON),
    }
    for about in COLLECTIONS.values():
        paths |= _collection_paths(about)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": said(TITLE),
            "version": "1.0.0",
            "description": say("OGC API – Features. Tham số lạ hoặc sai bị từ chối với mã 400."),
            "license": {"name": LICENCE},
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"schemas": {"problem": _PROBLEM, "featureCollection": _FEATURES, "feature": _FEATURE}},
    }


def _collection_paths(about: Collection) -> dict[str, Any]:
    """Return the paths of one collection."""
    here, code = f"/collections/{about.id}", about.id.replace("-", "_")
    feature = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        here: _path(f"describe_{code}", said(about.title), JSON),
        f"{here}/queryables": _path(f"queryables_{code}", say("Thuộc tính của {title}", title=about.title), SCHEMA),
        f"{here}/items": _path(f"items_{code}", said(about.says), GEOJSON, _items(about), "featureCollection"),
        f"{here}/items/{{featureId}}": _path(
            f"item_{code}", said(about.title), GEOJSON, [feature, _crs("crs")], "feature"
        ),
    }


def _path(
    code: str, says: str, media_type: str, more: Iterable[dict[str, Any]] = (), schema: str = ""
) -> dict[str, Any]:
    """Return one path: one operation, its answers."""
    body = {"$ref": f"#/components/schemas/{schema}"} if schema else {"type": "object"}
    refused = {"description": say("Tham số không đúng"), "content": _refusal()}
    answers: dict[str, Any] = {
        "200": {"description": says, "content": {media_type: {"schema": body}, HTML: {"schema": {"type": "string"}}}},
        "400": refused,
    }
    if "featureId" in [parameter["name"] for parameter in more]:
        answers["404"] = {"description": say("Không có đối tượng này"), "content": _refusal()}
    form = _query("f", {"type": "string", "enum": list(FORMATS)}, say("dạng trả lời"))
    return {"get": {"operationId": code, "summary": says, "parameters": [form, *more], "responses": answers}}


def _refusal() -> dict[str, Any]:
    return {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}, HTML: {"schema": {"type": "string"}}}


def _query(name: str, schema: dict[str, Any], says: str, **more: object) -> dict[str, Any]:
    """Return one parameter of an address."""
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": says, **more}


def _crs(name: str) -> dict[str, Any]:
    return _query(name, {"type": "string", "enum": list(SYSTEMS), "default": CRS84}, say("hệ tọa độ"))


def _listed(schema: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"schema": {"type": "array", "items": schema, **more}, "style": "form", "explode": False}


def _items(about: Collection) -> list[dict[str, Any]]:
    """Return the parameters of an items request."""
    names = list(about.by_name)
    box = _listed({"type": "number"}, oneOf=[{"minItems": count, "maxItems": count} for count in (4, 6)])
    return [
        _query(
            "limit",
            {"type": "integer", "minimum": 1, "default": LIMIT},
            say("số đối tượng một trang; lớn hơn {most} thì là {most}", most=MOST),
        ),
        _query("offset", {"type": "integer", "minimum": 0, "default": 0}, say("bỏ qua chừng này đối tượng")),
        _query("bbox", box["schema"], say("khung: tây, nam, đông, bắc"), style="form", explode=False),
        *(_crs(name) for name in ("bbox-crs", "crs", "filter-crs")),
        _query(
            "datetime", {"type": "string", "pattern": _DATETIME}, say("thời điểm hoặc khoảng, so với các năm thực hiện")
        ),
        _query(
            "filter",
            {"type": "string", "format": "cql2", "minLength": 1, "maxLength": cql.LONGEST},
            say("điều kiện CQL2"),
        ),
        _query("filter-lang", {"type": "string", "enum": list(cql.LANGUAGES)}, say("ngôn ngữ của điều kiện")),
        _query(
            "sortby",
            _listed(_order(names), minItems=1)["schema"],
            say("thuộc tính, - là giảm dần"),
            style="form",
            explode=False,
        ),
        _query(
            "properties",
            _listed({"type": "string", "enum": names}, minItems=1)["schema"],
            say("chỉ trả các thuộc tính này"),
            style="form",
            explode=False,
        ),
        *(_query(name, _schema_of(about, name), said(about.by_name[name].says)) for name in own_parameters(about)),
    ]


def _order(names: list[str]) -> dict[str, Any]:
    """Return the schema of one sort key: a property, a minus before it for the other way round."""
    return {"type": "string", "enum": [*names, *(f"-{name}" for name in names)]}


def _schema_of(about: Collection, name: str) -> dict[str, Any]:
    """Return the schema of a property as a parameter."""
    schema = queryable(about.by_name[name])
    return {key: schema[key] for key in ("type", "format", "enum") if key in schema}


_DAY = r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])"  # every month has these days; the later ones are read, too
_DATETIME = rf"^({_DAY}|{_DAY}/\.\.|\.\./{_DAY})$"  # the usual forms; moments and closed intervals are read, too
_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "allowed": {"type": "array", "items": {"type": "string"}},
    },
}
_LINKS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {"href": {"type": "string"}, "rel": {"type": "string"}, "type": {"type": "string"}},
    },
}
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties", "links"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"type": "object", "nullable": True},
        "properties": {"type": "object"},
        "links": _LINKS,
    },
}
_FEATURES = {
    "type": "object",
    "required": ["type", "features", "numberMatched", "numberReturned", "links"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": {"type": "object"}},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
        "links": _LINKS,
    },
}
