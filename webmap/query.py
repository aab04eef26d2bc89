"""Request arguments → `geo.model.Query`, and back. Pages, API and command line read their filters from `PARAMETERS`.

Lists are written by comma or by repetition (`kind=project,clearance`, `kind=project&kind=clearance`); the
rest stands once. An unknown or invalid parameter is a `QueryError` that names what is allowed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from geo.errors import QueryError
from geo.language import Sentence, say
from geo.model import (
    Category,
    ClearanceEnd,
    ClearanceState,
    FundingSource,
    Precision,
    ProgressClass,
    ProjectKind,
    Query,
    YearMode,
    Years,
)

EVERYWHERE = ("lang",)  # what every address takes: `webmap.language` reads it before any view
Pairs = Iterable[tuple[str, str]]
MAX_WORDS = 200  # characters of `q`: longer than the longest official name of the programme
FARTHEST_M = 50_000  # of `near`: farther than any two points of the ward and its neighbours
YEARS = 1900, 2200  # the years that may be asked for
_ID = re.compile(r"PL\d{1,2}-\d{2,3}")
_AREA = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One filter: its name, whether it takes a list, how a value is read and written, what is allowed, what it means.

    `read` raises ValueError for a value that is not allowed.
    """

    name: str
    many: bool
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    allowed: tuple[str, ...]
    says: str


def _project_id(text: str) -> str:
    """Read an id of the ledger; whether it exists is for the ledger to say."""
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text


def _whole(first: int, last: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `first` to `last`, plain digits only."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not first <= int(text) <= last:
            raise ValueError(text)
        return int(text)

    return read


_year = _whole(*YEARS)


def _years(text: str) -> Years:
    """Read one year, or first and last with a hyphen between, both included."""
    first, _, last = text.partition("-")
    years = Years(_year(first), _year(last if "-" in text else first))
    if years.first > years.last:
        raise ValueError(text)
    return years


def _write_years(years: Years) -> str:
    """Write years so that they read back: `2027`, `2026-2028`."""
    return str(years.first) if years.first == years.last else f"{years.first}-{years.last}"


def _area(text: str) -> str:
    """Read the code of an area; whether there is such an area is for the gazetteer to say."""
    if not _AREA.fullmatch(text):
        raise ValueError(text)
    return text


def _words(text: str) -> str:
    """Read words to search: NFC, single spaces, no control characters, not endless."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if len(words) > MAX_WORDS or any(unicodedata.category(character) in {"Cc", "Cs"} for character in words):
        raise ValueError(text)
    return words


def _box(text: str) -> tuple[float, float, float, float]:
    """Read west,south,east,north in degrees; a box across the antimeridian is refused."""
    west, south, east, north = (float(part) for part in text.split(","))
    numbers = (west, south, east, north)
    if not all(map(math.isfinite, numbers)) or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(text)
    return numbers


def _circle(text: str) -> tuple[float, float, float]:
    """Read longitude and latitude in degrees, and how far around it in metres."""
    lon, lat, metres = (float(part) for part in text.split(","))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 0 < metres <= FARTHEST_M):
        raise ValueError(text)
    return lon, lat, metres


def _write_numbers(numbers: Iterable[float]) -> str:
    """Write a box or a circle so that it reads back as the same numbers."""
    return ",".join(map(repr, numbers))


def _day(text: str) -> date:
    """Read a day as year-month-day, and in no other spelling of ISO 8601."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def _codes(name: str, codes: type[StrEnum], says: str) -> Parameter:
    """Return the parameter of a closed code list."""
    return Parameter(name, True, codes, str, tuple(codes), says)


PARAMETERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter("ids", True, _project_id, str, (Sentence("mã như PL3-08"),), "chỉ những dòng có mã này"),
        _codes("kind", ProjectKind, "dự án hay giải phóng mặt bằng"),
        _codes("funding_source", FundingSource, "nguồn vốn"),
        _codes("category", Category, "loại công trình"),
        Parameter("appendix", True, _whole(1, 99), str, (Sentence("1 đến 99"),), "phụ lục của chương trình"),
        _codes("precision", Precision, "độ chính xác của vị trí"),
        _codes("clearance_state", ClearanceState, "tình trạng giải phóng mặt bằng"),
        _codes("progress_class", ProgressClass, "mức bàn giao theo báo cáo"),
        _codes("clearance_end", ClearanceEnd, "GPMB xong trước, cùng năm hay sau dự án cần đất"),
        Parameter(
            "area",
            True,
            _area,
            str,
            (Sentence("mã như hoa-dong, bac-song-cam"),),
            "khu vực; dòng chưa có vị trí không khớp",
        ),
        Parameter(
            "year",
            False,
            _years,
            _write_years,
            (Sentence("1900 đến 2200"), "2026-2028"),
            "trong năm này, hay các năm này",
        ),
        Parameter("year_mode", False, YearMode, str, tuple(YearMode), "năm ấy đang chạy, bắt đầu hay kết thúc"),
        Parameter(
            "q", False, _words, str, (Sentence("tối đa {n} ký tự", n=MAX_WORDS),), "từ cần tìm, có dấu hay không dấu"
        ),
        Parameter(
            "bbox", False, _box, _write_numbers, (Sentence("tây,nam,đông,bắc (độ, WGS 84)"),), "nằm trong khung này"
        ),
        Parameter(
            "near",
            False,
            _circle,
            _write_numbers,
            (Sentence("kinh độ,vĩ độ (WGS 84),số mét (tới {most})", most=FARTHEST_M),),
            "vẽ cách điểm này không quá ngần ấy mét",
        ),
        Parameter(
            "as_of", False, _day, date.isoformat, (Sentence("năm-tháng-ngày"),), "tính đến ngày này (mặc định: hôm nay)"
        ),
    )
}


