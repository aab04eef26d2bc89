"""`layers.toml` → layers that may be shown, and the faults of those that may not: all of them at once.

Files lie in the folder `layers` beside `layers.toml`; nothing outside of it is ever opened. A host is a plain name: it
goes into the security policy of every page, where a stray sign would open more than was declared.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from geo.language import Sentence

FILE_NAME: Final = "layers.toml"
FOLDER: Final = "layers"
MOST_LAYERS: Final = 40
MOST_BYTES: Final = 1_000_000  # of the declaration
MOST_WORDS: Final = 500
MOST_HOSTS: Final = 12  # different ones: each stands in the security policy of every answer
LONGEST_HOST: Final = 253  # letters, as DNS has it
LONGEST_LABEL: Final = 63  # of them between two dots
IMAGES: Final = MappingProxyType(
    {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
)


class Source(StrEnum):
    """Where a layer comes from."""

    XYZ = "xyz"
    WMS = "wms"
    GEOJSON = "geojson"
    GEOPACKAGE = "geopackage"
    PMTILES = "pmtiles"


def _shown(value: object) -> str:
    """Return a value as a sentence repeats it; a number may have more digits than Python writes."""
    try:
        shown = repr(value)
    except ValueError:
        return "…"
    return shown if len(shown) <= 80 else shown[:80] + "…"


@dataclass(frozen=True, slots=True)
class LayerFault:
    """What is wrong with one key of one layer: `layer` is its id or its number, `key` None for the whole layer."""

    layer: str
    key: str | None
    value: object
    message: Sentence
    remedy: Sentence

    @property
    def sentence(self) -> Sentence:
        """The whole in one sentence: which layer, which key, the value, the remedy."""
        shown = _shown(self.value)
        if self.key is None:
            return Sentence("Lớp {layer}: {what}. {remedy}", layer=self.layer, what=self.message, remedy=self.remedy)
        return Sentence(
            "Lớp {layer}, khóa {key}: {what} ({value}). {remedy}",
            layer=self.layer,
            key=self.key,
            what=self.message,
            value=shown,
            remedy=self.remedy,
        )


@dataclass(frozen=True, slots=True)
class Overlay:
    """One layer that may be shown. Either `url` (http, https) or `path` (a file of ours) is given.

    `wms_layers` are the names that a WMS is asked for, `table` that of a GeoPackage; `base` layers lie under all
    others; `legend` are words, `legend_path` a picture.
    """

    id: str
    source: Source
    title: str
    title_en: str
    attribution: str
    opacity: float = 0.8
    order: int = 0
    min_zoom: int = 0
    max_zoom: int = 22
    base: bool = False
    url: str = ""
    path: Path | None = None
    wms_layers: str = ""
    table: str = ""
    legend: str = ""
    legend_path: Path | None = None

    @property
    def offline(self) -> bool:
        """Whether it can be used without internet."""
        return self.path is not None

    @property
    def host(self) -> str:
        """The origin that the browser asks; empty for a file of ours."""
        return _origin(self.url) if self.url else ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a `layers.toml` declares: layers in the order in which they are drawn, bottom first, and all faults."""

    layers: tuple[Overlay, ...] = ()
    faults: tuple[LayerFault, ...] = ()

    def find(self, layer_id: str) -> Overlay | None:
        """Return a layer by its id."""
        return next((layer for layer in self.layers if layer.id == layer_id), None)


def read_declared(folder: Path) -> Declared:
    """Read `layers.toml` of a folder; no file is no layer. A layer with a fault is left out, the others stand."""
    path = folder / FILE_NAME
    if not path.is_file():
        return Declared()
    try:
        if path.stat().st_size > MOST_BYTES:
            return _unread(Sentence("tệp quá lớn"), path.stat().st_size)
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:  # a number of 5 000 digits is no error of TOML
        return _unread(Sentence("không đọc được TOML"), str(error))
    return parse_declared(document, folder)


def _unread(what: Sentence, value: object) -> Declared:
    remedy = Sentence("Hãy sửa theo mẫu trong docs/layers.md.")
    return Declared(faults=(LayerFault(FILE_NAME, "[[layer]]", value, what, remedy),))


def parse_declared(document: Mapping[str, Any], folder: Path) -> Declared:
    """Return what a document declares for files of a folder."""
    entries = document.get("layer", [])
    strange = sorted(set(document) - {"layer"})
    if strange or not isinstance(entries, list) or len(entries) > MOST_LAYERS:
        what = Sentence("chỉ nhận tối đa {most} mục [[layer]]", most=MOST_LAYERS)
        return _unread(what, strange or entries)
    layers: list[Overlay] = []
    faults: list[LayerFault] = []
    for number, entry in enumerate(entries, start=1):
        reading = _Reading(entry, number, folder, layers)
        layer = reading.layer()
        faults += reading.faults
        if layer and not reading.faults:
            layers.append(layer)
    return Declared(tuple(sorted(layers, key=lambda layer: (not layer.base, layer.order))), tuple(faults))


