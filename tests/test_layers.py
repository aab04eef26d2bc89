"""Layers of one's own: every fault said at once, no file outside the folder, no host that was not declared."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import TileType

from geo.errors import LayerError
from geo.overlays import read_declared
from geo.overlays.archive import Archive
from geo.overlays.content import check_content
from geo.overlays.declared import MOST_HOSTS, MOST_LAYERS, parse_declared
from geo.overlays.saving import add_layer
from tests.layer_files import FILES, GOOD, PNG, SQUARE, XYZ, write_folder
from tests.signing import new_app, post, sign_in, store_of, token
from webmap.current import overlays
from webmap.headers import CONTENT_SECURITY_POLICY
from webmap.overlay_tiles import EMPTY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an instance folder with files of every kind."""
    write_folder(tmp_path)
    return tmp_path


def client_of(folder: Path, text: str = FILES) -> FlaskClient:
    (folder / "layers.toml").write_text(text, encoding="utf-8")
    return new_app(folder).test_client()


def test_layers_are_listed_bottom_first_with_where_they_come_from(folder: Path) -> None:
    found = client_of(folder).get("/api/layers.json").get_json()
    assert [layer["id"] for layer in found["layers"]] == ["nen", "ranh", "phan-khu", "thua"]
    assert [layer["offline"] for layer in found["layers"]] == [True, True, False, True]
    assert "faults" not in found, "what is wrong is for people who can mend it"


def test_local_layers_are_served_from_our_addresses_with_an_etag(folder: Path) -> None:
    client = client_of(folder)
    for address in ("/layers/ranh.geojson", "/layers/thua.geojson", "/layers/nen/0/0/0", "/layers/ranh/legend"):
        first = client.get(address)
        assert first.status_code == 200, address
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    shape = shapely.from_geojson(json.dumps(client.get("/layers/thua.geojson").get_json()["features"][0]["geometry"]))
    assert shapely.hausdorff_distance(shape, SQUARE) < 1e-5, "VN-2000 comes out as WGS 84"
    assert client.get("/layers/nen/0/0/0").data == PNG
    assert client.get("/layers/nen/5/0/0").data == EMPTY
    for address in ("/layers/nen.geojson", "/layers/phan-khu.geojson", "/layers/khong.geojson", "/layers/ranh/0/0/0"):
        assert client.get(address).status_code == 404


