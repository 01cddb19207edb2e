"""The audit: append-only, each entry chained to the one before by SHA-256.

The head (number and digest of the last entry) is kept beside the entries and, for a database file, in
``NAME.head`` next to it, so that entries cut off at the end are missed. What no chain can find: somebody
who may write both files and recomputes every digest from an entry on. Against that, keep the head that
``imr audit verify`` prints somewhere else and give it back with ``--head``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Connection, insert, select, update

from assistant.errors import AuditError
from assistant.records import tables as t
from assistant.records.codec import canonical, iso
from assistant.records.model import Action, Entry

FIRST = "0" * 64
"""What the first entry is chained to."""


@dataclass(frozen=True, slots=True)
class Head:
    """Number and digest of the last entry; written ``12:9f86d0...``."""

    number: int = 0
    digest: str = FIRST

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Raises AuditError where the text is no head."""
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or len(digest) != len(FIRST):
            raise AuditError(f"{text[:80]!r} is no head of the audit; it looks like 12:9f86d0...")
        return cls(int(number), digest)


@dataclass(frozen=True)
class Change:
    """One transaction of one user; every change in it is noted with the same time."""

    connection: Connection
    user: str
    at: datetime

    @property
    def when(self) -> str:
        return iso(self.at)

    def note(
        self, action: Action, body: object, case_id: int | None = None, item: int | None = None
    ) -> int:
        """Append an entry; gives its number."""
        head = head_of(self.connection)
        entry = sealed(
            head.number + 1, self.when, self.user, action, case_id, item, canonical(body), head.digest
        )
        columns = [column.name for column in t.audit.columns]
        self.connection.execute(insert(t.audit).values(dict(zip(columns, astuple(entry), strict=True))))
        self.connection.execute(update(t.audit_head).values(number=entry.number, digest=entry.digest))
        return entry.number


def sealed(
    number: int,
    at: str,
    user: str,
    action: str,
    case_id: int | None,
    item: int | None,
    body: str,
    previous: str,
) -> Entry:
    """An entry with its digest over all that it holds and over the entry before."""
    held = canonical([number, at, user, str(action), case_id, item, body, previous])
    digest = sha256(held.encode()).hexdigest()
    return Entry(number, at, user, str(action), case_id, item, body, previous, digest)


def head_of(connection: Connection) -> Head:
    row = connection.execute(
        select(t.audit_head.c.number, t.audit_head.c.digest).with_for_update()
    ).one_or_none()
    if row is None:
        raise AuditError("The head of the audit is gone; run `imr audit verify`.")
    return Head(*row)


def entries(connection: Connection, case_id: int | None = None) -> Iterator[Entry]:
    """The entries in order; all, or those of one case."""
    query = select(t.audit).order_by(t.audit.c.number)
    if case_id is not None:
        query = query.where(t.audit.c.case_id == case_id)
    for row in connection.execution_options(yield_per=200).execute(query):
        yield Entry(*row)


def verify(connection: Connection, *others: Head) -> Head:
    """Check the whole chain; ``others`` are heads kept elsewhere, which must lie on it.

    Raises:
        AuditError: names the first bad entry.
    """
    reached = Head()
    seen = {0: FIRST}
    wanted = {other.number for other in others}
    for entry in entries(connection):
        _check(entry, reached)
        reached = Head(entry.number, entry.digest)
        if entry.number in wanted:
            seen[entry.number] = entry.digest
    kept = head_of(connection)
    if reached.number > kept.number:
        raise AuditError(f"Entry {kept.number + 1} was appended outside the program.")
    for other in (kept, *others):
        if other.number > reached.number:
            raise AuditError(
                f"Entry {reached.number + 1} is missing: the audit ends at {reached.number},"
                f" its head says {other.number}."
            )
    for other in (*others, kept):
        if {**seen, reached.number: reached.digest}.get(other.number) != other.digest:
            raise AuditError(f"Entry {other.number} is not the one that its head was taken from.")
    return reached


def _check(entry: Entry, before: Head) -> None:
    if entry.number != before.number + 1:
        raise AuditError(f"Entry {before.number + 1} is missing; the next one is {entry.number}.")
    if entry.previous != before.digest:
        raise AuditError(f"Entry {entry.number} does not follow entry {before.number}.")
    again = sealed(*astuple(entry)[:-1])
    if again.digest != entry.digest:
        raise AuditError(f"Entry {entry.number} ({entry.action}, {entry.at}) was altered.")


def head_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.head")


def keep_head(connection: Connection, database: Path) -> None:
    """Note the head beside the database; a kill before it leaves an earlier one, which is on the chain too.

    A noted head that is not on the chain stays: it is what tells that entries were cut off.
    """
    head, kept = head_of(connection), kept_head(database)
    if kept and (kept.number >= head.number or not _on_chain(connection, kept)):
        return
    with NamedTemporaryFile("w", dir=database.parent, prefix=".head-", delete=False) as fresh:
        fresh.write(f"{head}\n")
    Path(fresh.name).replace(head_file(database))


def kept_head(database: Path) -> Head | None:
    """The head noted beside the database."""
    file = head_file(database)
    return Head.parse(file.read_text(encoding="utf-8")) if file.is_file() else None


def _on_chain(connection: Connection, head: Head) -> bool:
    query = select(t.audit.c.digest).where(t.audit.c.number == head.number)
    return head.number == 0 or connection.execute(query).scalar_one_or_none() == head.digest
