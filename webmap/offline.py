"""Installing the map, and reading it without the server: the manifest, its icons, the service worker and its last page.

What a device may keep is decided here, by route: only what everybody may read, never what is about a person, never what
is sent. Where reading itself needs an account, nothing but scripts and styles is kept (`docs/decisions/offline.md`).
"""

from __future__ import annotations

import re
from hashlib import sha256

import orjson
from flask import Blueprint, Response, render_template, request

from geo.language import say
from webmap.access import public
from webmap.appicon import MASKABLE, SIZES
from webmap.assets import asset_url, assets, lazy_urls
from webmap.body import HTML, Body, answer
from webmap.current import settings, snapshot
from webmap.language import language
from webmap.maps import BASE_LAYERS
from webmap.query import refuse_unknown
from webmap.style import GROUND, LAND

KEPT = (
    "/",
    "/map.js",
    "/api/projects.geojson",
    "/api/style.json",
    "/api/search.json",
    "/api/base/<layer>.geojson",
    "/projects/<project>",
    "/clearances/<clearance>",
    "/hotspots",
    "/briefing",
    "/locations",
    "/compare",
    "/data",
    "/help",
    "/help/images/<name>",
    "/offline",
)
"""Routes whose answers a device may keep: what anybody may read, and a person reads again on the way."""

CORE = (
    "/",
    "/map.js",
    "/api/projects.geojson",
    "/api/style.json",
    "/api/search.json",
    *(f"/api/base/{layer}.geojson" for layer in BASE_LAYERS),
    "/offline",
)
"""Addresses that are fetched when the worker comes, so that the map opens without the server."""

AT_THE_SERVER = ("editor",)  # parts of the map that are of no use without it
MANIFEST, SCRIPT = "application/manifest+json", "text/javascript"
blueprint = Blueprint("offline", __name__)


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Answer what a device needs to put the map on its home screen."""
    refuse_unknown(request.args, ())
    icons = [{"src": asset_url("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}]
    icons += [_png(f"icon-{size}.png", size, "any") for size in SIZES]
    icons += [_png(f"icon-maskable-{MASKABLE}.png", MASKABLE, "maskable")]
    pages = ((say("Điểm nóng"), "/hotspots"), (say("Báo cáo"), "/reports"), (say("Trợ giúp"), "/help"))
    says = {
        "id": "/",
        "name": say("Bản đồ công trình phường Thủy Nguyên"),
        "short_name": say("Công trình"),
        "description": say("Công trình, dự án của chương trình hành động 2025–2030, phường Thủy Nguyên, trên bản đồ."),
        "lang": language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": LAND,
        "background_color": GROUND,
        "icons": icons,
        "shortcuts": [{"name": name, "url": url} for name, url in pages],
    }
    return answer(request, Body(orjson.dumps(says), MANIFEST))


def _png(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": asset_url(name), "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """Answer the service worker. It stands at the root, since a worker serves only what lies below its own address."""
    refuse_unknown(request.args, ())
    says = {
        "version": _version(),
        "open": settings().open_reading,
        "kept": [_pattern(rule) for rule in KEPT],
        "core": CORE,
        "late": [url for part, urls in lazy_urls().items() if part not in AT_THE_SERVER for url in urls],
    }
    code = assets()["worker.js"].content
    return answer(request, Body(b"const OFFLINE = " + orjson.dumps(says) + b";\n" + code, SCRIPT))


def _version() -> str:
    """Return what differs whenever a reader could see something new: a browser takes a worker anew for one byte."""
    parts = [snapshot().version, *(asset.version for asset in assets().values())]
    return sha256(" ".join(parts).encode()).hexdigest()[:16]


def _pattern(rule: str) -> str:
    """Return a route as a regular expression of its path, which Python and JavaScript read alike."""
    fixed = re.split(r"<[^>]*>", rule)
    return "[^/]+".join(part.replace(".", r"\.") for part in fixed)


@blueprint.get("/offline")
@public
def unseen() -> Response:
    """Answer the page that stands in, without the server, for one that was never seen."""
    refuse_unknown(request.args, ())
    return answer(request, Body(render_template("offline.html").encode(), HTML))
