"""A vector base map: drawn in the colours of our ground, light and dark, sharp; a hostile tile is one refused tile."""

from __future__ import annotations

import gzip
import logging
import random
import re
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import geopandas as gpd
import mapbox_vector_tile
import pytest
import shapely
from flask.testing import FlaskClient
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import tileid_to_zxy

from geo.errors import LayerError
from geo.overlays.archive import Archive
from geo.overlays.draughtsman import Draughtsman, Order
from geo.overlays.drawing import MOST_BYTES, WHOLE, to_svg
from geo.overlays.mvt import MOST_VERTICES, paths_of
from geo.overlays.packed import unpack
from geo.overlays.quiet import GROUNDS, LAND, PASSES, WATER, kind_of
from geo.overlays.tiles import make_tile
from tests.base_maps import box_of, declare_base_map, encode, tile_at, town, write_archive_of
from tests.signing import new_app
from webmap.current import overlays
from webmap.gate import TILES
from webmap.overlay_tiles import EMPTY, WEEK

MIDDLE = (106.67, 20.895)
TILE = (13, *tile_at(*MIDDLE, 13))
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the file of a base map in an instance folder that declares it."""
    return declare_base_map(tmp_path, zooms=(13,), more="base = true")


@pytest.fixture
def client(path: Path) -> Iterator[FlaskClient]:
    """Give a visitor of the map with that base map."""
    app = new_app(path.parent.parent)
    yield app.test_client()
    with app.app_context():
        overlays().draughtsman.close()


@pytest.fixture(scope="module")
def hand() -> Iterator[Draughtsman]:
    """Give somebody who draws, and send them home."""
    hand = Draughtsman()
    yield hand
    hand.close()


def address(place: tuple[int, int, int] = TILE, more: str = "") -> str:
    return f"/layers/nen/{place[0]}/{place[1]}/{place[2]}?{more}"


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_it_is_listed_as_drawn_here_and_working_without_internet(client: FlaskClient) -> None:
    (layer,) = client.get("/api/layers.json").get_json()["layers"]
    assert (layer["offline"], layer["drawn"], layer["native_zoom"]) == (True, True, 18)
    assert "OpenStreetMap" in layer["attribution"]
    assert "{ground}" in layer["url"] and "{ratio}" in layer["url"]


def test_a_tile_is_a_picture_twice_as_sharp_where_it_is_asked_for(client: FlaskClient) -> None:
    assert size_of(client.get(address()).data) == (512, 512)
    assert size_of(client.get(address(more="ratio=2&ground=dark")).data) == (1024, 1024)
    assert client.get(address(more="ground=dark")).data != client.get(address()).data
    assert client.get(address(more="ratio=3")).status_code == 400
    assert client.get(address(more="colour=red")).status_code == 400


def test_a_known_tile_is_not_drawn_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tag is that of the file: a browser that has it asks nobody to draw."""
    (layer,) = client.get("/api/layers.json").get_json()["layers"]
    version = re.findall(r"v=(\w+)", layer["url"])[0]
    first = client.get(address(more=f"v={version}"))
    assert first.headers["Cache-Control"] == WEEK
    assert client.get(address()).headers["Cache-Control"] == "no-cache"
    monkeypatch.setattr(Draughtsman, "draw", lambda *_: pytest.fail("drawn again"))
    assert client.get(address()).data == first.data
    assert client.get(address(), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_busy_server_says_when_to_come_again_and_what_is_kept_is_there(client: FlaskClient) -> None:
    kept = client.get(address())
    with ExitStack() as crowd:
        for _ in range(TILES.room):
            crowd.enter_context(TILES._places)
        busy = client.get(address(more="ground=dark"))
        assert (busy.status_code, int(busy.headers["Retry-After"]) > 0) == (503, True)
        assert client.get(address()).data == kept.data
    assert client.get(address(more="ground=dark")).status_code == 200


def test_where_the_archive_has_nothing_a_clear_tile_comes(client: FlaskClient) -> None:
    assert client.get(address((13, 0, 0))).data == EMPTY
    assert client.get(address((5, 0, 0))).data == EMPTY
    assert client.get(address((22, 0, 0))).data == EMPTY


def test_every_class_is_drawn_in_its_colour_on_either_ground() -> None:
    data = encode(town(), box_of(*TILE))
    for at, ground in enumerate(GROUNDS):
        svg = to_svg(data, 14, WHOLE, ground)
        for paint in PASSES:
            shown = paint.kind in {"land", "water", "green", "building", "major", "minor"}
            assert (f'"{paint.colours[at]}"' in svg) or not shown, (ground, paint.kind)
    assert "building" not in paths_of(data, 12, WHOLE), "from afar houses are dust"


def test_colours_are_those_of_the_page() -> None:
    css = (ROOT / "webmap/static/css/tokens.css").read_text(encoding="utf-8")
    tokens = {name: (day, night) for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)}
    roads = {paint.colours for paint in PASSES if paint.kind == "major"}
    assert (tokens["paper"], tokens["water"]) == (LAND, WATER)
    assert roads == {tokens["road"], tokens["road-casing"]}


