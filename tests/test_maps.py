"""The rule: one map, two lives. Alone it is one document that fetches nothing; served, a shell without data."""

from __future__ import annotations

import html
import re
from datetime import date

import folium
import geopandas as gpd
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo.frame import build
from geo.model import Shape
from tests.hostile import HOSTILE
from tests.records import clearance, located, programme, project, unlocated
from webmap.assets import asset_url
from webmap.maps import ProjectMap, page_parts, project_map, script_json

NAME = "Dự án ĐTXD khu đô thị Đông Hòn Ngọc"


def frame_of(*names: str) -> gpd.GeoDataFrame:
    """Return a frame: one work a name, the first with a clearance in the same place, the last without a place."""
    works = [project(f"PL3-{number:02}", name=name) for number, name in enumerate(names, 1)]
    rows = [*works, clearance("PL4-01", works[0].id)]
    places = {row.id: located() for row in rows} | {works[-1].id: unlocated()}
    return build(programme(*rows), places, date(2026, 11, 24))


def ward() -> Shape:
    border = box(106.65, 20.85, 106.76, 20.93)
    return Shape("ward-11560", "ward", "Phường Thủy Nguyên", border, 10, False, "high", "nguồn", "MIT")


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    return frame_of(NAME, "Cầu qua sông")


def document(project: ProjectMap) -> str:
    """Return the document that a notebook shows."""
    framed = re.fullmatch(r'<iframe srcdoc="(.*?)" title=.*</iframe>', project._repr_html_(), re.DOTALL)
    assert framed
    return html.unescape(framed[1])


def embedded(page: str) -> dict[str, object]:
    """Return the data that a document embeds."""
    found = re.search(r"projectmap\.embedded = (\{.*\});\n", page)
    assert found
    return dict(orjson.loads(found[1]))


def test_it_is_a_folium_map_and_takes_folium_elements(frame: gpd.GeoDataFrame) -> None:
    shown = project_map(frame)
    assert isinstance(shown, folium.Map)
    folium.CircleMarker([20.88, 106.68]).add_to(shown)
    assert "L.circleMarker" in document(shown)


def test_a_notebook_gets_one_document_that_loads_nothing(frame: gpd.GeoDataFrame) -> None:
    page = document(project_map(frame, shapes=[ward()]))
    assert not re.search(r"<(script|link|img|iframe)[^>]*\b(src|href)=", page)
    assert "Leaflet 1.9.3" in page
    data = embedded(page)
    assert data.keys() == {"projects", "style", "base"}
    assert NAME in page


def test_a_notebook_embeds_what_the_server_would_answer(frame: gpd.GeoDataFrame) -> None:
    data = embedded(document(project_map(frame, shapes=[ward()])))
    features = data["projects"]["features"]  # type: ignore[index]
    assert [feature["id"] for feature in features] == list(frame.index)
    assert data["base"].keys() == {"ward"}  # type: ignore[attr-defined]
    assert data["style"]["funding"][0]["code"] == "state_budget"  # type: ignore[index]


def test_the_served_page_holds_no_data_and_no_inline_code(frame: gpd.GeoDataFrame) -> None:
    parts = page_parts(project_map(frame))
    assert parts.scripts == (asset_url("leaflet.js"), asset_url("map.js"))
    assert parts.stylesheets == (asset_url("shell.css"), asset_url("leaflet.css"), asset_url("map.css"))
    assert NAME not in parts.html + parts.script
    assert not re.search(r"<script|<style|style=|onclick", parts.html)
    assert "projectmap.open(map_project, " in parts.script


@pytest.mark.parametrize("theme", ["funding", "clearance"])
def test_the_script_starts_with_the_theme_and_the_ward(frame: gpd.GeoDataFrame, theme: str) -> None:
    parts = page_parts(project_map(frame, theme, [ward()]))
    found = re.search(r"projectmap\.open\(map_project, (\{.*\})\);", parts.script)
    assert found
    settings = orjson.loads(found[1])
    assert settings["theme"] == theme
    assert settings["bounds"] == [[20.85, 106.65], [20.93, 106.76]]
    assert settings["linked"] is True


def test_an_unknown_theme_is_named_with_what_is_allowed(frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(ValueError, match=r"'màu'.*funding, clearance"):
        project_map(frame, "màu")


def test_no_zoom_is_forgotten(frame: gpd.GeoDataFrame) -> None:
    script = page_parts(project_map(frame)).script
    assert '"maxZoom": 18' in script
    assert '"minZoom": 10' in script


def test_rendering_twice_gives_the_same_page(frame: gpd.GeoDataFrame) -> None:
    shown = project_map(frame)
    assert page_parts(shown) == page_parts(shown)
    assert shown._repr_html_() == shown._repr_html_()
    assert page_parts(shown) == page_parts(project_map(frame))


def test_a_link_added_to_one_map_stays_with_it(frame: gpd.GeoDataFrame) -> None:
    first, second = project_map(frame), project_map(frame)
    first.add_js_link("leaflet", "https://example.org/leaflet.js")
    assert second.default_js[0] == ("leaflet", asset_url("leaflet.js"))
    assert all(url.startswith("https://") for _, url in folium.Map.default_js), "folium's own list was edited"


def test_a_saved_map_is_the_same_document(frame: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("saved") / "map.html"
    shown = project_map(frame)
    shown.save(str(path))
    assert path.read_bytes().decode() == document(shown)


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:12])
def test_a_hostile_name_is_carried_letter_by_letter_and_closes_nothing(name: str) -> None:
    page = document(project_map(frame_of(name, "Cầu qua sông")))
    features = embedded(page)["projects"]["features"]  # type: ignore[index]
    assert features[0]["properties"]["name"] == name
    tags = re.findall(r"</?script", page.split("projectmap.embedded")[1])
    assert tags == ["</script"], "only the element that holds the data ends after it"


@given(st.one_of(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text())))
def test_json_in_a_script_reads_back_and_opens_no_element(data: object) -> None:
    text = script_json(data)
    assert orjson.loads(text) == data
    assert not set(text) & set("<>&\u2028\u2029")
