"""True sentences of reviewers that were called wrong once, each beside its false neighbour."""
# ruff: noqa: E501 - sentences, one entry a line

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.results import Severity

RECORD = (
    "The worker is a 40 year old male who was injured on 3/5/2016. "
    "He has received 6 sessions of physical therapy for the left knee. "
    "The provider noted a pinning of the distal radius fracture on 3/9/2016. "
    "The provider noted a normal hip and knee x-ray under the plan. The treatment plan included acupuncture. "
    "On 4/20/2016 the therapist recommended a course of water exercise to unload the joint. "
    "The RFA asked for physical therapy, knee x-ray and acupuncture."
)
ASKED = "Physical therapy for the left knee 2 times a week for 4 weeks"


def errors(text: str) -> set[str]:
    case = mini_case(RECORD, ASKED)
    report = check_text(text, case, case.items[0], human=True)
    return {f.rule for f in report.findings if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    ("rule", "true", "false"),
    [
        (
            "FAC34",
            "At issue is the request for therapy to the left knee twice a week for 4 weeks, that is 8 visits.",
            "He has received 8 sessions of physical therapy.",
        ),
        (
            "FAC34",
            "The letter tells of the non-certification for eight physical therapy sessions.",
            "The letter tells that nine sessions of physical therapy were received.",
        ),
        (
            "FAC34",
            "The treatment plan included a second look at the left knee and its flare up; therapy of the knee for 8 sessions.",
            "Therapy of the knee took place for 8 sessions of physical therapy.",
        ),
        (
            "FAC36",
            "Ten tablets were authorized by the claims administrator after the pinning of the distal radius fracture.",
            "The chiropractor recommended a course of water exercise to unload the joint.",
        ),
        (
            "FAC03",
            "According to the 3/12/2016 First Report of Injury, he felt a pop in the knee while lifting.",
            "He felt a pop in the knee while lifting on 3/12/2016.",
        ),
        (
            "PRE04",
            "A knee x-ray was obtained and was normal.",
            "Acupuncture was given and helped.",
        ),
    ],
)
def test_a_true_sentence_is_left_alone_and_its_false_neighbour_is_not(
    rule: str, true: str, false: str
) -> None:
    assert rule not in errors(true)
    assert rule in errors(false)
