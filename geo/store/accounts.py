"""People who may write: names, roles, argon2id hashes. There is no account and no password until somebody makes one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import CredentialError
from geo.language import say
from geo.moments import Clock, from_text, to_text
from geo.store import chain
from geo.store.audit import AuditLog, Entry
from geo.store.database import Connection, Database, Row, Value

TABLE = "account"
COLUMNS = ("name", "role", "password_hash", "disabled", "created_at", "changed_at", "revision")
NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
NAME_LENGTH = (3, 32)
PASSWORD_LENGTH = (12, 128)
DISTINCT_LETTERS = 5
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM {TABLE}"  # noqa: S608  our own names


class Role(StrEnum):
    """What an account may do; each may do what stands before it, too."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person. `revision` grows with every change; a session of an older revision is over."""

    name: str
    role: Role
    password_hash: str
    disabled: bool
    created_at: datetime
    changed_at: datetime
    revision: int


class Accounts:
    """The accounts of one store. `hasher` is handed in so that tests may use a cheap one."""

    def __init__(self, database: Database, audit: AuditLog, clock: Clock, hasher: PasswordHasher) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._hasher = hasher

    def add(self, name: str, role: Role, password: str, *, who: str) -> Account:
        """Make an account. Raises CredentialError for a name that is taken or malformed and for a password too weak."""
        check_name(name)
        check_password(name, password)
        now = self._clock()
        account = Account(
            name=name,
            role=role,
            password_hash=self._hash(password),
            disabled=False,
            created_at=now,
            changed_at=now,
            revision=1,
        )
        with self._database.write() as connection:
            if _select_one(connection, name) is not None:
                raise CredentialError(say("Tên đăng nhập đã có"), value=name, remedy=say("Hãy chọn tên khác."))
            self._write(connection, account, Entry(who=who, action="account.add", subject=name, detail=role.value))
        return account

    def set_password(self, name: str, password: str, *, who: str) -> Account:
        """Give an account a new password; its sessions end."""
        check_password(name, password)
        return self._change(
            name, Entry(who=who, action="account.password", subject=name), password_hash=self._hash(password)
        )

    def set_role(self, name: str, role: Role, *, who: str) -> Account:
        """Give an account another role; its sessions end."""
        return self._change(name, Entry(who=who, action="account.role", subject=name, detail=role.value), role=role)

    def set_disabled(self, name: str, *, disabled: bool, who: str) -> Account:
        """Close an account, or open it again; its sessions end. None is ever removed: its name is in the history."""
        action = "account.disable" if disabled else "account.enable"
        return self._change(name, Entry(who=who, action=action, subject=name), disabled=disabled)

    def find(self, name: str) -> Account | None:
        """Return the account of this name, or None."""
        rows = self._database.query(f"{_SELECT} WHERE name = ?", (name,))
        return _from_row(rows[0]) if rows else None

    def all(self) -> tuple[Account, ...]:
        """Return every account by name."""
        return tuple(map(_from_row, self._database.query(f"{_SELECT} ORDER BY name")))

    def verify(self, name: str, password: str) -> Account | None:
        """Return the account if the password is right and the account open, else None; both take equally long."""
        account = self.find(name)
        if not self._matches(account.password_hash if account else self._decoy, password):
            return None
        return account if account and not account.disabled else None

    @cached_property
    def _decoy(self) -> str:
        """A hash nobody has the password of, so that unknown names cost the same time."""
        return self._hasher.hash("không ai có mật khẩu này")

    def _matches(self, password_hash: str, password: str) -> bool:
        if len(password) > PASSWORD_LENGTH[1] * 4:  # nobody's password; not worth hashing
            return False
        try:
            return self._hasher.verify(password_hash, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    def _hash(self, password: str) -> str:
        return self._hasher.hash(normal(password))

    def _change(self, name: str, entry: Entry, **changes: object) -> Account:
        with self._database.write() as connection:
            account = _select_one(connection, name)
            if account is None:
                raise CredentialError(
                    say("Không có tài khoản này"), value=name, remedy=say("Hãy xem lại tên đăng nhập.")
                )
            changed = replace(account, **changes, changed_at=self._clock(), revision=account.revision + 1)  # type: ignore[arg-type]  # names of Account fields
            self._write(connection, changed, entry)
        return changed

    def _write(self, connection: Connection, account: Account, entry: Entry) -> None:
        row = _to_row(account)
        row["row_hash"] = account_hash(row)
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT OR REPLACE INTO {TABLE} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608  our own names
        self._audit.record(entry, connection)


def normal(password: str) -> str:
    """Return the one form of a password that is hashed: keyboards compose Vietnamese letters differently."""
    return unicodedata.normalize("NFC", password)


def check_name(name: str) -> None:
    """Raise CredentialError unless the name is 3 to 32 of a–z, 0–9 with single . _ - inside."""
    least, most = NAME_LENGTH
    if not least <= len(name) <= most or not NAME.fullmatch(name):
        remedy = say(
            "Hãy dùng {least}–{most} chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ.",
            least=least,
            most=most,
        )
        raise CredentialError(say("Tên đăng nhập không hợp lệ"), value=name, remedy=remedy)


def check_password(name: str, password: str) -> None:
    """Raise CredentialError unless the password has 12 to 128 letters, five different ones, and not the name in it."""
    least, most = PASSWORD_LENGTH
    if not least <= len(normal(password)) <= most:
        raise CredentialError(
            say("Mật khẩu phải có từ {least} đến {most} ký tự", least=least, most=most),
            remedy=say("Một câu dễ nhớ là tốt nhất."),
        )
    if len(set(password)) < DISTINCT_LETTERS or name.lower() in password.lower():
        raise CredentialError(say("Mật khẩu quá dễ đoán"), remedy=say("Hãy tránh lặp ký tự và tránh tên đăng nhập."))


def account_hash(row: dict[str, Value]) -> str:
    """Return the hash an account's row carries, to see damage; accounts change, so they are no chain."""
    return chain.row_hash(chain.GENESIS, TABLE, row)


def find_damaged(connection: Connection) -> tuple[str, ...]:
    """Return the names of accounts whose row is not what was written."""
    rows = connection.execute(f"{_SELECT.replace(' FROM', ', row_hash FROM')} ORDER BY name").fetchall()
    named = (dict(zip((*COLUMNS, "row_hash"), row, strict=True)) for row in rows)
    return tuple(str(row["name"]) for row in named if account_hash(row) != row["row_hash"])


def _select_one(connection: Connection, name: str) -> Account | None:
    row = connection.execute(f"{_SELECT} WHERE name = ?", (name,)).fetchone()
    return _from_row(row) if row else None


def _to_row(account: Account) -> dict[str, Value]:
    return {
        "name": account.name,
        "role": account.role.value,
        "password_hash": account.password_hash,
        "disabled": int(account.disabled),
        "created_at": to_text(account.created_at),
        "changed_at": to_text(account.changed_at),
        "revision": account.revision,
    }


def _from_row(row: Row) -> Account:
    name, role, password_hash, disabled, created_at, changed_at, revision = row
    return Account(
        name=str(name),
        role=Role(str(role)),
        password_hash=str(password_hash),
        disabled=bool(disabled),
        created_at=from_text(str(created_at)),
        changed_at=from_text(str(changed_at)),
        revision=int(revision or 0),
    )
