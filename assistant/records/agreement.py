"""Whether the tables still say what the audit says: a draft, signature or file altered past the program.

The chain proves that the entries are whole; this proves that what the pages show is what they tell of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

from assistant.errors import AuditError
from assistant.records import tables as t
from assistant.records.bodies import digest
from assistant.records.codec import canonical
from assistant.records.model import Action


def check_tables(connection: Connection) -> None:
    """Compare every edit, override, signature, fact and file with its entry.

    Raises:
        AuditError: names the first entry that the tables contradict.
    """
    for action, table, columns in _CHECKED:
        _check(connection, action, table, columns)
    _check_drafts(connection)
    _check_kept(connection)
    _check_files(connection)


def _check(connection: Connection, action: Action, table: Table, columns: tuple[str, ...]) -> None:
    """Every entry of this action has one row that holds the same, and every row has an entry."""
    held = [table.c[column] for column in columns]
    rows = {row[0]: _seal(row[1:]) for row in connection.execute(select(table.c.entry, *held))}
    for number, body in _bodies(connection, action):
        found = rows.pop(number, None)
        if found is None:
            raise AuditError(f"Entry {number} ({action}) has no row in the table {table.name}.")
        if found != _seal([body.get(column) for column in columns]):
            raise AuditError(f"Entry {number} ({action}) is contradicted by the table {table.name}.")
    if rows:
        raise AuditError(f"A row of the table {table.name} says entry {min(rows)}, which is no {action!r}.")


def _check_drafts(connection: Connection) -> None:
    """A version is that of its edit, of its rewording, or of the review that drafted it."""
    numbered: dict[int, str] = {}
    drafted: dict[tuple[int, int], str] = {}
    d = t.drafts.c
    on_wish = {number for number, _ in _bodies(connection, Action.REWORDED)}
    for row in connection.execute(select(d.entry, d.item, d.number, d.text, d.by_reviewer)):
        if row.by_reviewer or row.entry in on_wish:
            numbered[row.entry] = _seal([row.number, row.text])
        else:
            drafted[row.entry, row.item] = _seal([row.text])
    for action in (Action.EDITED, Action.REWORDED):
        for number, body in _bodies(connection, action):
            if numbered.pop(number, None) != _seal([body["version"], body["text"]]):
                raise AuditError(f"Entry {number} ({action}) is contradicted by the table drafts.")
    for number, body in _bodies(connection, Action.REVIEWED):
        for item in body["items"]:
            found = drafted.pop((number, item["number"]), None)
            if found is not None and found != _seal([(item["draft"] or {}).get("text")]):
                raise AuditError(f"Entry {number} (case reviewed) is contradicted by the table drafts.")
    if numbered or drafted:
        odd = min([*numbered, *(entry for entry, _ in drafted)])
        raise AuditError(f"A draft says entry {odd}, which is no edit, rewording or review of it.")


def _check_kept(connection: Connection) -> None:
    """What is kept of each case and of each item's review is what an entry on it has noted."""
    cases: set[tuple[int, str]] = set()
    for action in (Action.CASE_READ, Action.REQUEST_CHANGED):
        cases |= {(case_id, body["kept"]) for _, case_id, body in _noted(connection, action)}
    reviews = {
        (case_id, item["number"], item["kept"])
        for _, case_id, body in _noted(connection, Action.REVIEWED)
        for item in body["items"]
    }
    c, i = t.cases.c, t.items.c
    streamed = connection.execution_options(yield_per=50)
    for row in streamed.execute(select(c.id, c.case).where(c.case.is_not(None)).order_by(c.id)):
        if (row.id, digest(row.case)) not in cases:
            raise AuditError(f"Case {row.id} is not kept as any entry notes it.")
    query = select(i.case_id, i.number, i.review).where(i.review.is_not(None))
    for item in streamed.execute(query.order_by(i.case_id, i.number)):
        if (item.case_id, item.number, digest(item.review)) not in reviews:
            where = f"item {item.number} of case {item.case_id}"
            raise AuditError(f"The review of {where} is not kept as any entry notes it.")


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


def _bodies(connection: Connection, action: Action) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and body of the entries of an action, in order."""
    for number, _, body in _noted(connection, action):
        yield number, body


def _noted(connection: Connection, action: Action) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Number, case and body of the entries of an action; a review's is large, so a few at a time."""
    a = t.audit.c
    query = select(a.number, a.case_id, a.body).where(a.action == action.value).order_by(a.number)
    for row in connection.execution_options(yield_per=50).execute(query):
        yield row.number, row.case_id, json.loads(row.body)


def _seal(values: Iterable[object]) -> str:
    """A short stand-in for what a row holds, so that whole tables can be compared in little memory."""
    return sha256(canonical(list(values)).encode()).hexdigest()


_CHECKED = (
    (Action.OVERRIDDEN, t.overrides, ("decision", "recommendation", "reason")),
    (
        Action.SIGNED,
        t.signatures,
        ("name", "credentials", "attestation", "despite", "decision", "version", "text"),
    ),
    (Action.SUPPRESSED, t.suppressions, ("rule", "quote", "sentence", "reason")),
    (Action.FACT_ADDED, t.facts, ("text", "source")),
    (Action.MODEL_ASKED, t.model_work, ("purpose", "account")),
)
