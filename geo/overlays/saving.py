"""A layer that an administrator adds: checked like the file itself, then appended to it, whole or not at all."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from geo.errors import LayerError
from geo.export.files import write_whole
from geo.language import Sentence
from geo.overlays.declared import FILE_NAME, Declared, Overlay, parse_declared

KEYS = ("id", "type", "title", "title_en", "attribution", "url", "layers", "opacity", "legend", "min_zoom", "max_zoom")


def _refusal(sentences: list[str]) -> LayerError:
    return LayerError(Sentence("Chưa lưu được lớp"), remedy=" ".join(sentences))


def add_layer(folder: Path, sent: Mapping[str, object]) -> Overlay:
    """Append a layer of another host to `layers.toml`. Raises `LayerError` with every fault of it."""
    path = folder / FILE_NAME
    entry = {key: value for key, value in sent.items() if value not in ("", None)}
    strange = sorted(set(entry) - set(KEYS))
    if strange:
        raise _refusal([Sentence("Không nhận khóa {keys}.", keys=", ".join(strange)).said()])
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        before = tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        raise _refusal([Sentence("layers.toml đang có lỗi; hãy sửa tệp trước.").said()]) from None
    entries = before.get("layer", [])
    after = parse_declared({"layer": [*entries, entry]} if isinstance(entries, list) else before, folder)
    layer = _added(after, str(entry.get("id")), parse_declared(before, folder))
    text = f"{written.rstrip()}\n\n[[layer]]\n{_toml(entry)}".lstrip()

    def write(unfinished: Path) -> None:
        unfinished.write_text(text, encoding="utf-8")

    write_whole(path, write)
    return layer


def _added(after: Declared, layer_id: str, before: Declared) -> Overlay:
    """Return the new layer. Raises `LayerError` where it brought faults along."""
    known = {fault.sentence for fault in before.faults}
    new = [fault.sentence.said() for fault in after.faults if fault.sentence not in known]
    found = after.find(layer_id)
    if new or found is None:
        raise _refusal(new or [Sentence("Không có lớp này.").said()])
    return found


def _toml(entry: Mapping[str, object]) -> str:
    """Write keys and values: a JSON string without escaped slashes is a basic string of TOML."""
    return "".join(f"{key} = {json.dumps(entry[key], ensure_ascii=False)}\n" for key in KEYS if key in entry)
