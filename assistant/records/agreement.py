"""Whether the tables still say what the audit says: a draft, signature or file altered past the program.

The chain proves that the entries are whole; this proves that what the pages show is what they tell of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, select

from assistant.errors import AuditError
from assistant.records import tables as t
from assistant.records.model import Action

_Compare = Callable[[Row[Any], Mapping[str, Any]], bool]


def check_tables(connection: Connection) -> None:
    """Compare every edit, override, signature, fact and file with its entry.

    Raises:
        AuditError: names the first entry that the tables contradict.
    """
    for action, table, columns in _CHECKED:
        _check(connection, action, table, columns)
    _check_drafts(connection)
    _check_files(connection)


def _check(connection: Connection, action: Action, table: Table, columns: tuple[str, ...]) -> None:
    """Every entry of this action has one row that holds the same, and every row has an entry."""
    rows = {row.entry: row for row in connection.execute(select(table)).all()}
    for number, body in _bodies(connection, action):
        row = rows.pop(number, None)
        if row is None:
            raise AuditError(f"Entry {number} ({action}) has no row in the table {table.name}.")
        if any(getattr(row, column) != body.get(column) for column in columns):
            raise AuditError(f"Entry {number} ({action}) is contradicted by the table {table.name}.")
    if rows:
        raise AuditError(f"A row of the table {table.name} says entry {min(rows)}, which is no {action!r}.")


def _check_drafts(connection: Connection) -> None:
    """A reviewer's version is that of its edit, an assistant's version that of its review."""
    rows = connection.execute(select(t.drafts).order_by(t.drafts.c.entry)).all()
    edits = {row.entry: row for row in rows if row.by_reviewer}
    for number, body in _bodies(connection, Action.EDITED):
        row = edits.pop(number, None)
        if row is None or row.text != body["text"] or row.number != body["version"]:
            raise AuditError(f"Entry {number} (rationale edited) is contradicted by the table drafts.")
    if edits:
        raise AuditError(f"A draft says entry {min(edits)}, which is no edit.")
    drafted: dict[tuple[int, int], str] = {}
    for row in rows:
        if not row.by_reviewer:
            drafted[row.entry, row.item] = row.text
    for number, body in _bodies(connection, Action.REVIEWED):
        for item in body["items"]:
            text = drafted.pop((number, item["number"]), None)
            if text is not None and (item["draft"] is None or item["draft"]["text"] != text):
                raise AuditError(f"Entry {number} (case reviewed) is contradicted by the table drafts.")
    if drafted:
        raise AuditError(f"A draft says entry {min(drafted)[0]}, which is no review.")


def _check_files(connection: Connection) -> None:
    added = select(t.audit.c.number, t.audit.c.case_id, t.audit.c.body).where(
        t.audit.c.action == Action.CASE_ADDED.value
    )
    for entry in connection.execute(added.order_by(t.audit.c.number)).all():
        content = connection.execute(
            select(t.cases.c.content).where(t.cases.c.id == entry.case_id)
        ).scalar_one_or_none()
        if content is None or sha256(content).hexdigest() != json.loads(entry.body)["sha256"]:
            raise AuditError(f"Entry {entry.number} (case added): the file kept is not the one added.")


def _bodies(connection: Connection, action: Action) -> list[tuple[int, dict[str, Any]]]:
    number: Column[int] = t.audit.c.number
    query = select(number, t.audit.c.body).where(t.audit.c.action == action.value).order_by(number)
    return [(row.number, json.loads(row.body)) for row in connection.execute(query)]


_CHECKED = (
    (Action.OVERRIDDEN, t.overrides, ("decision", "recommendation", "reason")),
    (
        Action.SIGNED,
        t.signatures,
        ("name", "credentials", "attestation", "despite", "decision", "version", "text"),
    ),
    (Action.FACT_ADDED, t.facts, ("text", "source")),
)
