"""Layers of one's own: what `instance/layers.toml` declares, read again when it changes; our files, served.

A layer with a fault is left out and the map stands; signed-in people read why. An administrator may add a layer of
another host: it is appended to the file, told in the log, and allowed to the browser from the next page on.
Tiles stand in `webmap.overlay_tiles`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_login import current_user

from geo.errors import GeoError
from geo.language import Sentence
from geo.overlays import Declared, Overlay, Source, read_declared
from geo.overlays.archive import Archive
from geo.overlays.content import to_layer_geojson
from geo.overlays.declared import FILE_NAME, IMAGES, hosts
from geo.overlays.draughtsman import Draughtsman
from geo.overlays.saving import add_layer
from geo.store import Entry
from webmap.access import current_role, requires
from webmap.accounts import author
from webmap.body import JSON, Body, answer, json_now, sent_object, to_json
from webmap.current import overlays, store
from webmap.kept import Kept
from webmap.query import refuse_unknown
from webmap.throttle import Throttle

READINGS = 40  # files from one address in the window of a throttle
TILES_KEPT, TILE_BYTES_KEPT = 2_000, 32_000_000  # of those that are drawn
PATIENCE_S = 1.0  # how long a look at the files is trusted
GEOJSON = "application/geo+json"
Content = Body | Archive | Sentence
DRAWN = "&ground={ground}&ratio={ratio}"  # what the browser fills in for tiles that are drawn
blueprint = Blueprint("overlays", __name__)


@dataclass(frozen=True, eq=False)
class _State:
    """What one state of the files declares; contents are made on first demand and go with it."""

    stamp: Hashable
    declared: Declared
    contents: dict[str, Content] = field(default_factory=dict)


class OverlayBook:
    """The layers of an instance folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.draughtsman = Draughtsman()
        self.refused: Kept[Hashable, float] = Kept(TILES_KEPT)  # tiles that cannot be shown, and until when
        self.readings = Throttle(most=(READINGS, READINGS))
        self.tiles: Kept[Hashable, Body] = Kept(TILES_KEPT, heaviest=TILE_BYTES_KEPT, weigh=lambda body: len(body.data))
        self.saving = threading.Lock()
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._looked = float("-inf")
        self._state: _State | None = None

    def declared(self) -> Declared:
        """Return what the file declares now."""
        return self._now().declared

    @property
    def stamp(self) -> Hashable:
        """What the files are now: it changes with any of them."""
        return self._now().stamp

    def hosts(self) -> tuple[tuple[str, str], ...]:
        """Return directive and origin of every host that a declared layer asks."""
        return tuple(hosts(self.declared().layers))

    def known(self, overlay: Overlay) -> Content | None:
        """Return the content of a layer if it is made, or made in a moment."""
        if overlay.source is Source.PMTILES:
            return self.content(overlay)
        return self._now().contents.get(overlay.id)

    def content(self, overlay: Overlay) -> Content | None:
        """Return what a local layer is made of, or the sentence that says why it cannot be shown; None for no file."""
        if not overlay.offline:
            return None
        state = self._now()
        if overlay.id not in state.contents:  # what is there waits for nothing that is being made
            with self._making:
                if overlay.id not in state.contents:
                    state.contents[overlay.id] = _made(overlay)
        return state.contents[overlay.id]

    def reread(self) -> None:
        """Look at the files at once."""
        self._looked = float("-inf")

    def _now(self) -> _State:
        with self._lock:
            if self._state is None or time.monotonic() - self._looked > PATIENCE_S:
                stamp = _stamp(self.folder)
                if self._state is None or self._state.stamp != stamp:
                    self._state = _State(stamp, read_declared(self.folder))
                self._looked = time.monotonic()
            return self._state


def _stamp(folder: Path) -> Hashable:
    """Return name, size and time of the declaration and of every file that a layer may name."""
    files = [folder / FILE_NAME, *sorted((folder / "layers").glob("*"))]
    return tuple(
        (path.name, state.st_size, state.st_mtime_ns) for path in files if path.is_file() for state in [path.stat()]
    )


