"""Two languages: nothing untranslated, nothing mixed, and Vietnamese unless the reader says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from geo.language import Sentence, say, say_count
from geo.model import Category
from tests.catalogue import forms, names_in, sentences, translations, unmarked, words
from tests.english import VIETNAMESE
from webmap import current, style
from webmap.language import day_words, named, number_words, speaking, translator, with_language

SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")  # attributes that are read to somebody
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FILLED = {"project": "PL3-07", "clearance": "PL4-07", "name": "projects-points", "feature_id": "PL3-07"}


class Page(HTMLParser):
    """The texts of a page that are not in an element which says it is Vietnamese, those of attributes too."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the language of an element, and what its attributes say."""
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append((tag, language))
        if language != "vi":
            self.texts += [given[name] for name in SPOKEN if name in given]

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that were left open."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self.open and self.open[-1][1] != "vi" and self.open[-1][0] not in {"script", "style"}:
            self.texts.append(data.strip())


def pages(app: Flask) -> Iterator[str]:
    """Yield the address of every page and answer that can be had by GET."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in (rule.methods or ()) and rule.arguments <= set(FILLED):
            yield _filled(rule)


def _filled(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda name: FILLED[name[1]], rule.rule)


def proper_names(app: Flask) -> re.Pattern[str]:
    """Return what matches a name: names stay Vietnamese inside an English sentence."""
    with app.app_context():
        programme = current.snapshot().records.programme
    places = [name for place in programme.places for name in (place.name, *place.aliases, place.source)]
    rows = [part for row in programme.projects for part in (row.name, row.source, row.funding_source_raw)]
    names = {*places, *rows, *(shape.name for shape in programme.shapes), "Thủy Nguyên"}
    said = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    return re.compile(f"“[^”]*”|{said}", re.IGNORECASE)  # what stands in quotation marks is quoted as it was written


def untranslated(text: str, names: re.Pattern[str]) -> list[str]:
    """Return the texts of a page that are still Vietnamese when all names are taken out."""
    return [shown for shown in Page(text).texts if VIETNAMESE.search(names.sub("", shown))]


def test_every_sentence_has_its_english() -> None:
    """A sentence that somebody adds in Vietnamese alone is named here, with the place where it stands."""
    english = {sentence: forms(message) for _, sentence, message in translations()}
    said = sentences()
    missing = [f"{where}: {sentence}" for sentence, where in said.items() if not all(english.get(sentence, ("",)))]
    assert missing == []


def test_no_sentence_of_the_web_face_goes_around_the_catalogue() -> None:
    """What is not marked cannot be missed by the test above: a bare Vietnamese string is named here."""
    assert [text for text in unmarked() if not text.endswith("(không rõ)")] == []  # a word of the audit log


def test_no_english_is_left_over_or_said_twice() -> None:
    """A catalogue holds what is said today; a sentence in two catalogues has the same English in both."""
    kept: dict[str, tuple[str, ...]] = {}
    for catalogue, sentence, message in translations():
        assert kept.setdefault(sentence, forms(message)) == forms(message), f"{catalogue}: {sentence}"
        assert not message.fuzzy, sentence


def test_english_takes_the_same_values() -> None:
    """Every value that the Vietnamese names is there in English, and no other: a missing one would be an error page."""
    for catalogue, sentence, message in translations():
        for english in forms(message):
            lacking = names_in(sentence) ^ names_in(english)
            assert lacking <= ({"n"} if len(forms(message)) > 1 else set()), f"{catalogue}: {sentence} → {english}"


def test_english_is_not_vietnamese() -> None:
    """No English holds Vietnamese letters but those of names."""
    for catalogue, sentence, message in translations():
        for english in forms(message):
            assert not VIETNAMESE.search(re.sub("“[^”]*”|Thủy Nguyên", "", english)), (
                f"{catalogue}: {sentence} → {english}"
            )


def test_every_word_of_the_scripts_has_its_english() -> None:
    """The same keys in both languages, with the same values."""
    vietnamese, english = words(english=False), words(english=True)
    assert len(vietnamese) > 400
    assert sorted(vietnamese.keys() - english.keys()) == []
    assert sorted(english.keys() - vietnamese.keys()) == []
    for key, written in vietnamese.items():
        assert names_in(written) == names_in(english[key]), key


def test_every_class_of_the_style_table_has_words_in_both_languages() -> None:
    for rows in style.table().values():
        for row in rows if isinstance(rows, list) else ():
            assert row["vi"], row
            assert row["en"], row
            assert not VIETNAMESE.search(row["en"] + row.get("note_en", "")), row
            assert ("note" in row) == ("note_en" in row), row
            assert translator("en")(row["vi"], row["vi"], 1) in {row["en"], row["vi"]}, "files call it otherwise"


def test_no_page_mixes_the_languages(app: Flask, client: FlaskClient) -> None:
    """On an English page Vietnamese stands only in names, and in elements that say so."""
    names, seen = proper_names(app), 0
    for address in pages(app):
        answer = client.get(address, query_string={"lang": "en"}, headers={"Accept": "text/html"})
        if answer.status_code == 200 and answer.mimetype == "text/html":
            text = answer.get_data(as_text=True)
            seen += 1
            assert '<html lang="en">' in text, address
            assert untranslated(text, names) == [], address
    assert seen >= 15


@pytest.mark.parametrize("address", ["/reports/PL4-07", "/password", "/signin"])
def test_the_forms_of_somebody_signed_in_do_not_mix_them_either(people: Flask, lan: FlaskClient, address: str) -> None:
    text = lan.get(address, query_string={"lang": "en"}).get_data(as_text=True)
    assert untranslated(text, proper_names(people)) == []


@pytest.mark.parametrize(
    "address", ["/projects/PL9-99", "/nowhere", "/?year=abc", "/hotspots?colour=red", "/?lang=de", "/?lang=en&lang=vi"]
)
def test_refusals_are_english_too(client: FlaskClient, address: str) -> None:
    """Whoever reads English is refused in English, as a page and as a problem for programs."""
    client.set_cookie("lang", "en")
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code in {400, 404}
    assert untranslated(page.get_data(as_text=True), re.compile("Thủy Nguyên")) == []
    problem = client.get(address, headers={"Accept": "application/json"}).get_json()
    assert not VIETNAMESE.search(problem["title"] + problem["detail"] + " ".join(problem.get("allowed", ())))


def test_vietnamese_comes_first(client: FlaskClient) -> None:
    """What the browser was shipped with does not decide; the reader does."""
    answer = client.get("/hotspots", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert answer.headers["Content-Language"] == "vi"
    assert '<html lang="vi">' in answer.get_data(as_text=True)


def test_the_address_goes_before_the_choice(client: FlaskClient) -> None:
    """A link means one language, whoever opens it; without a word in it, the reader's choice holds."""
    client.set_cookie("lang", "en")
    assert client.get("/hotspots").headers["Content-Language"] == "en"
    assert client.get("/hotspots?lang=vi").headers["Content-Language"] == "vi"
    assert client.get("/hotspots").headers["Content-Language"] == "en"


