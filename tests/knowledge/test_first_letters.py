"""A wording is tried only at the letters it may begin with, and never misses for that."""

from __future__ import annotations

import re

import pytest

from knowledge.findings import load_findings
from knowledge.first_letters import guard
from knowledge.patterns import _lowered


@pytest.mark.parametrize(
    ("pattern", "looks"),
    [
        ("walks? alone", "(?=[w])"),
        ("(no|without) relief", "(?=[nw])"),
        ("(very )?weak", "(?=[vw])"),
        ("(?<!leg )raise", "(?=[r])"),
        ("[0-3]/5", "(?=[0123])"),
        ("\\w+ pain", ""),
        (".{0,5}pain", ""),
        ("(\\w+ )?pain", ""),
    ],
)
def test_the_first_letters_are_told(pattern: str, looks: str) -> None:
    assert guard(pattern) == looks


def test_what_each_wording_finds_it_finds_behind_its_guard() -> None:
    text = "she cannot lift 10 pounds, 6 visits of therapy failed, no relief with ibuprofen"
    for rule in load_findings():
        for pattern in rule.present[:3]:
            plain = re.search(rf"(?<!\w){pattern}", text, re.IGNORECASE)
            behind = re.search(rf"(?<!\w){guard(_lowered(pattern))}", text) if plain else None
            assert plain is None or behind is not None
