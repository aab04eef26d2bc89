"""Who may open what. Every view declares the role it needs, beside itself; one that declares none is closed to all.

`@public` is for what must answer before anybody has signed in (health, assets, the sign-in page). `@requires("viewer")`
is for reading: open to all unless the setting `OPEN_READING` is off. `@requires(ACCOUNT)` is for what is somebody's
own, whatever their role, and never for nobody in particular. Who the caller is, is asked of the one function given to
`identify_with`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from werkzeug.exceptions import Forbidden, MethodNotAllowed, NotFound, Unauthorized

PUBLIC = "public"
ACCOUNT = "account"
ROLES = ("viewer", "editor", "admin")  # each may do what stands before it, too
View = TypeVar("View", bound=Callable[..., Any])
_IDENTIFY = "projectmap.identify"
_NOBODY = "projectmap.nobody"  # the role of somebody who has not signed in


def requires(role: str) -> Callable[[View], View]:
    """Declare what a view needs: one of `ROLES`, or an account of any."""
    if role not in (PUBLIC, ACCOUNT, *ROLES):
        raise ValueError(role)

    def declare(view: View) -> View:
        view.role = role  # type: ignore[attr-defined]  # a function carries its declaration: the registry is the view itself
        return view

    return declare


def public(view: View) -> View:
    """Declare that a view is open to everybody, always."""
    return requires(PUBLIC)(view)


def declared_role(app: Flask, endpoint: str) -> str | None:
    """Return the role that the view of an endpoint declares, or None where it declares none."""
    return getattr(app.view_functions[endpoint], "role", None)


def identify_with(app: Flask, identify: Callable[[], str | None]) -> None:
    """Let `identify` say, for each request, the role of whoever signed in; None for nobody."""
    app.extensions[_IDENTIFY] = identify


def cannot_identify(error: Exception) -> None:
    """Note why it cannot be said who the caller is: nobody for now, and where somebody is needed, told that."""
    g.unidentified = error


def current_role() -> str | None:
    """Return the role of the caller, or None for somebody who has not signed in and may not read."""
    if "role" not in g:
        g.role = _signed_in() or current_app.extensions[_NOBODY]
    role: str | None = g.role
    return role


def _signed_in() -> str | None:
    """Return the role of whoever signed in, or None."""
    role: str | None = current_app.extensions[_IDENTIFY]()
    return role


def may(role: str) -> bool:
    """Tell whether the caller may do what needs `role`."""
    if role == ACCOUNT:
        return _signed_in() is not None
    held = current_role()
    return role == PUBLIC or (held is not None and ROLES.index(held) >= ROLES.index(role))


def _guard() -> None:
    """Stop a request that its view's role does not allow: 401 for nobody in particular, 403 for somebody.

    Raises what keeps the caller unknown where that decides.
    """
    if request.endpoint is None or isinstance(request.routing_exception, NotFound | MethodNotAllowed):
        return
    needed = declared_role(current_app, request.endpoint)
    if needed is None:
        raise Forbidden
    if not may(needed):
        if "unidentified" in g:
            raise g.unidentified
        raise Unauthorized if _signed_in() is None else Forbidden


def guard(app: Flask, *, open_reading: bool) -> None:
    """Check the role before every request. Nobody is signed in until `identify_with` says otherwise."""
    app.extensions.setdefault(_IDENTIFY, lambda: None)
    app.extensions[_NOBODY] = "viewer" if open_reading else None
    app.before_request(_guard)
