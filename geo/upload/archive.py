"""A zip held in memory → its members, each checked before it is unpacked. Nothing is ever written to a disk.

Measured: a 600 kB zip can hold 600 MB, a member may be named `../../etc/passwd`, be a link, an archive again, or a VRT
that points at other files. Sizes in the directory of a zip may lie, so that what really comes out is counted, too.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from geo.clearance.figures import number_words
from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.model import Limits
from geo.upload.sniff import shown_name

_POINTERS: Final = frozenset({".vrt", ".lnk", ".url"})
_ARCHIVES: Final = frozenset({".zip", ".kmz", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".jar"})
_PROGRAMS: Final = frozenset({".exe", ".dll", ".so", ".bat", ".cmd", ".ps1", ".sh", ".py", ".js", ".vbs"})
_DANGEROUS: Final = _POINTERS | _ARCHIVES | _PROGRAMS
_PLAIN: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CHUNK: Final = 1 << 20


def read_members(data: bytes, limits: Limits) -> dict[str, bytes]:
    """Unpack a zip into name → bytes, folders left out. Raises `UploadError` at the first member that is not safe."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
        raise UploadError(Sentence("Không mở được tệp zip"), remedy=Sentence("Hãy nén lại rồi gửi.")) from error
    _check_directory(members, limits)
    return _unpack(archive, members, limits)


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if not members:
        raise UploadError(Sentence("Tệp zip rỗng"), remedy=Sentence("Hãy nén lại các tệp rồi gửi."))
    if len(members) > limits.members:
        remedy = Sentence("Tối đa {most} tệp; hãy chỉ nén lớp cần gửi.", most=limits.members)
        raise UploadError(Sentence("Tệp zip có quá nhiều tệp"), value=len(members), remedy=remedy)
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):
        raise UploadError(Sentence("Tệp zip có hai tệp cùng tên"), remedy=Sentence("Hãy nén lại, mỗi tên một tệp."))
    for member in members:
        _check_member(member, limits)
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        _refuse_size(total, limits)


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    name = shown_name(member.filename)
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00-\x1f]", member.orig_filename):
        raise UploadError(
            Sentence("Tên tệp trong zip trỏ ra ngoài"), value=name, remedy=Sentence("Hãy nén lại, không kèm đường dẫn.")
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UploadError(Sentence("Trong zip có liên kết"), value=name, remedy=Sentence("Hãy nén chính tệp dữ liệu."))
    if member.flag_bits & 0x1:
        raise UploadError(
            Sentence("Tệp zip có mật khẩu"), value=name, remedy=Sentence("Hãy nén lại không đặt mật khẩu.")
        )
    if path.suffix.lower() in _DANGEROUS:
        raise UploadError(
            Sentence("Trong zip có tệp không được nhận"),
            value=name,
            remedy=Sentence("Hãy chỉ nén .shp, .shx, .dbf, .prj, .cpg."),
        )
    if member.compress_type not in _PLAIN:
        raise UploadError(
            Sentence("Tệp zip dùng kiểu nén lạ"),
            value=name,
            remedy=Sentence("Hãy nén lại bằng kiểu nén thường (Deflate)."),
        )
    if member.file_size > limits.ratio_from_bytes and member.file_size > limits.ratio * max(member.compress_size, 1):
        remedy = Sentence("Đây là dấu hiệu bom nén; hãy xuất lại dữ liệu.")
        raise UploadError(Sentence("Tệp trong zip nở ra quá nhiều lần"), value=name, remedy=remedy)


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    unpacked: dict[str, bytes] = {}
    room = limits.unpacked_bytes
    for member in members:
        try:
            unpacked[member.filename] = _read_at_most(archive, member, room, limits)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
        ) as error:
            if isinstance(error, UploadError):
                raise
            value = shown_name(member.filename)
            raise UploadError(
                Sentence("Tệp trong zip bị hỏng"), value=value, remedy=Sentence("Hãy nén lại rồi gửi.")
            ) from error
        room -= len(unpacked[member.filename])
    return unpacked


def _read_at_most(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, limits: Limits) -> bytes:
    chunks, size = [], 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                _refuse_size(limits.unpacked_bytes - room + size, limits)
            chunks.append(chunk)
    return b"".join(chunks)


def _refuse_size(size: int, limits: Limits) -> None:
    most = Sentence(
        "Tối đa {most} MB sau khi giải nén; hãy chỉ gửi lớp cần dùng.",
        most=number_words(limits.unpacked_bytes // 1000000),
    )
    raise UploadError(
        Sentence("Tệp zip giải nén ra quá lớn"),
        value=Sentence("trên {size} MB", size=number_words(size // 1000000)),
        remedy=most,
    )
