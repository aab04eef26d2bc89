"""What every answer tells the browser: where its parts may come from, who may frame it, what it may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flask import Flask, Response

from webmap.current import overlays

TILE_HOST = "https://tile.openstreetmap.org"  # the only other host, and only when a person switches its layer on
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",  # no inline script, no nonce: a nonce on every tag would bless an injected one
    "style-src": "'self'",
    "img-src": f"'self' data: {TILE_HOST}",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(changes: Mapping[str, str], hosts: Iterable[tuple[str, str]] = ()) -> str:
    """Return the content security policy with some of its directives changed, and opened for hosts by directive."""
    directives = {**_POLICY, **changes}
    for name, host in sorted(set(hosts)):
        directives[name] = " ".join((directives.get(name, "'self'"), host))
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def declared_hosts() -> tuple[tuple[str, str], ...]:
    """Return directive and origin for the layers of one's own that are declared: those and no other are opened."""
    return overlays().hosts()


CONTENT_SECURITY_POLICY = policy({})
SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "strict-origin-when-cross-origin",  # without a Referer the tile server answers 403
        "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


def _secure(response: Response) -> Response:
    """Add what a view has not set itself; an answer about which nothing was said is not kept."""
    framed_elsewhere = "Content-Security-Policy" in response.headers  # then the view's policy says by whom
    opened = {"Content-Security-Policy": policy({}, declared_hosts())}
    for name, value in {**SECURITY, **opened}.items():
        if name != "X-Frame-Options" or not framed_elsewhere:
            response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def secure(app: Flask) -> None:
    """Send the headers with every answer, errors included."""
    app.after_request(_secure)