def _made(overlay: Overlay) -> Content:
    try:
        if overlay.source is Source.PMTILES and overlay.path:
            return Archive(overlay.path)
        return Body(to_layer_geojson(overlay), GEOJSON)
    except GeoError as error:
        return Sentence("{sentence}", sentence=error.sentence)
    except OSError:
        return Sentence("Không mở được tệp của lớp.")


@blueprint.get("/api/layers.json")
@requires("viewer")
def listed() -> Response:
    """Answer the layers of one's own, bottom first; to signed-in people also what is wrong with the others."""
    refuse_unknown(request.args, ("lang",))
    book = overlays()
    declared = book.declared()
    asked = current_user.is_authenticated  # to read every file takes a while: a reader's page does not wait for it
    entries = [(overlay, book.content(overlay) if asked else book.known(overlay)) for overlay in declared.layers]
    says: dict[str, Any] = {
        "layers": [_entry(overlay, content) for overlay, content in entries if not isinstance(content, Sentence)],
        "may_add": current_role() == "admin",
    }
    if asked:
        broken = [
            Sentence("Lớp {title}: {why}", title=it.title, why=why) for it, why in entries if isinstance(why, Sentence)
        ]
        says["faults"] = [fault.sentence for fault in declared.faults] + broken
    return answer(request, Body(to_json(says), JSON))


def _entry(overlay: Overlay, content: Content | None) -> dict[str, Any]:
    """Return what the browser needs of a layer."""
    archive = content if isinstance(content, Archive) else None
    return {
        "id": overlay.id,
        "source": overlay.source,
        "vi": overlay.title,
        "en": overlay.title_en,
        "attribution": overlay.attribution,
        "opacity": overlay.opacity,
        "min_zoom": overlay.min_zoom,
        "max_zoom": overlay.max_zoom,
        "native_zoom": archive.farthest_zoom if archive else overlay.max_zoom,
        "drawn": bool(archive and archive.vector),
        "base": overlay.base,
        "offline": overlay.offline,
        "url": overlay.url or _own_address(overlay, archive),
        "wms_layers": overlay.wms_layers,
        "legend": overlay.legend,
        "legend_url": f"/layers/{overlay.id}/legend" if overlay.legend_path else "",
    }


def _own_address(overlay: Overlay, archive: Archive | None) -> str:
    """Return where the browser gets a layer of our own; tiles of another file have another address."""
    if overlay.source is not Source.PMTILES:
        return f"/layers/{overlay.id}.geojson"
    version = archive.version if archive else ""
    return f"/layers/{overlay.id}/{{z}}/{{x}}/{{y}}?v={version}" + (DRAWN if archive and archive.vector else "")


def find_layer(layer_id: str, *, known: tuple[str, ...] = ()) -> Overlay:
    """Return a declared layer, or answer that there is none, or that a parameter is not known."""
    refuse_unknown(request.args, known)
    found = overlays().declared().find(layer_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/layers/<layer_id>.geojson")
@requires("viewer")
def features(layer_id: str) -> Response:
    """Answer the features of a local layer in WGS 84."""
    overlay = find_layer(layer_id)
    content = overlays().content(overlay)
    if not isinstance(content, Body):
        abort(404)
    return answer(request, content)


@blueprint.get("/layers/<layer_id>/legend")
@requires("viewer")
def legend(layer_id: str) -> Response:
    """Answer the picture that explains a layer."""
    path = find_layer(layer_id).legend_path
    if path is None or path.stat().st_size > 2_000_000:
        abort(404)
    return answer(request, Body(path.read_bytes(), IMAGES[path.suffix.lower()]))


@blueprint.post("/api/layers")
@requires("admin")
def add() -> Response:
    """Add a layer of another host to `layers.toml`; the page may load it from its next opening on."""
    refuse_unknown(request.args, ())
    sent = sent_object(request)
    book = overlays()
    with book.saving:
        layer = add_layer(book.folder, sent)
    book.reread()
    by = author()
    detail = f"{layer.source} {layer.host}"
    store().audit.record(Entry(who=by.name, action="layer.add", subject=layer.id, detail=detail, address=by.address))
    return json_now({"id": layer.id}, 201)
