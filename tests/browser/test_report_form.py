"""The rule: on a tablet at the site nothing typed is lost, and what is odd is asked before it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from geo.clearance.report import Report
from tests.browser.watched import READING_MS, REFUSED, SIZES, Watched
from tests.serving import serving
from tests.signing import DAY, PASSWORD, new_app, store_of
from tests.test_report_sheet import GOOD, filled

pytestmark = pytest.mark.browser
TODAY = DAY
FORM = "/reports/PL4-08"


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Flask]:
    """Give an application of its own, on the real day."""
    app = new_app(tmp_path)
    yield app
    store_of(app).close()


@pytest.fixture
def watched(browser: Browser, ward: Flask) -> Iterator[Watched]:
    """Give pages of that application; a test that cuts the connection forgives what the browser says of it."""
    with serving(ward) as address:
        held = Watched(browser, address)
        yield held
        held.close()
    assert held.errors == []
    assert held.strangers == []


def sign_in(watched: Watched, path: str = FORM, size: str = "tablet") -> Page:
    """Open a page for editors and go through the sign-in that it asks for."""
    page = watched.page(size)
    page.goto(watched.server + path)
    page.get_by_label("Tên").fill("lan.nguyen")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(watched.server + path)
    return page


def fill(page: Page, **values: str) -> None:
    """Type into the form's fields."""
    for name, value in values.items():
        page.locator(f"#f-{name}").fill(value)


def stored(ward: Flask) -> tuple[Report, ...]:
    """Return what the store holds of the form's clearance."""
    return store_of(ward).reports.history("PL4-08")


def head(source: str = "BC 65/BC-UBND") -> dict[str, str]:
    return {"report_date": TODAY.isoformat(), "source": source}


def test_figures_are_read_while_they_are_typed(watched: Watched, ward: Flask) -> None:
    """What was understood stands beside the field before anything is stored; an ambiguous figure is asked about."""
    page = sign_in(watched)
    fill(page, **head(), area_handed_over_m2="1,5 ha", households_total="1.234")
    expect(page.locator('[data-note="area_handed_over_m2"]')).to_contain_text("15.000 m²")
    fill(page, area_required_m2="15,200 m2")
    expect(page.locator('[data-note="area_required_m2"] .note-information')).to_be_visible()
    assert stored(ward) == ()


def test_a_report_is_saved_and_shown(watched: Watched, ward: Flask) -> None:
    page = sign_in(watched)
    fill(page, **head(), households_total="253", households_handed_over="99")
    page.get_by_role("button", name="Lưu báo cáo").click()
    page.wait_for_url("**/clearances/PL4-08")
    expect(page.locator("main")).to_contain_text("99/253 hộ")
    (report,) = stored(ward)
    assert (report.households_handed_over, report.reporter) == (99, "lan.nguyen")
    page.goto(watched.server + FORM)
    expect(page.locator("#f-households_total")).to_have_value("")
    expect(page.locator("#report-status")).to_have_text("")


def test_a_refusal_leads_to_the_field_that_lacks(watched: Watched, ward: Flask) -> None:
    """Whoever types needs not look for the fault: the focus stands in the field beside which it is said."""
    page = sign_in(watched)
    fill(page, report_date=TODAY.isoformat(), households_total="253")
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator('[data-note="source"] .note-error')).to_be_visible()
    expect(page.locator("#f-source")).to_be_focused()
    expect(page.locator("#report-status")).to_have_class("form-status form-error")
    watched.forgive(REFUSED)  # the browser names a refusal too
    assert stored(ward) == ()


def test_a_figure_with_two_readings_is_asked_about_before_it_is_stored(watched: Watched, ward: Flask) -> None:
    """However fast somebody saves, the reading is shown first; saving again confirms it."""
    page = sign_in(watched)
    fill(page, **head(), area_required_m2="1,234 ha")
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator("#report-status")).to_contain_text("đọc được hai cách")
    expect(page.locator('[data-note="area_required_m2"]')).to_contain_text("12.340 m²")
    assert stored(ward) == ()
    page.get_by_role("button", name="Lưu báo cáo").click()
    page.wait_for_url("**/clearances/PL4-08")
    assert [report.area_required_m2 for report in stored(ward)] == [12_340]