def test_the_policy_opens_declared_hosts_and_no_other(folder: Path) -> None:
    assert client_of(folder, "").get("/").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    more = (
        FILES
        + '[[layer]]\nid = "ngap"\ntype = "geojson"\ntitle = "Ngập"\nattribution = "x"\nurl = "https://data.example.org/ngap.geojson"\n'
    )
    sent = client_of(folder, more).get("/").headers["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in sent.split("; "))
    usual = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert directives.pop("img-src") == usual.pop("img-src") + " https://maps.example.org"
    assert directives.pop("connect-src") == "'self' https://data.example.org"
    assert directives == usual


HOSTILE: tuple[tuple[str, Any], ...] = (
    ("url", "https://evil.example; script-src *"),
    ("url", "https://*/{z}/{x}/{y}.png"),
    ("url", "https://a.example 'unsafe-inline'/{z}/{x}/{y}"),
    ("url", "https://user:pass@example.org/{z}/{x}/{y}"),
    ("url", "javascript:alert(1)"),
    ("url", "file:///etc/passwd"),
    ("url", "ftp://example.org/{z}/{x}/{y}"),
    ("url", "//example.org/{z}/{x}/{y}"),
    ("url", "https://example.org/{z}/{x}/{y}/{s}"),
    ("url", "https://example.org/tiles.png"),
    ("url", "https://example.org:99999/{z}/{x}/{y}"),
    ("url", "https://[::1/{z}/{x}/{y}"),
    ("url", "https://ex\tample.org/{z}/{x}/{y}"),
    ("url", "\nhttps://example.org/{z}/{x}/{y}"),
    ("url", " https://example.org/{z}/{x}/{y}"),
    ("url", ["https://example.org"]),
    ("id", "../../etc"),
    ("id", "Á"),
    ("id", ""),
    ("id", 7),
    ("type", "vrt"),
    ("type", ["xyz"]),
    ("title", ""),
    ("title", "a\u202eb"),
    ("title", 3),
    ("attribution", ""),
    ("opacity", 1.5),
    ("opacity", True),
    ("opacity", float("nan")),
    ("min_zoom", "3"),
    ("base", "yes"),
    ("offline", True),
    ("colour", "red"),
    ("legend_image", "../secret.png"),
    ("legend", "x" * 600),
)


@pytest.mark.parametrize(("key", "value"), HOSTILE)
def test_a_fault_names_layer_key_value_and_remedy_and_spares_the_others(folder: Path, key: str, value: Any) -> None:
    other = XYZ | {"id": "khac"}
    declared = parse_declared({"layer": [XYZ | {key: value}, other]}, folder)
    assert [layer.id for layer in declared.layers] == ["khac"]
    (fault,) = declared.faults
    assert fault.key == key
    assert "Lớp" in fault.sentence and key in fault.sentence
    assert str(fault.remedy).startswith("Hãy")


def test_all_faults_of_a_file_are_said_at_once(folder: Path) -> None:
    bad = {"id": "A", "type": "xyz", "title": "", "attribution": "", "url": "x", "opacity": 9}
    declared = parse_declared({"layer": [bad, {"type": "?"}, 5]}, folder)
    assert {fault.key for fault in declared.faults if fault.layer == "“A”"} == {
        "id",
        "title",
        "attribution",
        "url",
        "opacity",
    }
    assert {fault.layer for fault in declared.faults} == {"“A”", "số 2", "số 3"}


@pytest.mark.parametrize(
    "text",
    [
        "[[layer]",
        "layer = 3",
        "x = 1",
        "\ufeff\x00",
        "[[layer]]\n" * (MOST_LAYERS + 1),
        "a=" + "[" * 5_000,
        "[[layer]]\norder = " + "9" * 5_000,
        "[[layer]]\ntype = 0x" + "f" * 5_000,
    ],
)
def test_a_file_that_is_no_toml_is_one_fault(folder: Path, text: str) -> None:
    (folder / "layers.toml").write_text(text, encoding="utf-8")
    declared = read_declared(folder)
    assert not declared.layers
    assert len(declared.faults) >= 1
    assert all("Lớp" in fault.sentence for fault in declared.faults)


def test_an_outline_that_crosses_itself_is_shown_as_it_is(folder: Path) -> None:
    """Surveyors' files are full of them: one must take neither its layer away nor the list of all layers."""
    bow = shapely.Polygon([(106.68, 20.88), (106.70, 20.90), (106.70, 20.88), (106.68, 20.90)])
    (folder / "layers" / "ranh.geojson").write_text(shapely.to_geojson(bow))
    client = client_of(folder)
    sign_in(client, "xem.thoi")
    assert client.get("/api/layers.json").get_json()["faults"] == []
    (shown,) = client.get("/layers/ranh.geojson").get_json()["features"]
    assert shapely.from_geojson(json.dumps(shown["geometry"])).equals_exact(bow, 1e-6)
    assert not any(check_content(layer) for layer in read_declared(folder).layers)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.geojson",
        "/etc/passwd",
        "..",
        "",
        "link.geojson",
        "a\x00b",
        "https://example.org/a.geojson",
        "/vsicurl/x",
        "ranh.vrt",
        "nen.pmtiles",
        5,
    ],
)
def test_no_file_outside_the_folder_is_opened(folder: Path, name: Any) -> None:
    (folder / "layers" / "link.geojson").symlink_to(folder / "secret.geojson")
    (folder / "layers" / "ranh.vrt").write_text("<OGRVRTDataSource/>")
    declared = parse_declared({"layer": [GOOD | {"type": "geojson", "file": name}]}, folder)
    assert not declared.layers
    assert declared.faults[0].key == "file"


@given(
    st.dictionaries(
        st.sampled_from(["id", "type", "title", "url", "file", "opacity", "layers", "base"]),
        st.one_of(st.text(), st.floats(), st.none(), st.lists(st.text())),
    )
)
def test_nothing_makes_the_reading_raise(entry: dict[str, Any]) -> None:
    declared = parse_declared({"layer": [entry]}, Path("/nowhere"))
    assert declared.layers or declared.faults


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ranh.geojson", b"{"),
        ("nen.pmtiles", b"PMTiles" + b"\xff" * 200),
        ("nen.pmtiles", b""),
        ("dia-chinh.gpkg", b"SQLite format 3\x00" + b"\x00" * 200),
    ],
)
def test_a_damaged_file_takes_one_layer_away_and_signed_in_people_read_why(
    folder: Path, name: str, content: bytes
) -> None:
    (folder / "layers" / name).write_bytes(content)
    client = client_of(folder)
    assert client.get("/api/layers.json").status_code == 200
    assert client.get("/").status_code == 200
    sign_in(client, "xem.thoi")
    told = client.get("/api/layers.json").get_json()
    assert len(told["layers"]) == 3
    (fault,) = told["faults"]
    assert fault.startswith("Lớp")
    broken = [layer for layer in read_declared(folder).layers if check_content(layer)]
    assert len(broken) == 1


