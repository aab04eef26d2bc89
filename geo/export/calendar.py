"""iCalendar (RFC 5545): the deadline of each clearance as an all-day event, for Outlook and phones to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from geo.export.cells import one_line
from geo.export.delivery import Delivery, plain_table
from geo.language import Day, Sentence, said, say

DOMAIN = "cong-trinh.thuy-nguyen"
NAME = Sentence("Thời hạn giải phóng mặt bằng, phường Thủy Nguyên")
REFRESH = "P1D"
_LINE = 75  # octets of a line, its end not counted


def to_ics(delivery: Delivery) -> bytes:
    """Return the calendar of a delivery's clearances; those without a deadline have no event."""
    notice = delivery.notice
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Phuong Thuy Nguyen//Ban do cong trinh//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(said(NAME))}",
        f"X-WR-CALNAME:{escaped(said(NAME))}",
        f"X-WR-CALDESC:{escaped(said(notice.filter_words))}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        *(line for row in _clearances(delivery) for line in _event(row, delivery)),
        "END:VCALENDAR",
    ]
    return "".join(folded(line) for line in lines).encode()


def _clearances(delivery: Delivery) -> Iterator[dict[str, Any]]:
    """Yield the rows of clearances that have a deadline, the earliest first."""
    table = plain_table(delivery.frame)
    due = table[(table["kind"] == "clearance") & table["clearance_deadline"].notna()]
    yield from due.sort_values(["clearance_deadline", "id"]).to_dict("records")  # type: ignore[misc]  # names are texts


def _event(row: dict[str, Any], delivery: Delivery) -> Iterator[str]:
    """Yield the lines of one event; its moment of writing is the as-of day, so that equal data gives equal bytes."""
    day = date.fromisoformat(row["clearance_deadline"])
    state = delivery.looks.word("clearance_state", row["clearance_state"])
    source = "" if pd.isna(row["source"]) else row["source"]
    yield "BEGIN:VEVENT"
    yield f"UID:{row['id']}-deadline@{DOMAIN}"
    yield f"DTSTAMP:{delivery.notice.as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    told = say("Tính đến {day}: {state}. {source}", day=Day(delivery.notice.as_of), state=state, source=source)
    yield f"SUMMARY:{escaped(say('Hạn GPMB: {name}', name=row['name']))}"
    yield f"DESCRIPTION:{escaped(told)}"
    if delivery.notice.home:
        yield f"URL:{delivery.notice.home.partition('?')[0]}?project={row['id']}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text as a value: on one line, with backslash, semicolon and comma escaped."""
    return one_line(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """Return a line folded at 75 octets, never within a letter, with its line end."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"
