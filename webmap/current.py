"""What the running application holds, for views to reach: its settings, its source, what people entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, current_app

from webmap.settings import Settings

if TYPE_CHECKING:
    from geo.store import Store
    from webmap.overlays import OverlayBook
    from webmap.source import Snapshot, Source
    from webmap.throttle import Throttle

_SETTINGS, _SOURCE = "projectmap.settings", "projectmap.source"
_OVERLAYS = "projectmap.overlays"
_STORE, _THROTTLE = "projectmap.store", "projectmap.throttle"


def hold(app: Flask, settings: Settings, source: Source) -> None:
    """Give the application its settings and its source."""
    app.extensions[_SETTINGS] = settings
    app.extensions[_SOURCE] = source


def hold_store(app: Flask, store: Store, throttle: Throttle) -> None:
    """Give the application what people entered, and the count of their tries to sign in."""
    app.extensions[_STORE] = store
    app.extensions[_THROTTLE] = throttle


def hold_overlays(app: Flask, overlays: OverlayBook) -> None:
    """Give the application the layers of one's own."""
    app.extensions[_OVERLAYS] = overlays


def overlays() -> OverlayBook:
    """Return the layers of one's own."""
    held: OverlayBook = current_app.extensions[_OVERLAYS]
    return held


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    held: Settings = app.extensions[_SETTINGS]
    return held


def settings() -> Settings:
    """Return the settings of the running application."""
    return settings_of(current_app)


def source_of(app: Flask) -> Source:
    """Return the source of an application."""
    held: Source = app.extensions[_SOURCE]
    return held


def source() -> Source:
    """Return the source of the running application."""
    return source_of(current_app)


def snapshot() -> Snapshot:
    """Return the programme as of today."""
    return source().snapshot()


def store() -> Store:
    """Return what people entered."""
    held: Store = current_app.extensions[_STORE]
    return held


def throttle() -> Throttle:
    """Return the count of tries to sign in."""
    held: Throttle = current_app.extensions[_THROTTLE]
    return held
