"""Accounts: who may sign in, in which role. Passwords are kept as salted scrypt hashes only.

scrypt is in the standard library, memory-hard (32 MB a try here) and recommended by OWASP where Argon2id
is not at hand; its parameters are kept with each hash, so that they can rise later.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import scrypt
from hmac import compare_digest
from threading import Lock

from sqlalchemy import insert, select, update

from assistant.errors import AccessError, RecordsError
from assistant.records import tables as t
from assistant.records.model import SINGLE_USER, Action, Role, User
from assistant.records.store import Records

SHORTEST_PASSWORD = 12
_LOG_N, _BLOCK, _PARALLEL = 15, 8, 1
_MEMORY = 128 * 1024 * 1024


@dataclass(frozen=True)
class Users:
    """The accounts in the records."""

    records: Records

    def add(self, name: str, role: Role, password: str, by: User = SINGLE_USER) -> User:
        """Make an account; only a lead may.

        Raises:
            AccessError: ``by`` is no lead.
            RecordsError: the name is taken or empty, or the password too short.
        """
        _lead(by)
        name = name.strip()
        if not name or name == SINGLE_USER.name:
            raise RecordsError("An account needs a name of its own.")
        if len(password) < SHORTEST_PASSWORD:
            raise RecordsError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
        hashed = hash_password(password)
        with self.records.change(by) as change:
            taken = select(t.users.c.name).where(t.users.c.name == name)
            if change.connection.execute(taken).one_or_none():
                raise RecordsError(f"There is an account {name!r} already.")
            row = {"name": name, "role": role.value, "password": hashed, "disabled": False}
            change.connection.execute(insert(t.users).values({**row, "at": change.when}))
            change.note(Action.USER_ADDED, {"name": name, "role": role.value})
        return User(name, role)

    def list(self) -> tuple[User, ...]:
        """All accounts by name."""
        with self.records.database.reading() as connection:
            rows = connection.execute(select(t.users).order_by(t.users.c.name)).all()
        return tuple(User(row.name, Role(row.role), row.disabled) for row in rows)

    def find(self, name: str) -> User | None:
        """An account, also a disabled one."""
        with self.records.database.reading() as connection:
            row = connection.execute(select(t.users).where(t.users.c.name == name)).one_or_none()
        return User(row.name, Role(row.role), row.disabled) if row else None

    def disable(self, name: str, by: User = SINGLE_USER) -> None:
        """Let nobody sign in by this account any more; its cases stay. Only a lead may."""
        _lead(by)
        with self.records.change(by) as change:
            here = t.users.c.name == name
            found = change.connection.execute(update(t.users).where(here).values(disabled=True))
            if found.rowcount == 0:
                raise RecordsError(f"There is no account {name!r}; `imr users list` prints all.")
            change.note(Action.USER_DISABLED, {"name": name})

    def verify(self, name: str, password: str) -> User | None:
        """The user whose password this is; an unknown or disabled name takes as long as a wrong one."""
        nobodys = _nobodys_hash()
        with self.records.database.reading() as connection:
            query = select(t.users.c.password).where(t.users.c.name == name)
            kept = connection.execute(query).scalar_one_or_none()
        right = password_matches(password, kept or nobodys)
        user = self.find(name)
        return user if right and kept and user and not user.disabled else None


@dataclass
class SignIns:
    """Who is signed in now, by token; forgotten when the program ends or after ``idle`` without a move."""

    users: Users
    idle: timedelta
    _open: dict[str, tuple[str, datetime]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def open(self, user: User) -> str:
        """A fresh token for a user who has just been verified."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._open[token] = (user.name, self.users.records.clock())
        return token

    def user(self, token: str) -> User | None:
        """Whose token this is, or None once it is unknown or idle too long; counts as a move."""
        now = self.users.records.clock()
        with self._lock:
            held = self._open.get(token)
            if held is None or now - held[1] > self.idle:
                self._open.pop(token, None)
                return None
            self._open[token] = (held[0], now)
        user = self.users.find(held[0])
        return user if user and not user.disabled else None

    def close(self, token: str) -> None:
        with self._lock:
            self._open.pop(token, None)


def _lead(by: User) -> None:
    if by.role is not Role.LEAD:
        raise AccessError("Only a lead manages accounts.")


def hash_password(password: str) -> str:
    """``scrypt$15$8$1$salt$key`` with a salt of its own."""
    salt = secrets.token_bytes(16)
    key = _key(password, salt, _LOG_N, _BLOCK, _PARALLEL)
    return "$".join(["scrypt", str(_LOG_N), str(_BLOCK), str(_PARALLEL), _text(salt), _text(key)])


def password_matches(password: str, hashed: str) -> bool:
    """Whether a password has this hash, in a time that does not depend on where they differ."""
    _, log_n, block, parallel, salt, key = hashed.split("$")
    again = _key(password, base64.b64decode(salt), int(log_n), int(block), int(parallel))
    return compare_digest(again, base64.b64decode(key))


def _key(password: str, salt: bytes, log_n: int, block: int, parallel: int) -> bytes:
    return scrypt(password.encode(), salt=salt, n=1 << log_n, r=block, p=parallel, maxmem=_MEMORY, dklen=32)


@cache
def _nobodys_hash() -> str:
    """The hash of a password that nobody knows."""
    return hash_password(secrets.token_urlsafe(32))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
