"""`label(text)`: the one door through which text may reach folium.

folium compiles the strings it is given as Jinja templates and writes many of them into JavaScript template literals,
so HTML escaping alone is not enough: braces, backslash and backtick have to go as well.
"""

from __future__ import annotations

import html

_ENTITIES = str.maketrans({"{": "&#123;", "}": "&#125;", "\\": "&#92;", "`": "&#96;"})


def label(text: str) -> str:
    """Return `text` as HTML that shows it letter by letter and means nothing to Jinja, JavaScript or HTML.

    Not idempotent: a text is labelled once, at the door.
    """
    return html.escape(text, quote=True).translate(_ENTITIES)
