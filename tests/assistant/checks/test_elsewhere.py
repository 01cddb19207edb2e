"""A finding or deficit of the record given to a part or level that has it not."""

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.results import Finding, Severity

RECORD = (
    "The worker fell on 3/1/2016 and hurt the right shoulder and the low back. He points to the knee. "
    "The right shoulder is tender and swollen. Range of motion of the shoulder is limited. "
    "Sensation is decreased in the right L5 dermatome. "
    "MRI showed a tear of the supraspinatus of the shoulder. "
    "X-rays of the cervical spine showed a narrow space at C5-6. The foot is numb."
)


def found(text: str, record: str = RECORD, *, human: bool = False) -> list[Finding]:
    case = mini_case(record, "Physical therapy for the right shoulder, 6 sessions")
    report = check_text(text, case, case.items[0], human=human)
    return [f for f in report.findings if f.rule in ("FAC24", "FAC25")]


@pytest.mark.parametrize(
    ("text", "rule", "evidence"),
    [
        ("There is tenderness of the knee.", "FAC24", "tender"),
        ("On examination the low back was swollen.", "FAC24", "swollen"),
        ("MRI revealed a tear at the knee.", "FAC24", "tear"),
        ("The knee has limited range of motion.", "FAC24", "limited"),
        ("Sensation is decreased in the right C6 dermatome.", "FAC25", "L5"),
    ],
)
def test_a_finding_of_another_part_is_found_with_what_the_record_has(
    text: str, rule: str, evidence: str
) -> None:
    (finding,) = found(text, human=True)
    assert finding.rule == rule
    assert evidence in finding.evidence[0].text


@pytest.mark.parametrize(
    "text",
    [
        "There is tenderness of the right shoulder.",
        "There is no tenderness of the knee.",
        "The guideline asks for tenderness of the knee.",
        "The record does not document tenderness of the knee.",
        "The lower back and the leg have a sensory loss.",
        "Imaging showed a tear of the rotator cuff.",
        "The right arm is swollen.",
    ],
)
def test_the_part_itself_its_neighbour_and_what_is_not_affirmed_are_left_alone(text: str) -> None:
    assert found(text, human=True) == []


def test_a_part_that_a_nerve_joins_is_a_warning_to_a_person_for_what_is_felt_under_the_hand() -> None:
    record = "The low back is tender. The leg moves freely."
    (near,) = found("The leg is tender.", record, human=True)
    assert near.severity is Severity.WARNING
    (far,) = found("The shoulder is tender.", f"{record} The shoulder is well.", human=True)
    assert far.severity is Severity.ERROR


def test_a_record_that_names_no_part_beside_the_finding_contradicts_nothing() -> None:
    assert found("There is tenderness of the knee.", "Tenderness is noted. The knee moves freely.") == []
