"""Who draws vector tiles: a process beside the server, begun with the first tile, ended when one takes too long.

Drawing holds Python for as long as it takes; beside the server it holds nobody up, and a tile made to break it breaks
a process that the next tile starts anew.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Final

import orjson

from geo import beside

PATIENCE_S: Final = 5.0  # a dense city tile takes a fifth of a second
MOST_TILES: Final = 2_000  # then a new process takes over, whatever the old one had gathered


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn of a tile: at which zoom of the screen, which window of it, on which ground, how sharp."""

    zoom: int
    window: tuple[float, float, float]
    ground: str
    ratio: int


class Draughtsman:
    """One process that draws, one tile at a time; safe between threads."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s: Final = patience_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._left = 0

    def draw(self, packed: bytes, order: Order) -> bytes:
        """Return a tile as PNG. Raises ValueError, with the reason for the log, for one that cannot be drawn."""
        with self._lock:
            process = self._at_work()
            clock = threading.Timer(self._patience_s, process.kill)
            clock.start()
            try:
                return self._ask(process, packed, order)
            except (OSError, EOFError, orjson.JSONDecodeError) as error:
                self._end()
                raise ValueError("stopped while drawing") from error
            finally:
                clock.cancel()

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _at_work(self) -> subprocess.Popen[bytes]:
        """Return a process that takes orders."""
        if self._left <= 0 or self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-m", "geo.overlays.drawing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=beside.HOME,
                env=beside.environment(beside.LIBRARIES),
            )
            self._left = MOST_TILES
        self._left -= 1
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], packed: bytes, order: Order) -> bytes:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(orjson.dumps({**asdict(order), "length": len(packed)}) + b"\n" + packed)
        process.stdin.flush()
        told = orjson.loads(process.stdout.readline() or b"")
        picture = process.stdout.read(told["length"])
        if told["why"]:
            raise ValueError(told["why"])
        if len(picture) != told["length"]:
            raise EOFError
        return picture

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):  # what was not sent yet has nowhere to go
                    pipe.close()
