"""The audit finds whatever was altered, removed, reordered, added or cut off past the program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import astuple
from pathlib import Path

import pytest

from assistant.errors import AuditError
from assistant.records import Head, OpenCase, Records
from assistant.records.audit import FIRST, head_file, sealed
from assistant.results import CheckReport
from knowledge.model import Decision
from tests.assistant.records.conftest import ANN, SIGNER

CLEAN = CheckReport(())


@pytest.fixture
def busy(records: Records, opened: OpenCase) -> Records:
    """Records with a dozen entries."""
    records.save_edit(opened.id, 1, "First words.", CLEAN, ANN)
    records.save_edit(opened.id, 1, "Second words.", CLEAN, ANN)
    records.add_fact(opened.id, "A fact.", "a letter", ANN)
    records.override(opened.id, 2, Decision.UPHELD, "A reason.", ANN)
    records.sign(opened.id, 1, SIGNER, ANN)
    assert records.verify().number == 8
    return records


def tampered(database: Path, *steps: str) -> None:
    """Change the file past the program, with its triggers out of the way."""
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("DROP TRIGGER audit_is_never_changed")
        raw.execute("DROP TRIGGER audit_is_never_shortened")
        for step in steps:
            raw.execute(step)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("UPDATE audit SET body = replace(body, 'First', 'Worst') WHERE number = 4", "Entry 4 .* altered"),
        ("UPDATE audit SET at = '2016-01-01' WHERE number = 2", "Entry 2 .* altered"),
        ("UPDATE audit SET user = 'ben' WHERE number = 5", "Entry 5 .* altered"),
        ("UPDATE audit SET case_id = NULL WHERE number = 5", "Entry 5 .* altered"),
        ("DELETE FROM audit WHERE number = 4", "Entry 4 is missing"),
        ("DELETE FROM audit WHERE number = 1", "Entry 1 is missing"),
        ("DELETE FROM audit WHERE number = 8", "Entry 8 is missing"),
        ("DELETE FROM audit", "Entry 1 is missing"),
        ("DELETE FROM audit_head", "head of the audit is gone"),
        ("UPDATE audit_head SET digest = replace(digest, 'a', 'b')", "Entry 8 is not the one"),
    ],
)
def test_what_was_altered_or_removed_is_named(busy: Records, database: Path, step: str, says: str) -> None:
    tampered(database, step)
    with pytest.raises(AuditError, match=says):
        busy.verify()


def test_two_entries_that_changed_places_are_found(busy: Records, database: Path) -> None:
    tampered(
        database,
        "UPDATE audit SET number = 99 WHERE number = 4",
        "UPDATE audit SET number = 4 WHERE number = 5",
        "UPDATE audit SET number = 5 WHERE number = 99",
    )
    with pytest.raises(AuditError, match="Entry 4 does not follow entry 3"):
        busy.verify()


def test_an_entry_appended_outside_is_found_even_with_a_right_digest(busy: Records, database: Path) -> None:
    head = busy.verify()
    entry = sealed(9, "2017-03-01", "ann", "item signed", 1, 1, "{}", head.digest)
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(entry))
    with pytest.raises(AuditError, match="Entry 9 was appended outside"):
        busy.verify()


def cut_behind_6(database: Path, *steps: str) -> None:
    """Cut the end off the audit and mend its head, so that what is left agrees; then do the steps."""
    with closing(sqlite3.connect(database)) as raw:
        digest = raw.execute("SELECT digest FROM audit WHERE number = 6").fetchone()[0]
    tampered(
        database,
        "DELETE FROM audit WHERE number > 6",
        f"UPDATE audit_head SET number = 6, digest = '{digest}'",
        *steps,
    )


def test_a_cut_at_the_end_is_found_by_the_head_beside_the_database(busy: Records, database: Path) -> None:
    cut_behind_6(database)
    with pytest.raises(AuditError, match="Entry 7 is missing"):
        busy.verify()


def test_work_after_a_cut_does_not_heal_it(busy: Records, database: Path) -> None:
    cut_behind_6(database, "DELETE FROM overrides", "DELETE FROM signatures", "UPDATE items SET signed = 0")
    for n in range(4):
        busy.add_case(f"later {n}.txt", b"", ANN)
    with pytest.raises(AuditError, match="Entry 8 is not the one"):
        busy.verify()


def test_a_rewritten_chain_is_found_by_a_head_that_was_kept_elsewhere(
    busy: Records, database: Path
) -> None:
    kept = busy.verify()
    digest, steps = FIRST, []
    for entry in busy.history(1, ANN):
        body = entry.body.replace("First", "Worst")
        again = sealed(*astuple(entry)[:6], body, digest)
        digest = again.digest
        steps.append(
            f"UPDATE audit SET body = '{body.replace(chr(39), chr(39) * 2)}', digest = '{digest}',"
            f" previous = '{again.previous}' WHERE number = {entry.number}"
        )
    steps.append(f"UPDATE audit_head SET digest = '{digest}'")
    steps.append("UPDATE drafts SET text = replace(text, 'First', 'Worst')")
    tampered(database, *steps)
    head_file(database).unlink()
    assert busy.verify().number == kept.number  # the file alone cannot tell; the docstring says so
    with pytest.raises(AuditError, match="Entry 8 is not the one"):
        busy.verify(kept)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("UPDATE drafts SET text = 'Slipped in.' WHERE number = 2", "Entry 4 .* contradicted"),
        ("UPDATE drafts SET text = 'Slipped in.' WHERE number = 1 AND item = 2", "Entry 3 .* contradicted"),
        ("UPDATE signatures SET decision = 'Maybe'", "Entry 8 .* contradicted"),
        ("UPDATE overrides SET reason = 'Another.'", "Entry 7 .* contradicted"),
        ("DELETE FROM facts", "Entry 6 .* no row"),
        ("UPDATE facts SET entry = 2", "Entry 6 .* no row"),
        (
            "UPDATE items SET review = replace(review, 'Upheld', 'Odd') WHERE number = 3",
            "review of item 3 of case 1",
        ),
        ("UPDATE cases SET \"case\" = replace(\"case\", 'left knee', 'right knee')", "Case 1 is not kept"),
        ("UPDATE cases SET content = x'00'", "Entry 1 .* not the one added"),
    ],
)
def test_tables_that_contradict_the_audit_are_found(
    busy: Records, database: Path, step: str, says: str
) -> None:
    tampered(database, step)
    with pytest.raises(AuditError, match=says):
        busy.verify()


@pytest.mark.parametrize("step", ["UPDATE audit SET user = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit(busy: Records, database: Path, step: str) -> None:
    with closing(sqlite3.connect(database)) as raw, pytest.raises(sqlite3.IntegrityError, match="append"):
        raw.execute(step)


def test_a_review_entry_holds_inputs_passages_and_versions(busy: Records, opened: OpenCase) -> None:
    body = next(e for e in busy.history(opened.id, ANN) if e.action == "case reviewed").body
    assert opened.digest in body
    assert '"passages":[{' in body
    assert opened.versions["packs"] in body  # type: ignore[operator]


def test_a_head_is_read_as_it_is_printed() -> None:
    head = Head(12, "a" * 64)
    assert Head.parse(str(head)) == head
    with pytest.raises(AuditError, match="no head"):
        Head.parse("12:short")
