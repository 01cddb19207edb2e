"""A reviewer's days at the desk, in processes of their own: adds, types, saves, overrides, signs.

Run as ``python day.py FOLDER``. Each line on standard input starts a day, forked so that nothing is
imported again; a day ends by being killed. Prints one JSON line after each step has returned, in one write.
"""

from __future__ import annotations

import itertools
import os
import sys
import traceback
from pathlib import Path

from assistant.desk import Desk
from assistant.desk.desk import ATTESTATION
from assistant.evidence import gather
from assistant.intake import case_from_text
from assistant.library import open_library
from assistant.records import OpenCase, Signer, User, open_records
from assistant.review import Tools
from assistant.samples import sample_names, sample_text
from assistant.settings import Settings
from knowledge.findings import load_findings
from knowledge.packs import load_packs
from knowledge.treatments import load_taxonomy
from tests.killing import live, say

ANN = User("ann")
_SIGNER = Signer("Ann Example, MD", "Family medicine", ATTESTATION)
_ITEM = 1


def main(folder: Path) -> None:
    warm()
    live(lambda start: one_day(folder, start))


def warm() -> None:
    """Read a record once, so that each day finds it loaded; the index is opened by each day itself."""
    case = case_from_text(sample_text(sample_names()[0]))
    item, taxonomy = case.items[0], load_taxonomy()
    classified = taxonomy.classify(item.treatment, case.record_text)
    gather(case, item, classified, load_packs().packs[0], load_findings())


def one_day(folder: Path, start: int) -> None:
    """A day that ends by itself has gone wrong; says so, so that nobody waits for more."""
    try:
        day(folder, start)
    finally:
        say("went wrong", traceback.format_exc())
        os._exit(1)


def day(folder: Path, start: int) -> None:
    """Adds a case every third round, so that uploads, readings and reviews are killed as well."""
    desk = desk_in(folder)
    mine = [case.id for case in desk.records.list_cases(ANN)]
    for number in itertools.count(start):
        if not mine or number % 3 == 0:
            mine.append(add(desk, number))
        opened = desk.records.open_case(mine[-1], ANN)
        if not opened.items or opened.item(_ITEM).review is None:
            list(desk.resume(opened.summary, ANN))
        else:
            work(desk, opened, number)


def desk_in(folder: Path) -> Desk:
    settings = Settings(data=folder)
    return Desk(Tools(open_library(settings)), open_records(f"sqlite:///{folder / 'records.sqlite'}"))


def add(desk: Desk, number: int) -> int:
    name = f"case-{number}.txt"
    kept = desk.keep(name, sample_text(sample_names()[number % 2]).encode(), ANN)
    say("case", name)
    list(desk.resume(kept, ANN))
    return kept.id


def work(desk: Desk, opened: OpenCase, number: int) -> None:
    item = opened.item(_ITEM)
    if item.signed:
        desk.reopen(opened, _ITEM, "The day goes on.", ANN)
    desk.type(opened, _ITEM, f"Typed at number {number}.", None, ANN)
    say("typed", f"Typed at number {number}.")
    text = f"Rationale number {number}."
    desk.save(opened, _ITEM, text, None, ANN)
    say("edit", text)
    if number % 2:
        desk.override(opened, _ITEM, "Overturned", f"Reason number {number}.", ANN)
        say("override", f"Reason number {number}.")
        desk.discard(desk.records.open_case(opened.id, ANN), _ITEM, ANN)
    desk.sign(opened, _ITEM, _SIGNER, ANN)
    say("sign", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
