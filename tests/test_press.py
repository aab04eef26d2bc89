"""The press: a sheet is set in a process that ends; what cannot be set is one sentence, and the server goes on."""

from __future__ import annotations

import struct
import sys
import zlib

import pytest

from geo.errors import PressError
from geo.printed import press
from geo.printed.document import Document, build_document
from geo.printed.layers import OwnLayers, PaperLayer, Tiles
from geo.printed.press import set_sheet
from geo.printed.sheet import Sheet
from tests.layer_files import png_chunk
from tests.test_printed import NOTICE
from webmap import create_app, style
from webmap.current import snapshot
from webmap.source import Snapshot

SIDE = 50_000


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the shipped rows."""
    with create_app({"INSTANCE_DIR": tmp_path_factory.mktemp("instance")}).app_context():
        return snapshot()


def sheet(day: Snapshot, own: OwnLayers = OwnLayers()) -> Document:  # noqa: B008  frozen
    return build_document(day.frame, day.records.programme.shapes, style.table(), NOTICE, Sheet(), own)


def test_the_server_itself_sets_nothing(day: Snapshot) -> None:
    """Typst would keep what it has set for as long as its process lives."""
    assert sheet(day).to_pdf().startswith(b"%PDF")
    assert sheet(day).to_png(50).startswith(b"\x89PNG")
    assert "typst" not in sys.modules


def test_what_cannot_be_set_is_one_sentence() -> None:
    with pytest.raises(PressError, match="Không in được tờ này"):
        set_sheet(b"{}", "pdf")


def test_a_sheet_that_takes_too_long_is_given_up(day: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "PATIENCE_S", 0.001)
    with pytest.raises(PressError, match="In quá lâu"):
        sheet(day).to_pdf()


def test_a_picture_that_unpacks_without_end_breaks_its_sheet_alone(day: Snapshot) -> None:
    """Fifty kilobytes that claim 50,000 by 50,000 pixels: 7.5 GB."""
    size = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    data = png_chunk(b"IHDR", size) + png_chunk(b"IDAT", zlib.compress(b"\0" * 50_000_000, 9)) + png_chunk(b"IEND", b"")
    bomb = b"\x89PNG\r\n\x1a\n" + data
    tiles = Tiles(lambda *_: (bomb, "image/png"), (0, 14))
    with pytest.raises(PressError, match="Hãy bỏ bớt lớp"):
        sheet(day, OwnLayers((PaperLayer("Nền", "x", 1.0, tiles, base=True),))).to_pdf()
    assert sheet(day).to_pdf().startswith(b"%PDF")