@pytest.mark.parametrize(
    ("layer", "dimension", "tags", "kind"),
    [
        ("roads", 1, {"kind": "major_road", "kind_detail": "trunk"}, "highway"),
        ("roads", 1, {"kind": "minor_road", "kind_detail": "strange"}, "minor"),
        ("roads", 1, {"kind": "ferry"}, None),
        ("transportation", 1, {"class": "primary"}, "major"),
        ("transportation", 1, {"class": "rail"}, "rail"),
        ("streets", 1, {"kind": "residential"}, "minor"),
        ("water", 2, {}, "water"),
        ("ocean", 2, {}, "water"),
        ("waterway", 1, {"class": "river"}, "waterway"),
        ("building", 2, {}, "building"),
        ("landcover", 2, {"class": "wood"}, "wood"),
        ("landuse", 2, {"kind": "park"}, "green"),
        ("land", 2, {"kind": "forest"}, "wood"),
        ("boundaries", 1, {"kind": "county", "kind_detail": 6}, "boundary"),
        ("boundary", 1, {"admin_level": 9}, None),
        ("places", 0, {"name": "Hải Phòng"}, None),
        ("roads", 1, {"kind": 7}, None),
    ],
)
def test_three_schemas_are_read(layer: str, dimension: int, tags: dict[str, object], kind: str | None) -> None:
    assert kind_of(layer, dimension, tags) == kind


def test_beyond_its_last_zoom_a_window_of_the_last_tile_is_drawn(path: Path, hand: Draughtsman) -> None:
    archive = Archive(path)
    near = tile_at(*MIDDLE, 16)
    large = make_tile(archive, (16, *near), ("light", 1), hand)
    assert large
    assert size_of(large) == (512, 512)
    whole = make_tile(archive, TILE, ("light", 1), hand)
    assert large != whole
    assert make_tile(archive, (19, *tile_at(*MIDDLE, 19)), ("light", 1), hand) is None


def test_an_archive_that_another_program_wrote_is_drawn(tmp_path: Path, hand: Draughtsman) -> None:
    """GDAL writes both formats, too, from nothing of ours."""
    path = tmp_path / "gdal.pmtiles"
    road = shapely.LineString([(106.55, 20.80), (106.80, 20.98)])
    frame = gpd.GeoDataFrame({"kind": ["major_road"]}, geometry=[road], crs=4326)
    frame.to_file(path, driver="PMTiles", layer="roads", MINZOOM=12, MAXZOOM=13)
    archive = Archive(path)
    assert (archive.vector, archive.zooms) == (True, (12, 13))
    place = (13, *tile_at(106.675, 20.89, 13))
    found = archive.tile(*place)
    assert found
    assert set(paths_of(unpack(found, MOST_BYTES), 14, WHOLE)) == {"major"}
    assert size_of(make_tile(archive, place, ("light", 1), hand) or b"") == (512, 512)


def test_directories_within_directories_are_followed(tmp_path: Path) -> None:
    """An archive of many tiles has leaves; the package that reads the same is the judge."""
    chance = random.Random(1)
    path = tmp_path / "large.pmtiles"
    tiles = {tileid_to_zxy(30_000 + 2 * n): b"\x1a" * chance.randrange(1, 300) + b"%d" % n for n in range(15_000)}
    write_archive_of(path, tiles, packed=False)
    archive = Archive(path)
    with path.open("rb") as file:
        judge: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
        assert judge.header()["leaf_directory_length"] > 0
        for number in range(0, 30_000, 4_999):
            place = tileid_to_zxy(30_000 + number)
            assert archive.tile(*place) == judge.get(*place)


