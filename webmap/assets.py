"""What the browser needs besides data: found in installed packages and in `static/`, addressed by content.

Leaflet comes from the pinned package XStatic-Leaflet, so nothing of it is committed and nothing is fetched from another
host. An asset's address holds the hash of its content and may be cached for ever: `/assets/<version>/<name>`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

import rcssmin
import rjsmin

from webmap.appicon import drawn_icons
from webmap.style import class_css

_STATIC = Path(__file__).parent / "static"
_MEDIA_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".webmanifest": "application/manifest+json",
    }
)

# A bundle is its files, one after the other, each finding what it builds on. No build step: joined and
# packed when the server starts.
_BUNDLES = MappingProxyType(
    {
        "shell.css": ("css/tokens.css", "css/shell.css", "css/offline.css"),
        "map.css": (
            "css/map.css",
            "css/marks.css",
            "css/legend.css",
            "css/details.css",
            "css/phone.css",
            "css/desk.css",
            "css/years.css",
            "css/paper.css",
        ),
        "worker.js": ("offline/worker.js",),
        "offline.js": ("offline/page.js",),
        "day.css": ("css/day.css",),
        "compare.css": ("css/tray.css",),
        "compare.js": ("js/compare/tray.js", "words/en/compare.js"),
        "day.js": ("js/day.js", "words/en/day.js"),
        "crowd.css": ("css/crowd.css",),
        "crowd.js": ("js/crowd/crowd.js", "js/crowd/bubble.js", "js/crowd/open.js", "words/en/crowd.js"),
        "dock.css": ("css/dock.css",),
        "dock.js": (
            "js/dock/words.js",
            "words/en/dock.js",
            "js/dock/window.js",
            "js/dock/columns.js",
            "js/dock/table.js",
            "js/dock/gantt.js",
            "js/dock/dock.js",
        ),
        "here.css": ("css/here.css",),
        "here.js": ("js/here/words.js", "words/en/here.js", "js/here/facts.js"),
        "own.css": ("css/own.css",),
        "own.js": (
            "js/session.js",
            "js/own/words.js",
            "words/en/own.js",
            "js/own/state.js",
            "js/own/tiles.js",
            "js/own/draw.js",
            "js/own/add.js",
            "js/own/kept.js",
            "js/own/file.js",
            "js/own/local.js",
            "js/own/panel.js",
        ),
        "help.css": ("css/help.css",),
        "help.js": ("help/words.js", "words/en/help.js", "help/keys.js", "help/answers.js", "help/dialog.js"),
        "tour.css": ("css/tour.css",),
        "tour.js": ("help/tour.js", "words/en/tour.js"),
        "editor.css": ("css/editor.css",),
        "editor.js": (
            "js/session.js",
            "words/en/session.js",
            "js/editor/words.js",
            "words/en/editor.js",
            "js/editor/sketch.js",
            "js/editor/shown.js",
            "js/editor/parts.js",
            "js/editor/beside.js",
            "js/editor/talk.js",
            "js/editor/table.js",
            "js/editor/file.js",
            "js/editor/draw.js",
            "js/editor/record.js",
            "js/editor/history.js",
            "js/editor/editor.js",
        ),
        # Loaded before all others, and by English pages only.
        "words.en.js": (
            "js/namespace.js",
            "js/language.js",
            "words/en/map.js",
            "words/en/desk.js",
            "words/en/years.js",
            "words/en/helpdoor.js",
            "words/en/near.js",
            "words/en/comparedoor.js",
        ),
        "report.js": (
            "js/namespace.js",
            "js/language.js",
            "js/reportwords.js",
            "words/en/report.js",
            "js/dom.js",
            "js/session.js",
            "words/en/session.js",
            "js/draft.js",
            "js/reportform.js",
            "js/recordform.js",
            "js/reportsheet.js",
        ),
        "merge.js": (
            "js/namespace.js",
            "js/language.js",
            "js/dom.js",
            "js/session.js",
            "js/merge.js",
            "words/en/merge.js",
        ),
        "map.js": (
            "js/namespace.js",
            "js/language.js",
            "js/words.js",
            "js/deskwords.js",
            "js/dom.js",
            "js/lazy.js",
            "js/geodesy.js",
            "js/places.js",
            "js/looks.js",
            "js/pieces.js",
            "js/filters.js",
            "js/find.js",
            "js/state.js",
            "js/basemap.js",
            "js/shapes.js",
            "js/marks.js",
            "js/spread.js",
            "js/tooltip.js",
            "js/legend.js",
            "js/drawer.js",
            "js/details.js",
            "js/layers.js",
            "js/placelayer.js",
            "js/frame.js",
            "js/vn2000.js",
            "js/coordinatetext.js",
            "js/measure.js",
            "js/strip.js",
            "js/list.js",
            "js/facets.js",
            "js/years.js",
            "js/dockdoor.js",
            "js/asof.js",
            "js/takeaway.js",
            "js/near.js",
            "js/search.js",
            "js/desk.js",
            "js/printmap.js",
            "js/deskcontrol.js",
            "js/source.js",
            "js/editordoor.js",
            "js/comparedoor.js",
            "js/helpdoor.js",
            "js/owndoor.js",
            "js/heredoor.js",
            "js/app.js",
        ),
    }
)

# Bundles that the map fetches when a reader first wants them (js/lazy.js): `name.js`, and `name.css` if there is one.
LAZY = ("compare", "crowd", "editor", "day", "dock", "help", "here", "own", "tour")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file for the browser: `name` as pages ask for it, its bytes, its media type and the hash of its content."""

    name: str
    content: bytes
    media_type: str
    version: str

    @property
    def url(self) -> str:
        """The address below the root of the site; it changes whenever the content does."""
        return f"/assets/{self.version}/{self.name}"

    @property
    def is_text(self) -> bool:
        """Whether it is a style sheet or a script, and may be inlined."""
        return self.media_type.startswith("text/")

    @property
    def text(self) -> str:
        """The content of a text asset."""
        return self.content.decode("utf-8")