def test_a_warning_is_explained_before_it_is_stored(watched: Watched, ward: Flask) -> None:
    """A figure that falls is held back until somebody writes why; the reason is stored with it."""
    page = sign_in(watched)
    fill(page, **head(), households_total="253", households_handed_over="99")
    page.get_by_role("button", name="Lưu báo cáo").click()
    page.wait_for_url("**/clearances/PL4-08")
    page.goto(watched.server + FORM)
    fill(page, **head("BC 66"), households_handed_over="90")
    expect(page.locator('[data-note="households_handed_over"]')).to_contain_text("giảm từ 99")
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator("#report-status")).to_contain_text("lý do")
    assert len(stored(ward)) == 1
    expect(page.locator("#report-findings textarea").first).to_be_visible()
    for reason in page.locator("#report-findings textarea").all():
        reason.fill("đếm trùng 9 hộ")
    page.get_by_role("button", name="Lưu báo cáo").click()
    page.wait_for_url("**/clearances/PL4-08")
    assert {reason.words for reason in stored(ward)[-1].reasons} == {"đếm trùng 9 hộ"}
    watched.forgive(REFUSED)  # the browser reports the 422 that this test provoked


def test_a_draft_survives_a_lost_connection_and_is_sent_when_it_is_back(watched: Watched, ward: Flask) -> None:
    page = sign_in(watched)
    fill(page, **head(), households_total="253")
    page.context.set_offline(True)
    fill(page, households_handed_over="99")
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator("#report-status")).to_contain_text("Mất kết nối")
    assert stored(ward) == ()
    page.context.set_offline(False)
    page.wait_for_url("**/clearances/PL4-08")
    (report,) = stored(ward)
    assert report.households_handed_over == 99
    watched.forgive(REFUSED)  # the browser reports what could not be sent


def test_a_closed_tab_loses_nothing(watched: Watched) -> None:
    """The draft is opened again in another tab, with what it was understood as; it can be thrown away."""
    page = sign_in(watched)
    fill(page, **head(), households_total="253")
    other = page.context.new_page()
    page.close()
    other.goto(watched.server + FORM)
    expect(other.locator("#f-households_total")).to_have_value("253")
    expect(other.locator("#report-status")).to_contain_text("bản nháp")
    expect(other.locator('[data-note="households_total"]')).to_contain_text("253 hộ")
    other.get_by_role("button", name="Bỏ bản nháp").click()
    expect(other.locator("#f-households_total")).to_have_value("")


def test_an_answer_that_was_lost_is_not_stored_twice(watched: Watched, ward: Flask) -> None:
    """Saved, but the answer never came: sending again changes nothing, and what is edited later corrects it."""
    page = sign_in(watched)
    fill(page, **head(), households_total="253")
    page.evaluate(
        "() => { window.projectmap.send = (send => async (...given) => {"
        " await send(...given); return { status: 0, body: {} }; })(window.projectmap.send); }"
    )
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator("#report-status")).to_contain_text("Mất kết nối")
    (report,) = stored(ward)
    page.reload()
    expect(page.locator("#f-supersedes")).to_have_value(str(report.id))
    page.get_by_role("button", name="Lưu báo cáo").click()
    page.wait_for_url("**/clearances/PL4-08")
    assert [item.supersedes for item in stored(ward)] == [None, report.id]


def test_somebody_faster_is_told_and_nothing_is_lost(watched: Watched, ward: Flask) -> None:
    page = sign_in(watched)
    page.get_by_text("Mồ mả, hạ tầng phải di chuyển").click()
    fill(page, **head(), graves="3")
    page.evaluate(
        """async given => window.projectmap.send('/api/clearances/PL4-08/reports', given)""",
        {**head("BC 1"), "id": str(uuid4()), "revision": 0, "complaints": 1},
    )
    page.get_by_role("button", name="Lưu báo cáo").click()
    expect(page.locator("#report-status")).to_contain_text("vừa có báo cáo mới")
    page.get_by_role("button", name="Tải lại, giữ bản nháp").click()
    expect(page.locator("#f-graves")).to_have_value("3")
    expect(page.locator("#f-graves")).to_be_visible()
    expect(page.locator("#report-form")).to_have_attribute("data-revision", "1")
    watched.forgive(REFUSED)  # the browser reports the 409 that this test provoked


