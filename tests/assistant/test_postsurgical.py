"""Therapy after an operation: the operation is found, its row decides, and what is from memory says so."""

from __future__ import annotations

import pytest

from assistant.intake import case_from_text
from assistant.results import ItemReview
from assistant.review import Tools, review_case
from knowledge.model import Status

RECORD = """The worker is a 44 year old packer with numbness of the right hand since 03/01/2016. {done}
The wound has healed and grip is weak at the visit of 11/28/2016. The RFA is dated 12/01/2016.

Disputed item: {asked}
"""


def first(tools: Tools, done: str, asked: str) -> ItemReview:
    case = case_from_text(RECORD.format(done=done, asked=asked), "invented.txt")
    return review_case(case, tools).items[0]


def status(item: ItemReview, criterion: str) -> Status:
    assert item.evaluation is not None
    return item.evaluation.result(criterion).status


RELEASE = "She underwent right carpal tunnel release on 11/10/2016."


@pytest.mark.parametrize(("visits", "expected"), [(4, Status.MET), (5, Status.NOT_MET)])
def test_the_record_names_the_operation(tools: Tools, visits: int, expected: Status) -> None:
    asked = f"Postoperative physical therapy for the right wrist, {visits} visits"
    item = first(tools, RELEASE, asked)
    assert item.evidence.facts.item["procedure"] == {"carpal_tunnel_release"}
    assert status(item, "half-first") is expected
    assert item.draft is not None
    if expected is Status.NOT_MET:
        assert "carpal tunnel release" in item.draft.text
        assert "from memory" in item.draft.text


def test_the_request_names_the_operation(tools: Tools) -> None:
    asked = "Postoperative therapy after trigger finger release of the right hand, 5 visits"
    item = first(tools, "She underwent surgery of the right hand on 11/10/2016.", asked)
    assert item.evidence.facts.item["procedure"] == {"trigger_finger_release"}
    assert status(item, "half-first") is Status.NOT_MET


def test_an_operation_without_a_row_is_held_to_the_commonest(tools: Tools) -> None:
    done = "She underwent excision of a ganglion of the right wrist on 11/10/2016."
    item = first(tools, done, "Postoperative physical therapy for the right wrist, 12 visits")
    assert not item.evidence.facts.item["procedure"]
    assert status(item, "half-first-not-listed") is Status.MET
    assert status(item, "weeks-within-row") is Status.NOT_APPLICABLE


@pytest.mark.parametrize(("on", "expected"), [("09/01/2016", Status.MET), ("08/31/2016", Status.NOT_MET)])
def test_the_period_of_the_row_runs_from_the_operation(tools: Tools, on: str, expected: Status) -> None:
    done = f"She underwent right carpal tunnel release on {on}."
    item = first(tools, done, "Postoperative physical therapy for the right wrist, 4 visits")
    assert status(item, "period-three-months") is expected
