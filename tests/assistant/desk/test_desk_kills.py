"""A program killed at any moment of a reviewer's day loses nothing acknowledged; the audit stays whole."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.records import DraftVersion, Records, open_records
from tests.assistant.desk.day import ANN
from tests.killing import Told, days, one_day

LANES = 4
KILLS = 52
MOST_STEPS = 8  # acknowledged before the moment of the kill
LONGEST = 0.3  # seconds after them
_DAY = Path(__file__).with_name("day.py")


@pytest.mark.slow
def test_fifty_kills_at_the_desk_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    folders = [tmp_path / f"lane-{number}" for number in range(LANES)]
    with ThreadPoolExecutor(LANES) as pool:
        told = [step for lane in pool.map(live_and_die, folders, range(LANES)) for step in lane]
    kinds = {kind for kind, _ in told}
    assert len(told) > KILLS
    assert {"case", "typed", "edit", "override", "sign"} <= kinds


def live_and_die(folder: Path, lane: int) -> Told:
    """Kill a day again and again, and look after each kill; gives all that was acknowledged."""
    folder.mkdir()
    chance = random.Random(lane)
    told: Told = []
    with days(_DAY, str(folder)) as process:
        for number in range(KILLS // LANES):
            wanted = chance.randrange(MOST_STEPS + 1)
            told += one_day(process, 1000 * number, wanted, chance.uniform(0, LONGEST))
            look(folder, told)
    return told


def look(folder: Path, told: Told) -> None:
    """The database opens, the audit verifies, and everything that was acknowledged is there."""
    records = open_records(f"sqlite:///{folder / 'records.sqlite'}")
    records.verify()
    cases = records.list_cases(ANN)
    entries = [
        (entry.action, json.loads(entry.body)) for case in cases for entry in records.history(case.id, ANN)
    ]
    kept = {
        "case": {case.name for case in cases},
        "edit": {v.text for c in cases for v in versions(records, c.id)},
        "override": {body["reason"] for action, body in entries if action == "recommendation overridden"},
        "sign": {body["text"] for action, body in entries if action == "item signed"},
    }
    for kind, there in kept.items():
        assert {text for said, text in told if said == kind} <= there, kind
    if told and told[-1][0] == "typed":
        shown = [item.working for case in cases for item in records.open_case(case.id, ANN).items]
        later = kept["edit"] - {text for said, text in told if said == "edit"}  # saved, not yet told
        assert later or told[-1][1] in {working.text for working in shown if working}
    records.database.close()


def versions(records: Records, case_id: int) -> Sequence[DraftVersion]:
    return records.versions(case_id, 1, ANN) if records.open_case(case_id, ANN).items else ()
