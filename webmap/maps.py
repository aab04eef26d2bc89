"""The programme as a folium map. Pure: no request, no settings, no file but the installed assets.

One `ProjectMap` has two lives. In a notebook, or saved to a file, it is one self-contained document: Leaflet, our
scripts and the data inlined, nothing fetched. On the server it is a shell (`page_parts`): addresses of assets, a line
of HTML and a script with an address of its own, which fetches the data: a strict Content-Security-Policy holds.

Data never passes through a template, because folium compiles what it is given as Jinja. It goes in as JSON
(`_Verbatim`) and the browser writes it into the page as text.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import folium
import geopandas as gpd
import orjson
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from geo.export.geojson import to_geojson, to_layers
from geo.model import Shape
from webmap.assets import asset_url, assets, lazy_urls
from webmap.label import label
from webmap.style import THEMES, table

# By the names that folium knows them by: an element that wants Leaflet finds that it is there.
STYLES = MappingProxyType({"shell_css": "shell.css", "leaflet_css": "leaflet.css", "map_css": "map.css"})
SCRIPTS = MappingProxyType({"leaflet": "leaflet.js", "projectmap": "map.js"})
WRITTEN_IN = ("crowd",)  # late parts that a document of its own holds: they need no server
BASE_LAYERS = ("ward", "neighbours", "rivers", "roads", "bridges", "names")
URLS: Mapping[str, str] = MappingProxyType(
    {"projects": "/api/projects.geojson", "style": "/api/style.json", "search": "/api/search.json"}
    | {"base": "/api/base/{layer}.geojson"}
)
TITLE = "Bản đồ công trình phường Thủy Nguyên"
MIN_ZOOM, MAX_ZOOM = 10, 18
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})

Bounds = tuple[tuple[float, float], tuple[float, float]]
WARD: Bounds = ((20.848, 106.648), (20.934, 106.767))  # what is shown where no border of the ward is given


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a server makes a page from: addresses of assets, HTML for the body, and a script to serve at an address."""

    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    html: str
    script: str


