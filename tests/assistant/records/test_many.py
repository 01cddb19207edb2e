"""Many at once: threads and processes neither lose a change nor fork the chain, nor see each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.records import CaseState, Records, User, open_records
from assistant.results import CheckReport, Review
from tests.assistant.records.conftest import SIGNER, keep

USERS = 10
EDITS = 8


def test_ten_users_at_once_each_have_their_whole_day(records: Records, review: Review) -> None:
    def day(number: int) -> list[str]:
        user = User(f"user {number}")
        case = keep(records, review, user)
        for n in range(EDITS):
            records.save_edit(case.id, 1, f"{user.name} wrote {n}", CheckReport(()), user)
        for item in case.items:
            records.sign(case.id, item.number, SIGNER, user)
        (only,) = records.list_cases(user)
        assert only.state is CaseState.SIGNED
        return [v.text for v in records.versions(case.id, 1, user)][1:]

    with ThreadPoolExecutor(USERS) as pool:
        days = list(pool.map(day, range(USERS)))
    assert days == [[f"user {u} wrote {n}" for n in range(EDITS)] for u in range(USERS)]
    steps = 3 + EDITS + len(review.items)
    assert records.verify().number == USERS * steps


def test_two_opened_records_write_one_chain(records: Records, review: Review, database: Path) -> None:
    other = open_records(f"sqlite:///{database}", records.clock)
    user = User("ann")
    for n in range(6):
        (records, other)[n % 2].add_case(f"{n}.txt", b"", user)
    assert other.verify() == records.verify()
    assert [c.name for c in other.list_cases(user)] == [f"{n}.txt" for n in range(6)]
    other.database.close()
