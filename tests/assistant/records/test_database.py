"""The database: its schema by numbered steps, its settings, its errors."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from assistant.errors import RecordsError, SettingsError
from assistant.records import tables
from assistant.records.database import open_database
from assistant.records.migrations import MIGRATIONS, Migration
from assistant.settings import load_settings


def test_the_steps_lead_to_the_tables_of_the_program(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    found = inspect(database.engine)
    assert set(found.get_table_names()) == set(tables.metadata.tables)
    for name, table in tables.metadata.tables.items():
        have = {c["name"]: c["nullable"] for c in found.get_columns(name) if not c["primary_key"]}
        want = {c.name: c.nullable for c in table.columns if not c.primary_key}
        assert have == want, name
        keys = set(found.get_pk_constraint(name)["constrained_columns"])
        assert keys == {c.name for c in table.primary_key}, name


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_an_older_database_is_brought_up_to_date_and_a_newer_one_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    open_database(url).close()
    step = Migration(len(MIGRATIONS) + 1, "a test", ("CREATE TABLE extra (id INTEGER PRIMARY KEY)",))
    newer = open_database(url, (*MIGRATIONS, step))
    assert inspect(newer.engine).has_table("extra")
    newer.close()
    with pytest.raises(RecordsError, match="newer version"):
        open_database(url)


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    statements = ("CREATE TABLE extra (id INTEGER PRIMARY KEY)", "CREATE TABLE extra (id INTEGER)")
    with pytest.raises(RecordsError, match="already exists"):
        open_database(url, (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "a test", statements)))
    database = open_database(url)
    assert not inspect(database.engine).has_table("extra")


def test_the_file_is_its_owners_and_writes_are_on_the_disk_when_they_return(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "records.sqlite"
    database = open_database(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
    database.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://host/records", "only sqlite"),
        ("sqlite://", "names no file"),
        ("what", "is no address"),
        ("sqlite:////proc/none/records.sqlite", "set IMR_DATA"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(url: str, says: str) -> None:
    with pytest.raises((SettingsError, RecordsError), match=says):
        open_database(url)


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    path.write_bytes(b"this is no database at all, only some text " * 99)
    with pytest.raises(RecordsError, match="not a database"):
        open_database(f"sqlite:///{path}")


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.records.database.BUSY_SECONDS", 0.05)
    path = tmp_path / "records.sqlite"
    database = open_database(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsError, match="Another process"), database.writing():
            pass


def test_the_address_is_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert load_settings().records_url == f"sqlite:///{load_settings().data / 'records.sqlite'}"
    monkeypatch.setenv("IMR_DATABASE_URL", "sqlite:////elsewhere/r.sqlite")
    assert load_settings().records_url == "sqlite:////elsewhere/r.sqlite"
