"""A gate that is full, or at which nothing moves, for tests of what is said then and of what goes on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import BoundedSemaphore

from webmap.gate import MAKING, Gate


@contextmanager
def full(gate: Gate) -> Iterator[None]:
    """Take every place at a gate until the context ends."""
    with _taken(gate._places, gate.room):
        yield


@contextmanager
def standing(gate: Gate = MAKING) -> Iterator[None]:
    """Let whoever comes to a gate wait for a turn until the context ends."""
    with _taken(gate._turns, gate.at_once):
        yield


@contextmanager
def _taken(places: BoundedSemaphore, count: int) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(count):
            assert places.acquire(timeout=60)  # a browser that a test has closed may still be answered
            stack.callback(places.release)
        yield
