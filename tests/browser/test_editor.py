"""The rule: from "this is in the wrong place" to corrected, by table, by hand or by file; the second of two is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, StorageState, expect
from shapely.geometry import Point, Polygon, box

from geo.corrections.overlay import Correction, Draft, Method
from geo.crs import area_m2, to_vn2000, to_wgs84
from geo.model import Precision
from geo.store import Author
from tests import good_files as good
from tests import printed_tables as printed
from tests.browser.watched import READING_MS, Watched, expect_not_asked, expect_still, expect_whole, serious
from tests.serving import serving
from tests.signing import PASSWORD, new_app, store_of

pytestmark = pytest.mark.browser
Open = Callable[..., Page]

PROJECT = "PL3-08"
CORNERS = [(595390.88, 2311837.64), (595590.88, 2311937.64), (595690.88, 2311787.64), (595490.88, 2311687.64)]
ROWS = "\n".join(f"{n}\t{y:.2f}\t{x:.2f}".replace(".", ",") for n, (x, y) in enumerate(CORNERS, 1))
TABLE = f"Kinh tuyến trục 105°45', múi chiếu 3°, diện tích 4,0 ha\n{ROWS}"
SILENT = "1\t2313862,40\t673363,28\n2\t2313962,40\t673363,28\n3\t2313862,40\t673463,28"  # 105° of 3° or of 6°
SQUARE = box(106.68, 20.89, 106.69, 20.9)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an application of its own, with people in it."""
    app = new_app(tmp_path_factory.mktemp("instance"))
    yield app
    store_of(app).close()


@pytest.fixture(scope="module")
def address(ward: Flask) -> Iterator[str]:
    """Give the address it is served at."""
    with serving(ward) as found:
        yield found


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """Give pages of that application. What the browser notes of a refused request is no error of the page."""
    held = Watched(browser, address)
    yield held
    held.close()
    assert [error for error in held.errors if "Failed to load resource" not in error] == []
    assert held.strangers == []


def history(ward: Flask, project: str = PROJECT) -> tuple[Correction, ...]:
    """Return what the store holds of a project, oldest first."""
    return tuple(store_of(ward).corrections.history(project))


def other_editor_saves(ward: Flask, project: str = PROJECT) -> None:
    """Let Minh save a place while somebody else has the editor open."""
    draft = Draft(
        id=uuid4(),
        project=project,
        geometry=SQUARE,
        precision=Precision.SURVEYED,
        radius_m=1.0,
        method=Method.COORDINATES,
        source="QĐ 77/QĐ-UBND",
        reason="Có bản đồ mới",
    )
    row = next(p for p in ward.extensions["projectmap.source"].snapshot().records.programme.projects if p.id == project)
    seen = len(history(ward, project))
    store_of(ward).corrections.save(draft, project=row, revision=seen, by=Author("minh"), outside_ward=False)


def sign_in(page: Page, name: str = "lan.nguyen") -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