_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
_PATH = re.compile(r"[A-Za-z0-9._~/{}%@!$&=+:,?-]*")
_SUFFIXES: Mapping[Source, tuple[str, ...]] = MappingProxyType(
    {Source.GEOJSON: (".geojson", ".json"), Source.GEOPACKAGE: (".gpkg",), Source.PMTILES: (".pmtiles",)}
)
_ALWAYS = frozenset(
    ("id", "type", "title", "title_en", "attribution", "opacity", "order", "min_zoom", "max_zoom", "base", "legend")
) | {"legend_image", "offline"}
_OWN: Mapping[Source, frozenset[str]] = MappingProxyType(
    {
        Source.XYZ: frozenset({"url"}),
        Source.WMS: frozenset({"url", "layers"}),
        Source.GEOJSON: frozenset({"url", "file"}),
        Source.GEOPACKAGE: frozenset({"file", "layer"}),
        Source.PMTILES: frozenset({"file"}),
    }
)


class _Reading:
    """One entry being read: every fault of it is kept, none stops the reading."""

    def __init__(self, entry: object, number: int, folder: Path, before: Sequence[Overlay]) -> None:
        self.faults: list[LayerFault] = []
        self._entry: dict[str, Any] = entry if isinstance(entry, dict) else {}
        self._folder = folder
        self._taken = {layer.id for layer in before}
        self._hosts = {layer.host for layer in before if layer.host}
        named = self._entry.get("id")
        self._name = f"“{named[:40]}”" if isinstance(named, str) and named else Sentence("số {number}", number=number)

    def _fault(self, key: str | None, what: Sentence, remedy: Sentence) -> None:
        if any(fault.key == key for fault in self.faults):
            return  # one sentence a key: what else is wrong with it shows when this is mended
        self.faults.append(LayerFault(str(self._name), key, self._entry.get(key or ""), what, remedy))

    def layer(self) -> Overlay | None:
        """Return the layer; what stands in it is only good where there is no fault."""
        try:
            source = Source(self._entry.get("type", ""))
        except (ValueError, TypeError):
            known = ", ".join(Source)
            self._fault("type", Sentence("không có kiểu này"), Sentence("Hãy chọn một trong: {known}.", known=known))
            return None
        for key in sorted(set(self._entry) - _ALWAYS - _OWN[source]):
            self._fault(key, Sentence("không có khóa này"), Sentence("Hãy bỏ nó, hoặc xem docs/layers.md."))
        path = self._file("file", _SUFFIXES.get(source, ())) if "file" in self._entry else None
        url = self._url(source) if "url" in self._entry else ""
        self._whence(source, url, path)
        return Overlay(
            id=self._id(),
            source=source,
            title=self._words("title", needed=True),
            title_en=self._words("title_en") or self._words("title"),
            attribution=self._words("attribution", needed=True),
            opacity=self._number("opacity", 0.8, 0.0, 1.0),
            order=int(self._number("order", 0, -1000, 1000)),
            min_zoom=int(self._number("min_zoom", 0, 0, 22)),
            max_zoom=int(self._number("max_zoom", 22, 0, 22)),
            base=self._flag("base"),
            url=url,
            path=path,
            wms_layers=self._words("layers", needed=source is Source.WMS) if source is Source.WMS else "",
            table=self._words("layer") if source is Source.GEOPACKAGE else "",
            legend=self._words("legend"),
            legend_path=self._file("legend_image", tuple(IMAGES)) if "legend_image" in self._entry else None,
        )

    def _whence(self, source: Source, url: str, path: Path | None) -> None:
        """Look whether the layer says where it comes from, and says it once."""
        own = sorted(_OWN[source] & {"url", "file"})
        given = [key for key in own if key in self._entry]
        if len(given) != 1:
            needed = " / ".join(own)
            self._fault(
                None, Sentence("cần đúng một khóa {needed}", needed=needed), Sentence("Hãy xem docs/layers.md.")
            )
        claimed = self._flag("offline", default=path is not None)
        if given and claimed != ("file" in given):
            what = Sentence("nói sai: chỉ lớp có file mới dùng được khi không có internet")
            self._fault("offline", what, Sentence("Hãy bỏ khóa này."))

    def _id(self) -> str:
        text = self._entry.get("id")
        if not isinstance(text, str) or not _ID.fullmatch(text):
            remedy = Sentence("Hãy dùng chữ thường a–z, số và dấu gạch, tối đa 40 ký tự.")
            self._fault("id", Sentence("mã không hợp lệ"), remedy)
            return ""
        if text in self._taken:
            self._fault("id", Sentence("mã đã có lớp khác dùng"), Sentence("Hãy đặt mã khác."))
        return text

    def _words(self, key: str, *, needed: bool = False) -> str:
        text = self._entry.get(key, "")
        if not isinstance(text, str) or len(text) > MOST_WORDS or not text.replace("\n", " ").isprintable():
            remedy = Sentence("Hãy viết chữ thường, tối đa {most} ký tự.", most=MOST_WORDS)
            self._fault(key, Sentence("không phải câu chữ"), remedy)
            return ""
        if needed and not text.strip():
            self._fault(key, Sentence("thiếu"), Sentence("Hãy thêm khóa này."))
        return text.strip()

    def _number(self, key: str, usual: float, least: float, most: float) -> float:
        value = self._entry.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            span = f"{least:g}–{most:g}"
            self._fault(key, Sentence("không phải số trong khoảng {span}", span=span), Sentence("Hãy sửa số này."))
            return usual
        return value

    def _flag(self, key: str, *, default: bool = False) -> bool:
        value = self._entry.get(key, default)
        if not isinstance(value, bool):
            self._fault(key, Sentence("chỉ nhận true hoặc false"), Sentence("Hãy sửa giá trị này."))
            return default
        return value

    def _url(self, source: Source) -> str:
        text = self._entry.get("url")
        problem = _url_problem(text, source)
        if problem:
            self._fault("url", problem, Sentence("Hãy dùng địa chỉ dạng https://example.org/…, xem docs/layers.md."))
            return ""
        if len(self._hosts | {_origin(str(text))}) > MOST_HOSTS:
            what = Sentence("quá nhiều máy chủ khác nhau, tối đa {most}", most=MOST_HOSTS)
            self._fault("url", what, Sentence("Hãy bỏ bớt lớp, hoặc chép dữ liệu về thành tệp."))
        return str(text)

    def _file(self, key: str, suffixes: tuple[str, ...]) -> Path | None:
        """Return the file that a key names, inside the folder of layers, links followed."""
        text = self._entry.get(key)
        home = (self._folder / FOLDER).resolve()
        remedy = Sentence("Hãy đặt tệp vào thư mục {folder} và chỉ ghi tên tệp.", folder=FOLDER)
        try:
            path = (home / str(text)).resolve() if isinstance(text, str) and text else home
            inside = path.is_relative_to(home) and path != home and path.is_file()
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside:
            self._fault(key, Sentence("không có tệp này trong thư mục lớp"), remedy)
            return None
        if path.suffix.lower() not in suffixes:
            known = ", ".join(suffixes)
            self._fault(key, Sentence("không đúng loại tệp"), Sentence("Hãy dùng tệp {known}.", known=known))
            return None
        return path


