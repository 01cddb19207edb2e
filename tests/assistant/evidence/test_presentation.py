"""The complaint and the examination that a draft tells of the requested part."""

from __future__ import annotations

import pytest

from assistant.case import Case
from assistant.evidence.presentation import COMPLAINT, EXAMINATION, with_presentation
from assistant.intake import case_from_text
from assistant.results import EvidenceSet
from knowledge.model import Facts

_RECORD = """Date of Injury: 03/02/2016
UR Denial Date: 06/10/2016
Clinical summary:
The worker is a 40 year old invented baker. On 4/1/2016 he complained of left knee pain rated 8/10. \
On 6/1/2016 he complained of left knee pain rated 4/10 and of neck stiffness. The left knee had an \
effusion and flexion to 100 degrees. The right knee had full flexion to 140 degrees. Tenderness \
was present over the low back. The plan included an injection for the left knee pain. {more}
Disputed items:
1. MRI of the left knee
"""


def presented(more: str = "", **item: str) -> dict[str, str]:
    case: Case = case_from_text(_RECORD.format(more=more))
    facts = Facts(dates={}, measures={}, observations={}, item={k: frozenset({v}) for k, v in item.items()})
    found = with_presentation(EvidenceSet(facts, ()), case).evidence
    assert [e.key for e in found] == [f"E{n}" for n in range(1, len(found) + 1)]
    for e in found:
        assert case.document.text[e.quote.start : e.quote.end] == e.quote.text
    return {e.finding: e.quote.text for e in found}


def test_the_latest_complaint_and_examination_of_the_part_are_told() -> None:
    assert presented(region="knee", side="left") == {
        COMPLAINT: "On 6/1/2016 he complained of left knee pain rated 4/10 and of neck stiffness.",
        EXAMINATION: "The left knee had an effusion and flexion to 100 degrees.",
    }


def test_the_other_side_is_not_told() -> None:
    assert presented(region="knee", side="right") == {
        EXAMINATION: "The right knee had full flexion to 140 degrees."
    }


def test_another_part_is_not_told() -> None:
    assert presented(region="ankle") == {}


def test_a_request_without_a_part_has_a_complaint_only() -> None:
    assert set(presented()) == {COMPLAINT}


@pytest.mark.parametrize(
    "more",
    [
        "He complained of left knee pain in the past.",
        "Utilization review noted left knee tenderness.",
        "There was no documentation of left knee tenderness.",
        "An MRI showed a left knee effusion.",
    ],
)
def test_the_past_the_denial_and_films_are_no_presentation(more: str) -> None:
    assert presented(more, region="knee", side="left") == presented(region="knee", side="left")


@pytest.mark.parametrize(
    "more",
    [
        "He complained of no left knee pain at night.",
        "He denied left knee weakness.",
        "He stated that ice helps the left knee pain.",
    ],
)
def test_what_is_denied_or_helped_is_no_complaint(more: str) -> None:
    assert presented(more, region="knee", side="left") == presented(region="knee", side="left")


def test_an_examination_older_than_another_is_not_told() -> None:
    more = "On 6/8/2016 examination showed a tender back. On 5/2/2016 the left knee was tender."
    assert EXAMINATION not in presented(more, region="knee", side="left")


def test_a_request_without_a_part_takes_what_is_called_the_complaint() -> None:
    assert presented("He stated that his sleep is poor.")[COMPLAINT].startswith("On 6/1/2016 he complained")
