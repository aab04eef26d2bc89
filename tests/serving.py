"""An application served as in production, on a free port, for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from webmap.serve import open_server
from webmap.settings import Settings


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application in a thread and give its address."""
    opened = open_server(app, Settings(port=0))
    threading.Thread(target=opened.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{opened.effective_port}"
    finally:
        opened.close()
