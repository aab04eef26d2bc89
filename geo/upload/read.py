"""`read_upload`: a stranger's file in, checked layers out. The one door of this room.

The file is looked at by its first bytes here and read in a process of its own (`confined`): a parser that hangs, grows
or crashes takes nothing with it. At most two such processes run at a time.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from typing import Final

from geo import beside
from geo.clearance.figures import number_words
from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.model import Limits, Upload
from geo.upload.sniff import shown_name, sniff
from geo.upload.wire import read_answer, write_question

_log = logging.getLogger(__name__)
_ROOM: Final = threading.BoundedSemaphore(2)
_PATIENCE_S: Final = 30
_WAITS: Final = 3  # on a busy machine a process waits as well: its own clock counts its work, ours ends what hangs
_OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 0)  # how a process ends whose own clock has run out
_COMMAND: Final = ("-s", "-m", "geo.upload.confined")
_OFFLINE: Final = {"PROJ_NETWORK": "OFF"}


def read_upload(filename: str, data: bytes, limits: Limits = Limits()) -> Upload:  # noqa: B008  frozen, so it may be shared
    """Read an uploaded file into layers in the file's own coordinates (`geo.upload.placing` lays them on the map).

    `filename` is only looked at for its suffix, never opened. Raises `UploadError`, one Vietnamese sentence, for
    everything that is wrong with the file.
    """
    if len(data) > limits.file_bytes:
        size, most = (number_words(count / 1_000_000, 1) for count in (len(data), limits.file_bytes))
        raise UploadError(
            Sentence("Tệp quá lớn"),
            value=f"{size} MB",
            remedy=Sentence("Tối đa {most} MB; hãy chỉ xuất đối tượng cần gửi.", most=most),
        )
    kind = sniff(filename, data)
    if not _ROOM.acquire(timeout=_PATIENCE_S):
        raise UploadError(Sentence("Máy chủ đang đọc nhiều tệp khác"), remedy=Sentence("Hãy thử lại sau ít phút."))
    try:
        answer = _ask(write_question(kind, shown_name(filename), data, limits), limits)
    finally:
        _ROOM.release()
    return read_answer(answer)


def _ask(question: bytes, limits: Limits) -> bytes:
    command = [sys.executable, *_COMMAND]
    try:
        done = subprocess.run(  # noqa: S603  our own module, no shell, nothing of the file in the command
            command,
            input=question,
            capture_output=True,
            timeout=limits.seconds * _WAITS,
            check=False,
            cwd=beside.HOME,
            env=beside.environment(more=_OFFLINE),
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(limits) from error
    if done.returncode == _OUT_OF_TIME != 0:
        raise _too_long(limits)
    if done.returncode or not done.stdout:
        _log.warning("Bộ đọc tệp dừng với mã %s: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace"))
        remedy = Sentence("Hãy xuất lại tệp, hoặc gửi ở định dạng khác (GeoPackage, GeoJSON).")
        raise UploadError(Sentence("Tệp này làm bộ đọc dừng giữa chừng"), remedy=remedy)
    return done.stdout


def _too_long(limits: Limits) -> UploadError:
    remedy = Sentence("Hãy đơn giản hóa tệp, chỉ để lại đối tượng cần gửi.")
    return UploadError(
        Sentence("Đọc tệp quá lâu"), value=Sentence("quá {seconds} giây", seconds=limits.seconds), remedy=remedy
    )
