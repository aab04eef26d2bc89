"""A tile for the map: a picture as it lies in the archive, a vector tile drawn, also beyond its last zoom."""

from __future__ import annotations

from geo.errors import LayerError
from geo.language import Sentence
from geo.overlays.archive import Archive
from geo.overlays.draughtsman import Draughtsman, Order
from geo.overlays.mvt import EXTENT

SCREEN_ZOOM = 1  # a vector tile is 512 pixels wide: at one zoom of the screen more it covers what 256 would


def make_tile(archive: Archive, place: tuple[int, int, int], look: tuple[str, int], hand: Draughtsman) -> bytes | None:
    """Return the picture at z, x, y, None where there is none; `look` is ground and pixel ratio of what is drawn.

    Raises `LayerError` for a tile that cannot be shown; its cause says why, for the log.
    """
    if not archive.vector:
        return archive.tile(*place)
    z, x, y = place
    up = max(0, z - archive.zooms[1])
    if z > archive.farthest_zoom:
        return None
    packed = archive.tile(z - up, x >> up, y >> up)
    if packed is None:
        return None
    side = EXTENT / 2**up
    window = (x % 2**up * side, y % 2**up * side, side)
    try:
        return hand.draw(packed, Order(z + SCREEN_ZOOM, window, *look))
    except ValueError as error:
        remedy = Sentence("Hãy tải lại tệp bản đồ nền.")
        raise LayerError(Sentence("Không vẽ được ô bản đồ"), value=f"{z}/{x}/{y}", remedy=remedy) from error
