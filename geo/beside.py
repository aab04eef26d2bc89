"""Processes beside ours, for what others made: what they are given, and what they give up before they look at it.

One reads uploads (`geo.upload.confined`), one sets a sheet (`geo.printed.press`), one draws tiles
(`geo.overlays.drawing`): each `python -s -m …` in `HOME`, with no more of our environment than it needs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).resolve().parents[1]
LIBRARIES: Final = "LD_LIBRARY_PATH"
_GIVEN: Final = {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}
_NEEDED: Final = "SYSTEMROOT"  # without it Windows starts no Python


def environment(*kept: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of such a process: ours is left behind but for the names that are `kept`."""
    return {**_GIVEN, **(more or {}), **{name: os.environ[name] for name in (_NEEDED, *kept) if name in os.environ}}


def give_up_resources(memory_bytes: int, seconds: int | None = None) -> None:
    """Limit this process, where the system can: memory, perhaps processor time, no file written, no core dumped.

    Of addresses, `memory_bytes` may be taken. After `seconds` of work comes the signal that says why (SIGXCPU), and
    one second later the end.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still ends this process
        return
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    limits = ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0))
    for what, limit in limits:
        resource.setrlimit(what, (limit, limit))
