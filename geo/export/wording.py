"""A question in Vietnamese words, as it stands in every file: what was chosen, by which filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from geo.export.delivery import Looks
from geo.language import Capital, Number, Sentence, joined
from geo.model import Query, YearMode

ALL = Sentence("Toàn bộ các dòng")


def query_words(query: Query, looks: Looks, areas: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the filter in words: `Loại dòng: Giải phóng mặt bằng; đang thực hiện năm 2026`; `ALL` for no filter.

    `areas` holds the names of areas by code (`geo.frame.area_words`).
    """
    parts = [
        _listed(Sentence("mã"), query.ids, sorted(query.ids)),
        _listed(Sentence("loại dòng"), query.kind, _words(looks, "kind", query.kind)),
        _listed(Sentence("nguồn vốn"), query.funding_source, _words(looks, "funding_source", query.funding_source)),
        _listed(Sentence("loại công trình"), query.category, _words(looks, "category", query.category)),
        _listed(Sentence("phụ lục"), query.appendix, [str(number) for number in sorted(query.appendix)]),
        _listed(Sentence("độ chính xác"), query.precision, _words(looks, "precision", query.precision)),
        _listed(
            Sentence("tình trạng GPMB"), query.clearance_state, _words(looks, "clearance_state", query.clearance_state)
        ),
        _listed(Sentence("mức bàn giao"), query.progress_class, _words(looks, "progress_class", query.progress_class)),
        _listed(Sentence("thời hạn GPMB"), query.clearance_end, _words(looks, "clearance_end", query.clearance_end)),
        _listed(Sentence("khu vực"), query.area, [areas.get(code, code) for code in sorted(query.area)]),
        _in_years(query) if query.year is not None else "",
        Sentence("có chữ “{q}”", q=query.q) if query.q else "",
        Sentence("trong khung {bbox} (độ, WGS 84)", bbox=", ".join(f"{number:g}" for number in query.bbox))
        if query.bbox
        else "",
        _around(*query.near) if query.near else "",
    ]
    said = [part for part in parts if part]
    return Capital(joined("; ", said)) if said else ALL


def _around(lon: float, lat: float, metres: float) -> str:
    """Say which point rows are near to, and how near."""
    point = f"{lat:.5f}, {lon:.5f}"
    return Sentence(
        "cách điểm {point} (vĩ độ, kinh độ) không quá {metres} m", point=point, metres=Number(f"{metres:,g}")
    )


_MODES: Mapping[YearMode, str] = MappingProxyType(
    {
        YearMode.RUNS: Sentence("đang thực hiện năm {years}"),
        YearMode.STARTS: Sentence("bắt đầu năm {years}"),
        YearMode.FINISHES: Sentence("kết thúc năm {years}"),
    }
)


def _in_years(query: Query) -> str:
    """Return the years of a question in words."""
    first, last = query.year or (0, 0)
    return Sentence(_MODES[query.year_mode], years=first if first == last else f"{first}–{last}")


def _words(looks: Looks, column: str, codes: Iterable[str]) -> list[str]:
    """Return the words of codes, in the order of the style table."""
    order = list(looks.words.get(column, {}))
    return [
        looks.word(column, code)
        for code in sorted(codes, key=lambda code: (order.index(code) if code in order else -1, code))
    ]


def _listed(label: str, chosen: frozenset[object], words: list[str]) -> str:
    return Sentence("{label}: {words}", label=label, words=joined(", ", words)) if chosen else ""
