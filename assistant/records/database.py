"""Opening the database: one transaction a step, and what was acknowledged survives a kill.

SQLite with a write-ahead log and ``synchronous=FULL``: a commit returns when the log is on the disk.
Writers take the write lock at once (BEGIN IMMEDIATE) and wait for each other, so that a chain of audit
entries never forks; readers never wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from assistant.errors import RecordsError, SettingsError
from assistant.records.migrations import MIGRATIONS, Migration, pending, run

BUSY_SECONDS = 15
"""How long a writer waits for another one."""


def utc_now() -> datetime:
    """The time, in UTC; injected everywhere so that tests can set it."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Database:
    """An open database; safe to share between threads and processes."""

    engine: Engine
    path: Path
    _turn: Lock = field(default_factory=Lock, repr=False, compare=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view."""
        with _clear_errors(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept when the block ends, nothing when it raises."""
        # SQLite's own wait is unfair under load: within one process writers queue here first
        with self._turn, _clear_errors(self.path), self.engine.connect() as connection:
            connection = connection.execution_options(imr_writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str, migrations: Sequence[Migration] = MIGRATIONS) -> Database:
    """Open the database, create its file where there is none, and bring its schema up to date.

    Raises:
        SettingsError: the address is none of SQLite's.
        RecordsError: the file is no database, or a newer program wrote it.
    """
    path = _path(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    database = Database(engine, path)
    _create_private(path)
    _migrate(database, migrations)
    return database


def _path(url: str) -> Path:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError(
            f"IMR_DATABASE_URL {url!r} is no address; write sqlite:////folder/records.sqlite."
        ) from error
    if parsed.get_backend_name() != "sqlite":
        raise SettingsError(
            f"IMR_DATABASE_URL names {parsed.get_backend_name()}; only sqlite is supported so far."
        )
    if parsed.database in (None, "", ":memory:"):
        raise SettingsError("IMR_DATABASE_URL names no file; write sqlite:////folder/records.sqlite.")
    return Path(str(parsed.database))


def _create_private(path: Path) -> None:
    """The file, readable by its owner only; SQLite gives its log the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as error:
        raise RecordsError(
            f"The records cannot be kept at {path}: {error.strerror}; set IMR_DATA to another folder."
        ) from error


def _migrate(database: Database, migrations: Sequence[Migration]) -> None:
    with database.reading() as connection:
        if not pending(connection, migrations):
            return
    while True:
        with database.writing() as connection:  # asks again under the lock: another process may be first
            ahead = pending(connection, migrations)
            if not ahead:
                return
            run(connection, ahead[0], utc_now().isoformat())


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise RecordsError("Another process holds the records; try again in a moment.") from error
        raise RecordsError(f"The records at {path} cannot be used: {error.orig}.") from error
    except DatabaseError as error:
        raise RecordsError(f"The records at {path} refuse this: {error.orig}.") from error


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and is never IMMEDIATE
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("imr_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
