"""The rule: a setting comes from the mapping, else the environment, else its default; what is wrong is told at once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest

from webmap.settings import SettingError, Settings, environment_name, read_settings, settings_table


def test_nothing_given_means_the_defaults() -> None:
    assert read_settings({}, {}) == Settings()
    assert read_settings({}, {"PORT": "", "PROJECTMAP_TODAY": ""}) == Settings()


def test_the_environment_is_read_as_text() -> None:
    environ = {
        "HOST": "10.0.0.4",
        "PORT": "8001",
        "PROJECTMAP_DATA_DIR": "elsewhere",
        "PROJECTMAP_TODAY": "2027-01-01",
        "PROJECTMAP_TRUSTED_HOSTS": "map.example, 10.0.0.5",
        "PROJECTMAP_OPEN_READING": "no",
    }
    read = read_settings({}, environ)
    assert (read.host, read.port, read.data_dir) == ("10.0.0.4", 8001, Path("elsewhere"))
    assert read.today == date(2027, 1, 1)
    assert read.trusted_hosts == ("map.example", "10.0.0.5")
    assert read.open_reading is False


def test_the_mapping_wins_over_the_environment() -> None:
    day = date(2026, 1, 1)
    assert read_settings({"TODAY": day, "PORT": 0}, {"PROJECTMAP_TODAY": "2027-01-01", "PORT": "9"}).today == day


def test_every_wrong_value_is_named_in_one_error() -> None:
    wrong = {
        "PORT": "70000",
        "PROJECTMAP_TODAY": "24/11/2026",
        "PROJECTMAP_OPEN_READING": "perhaps",
        "PROJECTMAP_MAX_CONTENT_LENGTH": "-1",
        "PROJECTMAP_OC4IDS_PREFIX": "oc4ids-ABC",
    }
    with pytest.raises(SettingError) as caught:
        read_settings({}, wrong)
    for name, value in wrong.items():
        assert f"{name} là {value!r}" in caught.value.sentence


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]  # that it is refused is the point


def test_each_setting_says_what_it_does() -> None:
    table = settings_table()
    assert set(table) == {field.name for field in fields(Settings)}
    assert all(setting.says and setting.form for setting in table.values())
    assert environment_name("port") == "PORT"
    assert environment_name("data_dir") == "PROJECTMAP_DATA_DIR"


@pytest.mark.parametrize(
    ("settings", "accepted"),
    [
        (Settings(), ["127.0.0.1", "localhost", "[::1]"]),
        (Settings(host="10.0.0.4"), None),
        (Settings(host="10.0.0.4", trusted_hosts=("map.example",)), ["map.example"]),
        (Settings(trusted_hosts=("map.example",)), ["map.example"]),
    ],
)
def test_on_loopback_only_this_machines_names_are_accepted(settings: Settings, accepted: list[str] | None) -> None:
    """A page of another site whose name was pointed at 127.0.0.1 must not read the map."""
    assert settings.accepted_hosts == accepted


def test_a_config_value_that_is_none_leaves_the_word_to_the_environment() -> None:
    """The command line hands over options that were not given as None; PORT must still count."""
    assert read_settings({"PORT": None}, {"PORT": "8123"}).port == 8123
