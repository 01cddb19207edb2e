"""What a criterion says on the page: whole sentences, each place once."""

from __future__ import annotations

import re

import pytest

from assistant.export.parts import as_sentence
from assistant.intake import case_from_text
from assistant.review import Tools, review_case
from assistant.samples import sample_text
from assistant.ui.html.criteria import criteria_table


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("the record denies it", "The record denies it."),
        ("the request does not state its request_kind", "The request does not state its request kind."),
        ("is it wanted for the first days?", "Is it wanted for the first days?"),
        ("done.", "Done."),
    ],
)
def test_a_reason_is_a_sentence(words: str, said: str) -> None:
    assert as_sentence(words) == said


def test_no_criterion_shows_one_sentence_twice(tools: Tools) -> None:
    for item in review_case(case_from_text(sample_text("back-and-knee.txt")), tools).items:
        for row in criteria_table(item).split("<tr")[2:]:
            quotes = re.findall(r"“[^”]+”", row)
            assert len(quotes) == len(set(quotes))
            assert "?." not in row
            assert "_kind" not in row
