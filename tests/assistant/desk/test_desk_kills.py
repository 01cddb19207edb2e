"""A program killed at any moment of a reviewer's day loses nothing acknowledged; the audit stays whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from assistant.records import DraftVersion, Records, open_records
from tests.assistant.desk.day import ANN

LANES = 4
KILLS = 52
MOST_STEPS = 8  # acknowledged before the moment of the kill
LONGEST = 0.3  # seconds after them
_DAY = Path(__file__).with_name("day.py")
_ROOT = Path(__file__).parents[3]
Told = list[tuple[str, str]]


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
    with days(folder) as process:
        for number in range(KILLS // LANES):
            told += one_day(process, 1000 * number, chance)
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


@contextmanager
def days(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(_DAY), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def one_day(process: subprocess.Popen[str], start: int, chance: random.Random) -> Told:
    """Start a day, kill it at a random moment, now and then while it opens; gives what was told."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{start}\n")
    process.stdin.flush()
    told = list(said_until("started", process.stdout))
    pid = int(told.pop()[1])
    wanted = chance.randrange(MOST_STEPS + 1)
    while len(told) < wanted:
        told.append(said(process.stdout))
    time.sleep(chance.uniform(0, LONGEST))
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
    assert kind != "went wrong", text
    return kind, text
