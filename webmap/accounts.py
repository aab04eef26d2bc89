"""Who is calling: sign-in and sign-out, sessions, the token that protects forms.

A session is a signed cookie (HttpOnly, SameSite=Lax, Secure under HTTPS) that names an account and its revision:
changing the password, the role or the state of an account ends its sessions. Pages are cached and the same for
everybody, so a script asks `/api/session` who is signed in, and sends the token it gets there as `X-CSRFToken`.
"""

from __future__ import annotations

import logging
import math
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import GeoError, StoreError
from geo.language import say, say_count
from geo.store import Account, Author, Entry, Store
from webmap.access import cannot_identify, current_role, identify_with, public
from webmap.body import HTML, json_now
from webmap.current import settings, store, throttle
from webmap.errors import answer_http, wants_problem
from webmap.gate import PASSWORDS
from webmap.query import refuse_unknown

SESSION_HOURS = 12
UNKNOWN = "(không rõ)"  # people type passwords into the wrong field: a name that is none is not written down
blueprint = Blueprint("accounts", __name__)
_log = logging.getLogger("webmap.accounts")


class StaleFormError(GeoError):
    """A form whose token is missing or belongs to another session."""

    code = "stale_form"


class Person(UserMixin):  # type: ignore[misc]  # flask_login publishes no types
    """Somebody signed in: an account as Flask-Login wants to see it."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @property
    def is_active(self) -> bool:
        """Whether the account is open."""
        return not self.account.disabled

    def get_id(self) -> str:
        """Return what the session holds: the account and the revision it was signed in with."""
        return f"{self.account.name}:{self.account.revision}"


class _Sessions(SecureCookieSessionInterface):
    """Sessions whose cookie is `Secure` wherever the request came by HTTPS, also through a proxy that says so."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def find_person(store: Store, session_id: str) -> Person | None:
    """Find the person of a session; None when the account is gone, closed or changed since."""
    name, _, revision = session_id.partition(":")
    account = store.accounts.find(name)
    if account is None or account.disabled or str(account.revision) != revision:
        return None
    return Person(account)


def _find_or_pass(store: Store, session_id: str) -> Person | None:
    """Find the person of a session; nobody while the store cannot be read, so that the map is answered all the same."""
    try:
        return find_person(store, session_id)
    except StoreError as error:
        cannot_identify(error)
        return None


def author() -> Author:
    """Return who writes: whoever is signed in, and from where. Only for views that require a role above viewer."""
    return Author(current_user.account.name, request.remote_addr or "")


def verified(name: str, password: str) -> Account | None:
    """Return the account of a name and its right password, else None. Raises `BusyError` where too many try at once."""
    with PASSWORDS.turn():
        return store().accounts.verify(name, password)


def open_accounts(app: Flask, held: Store, secret_key: str) -> None:
    """Let people sign in to the application, with the accounts of a store."""
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="projectmap",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        WTF_CSRF_TIME_LIMIT=None,  # a form may lie open all day: the token lives as long as the session
    )
    app.session_interface = _Sessions()
    manager = LoginManager(app)
    manager.user_loader(lambda session_id: _find_or_pass(held, session_id))
    CSRFProtect(app)
    app.register_error_handler(CSRFError, lambda _: app.handle_user_exception(_stale()))
    app.register_error_handler(Unauthorized, _ask_to_sign_in)
    identify_with(app, lambda: str(current_user.account.role) if current_user.is_authenticated else None)
    app.register_blueprint(blueprint)


@blueprint.get("/signin")
@public
def sign_in_page() -> Response:
    """Answer the form, or who is signed in."""
    refuse_unknown(request.args, ("next",))
    return _page(request.args.get("next", ""))


@blueprint.post("/signin")
@public
def sign_in() -> AnyResponse:
    """Open a session for a name and a password; otherwise say so, equally for a wrong name and a wrong password."""
    name, target = request.form.get("name", "").strip().lower(), request.form.get("next", "")
    address = request.remote_addr or ""
    wait_s = throttle().admit(name, address)
    if wait_s:
        return _too_often(target, name, wait_s)
    account = verified(name, request.form.get("password", ""))
    if account is None:
        known = name if store().accounts.find(name) else UNKNOWN
        store().audit.record(Entry(who=known, action="session.refuse", address=address))
        return _page(target, name, say("Tên đăng nhập hoặc mật khẩu không đúng."), status=401)
    throttle().forgive(name, address)
    store().audit.record(Entry(who=account.name, action="session.start", address=address))  # no session without it
    session.clear()  # whatever was in it belonged to nobody
    session.permanent = True
    login_user(Person(account))
    return redirect(_local(target), 303)


@blueprint.post("/signout")
@public
def sign_out() -> AnyResponse:
    """End the session, also where the store cannot write that down: nobody stays signed in because a disk is full."""
    by = author() if current_user.is_authenticated else None
    logout_user()
    session.clear()
    if by is not None:
        try:
            store().audit.record(Entry(who=by.name, action="session.end", address=by.address))
        except StoreError as error:
            _log.error("%s đã đăng xuất, nhưng không ghi được vào nhật ký: %s", by.name, error)
    return redirect(url_for("accounts.sign_in_page"), 303)


@blueprint.get("/api/session")
@public
def who() -> Response:
    """Answer who is signed in, what they may do, the token for `X-CSRFToken`, and how much may be sent; never kept."""
    refuse_unknown(request.args, ())
    name = current_user.account.name if current_user.is_authenticated else None
    most = settings().max_content_length
    says: dict[str, Any] = {"name": name, "role": current_role(), "csrf_token": generate_csrf(), "max_bytes": most}
    return json_now(says)


def _page(target: str, name: str = "", fault: str = "", status: int = 200) -> Response:
    """Render the sign-in page; it is about one person and never kept."""
    account = current_user.account if current_user.is_authenticated else None
    page = render_template("signin.html", account=account, next=_local(target), name=name, fault=fault)
    return Response(page, status=status, headers={"Cache-Control": "no-store"}, mimetype=HTML)


def _too_often(target: str, name: str, wait_s: float) -> Response:
    """Answer that a name or an address has been tried too often, and when it may be tried again."""
    minutes = math.ceil(wait_s / 60)
    response = _page(
        target, name, say_count("Đã thử quá nhiều lần. Hãy đợi {n} phút rồi thử lại.", minutes), status=429
    )
    response.headers["Retry-After"] = str(math.ceil(wait_s))
    return response


def _local(target: str) -> str:
    """Return where to go after signing in: a path of this site, else the map."""
    is_path = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if is_path and target.isprintable() else "/"


def _stale() -> StaleFormError:
    remedy = say("Hãy tải lại trang rồi gửi lại.")
    return StaleFormError(say("Phiên làm việc của trang này đã cũ, chưa lưu gì"), remedy=remedy)


def _ask_to_sign_in(error: Unauthorized) -> AnyResponse:
    """Lead a person who wants a page to the form, and from there back; tell a program."""
    if wants_problem() or request.method not in ("GET", "HEAD"):
        return answer_http(error)
    return redirect(url_for("accounts.sign_in_page", next=request.full_path.rstrip("?")), 303)
