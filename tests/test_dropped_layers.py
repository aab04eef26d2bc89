"""A file that somebody only wants to look at: read as uploads are, its zone found, given back, stored nowhere."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from flask.testing import FlaskClient

from tests import hostile_files as hostile
from tests.layer_files import SQUARE
from tests.signing import new_app, token
from webmap.overlays import READINGS


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """Give somebody who has not signed in."""
    yield new_app(tmp_path).test_client()
    assert not list(tmp_path.glob("layers*")), "nothing is stored"


def sent(client: FlaskClient, name: str, data: bytes) -> Any:
    """Send a file as the page does."""
    form = {"file": (io.BytesIO(data), name)}
    return client.post("/api/layers/read", data=form, headers={"X-CSRFToken": token(client)})


def shapes_of(answer: Any) -> list[shapely.Geometry]:
    assert answer.status_code == 200, answer.get_json()
    (layer,) = answer.get_json()["layers"]
    return [shapely.from_geojson(json.dumps(one["geometry"])) for one in layer["collection"]["features"]]


def geojson(frame: gpd.GeoDataFrame, *, declared: bool = False) -> bytes:
    data = json.loads(frame.to_json())
    if not declared:
        data.pop("crs", None)
    return json.dumps(data).encode()


FRAME = gpd.GeoDataFrame({"ten": ["Ô 1"]}, geometry=[SQUARE], crs=4326)


@pytest.mark.parametrize("epsg", [4326, 9210, 3405, 5897])
def test_a_table_of_features_finds_its_own_zone(client: FlaskClient, tmp_path: Path, epsg: int) -> None:
    FRAME.to_crs(epsg).to_file(tmp_path / "o.gpkg", driver="GPKG")
    answer = sent(client, "Ranh quy hoạch.gpkg", (tmp_path / "o.gpkg").read_bytes())
    (shape,) = shapes_of(answer)
    assert shapely.hausdorff_distance(shape, SQUARE) < 2e-5
    assert answer.get_json()["layers"][0]["name"] == "Ranh quy hoạch"


def test_metres_without_a_word_are_laid_where_they_fit_and_it_is_said(client: FlaskClient) -> None:
    answer = sent(client, "o.geojson", geojson(FRAME.to_crs(9210)))
    (shape,) = shapes_of(answer)
    assert shapely.hausdorff_distance(shape, SQUARE) < 2e-5
    assert "Chỉ một cách đọc rơi vào" in answer.get_json()["layers"][0]["says"]


def test_swapped_degrees_fit_in_two_ways_and_are_not_guessed(client: FlaskClient) -> None:
    turned = FRAME.set_geometry([shapely.transform(SQUARE, lambda points: points[:, ::-1])])
    answer = sent(client, "o.geojson", geojson(turned))
    assert answer.status_code == 422
    assert "Có 2 cách đọc" in answer.get_json()["detail"]


def test_degrees_without_a_word_are_those_that_everybody_uses(client: FlaskClient) -> None:
    (shape,) = shapes_of(sent(client, "diem.csv", b"lon,lat\n106.69,20.89\n"))
    assert shapely.equals_exact(shape, shapely.Point(106.69, 20.89), 1e-6)


def test_degrees_elsewhere_are_shown_elsewhere(client: FlaskClient) -> None:
    """A flood map of the whole delta is no mistake: it is only looked at."""
    far = shapely.box(105.7, 20.9, 106.0, 21.1)
    (shape,) = shapes_of(sent(client, "o.geojson", geojson(FRAME.set_geometry([far]))))
    assert shapely.hausdorff_distance(shape, far) < 2e-5


def test_metres_that_fit_nowhere_are_refused_in_one_sentence(client: FlaskClient) -> None:
    lost = FRAME.set_geometry([shapely.box(10_000, 10_000, 20_000, 20_000)])
    answer = sent(client, "o.geojson", geojson(lost))
    assert answer.status_code == 422
    assert "Hãy xuất lại ở WGS 84" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "group", [hostile.xml_files, hostile.databases, hostile.json_files], ids=lambda it: it.__name__
)
def test_a_hostile_file_is_one_sentence(client: FlaskClient, group: Callable[[], dict[str, hostile.Hostile]]) -> None:
    """One of each kind; `tests/test_upload_hostile.py` holds all of them against the reader that stands behind."""
    name, data, says = next(iter(group().values()))
    answer = sent(client, name, data)
    assert answer.status_code == 422
    assert says in answer.get_json()["detail"]


def test_no_file_is_said_so_and_without_a_token_nothing_is_read(client: FlaskClient) -> None:
    assert client.post("/api/layers/read", headers={"X-CSRFToken": token(client)}).status_code == 422
    assert client.post("/api/layers/read", data={"file": (io.BytesIO(b"{}"), "a.geojson")}).status_code == 400


def test_whoever_sends_too_many_waits(client: FlaskClient) -> None:
    headers = {"X-CSRFToken": token(client)}
    for _ in range(READINGS):
        assert client.post("/api/layers/read", headers=headers).status_code == 422
    refused = client.post("/api/layers/read", headers=headers)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
