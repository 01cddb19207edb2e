"""Processes that are killed at any moment, and what they acknowledged before it: both ends of the talk.

The script hands its day to ``live``; the test asks for days with ``days`` and ``one_day``.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_ROOT = Path(__file__).parents[1]
Told = list[tuple[str, str]]
"""What a process said: a kind, and its text."""


def live(day: Callable[[int], object]) -> None:
    """In the script: fork a day for each line on standard input, so that nothing is loaded again."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            day(int(line))
        say("started", str(pid))
        os.waitpid(pid, 0)
        say("killed", str(pid))


def say(kind: str, text: str) -> None:
    """In the script: one JSON line, in one write."""
    os.write(1, f"{json.dumps([kind, text])}\n".encode())


@contextmanager
def days(script: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The script at work."""
    command = [sys.executable, str(script), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def one_day(process: subprocess.Popen[str], start: int, wanted: int, seconds: float) -> Told:
    """Start a day, kill it ``seconds`` after as many words as ``wanted``; gives all that it told.

    With 0 wanted it may be killed while it opens.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{start}\n")
    process.stdin.flush()
    told = list(_said_until("started", process.stdout))
    pid = int(told.pop()[1])
    while len(told) < wanted:
        told.append(_said(process.stdout))
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    return [*told, *_said_until("killed", process.stdout)][:-1]


def _said_until(kind: str, stream: IO[str]) -> Iterator[tuple[str, str]]:
    """Everything said up to and with the first of a kind."""
    while True:
        words = _said(stream)
        yield words
        if words[0] == kind:
            return


def _said(stream: IO[str]) -> tuple[str, str]:
    kind, text = json.loads(stream.readline())
    assert kind != "went wrong", text
    return kind, text
