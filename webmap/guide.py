"""The guide as a page: `docs/guide.md` and its English twin, rendered as they are written: there is one text."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from flask import Blueprint, Response, abort, render_template, request
from markdown_it import MarkdownIt
from markdown_it.token import Token

from geo.text import nfc, split
from webmap.access import requires
from webmap.body import HTML, Body, answer
from webmap.language import ENGLISH, language
from webmap.query import refuse_unknown
from webmap.settings import ROOT

DOCS = ROOT / "docs"
FILES = {"vi": "guide.md", ENGLISH: "guide.en.md"}
_IMAGE = re.compile(r"\(images/([a-z0-9-]+\.png)\)")
blueprint = Blueprint("guide", __name__)


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide in a language: its title, the headings of its parts by their anchors, and the rest as HTML."""

    title: str
    parts: tuple[tuple[str, str], ...]
    html: str


def anchor(heading: str) -> str:
    """Return the anchor of a heading: its words without marks."""
    return "-".join(word.key for word in split(nfc(heading)))


@cache
def read_guide(code: str) -> Guide:
    """Return the guide in a language. FileNotFoundError where the installation came without its documents."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse((DOCS / FILES[code]).read_text(encoding="utf-8"))
    title, parts = "", []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        opening.attrSet("id", anchor(inline.content))
        if opening.tag == "h1":
            title = inline.content
        elif opening.tag == "h2":
            parts.append((anchor(inline.content), inline.content))
    _show_images(tokens)
    html: str = markdown.renderer.render(tokens[3:], markdown.options, {})  # the title stands in the page's own heading
    return Guide(title, tuple(parts), html)


def _show_images(tokens: Sequence[Token]) -> None:
    """Give each picture its address on this server and its size, so that nothing moves when it comes."""
    for image in (child for token in tokens for child in token.children or () if child.type == "image"):
        path = DOCS / str(image.attrs["src"])
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        image.attrs = {"src": f"/help/{image.attrs['src']}", "alt": "", "loading": "lazy"}
        image.attrs |= {"width": width, "height": height}


@cache
def pictures() -> frozenset[str]:
    """Return the names of the pictures that the guide shows."""
    texts = [(DOCS / name).read_text(encoding="utf-8") for name in FILES.values()]
    return frozenset(name for text in texts for name in _IMAGE.findall(text))


@blueprint.get("/help")
@requires("viewer")
def help_page() -> Response:
    """Answer the guide in the reader's language."""
    refuse_unknown(request.args, ())
    try:
        guide = read_guide(language())
    except FileNotFoundError:
        abort(404)
    return answer(request, Body(render_template("help.html", guide=guide).encode(), HTML))


@blueprint.get("/help/images/<name>")
@requires("viewer")
def picture(name: str) -> Response:
    """Answer a picture of the guide, and no other file."""
    refuse_unknown(request.args, ())
    if not DOCS.is_dir() or name not in pictures():
        abort(404)
    return answer(request, Body((DOCS / "images" / name).read_bytes(), "image/png"))
