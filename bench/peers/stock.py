"""What people would write first: `folium.Map` and `folium.GeoJson` over the same rows, rendered for every request.

Usage: stock.py [ROWS] PORT. Serves the page at `/`, over the shipped rows or so many of the made-up ledger.
"""

from __future__ import annotations

import sys

import folium
import waitress
from flask import Flask

from bench.ledger import DAY, ROOT, grown
from geo.frame import build
from geo.programme import load
from webmap.source import Folder

COLOURS = {"state_budget": "#5e66df", "enterprise": "#ed5911", "mixed": "#6b1358", "unknown": "#958287"}
SHOWN = ["name", "funding_source", "start_year", "finish_year", "clearance_state", "precision", "radius_m", "method"]


def page(frame: object) -> str:
    """Return the stock page of a frame: coloured by funding, with a popup and a tooltip."""
    placed = frame[frame.geometry.notna()][[*SHOWN, "geometry"]]  # type: ignore[index,attr-defined]  # a GeoDataFrame
    stock = folium.Map(location=(20.89, 106.70), zoom_start=13, tiles=None)
    folium.GeoJson(
        placed.to_json(),
        style_function=lambda feature: {"color": COLOURS.get(feature["properties"]["funding_source"], "#000000")},
        popup=folium.GeoJsonPopup(SHOWN),
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(stock)
    rendered: str = stock.get_root().render()
    return rendered


def frame_of(rows: int) -> object:
    """Return the frame of so many rows of the made-up ledger."""
    records = grown(Folder(ROOT / "data").read(), rows)
    return build(records.programme, records.locations, DAY)


def main() -> None:
    """Serve the stock page on the port given."""
    *rows, port = map(int, sys.argv[1:])
    frame = frame_of(*rows) if rows else load(today=DAY)
    app = Flask(__name__)
    app.add_url_rule("/", "page", lambda: page(frame))
    waitress.serve(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
