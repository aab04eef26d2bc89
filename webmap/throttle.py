"""How often somebody may try a password: so many times for a name from one address, so many times from one address.

Kept in memory, one a process: a restart forgets it, and nothing of it needs to be remembered longer than its window.
The name counts only together with the address, so that nobody can lock somebody else out from another machine.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

TRIES_A_NAME = 5
TRIES_AN_ADDRESS = 30
WINDOW_S = 15 * 60
REMEMBERED = 10_000  # keys; the longest unused goes first


class Throttle:
    """Counts tries in a sliding window. `clock` gives seconds that never go back.

    `most` is how many are admitted for a name from one address, and from one address.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, most: tuple[int, int] = (TRIES_A_NAME, TRIES_AN_ADDRESS)
    ) -> None:
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._tries: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()

    def admit(self, name: str, address: str) -> float:
        """Count a try, and return 0, or the seconds to wait: then the try is refused and not counted.

        Counted before the password is looked at, so that many tries at once are many tries.
        """
        with self._lock:
            windows = [(self._window(key), most) for key, most in zip(_keys(name, address), self._most, strict=True)]
            wait = max((self._wait(tries, most) for tries, most in windows), default=0.0)
            if wait == 0.0:
                for tries, _ in windows:
                    tries.append(self._clock())
        return wait

    def forgive(self, name: str, address: str) -> None:
        """Forget the tries for a name from an address: the password was right."""
        with self._lock:
            self._tries.pop((name, address), None)

    def _window(self, key: tuple[str, ...]) -> deque[float]:
        """Return the tries of a key that still count, as the most recently used."""
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)
        while tries and tries[0] <= self._clock() - WINDOW_S:
            tries.popleft()
        return tries

    def _wait(self, tries: deque[float], most: int) -> float:
        return tries[0] + WINDOW_S - self._clock() if len(tries) >= most else 0.0


def _keys(name: str, address: str) -> tuple[tuple[str, ...], ...]:
    return (name, address), (address,)