def test_an_english_link_keeps_its_reader_in_english(client: FlaskClient) -> None:
    """Somebody who never chose stays in English for this visit; somebody who chose Vietnamese is not changed."""
    assert "lang=en" in client.get("/hotspots?lang=en").headers["Set-Cookie"]
    assert client.get("/reports").headers["Content-Language"] == "en"
    client.set_cookie("lang", "vi")
    assert "Set-Cookie" not in client.get("/hotspots?lang=en").headers


@pytest.mark.parametrize(
    "address", ["/?lang=de", "/api/projects.geojson?lang=EN", "/hotspots?lang=", "/ogc?lang=fr&f=json"]
)
def test_an_unknown_language_is_refused(client: FlaskClient, address: str) -> None:
    """As every unknown value: 400, with what is allowed."""
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.get_json()["parameter"] == "lang"
    assert answer.get_json()["allowed"] == ["vi", "en"]


def test_every_address_takes_the_language(app: Flask, client: FlaskClient) -> None:
    """`lang` may stand beside every other parameter, on pages, API, exports and the OGC service."""
    for address in pages(app):
        if not address.startswith(("/oembed", "/api/locate", "/briefing.")):
            answer = client.get(address, query_string={"lang": "en"})
            assert answer.status_code != 400, address


def test_the_switch_keeps_the_address(client: FlaskClient) -> None:
    """It goes back to the page that asked, filters and all; Vietnamese needs no word in an address."""
    came_from = {"Referer": "http://localhost/hotspots?kind=clearance&q=" + quote("Hoa Động")}
    english = client.get("/language/en", headers=came_from)
    assert english.status_code == 303
    assert english.headers["Location"] == "/hotspots?kind=clearance&q=Hoa+%C4%90%E1%BB%99ng&lang=en"
    assert client.get("/hotspots").headers["Content-Language"] == "en"
    back = client.get("/language/vi", headers={"Referer": "http://localhost/?lang=en&theme=clearance"})
    assert back.headers["Location"] == "/?theme=clearance"
    assert client.get("/hotspots").headers["Content-Language"] == "vi"


