"""The rule: the page of a project shows what is known with its source, and distances that are true in EPSG:9210."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyproj import Geod
from shapely.geometry import Point

from geo.export.formats import FORMATS
from geo.frame import build
from geo.model import Evidence, Location, Precision
from geo.moments import day_in_ward, utc_now
from geo.neighbours import find_neighbours
from geo.store import Role
from tests.conftest import TODAY
from tests.records import clearance, programme, project
from tests.reports import report
from tests.signing import post, store_of
from webmap.assets import asset_url
from webmap.current import snapshot, source
from webmap.language import speaking
from webmap.project_page import REACHES_M, metres, schedule
from webmap.sources import readable


def text_of(client: FlaskClient, address: str) -> str:
    """Return the words of a page as they are read."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.get_data(as_text=True).partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def all_ids(client: FlaskClient) -> list[str]:
    features = client.get("/api/projects.geojson").get_json(force=True)["features"]
    return [feature["id"] for feature in features]


def point(lon: float, lat: float, radius_m: float = 100, zone: str | None = None) -> Location:
    """Return a location at a point."""
    evidence = (Evidence("Hoa Động", "x", "là xã cũ"),)
    return Location(Point(lon, lat), Precision.PLACE, radius_m, "place", (), evidence, "nguồn", zone)


def test_every_project_has_a_page_that_names_it(client: FlaskClient) -> None:
    rows = client.get("/api/projects.geojson").get_json(force=True)["features"]
    assert len(rows) == 64
    for row in rows:
        said = text_of(client, f"/projects/{row['id']}")
        assert " ".join(row["properties"]["name"].split()) in said
        assert row["id"] in said


def test_each_value_says_where_it_comes_from(client: FlaskClient) -> None:
    said = text_of(client, "/projects/PL3-07")
    for words in ("Phụ lục 3, dòng 7", "văn bản ghi “", "xếp theo tên; OC4IDS: ", "Chữ nào trong tên dẫn đến đâu"):
        assert words in said


def test_a_work_names_its_clearance_and_how_sure_the_link_is(client: FlaskClient) -> None:
    assert "Chờ mặt bằng của PL4-07" in text_of(client, "/projects/PL3-07")
    assert "Lấy đất cho PL3-07" in text_of(client, "/projects/PL4-07")
    assert "Có lẽ là cùng một dự án" in text_of(client, "/projects/PL4-06")
    assert "Chương trình không nêu công trình tương ứng" in text_of(client, "/projects/PL4-02")


def test_a_project_without_a_place_says_so_and_has_no_neighbours(client: FlaskClient) -> None:
    said = text_of(client, "/projects/PL1-01")
    assert "không tính được khoảng cách" in said
    assert "Sai số" not in said


def test_who_waits_for_whom_is_told_from_both_sides(client: FlaskClient) -> None:
    pages = [text_of(client, f"/projects/{name}") for name in all_ids(client)]
    assert any("cần khu tái định cư" in page for page in pages)
    assert any("chờ khu tái định cư này" in page for page in pages)


def test_the_links_of_a_page_lead_somewhere(client: FlaskClient) -> None:
    page = client.get("/projects/PL3-07").get_data(as_text=True)
    links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page)}
    assert {"/?project=PL3-07", "/clearances/PL4-07", "/export/projects.xlsx?ids=PL3-07"} <= links
    for link in sorted(links):
        assert client.get(link).status_code in {200, 303}, link  # 303: the switch of languages goes back


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/projects/PL9-99", 404),
        ("/projects/PL3-07?within=49", 400),
        ("/projects/PL3-07?within=5001", 400),
        ("/projects/PL3-07?within=-500", 400),
        ("/projects/PL3-07?within=1e3", 400),
        ("/projects/PL3-07?within=²00", 400),
        ("/projects/PL3-07?x=1", 400),
    ],
)
def test_what_is_not_there_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_hotspots_and_map_lead_to_it(client: FlaskClient) -> None:
    assert 'href="/projects/PL4-07"' in client.get("/hotspots").get_data(as_text=True)
    script = client.get(asset_url("map.js")).get_data(as_text=True)
    assert "/projects/${" in script