def _tile(name: str = "water", numbers: tuple[int, ...] = (9, 50, 34), *, kind: int = 3, extent: int = 4096) -> bytes:
    tile = vector_tile_pb2.tile()
    layer = tile.layers.add(name=name, version=2, extent=extent)
    feature = layer.features.add(type=kind)
    feature.geometry.extend(numbers)
    data: bytes = tile.SerializeToString()
    return data


def _zigzag(count: int) -> tuple[int, ...]:
    return (9, 0, 0, (count << 3) | 2, *([4096, 2048] * count))


BAD = {
    "a line that ends in the air": _tile(numbers=(9, 50)),
    "a command that is none": _tile(numbers=(12, 1, 1)),
    "a count beyond the numbers": _tile(numbers=((1 << 29) | 2, 1, 1)),
    "a corner at the end of the world": _tile(numbers=(9, 2**32 - 1, 2**32 - 1, 10, 2**32 - 1, 2**32 - 1)),
    "no extent": _tile(extent=0),
    "a million corners": _tile(numbers=_zigzag(MOST_VERTICES + 1)),
    "no tile": b"\xff" * 100,
    "a packed tile a thousand times larger": gzip.compress(b"\0" * (MOST_BYTES + 1)),
}


@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_a_hostile_tile_is_one_refused_tile(tmp_path: Path, hand: Draughtsman, data: bytes) -> None:
    z, x, y = TILE
    path = tmp_path / "nen.pmtiles"
    write_archive_of(path, {TILE: data, (z, x + 1, y): encode(town(), box_of(z, x + 1, y))})
    archive = Archive(path)
    with pytest.raises(LayerError, match=f"Không vẽ được ô bản đồ: '{z}/{x}/{y}'"):
        make_tile(archive, TILE, ("light", 1), hand)
    assert size_of(make_tile(archive, (z, x + 1, y), ("light", 1), hand) or b"") == (512, 512)


def test_a_refused_tile_is_one_line_in_the_log(
    client: FlaskClient, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_archive_of(path, {TILE: BAD["no tile"]})
    assert [client.get(address()).status_code for _ in range(3)] == [404] * 3
    (told,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "Không vẽ được ô bản đồ" in told
    assert "protobuf" in told, "and why"


def test_a_tile_that_takes_too_long_ends_its_process_and_the_next_is_drawn(path: Path, hand: Draughtsman) -> None:
    data = Archive(path).tile(*TILE)
    assert data
    order = Order(14, WHOLE, "light", 1)
    slow = Draughtsman(patience_s=0)
    with pytest.raises(ValueError, match="stopped"):
        slow.draw(data, order)
    slow.close()
    first = hand.draw(data, order)
    assert hand._process
    hand._process.kill()
    hand._process.wait()
    assert hand.draw(data, order) == first, "a process that died is followed by another"


def _with_bomb(path: Path, offset_at: int, length_at: int) -> None:
    """Put a gzip bomb where a part of an archive lies: its offset and length stand at these bytes of the header."""
    data = bytearray(path.read_bytes())
    bomb = gzip.compress(b"\0" * 60_000_000)
    data[offset_at : offset_at + 8] = struct.pack("<Q", len(data))
    data[length_at : length_at + 8] = struct.pack("<Q", len(bomb))
    path.write_bytes(bytes(data) + bomb)


@pytest.mark.parametrize("place", [(8, 16), (24, 32)], ids=["directory", "metadata"])
def test_a_packed_directory_or_description_is_never_unpacked_beyond_its_limit(
    path: Path, place: tuple[int, int]
) -> None:
    _with_bomb(path, *place)
    with pytest.raises(LayerError, match="Không đọc được PMTiles"):
        Archive(path)


def test_unpacking_stops_at_the_limit() -> None:
    assert unpack(gzip.compress(b"a" * 50), 50) == b"a" * 50
    assert unpack(b"plain", 5) == b"plain"
    for data in (gzip.compress(b"a" * 51), b"a" * 51, gzip.compress(b"abc")[:-9], b"\x1f\x8bxx"):
        with pytest.raises(ValueError, match=r"gzip|large"):
            unpack(data, 50)


def test_an_archive_without_a_layer_that_is_drawn_says_so(path: Path) -> None:
    point = mapbox_vector_tile.encode(
        [{"name": "diem", "features": [{"geometry": shapely.Point(1, 1), "properties": {}}]}]
    )
    write_archive_of(path, {TILE: point}, names=("diem", "khac"))
    with pytest.raises(LayerError, match=r"không có lớp nào vẽ được.*diem, khac.*Protomaps"):
        Archive(path)
