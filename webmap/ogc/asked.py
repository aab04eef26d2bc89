"""The parameters of an items request (OGC API – Features, Parts 1 to 3), each read strictly and each at most once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import shapely

from geo.errors import QueryError
from geo.export.columns import Kind
from geo.language import say
from webmap.ogc import cql
from webmap.ogc.systems import CRS84, SYSTEMS, System, find_system, from_system
from webmap.ogc.tables import Collection, Property
from webmap.query import EVERYWHERE

LIMIT, MOST = 100, 10_000
FORMATS = ("json", "html")
COMMON = ("f",)
ITEM = (*COMMON, "crs")
ITEMS = (
    *ITEM,
    "limit",
    "offset",
    "bbox",
    "bbox-crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
)
_OPEN = {"", ".."}
_DIGITS = 12  # a number with more is beyond every row, and beyond what an array can be cut by
_NUMBER = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\s*", re.ASCII)
_YEAR_OF = re.compile(r"(\d{4})-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?", re.ASCII | re.DOTALL)
Boxes = tuple[shapely.Geometry, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a collection. `boxes` are WGS 84 and `years` inclusive; None where not asked."""

    limit: int = LIMIT
    offset: int = 0
    boxes: Boxes | None = None
    years: tuple[float, float] | None = None
    condition: Any = None
    condition_system: System | None = None
    equals: tuple[tuple[str, Any], ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    properties: frozenset[str] | None = None
    system: System = SYSTEMS[CRS84]


def refuse(parameter: str, value: object, allowed: Iterable[str]) -> QueryError:
    """Return the error of a parameter whose value is not allowed."""
    return QueryError(
        say("Tham số {name} không nhận giá trị này", name=parameter),
        parameter=parameter,
        value=value,
        allowed=tuple(allowed),
    )


def once(pairs: Iterable[tuple[str, str]], allowed: Iterable[str]) -> dict[str, str]:
    """Return the parameters by name. Raises `QueryError` for one that is not allowed or stands twice."""
    known = (*allowed, *EVERYWHERE)
    found: dict[str, str] = {}
    for name, text in pairs:
        if name not in known:
            raise QueryError(say("Không có tham số này"), parameter=name, value=name, allowed=known)
        if name in found:
            raise QueryError(
                say("Tham số {name} chỉ được có một lần", name=name), parameter=name, value=text, allowed=()
            )
        found[name] = text
    return found


def own_parameters(collection: Collection) -> list[str]:
    """Return the properties that may be asked for by name; one that a parameter is called like may not."""
    return [item.name for item in collection.properties if item.name not in ITEMS]


def read_asked(pairs: Iterable[tuple[str, str]], collection: Collection) -> Asked:
    """Return the question that the parameters of an address ask. Raises `QueryError` for the first that is wrong."""
    own = own_parameters(collection)
    given = once(pairs, (*ITEMS, *own))
    read_format(given)
    return Asked(
        limit=min(_whole("limit", given.get("limit", str(LIMIT)), 1), MOST),
        offset=_whole("offset", given.get("offset", "0"), 0),
        boxes=_boxes(given),
        years=_years(given["datetime"]) if "datetime" in given else None,
        condition=_condition(given),
        condition_system=find_system("filter-crs", given.get("filter-crs", CRS84)),
        equals=tuple((name, _typed(collection.by_name[name], given[name])) for name in own if name in given),
        sort=_sort(given.get("sortby"), collection),
        properties=_properties(given.get("properties"), collection),
        system=find_system("crs", given.get("crs", CRS84)),
    )


def read_format(given: Mapping[str, str]) -> str | None:
    """Return what `f` asks for, None where it does not stand. Raises `QueryError` for another format."""
    chosen = given.get("f")
    if chosen is not None and chosen not in FORMATS:
        raise refuse("f", chosen, FORMATS)
    return chosen


def _whole(name: str, text: str, least: int) -> int:
    """Read a whole number from `least` on, as long as it likes; a limit above `MOST` is no fault, one below is."""
    digits = text.lstrip("0") if re.fullmatch(r"\d+", text, re.ASCII) else "-1"
    number = int(digits or "0") if len(digits) <= _DIGITS else 10**_DIGITS
    if number < least:
        raise refuse(name, text, [say("số nguyên từ {least}", least=least)])
    return number


def _boxes(given: Mapping[str, str]) -> Boxes | None:
    """Return the boxes to look in: one, or two where a box in degrees goes across the antimeridian; heights go."""
    system = find_system("bbox-crs", given.get("bbox-crs", CRS84))
    if "bbox" not in given:
        return None
    numbers = _numbers(given["bbox"])
    first, second, third, fourth = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if system.latitude_first:
        first, second, third, fourth = second, first, fourth, third
    degrees = system.epsg == 4326
    inside = min(first, third) >= -180 and max(first, third) <= 180 and second >= -90 and fourth <= 90
    if second > fourth or (degrees and not inside) or (first > third and not degrees):
        raise refuse("bbox", given["bbox"], [say("tây,nam,đông,bắc; ô thứ hai không lớn hơn ô thứ tư")])
    if first <= third:
        return (_box(first, second, third, fourth, system),)
    return _box(first, second, 180, fourth, system), _box(-180, second, third, fourth, system)


def _box(first: float, second: float, third: float, fourth: float, system: System) -> shapely.Geometry:
    """Return a box of a system in WGS 84. Its sides are straight there, so a metric one gets corners in between."""
    box = shapely.box(first, second, third, fourth)
    if system.epsg == 4326:
        return box
    longest = max(third - first, fourth - second)
    return from_system(shapely.segmentize(box, longest / 16) if longest else box, system, "bbox")


def _numbers(text: str) -> list[float]:
    """Return four or six finite numbers."""
    parts = text.split(",")
    numbers = [float(part) for part in parts if _NUMBER.fullmatch(part)]
    if len(numbers) != len(parts) or len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
        raise refuse("bbox", text, [say("4 hoặc 6 số, cách nhau bằng dấu phẩy")])
    return numbers


def _years(text: str) -> tuple[float, float]:
    """Return first and last year of a moment or an interval (RFC 3339, either end may be open)."""
    ends = text.split("/")
    if len(ends) > 2 or (len(ends) == 1 and text in _OPEN) or (len(ends) == 2 and set(ends) <= _OPEN):
        raise refuse("datetime", text, _DATETIMES)
    moments = [None if end in _OPEN else _moment(end, text) for end in ends]
    begin, end = moments[0], moments[-1]
    if begin and end and begin > end:
        raise refuse("datetime", text, _DATETIMES)
    return (begin.year if begin else -math.inf), (end.year if end else math.inf)


_DATETIMES = ("2026-12-31", "2026-12-31T00:00:00Z", "2026-01-01/2026-12-31", "../2026-12-31", "2026-01-01/..")


def _moment(text: str, whole: str) -> datetime:
    """Return a date or a moment, aware."""
    if not _YEAR_OF.fullmatch(text):
        raise refuse("datetime", whole, _DATETIMES)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise refuse("datetime", whole, _DATETIMES) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _condition(given: Mapping[str, str]) -> Any:  # noqa: ANN401  a parsed filter
    """Return the parsed filter, None for none; its language is the one named, text by default."""
    language = given.get("filter-lang", cql.LANGUAGES[0])
    if language not in cql.LANGUAGES:
        raise refuse("filter-lang", language, cql.LANGUAGES)
    return cql.parse(given["filter"], language) if "filter" in given else None


def _typed(item: Property, text: str) -> Any:  # noqa: ANN401  a value of the property's kind
    """Return what a text means for a property."""
    if item.kind is Kind.BOOLEAN:
        if text not in {"true", "false"}:
            raise refuse(item.name, text, ("true", "false"))
        return text == "true"
    if item.kind is Kind.INTEGER and not re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
        raise refuse(item.name, text, [say("một số nguyên")])
    if item.kind in {Kind.INTEGER, Kind.NUMBER}:
        if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
            raise refuse(item.name, text, [say("một số")])
        return float(text)
    if item.kind is Kind.DATE and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise refuse(item.name, text, [say("năm-tháng-ngày")])
    if item.codes and text not in item.codes:
        raise refuse(item.name, text, item.codes)
    return text


def _sort(text: str | None, collection: Collection) -> tuple[tuple[str, bool], ...]:
    """Return names and whether each goes down: `name`, `+name` or `-name`, separated by commas."""
    keys = []
    for part in text.split(",") if text is not None else ():
        name = part[1:] if part[:1] in "+- " else part
        if name not in collection.by_name:
            raise refuse("sortby", text, collection.by_name)
        keys.append((name, part.startswith("-")))
    return tuple(keys)


def _properties(text: str | None, collection: Collection) -> frozenset[str] | None:
    """Return the names of the wanted properties; None for all."""
    if text is None:
        return None
    names = frozenset(text.split(","))
    if not names <= set(collection.by_name):
        raise refuse("properties", text, collection.by_name)
    return names
