"""The rule: sessions are signed with a key that nobody can guess, made once, and readable by its owner only."""

from __future__ import annotations

import logging
import multiprocessing
from pathlib import Path

import pytest

from webmap import secret
from webmap.secret import FILE_NAME, SHORTEST, read_secret
from webmap.settings import SettingError


def test_the_first_run_makes_a_key_and_later_runs_read_it(tmp_path: Path) -> None:
    key = read_secret(tmp_path / "instance")
    assert len(key) == 64
    assert read_secret(tmp_path / "instance") == key
    path = tmp_path / "instance" / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == [FILE_NAME]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert read_secret(tmp_path / "a") != read_secret(tmp_path / "b")


def _say(folder: Path, said: multiprocessing.queues.Queue[str]) -> None:
    said.put(read_secret(folder))


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    said: multiprocessing.queues.Queue[str] = context.Queue()
    starting = [context.Process(target=_say, args=(tmp_path, said)) for _ in range(6)]
    for process in starting:
        process.start()
    assert len({said.get(timeout=60) for _ in starting}) == 1
    for process in starting:
        process.join()


def test_a_given_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    assert read_secret(tmp_path, "k" * SHORTEST) == "k" * SHORTEST
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["", "dev", "k" * (SHORTEST - 1)])
def test_a_key_that_could_be_guessed_stops_the_start(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingError, match="quá ngắn"):
        read_secret(tmp_path, key)
    (tmp_path / FILE_NAME).write_text(key)
    with pytest.raises(SettingError, match="quá ngắn"):
        read_secret(tmp_path)


def test_a_disk_that_takes_no_key_gets_one_for_this_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(path: Path) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(secret, "_make", refuse)
    with caplog.at_level(logging.WARNING):
        first, second = read_secret(tmp_path), read_secret(tmp_path)
    assert len(first) == 64
    assert first != second
    assert "Không ghi được secret_key" in caplog.text


def test_a_key_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(SettingError, match="Không đọc được secret_key"):
        read_secret(tmp_path)
