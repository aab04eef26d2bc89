"""The narrow way to what takes long: a few work at once, so many more wait in line, the rest come again in a moment.

What is light (health, assets, an answer that is kept already) never passes here, and the server has more threads than
may stand at all gates together (`webmap.serve`): so nothing light ever waits behind work.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from geo.errors import GeoError
from geo.language import say

RETRY_S: Final = 3  # about as long as a full line takes


class BusyError(GeoError):
    """So many wait already that one more would only wait longer; `retry_s` says when to come again."""

    code = "busy"
    retry_s = RETRY_S


class Gate:
    """Lets `at_once` threads work, and `waiting` more wait for their turn.

    A thread that is inside already goes through: what it makes may need something else that is made here.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self.at_once: Final = at_once
        self.room: Final = at_once + waiting
        self._places = threading.BoundedSemaphore(self.room)
        self._turns = threading.BoundedSemaphore(self.at_once)
        self._inside = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and work inside. Raises `BusyError` at once where the line is full."""
        if getattr(self._inside, "now", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            what = say("Máy chủ đang bận vì nhiều người cùng hỏi một lúc")
            raise BusyError(what, remedy=say("Hãy thử lại sau vài giây."))
        try:
            with self._turns:
                self._inside.now = True
                try:
                    yield
                finally:
                    self._inside.now = False
        finally:
            self._places.release()


MAKING: Final = Gate(at_once=2, waiting=22)
"""Where days are built and answers made: Python works at one at a time, the second packs or writes beside it."""

PASSWORDS: Final = Gate(at_once=2, waiting=6)
"""Where passwords are looked at: each takes 64 MB for a moment, on purpose."""

PRESS: Final = Gate(at_once=1, waiting=3)
"""Where sheets are set: one takes both memory and a core."""

FILES: Final = Gate(at_once=2, waiting=4)
"""Where files of people are read, each in a process of its own."""

TILES: Final = Gate(at_once=1, waiting=11)
"""Where tiles of a vector base map are drawn: one process draws them, a browser asks for six at once."""

GATES: Final = (MAKING, PASSWORDS, PRESS, FILES, TILES)