def test_distances_are_those_of_the_ellipsoid() -> None:
    """EPSG:9210 is a plane of scale 0.9999: over a kilometre it differs from the ellipsoid by decimetres."""
    rows = [project(f"PL3-{number:02}") for number in range(1, 5)]
    places = [point(106.68, 20.89), point(106.689, 20.894), point(106.72, 20.89), point(106.68, 20.89)]
    frame = build(programme(*rows), {row.id: place for row, place in zip(rows, places, strict=True)}, TODAY)
    near = find_neighbours(frame, "PL3-01", 2000)
    assert [one.id for one in near] == ["PL3-04", "PL3-02"]
    _, _, true_m = Geod(ellps="WGS84").inv(106.68, 20.89, 106.689, 20.894)
    assert near[1].distance_m == pytest.approx(true_m, rel=2e-4)
    assert near[1].give_m == 200
    assert find_neighbours(frame, "PL3-01", true_m - 1)[-1].id == "PL3-04"


def test_rows_of_one_zone_have_no_distance() -> None:
    rows = [project("PL3-01"), project("PL3-02")]
    frame = build(programme(*rows), {row.id: point(106.68, 20.89, zone="kdt") for row in rows}, TODAY)
    (near,) = find_neighbours(frame, "PL3-01", 500)
    assert near.together


def test_the_schedule_keeps_whole_years_and_open_ends() -> None:
    work = project("PL3-01", start_year=2025, finish_year=2028)
    land = clearance("PL4-01", "PL3-01", start_year=None, finish_year=2026)
    drawn = schedule([work, land], date(2026, 7, 2))
    assert drawn is not None
    assert drawn.years == (2025, 2026, 2027, 2028)
    assert (drawn.spans[0].left, drawn.spans[0].width) == (0, 100)
    assert (drawn.spans[1].left, drawn.spans[1].width, drawn.spans[1].open_start) == (0, 50, True)
    assert drawn.today == pytest.approx(37.5, abs=0.1)
    assert schedule([project("PL3-02", start_year=None, finish_year=None)], TODAY) is None
    assert schedule([work], date(2031, 1, 1)) is not None


def test_distances_are_said_as_people_say_them() -> None:
    assert [metres(value) for value in (40, 999, 1000, 1849)] == ["40 m", "999 m", "1 km", "1,8 km"]
    assert metres(REACHES_M[0]) == "500 m"


def test_neighbours_are_looked_for_as_far_as_one_asks(client: FlaskClient) -> None:
    near, far = (text_of(client, f"/projects/PL3-07?within={within}") for within in (50, 5000))
    assert "Ở gần, trong vòng 50 m" in near
    assert "Ở gần, trong vòng 5 km" in far
    assert len(re.findall(r"PL\d-\d\d", far)) > len(re.findall(r"PL\d-\d\d", near))


def test_without_a_report_the_page_says_so_and_draws_no_share(client: FlaskClient) -> None:
    """No data is a state of its own: no curve, no 0 %, and the way to the first report."""
    html = client.get("/projects/PL3-07").get_data(as_text=True)
    assert "không có số liệu không phải là 0 %." in html
    assert "<polyline" not in html
    assert 'href="/reports/PL4-07"' in html
    assert "qua các báo cáo" not in client.get("/projects/PL3-08").get_data(as_text=True)


def fresh(app: Flask, address: str) -> str:
    """Return a page that knows what was put into the store a moment ago."""
    with app.app_context():
        source().look()
    return app.test_client().get(address).get_data(as_text=True)


