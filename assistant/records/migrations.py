"""Numbered steps from an empty database to the newest schema; each runs once, in a transaction of its own.

A step that has been released is never changed: a later step mends it. Statements are plain SQL, so that
what a step did does not move when the tables of the program do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, inspect, select

from assistant.errors import RecordsError
from assistant.records.tables import schema_version


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; ``number`` counts from 1 without gaps."""

    number: int
    name: str
    statements: tuple[str, ...]


_FIRST = (
    "CREATE TABLE schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL)",
    """CREATE TABLE users (name TEXT PRIMARY KEY NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL,
        disabled BOOLEAN NOT NULL, at TEXT NOT NULL)""",
    """CREATE TABLE cases (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL,
        content BLOB NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, problem TEXT NOT NULL,
        at TEXT NOT NULL, "case" TEXT, case_number TEXT, priority TEXT, due TEXT, due_why TEXT NOT NULL,
        versions TEXT NOT NULL)""",
    "CREATE INDEX cases_by_owner ON cases (owner, due)",
    """CREATE TABLE items (case_id INTEGER NOT NULL REFERENCES cases (id), number INTEGER NOT NULL,
        treatment TEXT NOT NULL, review TEXT, family TEXT, recommendation TEXT, strength REAL NOT NULL,
        decision TEXT, overridden BOOLEAN NOT NULL, withheld BOOLEAN NOT NULL, signed BOOLEAN NOT NULL,
        PRIMARY KEY (case_id, number))""",
    """CREATE TABLE criteria (case_id INTEGER NOT NULL, item INTEGER NOT NULL, criterion TEXT NOT NULL,
        pack TEXT NOT NULL, says TEXT NOT NULL, status TEXT NOT NULL, deciding BOOLEAN NOT NULL,
        PRIMARY KEY (case_id, item, criterion))""",
    """CREATE TABLE drafts (case_id INTEGER NOT NULL, item INTEGER NOT NULL, number INTEGER NOT NULL,
        text TEXT NOT NULL, report TEXT NOT NULL, "by" TEXT NOT NULL, by_reviewer BOOLEAN NOT NULL,
        at TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (case_id, item, number))""",
    """CREATE TABLE findings (case_id INTEGER NOT NULL, item INTEGER NOT NULL, draft INTEGER NOT NULL,
        number INTEGER NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
        PRIMARY KEY (case_id, item, draft, number))""",
    """CREATE TABLE overrides (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, item INTEGER NOT NULL,
        decision TEXT NOT NULL, recommendation TEXT, reason TEXT NOT NULL, "by" TEXT NOT NULL,
        at TEXT NOT NULL, entry INTEGER NOT NULL)""",
    """CREATE TABLE signatures (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, item INTEGER NOT NULL,
        name TEXT NOT NULL, credentials TEXT NOT NULL, attestation TEXT NOT NULL, decision TEXT NOT NULL,
        version INTEGER NOT NULL, text TEXT NOT NULL, despite TEXT NOT NULL, "by" TEXT NOT NULL,
        at TEXT NOT NULL, entry INTEGER NOT NULL, withdrawn_at TEXT)""",
    # one valid signature an item, whatever the program does
    "CREATE UNIQUE INDEX signed_once ON signatures (case_id, item) WHERE withdrawn_at IS NULL",
    """CREATE TABLE facts (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, text TEXT NOT NULL,
        source TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL, entry INTEGER NOT NULL,
        forgotten_at TEXT)""",
    """CREATE TABLE audit (number INTEGER PRIMARY KEY, at TEXT NOT NULL, "user" TEXT NOT NULL,
        action TEXT NOT NULL, case_id INTEGER, item INTEGER, body TEXT NOT NULL, previous TEXT NOT NULL,
        digest TEXT NOT NULL)""",
    "CREATE INDEX audit_by_case ON audit (case_id, number)",
    """CREATE TABLE audit_head (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL,
        digest TEXT NOT NULL)""",
    "INSERT INTO audit_head (id, number, digest) VALUES"
    " (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')",
    """CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
    """CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END""",
)

_SECOND = (
    # what is typed but not saved: no version yet, so no entry in the audit tells of it
    """CREATE TABLE working (case_id INTEGER NOT NULL, item INTEGER NOT NULL, text TEXT NOT NULL,
        based_on INTEGER, revision INTEGER NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (case_id, item))""",
    """CREATE TABLE messages (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, speaker TEXT NOT NULL,
        text TEXT NOT NULL, at TEXT NOT NULL)""",
    "CREATE INDEX messages_by_case ON messages (case_id, id)",
    """CREATE TABLE preferences ("user" TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY ("user", name))""",
    "ALTER TABLE cases ADD COLUMN removed_at TEXT",
    "ALTER TABLE drafts ADD COLUMN sentences TEXT NOT NULL DEFAULT '[]'",
)

_THIRD = (
    """CREATE TABLE suppressions (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, item INTEGER NOT NULL,
        rule TEXT NOT NULL, quote TEXT NOT NULL, sentence TEXT NOT NULL, reason TEXT NOT NULL,
        "by" TEXT NOT NULL, at TEXT NOT NULL, entry INTEGER NOT NULL, withdrawn_at TEXT)""",
)

_FOURTH = (
    """CREATE TABLE model_work (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, item INTEGER NOT NULL,
        purpose TEXT NOT NULL, account TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        entry INTEGER NOT NULL)""",
    "CREATE INDEX model_work_by_case ON model_work (case_id, id)",
)

MIGRATIONS = (
    Migration(1, "cases, items, people, audit", _FIRST),
    Migration(2, "working texts, conversations, preferences, removed cases", _SECOND),
    Migration(3, "findings set aside", _THIRD),
    Migration(4, "what a model was asked in a conversation", _FOURTH),
)


def version_of(connection: Connection) -> int:
    """Number of the last step that ran; 0 on an empty database."""
    if not inspect(connection).has_table(schema_version.name):
        return 0
    return connection.execute(select(func.max(schema_version.c.number))).scalar_one_or_none() or 0


def pending(connection: Connection, known: Sequence[Migration] = MIGRATIONS) -> Sequence[Migration]:
    """The steps still to run.

    Raises:
        RecordsError: the database was written by a newer program.
    """
    done = version_of(connection)
    if done > len(known):
        raise RecordsError(
            f"The records were written by a newer version (schema {done}, this one knows {len(known)});"
            " update imr-assistant."
        )
    return known[done:]


def run(connection: Connection, migration: Migration, at: str) -> None:
    """Run one step and note it, in the transaction of the connection."""
    for statement in migration.statements:
        connection.exec_driver_sql(statement)
    row = {"number": migration.number, "name": migration.name, "at": at}
    connection.execute(insert(schema_version).values(row))
