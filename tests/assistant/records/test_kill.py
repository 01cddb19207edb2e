"""A process killed at any moment loses nothing that it acknowledged, and the audit stays whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.records import Records, open_records
from assistant.results import Review
from tests.assistant.records.conftest import ANN, keep

LANES = 4
KILLS = 52
_DAY = Path(__file__).with_name("day.py")
_ROOT = Path(__file__).parents[3]


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
    told: list[list[str]] = []
    for round_ in range(KILLS // LANES):
        said = one_day(url, case, 1000 * round_, chance)
        told += said
        records = open_records(url)
        records.verify()
        texts = {version.text for version in records.versions(case, 1, ANN)}
        entries = [(entry.action, entry.body) for entry in records.history(case, ANN)]
        facts = {fact.text for fact in records.open_case(case, ANN).facts}
        signed = [json.loads(body)["text"] for action, body in entries if action == "item signed"]
        assert {text for kind, text in told if kind == "edit"} <= texts
        assert {text for kind, text in told if kind == "fact"} <= facts
        assert {text for kind, text in told if kind == "sign"} <= set(signed)
        records.database.close()
    return len(told)


def one_day(url: str, case: int, start: int, chance: random.Random) -> list[list[str]]:
    """Start a day, kill it at a random moment, give what it had acknowledged."""
    command = [sys.executable, str(_DAY), url, str(case), str(start)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as day:
        assert day.stdout is not None
        early = chance.random() < 0.15
        first = "" if early else day.stdout.readline()
        time.sleep(chance.uniform(0, 0.5 if early else 0.1))
        day.kill()
        rest = day.stdout.read()
    lines = (first + rest).split("\n")[:-1]  # a line cut short by the kill was not acknowledged
    return [json.loads(line) for line in lines]
