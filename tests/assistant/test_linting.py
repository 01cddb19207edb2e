"""A text that anyone wrote is checked with the same criteria as a review of the case."""

from __future__ import annotations

import pytest

from assistant.case import Case
from assistant.errors import NotACaseError
from assistant.intake import case_from_text
from assistant.library import Library
from assistant.linting import lint_text, reviewed
from assistant.review import Tools, review_case

OPERATION = """Case Number: T-77
Date of Injury: 11/02/2016
UR Denial Date: 12/20/2016

CLINICAL CASE SUMMARY
The injured worker is a 50 year old male who injured the right shoulder at work on 11/02/2016.
On 12/05/2016 the right shoulder was mildly tender with full range of motion and full strength.
No physical therapy and no injection has been given. The provider requested arthroscopy.

DISPUTED ITEMS
1. Right shoulder arthroscopic rotator cuff repair
2. Associated surgical service: cold therapy unit, 7 day rental
"""


@pytest.fixture(scope="module")
def operation() -> Case:
    return case_from_text(OPERATION)


def test_an_item_that_follows_another_is_checked_as_it_is_reviewed(
    operation: Case, library: Library, tools: Tools
) -> None:
    review = review_case(operation, tools)
    known = reviewed(operation, operation.item(2), library)
    assert known.evaluation == review.items[1].evaluation


@pytest.mark.parametrize("name", ["operation", "work_hardening", "back_and_knee"])
def test_a_shown_draft_is_clean_as_a_persons_text(
    name: str, request: pytest.FixtureRequest, library: Library, tools: Tools
) -> None:
    case: Case = request.getfixturevalue(name)
    for item in review_case(case, tools).items:
        assert item.draft is not None
        assert lint_text(item.draft.text, case, item.item.number, library).findings == ()


def test_an_item_that_is_not_there_is_said(operation: Case, library: Library) -> None:
    with pytest.raises(NotACaseError, match="no item 9; it has items 1 to 2"):
        lint_text("The request is not medically necessary.", operation, 9, library)
