"""Copies that can be trusted: taken while people write, checked before they count, put in place in one step.

Copying the file of a store in use is consistent only most of the time; `VACUUM INTO` copies one moment of it, always,
as a single file without a log that also opens on a read-only disk. A copy gets its name only after it was verified and
is on the disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from geo.errors import StoreError
from geo.moments import HO_CHI_MINH
from geo.store.database import Database, connect_sqlite, is_driver_error, said_plainly, sync_directory
from geo.store.verify import Verification, verify
from geo.store.wal import log_path


def backup_name(now: datetime) -> str:
    """Return the usual name of a backup taken at a moment: `projectmap-20260305-140500.sqlite` (Asia/Ho_Chi_Minh)."""
    return now.astimezone(HO_CHI_MINH).strftime("projectmap-%Y%m%d-%H%M%S.sqlite")


def backup(path: Path, target: Path, *, overwrite: bool = False) -> Verification:
    """Copy the store at `path`, in use or not, to `target` and return what the check of the copy found.

    Raises StoreError when the target exists (unless `overwrite`), when the store cannot be read, or when the copy has
    faults: then there is no new file, and an old backup of that name is still there.
    """
    if target.exists() and (not overwrite or target.samefile(path)):
        raise StoreError("Đã có tệp này, không ghi đè", value=target.name, remedy="Hãy chọn tên khác.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _empty_beside(target)
    try:
        database = Database(path, read_only=True)
        try:
            with said_plainly(path):
                database.query("VACUUM INTO ?", (str(part),))
        finally:
            database.close()
        found = _checked(part)
        _put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)
    return found


def restore(source: Path, path: Path, now: datetime) -> Path | None:
    """Put a verified copy of the backup `source` in place of the store at `path`; return where the old one was kept.

    Raises StoreError when the backup has faults or when the store is in use. A crash at any moment leaves the old store
    or the new one: nothing is taken away that is not kept beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = _empty_beside(path)
    try:
        shutil.copyfile(source, part)
        _checked(part)
        kept = _set_aside(path, now) if path.exists() else None
        _put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _checked(part: Path) -> Verification:
    """Verify a copy. Raises StoreError with every fault."""
    found = verify(part)
    if not found.ok:
        raise StoreError(
            "Bản sao không đạt kiểm tra:\n  - " + "\n  - ".join(found.faults),
            remedy="Hãy kiểm tra kho gốc bằng lệnh verify.",
        )
    return found


def _empty_beside(target: Path) -> Path:
    """Make an empty file, readable by its owner only, in the folder where the result will be."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
    os.close(handle)
    return Path(name)


def _put_in_place(part: Path, target: Path) -> None:
    """Give the finished file its name, so that a power cut leaves the old file or the new one."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    sync_directory(target.parent)


def _set_aside(path: Path, now: datetime) -> Path:
    """Keep the old store under another name, and take its log away: it would be replayed into the new file.

    It is copied before SQLite may look at it, because SQLite throws away a log that it cannot understand.
    """
    kept = path.with_name(f"{path.name}.before-{now.astimezone(HO_CHI_MINH):%Y%m%d-%H%M%S}")
    if kept.exists():
        raise StoreError("Vừa có một lần phục hồi khác", value=kept.name, remedy="Hãy thử lại sau một giây.")
    _copy(path, kept)
    try:
        if _fold_log(path):
            _copy(path, kept)
    except StoreError:
        for copy in (kept, log_path(kept)):
            copy.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)
    log_path(path).unlink(missing_ok=True)
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return kept


def _copy(path: Path, kept: Path) -> None:
    """Copy a file and the log beside it as they are, on to the disk; where there is no log, the copy has none."""
    for old, new in ((path, kept), (log_path(path), log_path(kept))):
        new.unlink(missing_ok=True)
        if old.exists():
            shutil.copy2(old, new)
            with new.open("rb+") as file:
                os.fsync(file.fileno())


def _fold_log(path: Path) -> bool:
    """Write the log into the file, which only the last user can do; False for a store too damaged for it.

    Raises StoreError when somebody else has the store open.
    """
    connection = connect_sqlite(f"{path.absolute().as_uri()}?mode=rw")
    try:
        return connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    except Exception as error:
        if not is_driver_error(error):
            raise
        if "locked" in str(error) or "busy" in str(error):
            raise StoreError(
                "Kho đang được dùng", value=path.name, remedy="Hãy dừng máy chủ rồi phục hồi lại."
            ) from error
        return False
    finally:
        connection.close()
