"""A process killed at any moment loses nothing that it acknowledged, and the audit stays whole."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.records import Records, open_records
from assistant.results import Review
from tests.assistant.records.conftest import ANN, keep
from tests.killing import Told, days, one_day

LANES = 4
KILLS = 52
LONGEST = 0.25  # seconds after what was acknowledged
_DAY = Path(__file__).with_name("day.py")


def test_fifty_kills_lose_nothing_that_was_acknowledged(
    records: Records, review: Review, database: Path
) -> None:
    cases = [keep(records, review, ANN).id for _ in range(LANES)]
    url = f"sqlite:///{database}"
    with ThreadPoolExecutor(LANES) as pool:
        lanes = [pool.submit(live_and_die, url, case, lane) for lane, case in enumerate(cases)]
        acknowledged = sum(lane.result() for lane in lanes)
    assert acknowledged > KILLS
    again = open_records(url)
    assert again.verify().number > acknowledged
    again.database.close()


def live_and_die(url: str, case: int, lane: int) -> int:
    """Kill a day again and again, and look after each kill; gives how much was acknowledged."""
    chance = random.Random(lane)
    told: Told = []
    with days(_DAY, url, str(case)) as process:
        for number in range(KILLS // LANES):
            wanted = int(chance.random() < 0.85)  # now and then killed while it opens
            told += one_day(process, 1000 * number, wanted, chance.uniform(0, LONGEST))
            look(url, case, told)
    return len(told)


def look(url: str, case: int, told: Told) -> None:
    """Everything that was acknowledged is there, and the audit is whole, while the other lanes go on."""
    records = open_records(url)
    records.verify()
    texts = {version.text for version in records.versions(case, 1, ANN)}
    facts = {fact.text for fact in records.open_case(case, ANN).facts}
    entries = [(entry.action, json.loads(entry.body)) for entry in records.history(case, ANN)]
    signed = {body["text"] for action, body in entries if action == "item signed"}
    for kind, kept in (("edit", texts), ("fact", facts), ("sign", signed)):
        assert {text for said, text in told if said == kind} <= kept
    records.database.close()