def test_an_archive_of_what_is_no_picture_is_refused_in_a_sentence(folder: Path) -> None:
    path = folder / "layers" / "nen.pmtiles"
    data = bytearray(path.read_bytes())
    data[99] = TileType.AVIF.value
    path.write_bytes(data)
    with pytest.raises(LayerError, match="không phải loại đọc được"):
        Archive(path)


def test_hosts_are_few_and_their_names_no_longer_than_names_are(folder: Path) -> None:
    """Each stands in the policy of every answer: forty of five hundred letters would be a header of 20 kB."""
    many = [XYZ | {"id": f"l{n}", "url": f"https://h{n}.example.org/{{z}}/{{x}}/{{y}}"} for n in range(MOST_HOSTS + 1)]
    declared = parse_declared({"layer": many}, folder)
    assert len(declared.layers) == MOST_HOSTS
    (fault,) = declared.faults
    assert f"tối đa {MOST_HOSTS}" in fault.sentence
    same = [XYZ | {"id": f"l{n}"} for n in range(MOST_HOSTS + 5)]
    assert not parse_declared({"layer": same}, folder).faults, "one host, many layers"
    for name in ("a" * 64 + ".org", "a." * 127 + "org"):
        declared = parse_declared({"layer": [XYZ | {"url": f"https://{name}/{{z}}/{{x}}/{{y}}"}]}, folder)
        assert "dài quá 253 ký tự" in declared.faults[0].sentence


def test_an_administrator_adds_a_layer_and_the_log_tells(folder: Path) -> None:
    client = client_of(folder)
    sign_in(client, "quan.tri")
    answer = post(client, "/api/layers", XYZ)
    assert answer.status_code == 201
    assert [layer.id for layer in read_declared(folder).layers][-1:] == ["thua"]
    assert read_declared(folder).find("quy-hoach")
    assert "https://tiles.example.org" in client.get("/").headers["Content-Security-Policy"]
    entry = store_of(client.application).audit.newest(1)[0]
    assert (entry.action, entry.subject, entry.who) == ("layer.add", "quy-hoach", "quan.tri")
    again = post(client, "/api/layers", XYZ)
    assert again.status_code == 422
    assert "đã có lớp khác dùng" in again.get_json()["detail"]


@pytest.mark.parametrize("sent", [XYZ | {"file": "/etc/passwd"}, XYZ | {"opacity": {"a": 1}}, {}])
def test_what_is_sent_cannot_write_what_it_likes(folder: Path, sent: dict[str, Any]) -> None:
    before = "[[layer]]\n" + "\n".join(
        f"{key} = {json.dumps(value)}" for key, value in (XYZ | {"id": "co-san"}).items()
    )
    (folder / "layers.toml").write_text(before)
    with pytest.raises(LayerError):
        add_layer(folder, sent)
    assert (folder / "layers.toml").read_text() == before


@pytest.mark.parametrize("body", ["", "x", "[]", "5", '{"a":' * 3_000 + "1" + "}" * 3_000, '{"opacity": NaN}'])
def test_what_is_no_object_is_refused_with_a_sentence(folder: Path, body: str) -> None:
    client = client_of(folder)
    sign_in(client, "quan.tri")
    answer = client.post("/api/layers", data=body, headers={"X-CSRFToken": token(client)})
    assert answer.status_code == 422
    assert "đối tượng JSON" in answer.get_json()["detail"]


def test_a_layer_that_is_there_waits_for_none_that_is_being_made(folder: Path) -> None:
    """A large file takes its time, and the map of everybody asks for the list of layers meanwhile."""
    app = client_of(folder).application
    with app.app_context():
        book = overlays()
    layer = book.declared().find("nen")
    assert layer
    made = book.content(layer)
    told: list[object] = []
    with book._making:
        asking = threading.Thread(target=lambda: told.append(book.known(layer)), daemon=True)
        asking.start()
        asking.join(60)
    assert told == [made]


def test_only_an_administrator_may_add(folder: Path) -> None:
    client = client_of(folder)
    sign_in(client, "lan.nguyen")
    assert post(client, "/api/layers", XYZ).status_code == 403


@pytest.mark.parametrize("title", ['a"\n[[layer]]\nid = "b', "a\\", "'''", "# {{ 7*7 }} <b>"])
def test_words_that_are_sent_come_back_as_they_were(folder: Path, title: str) -> None:
    add_layer(folder, XYZ | {"title": title})
    (layer,) = read_declared(folder).layers
    assert layer.title == title
