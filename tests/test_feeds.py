"""The rule: calendar and feed are read by any program, change when a state changes, and never otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from geo.export.atom import changed_on, to_atom
from geo.export.calendar import escaped, folded, to_ics
from tests.deliveries import sample_delivery
from tests.services import sample_app

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return sample_app(tmp_path_factory.mktemp("feeds")).test_client()


def unfolded(data: bytes) -> list[str]:
    """Return the lines of a calendar as RFC 5545, 3.1 reads them."""
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def events(data: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line not in {"END:VEVENT", "END:VCALENDAR"}:
            found[-1][name.partition(";")[0]] = value
    return found


def test_calendar_has_one_whole_day_a_deadline() -> None:
    delivery = sample_delivery()
    frame = delivery.frame[(delivery.frame["kind"] == "clearance") & delivery.frame["clearance_deadline"].notna()]
    found = events(to_ics(delivery))
    assert sorted(event["UID"].partition("-deadline")[0] for event in found) == sorted(frame["id"])
    for event in found:
        row = frame.loc[event["UID"].partition("-deadline")[0]]
        begins = datetime.strptime(event["DTSTART"], "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
        assert begins == row["clearance_deadline"].date()
        assert datetime.strptime(event["DTEND"], "%Y%m%d").date().toordinal() == begins.toordinal() + 1  # noqa: DTZ007
        assert event["DTSTAMP"] == "20261124T000000Z"


def test_calendar_keeps_the_grammar() -> None:
    data = to_ics(sample_delivery())
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no letter is cut
        assert b"\n" not in line
    assert data.count(b"BEGIN:VEVENT") == data.count(b"END:VEVENT")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXT)
def test_any_text_is_one_value(text: str) -> None:
    """What was escaped and folded reads back; nothing of it can begin a line of its own."""
    lines = unfolded(folded(f"SUMMARY:{escaped(text)}").encode())
    assert len(lines) == 1
    value = lines[0].removeprefix("SUMMARY:")
    plain = value.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")
    assert escaped(plain) == value


def test_feed_has_one_entry_a_clearance_latest_first() -> None:
    delivery = sample_delivery()
    feed = ET.fromstring(to_atom(delivery, "https://x.example/feed.atom?kind=clearance&q=a"))  # noqa: S314  our own
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 18
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == moments[0]
    assert max(moments) <= "2026-11-24T00:00:00+07:00"
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(names)) == 18
    for element in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{element}") is not None


@pytest.mark.parametrize(
    ("years", "today", "day"),
    [
        ((2026, 2027), date(2025, 12, 1), date(2025, 7, 1)),
        ((2026, 2027), date(2026, 11, 24), date(2026, 1, 1)),
        ((2026, 2027), date(2027, 2, 1), date(2027, 1, 1)),
        ((2026, 2027), date(2029, 2, 1), date(2028, 1, 1)),
        ((None, None), date(2029, 2, 1), date(2025, 7, 1)),
    ],
)
def test_a_state_changes_with_the_calendar(years: tuple[int | None, int | None], today: date, day: date) -> None:
    assert changed_on({"reported_on": None, "start_year": years[0], "finish_year": years[1]}, today) == day


def test_a_report_is_the_latest_change() -> None:
    row = {"reported_on": "2026-10-05", "start_year": 2025, "finish_year": 2026}
    assert changed_on(row, date(2026, 11, 24)) == date(2026, 10, 5)


def test_a_change_of_state_is_a_new_entry() -> None:
    delivery = sample_delivery()
    later = delivery.frame.copy()
    later.loc["PL4-01", "clearance_state"] = "done"
    one, other = (
        {entry.findtext(f"{ATOM}id") for entry in ET.fromstring(to_atom(given, "https://x/")).iter(f"{ATOM}entry")}  # noqa: S314
        for given in (delivery, replace(delivery, frame=later))
    )
    assert len(one & other) == 17


@pytest.mark.parametrize(
    ("path", "media_type"), [("/calendar.ics", "text/calendar"), ("/feed.atom", "application/atom+xml")]
)
def test_feeds_take_the_filters_and_keep_their_tag(client: FlaskClient, path: str, media_type: str) -> None:
    answer = client.get(path)
    assert answer.mimetype == media_type
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert b"PL4-01" in answer.data
    chosen = client.get(f"{path}?ids=PL4-02").data
    assert b"PL4-02" in chosen
    assert b"PL4-01" not in chosen
    assert client.get(f"{path}?nothing=1").status_code == 400


def test_feeds_are_the_same_in_another_process(tmp_path: Path) -> None:
    for path in ("/calendar.ics", "/feed.atom"):
        first, second = (sample_app(tmp_path / name).test_client().get(path).data for name in ("one", "two"))
        assert first == second
