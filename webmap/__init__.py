"""The face of the map: pages, API and command line over `geo`. `create_app` wires the rooms together, no more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Blueprint, Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application over a data folder. `config` goes before the environment (`webmap.settings`).

    Raises `SettingError` for settings and `DataError` for data that cannot be used: there is no half a start.
    """
    from flask import Flask

    from geo.store import FILE_NAME, open_store
    from webmap import access, accounts, current, errors, headers, language, pages
    from webmap.overlays import OverlayBook
    from webmap.secret import read_secret
    from webmap.settings import read_settings
    from webmap.source import open_source
    from webmap.throttle import Throttle

    settings = read_settings(config or {}, os.environ)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config or {})
    app.config.update(MAX_CONTENT_LENGTH=settings.max_content_length, TRUSTED_HOSTS=settings.accepted_hosts)
    store = open_store(settings.instance_dir / FILE_NAME)
    current.hold(app, settings, open_source(settings, store))
    current.hold_store(app, store, Throttle())
    current.hold_overlays(app, OverlayBook(settings.instance_dir))
    errors.answer_errors(app)
    language.speak(app)
    access.guard(app, open_reading=settings.open_reading)
    accounts.open_accounts(app, store, read_secret(settings.instance_dir, app.config["SECRET_KEY"]))
    headers.secure(app)
    pages.furnish(app)
    for room in _rooms():
        app.register_blueprint(room)
    return app


def _rooms() -> list[Blueprint]:
    """Return the views of every room."""
    from webmap import (
        api,
        clearance_pages,
        clearances,
        compare,
        corrections,
        datapage,
        embed,
        exports,
        feeds,
        finding,
        guide,
        locations,
        merging,
        offline,
        ogc,
        overlay_reading,
        overlay_tiles,
        overlays,
        pages,
        password,
        printing,
        project_page,
        report_pages,
        uploads,
    )

    rooms = (
        pages,
        api,
        finding,
        corrections,
        uploads,
        merging,
        locations,
        overlays,
        overlay_tiles,
        overlay_reading,
        exports,
        printing,
        ogc,
        datapage,
        feeds,
        embed,
        clearances,
        compare,
        clearance_pages,
        report_pages,
        project_page,
        password,
        offline,
        guide,
    )
    return [room.blueprint for room in rooms]
