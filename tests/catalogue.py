"""What has to be translated, read out of the sources as a translator would: sentences, and words of scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from tests.english import VIETNAMESE

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "webmap" / "static"
CATALOGUES = ROOT / "webmap" / "translations" / "en" / "LC_MESSAGES"
_SPEAKERS = {"_": None, "ngettext": (1, 2), "say": None, "say_count": None, "Sentence": None, "counted": None}
_METHODS = {".py": "python", ".html": "jinja2.ext.babel_extract"}
_KEY = re.compile(r'^\s+"([\w.-]+)":\s*\n?\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\]),?$', re.MULTILINE)
# Commands speak to whoever runs the server; the other two make sentences of what they are given.
_SILENT = {"commands", "cli.py", "serve.py", "settings.py", "secret.py", "language.py", "wire.py"}
# Words that no page shows: of the log, of help on the command line, of notebooks; and tables with English of their own.
_TELLERS = {
    "say",
    "say_count",
    "Sentence",
    "counted",
    "error",
    "warning",
    "info",
    "Look",
    "LineLook",
    "Parameter",
    "_codes",
}
_APART = {"style.py", "sources.py", "maps.py", "assets.py", "filters.py", "cql_values.py"}
_NAME = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)")


def sentences() -> Mapping[str, str]:
    """Return every sentence that a reader may see, and where it stands."""
    found: dict[str, str] = {}
    for room in ("geo", "webmap"):
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in _METHODS and not set(path.parts) & _SILENT:
                for line, message, _, _ in extract_from_file(_METHODS[path.suffix], path, keywords=_SPEAKERS):
                    first = message if isinstance(message, str) else message[0]
                    found.setdefault(first, f"{path.relative_to(ROOT)}:{line}")
    return found


def unmarked() -> Iterator[str]:
    """Yield the Vietnamese texts of the web face that nobody says: they would stay Vietnamese on an English page."""
    for path in sorted((ROOT / "webmap").rglob("*.py")):
        if not set(path.parts) & (_SILENT | _APART):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in _spoken_by_nobody(tree):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!s}"


def _spoken_by_nobody(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the Vietnamese strings below a node, but for docstrings and what is handed to a teller."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in _TELLERS:
            return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and VIETNAMESE.search(node.value):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _spoken_by_nobody(child)


def translations() -> Iterator[tuple[str, str, Message]]:
    """Yield catalogue, sentence and message of every entry of the English catalogues."""
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    yield path.name, message.id if isinstance(message.id, str) else message.id[0], message


def forms(message: Message) -> tuple[str, ...]:
    """Return the English of a message: one sentence, or one for one and one for many."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def words(english: bool) -> dict[str, str]:
    """Return the words of the scripts by key, as they are written there. ValueError for a key that stands twice."""
    found: dict[str, str] = {}
    for path in sorted(STATIC.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        if "addWords(" in text and ("words/en" in path.as_posix()) is english:
            for key, written in _KEY.findall(text):
                if key in found:
                    raise ValueError(f"{path.name}: {key}")
                found[key] = written
    return found


def names_in(sentence: str) -> set[str]:
    """Return the names of the values that a sentence takes."""
    return {first or second for first, second in _NAME.findall(sentence)}
