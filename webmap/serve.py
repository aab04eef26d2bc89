"""The production server: waitress, because it stays up under half-open connections and in one small process."""

from __future__ import annotations

import logging
import threading
from typing import Any

import waitress
from flask import Flask

from geo.errors import GeoError
from webmap.gate import GATES
from webmap.settings import Settings
from webmap.source import PATIENCE_S, Source

FREE_THREADS = 8  # beside those that may stand at the gates: for what is light
THREADS = FREE_THREADS + sum(gate.room for gate in GATES)
CONNECTIONS = 500
IDLE_S = 60  # a connection that says nothing for so long is closed


class ServeError(GeoError, OSError):
    """The address cannot be served on: taken, not allowed, not of this machine."""

    code = "serve"


def address(host: str, port: int) -> str:
    """Return the URL that a person opens: an address meaning "every interface" is shown as this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def open_server(app: Flask, settings: Settings) -> Any:  # noqa: ANN401  waitress publishes no types
    """Return a waitress server that listens already and runs with `run()`. Raises `ServeError`."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a busy moment is not an event
    try:
        return waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_S,
            max_request_body_size=settings.max_content_length + 1_000_000,  # we answer first, in our words
            ident=None,
        )
    except (OSError, ValueError) as error:
        where = address(settings.host, settings.port)
        remedy = "Hãy chọn cổng khác, ví dụ PORT=8001, hoặc địa chỉ khác bằng HOST."
        raise ServeError(f"Không mở được {where}", remedy=remedy) from error


def keep_watch(source: Source) -> threading.Event:
    """Look at the inputs again and again in a thread of its own, so that no visitor pays for an edit or a new day.

    Twice as often as a look is trusted: then nobody else has to look. Setting the event that is returned ends it.
    """
    over = threading.Event()
    threading.Thread(target=_watch, args=(source, over), daemon=True, name="watch").start()
    return over


def _watch(source: Source, over: threading.Event) -> None:
    while not over.wait(PATIENCE_S / 2):
        try:
            source.look()
            source.snapshot()
        except Exception:
            logging.getLogger("webmap").exception("Không xem được dữ liệu có gì mới không")
