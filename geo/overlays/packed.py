"""Gzip of others, never unpacked beyond a limit: a small file can be packed a thousand times smaller than it is."""

from __future__ import annotations

import zlib

_GZIP = b"\x1f\x8b"


def unpack(data: bytes, most: int) -> bytes:
    """Return what was packed, or the bytes themselves where nothing was. Raises ValueError beyond `most` bytes."""
    if data.startswith(_GZIP):
        reader = zlib.decompressobj(wbits=31)
        try:
            data = reader.decompress(data, most + 1)
        except zlib.error as error:
            raise ValueError("gzip") from error
        if len(data) <= most and not reader.eof:
            raise ValueError("gzip")
    if len(data) > most:
        raise ValueError("too large")
    return data
