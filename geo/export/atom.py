"""Atom (RFC 4287): what became of each clearance, the latest change first, for feed readers and mail.

A change of state is a new entry: its id holds the state. Without a report only the calendar changes a state, on the
first day of a year; with one, the day of the report does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from geo.export.cells import one_line
from geo.export.delivery import Delivery, plain_table
from geo.language import CODE, said, say

_TAG = "tag:cong-trinh.thuy-nguyen,2025"
_UTC_OFFSET = "+07:00"


def to_atom(delivery: Delivery, address: str) -> bytes:
    """Return the feed of a delivery's clearances; `address` is where it is fetched from."""
    notice = delivery.notice
    entries = sorted(_entries(delivery), key=lambda entry: (entry[0], entry[1]["id"]), reverse=True)
    newest = entries[0][0] if entries else notice.as_of
    title, name = say("Giải phóng mặt bằng, phường Thủy Nguyên"), say("Phường Thủy Nguyên")
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{say(CODE)}">\n'
        f"<id>{_TAG}:feed:{_text(address.partition('?')[2])}</id><title>{_text(title)}</title>"
        f"<subtitle>{_text(said(notice.filter_words))}</subtitle><updated>{_moment(newest)}</updated>"
        f'<link rel="self" href={quoteattr(address)}/><rights>{_text(said(notice.licence))}</rights>'
        f"<author><name>{_text(name)}</name></author>\n"
    )
    return (head + "".join(_entry(day, row, delivery) for day, row in entries) + "</feed>\n").encode()


def _entries(delivery: Delivery) -> Iterator[tuple[date, dict[str, Any]]]:
    """Yield each clearance with the day since which it has its state."""
    table = plain_table(delivery.frame)
    for row in table[table["kind"] == "clearance"].to_dict("records"):
        yield changed_on(row, delivery.notice.as_of), row  # type: ignore[misc]  # names are texts


def changed_on(row: dict[Any, Any], as_of: date) -> date:
    """Return the day since which a clearance has its state: of its report, else of the last turn of its calendar."""
    if not pd.isna(row["reported_on"]):
        return date.fromisoformat(row["reported_on"])
    years = [
        row[name] + more
        for name, more in (("start_year", 0), ("finish_year", 0), ("finish_year", 1))
        if not pd.isna(row[name])
    ]
    turns = [date(int(year), 1, 1) for year in years if int(year) <= as_of.year]
    return max(turns, default=date(2025, 7, 1))  # the ward's first day: the programme is its own


def _text(value: str) -> str:
    return escape(one_line(value))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00{_UTC_OFFSET}"


def _entry(day: date, row: dict[str, Any], delivery: Delivery) -> str:
    """Return one entry; its texts are plain."""
    state: str = said(delivery.looks.word("clearance_state", row["clearance_state"]))
    home = delivery.notice.home.partition("?")[0]
    link = f"<link href={quoteattr(home + '?project=' + row['id'])}/>" if home else ""
    return (
        f"<entry><id>{_TAG}:{row['id']}:{row['clearance_state']}</id><title>{_text(state + ': ' + row['name'])}</title>"
        f"<updated>{_moment(day)}</updated>{link}"
        f'<summary type="text">{_text(state)}. {_text(row["source"])}</summary></entry>\n'
    )
