"""Everybody's own password: changed by whoever knows the old one, without asking anybody. The session goes on."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import CredentialError
from geo.language import say
from geo.store import Account
from webmap.access import ACCOUNT, requires
from webmap.accounts import Person, verified
from webmap.body import HTML
from webmap.current import store, throttle
from webmap.query import refuse_unknown

blueprint = Blueprint("password", __name__)


def _own() -> Account:
    """Return the account that asks. Whoever is known by other means than an account has no password here."""
    if not current_user.is_authenticated:
        raise NotFound
    account: Account = current_user.account
    return account


@blueprint.get("/password")
@requires(ACCOUNT)
def password_page() -> Response:
    """Answer the form."""
    refuse_unknown(request.args, ("changed",))
    return _page(_own(), changed="changed" in request.args)


@blueprint.post("/password")
@requires(ACCOUNT)
def change_password() -> AnyResponse:
    """Give the account a new password. Other sessions of it end; this one goes on. Tries are counted as at the door."""
    account, address = _own(), request.remote_addr or ""
    if throttle().admit(account.name, address):
        return _page(account, say("Đã thử quá nhiều lần. Hãy đợi ít phút rồi thử lại."), status=429)
    old, new, again = (request.form.get(field, "") for field in ("old", "new", "again"))
    fault = _fault(account, old, new, again)
    if fault:
        return _page(account, fault, status=400)
    throttle().forgive(account.name, address)
    try:
        changed = store().accounts.set_password(account.name, new, who=account.name)
    except CredentialError as error:
        return _page(account, error.sentence, status=400)
    session.permanent = True
    login_user(Person(changed))
    return redirect(url_for("password.password_page", changed=1), 303)


def _fault(account: Account, old: str, new: str, again: str) -> str:
    """Return what is wrong with the three fields in a sentence, or nothing."""
    if verified(account.name, old) is None:
        return say("Mật khẩu hiện tại không đúng. Chưa đổi gì.")
    if new != again:
        return say("Hai lần gõ mật khẩu mới không giống nhau. Chưa đổi gì.")
    if new == old:
        return say("Mật khẩu mới trùng mật khẩu cũ. Chưa đổi gì.")
    return ""


def _page(account: Account, fault: str = "", *, changed: bool = False, status: int = 200) -> Response:
    """Render the form; it is about one person and never kept."""
    page = render_template("password.html", account=account, fault=fault, changed=changed)
    return Response(page, status=status, headers={"Cache-Control": "no-store"}, mimetype=HTML)
