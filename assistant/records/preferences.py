"""What a user has set for themselves, such as the filter of the list; nothing about a case."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from assistant.records import tables as t
from assistant.records.model import User
from assistant.records.store import Records


def set_preference(records: Records, user: User, name: str, value: str) -> None:
    """Keep a value under a name, in the place of the one before."""
    with records.database.writing() as connection:
        p = t.preferences.c
        connection.execute(delete(t.preferences).where(p.user == user.name, p.name == name))
        connection.execute(insert(t.preferences).values(user=user.name, name=name, value=value))


def preference(records: Records, user: User, name: str) -> str | None:
    """The value kept under a name, or None."""
    p = t.preferences.c
    query = select(p.value).where(p.user == user.name, p.name == name)
    with records.database.reading() as connection:
        return connection.execute(query).scalar_one_or_none()
