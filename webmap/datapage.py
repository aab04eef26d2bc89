"""The page of the data: what can be taken away, in which format, under which address; for search engines as a record.

The record says the same twice: DCAT 3 for data portals (`/catalog.jsonld`), schema.org `Dataset` inside the page.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, render_template, request

from geo.crs import system_name
from geo.export.delivery import TITLE, Notice
from geo.export.formats import FORMATS, Format
from geo.export.oc4ids import LICENCE_URI, PUBLISHER
from geo.model import Query
from webmap.access import requires
from webmap.body import HTML, Body, answer
from webmap.current import source
from webmap.exports import map_address, notice
from webmap.language import in_language
from webmap.query import parse_query, to_args

JSON_LD = "application/ld+json"
LANGUAGE = "vi"
blueprint = Blueprint("data", __name__)


@blueprint.get("/data")
@requires("viewer")
def data() -> Response:
    """Answer the formats and standing links for the filters of this address."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)
    said = notice(day, query, map_address(query))

    key = ("data", source().faults, said.home)
    return answer(request, day.answer(key, lambda: Body(_page(said, query).encode(), HTML)))


def _page(said: Notice, query: Query) -> str:
    """Render the page for a question."""
    return render_template(
        "data.html",
        notice=said,
        formats=[(form, _addresses(form, query)) for form in FORMATS.values()],
        links={
            name: _address(name, query)
            for name in ("calendar.ics", "feed.atom", "export/live.kml", "embed", "print.pdf", "print.png")
        },
        record=schema_org(said, query),
        root=request.url_root,
        map_url=said.home,
    )


@blueprint.get("/catalog.jsonld")
@requires("viewer")
def catalog() -> Response:
    """Answer the DCAT record of the rows that the filters keep."""
    query = parse_query(request.args.items(multi=True))
    day = source().snapshot(query.as_of)
    said = notice(day, query, map_address(query))
    key = ("catalog", said.home)
    return answer(request, day.answer(key, lambda: Body(orjson.dumps(dcat(said, query)), JSON_LD)))


def _address(path: str, query: Query, **more: str) -> str:
    """Return an address of ours that asks a question."""
    args = urlencode(in_language([*to_args(query), *more.items()]))
    return f"{request.url_root}{path}" + (f"?{args}" if args else "")


def _addresses(form: Format, query: Query) -> list[tuple[str, str]]:
    """Return name of the system and address, one for each system of a format."""
    path = f"export/{form.file_name}"
    first, *others = form.crs
    found = [(system_name(first), _address(path, query))]
    return found + [(system_name(epsg), _address(path, query, crs=str(epsg))) for epsg in others]


def schema_org(said: Notice, query: Query) -> dict[str, Any]:
    """Return the record as schema.org has it."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": TITLE,
        "description": f"{said.filter_words}. {said.caution}",
        "inLanguage": LANGUAGE,
        "license": LICENCE_URI,
        "creditText": said.attribution,
        "dateModified": said.as_of.isoformat(),
        "version": said.version,
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": PUBLISHER},
        "temporalCoverage": "2025/2030",
        "spatialCoverage": {"@type": "Place", "name": PUBLISHER},
        "url": _address("data", query),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": form.vi,
                "encodingFormat": form.media_type,
                "contentUrl": _addresses(form, query)[0][1],
            }
            for form in FORMATS.values()
        ],
    }


def dcat(said: Notice, query: Query) -> dict[str, Any]:
    """Return the record as DCAT 3 has it, with the service beside the files."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": _address("data", query),
        "@type": "dcat:Dataset",
        "dct:title": {"@value": TITLE, "@language": LANGUAGE},
        "dct:description": {"@value": f"{said.filter_words}. {said.caution}", "@language": LANGUAGE},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": PUBLISHER},
        "dct:license": {"@id": LICENCE_URI},
        "dct:rights": f"{said.licence}. {said.attribution}",
        "dct:modified": {"@value": said.as_of.isoformat(), "@type": "xsd:date"},
        "dcat:version": said.version,
        "dcat:distribution": [_distribution(form, query) for form in FORMATS.values()],
        "dcat:service": {
            "@type": "dcat:DataService",
            "dct:title": "OGC API – Features",
            "dct:conformsTo": {"@id": "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"},
            "dcat:endpointURL": {"@id": f"{request.url_root}ogc"},
            "dcat:endpointDescription": {"@id": f"{request.url_root}ogc/api"},
        },
    }


def _distribution(form: Format, query: Query) -> dict[str, Any]:
    """Return one file of the record."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": {"@value": form.vi, "@language": LANGUAGE},
        "dct:description": {"@value": form.says, "@language": LANGUAGE},
        "dcat:mediaType": form.media_type,
        "dcat:downloadURL": {"@id": _addresses(form, query)[0][1]},
    }