def _asset(name: str, content: bytes) -> Asset:
    return Asset(name, content, _MEDIA_TYPES[Path(name).suffix], hashlib.sha256(content).hexdigest()[:12])


def _packed(name: str, content: bytes) -> Asset:
    """Return an asset; a script or style sheet goes without comments and needless blanks: a third less to send."""
    pack = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}.get(Path(name).suffix)
    return _asset(name, pack(content) if pack else content)


def leaflet_file(name: str) -> bytes:
    """Return a file of the installed XStatic-Leaflet by its name below `data/`; FileNotFoundError says what to do."""
    for path in metadata.files("XStatic-Leaflet") or ():
        if path.as_posix().endswith(f"/leaflet/data/{name}"):
            return Path(str(path.locate())).read_bytes()
    raise FileNotFoundError(f"Gói XStatic-Leaflet không có tệp {name!r}. Hãy cài lại các gói của requirements.txt.")


def _leaflet_css() -> bytes:
    """Leaflet's style sheet without its images: we use neither its pins nor its layers button."""
    return re.sub(rb"url\([^)]*\)", b"none", leaflet_file("leaflet.css"))


def _leaflet_js() -> bytes:
    """Leaflet without the pointer to its source map, which we do not serve."""
    return re.sub(rb"//# sourceMappingURL=\S+", b"", leaflet_file("leaflet.js"))


def _light_first(css: str) -> str:
    """Return a style sheet whose `light-dark()` a browser of before 2024 may not know: it gets the light colours."""
    light = re.sub(r"light-dark\(((?:[^(),]|\([^)]*\))*),(?:[^()]|\([^)]*\))*\)", r"\1", css)
    light = re.sub(r"color-scheme: [a-z ]+", "color-scheme: light", light)
    return f"{light}\n@supports (color: light-dark(red, red)) {{\n{css}\n}}\n"


def _bundle(name: str, parts: Iterable[str]) -> Asset:
    texts = [(_STATIC / part).read_text(encoding="utf-8") for part in parts]
    if name == "shell.css":
        texts = [_light_first(texts[0] + class_css()), *texts[1:]]
    return _packed(name, "\n".join(texts).encode())


@cache
def assets() -> Mapping[str, Asset]:
    """Return every asset by name. Read once a process: installed files do not change under it."""
    found = [_asset("leaflet.js", _leaflet_js()), _packed("leaflet.css", _leaflet_css())]
    found += [_bundle(name, parts) for name, parts in _BUNDLES.items()]
    found += [_asset(name, content) for name, content in drawn_icons().items()]
    bundled = {part for parts in _BUNDLES.values() for part in parts}
    for path in sorted(_STATIC.rglob("*")):
        name = path.relative_to(_STATIC).as_posix()
        if path.suffix in _MEDIA_TYPES and name not in bundled:
            found.append(_packed(name, path.read_bytes()))
    return MappingProxyType({asset.name: asset for asset in found})


def asset_url(name: str) -> str:
    """Return the versioned address of an asset; KeyError for one that does not exist."""
    return assets()[name].url


def lazy_urls() -> dict[str, list[str]]:
    """Return the addresses of each part that the map fetches late: its script and, if it has one, its style sheet."""
    found = assets()
    return {part: [found[name].url for name in (f"{part}.js", f"{part}.css") if name in found] for part in LAZY}
