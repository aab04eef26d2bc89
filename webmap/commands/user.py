"""`projectmap user`: who may sign in, and what they may do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from webmap.commands import caller, examples, store_path

if TYPE_CHECKING:
    from geo.store import Account, Accounts

ROLES = ("viewer", "editor", "admin")
WORDS = {"viewer": "xem", "editor": "sửa", "admin": "quản trị"}
NAME = click.argument("name", metavar="TÊN")
ROLE = click.Choice(ROLES)
EXAMPLES = examples(
    "projectmap user add lan.nguyen --role editor",
    "projectmap user list",
    "projectmap user disable lan.nguyen",
    "projectmap user password lan.nguyen < mat-khau.txt",
)


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Tài khoản: thêm, xem, khóa, đổi mật khẩu, đổi quyền."""


@contextmanager
def _accounts() -> Iterator[Accounts]:
    from geo.store import open_store

    store = open_store(store_path())
    try:
        yield store.accounts
    finally:
        store.close()


def _password() -> str:
    """Return a password: asked for twice and not shown, or the one line that was piped in. Never an argument."""
    if sys.stdin.isatty():
        typed: str = click.prompt(
            "Mật khẩu (không hiện khi gõ)", hide_input=True, confirmation_prompt="Gõ lại mật khẩu"
        )
        return typed
    return sys.stdin.readline().rstrip("\r\n")


@command.command()
@NAME
@click.option("--role", type=ROLE, default="viewer", help="Quyền: viewer xem, editor sửa, admin quản trị.")
def add(name: str, role: str) -> None:
    """Thêm tài khoản; mật khẩu được hỏi, không có mật khẩu mặc định."""
    from geo.store import Role
    from geo.store.accounts import check_name

    check_name(name)
    with _accounts() as accounts:
        accounts.add(name, Role(role), _password(), who=caller())
    click.echo(f"Đã thêm tài khoản {name}, quyền {WORDS[role]}.")


@command.command(name="list")
def list_() -> None:
    """Xem mọi tài khoản."""
    with _accounts() as accounts:
        held = accounts.all()
    for account in held:
        click.echo(_line(account))
    if not held:
        click.echo("Chưa có tài khoản nào. Thêm bằng: projectmap user add TÊN --role editor")


@command.command()
@NAME
def disable(name: str) -> None:
    """Khóa tài khoản; phiên đang mở hết hiệu lực ngay."""
    with _accounts() as accounts:
        accounts.set_disabled(name, disabled=True, who=caller())
    click.echo(f"Đã khóa tài khoản {name}.")


@command.command()
@NAME
def enable(name: str) -> None:
    """Mở lại tài khoản đã khóa."""
    with _accounts() as accounts:
        accounts.set_disabled(name, disabled=False, who=caller())
    click.echo(f"Đã mở lại tài khoản {name}.")


@command.command()
@NAME
def password(name: str) -> None:
    """Đổi mật khẩu; phiên đang mở hết hiệu lực ngay."""
    with _accounts() as accounts:
        accounts.set_password(name, _password(), who=caller())
    click.echo(f"Đã đổi mật khẩu của {name}.")


@command.command()
@NAME
@click.argument("new", metavar="QUYỀN", type=ROLE)
def role(name: str, new: str) -> None:
    """Đổi quyền; phiên đang mở hết hiệu lực ngay."""
    from geo.store import Role

    with _accounts() as accounts:
        accounts.set_role(name, Role(new), who=caller())
    click.echo(f"Tài khoản {name} nay có quyền {WORDS[new]}.")


def _line(account: Account) -> str:
    from geo.moments import day_on_screen

    state = ", đang khóa" if account.disabled else ""
    return f"{account.name}\t{WORDS[account.role]}{state}\tđổi lần cuối {day_on_screen(account.changed_at)}"
