"""The rule: every asset comes from an installed package or our own folder, under the hash of its content."""

from __future__ import annotations

import gzip
import re
from hashlib import sha256
from pathlib import Path

import pytest

from webmap import assets as room
from webmap.assets import Asset, asset_url, assets, leaflet_file

STATIC = Path(room.__file__).parent / "static"
BUDGET = 110_000  # bytes in gzip for all that the map's page loads beside its data


def test_leaflet_is_the_pinned_one_of_its_package() -> None:
    assert b"Leaflet 1.9.3" in leaflet_file("leaflet.js")[:200]
    assert assets()["leaflet.js"].content.startswith(leaflet_file("leaflet.js")[:100_000])


def test_a_file_that_the_package_lacks_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"không-có\.js.*requirements"):
        leaflet_file("không-có.js")


@pytest.mark.parametrize("asset", assets().values(), ids=lambda asset: asset.name)
def test_the_address_is_made_of_the_content(asset: Asset) -> None:
    assert asset.url == f"/assets/{sha256(asset.content).hexdigest()[:12]}/{asset.name}"
    assert asset_url(asset.name) == asset.url


def test_every_file_of_ours_is_served_alone_or_in_bundles() -> None:
    loose = {asset.name for asset in assets().values()}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name = path.relative_to(STATIC).as_posix()
            homes = [parts for parts in room._BUNDLES.values() if name in parts]
            assert bool(homes) != (name in loose), name


def test_no_asset_points_to_another_host_except_tiles_and_credits() -> None:
    allowed = {
        "https://tile.openstreetmap.org",
        "https://www.openstreetmap.org",
        "http://www.w3.org",
        "https://leafletjs.com",
    }
    allowed.add("https://bugzilla.mozilla.org")  # a comment of Leaflet
    for asset in assets().values():
        hosts = set(re.findall(r"https?://[\w.-]+", asset.text)) if asset.is_text else set()
        assert hosts <= allowed, asset.name


def test_style_sheets_ask_for_no_image() -> None:
    for asset in assets().values():
        if asset.media_type.startswith("text/css"):
            assert "url(" not in asset.text, asset.name


def test_our_scripts_are_small_readable_and_write_no_html() -> None:
    """Text of the data reaches the page as text: none of the ways to make HTML or code of a string is used."""
    for path in STATIC.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") < 400, path.name
        assert max(map(len, text.splitlines())) <= 180, path.name
        assert text.startswith("/**"), f"{path.name} does not say what it is"
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "bindPopup",
            "bindTooltip",
        ):
            assert word not in text, f"{path.name}: {word}"


def test_no_text_stands_inside_the_blank_of_another() -> None:
    """What packs the scripts takes spaces out of a template literal that stands in another's `${…}`."""
    inside = re.compile(r"\$\{[^`{}]*`[^`]*\s[^`]*`")
    found = [f"{path.name}: {one}" for path in STATIC.rglob("*.js") for one in inside.findall(path.read_text("utf-8"))]
    assert found == []
    assert inside.search("`form${kind ? ` form-${kind}` : ''}`")


def test_the_assets_of_the_page_stay_small() -> None:
    page = ("leaflet.js", "leaflet.css", "shell.css", "map.css", "map.js", "icon.svg")
    assert sum(len(gzip.compress(assets()[name].content, 9)) for name in page) < BUDGET