@pytest.fixture(scope="module")
def cookies(browser: Browser, address: str) -> StorageState:
    """Give the session of an editor, signed in once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/signin")
    sign_in(page)
    page.wait_for_url(f"{address}/")
    held = context.storage_state()
    context.close()
    return held


@pytest.fixture
def opened(watched: Watched, cookies: StorageState) -> Open:
    """Give a function that opens the editor of a project for somebody who is signed in."""

    def go(project: str = "PL3-10", size: str = "desktop") -> Page:
        page = watched.page(size, storage_state=cookies)
        page.goto(f"{watched.server}/?project={project}&edit=1")
        expect(page.get_by_label("Dán bảng tọa độ")).to_be_visible()
        expect_whole(page)
        expect_still(page)  # the map moves to the row: a click before it has arrived would land elsewhere
        return page

    return go


def paste(page: Page, text: str) -> None:
    page.get_by_label("Dán bảng tọa độ").fill(text)


def justify(page: Page) -> None:
    """Say where the place comes from and why."""
    page.get_by_label("Văn bản làm căn cứ").fill("QĐ 123/QĐ-UBND ngày 05/03/2026")
    page.get_by_label("Vì sao sửa").fill("Quyết định có bảng tọa độ")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu vị trí").click()


def click_map(page: Page, *points: tuple[int, int]) -> None:
    """Click on places of the map, in pixels of the window; each makes a corner."""
    for number, (x, y) in enumerate(points, 1):
        page.mouse.click(x, y)
        expect(page.locator(".pe-corner")).to_have_count(number)


# --- from a pasted table ---


@pytest.mark.parametrize(("size", "project"), [("desktop", "PL3-08"), ("phone", "PL4-09")])
def test_from_the_wrong_place_to_a_pasted_table(watched: Watched, ward: Flask, size: str, project: str) -> None:
    """Details, sign-in, paste, two words of evidence, save: the map then draws the corners of the decision."""
    page = watched.page(size)
    page.goto(f"{watched.server}/?project={project}")
    expect_whole(page)
    page.get_by_role("button", name="Sửa vị trí").click()
    page.wait_for_url("**/signin?*")
    sign_in(page)
    paste(page, TABLE)
    expect(page.get_by_text("đúng như văn bản ghi")).to_be_visible()
    expect(page.locator(".pe-measured")).to_contain_text("Diện tích 40.000 m² (4 ha)")
    expect(page.locator(".pe-measured")).to_contain_text("lệch 0 %")
    expect(page.get_by_label("Chắc đến đâu")).to_have_value("surveyed")
    justify(page)
    save(page)
    expect(page.get_by_text("Đã lưu vị trí mới")).to_be_visible()
    stored = history(ward, project)[-1]
    assert stored.geometry is not None
    assert to_vn2000(stored.geometry).symmetric_difference(Polygon(CORNERS)).area < 0.1
    assert (stored.method, stored.precision, stored.radius_m) == (Method.COORDINATES, Precision.SURVEYED, 1)
    assert stored.who == "lan.nguyen"
    page.get_by_role("button", name="Xong").click()
    expect(page.locator(".pm-details")).to_contain_text("lan.nguyen")
    expect_not_asked(page, "edit")


def test_a_table_of_another_province_cannot_be_saved(opened: Open, ward: Flask) -> None:
    page = opened("PL3-10")
    paste(page, printed.PAC_NAM)
    expect(page.locator(".pe-bad")).to_contain_text("km về phía tây bắc")
    justify(page)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Chưa có vị trí mới.")
    assert history(ward, "PL3-10") == ()


def test_several_readings_are_shown_and_a_person_chooses(opened: Open) -> None:
    page = opened("PL3-10")
    paste(page, SILENT)
    expect(page.locator(".pe-number")).to_have_count(2)
    page.get_by_role("radio", name="múi 6°").check()
    expect(page.locator(".pe-measured")).to_contain_text("Diện tích 5.000 m²")
    expect(page.locator(".pe-number")).to_have_count(0)
    page.get_by_text("Mọi cách đọc đã thử (40)").click()
    expect(page.locator(".pe-table tbody tr").last).to_be_visible()


def test_what_disagrees_has_to_be_confirmed(opened: Open, ward: Flask) -> None:
    """The paper says another meridian and another area: nothing is saved before a person has looked."""
    page = opened("PL3-11")
    paste(page, TABLE.replace("105°45'", "105°30'"))
    expect(page.locator(".pe-doubts")).to_contain_text("105°30'")
    justify(page)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Chưa xác nhận đã đối chiếu.")
    assert history(ward, "PL3-11") == ()
    page.get_by_label("Tôi đã đối chiếu với văn bản gốc").check()
    save(page)
    expect(page.get_by_text("Đã lưu vị trí mới")).to_be_visible()


def test_crossing_sides_are_told_by_their_corners(opened: Open) -> None:
    page = opened("PL3-10")
    lines = ROWS.splitlines()
    paste(page, "\n".join([lines[0], lines[2], lines[1], lines[3]]))
    expect(page.locator(".pe-bad")).to_contain_text("Cạnh 1-3 cắt cạnh 2-4.")


def test_a_table_that_was_changed_is_not_saved_as_it_was_read_before(opened: Open, ward: Flask) -> None:
    """Between the last letter and the answer to it there is nothing to save: the old shape is of another table."""
    page = opened("PL3-12")
    paste(page, TABLE)
    expect(page.locator(".pe-measured")).to_contain_text("lệch 0 %")
    justify(page)
    held: list[Route] = []
    page.route("**/api/coordinates/read", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks it
    paste(page, TABLE.replace("595390", "595290"))
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Chưa có vị trí mới.")
    assert history(ward, "PL3-12") == ()


# --- by hand ---


def test_an_area_is_drawn_moved_measured_and_taken_back(opened: Open, ward: Flask) -> None:
    page = opened("PL3-13")
    page.get_by_role("radio", name="Vẽ").check()
    click_map(page, (600, 300), (760, 320), (740, 480), (610, 460))
    expect(page.locator(".pe-corner")).to_have_count(4)
    expect(page.locator(".pe-measured")).to_contain_text("Diện tích")
    corner = page.locator(".pe-corner").nth(1).bounding_box()
    assert corner
    page.mouse.move(corner["x"] + 14, corner["y"] + 14)
    page.mouse.down()
    page.mouse.move(corner["x"] + 60, corner["y"] + 40, steps=5)
    page.mouse.up()
    expect_still(page)
    moved = page.locator(".pe-corner").nth(1).bounding_box()
    assert moved
    assert moved["x"] - corner["x"] == pytest.approx(46, abs=3)
    page.get_by_role("button", name="Bỏ bước vừa rồi").click()
    expect_still(page)
    back = page.locator(".pe-corner").nth(1).bounding_box()
    assert back
    assert back["x"] == pytest.approx(corner["x"], abs=1)
    page.get_by_role("button", name="Chen một đỉnh giữa đỉnh 1 và đỉnh 2").click()
    expect(page.locator(".pe-corner")).to_have_count(5)
    page.get_by_label("Chắc đến đâu").select_option("traced")
    page.get_by_label("Sai số (m)").fill("20")
    justify(page)
    save(page)
    expect(page.get_by_text("Đã lưu vị trí mới")).to_be_visible()
    stored = history(ward, "PL3-13")[-1]
    assert (stored.method, stored.precision, stored.radius_m) == (Method.TRACED, Precision.TRACED, 20)
    assert stored.geometry is not None
    assert len(stored.geometry.exterior.coords) == 6  # type: ignore[attr-defined]  # a polygon: asserted by its ring
    said = page.locator(".pe-good .pe-measured").inner_text()
    assert f"{round(area_m2(stored.geometry)):,}".replace(",", ".") in said


def test_a_line_is_drawn_with_the_keyboard_alone(opened: Open) -> None:
    """Enter places a corner under the cross, arrows move the map below it; at a corner they move it, Delete removes."""
    page = opened("PL3-10")
    page.get_by_role("radio", name="Vẽ").check()
    page.get_by_role("radio", name="Đường").check()
    page.locator(".folium-map").focus()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        expect_still(page)
    page.keyboard.press("Enter")
    expect(page.locator(".pe-corner")).to_have_count(2)
    expect(page.locator(".pe-measured")).to_contain_text("Chiều dài")
    before = page.locator(".pe-corner").last.bounding_box()
    page.locator(".pe-corner").last.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".pe-corner").last).to_be_focused()
    expect_still(page)
    after = page.locator(".pe-corner").last.bounding_box()
    assert before
    assert after
    assert after["y"] - before["y"] == pytest.approx(20, abs=2)
    page.keyboard.press("Delete")
    expect(page.locator(".pe-corner")).to_have_count(1)


def test_a_hand_drawing_cannot_claim_to_be_surveyed(opened: Open) -> None:
    page = opened("PL3-10")
    paste(page, TABLE)
    page.get_by_role("button", name="Chỉnh tay hình này").click()
    expect(page.locator(".pe-corner")).to_have_count(4)
    expect(page.get_by_label("Chắc đến đâu")).to_have_value("")
    expect(page.get_by_label("Chắc đến đâu").locator('option[value="surveyed"]')).to_have_count(0)
    expect(page.get_by_label("Chắc đến đâu").locator('option[value="traced"]')).to_have_count(1)
    expect(page.get_by_label("Sai số (m)")).to_have_value("")


def test_a_phone_draws_with_the_cross_and_the_sheet_folded(opened: Open) -> None:
    page = opened("PL3-10", "phone")
    page.get_by_role("radio", name="Vẽ").check()
    page.get_by_role("button", name="Thu gọn để nhìn bản đồ").click()
    page.get_by_role("radio", name="Điểm").check()
    page.get_by_role("button", name="Đặt đỉnh ở dấu chữ thập").click()
    expect(page.locator(".pe-corner")).to_have_count(1)
    expect_still(page)
    corner, cross = page.locator(".pe-corner").bounding_box(), page.locator(".pe-cross").bounding_box()
    assert corner
    assert cross
    assert corner["x"] + corner["width"] / 2 == pytest.approx(cross["x"] + cross["width"] / 2, abs=2)
    assert corner["y"] + corner["height"] / 2 == pytest.approx(cross["y"] + cross["height"] / 2, abs=2)
    sheet = page.locator(".pe-panel").bounding_box()
    assert sheet
    assert cross["y"] < sheet["y"]


# --- from a file, or no place ---


def test_a_file_is_previewed_and_one_feature_chosen(opened: Open, ward: Flask) -> None:
    page = opened("PL3-14")
    page.get_by_role("radio", name="Tệp").check()
    files = page.locator("input[type=file]")
    files.set_input_files({"name": "khu.kml", "mimeType": "application/xml", "buffer": b"<!DOCTYPE x><kml/>"})
    expect(page.locator(".pe-bad")).to_contain_text("DTD", timeout=READING_MS)
    files.set_input_files({"name": "khu.dxf", "mimeType": "application/dxf", "buffer": good.dxf()})
    expect(page.locator(".pe-good")).to_contain_text("VN-2000, kinh tuyến trục 105°45'", timeout=READING_MS)
    page.get_by_label("Lớp", exact=True).select_option(label="NEN (1)")
    expect(page.locator(".pe-features")).to_contain_text("m²")
    page.get_by_label("Lớp", exact=True).select_option(label="RANH (1)")
    page.get_by_label("Chắc đến đâu").select_option("surveyed")
    page.get_by_label("Sai số (m)").fill("1")
    justify(page)
    save(page)
    expect(page.get_by_text("Đã lưu vị trí mới")).to_be_visible()
    stored = history(ward, "PL3-14")[-1]
    assert stored.method is Method.FILE
    assert stored.geometry is not None
    assert stored.geometry.symmetric_difference(good.TRIANGLE).area < 1e-10


def test_no_place_is_a_place_in_the_record(opened: Open, ward: Flask) -> None:
    page = opened("PL3-16")
    page.get_by_role("radio", name="Không có vị trí").check()
    page.get_by_role("radio", name="Chưa rõ vị trí").check()
    justify(page)
    save(page)
    expect(page.get_by_text("Đã ghi là không có vị trí")).to_be_visible()
    stored = history(ward, "PL3-16")[-1]
    assert (stored.geometry, stored.precision, stored.radius_m) == (None, Precision.NONE, None)


# --- two people, and back again ---


def test_the_second_of_two_is_told_and_nothing_is_overwritten(opened: Open, ward: Flask) -> None:
    """Minh saves while Lan draws: Lan reads who, when and why, sees both shapes, and decides."""
    page = opened("PL3-09")
    paste(page, TABLE)
    expect(page.locator(".pe-measured")).to_be_visible()
    other_editor_saves(ward, "PL3-09")
    justify(page)
    save(page)
    told = page.locator(".pe-foot [role=alert]")
    expect(told).to_contain_text("minh vừa sửa vị trí này trước bạn")
    expect(told).to_contain_text("QĐ 77/QĐ-UBND")
    expect(page.locator("path.pe-other").first).to_be_attached()
    expect(page.locator("path.pe-new").first).to_be_attached()
    assert [version.who for version in history(ward, "PL3-09")] == ["minh"]
    page.get_by_role("button", name="Vẫn lưu vị trí của tôi").click()
    expect(page.get_by_text("Đã lưu vị trí mới")).to_be_visible()
    assert [version.who for version in history(ward, "PL3-09")] == ["minh", "lan.nguyen"]


def test_what_was_saved_can_be_undone_and_restored(opened: Open, ward: Flask) -> None:
    page = opened("PL3-17")
    paste(page, TABLE)
    expect(page.locator(".pe-measured")).to_be_visible()
    justify(page)
    save(page)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible()
    with page.expect_navigation():  # the page loads anew, so that every part of it knows the place
        page.get_by_role("button", name="Xong").click()
    expect_whole(page)
    page.get_by_role("button", name="Sửa vị trí").click()
    page.get_by_text("Lịch sử vị trí (2)").click()
    entry = page.locator(".pe-history li").filter(has_text="Lần 1: lan.nguyen")
    entry.get_by_role("button", name="Quay lại bản này").click()
    page.get_by_label("Vì sao quay lại").fill("Bản ấy đúng")
    page.locator(".pe-foot").get_by_role("button", name="Quay lại bản này").click()
    expect(page.get_by_text("Đã hoàn tác")).to_be_visible()
    versions = history(ward, "PL3-17")
    assert len(versions) == 3
    assert versions[-1].geometry == versions[0].geometry


def test_leaving_asks_before_it_forgets(opened: Open, ward: Flask) -> None:
    page = opened("PL3-10")
    paste(page, TABLE)
    expect(page.locator(".pe-measured")).to_be_visible()
    page.get_by_role("button", name="Thôi sửa").click()
    expect(page.get_by_text("Có thay đổi chưa lưu")).to_be_visible()
    page.get_by_role("button", name="Sửa tiếp").click()
    expect(page.get_by_role("button", name="Lưu vị trí")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bỏ, không lưu").click()
    expect(page.locator(".pe-panel")).to_have_count(0)
    expect(page.locator(".pm-details")).to_be_visible()
    assert history(ward, "PL3-10") == ()


# --- who may, and how it is read ---


def test_one_click_leads_from_the_work_list_to_the_editor(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/locations")
    page.get_by_role("link", name="Đặt vị trí cho PL4-10").click()
    page.wait_for_url("**/signin?*")
    sign_in(page, "minh")
    expect(page.locator(".pe-panel h2")).to_contain_text("PL4-10")


def test_who_may_only_look_is_told(watched: Watched) -> None:
    page = watched.page()
    page.goto(f"{watched.server}/signin")
    sign_in(page, "xem.thoi")
    page.wait_for_url(f"{watched.server}/")
    page.goto(f"{watched.server}/?project={PROJECT}")
    expect_whole(page)
    page.get_by_role("button", name="Sửa vị trí").click()
    expect(page.locator(".pm-toast")).to_contain_text("chỉ được xem")
    expect(page.locator(".pe-panel")).to_have_count(0)


def test_two_presses_open_one_editor(watched: Watched, cookies: StorageState) -> None:
    """The editor is fetched when it is wanted: whoever presses again while it comes does not get two."""
    page = watched.page(storage_state=cookies)
    page.goto(f"{watched.server}/?project=PL3-10")
    expect_whole(page)
    held: list[Route] = []
    page.route("**/editor.js", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks it
    page.get_by_role("button", name="Sửa vị trí").dblclick()
    expect(page.locator(".pm-stage")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Sửa vị trí").click()
    page.wait_for_function("document.querySelector('script[src*=\"/editor.js\"]')")
    held[0].continue_()
    expect(page.get_by_label("Dán bảng tọa độ")).to_be_visible()
    expect_whole(page)
    expect(page.locator(".pe-panel")).to_have_count(1)
    page.get_by_role("button", name="Thôi sửa").click()
    expect(page.locator(".pe-panel")).to_have_count(0)


def test_readers_do_not_load_the_editor(watched: Watched) -> None:
    """The editor's scripts are fetched by who edits: the map stays light for everybody else."""
    page = watched.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{watched.server}/?project={PROJECT}")
    expect(page.locator(".pm-details h2")).to_be_visible()
    expect_whole(page)
    page.wait_for_load_state("networkidle")
    assert not any("/editor.js" in url or "editor.css" in url for url in asked)