def refuse_unknown(names: Iterable[str], allowed: Iterable[str]) -> None:
    """Raise `QueryError` for the first name that is not allowed."""
    known = tuple(allowed)
    for name in names:
        if name not in known and name not in EVERYWHERE:
            raise QueryError(say("Không có tham số này"), parameter=name, value=name, allowed=known)


def _refusal(parameter: Parameter, what: str, value: object) -> QueryError:
    """Return the error that names what a parameter allows."""
    return QueryError(what, parameter=parameter.name, value=value, allowed=parameter.allowed)


def _values(parameter: Parameter, texts: list[str]) -> object:
    """Return what the texts of one parameter mean. Raises `QueryError` with the first text that is not allowed."""
    if not parameter.many and len(texts) > 1:
        raise _refusal(parameter, say("Tham số {name} chỉ được có một lần", name=parameter.name), texts)
    parts = [part.strip() for text in texts for part in text.split(",")] if parameter.many else texts
    values = [_value(parameter, part) for part in parts]
    return frozenset(values) if parameter.many else values[0]


def _value(parameter: Parameter, text: str) -> object:
    """Return what one text means for one parameter."""
    try:
        return parameter.read(text)
    except ValueError:
        raise _refusal(parameter, say("Tham số {name} không nhận giá trị này", name=parameter.name), text) from None


def parse_query(pairs: Pairs, *, also: Iterable[str] = ()) -> Query:
    """Return the `Query` of name and value pairs, in any order. Names in `also` are the caller's own and passed over.

    Raises `QueryError` for an unknown name or a value that is not allowed.
    """
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    others = tuple(also)
    refuse_unknown(texts, (*PARAMETERS, *others))
    own = {name: given for name, given in texts.items() if name not in (*others, *EVERYWHERE)}
    values: dict[str, Any] = {name: _values(PARAMETERS[name], given) for name, given in own.items()}
    return Query(**values)


def to_args(query: Query) -> list[tuple[str, str]]:
    """Return the pairs that `parse_query` reads as this query: sorted, lists by comma, what is empty left out."""
    pairs = []
    for name in sorted(field.name for field in fields(query)):
        value, parameter = getattr(query, name), PARAMETERS[name]
        if value is None or value in ("", frozenset(), YearMode.RUNS):
            continue
        pairs.append((name, ",".join(sorted(map(parameter.write, value if parameter.many else [value])))))
    return pairs