def _url_problem(text: object, source: Source) -> Sentence | None:
    """Return what is wrong with an address, or None."""
    if not isinstance(text, str) or len(text) > MOST_WORDS:
        return Sentence("không phải địa chỉ")
    if not text.isprintable() or " " in text:
        return Sentence("địa chỉ có ký tự lạ")  # urlsplit takes such signs away, and judges what is not written here
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or 0 < parts.port < 65_536
    except ValueError:
        return Sentence("không phải địa chỉ")
    if parts.scheme not in {"http", "https"} or not port_is_right or not _HOST.fullmatch(parts.netloc):
        return Sentence("chỉ nhận http, https và tên máy chủ viết thường, không dấu * hay tên người dùng")
    if not _PATH.fullmatch(text[len(f"{parts.scheme}://{parts.netloc}") :]) or parts.fragment:
        return Sentence("địa chỉ có ký tự lạ")
    return _length_problem(parts.netloc.partition(":")[0]) or _pattern_problem(text, source)


def _length_problem(host: str) -> Sentence | None:
    """Return what is wrong with the length of a host's name, or None."""
    if len(host) <= LONGEST_HOST and max(map(len, host.split("."))) <= LONGEST_LABEL:
        return None
    return Sentence("tên máy chủ dài quá {most} ký tự", most=LONGEST_HOST)


def _pattern_problem(text: str, source: Source) -> Sentence | None:
    """Return what is wrong with the places of an address that the browser fills in, or None."""
    places = re.findall(r"\{([^}]*)\}", text)
    wanted: Callable[[list[str]], bool] = (
        (lambda found: sorted(found) == ["x", "y", "z"]) if source is Source.XYZ else (lambda found: not found)
    )
    if not wanted(places) or re.sub(r"\{[xyz]\}", "", text).count("{"):
        return Sentence("địa chỉ ô ảnh cần đúng {z}, {x}, {y}; địa chỉ khác không có dấu ngoặc nhọn")
    return None


def hosts(layers: tuple[Overlay, ...]) -> Iterator[tuple[str, str]]:
    """Yield directive and origin for what the browser must be allowed to ask: pictures, or data."""
    for layer in layers:
        if layer.host:
            yield "connect-src" if layer.source is Source.GEOJSON else "img-src", layer.host
