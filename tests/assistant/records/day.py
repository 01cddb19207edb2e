"""A reviewer's days in processes of their own: edits, signs, reopens without end, tells what was kept.

Run as ``python day.py URL CASE``. Each line on standard input starts a day, forked so that nothing is
loaded again; a day ends by being killed. Prints one JSON line after each step has returned, in one write.
"""

from __future__ import annotations

import itertools
import sys

from assistant.records import Signer, User, open_records
from assistant.results import CheckReport
from tests.killing import live, say

_SIGNER = Signer("Ann Example, MD", "Family medicine", "I decided this myself.")


def main(url: str, case_id: int) -> None:
    live(lambda start: day(url, case_id, start))


def day(url: str, case_id: int, start: int) -> None:
    records, user = open_records(url), User("ann")
    for item in records.open_case(case_id, user).items:
        if item.signed:
            records.reopen(case_id, item.number, "The day goes on.", user)
    for n in itertools.count(start):
        text = f"Rationale number {n}."
        records.save_edit(case_id, 1, text, CheckReport(()), user)
        say("edit", text)
        if n % 3 == 0:
            records.add_fact(case_id, f"Fact number {n}.", "a call", user)
            say("fact", f"Fact number {n}.")
        if n % 4 == 0:
            records.sign(case_id, 1, _SIGNER, user)
            say("sign", text)
            records.reopen(case_id, 1, "A second thought.", user)
            say("reopen", text)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
