"""True sentences in free words over invented records: none is an error, and false neighbours are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.checks.sample import mini_case
from assistant.library import Library
from assistant.linting import lint_text
from assistant.results import Severity


@cache
def groups() -> dict[str, dict[str, Any]]:
    raw = Path(__file__).with_name("true_sentences.yaml").read_text(encoding="utf-8")
    return {row["name"]: row for row in yaml.load(raw, Loader=yaml.CSafeLoader)}


def sentences(kind: str) -> list[tuple[str, str]]:
    return [(name, text) for name, row in groups().items() for text in row[kind]]


def errors(name: str, text: str, library: Library) -> list[str]:
    row = groups()[name]
    case = mini_case(row["record"], row["request"])
    case = replace(case, date_of_injury=row["injured"], ur_denial_date=row["denied"])
    report = lint_text(text, case, 1, library)
    return [f"{f.rule} {f.message}" for f in report.findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize(("name", "text"), sentences("told"))
def test_a_true_sentence_has_no_error(name: str, text: str, library: Library) -> None:
    assert errors(name, text, library) == []


@pytest.mark.parametrize(("name", "text"), sentences("false"))
def test_a_false_one_has(name: str, text: str, library: Library) -> None:
    assert errors(name, text, library) != []
