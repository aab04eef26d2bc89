"""The rule: the other language is one click away and changes nothing but the words; names stay what they are."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.watched import (
    Watched,
    address,
    expect_asked,
    expect_not_asked,
    expect_settled,
    expect_still,
    expect_whole,
)
from tests.english import VIETNAMESE
from tests.test_language import proper_names

pytestmark = pytest.mark.browser
VIEW = "/?theme=clearance&category=resettlement,urban_area&year=2026-2027#13.5/20.89000/106.68000"
# What stands on the page outside elements that are Vietnamese, and what is read out: labels, titles, hints.
SHOWN = """() => {
    const ours = (element) => element.closest('[lang]').getAttribute('lang') !== 'vi';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const said = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const parent = node.parentElement;
        if (!parent.closest('script, style, noscript') && ours(parent)) said.push(node.data);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        document.querySelectorAll(`[${name}]`).forEach((one) => ours(one) && said.push(one.getAttribute(name)));
    }
    return said;
}"""


def still_vietnamese(page: Page, names: re.Pattern[str]) -> list[str]:
    """Return what an English page says in Vietnamese, names apart."""
    expect_settled(page)
    return [text for text in page.evaluate(SHOWN) if VIETNAMESE.search(names.sub("", text))]


def view(page: Page) -> tuple[str, list[str], str]:
    """Return what the map shows: its theme, its rows, its position."""
    expect_still(page)
    theme = page.locator("input[name=pm-theme]:checked").get_attribute("value") or ""
    marks = page.locator(".pm-mark-box").evaluate_all("marks => marks.map((mark) => mark.dataset.place).sort()")
    return theme, marks, page.evaluate("location.hash")


def test_the_switch_keeps_filters_and_position(open_map: Open) -> None:
    """There and back again: the same theme, the same rows, the same place on the map."""
    page = open_map(VIEW)
    before = view(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("radio", name="Land clearance")).to_be_checked()
    expect_whole(page)
    assert view(page) == before
    expect_asked(page, "lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.get_by_role("radio", name="Tiến độ GPMB")).to_be_checked()
    expect_whole(page)
    assert view(page) == before
    expect_not_asked(page, "lang")


def test_the_switch_works_without_a_script(watched: Watched) -> None:
    """A plain link: the page of hotspots in English, with its filters, and English from then on."""
    page = watched.page(java_script_enabled=False)
    page.goto(f"{watched.server}/hotspots?kind=clearance")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{watched.server}/hotspots?kind=clearance&lang=en")
    page.get_by_role("link", name="Reports", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Land-clearance reports")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_english_map_speaks_english(open_map: Open, app: Flask, size: str) -> None:
    """Legend, filters, list, layers, details, years: no Vietnamese but names, and no word that is only a key."""
    names = proper_names(app)
    page = open_map("/?lang=en", size)
    assert still_vietnamese(page, names) == []
    if size == "phone":
        page.get_by_role("button", name="Find & filter").click()
    page.get_by_role("searchbox").fill("zzzz")
    expect(page.get_by_text("No row matches")).to_be_attached()
    assert still_vietnamese(page, names) == []
    for path in ("/?lang=en&theme=clearance&project=PL4-03", "/?lang=en&project=PL2-02"):
        opened = open_map(path, size)
        assert still_vietnamese(opened, names) == [], path
        assert [text for text in opened.evaluate(SHOWN) if re.fullmatch(r"[a-z]+(\.[a-z-]+)+", text.strip())] == []


def test_numbers_and_days_follow_the_language(open_map: Open) -> None:
    page = open_map("/?lang=en")
    expect(page.get_by_text("As of 24 Nov 2026").first).to_be_attached()
    said = "[projectmap.distance(1840), projectmap.percent(0.4521), projectmap.number(2314037.6, 1)]"
    assert page.evaluate(said) == ["1.8 km", "45.2%", "2,314,037.6"]
    assert page.evaluate("[1, 2].map((n) => projectmap.say('take.title', { n }))") == [
        "Download the 1 row shown",
        "Download the 2 rows shown",
    ]
    assert open_map("/").evaluate(said) == ["1,8 km", "45,2 %", "2.314.037,6"]


def test_a_link_copied_in_english_is_english(open_map: Open) -> None:
    """Also when English came from the reader's choice and not from the address."""
    page = open_map("/?lang=en")
    page.goto(address(page).split("?", 1)[0])
    expect_whole(page)
    page.get_by_role("radio", name="Land clearance").check()
    expect_asked(page, "lang=en")
    assert "lang=en" in page.evaluate("projectmap.filterQuery(projectmap.parseAddress(location.search, ''), '')")


def test_words_that_come_late_do_not_hide_english(open_map: Open) -> None:
    """A part that is fetched when it is needed brings its Vietnamese along; an English page goes on in English."""
    page = open_map("/?lang=en")
    page.evaluate("projectmap.addWords({ 'legend.title': 'Chú giải' })")
    assert page.evaluate("projectmap.say('legend.title')") == "Legend"
    assert page.evaluate("projectmap.say('no.such.key')") == "no.such.key"
