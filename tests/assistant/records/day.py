"""A reviewer's day in a process of its own: edits, signs, reopens without end; says what was acknowledged.

Run as ``python day.py URL CASE START``; prints one JSON line after each step has returned.
"""

from __future__ import annotations

import itertools
import json
import sys

from assistant.records import Signer, User, open_records
from assistant.results import CheckReport

_SIGNER = Signer("Ann Example, MD", "Family medicine", "I decided this myself.")


def main(url: str, case_id: int, start: int) -> None:
    records, user = open_records(url), User("ann")
    for item in records.open_case(case_id, user).items:
        if item.signed:
            records.reopen(case_id, item.number, "The day goes on.", user)
    for n in itertools.count(start):
        text = f"Rationale number {n}."
        records.save_edit(case_id, 1, text, CheckReport(()), user)
        acknowledge("edit", text)
        if n % 3 == 0:
            records.add_fact(case_id, f"Fact number {n}.", "a call", user)
            acknowledge("fact", f"Fact number {n}.")
        if n % 4 == 0:
            records.sign(case_id, 1, _SIGNER, user)
            acknowledge("sign", text)
            records.reopen(case_id, 1, "A second thought.", user)
            acknowledge("reopen", text)


def acknowledge(kind: str, text: str) -> None:
    print(json.dumps([kind, text]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
