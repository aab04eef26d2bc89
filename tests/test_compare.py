"""The rule: up to four projects stand side by side, what differs says so in words, what nobody said is no figure."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import LineString, Point, box

from geo.model import Location, Precision, Shape
from tests.conftest import TODAY
from tests.records import project
from tests.reports import report
from tests.signing import store_of
from webmap.compare import MOST, Cell, Row, address, years_words
from webmap.current import source
from webmap.project_page import schedule
from webmap.sketch import APART, WIDTH, sketch

FOUR = ("PL3-08", "PL3-07", "PL2-04", "PL4-02")


def page(client: FlaskClient, address: str) -> str:
    """Return the main part of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).partition("<main")[2]


def words(html: str) -> str:
    """Return what is read of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def table(client: FlaskClient, ids: str) -> dict[str, list[str]]:
    """Return the cells of each row of a comparison by the row's name."""
    body = page(client, f"/compare?ids={ids}").partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return {
        words(re.findall(r"<th[^>]*>([^<]*)", row)[0]): [
            words(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    }


def test_projects_stand_in_the_order_asked_and_every_row_has_a_cell_for_each(client: FlaskClient) -> None:
    html = page(client, f"/compare?ids={','.join(FOUR)}")
    heads = re.findall(r'scope="col">.*?<b>(PL[\d-]+)</b>', html, re.DOTALL)
    assert tuple(heads) == FOUR
    for name, cells in table(client, ",".join(FOUR)).items():
        assert len(cells) == len(FOUR), name
        assert all(cells), name


def test_ids_may_be_repeated_or_listed(client: FlaskClient) -> None:
    listed, repeated = (table(client, ids) for ids in ("PL3-08,PL3-07", "PL3-08&ids=PL3-07"))
    assert listed == repeated


def test_each_row_says_whether_the_projects_differ(client: FlaskClient) -> None:
    html = page(client, "/compare?ids=PL3-08,PL3-07")
    rows = re.findall(r'<tr class="(same|differs)">(.*?)</tr>', html, re.DOTALL)
    for kind, row in rows:
        cells = {words(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)}
        assert (kind == "differs") == (len(cells) > 1)
        assert ("khác nhau" if kind == "differs" else "giống nhau") in row
    differing = sum(kind == "differs" for kind, _ in rows)
    assert 0 < differing < len(rows)
    assert f"Khác nhau ở {differing} trên {len(rows)} mục" in words(html)


def test_a_missing_fact_differs_from_one_that_is_there() -> None:
    assert Row("x", (Cell("chưa có số liệu", missing=True), Cell("0 %"))).differs
    assert not Row("x", (Cell("a", "b"), Cell("a", "b"))).differs
    assert Row("x", (Cell("a", "b"), Cell("a", "c"))).differs


def test_without_a_report_nothing_is_handed_over_and_nothing_is_0(client: FlaskClient) -> None:
    cells = table(client, "PL3-07,PL3-08")["Đã bàn giao"]
    assert cells == ["chưa có số liệu", "không có dòng GPMB"]
    assert "0 %" not in words(page(client, "/compare?ids=PL3-07,PL3-08").partition("</table>")[0])


def test_what_was_reported_stands_in_the_row_of_its_work(people: Flask) -> None:
    client, day = people.test_client(), date(2026, 3, 5)
    store_of(people).reports.add(report(day, "PL4-07", households_total=40, households_handed_over=10), revision=0)
    with people.app_context():
        source().look()
    assert table(client, "PL3-07,PL4-07")["Đã bàn giao"] == ["Hộ đã bàn giao: 10/40 hộ (25 %)"] * 2


def test_the_land_is_held_against_the_work_it_is_for(client: FlaskClient) -> None:
    assert table(client, "PL3-07,PL4-02")["GPMB so với công trình"] == [
        "theo lịch, xong trước công trình 5 năm",
        "không so được",
    ]


def test_the_same_id_twice_is_shown_once_with_a_word(client: FlaskClient) -> None:
    html = page(client, "/compare?ids=PL3-08,PL3-09,PL3-08")
    assert "Một mã được ghi hai lần" in html
    assert len(re.findall(r'scope="col">.*?<b>PL', html, re.DOTALL)) == 2


def test_nothing_and_one_lead_on(client: FlaskClient) -> None:
    for nothing in ("/compare", "/compare?ids=", "/compare?ids=,"):
        said = words(page(client, nothing))
        assert "Chưa chọn dự án nào" in said
        assert "Mở bản đồ" in said
    assert "Hãy thêm ít nhất một dự án nữa" in words(page(client, "/compare?ids=PL3-08"))


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ("PL3-01,PL3-02,PL3-03,PL3-04,PL3-05", "So sánh được tối đa 4 dòng một lần, ở đây có 5. Hãy bớt đi"),
        ("PL3-08,PL9-99", "Không có dòng này trong chương trình"),
        ("PL3-08,<b>", "Tham số ids không nhận giá trị này"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(client: FlaskClient, ids: str, sentence: str) -> None:
    answer = client.get("/compare", query_string={"ids": ids}, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert sentence in words(answer.get_data(as_text=True))
    assert "<b>" not in answer.get_data(as_text=True)


def test_other_filters_are_refused(client: FlaskClient) -> None:
    assert client.get("/compare?ids=PL3-08&year=2027").status_code == 400


def test_links_lead_back_to_map_pages_and_files(client: FlaskClient) -> None:
    html = page(client, "/compare?ids=PL3-08,PL3-07")
    links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)"', html)}
    assert {"/?compare=PL3-08,PL3-07", "/?project=PL3-08", "/projects/PL3-07", "/compare?ids=PL3-07"} <= links
    for link in sorted(links):
        assert client.get(link).status_code == 200, link
    assert address([]) == "/compare"


def test_a_day_that_was_asked_for_stays_asked_for(client: FlaskClient) -> None:
    html = page(client, "/compare?ids=PL3-08,PL3-07&as_of=2026-01-15")
    assert "Tính đến ngày 15/01/2026" in words(html)
    assert 'href="/compare?ids=PL3-07&amp;as_of=2026-01-15"' in html
    assert 'href="/?compare=PL3-08,PL3-07&amp;as_of=2026-01-15"' in html
    assert '<input type="hidden" name="as_of" value="2026-01-15">' in html


def test_all_projects_stand_on_one_axis_of_years(client: FlaskClient) -> None:
    html = page(client, "/compare?ids=PL4-02,PL2-04")
    axes = re.findall(r'<ol class="schedule-years">(.*?)</ol>', html)
    assert [words(axis) for axis in axes] == ["2025 2026 2027 2028 2029 2030"]
    drawings = re.findall(r'<div class="schedule">(.*?)</div>', html, re.DOTALL)
    assert len({drawing.count("schedule-grid") for drawing in drawings}) == 1


def test_the_axis_reaches_as_far_as_the_others_need() -> None:
    drawn = schedule([project("PL3-01", start_year=2026, finish_year=2027)], TODAY, (2025, 2030))
    assert drawn is not None
    assert drawn.years == (2025, 2026, 2027, 2028, 2029, 2030)
    assert drawn.spans[0].left == pytest.approx(100 / 6)
    assert years_words(project("PL3-02", start_year=None, finish_year=2027)) == "đến 2027"
    assert years_words(project("PL3-02", start_year=2026, finish_year=None)) == "từ 2026"


WARD = Shape(
    "w", "ward", "Phường", box(106.65, 20.85, 106.75, 20.93), 0, sketch=False, confidence="", source="", licence=""
)


def located(geometry: Point | LineString | None, radius_m: float | None = 900) -> Location:
    """Return a location of a geometry."""
    precision = Precision.AREA if geometry is not None else Precision.WARD
    return Location(geometry, precision, radius_m, "place")


def test_the_sketch_draws_what_is_known_and_no_more() -> None:
    """A point has the circle of its radius, a line its path, a row without a place nothing."""
    road = LineString([(106.66, 20.86), (106.70, 20.88)])
    drawn = sketch([WARD], [(1, located(Point(106.7, 20.9))), (2, located(road)), (3, located(None))])
    assert drawn is not None
    point, line = drawn.pins
    assert (point.number, line.number) == (1, 2)
    assert point.radius == pytest.approx(0.9 * drawn.scale.at, rel=0.01)
    assert (point.paths, line.radius, len(line.paths)) == ((), 0, 1)
    for pin in drawn.pins:
        assert 0 <= pin.x <= drawn.width == WIDTH
        assert 0 <= pin.y <= drawn.height
    assert sketch([], [(1, located(Point(106.7, 20.9)))]) is None


def test_numbers_of_one_place_stand_beside_each_other() -> None:
    same = [(number, located(Point(106.7, 20.9))) for number in range(1, MOST + 1)]
    drawn = sketch([WARD], same)
    assert drawn is not None
    spots = sorted((pin.x, pin.y) for pin in drawn.pins)
    assert len(set(spots)) == MOST
    assert min(b[0] - a[0] for a, b in pairwise(spots)) >= APART
    assert len({(pin.home_x, pin.home_y) for pin in drawn.pins}) == 1
