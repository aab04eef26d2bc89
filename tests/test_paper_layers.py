"""Layers of one's own on paper: what lies here is printed where it belongs, in order; what lies elsewhere is named."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import orjson
import pypdfium2 as pdfium
import pytest
import shapely
from flask.testing import FlaskClient

from geo.crs import HAI_PHONG, points_to_vn2000, points_to_wgs84
from geo.language import Sentence
from geo.overlays import read_declared
from geo.overlays.shown import count_local, read_shown
from geo.printed.layers import MOST_TILES, DrawnLayers, OwnLayers, PaperContent, PaperLayer, Tiles, draw_layers
from geo.printed.sheet import View
from geo.text import nfc
from tests.base_maps import tile_at, write_base_map
from tests.layer_files import FILES, PNG, SQUARE, write_folder
from tests.signing import new_app
from webmap.current import overlays

VIEW = View(595_000, 2_311_000, 25_000, 200, 150)
FEATURES = orjson.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": shape}
            for shape in (
                shapely.geometry.mapping(SQUARE),
                {"type": "LineString", "coordinates": [[106.66, 20.88], [106.68, 20.89]]},
                {"type": "MultiPoint", "coordinates": [[106.67, 20.885], [106.675, 20.886]]},
            )
        ],
    }
)


def layer(content: PaperContent, title: str = "Ranh", **more: object) -> PaperLayer:
    return PaperLayer(title, f"nguồn {title}", 0.5, content, **more)  # type: ignore[arg-type]


def drawn(*layers: PaperLayer, local: int = 0, view: View = VIEW) -> DrawnLayers:
    return draw_layers(OwnLayers(layers, local), view)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an instance folder whose base map is a vector one."""
    write_folder(tmp_path)
    write_base_map(tmp_path / "layers" / "nen.pmtiles", zooms=(12, 13))
    (tmp_path / "layers.toml").write_text(FILES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    """Give a visitor of the map with these layers."""
    app = new_app(folder)
    yield app.test_client()
    with app.app_context():
        overlays().draughtsman.close()


def printed(client: FlaskClient, query: str = "") -> tuple[str, pdfium.PdfPage]:
    """Return the words of the first page, and the page."""
    answer = client.get(f"/print.pdf{query}")
    assert answer.status_code == 200, answer.get_json()
    page = pdfium.PdfDocument(answer.data)[0]
    return " ".join(nfc(page.get_textpage().get_text_range()).split()), page


def test_an_address_is_read_as_the_screen_reads_it(folder: Path) -> None:
    layers = read_declared(folder).layers
    said = {
        None: [("nen", 0.8)],
        "": [("nen", 0.8)],
        "-": [],
        "nen,ranh.50": [("nen", 0.8), ("ranh", 0.5)],
        "thua,nen.0": [("thua", 0.5), ("nen", 0.0)],
        "ranh.999,khong,ranh.x": [("ranh", 0.8)],
        "_k3f9,ranh.100": [("ranh", 1.0)],
    }
    for text, shown in said.items():
        assert [(one.overlay.id, one.opacity) for one in read_shown(text, layers)] == shown, text
    assert count_local("_k3f9,ranh,_k3f9.20,_a") == 2


def test_features_are_areas_lines_and_dots_at_the_strength_that_was_chosen() -> None:
    found = drawn(layer(FEATURES, legend="Ô đỏ"))
    assert found.under == "", "our own ground stays"
    assert 'opacity="0.5"' in found.over
    assert found.over.count("<path") == 2
    assert found.over.count("<circle") == 2
    assert found.lines == [{"title": "Ranh", "legend": "Ô đỏ"}]
    assert found.credits == ["nguồn Ranh"]


def test_features_lie_where_the_grid_says() -> None:
    view = View(595_000, 2_311_000, 50_000, 200, 150)
    (area,) = re.findall(r'<path d="M([^"]*)z" fill-rule="evenodd" fill="#', drawn(layer(FEATURES), view=view).over)
    corners = np.array([[float(length) for length in pair.split()] for pair in area.split("L")])
    wanted = view.mm(points_to_vn2000(shapely.get_coordinates(SQUARE), HAI_PHONG))
    assert np.abs(corners.min(axis=0) - wanted.min(axis=0)).max() < 0.1
    assert np.abs(corners.max(axis=0) - wanted.max(axis=0)).max() < 0.1


def _asked(tiles: Tiles, view: View) -> tuple[list[tuple[int, int, int]], str]:
    """Return which tiles a sheet asks for, and what it makes of them."""
    asked: list[tuple[int, int, int]] = []

    def get(*place: int) -> tuple[bytes, str]:
        asked.append(place)  # type: ignore[arg-type]
        return PNG, "image/png"

    made = drawn(layer(Tiles(get, tiles.zooms, tiles.side_px), base=True), view=view)
    return asked, made.under


@pytest.mark.parametrize("scale", [2_000, 25_000, 100_000, 500_000])
def test_tiles_lie_true_to_scale(scale: int) -> None:
    """The middle of every tile is where it should be on paper, to a hundredth of the tile."""
    view = View(595_000, 2_311_000, scale, 330, 230)
    asked, svg = _asked(Tiles(lambda *_: None, (0, 20), 512), view)
    matrices = [[float(n) for n in found.split()] for found in re.findall(r"matrix\(([^)]*)\)", svg)]
    assert 0 < len(asked) == len(matrices) <= MOST_TILES
    for (zoom, x, y), (a, b, c, d, e, f) in zip(asked, matrices, strict=True):
        lat = np.degrees(np.arctan(np.sinh((0.5 - (y + 0.5) / 2**zoom) * 2 * np.pi)))
        middle = view.mm(points_to_vn2000(np.array([[((x + 0.5) / 2**zoom - 0.5) * 360, lat]]), HAI_PHONG))[0]
        laid = np.array([(a + c) / 2 + e, (b + d) / 2 + f])
        assert np.linalg.norm(laid - middle) < 0.01 * math.hypot(a, b)
    assert 40 < math.hypot(*matrices[0][:2]) < 120, "as fine as paper shows"


def test_no_sheet_asks_for_more_tiles_than_it_can_set() -> None:
    asked, _ = _asked(Tiles(lambda *_: None, (18, 20), 256), VIEW)
    assert asked == [], "an archive of near zooms alone cannot cover a wide sheet"
    west, south, east, north = VIEW.bounds()
    corners = points_to_wgs84(np.array([(west, north), (east, south)]), HAI_PHONG)
    asked, _ = _asked(Tiles(lambda *_: None, (0, 12), 256), VIEW)
    assert {(12, *tile_at(lon, lat, 12)) for lon, lat in corners.tolist()} <= set(asked)


def test_what_is_not_printed_is_said_in_words() -> None:
    found = drawn(
        layer(None, "Dịch vụ"), layer(Sentence("Không mở được tệp."), "Hỏng"), layer(FEATURES, "Xa"), local=2,
        view=View(700_000, 2_400_000, 5_000, 100, 100),
    )  # fmt: skip
    said = " ".join(found.missing)
    assert "máy chủ khác: Dịch vụ" in said
    assert "Không in được lớp Hỏng: Không mở được tệp." in said
    assert "Lớp Xa không có gì trong khung in này." in said
    assert "2 lớp chỉ có trên máy của người xem" in said
    assert said.count("nút In bản đồ") == 2
    assert not found.lines and not found.credits


def test_the_order_of_the_screen_is_that_of_the_sheet() -> None:
    found = drawn(layer(FEATURES, "Dưới"), layer(FEATURES, "Trên"))
    assert [line["title"] for line in found.lines] == ["Trên", "Dưới"]
    assert found.over.count('class="own"') == 2


def test_an_outline_that_crosses_itself_is_printed() -> None:
    bow = shapely.Polygon([(106.66, 20.88), (106.68, 20.90), (106.68, 20.88), (106.66, 20.90)])
    assert "<path" in drawn(layer(shapely.to_geojson(shapely.GeometryCollection([bow])).encode())).over


def test_the_sheet_shows_the_layers_of_the_address_with_their_makers(client: FlaskClient) -> None:
    words, page = printed(client, "?own=nen,ranh.50,phan-khu,_k3f9")
    assert "Ranh quy hoạch: Ô đỏ: quy hoạch" in words
    assert "Bản đồ nền" in words
    assert "UBND phường" in words
    assert "máy chủ khác: Quy hoạch phân khu" in words
    assert "1 lớp chỉ có trên máy của người xem" in words
    assert "Địa chính" not in words
    images = [thing for thing in page.get_objects(max_depth=10) if thing.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE]
    assert images, "the base map is on the sheet"


def test_a_base_map_is_printed_without_being_asked_for_and_can_be_left_out(client: FlaskClient) -> None:
    assert "Bản đồ nền" in printed(client)[0]
    assert "Lớp riêng" not in printed(client, "?own=-")[0]


def test_a_damaged_layer_leaves_the_sheet_standing(client: FlaskClient, folder: Path) -> None:
    (folder / "layers" / "ranh.geojson").write_text("{")
    with client.application.app_context():
        overlays().reread()
    assert "Không in được lớp Ranh quy hoạch" in printed(client, "?own=ranh")[0]
    assert client.get("/print.pdf?own=" + "x" * 4_000).status_code == 400
