"""The rule: the address holds the whole state: what is written reads back, whatever the state; back leads back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_parity import LISTS
from tests.browser.watched import address

pytestmark = pytest.mark.browser
STATES = 600
ODD = ("a&b=c", "100 %", "#14/20.9/106.6", "Hoa Động", "?q=1", "lô I.16/CTHH-01", "“trích”", "a+b", "\\", "漢字")
VIEWS = {
    "theme": ["clearance", "funding"],
    "project": ["PL3-08", "PL4-02"],
    "place": ["PL3-20"],
    "layers": ["osm", "-projects,osm"],
    "sort": ["name", "-finish_year", "funding_source", "-days_late"],
    "view": ["table", "gantt"],
    "cols": ["id,name", "id,name,areas,radius_m"],
    "as_of": ["2025-12-31", "2026-01-01"],
    "year": ["2027", "2026-2028"],
    "year_mode": ["starts", "finishes"],
    "q": list(ODD),
}
ROUND_TRIP = """states => states.filter((state) => {
    const url = new URL(projectmap.address(state), location.href);
    const back = projectmap.parseAddress(url.search, url.hash);
    return Object.keys(back).some((name) => JSON.stringify(back[name]) !== JSON.stringify(state[name] ?? null));
})"""
SETTLES = """queries => queries.filter((query) => {
    const once = projectmap.parseAddress(query, '');
    const url = new URL(projectmap.address(once), location.href);
    return JSON.stringify(projectmap.parseAddress(url.search, url.hash)) !== JSON.stringify(once);
})"""


def random_state(chance: random.Random) -> dict[str, Any]:
    """Return a state: any of its parts set, or not."""
    state: dict[str, Any] = {name: chance.choice(values) for name, values in VIEWS.items() if chance.random() < 0.4}
    for name, values in LISTS.items():
        if chance.random() < 0.3:
            state[name] = ",".join(sorted(chance.sample(values, chance.randint(1, min(3, len(values))))))
    if chance.random() < 0.5:
        lat, lng = chance.uniform(20.8, 21.0), chance.uniform(106.6, 106.8)
        state["position"] = {"zoom": round(chance.uniform(10, 18), 2), "lat": round(lat, 5), "lng": round(lng, 5)}
    return state


def test_a_state_reads_back_from_its_address(open_map: Open) -> None:
    chance = random.Random(5)
    page = open_map("/")
    assert page.evaluate(ROUND_TRIP, [random_state(chance) for _ in range(STATES)]) == []


def test_any_address_settles_at_once(open_map: Open) -> None:
    """A hand-made address may be odd; written again, it means the same."""
    chance = random.Random(6)
    names = [*LISTS, *VIEWS]
    parts = [*ODD, "", ",", "b,a", " a ", "finish", "runs", "id"]
    queries = []
    for _ in range(STATES):
        pairs = [f"{chance.choice(names)}={chance.choice(parts)}" for _ in range(chance.randint(0, 5))]
        queries.append("?" + "&".join(pairs).replace("#", "%23"))
    assert open_map("/").evaluate(SETTLES, queries) == []


FULL = (
    "/?theme=clearance&layers=-halos&view=table&cols=id,name,areas&sort=-name"
    "&as_of=2026-06-01&area=hoa-dong&year=2026-2028"
)


def test_a_copied_link_restores_everything(open_map: Open) -> None:
    page = open_map(f"{FULL}&project=PL3-08#14/20.88/106.68")
    expect(page.locator(".pm-table thead th")).to_have_text(["Mã", "Tên▼", "Khu vực"])
    expect(page.locator(".pm-table tbody tr.pm-selected")).to_contain_text("PL3-08")
    expect(page.locator(".pm-day")).to_contain_text("Đang xem ngày 01/06/2026, không phải hôm nay")
    expect(page.get_by_role("radio", name="Tiến độ GPMB")).to_be_checked()
    expect(page.get_by_label("Từ năm")).to_have_value("2026")
    expect(page.get_by_label("Đến hết năm")).to_have_value("2028")
    expect(page.locator(".pm-details .pm-id")).to_have_text("PL3-08")
    page.locator(".pm-tools").get_by_role("button", name="Lớp bản đồ").click()
    expect(page.get_by_label("Vùng sai số")).not_to_be_checked()


def test_back_and_forward_walk_through_every_choice(open_map: Open) -> None:
    page = open_map("/")
    page.evaluate("window.stayed = true")
    steps: list[Callable[[], object]] = [
        page.get_by_role("button", name="Bảng", exact=True).first.click,
        page.get_by_role("button", name="Nguồn vốn").click,
        page.get_by_role("button", name="Năm 2026:").click,
        lambda: page.get_by_label("Năm được hỏi là năm gì").select_option("finishes"),
    ]
    seen = [address(page).partition("#")[0]]
    for step in steps:
        step()
        seen.append(address(page).partition("#")[0])
    assert len(set(seen)) == len(steps) + 1
    for before in reversed(seen[:-1]):
        page.go_back()
        expect(page).to_have_url(re.compile(re.escape(before) + "(#.*)?$"))
    assert_plain(page)
    for after in seen[1:]:
        page.go_forward()
        expect(page).to_have_url(re.compile(re.escape(after) + "(#.*)?$"))
    expect(page.locator(".pm-table thead [aria-sort=ascending]")).to_have_text("Nguồn vốn▲")
    expect(page.get_by_label("Năm được hỏi là năm gì")).to_have_value("finishes")
    assert page.evaluate("window.stayed")


def assert_plain(page: Page) -> None:
    """Hold that nothing is chosen and nothing is open."""
    expect(page.locator(".pm-dock")).to_be_hidden()
    expect(page.locator(".pm-found-count")).to_have_text("64 dòng")
    expect(page.get_by_role("button", name="Mọi năm")).to_have_attribute("aria-pressed", "true")
