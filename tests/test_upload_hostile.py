"""A hostile file is refused in one Vietnamese sentence: no leak, no call out, no other file opened, no crash."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import UploadError
from geo.upload import Format, Limits, Upload, read_upload
from geo.upload.confined import answer, refuse_event
from geo.upload.formats import reader_of
from geo.upload.sniff import sniff
from geo.upload.wire import read_answer, read_question, write_question
from tests import good_files as good
from tests import hostile_files as hostile

CORPUS = hostile.corpus()
_heard: list[str] = []
_listening = False


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if _listening and (
        event == "open" or event.startswith(("socket.", "subprocess.", "os.system", "urllib", "ctypes."))
    ):
        _heard.append(f"{event} {arguments[:1]}")


sys.addaudithook(_listen)  # cannot be taken back: it only writes down, and only while a test asks for it


def read_here(name: str, data: bytes) -> Upload:
    """Read as the confined process does, in this one: fast enough for a whole corpus."""
    limits = Limits()
    return read_answer(answer(sniff(name, data), name, data, limits))


@cache
def warmed() -> bool:
    """Load all readers and their code pages, so that what is opened later is opened by a file's own doing."""
    for kind in Format:
        reader_of(kind)
    for name, data in good.every().items():
        read_here(name, data)
    return bool(read_here("a.zip", good.zipped(good.shapefile_members(encoding="cp1258"))))


@pytest.mark.parametrize("name", sorted(CORPUS))
def test_hostile_file_is_refused_in_a_sentence(name: str) -> None:
    """The sentence is the expected one, ends with a remedy, and shows nothing of the inside of the program."""
    filename, data, says = CORPUS[name]
    with pytest.raises(UploadError) as refused:
        read_here(filename, data)
    sentence = refused.value.sentence
    assert says in sentence
    assert refused.value.remedy
    assert len(sentence) < 400
    assert not any(word in sentence for word in ("Traceback", "Error", "site-packages", "/usr", "0x", "root:"))


def test_nothing_else_is_opened_and_nobody_is_called() -> None:
    """Over the whole corpus and all good files no socket, no program and no file is opened."""
    global _listening  # noqa: PLW0603  an audit hook has no other way to be told
    assert warmed()
    files = [item[:2] for item in CORPUS.values()] + list(good.every().items())
    _heard.clear()
    _listening = True
    try:
        for filename, data in files:
            try:
                read_here(filename, data)
            except UploadError:
                continue
    finally:
        _listening = False
    assert _heard == []


def test_listening_would_hear() -> None:
    """The test above can fail: an opened file is heard."""
    global _listening  # noqa: PLW0603  as above
    _heard.clear()
    _listening = True
    try:
        with open(__file__, "rb"):  # noqa: PTH123  the event is that of open()
            pass
    finally:
        _listening = False
    assert len(_heard) == 1


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        "open('/proc/self/environ')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.remove('x')",
        "import sqlite3; sqlite3.connect('x.db')",
        "sys.audit('sqlite3.load_extension', None, 'x.so')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_confined_process_cannot_reach_out(deed: str) -> None:
    """Whatever a parser might be tricked into, the process that runs it may not do."""
    prologue = "import sys, socket, sqlite3, urllib.request; from geo.upload.confined import refuse_event"
    program = f"{prologue}\nsys.addaudithook(refuse_event)\n{deed}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr


def test_late_imports_are_let_through() -> None:
    """Installed code may still be loaded; a data file beside it may not, nor code be written."""
    refuse_event("open", (f"{sys.prefix}/lib/module.py", "r", 0))
    refuse_event("sqlite3.connect", (":memory:",))
    for arguments in ((f"{sys.prefix}/lib/data.json", "r", 0), (f"{sys.prefix}/lib/module.py", "w", 0)):
        with pytest.raises(PermissionError):
            refuse_event("open", arguments)


# --- the process itself ---


def test_a_file_that_takes_too_long_is_given_up() -> None:
    drawing = good.dxf().replace(
        b"ENTITIES\n", b"ENTITIES\n" + b"  0\nLINE\n  8\n0\n 10\n1\n 20\n2\n 11\n3\n 21\n4\n" * 200_000
    )
    with pytest.raises(UploadError, match=r"Đọc tệp quá lâu: 'quá 1 giây'"):
        read_upload("a.dxf", drawing, Limits(seconds=1))


def test_a_reader_that_hangs_without_working_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own clock stands still then; the parent's goes on."""
    monkeypatch.setattr("geo.upload.read.sys.executable", str(shutil.which("tail")))
    monkeypatch.setattr("geo.upload.read._COMMAND", ("-f", "/dev/null"))
    with pytest.raises(UploadError, match=r"Đọc tệp quá lâu: 'quá 1 giây'"):
        read_upload("a.geojson", b'{"type": "FeatureCollection", "features": []}', Limits(seconds=1))


def test_a_file_that_eats_memory_is_given_up() -> None:
    with pytest.raises(UploadError, match=r"quá phức tạp|dừng giữa chừng"):
        read_upload("a.geojson", hostile.million_vertices(), Limits(memory_bytes=500_000_000, vertices=10**9))


def test_a_reader_that_dies_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash in the process is a sentence here."""
    monkeypatch.setattr("geo.upload.read.write_question", lambda *_: b"nonsense")
    with pytest.raises(UploadError, match="dừng giữa chừng"):
        read_upload("a.geojson", good.geojson())


def test_too_large_a_file_is_not_even_looked_at() -> None:
    with pytest.raises(UploadError, match="Tệp quá lớn: '20,5 MB'"):
        read_upload("a.geojson", b"{" * 20_500_000)


def test_refusal_comes_through_the_process_unchanged() -> None:
    with pytest.raises(UploadError) as refused:
        read_upload("a.kml", CORPUS["xml: xxe file"][1])
    assert refused.value.sentence.startswith("KML có khai báo DTD hoặc thực thể, không được nhận.")


def test_names_are_shown_without_folders_and_controls() -> None:
    with pytest.raises(UploadError) as refused:
        read_upload("../../etc/\u202e\x07passwd.shp", b"x")
    assert "'passwd.shp'" in refused.value.sentence


def test_question_survives_the_wire() -> None:
    question = write_question(Format.KML, "a\nb.kml", b"x\ny", Limits(seconds=3))
    assert read_question(question) == (Format.KML, "a\nb.kml", b"x\ny", Limits(seconds=3))


# --- any bytes ---

GOOD = sorted(good.every().items())


@settings(max_examples=300, deadline=None)
@given(
    file=st.sampled_from(GOOD),
    wounds=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=6),
    keep=st.floats(0.05, 1),
)
def test_any_wound_is_read_or_refused(file: tuple[str, bytes], wounds: list[tuple[float, bytes]], keep: float) -> None:
    """Bytes changed or cut off anywhere in a good file: it is read or refused, nothing else comes out."""
    name, data = file
    hurt = bytearray(data)
    for where, blow in wounds:
        place = int(where * (len(hurt) - 1))
        hurt[place : place + len(blow)] = blow
    try:
        upload = read_here(name, bytes(hurt[: max(1, int(len(hurt) * keep))]))
    except UploadError as error:
        assert error.sentence
    else:
        assert upload.layers
