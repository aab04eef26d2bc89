"""The rule: the sheet that the server sets is of this view: the rows that the list shows, the paper that was chosen."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pypdfium2 as pdfium
import pytest

from tests.browser.conftest import Open
from tests.browser.watched import expect_still

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "state", ["?category=resettlement", "?q=hoa+dong&theme=clearance", "?kind=clearance&year=2026&q=tan+duong"]
)
def test_the_sheet_lists_the_rows_of_this_view(open_map: Open, state: str) -> None:
    page = open_map("/" + state)
    shown = set(
        page.evaluate("[...document.querySelectorAll('.pm-desk [data-project]')].map((row) => row.dataset.project)")
    )
    assert shown
    expect_still(page)  # the sheet shows the part of the map that is shown
    page.get_by_role("button", name=re.compile("Lấy|Tải")).first.click()
    page.get_by_label("Khổ giấy").select_option("a3-landscape")
    link = page.get_by_role("link", name="PDF")
    link.evaluate("element => element.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    address = link.evaluate("element => element.href")
    asked = parse_qs(urlsplit(address).query)
    assert asked["paper"] == ["a3-landscape"]
    assert len(asked["extent"][0].split(",")) == 4
    pdf = pdfium.PdfDocument(page.request.get(address).body())
    words = "".join(pdf[at].get_textpage().get_text_range() for at in range(1, len(pdf)))
    assert set(re.findall(r"PL\d-\d\d", words)) == shown
