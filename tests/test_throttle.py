"""The rule: five tries for a name from one address, thirty from one address, in any quarter of an hour."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from webmap import throttle as room
from webmap.throttle import REMEMBERED, TRIES_A_NAME, TRIES_AN_ADDRESS, WINDOW_S, Throttle


class Seconds:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the seconds it stands at."""
        return self.now


def test_a_name_may_be_tried_so_many_times_and_then_waits() -> None:
    clock = Seconds()
    throttle = Throttle(clock)
    assert [throttle.admit("lan", "10.0.0.1") for _ in range(TRIES_A_NAME)] == [0.0] * TRIES_A_NAME
    assert throttle.admit("lan", "10.0.0.1") == WINDOW_S
    clock.now += WINDOW_S - 1
    assert throttle.admit("lan", "10.0.0.1") == 1
    clock.now += 1
    assert throttle.admit("lan", "10.0.0.1") == 0


def test_the_window_slides() -> None:
    clock = Seconds()
    throttle = Throttle(clock)
    for _ in range(TRIES_A_NAME):
        throttle.admit("lan", "a")
        clock.now += 60
    assert throttle.admit("lan", "a") == WINDOW_S - TRIES_A_NAME * 60
    clock.now += WINDOW_S - TRIES_A_NAME * 60
    assert throttle.admit("lan", "a") == 0
    assert throttle.admit("lan", "a") == 60


def test_nobody_is_locked_out_from_another_address() -> None:
    throttle = Throttle(Seconds())
    for _ in range(TRIES_A_NAME + 1):
        throttle.admit("lan", "stranger")
    assert throttle.admit("lan", "her own") == 0


def test_an_address_cannot_try_many_names() -> None:
    throttle = Throttle(Seconds())
    waits = [throttle.admit(f"name{number}", "a") for number in range(TRIES_AN_ADDRESS + 1)]
    assert waits == [0.0] * TRIES_AN_ADDRESS + [WINDOW_S]
    assert throttle.admit("name0", "b") == 0


def test_the_right_password_forgives_the_name_but_not_the_address() -> None:
    throttle = Throttle(Seconds())
    for _ in range(TRIES_A_NAME):
        throttle.admit("lan", "a")
    throttle.forgive("lan", "a")
    assert throttle.admit("lan", "a") == 0
    for number in range(TRIES_AN_ADDRESS - TRIES_A_NAME - 1):
        assert throttle.admit(f"name{number}", "a") == 0
    assert throttle.admit("one more", "a") > 0


def test_a_refused_try_does_not_make_the_wait_longer() -> None:
    clock = Seconds()
    throttle = Throttle(clock)
    for _ in range(TRIES_A_NAME):
        throttle.admit("lan", "a")
    for _ in range(50):
        clock.now += 10
        assert throttle.admit("lan", "a") > 0
    clock.now += WINDOW_S - 500
    assert throttle.admit("lan", "a") == 0


def test_many_at_once_are_many() -> None:
    throttle = Throttle(Seconds())
    waits: list[float] = []
    threads = [threading.Thread(target=lambda: waits.append(throttle.admit("lan", "a"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0.0) == TRIES_A_NAME


def test_it_does_not_grow_without_end() -> None:
    throttle = Throttle(Seconds())
    for number in range(REMEMBERED):
        throttle.admit("lan", f"address {number}")
    assert len(throttle._tries) == REMEMBERED
    assert room.WINDOW_S == 900


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.floats(0, 400)), max_size=60))
def test_no_window_ever_holds_more_than_it_may(tries: list[tuple[str, str, float]]) -> None:
    clock = Seconds()
    throttle = Throttle(clock)
    admitted: list[tuple[str, str, float]] = []
    for name, address, pause in tries:
        clock.now += pause
        if throttle.admit(name, address) == 0:
            admitted.append((name, address, clock.now))
        recent = [(n, a) for n, a, at in admitted if at > clock.now - WINDOW_S]
        assert all(recent.count(key) <= TRIES_A_NAME for key in recent)
