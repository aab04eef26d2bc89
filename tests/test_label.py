"""The rule: what went through `label()` shows itself letter by letter, through HTML, Jinja and JavaScript alike."""

from __future__ import annotations

import html

import folium
import folium.template
import jinja2
import pytest
from branca.element import Figure
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HOSTILE
from webmap.label import label

SPECIAL = "<>&\"'{}`\\$%#/"
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(), st.text(SPECIAL + "a7*!img ", max_size=40))


@given(TEXTS)
def test_a_browser_shows_what_was_written(text: str) -> None:
    assert html.unescape(label(text)) == html.unescape(html.escape(text))


@given(TEXTS)
def test_nothing_is_left_that_html_jinja_or_javascript_reads(text: str) -> None:
    assert not set(label(text)) & set("<>\"'{}`\\")


@given(TEXTS)
def test_as_a_template_it_is_itself(text: str) -> None:
    """What folium is given it compiles: a compiled label must render to the label."""
    shown = label(text).replace("\r\n", "\n").replace("\r", "\n")
    for template in (jinja2.Template, folium.template.Template):
        assert template(label(text), keep_trailing_newline=True).render() == shown


@given(TEXTS)
def test_inside_a_template_literal_it_is_itself(text: str) -> None:
    """A tooltip becomes a template literal: no backtick closes it, no `${` opens code, no backslash escapes."""
    written = label(text)
    assert "`" not in written
    assert "${" not in written
    assert "\\" not in written


@pytest.mark.parametrize("door", ["popup", "tooltip", "caption"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_folium_writes_a_label_as_it_stands(door: str, text: str) -> None:
    stock = folium.Map(tiles=None)
    if door == "popup":
        folium.Marker([20.9, 106.7], popup=folium.Popup(label(text))).add_to(stock)
    elif door == "tooltip":
        folium.Marker([20.9, 106.7], tooltip=folium.Tooltip(label(text))).add_to(stock)
    else:
        figure = stock.get_root()
        assert isinstance(figure, Figure)
        figure.html.add_child(folium.Element(f"<p>{label(text)}</p>"))
    assert label(text) in stock.get_root().render()
