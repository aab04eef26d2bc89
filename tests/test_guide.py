"""The rule: one guide in two languages, the same as a page and as a document; its buttons, links and pictures exist."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from webmap.assets import assets
from webmap.guide import DOCS, FILES, anchor, pictures, read_guide

LANGUAGES = sorted(FILES)
TASKS = 8


def written(code: str) -> str:
    """Return the guide as it is written."""
    return (DOCS / FILES[code]).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_is_the_document(client: FlaskClient, code: str) -> None:
    """Every paragraph of the document stands in the page: nothing is said twice, nothing is left out."""
    page = client.get(f"/help?lang={code}").get_data(as_text=True)
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    for line in re.split(r"\n\s*\n|\n(?=[-#\d])", written(code)):
        plain = re.sub(r"!?\[([^]]*)\]\([^)]*\)|[*`]|^(#+|-|\d+\.) ", r"\1" if line[0] != "!" else "", line)
        words = re.sub(r"\s+", " ", re.sub(r"^(#+|-|\d+\.)? ?", "", plain)).strip()
        assert words in shown, words


@pytest.mark.parametrize("code", LANGUAGES)
def test_eight_tasks_have_three_or_four_steps_each(code: str) -> None:
    tasks = written(code).split("\n## ")[1].split("\n### ")[1:]
    assert len(tasks) == TASKS
    assert {len(re.findall(r"^\d+\. ", task, re.MULTILINE)) for task in tasks} <= {3, 4}


def test_both_languages_have_the_same_parts_pictures_and_links() -> None:
    """A picture of the English guide shows the English interface: the same one, taken in English."""
    assert set(re.findall(r"\(images/(.*?)\)", written("en"))) == {
        f"{name}-en.png" for name in re.findall(r"\(images/(.*?)\.png\)", written("vi"))
    }
    texts = [written(code).replace("-en.png)", ".png)") for code in LANGUAGES]
    marks = [re.findall(r"^(#+) |\]\(([^)]*)\)", text, re.MULTILINE) for text in texts]
    assert marks[0] == marks[1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_link_and_picture_of_the_page_answers(client: FlaskClient, code: str) -> None:
    page = client.get(f"/help?lang={code}").get_data(as_text=True)
    for address in re.findall(r'(?:href|src)="(/[^"]*)"', page):
        assert client.get(address).status_code in {200, 303}, address
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_pictures_have_their_size_so_that_nothing_moves(client: FlaskClient) -> None:
    page = client.get("/help").get_data(as_text=True)
    images = re.findall(r"<img [^>]*help/images[^>]*>", page)
    assert len(images) == len(re.findall(r"!\[", written("vi")))
    for image in images:
        assert re.search(r'alt="[^"]+"', image)
        assert re.search(r'width="\d+" height="\d+"', image)


@pytest.mark.parametrize("name", ["map-project.png", "../reference.md", "no.png", "guide-search.PNG"])
def test_only_pictures_of_the_guide_are_given_out(client: FlaskClient, name: str) -> None:
    assert name not in pictures()
    assert client.get(f"/help/images/{name}").status_code == 404


BROWSER = {
    "vi": {"Cài đặt", "Thêm vào màn hình chính", "Cầu Bính", "2027", "địa chỉ"},
    "en": {"Install", "Add to home screen", "Cầu Bính", "2027", "address"},
}  # words in bold that are not of our interface: the browser's own, data, and one that is only stressed


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_buttons_that_the_guide_names_are_on_the_pages(client: FlaskClient, code: str) -> None:
    """Words in bold are words of the interface in its language, letter by letter."""
    interface = "".join(asset.text for asset in assets().values() if asset.name.endswith(".js"))
    for page in ("/", "/hotspots", "/data", "/api/style.json", "/api/projects.geojson"):
        interface += client.get(f"{page}?lang={code}").get_data(as_text=True)
    named = {re.sub(r"\s+", " ", words) for words in re.findall(r"\*\*([^*]+)\*\*", written(code))}
    assert {words for words in named - BROWSER[code] if words not in interface} == set()


def test_anchors_are_words_without_marks() -> None:
    assert anchor("Tìm một công trình") == "tim-mot-cong-trinh"
    assert ("tam-viec-hay-lam", "Tám việc hay làm") in read_guide("vi").parts


def test_the_guide_is_linked_from_every_page(client: FlaskClient) -> None:
    for page in ("/", "/hotspots", "/signin", "/data"):
        assert 'href="/help"' in client.get(page).get_data(as_text=True)
