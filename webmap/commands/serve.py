"""`projectmap serve`: the map, served."""

from __future__ import annotations

import click

from webmap.commands import examples


@click.command(epilog=examples("projectmap serve", "projectmap serve --port 8001", "HOST=0.0.0.0 projectmap serve"))
@click.option("--host", metavar="ĐỊA_CHỈ", help="Địa chỉ để nghe; mặc định là HOST, rồi 127.0.0.1.")
@click.option("--port", metavar="CỔNG", help="Cổng; mặc định là PORT, rồi 8000.")
def command(host: str | None, port: str | None) -> None:
    """Mở máy chủ bản đồ cho tới khi bấm Ctrl+C."""
    import logging

    from webmap import create_app
    from webmap.current import settings_of, source_of
    from webmap.serve import address, keep_watch, open_server

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    for ours in ("geo", "webmap"):  # what others tell of every file they write is nobody's news
        logging.getLogger(ours).setLevel(logging.INFO)
    app = create_app({"HOST": host, "PORT": port})
    settings = settings_of(app)
    server = open_server(app, settings)
    click.echo(f"Bản đồ đã mở tại {address(settings.host, server.effective_port)} (bấm Ctrl+C để dừng)")
    keep_watch(source_of(app))
    server.run()
