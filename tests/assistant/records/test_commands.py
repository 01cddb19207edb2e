"""``imr audit`` and ``imr users`` as they are called."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import build
from assistant.errors import RecordsError
from assistant.records import OpenCase, Records, Role, Users
from assistant.records.audit import FIRST, head_file, sealed
from tests.assistant.records.conftest import ANN, SIGNER

RUN = CliRunner()
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def same_database(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    monkeypatch.setenv("IMR_DATABASE_URL", f"sqlite:///{database}")


def test_verify_prints_the_head_and_takes_one_back(records: Records, opened: OpenCase) -> None:
    done = RUN.invoke(build(), ["audit", "verify"])
    assert (done.exit_code, "3 entries, all whole" in done.stdout) == (0, True)
    head = done.stdout.strip().rsplit(" ", 1)[-1]
    assert RUN.invoke(build(), ["audit", "verify", "--head", head]).exit_code == 0
    other = RUN.invoke(build(), ["audit", "verify", "--head", f"3:{FIRST}"])
    assert other.exit_code == 1
    assert "Entry 3" in other.stderr


def test_verify_names_the_first_bad_entry_and_exits_1(
    records: Records, opened: OpenCase, database: Path
) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("DROP TRIGGER audit_is_never_changed")
        raw.execute("UPDATE audit SET at = '2001-01-01' WHERE number = 2")
    done = RUN.invoke(build(), ["audit", "verify"])
    assert done.exit_code == 1
    assert "Entry 2 (case read, 2001-01-01) was altered" in done.stderr


def test_verify_tells_when_the_head_beside_the_database_is_gone(
    records: Records, opened: OpenCase, database: Path
) -> None:
    head_file(database).unlink()
    assert "a cut at the end may not show" in RUN.invoke(build(), ["audit", "verify"]).stdout


def test_the_packet_can_be_verified_by_its_own_description(
    records: Records, opened: OpenCase, tmp_path: Path
) -> None:
    records.sign(opened.id, 1, SIGNER, ANN)
    number = opened.summary.case_number
    assert number is not None
    done = RUN.invoke(build(), ["audit", "export", number, "--out", str(tmp_path / "packet")])
    assert done.exit_code == 0, done.output
    packet = json.loads((tmp_path / "packet.json").read_text())
    assert packet["case"]["file_sha256"] == opened.digest
    for entry in packet["entries"]:
        fields = ("number", "at", "user", "action", "case_id", "item", "body", "previous")
        assert sealed(*(entry[field] for field in fields)).digest == entry["digest"]
    readable = (tmp_path / "packet.md").read_text()
    for words in ("Ann Example, MD", "I decided this myself.", "Case reviewed", "What happened"):
        assert words in readable
    assert records.history(opened.id, ANN)[-1].action == "exported"


def test_a_case_that_is_not_there_or_twice_there_says_so(records: Records, opened: OpenCase) -> None:
    missing = RUN.invoke(build(), ["audit", "export", "CM99-1"])
    assert isinstance(missing.exception, RecordsError)
    assert "no case 'CM99-1'" in str(missing.exception)
    again = records.add_case("again.txt", b"", ANN)
    assert opened.case is not None
    records.save_case(again.id, opened.case, ANN)
    twice = RUN.invoke(build(), ["audit", "export", str(opened.summary.case_number)])
    assert "name one of the ids 1, 2" in str(twice.exception)


def test_an_account_is_made_with_a_password_from_standard_input(records: Records) -> None:
    command = ["users", "add", "mara", "--role", "lead", "--password-stdin"]
    assert RUN.invoke(build(), command, input=f"{PASSWORD}\n").exit_code == 0
    user = Users(records).verify("mara", PASSWORD)
    assert user is not None
    assert user.role is Role.LEAD
    assert "mara" in RUN.invoke(build(), ["users", "list"]).stdout
    assert RUN.invoke(build(), ["users", "disable", "mara"]).exit_code == 0
    assert "disabled" in RUN.invoke(build(), ["users", "list"]).stdout


def test_without_a_terminal_the_password_is_not_asked_for(records: Records) -> None:
    done = RUN.invoke(build(), ["users", "add", "mara", "--role", "lead"])
    assert "--password-stdin" in str(done.exception)


def test_without_accounts_the_list_says_that_it_is_single_user(records: Records) -> None:
    assert "single user on this computer only" in RUN.invoke(build(), ["users", "list"]).stdout