def test_obstacles_are_entered_and_cleared(watched: Watched, ward: Flask) -> None:
    page = sign_in(watched)
    page.get_by_text("Thêm vướng mắc").click()
    new = page.locator("form.record-form", has_text="Loại")
    new.get_by_label("Nội dung").fill("Chưa thống nhất đơn giá")
    new.get_by_label("Ai phải xử lý").fill("Phòng Kinh tế")
    new.get_by_label("Phát sinh từ ngày").fill(TODAY.isoformat())
    with page.expect_navigation():
        new.get_by_role("button").click()
    listed = page.locator("form.record-form", has_text="Chưa thống nhất đơn giá")
    listed.get_by_label("Ngày đã gỡ").fill(TODAY.isoformat())
    listed.get_by_role("button").click()
    expect(page.get_by_text("Chưa thống nhất đơn giá")).to_have_count(0)
    assert [item.closed for item in store_of(ward).obstacles.history("PL4-08")] == [None, TODAY]


def test_a_spreadsheet_is_shown_before_it_is_stored(watched: Watched, ward: Flask) -> None:
    page = sign_in(watched)
    page.goto(f"{watched.server}/reports")
    row = {**GOOD, "report_date": TODAY}
    sheet = page.locator("#sheet-form input[type=file]")
    sheet.set_input_files({"name": "a.xlsx", "mimeType": "", "buffer": filled({"PL4-08": {**row, "graves": "vài"}})})
    page.locator("#sheet-form button").click()
    expect(page.locator("#sheet-preview")).to_contain_text("chưa lưu gì", timeout=READING_MS)
    expect(page.locator("#sheet-preview .finding-error").first).to_contain_text("dòng 9")
    expect(page.get_by_role("button", name="Lưu tất cả")).to_be_disabled()
    sheet.set_input_files({"name": "b.xlsx", "mimeType": "", "buffer": filled({"PL4-08": row})})
    page.locator("#sheet-form button").first.click()
    page.get_by_role("button", name="Lưu tất cả 1 dòng").click(timeout=READING_MS)
    expect(page.locator("#sheet-form .form-status")).to_have_text("Đã lưu 1 báo cáo.", timeout=READING_MS)
    assert len(stored(ward)) == 1


def test_another_file_has_to_be_shown_before_it_can_be_stored(watched: Watched, ward: Flask) -> None:
    """What was seen of one file is no leave to store another."""
    page = sign_in(watched)
    page.goto(f"{watched.server}/reports")
    row = {**GOOD, "report_date": TODAY}
    sheet = page.locator("#sheet-form input[type=file]")
    sheet.set_input_files({"name": "a.xlsx", "mimeType": "", "buffer": filled({"PL4-08": row})})
    page.locator("#sheet-form button").click()
    expect(page.get_by_role("button", name="Lưu tất cả 1 dòng")).to_be_enabled(timeout=READING_MS)
    other = filled({"PL4-08": {**row, "graves": "vài"}})
    sheet.set_input_files({"name": "b.xlsx", "mimeType": "", "buffer": other})
    expect(page.locator("#sheet-preview")).to_be_hidden()
    assert stored(ward) == ()


@pytest.mark.parametrize("path", [FORM, "/reports", "/merge"])
def test_a_form_sent_before_its_script_has_come_does_nothing(watched: Watched, path: str) -> None:
    """Nothing typed ends up in an address, and nothing typed is lost."""
    page = sign_in(watched)
    for script in ("report", "merge"):
        page.route(f"**/{script}.js", lambda route: route.abort())
    page.goto(watched.server + path)
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    if path == FORM:
        fill(page, **head(), households_total="253")
        page.get_by_role("button", name="Lưu báo cáo").click()
        expect(page.locator("#f-households_total")).to_have_value("253")
    page.reload()  # a navigation that the form had begun would have been seen in the address
    expect(page).to_have_url(watched.server + path)
    watched.forgive(REFUSED)


@pytest.mark.parametrize("path", [FORM, "/reports", "/clearances/PL4-08", "/briefing"])
def test_nothing_is_cut_off_at_any_size(watched: Watched, size: str, path: str) -> None:
    page = sign_in(watched, size=size)
    page.goto(watched.server + path)
    expect(page.locator("h1").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


@pytest.mark.parametrize("path", [FORM, "/reports"])
def test_fields_are_large_enough_for_a_finger(watched: Watched, path: str) -> None:
    """Every field and button that shows is at least 44 pixels high on a phone."""
    page = sign_in(watched, size="phone")
    page.goto(watched.server + path)
    script = (
        "all => all.filter(e => e.offsetParent).map(e => [e.name || e.textContent, e.getBoundingClientRect().height])"
    )
    small = [each for each in page.locator("main input, main select, main button").evaluate_all(script) if each[1] < 44]
    assert small == []
