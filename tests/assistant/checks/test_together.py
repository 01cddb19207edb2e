"""The rationales of one case, and the sentences of one text, must not contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.case import Case, DisputedItem
from assistant.checks import Reviewed, Sibling, check_text
from assistant.checks.sample import mini_case
from assistant.intake import parse_request
from assistant.results import Severity

RECORD = "The worker has pain."
ITEMS = (
    "MRI of the lumbar spine",
    "Right shoulder arthroscopic rotator cuff repair",
    "Preoperative medical clearance",
)
DENIED = "The request is not medically necessary."
GRANTED = "The request is medically necessary."


def case_of() -> Case:
    items = tuple(DisputedItem(n, name, parse_request(name), name) for n, name in enumerate(ITEMS, 1))
    return replace(mini_case(RECORD, ITEMS[0]), items=items)


def rules(text: str, number: int = 1, human: bool = False, **siblings: str) -> dict[str, Severity]:
    case = case_of()
    beside = tuple(Sibling(int(name[4:]), told) for name, told in siblings.items())
    report = check_text(text, case, case.item(number), Reviewed(siblings=beside), human=human)
    return {f.rule: f.severity for f in report.findings if f.rule in ("CON06", "CON07", "CON10")}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("The worker is a 41 year old male.", "The worker is a 43 year old male."),
        ("There is no documentation of muscle spasm.", "Exam of the lumbar spine showed muscle spasm."),
        ("She has low back pain.", "The worker is a 41 year old male with low back pain."),
        ("The worker has not had physical therapy.", "The worker completed 6 visits of physical therapy."),
        ("The worker was injured on 3/5/2016.", "The worker was injured on 3/6/2016."),
    ],
)
def test_two_items_that_tell_it_differently(mine: str, theirs: str) -> None:
    assert rules(mine, item2=theirs)["CON06"] is Severity.ERROR
    assert rules(mine, human=True, item2=theirs)["CON06"] is Severity.WARNING


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("The worker is a 41 year old male.", "The worker, 41 years old, has pain."),
        ("There is no documentation of muscle spasm.", "There is no documentation of spasm."),
        (
            "There is no documentation of muscle spasm.",
            "The guideline asks for muscle spasm on examination.",
        ),
        ("Pain is rated 7/10 in the knee.", "Pain is rated 5/10 in the back."),
        ("The worker has not had physical therapy.", "The worker completed 6 visits of acupuncture."),
    ],
)
def test_two_items_that_agree_or_speak_of_other_things(mine: str, theirs: str) -> None:
    assert rules(mine, item2=theirs) == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Exam of the lumbar spine showed muscle spasm. There is no documentation of muscle spasm.", True),
        ("The worker is a 59 year old female. His pain is in the back.", True),
        ("There is no mention of muscle spasm. There is no documentation of muscle spasm.", False),
        ("It is uncertain whether physical therapy has failed.", False),
        ("The guideline asks for muscle spasm. There is no documentation of muscle spasm.", False),
    ],
)
def test_two_sentences_of_one_text(text: str, wrong: bool) -> None:
    assert ("CON07" in rules(text)) is wrong


@pytest.mark.parametrize(
    ("mine", "number", "operation", "wrong"),
    [
        (GRANTED, 3, DENIED, True),
        (DENIED, 3, DENIED, False),
        (GRANTED, 3, GRANTED, False),
        (DENIED, 3, GRANTED, False),
        (GRANTED, 1, DENIED, False),
    ],
)
def test_a_service_follows_its_operation(mine: str, number: int, operation: str, wrong: bool) -> None:
    assert ("CON10" in rules(mine, number, item2=operation)) is wrong


def test_alone_nothing_is_compared() -> None:
    assert rules("There is no documentation of muscle spasm.") == {}
