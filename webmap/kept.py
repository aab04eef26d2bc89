"""What is worth keeping until there is no more room: the most recently used stay."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` things that weigh at most `heaviest` together, by key; safe between threads.

    `weigh` says what one weighs. The newest stays, however heavy.
    """

    def __init__(self, most: int, *, heaviest: float = float("inf"), weigh: Callable[[V], float] = lambda _: 0) -> None:
        self._most: Final = most
        self._heaviest: Final = heaviest
        self._weigh: Final = weigh
        self._lock = threading.Lock()
        self._things: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        """Return how many things are kept."""
        return len(self._things)

    def __iter__(self) -> Iterator[K]:
        """Go over the keys, the longest unused first."""
        return iter(list(self._things))

    def find(self, key: K) -> V | None:
        """Return what is kept under a key, as the most recently used; None where nothing is."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def keep(self, key: K, thing: V) -> V:
        """Keep a thing, let go of the longest unused as far as there is no room, and return the thing."""
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > 1 and self._is_full():
                self._things.popitem(last=False)
        return thing

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._things.clear()

    def _is_full(self) -> bool:
        return len(self._things) > self._most or sum(map(self._weigh, self._things.values())) > self._heaviest