class _Verbatim(Element):
    """A finished text, put into the page as it stands: no template is ever made of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: object) -> str:
        return self.text


class Programme(MacroElement):
    """The rows on the map: starts the browser's side with the settings it is given."""

    _template = Template(
        """
        {%- macro script(this, kwargs) %}
        projectmap.open({{ this._parent.get_name() }}, {{ this.settings(kwargs) | tojson }});
        {%- endmacro %}
        """
    )

    def __init__(self, theme: str, bounds: Bounds) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca is typed by half
        self._name = "Programme"
        self.theme = theme
        self.bounds = bounds

    def settings(self, kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Return theme, bounds, where data and late parts are, and whether an address bar keeps the state."""
        served = "served" in kwargs
        places = {"urls": dict(URLS), "lazy": lazy_urls() if served else {part: [] for part in WRITTEN_IN}}
        return {"theme": self.theme, "bounds": self.bounds, "linked": served, **places}


class ProjectMap(folium.Map):
    """A `folium.Map` that asks no other host for anything: its only assets are Leaflet from its package and our own.

    `data` is what a document of its own embeds: `projects`, `style`, `base`, each as the server would answer it.
    """

    _template = Template(
        """
        {%- macro header(this, kwargs) %}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        {%- endmacro %}
        {%- macro html(this, kwargs) %}
        <div class="pm-stage{% if "served" not in kwargs %} pm-alone{% endif %}">
            <div class="folium-map" id="{{ this.get_name() }}"></div>
        </div>
        {%- endmacro %}
        {%- macro script(this, kwargs) %}
        var {{ this.get_name() }} = projectmap.map({{ this.get_name() | tojson }}, {{ this.options | tojavascript }});
        {%- endmacro %}
        """
    )

    def __init__(self, bounds: Bounds = WARD, data: Mapping[str, Any] | None = None) -> None:
        (south, west), (north, east) = bounds
        super().__init__(location=((south + north) / 2, (west + east) / 2), tiles=None, zoom_start=13)
        # `tiles=None` makes folium forget the zooms, so they are options of the map itself.
        self.options.update(min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, zoom_snap=0.25, zoom_delta=0.5)
        self.data = dict(data or {})
        # Lists of this map alone: folium's `add_js_link` edits the list it finds, and its own belong to the class.
        self.default_js = [(name, asset_url(file)) for name, file in SCRIPTS.items()]
        self.default_css = [(name, asset_url(file)) for name, file in STYLES.items()]
        self._id = "project"  # one map a document: a random name would make each rendering a new one

    def render(self, **kwargs: object) -> None:  # type: ignore[override]  # as branca's own elements do
        """Render into the figure: with `served` the map alone, else with assets and data inlined."""
        figure = self.get_root()
        if isinstance(figure, Figure) and "served" not in kwargs:
            self._inline(figure)
        MacroElement.render(self, **kwargs)  # type: ignore[no-untyped-call]  # not folium's: it would add links

    def _inline(self, figure: Figure) -> None:
        """Put title, style sheets, scripts and data themselves into the document, in the place of links to them."""
        texts = {asset.url: asset.text for asset in assets().values() if asset.is_text}
        figure.header.add_child(_Verbatim(f"<title>{label(TITLE)}</title>"), name="title")
        parts = [(f"{part}_css", asset_url(f"{part}.css")) for part in WRITTEN_IN]
        for name, url in [*self.default_css, *parts]:
            figure.header.add_child(_Verbatim(f"<style>{texts[url]}</style>"), name=name)
        parts = [(part, asset_url(f"{part}.js")) for part in WRITTEN_IN]
        for name, url in [*self.default_js, *parts]:
            script = texts[url].replace("</script", "<\\/script")
            figure.header.add_child(_Verbatim(f"<script>{script}</script>"), name=name)
        figure.script.add_child(_Verbatim(f"projectmap.embedded = {script_json(self.data)};"), name="data")

    def figure(self) -> Figure:
        """Return a fresh figure that holds the map: one that was rendered before would grow with each rendering."""
        figure = Figure()
        figure.add_child(self)
        return figure

    def _repr_html_(self, **_: object) -> str:
        """Show the map in a notebook: a document in a frame, as high as a map wants to be."""
        document = html.escape(self.figure().render())
        return f'<iframe srcdoc="{document}" title="{label(TITLE)}" style="width:100%;height:640px;border:0"></iframe>'


def script_json(data: object) -> str:
    """Return JSON that may stand inside a script element: nothing in it closes the element or opens a comment."""
    return orjson.dumps(data).decode().translate(_ESCAPES)


def _bounds(shapes: Iterable[Shape]) -> Bounds:
    """Return south west and north east of the ward's border, as latitude and longitude."""
    for shape in shapes:
        if shape.layer == "ward":
            west, south, east, north = shape.geometry.bounds
            return (south, west), (north, east)
    return WARD


def project_map(frame: gpd.GeoDataFrame, theme: str = "funding", shapes: Iterable[Shape] = ()) -> ProjectMap:
    """Return the map of a frame, coloured by `theme` (`funding` or `clearance`), over a base map drawn from `shapes`.

    ValueError for a theme that does not exist.
    """
    shapes = tuple(shapes)
    base = {layer: orjson.Fragment(text) for layer, text in to_layers(shapes).items() if layer in BASE_LAYERS}
    data = {"projects": orjson.Fragment(to_geojson(frame)), "style": table(), "base": base}
    return shell_map(theme, shapes, data)


def shell_map(
    theme: str = "funding", shapes: Iterable[Shape] = (), data: Mapping[str, Any] | None = None
) -> ProjectMap:
    """Return the map without rows, for a page that fetches them; with `data`, for a document that holds them."""
    if theme not in THEMES:
        raise ValueError(f"Không có cách tô màu {theme!r}. Hãy chọn một trong: {', '.join(THEMES)}.")
    bounds = _bounds(shapes)
    project = ProjectMap(bounds, data)
    project.add_child(Programme(theme, bounds))
    return project


def page_parts(project: ProjectMap) -> PageParts:
    """Return the parts of a page that shows the map as a shell; the data stays behind its own addresses."""
    figure = project.figure()
    project.render(served=True)
    stylesheets = tuple(url for _, url in project.default_css)
    scripts = tuple(url for _, url in project.default_js)
    return PageParts(stylesheets, scripts, figure.html.render().strip(), figure.script.render().strip())
