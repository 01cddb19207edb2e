"""A process killed at any moment loses nothing that it acknowledged, and the audit stays whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from assistant.records import Records, open_records
from assistant.results import Review
from tests.assistant.records.conftest import ANN, keep

LANES = 4
KILLS = 52
_DAY = Path(__file__).with_name("day.py")
_ROOT = Path(__file__).parents[3]
Told = list[tuple[str, str]]


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
    with days(url, case) as process:
        for number in range(KILLS // LANES):
            told += one_day(process, 1000 * number, chance)
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


@contextmanager
def days(url: str, case: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(_DAY), url, str(case)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def one_day(process: subprocess.Popen[str], start: int, chance: random.Random) -> Told:
    """Start a day, kill it at a random moment, also while it opens; give what it had acknowledged."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{start}\n")
    process.stdin.flush()
    told = list(said_until("started", process.stdout))
    pid = int(told.pop()[1])
    if chance.random() < 0.85 and not told:
        told.append(said(process.stdout))
    time.sleep(chance.uniform(0, 0.25))
    os.kill(pid, signal.SIGKILL)
    return [*told, *said_until("killed", process.stdout)][:-1]


def said_until(kind: str, stream: IO[str]) -> Iterator[tuple[str, str]]:
    """Everything said up to and with the first of a kind."""
    while True:
        words = said(stream)
        yield words
        if words[0] == kind:
            return


def said(stream: IO[str]) -> tuple[str, str]:
    kind, text = json.loads(stream.readline())
    return kind, text
