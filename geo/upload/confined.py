"""The process that reads one file.

`python -m geo.upload.confined`, question on standard input, answer on standard output.

Before it looks at the file it loads its libraries, then gives up what it will not need: memory, processor time,
writing files, and, by an audit hook that cannot be taken back, opening files outside Python's own folders, sockets and
other programs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from geo.beside import give_up_resources
from geo.errors import UploadError
from geo.language import Sentence
from geo.upload.formats import read_format, reader_of
from geo.upload.model import Format, Limits
from geo.upload.wire import read_question, write_refusal, write_upload

FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.system",
    "os.remove",
    "os.rename",
)
FORBIDDEN_EXACT: Final = frozenset({"sqlite3.enable_load_extension", "sqlite3.load_extension", "urllib.Request"})
_OWN_FOLDERS: Final = (sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[2]))
_CODE: Final = (".py", ".pyc", ".so", ".pyd", ".dll")


def main() -> None:
    """Answer one question and end."""
    kind, filename, data, limits = read_question(sys.stdin.buffer.read())
    reader_of(kind)
    give_up_resources(limits.memory_bytes, limits.seconds)
    sys.addaudithook(refuse_event)
    sys.stdout.buffer.write(answer(kind, filename, data, limits))


def answer(kind: Format, filename: str, data: bytes, limits: Limits) -> bytes:
    """Read one file and write what it holds, or why it is refused. It raises only for a fault of ours."""
    try:
        return write_upload(read_format(kind, filename, data, limits))
    except UploadError as error:
        return write_refusal(error)
    except (MemoryError, RecursionError):
        remedy = Sentence("Hãy đơn giản hóa tệp, chỉ để lại đối tượng cần gửi.")
        return write_refusal(UploadError(Sentence("Tệp quá phức tạp, đọc không hết"), remedy=remedy))


def refuse_event(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse, as an audit hook, whatever reaches out of the process. Raises PermissionError."""
    if event.startswith(FORBIDDEN) or event in FORBIDDEN_EXACT:
        raise PermissionError(event)
    if event == "sqlite3.connect" and arguments[:1] != (":memory:",):
        raise PermissionError(event)
    if event == "open" and not _is_own_code(arguments):
        raise PermissionError(event)


def _is_own_code(arguments: tuple[object, ...]) -> bool:
    """Tell a late import of installed code from any other opening of a file."""
    path, mode = (*arguments, None, None)[:2]
    reads = mode in {None, "r", "rb"}
    return reads and isinstance(path, str) and path.endswith(_CODE) and path.startswith(_OWN_FOLDERS)


if __name__ == "__main__":
    main()