@pytest.mark.parametrize(
    "referrer", ["", "https://elsewhere.example/x?lang=en", "http://localhost:1/x", "http://[::1/"]
)
def test_the_switch_leads_to_no_other_site(client: FlaskClient, referrer: str) -> None:
    assert client.get("/language/vi", headers={"Referer": referrer}).headers["Location"] == "/"


def test_two_slashes_name_no_other_host() -> None:
    assert with_language("http://localhost//elsewhere.example/x", "vi") == "/elsewhere.example/x"


def test_each_language_is_kept_apart(client: FlaskClient) -> None:
    """Bodies are kept under their language and say that they depend on the reader's choice."""
    vietnamese, english = client.get("/hotspots?lang=vi"), client.get("/hotspots?lang=en")
    assert vietnamese.headers["ETag"] != english.headers["ETag"]
    assert {"Cookie", "Accept-Encoding"} <= set(english.vary)
    again = client.get("/hotspots?lang=vi", headers={"If-None-Match": english.headers["ETag"]})
    assert again.status_code == 200


def test_whoever_asks_first_does_not_choose_for_others(app: Flask) -> None:
    """What is built once for all is built in Vietnamese, also when the first reader reads English."""
    english, vietnamese = app.test_client(), app.test_client()
    day = "2027-03-01"  # asked for by nobody else
    first = english.get(f"/hotspots?as_of={day}&lang=en").get_data(as_text=True)
    second = vietnamese.get(f"/hotspots?as_of={day}").get_data(as_text=True)
    assert "No report" in first
    assert "Chưa có báo cáo" in second or "chưa có báo cáo" in second
    assert untranslated(first, proper_names(app)) == []


def test_evidence_is_said_in_the_readers_language(client: FlaskClient) -> None:
    """The rows are the same in both languages; only sentences differ."""
    address = "/api/projects.geojson?ids=PL1-01,PL2-01"
    vietnamese, english = client.get(address).get_json(), client.get(f"{address}&lang=en").get_json()
    for ours, theirs in zip(vietnamese["features"], english["features"], strict=True):
        assert ours["id"] == theirs["id"]
        assert ours["geometry"] == theirs["geometry"]
        assert ours["properties"]["name"] == theirs["properties"]["name"]
        assert ours["properties"]["evidence"] != theirs["properties"]["evidence"]
    assert VIETNAMESE.search(vietnamese["features"][0]["properties"]["reason"])
    assert not VIETNAMESE.search(english["features"][0]["properties"]["reason"])


def test_assets_are_the_same_for_both(client: FlaskClient) -> None:
    """English words are a script of their own, and only English pages ask for it."""
    assert "words.en.js" not in client.get("/").get_data(as_text=True)
    english = client.get("/?lang=en").get_data(as_text=True)
    address = re.search(r'src="(/assets/\w+/words\.en\.js)"', english)
    assert address
    script = client.get(address[1])
    assert "immutable" in script.headers["Cache-Control"]


def test_numbers_and_days_are_written_both_ways() -> None:
    assert day_words(date(2026, 11, 4)) == "04/11/2026"
    assert number_words(1234.56, 1) == "1.234,6"
    with speaking("en"):
        assert day_words(date(2026, 11, 4)) == "4 Nov 2026"
        assert number_words(1234.56, 1) == "1,234.6"
        assert number_words(7) == "7"


def test_english_has_two_forms() -> None:
    """Vietnamese says one row as it says two; English does not."""
    sentence = "Đã thử quá nhiều lần. Hãy đợi {n} phút rồi thử lại."
    assert say_count(sentence, 1) == sentence.replace("{n}", "1")
    with speaking("en"):
        assert say_count(sentence, 1) == "Too many attempts. Wait 1 minute, then try again."
        assert say_count(sentence, 2) == "Too many attempts. Wait 2 minutes, then try again."
        assert say(sentence, n=1).startswith("Too many attempts")


def test_the_thread_is_silent_again_after_an_answer(client: FlaskClient) -> None:
    """A request in English leaves nothing behind for whoever the thread answers next, errors included."""
    for address in ("/hotspots?lang=en", "/nowhere?lang=en", "/?lang=xx"):
        client.get(address)
        assert say("Điểm nóng") == "Điểm nóng"


def test_what_nobody_translated_is_said_as_it_stands() -> None:
    with speaking("en"):
        assert say("Hoa Động") == "Hoa Động"
        assert say("") == ""
        assert named(style.look(Category.ROAD)) == "Road"
        assert Sentence("{n} trên {total}", n=1, total=2).said() == "1 of 2"
