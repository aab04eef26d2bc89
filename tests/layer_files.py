"""Files of layers of one's own, made by code: features, a GeoPackage in VN-2000, an archive of tiles, a declaration."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

SQUARE = shapely.box(106.68, 20.88, 106.70, 20.90)


def png_chunk(name: bytes, data: bytes) -> bytes:
    """Return a part of a PNG with its length and its check."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + png_chunk(b"IDAT", zlib.compress(b"\0\xd0\x60\x30"))
    + png_chunk(b"IEND", b"")
)
GOOD = {"id": "quy-hoach", "type": "xyz", "title": "Quy hoạch", "attribution": "Sở Xây dựng"}
XYZ = GOOD | {"url": "https://tiles.example.org/{z}/{x}/{y}.png"}


def write_archive(path: Path) -> None:
    """Write a PMTiles archive of one picture over Hải Phòng."""
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        writer.write_tile(zxy_to_tileid(0, 0, 0), PNG)
        header = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE, "min_zoom": 0, "max_zoom": 0}
        box = {
            "min_lon_e7": 0,
            "min_lat_e7": 0,
            "max_lon_e7": 1,
            "max_lat_e7": 1,
            "center_zoom": 0,
            "center_lon_e7": 0,
            "center_lat_e7": 0,
        }
        writer.finalize(header | box, {"name": "nền"})


def write_folder(tmp_path: Path) -> None:
    """Make an instance folder with files of every kind, and one outside that must stay unread."""
    home = tmp_path / "layers"
    home.mkdir()
    (home / "ranh.geojson").write_text(
        json.dumps({"type": "Feature", "properties": {"ten": "Ô 1"}, "geometry": shapely.geometry.mapping(SQUARE)})
    )
    frame = gpd.GeoDataFrame({"ten": ["Ô 1"]}, geometry=[SQUARE], crs=4326)
    frame.to_crs(9210).to_file(home / "dia-chinh.gpkg", layer="thua", driver="GPKG")
    write_archive(home / "nen.pmtiles")
    (home / "chu-giai.png").write_bytes(PNG)
    (tmp_path / "secret.geojson").write_text("{}")


FILES = """
[[layer]]
id = "ranh"
type = "geojson"
title = "Ranh quy hoạch"
attribution = "UBND phường"
file = "ranh.geojson"
legend = "Ô đỏ: quy hoạch"
legend_image = "chu-giai.png"

[[layer]]
id = "thua"
type = "geopackage"
title = "Địa chính"
attribution = "Văn phòng đăng ký đất đai"
file = "dia-chinh.gpkg"
layer = "thua"
opacity = 0.5
order = 2

[[layer]]
id = "nen"
type = "pmtiles"
title = "Bản đồ nền"
attribution = "© OpenStreetMap contributors"
file = "nen.pmtiles"
base = true

[[layer]]
id = "phan-khu"
type = "wms"
title = "Quy hoạch phân khu"
title_en = "Zoning"
attribution = "Sở Xây dựng"
url = "https://maps.example.org/wms"
layers = "pk1,pk2"
"""
