"""A PMTiles archive of others, read tile by tile: nothing of it is trusted, and little of it kept in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import orjson
from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from geo.errors import LayerError
from geo.language import Sentence
from geo.overlays.packed import unpack
from geo.overlays.quiet import KNOWN_LAYERS

MOST_TILE_BYTES: Final = 2_000_000  # as it lies in the archive
MOST_DIRECTORY_BYTES: Final = 1_000_000  # unpacked
MOST_METADATA_BYTES: Final = 2_000_000  # unpacked
DIRECTORIES_KEPT: Final = 16
OVERZOOM: Final = 5  # how many zooms beyond the archive a vector tile is drawn larger, and still sharp
FARTHEST_ZOOM: Final = 22
_HEADER: Final = 127  # bytes
_DEPTH: Final = 4
_PICTURES: Final[Mapping[TileType, str]] = MappingProxyType(
    {TileType.PNG: "image/png", TileType.JPEG: "image/jpeg", TileType.WEBP: "image/webp"}
)
_BARE: Final = frozenset({Compression.NONE, Compression.UNKNOWN})


class Archive:
    """A PMTiles archive of pictures or of vector tiles.

    `zooms` is from which to which zoom of its own it has tiles; `vector` whether they must be drawn first.
    """

    def __init__(self, path: Path) -> None:
        """Open an archive. Raises `LayerError` for what is none, or holds nothing that can be shown."""
        self._path = path
        self._directories: dict[tuple[int, int], list[Entry]] = {}
        try:
            self._header = deserialize_header(self._bytes(0, _HEADER))
            self._directory(self._header["root_offset"], self._header["root_length"])
        except Exception as error:  # the package raises whatever a damaged byte leads to
            raise self._damaged() from error
        self.vector: bool = self._header["tile_type"] is TileType.MVT
        self.media_type = "image/png" if self.vector else self._media_type()
        self.zooms: tuple[int, int] = (int(self._header["min_zoom"]), int(self._header["max_zoom"]))
        state = path.stat()
        self.version = hashlib.sha256(f"{path.name} {state.st_size} {state.st_mtime_ns}".encode()).hexdigest()[:12]
        if self.vector:
            self._look_for_layers()

    def _media_type(self) -> str:
        media_type = _PICTURES.get(self._header["tile_type"])
        if media_type is None or self._header["tile_compression"] not in _BARE:
            remedy = Sentence("Hãy tạo lại với ô vector MVT, hoặc ô ảnh PNG, JPEG, WebP.")
            raise LayerError(Sentence("PMTiles không phải loại đọc được"), value=self._path.name, remedy=remedy)
        return media_type

    def _look_for_layers(self) -> None:
        """Raise `LayerError` where the archive itself says that it holds nothing that is drawn."""
        if self._header["tile_compression"] not in _BARE | {Compression.GZIP}:
            remedy = Sentence("Hãy nén lại bằng gzip.")
            raise LayerError(Sentence("PMTiles nén theo cách không đọc được"), value=self._path.name, remedy=remedy)
        names = self._layer_names()
        if names and not KNOWN_LAYERS.intersection(names):
            remedy = Sentence("Hãy dùng bản đồ nền theo Protomaps, OpenMapTiles hoặc Shortbread.")
            shown = ", ".join(names)[:100]
            raise LayerError(Sentence("PMTiles không có lớp nào vẽ được"), value=shown, remedy=remedy)

    def _layer_names(self) -> list[str]:
        """Return the names of the vector layers, as far as the archive tells."""
        try:
            packed = self._bytes(self._header["metadata_offset"], self._header["metadata_length"])
            told = orjson.loads(unpack(packed, MOST_METADATA_BYTES) or b"{}")
        except Exception as error:
            raise self._damaged() from error
        layers: Any = told.get("vector_layers", []) if isinstance(told, dict) else []
        found = [layer.get("id") for layer in layers if isinstance(layer, dict)] if isinstance(layers, list) else []
        return [name for name in found if isinstance(name, str)]

    @property
    def farthest_zoom(self) -> int:
        """The largest zoom for which tiles can be had."""
        return min(FARTHEST_ZOOM, self.zooms[1] + (OVERZOOM if self.vector else 0))

    def _bytes(self, offset: int, length: int) -> bytes:
        if not 0 <= length <= MOST_TILE_BYTES or offset < 0:
            raise ValueError(length)
        with self._path.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def _directory(self, offset: int, length: int) -> list[Entry]:
        """Return the entries of a directory. Raises ValueError for one that is larger than a directory can be."""
        held = self._directories.get((offset, length))
        if held is None:
            packed = self._bytes(offset, length)
            unpack(packed, MOST_DIRECTORY_BYTES)  # the package unpacks without asking how much comes out
            held = deserialize_directory(packed)
            if len(self._directories) >= DIRECTORIES_KEPT:
                self._directories.clear()  # another thread may be about to read one: it holds what it needs
            self._directories[offset, length] = held
        return held

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return the bytes of a tile as they lie there, None where there is none. Raises `LayerError` for a bad one."""
        if not (0 <= z <= FARTHEST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
            return None
        try:
            return self._found(zxy_to_tileid(z, x, y))
        except Exception as error:
            raise self._damaged() from error

    def _found(self, tile_id: int) -> bytes | None:
        place = self._header["root_offset"], self._header["root_length"]
        for _ in range(_DEPTH):
            entry = find_tile(self._directory(*place), tile_id)
            if entry is None:
                return None
            if entry.run_length:
                return self._bytes(self._header["tile_data_offset"] + entry.offset, entry.length)
            place = self._header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def _damaged(self) -> LayerError:
        return LayerError(
            Sentence("Không đọc được PMTiles"), value=self._path.name, remedy=Sentence("Hãy chép lại tệp.")
        )