def test_reports_are_drawn_a_basis_and_told_a_day(people: Flask) -> None:
    """Each share against the plan has a drawing of its own; a report tells what it said itself, nothing older."""
    reports, day = store_of(people).reports, day_in_ward(utc_now())
    first, second = day - timedelta(days=60), day - timedelta(days=30)
    reports.add(report(first, "PL4-07", households_total=40, households_handed_over=10, source="BC 01"), revision=0)
    reports.add(report(second, "PL4-07", area_required_m2=1000, area_handed_over_m2=500, source="BC 02"), revision=1)
    html = fresh(people, "/projects/PL3-07")
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", html)
    assert captions == ["Diện tích đã bàn giao", "Hộ đã bàn giao"]
    assert html.count('class="actual"') == html.count('class="plan"') == 2
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)]
    told = {row[:10]: row for row in rows if row.endswith(("BC 01", "BC 02"))}
    assert list(told) == [f"{second:%d/%m/%Y}", f"{first:%d/%m/%Y}"]
    assert "Diện tích đã bàn giao: 500/1.000 m² (50 %)" in told[f"{second:%d/%m/%Y}"]
    assert "Hộ" not in told[f"{second:%d/%m/%Y}"]
    assert "Hộ đã bàn giao: 10/40 hộ (25 %)" in told[f"{first:%d/%m/%Y}"]


def test_a_report_without_shares_is_told_and_not_drawn(people: Flask) -> None:
    day = day_in_ward(utc_now())
    store_of(people).reports.add(report(day, "PL4-07", graves=3), revision=0)
    html = fresh(people, "/projects/PL3-07")
    assert "chưa ghi đủ số liệu" in html
    assert "không ghi phần đã bàn giao" in html
    assert "<polyline" not in html


def test_corrections_are_told_with_role_day_and_evidence_and_without_names(people: Flask, lan: FlaskClient) -> None:
    """Who is told by the role alone: the page is open to everybody."""
    assert "Chưa ai sửa." in text_of(lan, "/projects/PL3-08")
    body = {
        "id": str(uuid4()),
        "revision": 0,
        "geometry": {"type": "Point", "coordinates": [106.68, 20.89]},
        "precision": "place",
        "radius_m": 120,
        "method": "drawn",
        "source": "Biên bản thực địa 05/03/2026",
        "reason": "Đi xem tại chỗ",
    }
    assert post(lan, "/api/projects/PL3-08/corrections", body).status_code == 201
    undo = {"id": str(uuid4()), "revision": 1, "reason": "Nhầm lô"}
    assert post(lan, "/api/projects/PL3-08/corrections/undo", undo).status_code == 201
    said = text_of(people.test_client(), "/projects/PL3-08")
    today = f"{day_in_ward(utc_now()):%d/%m/%Y}"
    place = (
        f"{today} : Địa danh rõ (vẽ trên bản đồ), người nhập liệu. Căn cứ: Biên bản thực địa 05/03/2026 Lý do: Đi xem"
    )
    back = f"{today} : Trả về vị trí suy ra từ tên (hoàn tác), người nhập liệu. Lý do: Nhầm lô"
    assert said.index(back) < said.index(place)
    assert "lan.nguyen" not in said
    store_of(people).accounts.set_role("lan.nguyen", Role.ADMIN, who="cli")
    assert "người quản trị" in text_of(people.test_client(), "/projects/PL3-08")


def test_sources_read_as_vietnamese_and_keep_what_they_quote(app: Flask) -> None:
    """Words of data sets and notes are written out; numbers, names and addresses stay letter by letter."""
    english = re.compile(r"\b(?:estimated|unverified|via|from|ward polygon|kept at|index record|level)\b")
    with app.app_context():
        places = snapshot().records.programme.places
    for place in places:
        said = readable(place.source)
        assert not english.search(re.sub(r"https?://\S+", "", said)), said
        for number in re.findall(r"\d+,\d+ ha|\b106\.\d{4}\b(?![^(]*LAT0)|«[^»]*»", place.source):
            assert number in said
    with speaking("en"):
        assert readable("estimated from name") == "estimated from name"


def test_every_format_of_the_row_is_one_click_away(client: FlaskClient) -> None:
    html = client.get("/projects/PL3-07").get_data(as_text=True)
    for form in FORMATS.values():
        assert f'href="/export/projects.{form.extension}?ids=PL3-07"' in html
