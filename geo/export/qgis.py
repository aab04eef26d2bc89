"""QGIS styles (QML): colours by funding source, dashes by precision, Vietnamese field names and words for codes."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from geo.export.columns import COLUMNS
from geo.export.delivery import Looks

_SYMBOL = {"point": "marker", "line": "line", "polygon": "fill"}
_LAYER_CLASS = {"point": "SimpleMarker", "line": "SimpleLine", "polygon": "SimpleFill"}
_GEOMETRY_TYPE = {"point": 0, "line": 1, "polygon": 2, "none": 4}
_STROKE = {"point": "outlineStyle", "line": "outlineStyle", "polygon": "outlineStyle"}
_BY = "funding_source"


def qml(kind: str, looks: Looks) -> str:
    """Return the style of a layer of one of `geo.export.delivery.KINDS`; `none` gets field names and words only."""
    drawn = "" if kind == "none" else _renderer(kind, looks)
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        '<qgis version="3.22.0" styleCategories="Symbology|Fields|Forms">'
        f"{drawn}<fieldConfiguration>{_words(looks)}</fieldConfiguration><aliases>{_aliases()}</aliases>"
        '<previewExpression>"name"</previewExpression>'
        f"<layerGeometryType>{_GEOMETRY_TYPE[kind]}</layerGeometryType></qgis>"
    )


def _renderer(kind: str, looks: Looks) -> str:
    """Return one category a funding source, and one for what has none."""
    codes = [*looks.fill, ""]
    categories = "".join(
        f'<category render="true" symbol="{at}" value={quoteattr(code)} label={quoteattr(_label(code, looks))}/>'
        for at, code in enumerate(codes)
    )
    symbols = "".join(_symbol(kind, str(at), looks.colour(code), looks) for at, code in enumerate(codes))
    return (
        f'<renderer-v2 type="categorizedSymbol" attr="{_BY}" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
    )


def _label(code: str, looks: Looks) -> str:
    return looks.word(_BY, code) if code else "Khác"


def _symbol(kind: str, name: str, colour: str, looks: Looks) -> str:
    """Return one symbol; its stroke is broken where the precision class is a vague one."""
    properties = "".join(f'<prop k="{key}" v="{value}"/>' for key, value in _properties(kind, colour).items())
    vague = ",".join(f"'{code}'" for code in sorted(looks.dashed))
    rule = quoteattr(f"if(\"precision\" in ({vague}),'dash','solid')")
    return (
        f'<symbol type="{_SYMBOL[kind]}" name="{name}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{_LAYER_CLASS[kind]}" enabled="1" pass="0" locked="0">{properties}'
        '<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/>'
        f'<Option type="Map" name="properties"><Option type="Map" name="{_STROKE[kind]}">'
        f'<Option type="bool" name="active" value="true"/><Option type="QString" name="expression" value={rule}/>'
        '<Option type="int" name="type" value="3"/></Option></Option>'
        '<Option type="QString" name="type" value="collection"/></Option></data_defined_properties></layer></symbol>'
    )


def _properties(kind: str, colour: str) -> Mapping[str, str]:
    """Return the properties of a symbol layer: firm edge in the class colour, areas half transparent."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    firm, soft = f"{red},{green},{blue},255", f"{red},{green},{blue},80"
    if kind == "point":
        return {"name": "circle", "color": firm, "outline_color": "255,255,255,255", "outline_width": "0.4",
                "size": "3", "size_unit": "MM", "outline_style": "solid", "outline_width_unit": "MM"}  # fmt: skip
    if kind == "line":
        return {"line_color": firm, "line_width": "0.8", "line_width_unit": "MM", "line_style": "solid"}
    return {"color": soft, "style": "solid", "outline_color": firm, "outline_width": "0.5",
            "outline_width_unit": "MM", "outline_style": "solid"}  # fmt: skip


def _aliases() -> str:
    return "".join(
        f'<alias field="{column.name}" index="{at}" name={quoteattr(column.vi)}/>'
        for at, column in enumerate(COLUMNS, start=1)  # 0 is the row number
    )


def _words(looks: Looks) -> str:
    """Return value maps: QGIS shows the word and keeps the code."""
    return "".join(f'<field name="{name}">{_value_map(words)}</field>' for name, words in looks.words.items())


def _value_map(words: Mapping[str, str]) -> str:
    pairs = "".join(
        f'<Option type="Map"><Option type="QString" name={quoteattr(word)} value={quoteattr(code)}/></Option>'
        for code, word in words.items()
    )
    return (
        '<editWidget type="ValueMap"><config><Option type="Map">'
        f'<Option type="List" name="map">{pairs}</Option></Option></config></editWidget>'
    )
