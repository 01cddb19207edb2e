"""Rationales as busy reviewers write them over invented records: a slip is an error in place, nothing else.

In ``[[true|false|kind]]`` the false words are the slip; ``open`` behind the kind marks one not caught yet.
"""

from __future__ import annotations

import re
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

_FILES = tuple(Path(__file__).with_name(name) for name in ("retold_pairs.yaml", "retold_values.yaml"))
_SLIP = re.compile(r"\[\[([^|\]]*)\|([^|\]]*)\|([^|\]]*)(\|open)?\]\]")
_NEAR = 24


class Slip(NamedTuple):
    """A rationale with one slip: its record, what is asked, the text, and where the slip stands."""

    group: str
    request: str
    text: str
    start: int
    end: int


@cache
def groups() -> dict[str, dict[str, Any]]:
    rows = [
        row
        for file in _FILES
        for row in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    return {row["name"]: row for row in rows}


def truths() -> list[tuple[str, str, str]]:
    """Every rationale without a slip, with its group and request."""
    return [
        (name, said["request"], _SLIP.sub(lambda m: m[1], said["text"]))
        for name, row in groups().items()
        for said in row["texts"]
    ]


def slips() -> list[Slip]:
    return [
        _slip(name, said, match)
        for name, row in groups().items()
        for said in row["texts"]
        for match in _SLIP.finditer(said["text"])
        if not match[4]
    ]


def _slip(name: str, said: dict[str, str], match: re.Match[str]) -> Slip:
    before = _SLIP.sub(lambda m: m[1], said["text"][: match.start()])
    after = _SLIP.sub(lambda m: m[1], said["text"][match.end() :])
    return Slip(name, said["request"], before + match[2] + after, len(before), len(before) + len(match[2]))


def case_of(group: str, request: str) -> Case:
    row = groups()[group]
    case = mini_case(row["record"], request)
    return replace(case, date_of_injury=row["injured"], ur_denial_date=row["denied"])


def errors(group: str, request: str, text: str, library: Library) -> list[tuple[int, int, str]]:
    report = lint_text(text, case_of(group, request), 1, library)
    return [(f.start, f.end, f.rule) for f in report.findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize(("group", "request_", "text"), truths())
def test_a_true_rationale_has_no_error(group: str, request_: str, text: str, library: Library) -> None:
    assert errors(group, request_, text, library) == []


@pytest.mark.parametrize("slip", slips(), ids=lambda s: f"{s.group}-{s.text[s.start : s.end]}")
def test_a_slip_is_an_error_in_its_place(slip: Slip, library: Library) -> None:
    found = errors(slip.group, slip.request, slip.text, library)
    assert any(start < slip.end + _NEAR and slip.start - _NEAR < end for start, end, _ in found)
