"""The key that signs sessions: made on the first run, kept in the instance folder, readable by its owner only."""

from __future__ import annotations

import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from webmap.settings import SettingError

FILE_NAME = "secret_key"
SHORTEST = 32  # characters: a key that somebody could guess lets anybody be anybody
_log = logging.getLogger("webmap.secret")


def read_secret(folder: Path, given: str | None = None) -> str:
    """Return the key: the one given, else the one in the folder, made where there is none.

    On a read-only disk without one it lasts until the end of the process: nobody can write there anyway. Raises
    SettingError for a key that is too short.
    """
    key = given if given is not None else _kept(folder / FILE_NAME)
    if len(key) < SHORTEST:
        where = "SECRET_KEY" if given is not None else FILE_NAME
        remedy = f"Hãy dùng ít nhất {SHORTEST} ký tự ngẫu nhiên, hoặc bỏ trống để máy chủ tự tạo."
        raise SettingError(f"Khóa ký phiên làm việc ({where}) quá ngắn", remedy=remedy)
    return key


def _kept(path: Path) -> str:
    """Return what the file holds; the first of several processes makes it, and the others read what it made."""
    try:
        if not path.exists():
            _make(path)
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        if path.exists():
            raise SettingError(f"Không đọc được {FILE_NAME}", remedy="Hãy cấp quyền đọc cho máy chủ.") from error
        _log.warning("Không ghi được %s: khóa chỉ dùng tới khi máy chủ dừng.", FILE_NAME)
        return secrets.token_hex(32)


def _make(path: Path) -> None:
    """Write a new key beside its place and move it there, unless somebody was faster: nobody ever reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
