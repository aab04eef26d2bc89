"""Layers of one's own as a sheet needs them: our files with their content, layers of other hosts by name alone."""

from __future__ import annotations

from functools import partial

from geo.errors import LayerError
from geo.overlays.archive import Archive
from geo.overlays.shown import Shown, count_local, read_shown
from geo.overlays.tiles import make_tile
from geo.printed.layers import OwnLayers, PaperContent, PaperLayer, Picture, Tiles
from webmap.body import Body
from webmap.language import VIETNAMESE, language
from webmap.overlays import Content, OverlayBook

_ON_PAPER = ("light", 1)
_DRAWN_PX, _PX = 512, 256


def paper_layers(book: OverlayBook, text: str | None) -> OwnLayers:
    """Return the layers that an address shows (`own=…`), bottom first, ready to be laid on a sheet."""
    shown = read_shown(text, book.declared().layers)
    return OwnLayers(tuple(_layer(one, book.content(one.overlay), book) for one in shown), count_local(text))


def _layer(shown: Shown, content: Content | None, book: OverlayBook) -> PaperLayer:
    overlay = shown.overlay
    return PaperLayer(
        title=overlay.title if language() == VIETNAMESE else overlay.title_en,
        attribution=overlay.attribution,
        opacity=shown.opacity,
        content=_content(content, book),
        base=overlay.base,
        legend=overlay.legend,
    )


def _content(content: Content | None, book: OverlayBook) -> PaperContent:
    if isinstance(content, Body):
        return content.data
    if isinstance(content, Archive):
        zooms = content.zooms[0], content.farthest_zoom
        return Tiles(partial(_picture, content, book), zooms, _DRAWN_PX if content.vector else _PX)
    return content


def _picture(archive: Archive, book: OverlayBook, z: int, x: int, y: int) -> Picture | None:
    """Return a tile for paper; one that cannot be drawn leaves its place free."""
    try:
        picture = make_tile(archive, (z, x, y), _ON_PAPER, book.draughtsman)
    except LayerError:
        return None
    return (picture, archive.media_type) if picture else None
