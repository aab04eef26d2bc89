"""The rule: an address asks exactly one question, and the file behind it holds exactly the rows of the map's answer."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo.export.formats import FORMATS, Format
from geo.model import Query
from tests.readers import KML, READERS
from tests.services import sample_app
from webmap.query import parse_query, to_args

QUESTIONS = [
    "",
    "kind=clearance",
    "funding_source=enterprise&year=2027",
    "q=du an&category=resettlement",
    "bbox=106.66,20.9,106.69,20.93",
    "near=106.66785,20.87551,500",
]
WHOLE = sorted(set(FORMATS) - {"svg", "tt16"})  # formats that hold every chosen row


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return sample_app(tmp_path_factory.mktemp("exports"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address(form: Format, question: str) -> str:
    return f"/export/{form.file_name}?{question}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_format_holds_the_rows_of_the_map(client: FlaskClient, question: str, tmp_path: Path) -> None:
    answered = client.get(f"/api/projects.geojson?{question}").get_json()
    expected = sorted(feature["id"] for feature in answered["features"])
    assert expected
    for code in WHOLE:
        form = FORMATS[code]
        path = tmp_path / form.file_name
        path.write_bytes(client.get(address(form, question)).data)
        assert sorted(READERS[code](path)) == expected, code


def test_a_filter_that_keeps_nothing_gives_an_empty_file_or_says_that_there_is_none(client: FlaskClient) -> None:
    """OC4IDS alone has no empty file."""
    for form in FORMATS.values():
        response = client.get(address(form, "q=khongcoginhuthe"), headers={"Accept": "application/json"})
        assert response.status_code == (404 if form.code == "oc4ids" else 200), form.code
    assert "bớt điều kiện lọc" in client.get(address(FORMATS["oc4ids"], "q=khongcogi")).get_data(as_text=True)


def test_project_ids_begin_with_the_registered_prefix(tmp_path: Path) -> None:
    app = sample_app(tmp_path, OC4IDS_PREFIX="oc4ids-abc123")
    found = app.test_client().get(address(FORMATS["oc4ids"], "")).get_json()
    assert all(project["id"].startswith("oc4ids-abc123-PL") for project in found["projects"])


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_file_says_its_type_its_name_and_its_tag(client: FlaskClient, form: Format) -> None:
    answer = client.get(address(form, "kind=project"))
    assert answer.status_code == 200
    assert answer.mimetype == form.media_type
    assert answer.headers["Content-Disposition"] == f"attachment; filename=cong-trinh-2026-11-24.{form.extension}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(address(form, "kind=project"), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address(form, "kind=clearance")).headers["ETag"] != answer.headers["ETag"]


def test_a_large_answer_is_sent_from_the_disk_with_the_same_bytes(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {code: client.get(address(form, "")).data for code, form in FORMATS.items()}
    monkeypatch.setattr("webmap.exports.KEPT_ROWS", 5)
    for code, form in FORMATS.items():
        answer = client.get(address(form, ""))
        assert answer.data == kept[code], code
        tag = answer.headers["ETag"]
        assert client.get(address(form, ""), headers={"If-None-Match": tag}).status_code == 304
        assert client.head(address(form, "")).headers["ETag"] == tag
        assert client.get(address(form, "year=2026")).headers["ETag"] != tag


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("projects.gpkg?crs=32648", "crs"),
        ("projects.gpkg?crs=9210&crs=4326", "crs"),
        ("projects.geojson?crs=9210", "crs"),
        ("projects.dxf?crs=4326", "crs"),
        ("projects.csv?kind=house", "kind"),
        ("projects.csv?format=csv", "format"),
        ("live.kml?crs=9210", "crs"),
    ],
)
def test_what_is_not_allowed_is_400_and_says_what_is(client: FlaskClient, path: str, parameter: str) -> None:
    answer = client.get(f"/export/{path}", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == parameter


@pytest.mark.parametrize("path", ["projects.exe", "projects.", "projects.shp", "projects.csv/x", "others.csv"])
def test_an_unknown_format_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(f"/export/{path}").status_code == 404


def test_a_file_says_the_filter_and_the_map(client: FlaskClient) -> None:
    said = client.get("/export/projects.geojson?kind=clearance&year=2026").get_json()
    assert said["filter"] == "Loại dòng: Giải phóng mặt bằng; đang thực hiện năm 2026"
    text = client.get("/export/projects.kml?kind=clearance&year=2026").text
    assert html.escape("http://localhost/?kind=clearance&year=2026", quote=False) in text


def test_google_earth_gets_the_same_filters_again_and_again(client: FlaskClient) -> None:
    link = ET.fromstring(client.get("/export/live.kml?kind=clearance&q=khu đô thị").data)  # noqa: S314  our own answer
    href = link.findtext(f"{KML}NetworkLink/{KML}Link/{KML}href")
    assert href is not None
    assert urlsplit(href).path == "/export/projects.kmz"
    assert parse_query(parse_qsl(urlsplit(href).query)) == parse_query([("kind", "clearance"), ("q", "khu đô thị")])


def page_record(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_of_the_data_lists_every_format_for_its_filters(client: FlaskClient) -> None:
    page = client.get("/data?kind=clearance&q=<script>").text
    assert "<script>alert" not in page
    for form in FORMATS.values():
        assert form.vi in page
        assert form.says in page
        for epsg in form.crs[1:]:
            assert f"/export/{form.file_name}?kind=clearance&amp;q=%3Cscript%3E&amp;crs={epsg}" in page
    assert "có chữ “&lt;script&gt;”" in page


def test_every_link_of_the_page_answers(client: FlaskClient) -> None:
    page = client.get("/data?kind=clearance").text
    links = {html.unescape(link) for link in re.findall(r'href="(http://localhost/[^"]+)"', page)}
    assert len(links) > 30
    for link in sorted(links):
        assert client.get(link).status_code == 200, link


def test_search_engines_and_portals_get_a_record(client: FlaskClient) -> None:
    record = page_record(client.get("/data?kind=clearance").text)
    assert (record["@context"], record["@type"]) == ("https://schema.org", "Dataset")
    assert 50 <= len(record["description"]) <= 5000  # what Google wants of a Dataset
    assert len(record["distribution"]) == len(FORMATS)
    answer = client.get("/catalog.jsonld?kind=clearance")
    assert answer.mimetype == "application/ld+json"
    catalog = answer.get_json()
    files = [item["dcat:downloadURL"]["@id"] for item in catalog["dcat:distribution"]]
    assert files == [item["contentUrl"] for item in record["distribution"]]
    assert catalog["dct:license"]["@id"] == record["license"]
    assert client.get(catalog["dcat:service"]["dcat:endpointURL"]["@id"]).status_code == 200
    for file in files:
        assert client.head(file).status_code == 200


def test_the_record_cannot_end_its_element(client: FlaskClient) -> None:
    page = client.get("/data?q=</script><script>alert(1)</script>").text
    assert "alert(1)</script>" not in page.replace("\\u003c", "<").split("</head>")[1]
    assert page.count("</script>") == page.count("<script")
    assert "</script><script>alert(1)" in page_record(page)["description"]


def test_only_the_embedded_map_may_be_framed(tmp_path: Path) -> None:
    from webmap import create_app

    site = "https://thuynguyen.haiphong.gov.vn"
    client = create_app({"TESTING": True, "INSTANCE_DIR": tmp_path, "EMBED_HOSTS": site}).test_client()
    embedded = client.get("/embed?kind=clearance&theme=clearance")
    assert embedded.status_code == 200
    assert f"frame-ancestors 'self' {site}" in embedded.headers["Content-Security-Policy"]
    assert "script-src 'self';" in embedded.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded.headers
    for path in ("/", "/data", "/ogc?f=html"):
        headers = client.get(path).headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert site not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_nobody_may_frame_it_by_default(client: FlaskClient) -> None:
    policy = client.get("/embed").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self'")


@pytest.mark.parametrize(
    "host", ["javascript:x", "https://a.example/path", "https://a b", "a.example", "https://x; script-src *"]
)
def test_a_site_is_an_origin(host: str) -> None:
    from webmap.settings import SettingError, read_settings

    with pytest.raises(SettingError):
        read_settings({"EMBED_HOSTS": host}, {})


def test_oembed_says_how_to_show_the_map(client: FlaskClient) -> None:
    said = client.get(
        "/oembed", query_string={"url": "http://localhost/?kind=clearance&theme=clearance", "maxwidth": "400"}
    )
    document = said.get_json()
    assert (document["version"], document["type"], document["width"]) == ("1.0", "rich", 400)
    frame = ET.fromstring(document["html"])  # noqa: S314  our own answer
    assert frame.attrib["src"] == "http://localhost/embed?kind=clearance&theme=clearance"
    assert client.get(frame.attrib["src"]).status_code == 200


@pytest.mark.parametrize(
    ("args", "status"),
    [
        ({}, 400),
        ({"url": "https://x.invalid/"}, 400),
        ({"url": "http://localhost/signin"}, 400),
        ({"url": "http://localhost/", "maxwidth": "wide"}, 400),
        ({"url": "http://localhost/", "callback": "x"}, 400),
        ({"url": "http://localhost/", "format": "xml"}, 501),
    ],
)
def test_oembed_speaks_of_our_map_only(client: FlaskClient, args: dict[str, str], status: int) -> None:
    assert client.get("/oembed", query_string=args).status_code == status


def test_a_form_that_oembed_has_not_is_no_fault_of_the_server(client: FlaskClient) -> None:
    answer = client.get("/oembed", query_string={"url": "http://localhost/", "format": "xml"})
    assert "Chưa hỗ trợ" in answer.text
    assert "Lỗi đã được ghi lại" not in answer.text


def test_oembed_html_is_not_to_be_broken_out_of(client: FlaskClient) -> None:
    said = client.get("/oembed", query_string={"url": 'http://localhost/?q="><script>alert(1)</script>'}).get_json()
    assert "<script" not in said["html"]
    assert len(list(ET.fromstring(said["html"]).iter())) == 1  # noqa: S314  our own answer


def test_args_of_an_address_are_those_of_the_query() -> None:
    assert to_args(Query()) == []
