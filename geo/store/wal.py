"""Reads a write-ahead log before SQLite does: SQLite drops everything after the first damaged frame without a word.

Format: https://www.sqlite.org/fileformat2.html#walformat. A log whose tail was being written when the power went is
normal: the tail holds no finished transaction. A damaged frame with finished transactions behind it means that
acknowledged writes would vanish.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24
MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""The two magic numbers and the byte order of the checksums they announce."""


@dataclass(frozen=True, slots=True)
class LogState:
    """What a log holds: `whole` frames that SQLite would replay, `lost` finished transactions behind a damaged one."""

    whole: int
    lost: int


def log_path(path: Path) -> Path:
    """Return where the write-ahead log of a database file lies."""
    return path.with_name(path.name + "-wal")


def read_log(path: Path) -> LogState | None:
    """Return the state of the log beside the database at `path`; None where there is none, or an empty one."""
    log = log_path(path)
    content = log.read_bytes() if log.exists() else b""
    if not content:
        return None
    if len(content) < HEADER_BYTES:
        return LogState(0, 0)
    magic, _, page, _, salt_1, salt_2, check_1, check_2 = struct.unpack(">8I", content[:HEADER_BYTES])
    order = MAGIC.get(magic)
    sums = checksum(content[:24], (0, 0), order) if order else (check_1 ^ 1, check_2)
    if order is None or sums != (check_1, check_2) or page < 512:
        return LogState(0, _commits_anywhere(content))
    return _read_frames(content, page, (salt_1, salt_2), sums, order)


def checksum(data: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    """Return the running checksum of `data` (a multiple of 8 bytes) as the format defines it."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def _read_frames(content: bytes, page: int, salts: tuple[int, int], sums: tuple[int, int], order: str) -> LogState:
    whole, lost, intact = 0, 0, True
    size = FRAME_HEADER_BYTES + page
    for start in range(HEADER_BYTES, len(content) - size + 1, size):
        frame = content[start : start + size]
        _, pages_after, *frame_salts, check_1, check_2 = struct.unpack(">6I", frame[:FRAME_HEADER_BYTES])
        same_log = tuple(frame_salts) == salts
        if intact:
            sums = checksum(frame[:8] + frame[FRAME_HEADER_BYTES:], sums, order)
            intact = same_log and sums == (check_1, check_2)
        if intact:
            whole += 1
        elif same_log and pages_after:
            lost += 1
    return LogState(whole, lost)


def _commits_anywhere(content: bytes) -> int:
    """Count a log with a damaged header as one loss if it held any frame: SQLite would pass over all of it."""
    return int(len(content) > HEADER_BYTES + FRAME_HEADER_BYTES)
