"""The face of the map: pages, API and command line over `geo`. `create_app` wires the rooms together, no more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application over a data folder. `config` goes before the environment (`webmap.settings`).

    Raises `SettingError` for settings and `DataError` for data that cannot be used: there is no half a start.
    """
    from flask import Flask

    from webmap import access, api, current, errors, headers, pages
    from webmap.settings import read_settings
    from webmap.source import open_source

    settings = read_settings(config or {}, os.environ)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config or {})
    app.config.update(MAX_CONTENT_LENGTH=settings.max_content_length, TRUSTED_HOSTS=settings.accepted_hosts)
    current.hold(app, settings, open_source(settings))
    errors.answer_errors(app)
    access.guard(app, open_reading=settings.open_reading)
    headers.secure(app)
    pages.furnish(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    return app
