"""What the editor asks before saving: a table or a file in, readings and a preview out. Nothing is stored."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import shape

from geo.crs import to_vn2000
from tests import good_files as good
from tests import hostile_files as hostile
from tests import printed_tables as printed
from tests.signing import new_app, post, signed_in, store_of, token

ROWS = "1\t2314037,64\t595190,88\n2\t2314137,64\t595390,88\n3\t2313937,64\t595290,88"
TABLE = f"Kinh tuyến trục 105°45', múi 3°, diện tích 1,5 ha\n{ROWS}"
SILENT = "1\t2313862,40\t673363,28\n2\t2313962,40\t673363,28\n3\t2313862,40\t673463,28"  # 105° of 3° or of 6°


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = new_app(tmp_path_factory.mktemp("instance"))
    yield app
    store_of(app).close()


@pytest.fixture(scope="module")
def lan(people: Flask) -> FlaskClient:
    """Return an editor."""
    return signed_in(people, "lan.nguyen")


def read_table(client: FlaskClient, **body: Any) -> Any:
    return post(client, "/api/coordinates/read", body)


def read_file(client: FlaskClient, name: str, data: bytes, **form: str) -> Any:
    sent = {"file": (io.BytesIO(data), name), **form}
    headers = {"X-CSRFToken": token(client)}
    return client.post("/api/uploads/read", data=sent, headers=headers, content_type="multipart/form-data")


# --- tables ---


def test_a_table_is_answered_with_its_drawing(lan: FlaskClient) -> None:
    says = read_table(lan, text=TABLE).get_json()
    assert says["verdict"] == "one"
    assert says["chosen"] == {"epsg": 9210, "north_first": True}
    assert says["drawing"]["area_m2"] == pytest.approx(15_000, abs=1)
    assert says["drawing"]["area_difference_percent"] == pytest.approx(0, abs=0.01)
    assert shape(says["drawing"]["geometry"]).is_valid
    assert [corner["label"] for corner in says["corners"]] == ["1", "2", "3"]
    assert len(says["readings"]) == 40
    assert says["readings"][0]["fits"]
    assert says["radius_m"] == 1


def test_several_readings_each_show_what_they_mean_and_a_person_chooses(lan: FlaskClient) -> None:
    says = read_table(lan, text=SILENT).get_json()
    assert says["verdict"] == "several"
    assert says["chosen"] is None
    fitting = [reading for reading in says["readings"] if reading["fits"]]
    assert [reading["epsg"] for reading in fitting] == [5897, 3405]
    assert all(reading["drawing"]["geometry"] for reading in fitting)
    chosen = read_table(lan, text=SILENT, epsg=3405, north_first=True).get_json()
    assert chosen["chosen"] == {"epsg": 3405, "north_first": True}
    assert chosen["drawing"]["geometry"] == fitting[1]["drawing"]["geometry"]


def test_a_table_of_another_province_is_refused_with_where_it_lands(lan: FlaskClient) -> None:
    says = read_table(lan, text=printed.PAC_NAM).get_json()
    assert says["verdict"] == "none"
    assert says["drawing"] is None
    assert "km về phía tây bắc" in says["says"]


def test_kind_is_the_persons_to_choose(lan: FlaskClient) -> None:
    assert read_table(lan, text=TABLE, kind="line").get_json()["drawing"]["geometry"]["type"] == "LineString"
    assert read_table(lan, text=TABLE, kind="circle").status_code == 400


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"text": "xin chào"}, 422, "Không thấy cặp tọa độ nào"),
        ({}, 422, "Thiếu bảng tọa độ"),
        ({"text": TABLE, "epsg": "x", "north_first": True}, 400, "Mã hệ tọa độ"),
        ({"text": TABLE, "epsg": 9210}, 400, "Thứ tự tọa độ"),
        (["x"], 422, "không phải đối tượng JSON"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(lan: FlaskClient, body: Any, status: int, says: str) -> None:
    answer = post(lan, "/api/coordinates/read", body)
    assert answer.status_code == status
    assert says in answer.get_json()["detail"]


def test_a_body_that_is_no_json_is_a_sentence(lan: FlaskClient) -> None:
    answer = lan.post("/api/coordinates/read", data=b"{", headers={"X-CSRFToken": token(lan)})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "body")


# --- files ---


def test_a_file_is_answered_with_its_features(lan: FlaskClient) -> None:
    says = read_file(lan, "a.geojson", good.geojson()).get_json()
    (layer,) = says["layers"]
    (feature,) = layer["features"]
    assert (says["format"], layer["verdict"], layer["total"]) == ("geojson", "one", 1)
    assert feature["properties"] == {"ten": good.NAME, "id": 7}
    assert feature["fits"]
    assert feature["fault"] == ""
    assert feature["area_m2"] == pytest.approx(to_vn2000(good.TRIANGLE).area, rel=1e-6)
    assert shape(feature["geometry"]).equals_exact(good.TRIANGLE, 1e-8)


def test_a_file_without_a_system_is_asked_and_answered_for_its_layer(lan: FlaskClient) -> None:
    data = good.zipped(good.shapefile_members(to_vn2000(good.TRIANGLE, 3405), epsg=None))
    asked = read_file(lan, "a.zip", data).get_json()["layers"][0]
    assert (asked["verdict"], asked["features"]) == ("several", [])
    told = read_file(lan, "a.zip", data, layer="khu", epsg="3405", north_first="false").get_json()["layers"][0]
    assert shape(told["features"][0]["geometry"]).equals_exact(good.TRIANGLE, 1e-7)


def test_a_broken_shape_is_told_by_its_feature(lan: FlaskClient) -> None:
    bow = shape(
        {
            "type": "Polygon",
            "coordinates": [
                [[106.667, 20.917], [106.669, 20.919], [106.669, 20.917], [106.667, 20.919], [106.667, 20.917]]
            ],
        }
    )
    feature = read_file(lan, "a.geojson", good.geojson(bow)).get_json()["layers"][0]["features"][0]
    assert "tự cắt" in feature["fault"]


def test_a_long_file_is_shown_in_part(lan: FlaskClient) -> None:
    many = hostile.collection({"type": "Point", "coordinates": [106.7, 20.9]}, 300)
    layer = read_file(lan, "a.geojson", many).get_json()["layers"][0]
    assert (layer["total"], len(layer["features"])) == (300, 200)


def test_a_hostile_file_is_one_sentence(lan: FlaskClient) -> None:
    answer = read_file(lan, "a.kml", hostile.xml_files()["xxe file"][1])
    assert answer.status_code == 422
    assert answer.get_json()["code"] == "upload"
    assert answer.get_json()["detail"].startswith("KML có khai báo DTD")


def test_a_missing_file_is_one_sentence(lan: FlaskClient) -> None:
    answer = lan.post("/api/uploads/read", data={}, headers={"X-CSRFToken": token(lan)})
    assert answer.status_code == 422
    assert "Chưa có tệp" in answer.get_json()["detail"]


# --- who may ---


@pytest.mark.parametrize("name", [None, "xem.thoi"])
def test_only_editors_may_ask(people: Flask, name: str | None) -> None:
    client = signed_in(people, name) if name else people.test_client()
    refused = 403 if name else 401
    assert read_table(client, text=TABLE).status_code == refused
    assert read_file(client, "a.geojson", good.geojson()).status_code == refused


def test_a_form_of_another_site_is_refused(lan: FlaskClient) -> None:
    """Without the token of the session nothing is read."""
    assert lan.post("/api/coordinates/read", json={"text": TABLE}).status_code == 400


def test_nothing_is_stored(people: Flask, lan: FlaskClient) -> None:
    read_table(lan, text=TABLE)
    read_file(lan, "a.geojson", good.geojson())
    assert store_of(people).corrections.all() == ()


# --- the command ---


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    from webmap.cli import run as projectmap

    code = projectmap(list(arguments))
    return code, capsys.readouterr().out


def test_the_command_tells_readings_and_measures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bảng.txt"
    path.write_text(TABLE, encoding="utf-8")
    code, said = run(capsys, "coordinates", str(path))
    assert code == 0
    assert "Đọc được 3 điểm." in said
    assert "✓ VN-2000, kinh tuyến trục 105°45', múi 3°" in said
    assert "Diện tích 15.000 m²" in said
    assert "Văn bản ghi 15.000 m², lệch 0 %." in said


def test_the_command_reads_what_is_piped_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode()), encoding="utf-8"))
    code, said = run(capsys, "coordinates", "-", "--kind", "line")
    assert code == 0
    assert "Chiều dài" in said


def test_the_command_refuses_with_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xa.txt"
    path.write_text(printed.PAC_NAM, encoding="utf-8")
    code, said = run(capsys, "coordinates", str(path))
    assert code == 1
    assert "Không cách đọc nào rơi vào phường Thủy Nguyên" in said


def test_the_command_writes_geojson(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import orjson

    path = tmp_path / "bảng.txt"
    path.write_text(TABLE, encoding="utf-8")
    feature = orjson.loads(run(capsys, "coordinates", str(path), "--json")[1])
    assert feature["geometry"]["type"] == "Polygon"
    assert feature["properties"]["epsg"] == 9210
    path.write_text(SILENT, encoding="utf-8")
    code, said = run(capsys, "coordinates", str(path), "--json")
    assert (code, orjson.loads(said)["geometry"]) == (1, None)
