"""Pairs of a true and a false sentence over invented records: the false one is an error, the true one none.

Two batches of facts and five of denials, each written before it was first run; those marked open are known
and not caught yet.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from assistant.case import Case
from assistant.checks.sample import mini_case
from assistant.library import Library
from assistant.linting import lint_text
from assistant.results import Severity

FILES = (
    "neighbours.yaml",
    "neighbours_again.yaml",
    "neighbours_denied.yaml",
    "neighbours_course.yaml",
    "neighbours_terse.yaml",
    "neighbours_wordy.yaml",
)


class Pair(NamedTuple):
    """One pair with the record that it speaks of."""

    group: str
    kind: str
    true: str
    false: str
    caught: bool


@cache
def groups() -> dict[str, dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in FILES:
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        rows += yaml.load(text, Loader=yaml.CSafeLoader)
    return {row["name"]: row for row in rows}


def pairs() -> list[Pair]:
    return [
        Pair(name, pair[0], pair[1], pair[2], "open" not in pair[3:])
        for name, row in groups().items()
        for pair in row["pairs"]
    ]


def case_of(pair: Pair) -> Case:
    row = groups()[pair.group]
    case = mini_case(row["record"], row["request"])
    return replace(case, date_of_injury=row["injured"], ur_denial_date=row["denied"])


def errors(pair: Pair, text: str, library: Library) -> list[str]:
    report = lint_text(text, case_of(pair), 1, library)
    return [f"{f.rule} {f.message}" for f in report.findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.true)
def test_a_true_sentence_is_no_error(pair: Pair, library: Library) -> None:
    assert errors(pair, pair.true, library) == []


@pytest.mark.parametrize("pair", [p for p in pairs() if p.caught], ids=lambda pair: pair.false)
def test_its_false_neighbour_is_an_error(pair: Pair, library: Library) -> None:
    assert errors(pair, pair.false, library) != []


def test_most_of_the_pairs_are_caught() -> None:
    caught = [pair for pair in pairs() if pair.caught]
    assert (len(caught), len(pairs())) >= (294, 350)
