"""What the running application holds, for views to reach: its settings and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, current_app

from webmap.settings import Settings

if TYPE_CHECKING:
    from webmap.source import Snapshot, Source

_SETTINGS, _SOURCE = "projectmap.settings", "projectmap.source"


def hold(app: Flask, settings: Settings, source: Source) -> None:
    """Give the application its settings and its source."""
    app.extensions[_SETTINGS] = settings
    app.extensions[_SOURCE] = source


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    held: Settings = app.extensions[_SETTINGS]
    return held


def settings() -> Settings:
    """Return the settings of the running application."""
    return settings_of(current_app)


def source() -> Source:
    """Return the source of the running application."""
    held: Source = current_app.extensions[_SOURCE]
    return held


def snapshot() -> Snapshot:
    """Return the programme as of today."""
    return source().snapshot()
