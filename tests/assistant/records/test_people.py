"""Accounts, passwords, sign-ins that time out."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import AccessError, RecordsError
from assistant.records import SINGLE_USER, Records, Role, SignIns, User, Users
from assistant.records.people import hash_password, password_matches
from tests.assistant.records.conftest import AUDITOR, Clock

PASSWORD = "correct horse battery"


@pytest.fixture
def users(records: Records) -> Users:
    users = Users(records)
    users.add("mara", Role.LEAD, PASSWORD)
    return users


def test_only_the_right_password_of_an_active_account_lets_in(users: Users) -> None:
    assert users.verify("mara", PASSWORD) == User("mara", Role.LEAD)
    assert users.verify("mara", PASSWORD + " ") is None
    assert users.verify("nobody", PASSWORD) is None
    users.disable("mara")
    assert users.verify("mara", PASSWORD) is None


def test_an_unknown_name_takes_as_long_as_a_wrong_password(users: Users) -> None:
    def seconds(name: str) -> float:
        started = time.process_time()
        users.verify(name, "wrong")
        return time.process_time() - started

    seconds("mara")
    known, unknown = (min(seconds(name) for _ in range(3)) for name in ("mara", "nobody"))
    assert 0.5 < unknown / known < 2


def test_the_password_is_nowhere_in_the_database(users: Users, database: Path) -> None:
    users.records.database.close()
    assert PASSWORD.encode() not in database.read_bytes()
    assert hash_password(PASSWORD) != hash_password(PASSWORD)
    assert password_matches(PASSWORD, hash_password(PASSWORD))


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("mara", PASSWORD, "already"),
        (" ", PASSWORD, "needs a name"),
        (SINGLE_USER.name, PASSWORD, "needs a name"),
        ("lena", "short", "at least 12"),
    ],
)
def test_an_account_that_cannot_be_says_why(users: Users, name: str, password: str, says: str) -> None:
    with pytest.raises(RecordsError, match=says):
        users.add(name, Role.REVIEWER, password)


def test_accounts_are_listed_and_only_known_ones_disabled(users: Users) -> None:
    users.add("anton", Role.AUDITOR, PASSWORD)
    users.disable("mara")
    assert users.list() == (User("anton", Role.AUDITOR), User("mara", Role.LEAD, disabled=True))
    with pytest.raises(RecordsError, match="no account"):
        users.disable("nobody")
    for other in (AUDITOR, User("ann")):
        with pytest.raises(AccessError, match="Only a lead"):
            users.add("more", Role.LEAD, PASSWORD, by=other)
    assert users.find("nobody") is None
    assert users.find("anton") == User("anton", Role.AUDITOR)


def test_a_sign_in_ends_when_idle_closed_or_disabled(users: Users, clock: Clock) -> None:
    sign_ins = SignIns(users, timedelta(minutes=30))
    mara = User("mara", Role.LEAD)
    token = sign_ins.open(mara)
    clock.now += timedelta(minutes=29)
    assert sign_ins.user(token) == mara
    clock.now += timedelta(minutes=29)
    assert sign_ins.user(token) == mara
    clock.now += timedelta(minutes=31)
    assert sign_ins.user(token) is None
    closed, kept = sign_ins.open(mara), sign_ins.open(mara)
    sign_ins.close(closed)
    assert sign_ins.user(closed) is None
    users.disable("mara")
    assert sign_ins.user(kept) is None
    assert sign_ins.user("guessed") is None