def test_the_editor_is_accessible_in_every_mode(opened: Open) -> None:
    page = opened()
    for mode in ("Không có vị trí", "Tệp", "Vẽ", "Bảng tọa độ"):
        page.get_by_role("radio", name=mode).check()
        if mode == "Vẽ":
            click_map(page, (600, 300), (760, 320), (740, 480))
            expect(page.locator(".pe-corner")).to_have_count(3)
            expect(page.locator(".pe-measured")).to_contain_text("Diện tích")
        if mode == "Bảng tọa độ":
            paste(page, TABLE.replace("4,0 ha", "9,0 ha"))
            expect(page.locator(".pe-doubts input")).to_be_visible()
        assert serious(page, ".pe-panel") == [], mode


def test_measuring_gives_way_to_drawing(watched: Watched, cookies: StorageState) -> None:
    """Two tools that both take clicks would draw two shapes with one hand."""
    page = watched.page(storage_state=cookies)
    page.goto(f"{watched.server}/?project=PL3-10")
    expect_whole(page)
    page.get_by_role("button", name="Đo và tọa độ").click()
    expect(page.locator("#pm-measure")).to_be_visible()
    page.get_by_role("button", name="Sửa vị trí").click()
    page.get_by_role("radio", name="Vẽ").check()
    expect(page.locator("#pm-measure")).to_be_hidden()
    expect_still(page)
    click_map(page, (600, 300), (760, 320))
    expect(page.locator(".pe-corner")).to_have_count(2)
    expect(page.locator(".pm-measured-dot")).to_have_count(0)


def test_hostile_words_stay_text(opened: Open) -> None:
    """Labels of a table, names of layers and attributes of a file are written as text."""
    page = opened("PL3-10")
    page.evaluate("window.ran = false")
    evil = "<img src=x onerror='window.ran=true'>"
    feature = good.geojson(to_wgs84(Point(CORNERS[0]), 9210)).replace(good.NAME.encode(), evil.encode())
    page.get_by_role("radio", name="Tệp").check()
    page.locator("input[type=file]").set_input_files(
        {"name": f"{evil[:20]}.geojson", "mimeType": "application/json", "buffer": feature}
    )
    expect(page.locator(".pe-features")).to_contain_text("<img src=x", timeout=READING_MS)
    expect_still(page)
    assert page.evaluate("window.ran") is False
