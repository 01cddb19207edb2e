"""A fact of the record told with another value, each false sentence beside its true neighbour."""

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.results import Severity

RECORD = (
    "The worker is a 41 year old female who was injured on 3/1/2016 and hurt the left knee. "
    "Treatment has included nine physical therapy visits and etodolac 400 mg. "
    "She completed three of the eight acupuncture treatments. "
    "There has been no prior massage, and she has never worn a brace. "
    "She denied buckling, fever or chills. "
    "Pivot shift was negative and the left knee was tender at the lateral joint line. "
    "The left knee reflex was absent. Sensation was intact in the right foot. "
    "The quadriceps of the thigh is 4 out of 5. "
    "X-rays of the knee were normal. MRI of the lumbar spine showed a bulge at L2-3. "
    "She returned to full duty on 5/2/2016."
)
ASKED = "Cold therapy unit for the left knee, 10 day rental"


def errors(text: str, record: str = RECORD) -> set[str]:
    case = mini_case(record, ASKED)
    report = check_text(text, case, case.items[0], human=True)
    return {f.rule for f in report.findings if f.severity is Severity.ERROR}


@pytest.mark.parametrize(
    ("true", "false", "rule"),
    [
        ("She received nine therapy visits.", "She received eleven therapy visits.", "FAC09"),
        (
            "She has had three of the eight acupuncture treatments.",
            "She has had seven of the eight acupuncture treatments.",
            "FAC09",
        ),
        ("She takes etodolac 400 mg.", "She takes etodolac 300 mg.", "FAC08"),
        ("The quadriceps is 4/5.", "The quadriceps is 2/5.", "FAC07"),
        ("The provider requests a 10 day rental.", "The provider requests a 21 day rental.", "FAC10"),
        ("MRI revealed a bulge at L2-3.", "MRI revealed a bulge at L4-5.", "FAC12"),
        ("She fell from a ladder on 3/1/2016.", "She fell from a ladder on 1/9/2016.", "FAC03"),
        ("She takes etodolac.", "She stopped diclofenac in May.", "FAC16"),
        ("She was offered massage.", "Massage tried in April helped little.", "PRE05"),
        ("She does not wear a brace.", "A brace worn in April brought some ease.", "PRE05"),
        ("She denies buckling.", "She describes frequent buckling.", "POL05"),
        ("The pivot shift was negative.", "The pivot shift was positive.", "POL02"),
        ("The left knee reflex was absent.", "The knee reflexes were normal.", "POL06"),
        ("Sensation of the right foot was intact.", "Sensation of the right foot was reduced.", "POL06"),
        ("Films of the knee were negative.", "Films of the knee showed narrowing.", "POL06"),
        ("The lateral joint line is tender.", "The medial joint line is tender.", "FAC27"),
        ("The left knee is tender.", "The right knee is tender.", "FAC27"),
        ("She is at full duty.", "She remains on modified duty.", "FAC28"),
    ],
)
def test_the_false_neighbour_of_a_true_sentence_is_an_error(true: str, false: str, rule: str) -> None:
    assert rule in errors(false)
    assert errors(true) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Up to eleven therapy visits are allowed.",
        "Eleven additional therapy visits are requested.",
        "She was given etodolac for nine days.",
        "Should buckling occur, an MRI may be considered.",
        "There is no documentation of buckling.",
        "She may return to modified duty if pain recurs.",
        "Drugs such as diclofenac are an option.",
    ],
)
def test_what_is_allowed_asked_or_missing_contradicts_nothing(text: str) -> None:
    assert errors(text) == set()


def test_an_operation_told_as_done_that_is_only_planned_is_an_error() -> None:
    record = "The worker has knee pain. The treatment plan included a knee arthroscopy."
    assert "PRE04" in errors("The worker underwent arthroscopy of the knee.", record)


def test_tenderness_denied_in_one_way_and_affirmed_in_another_is_affirmed() -> None:
    record = "There was no tenderness to percussion, mild tenderness of the right rhomboid."
    assert "POL01" not in errors("There is tenderness of the rhomboid.", record)
    record = "There was tenderness at the fovea with a negative ballottement."
    assert "POL01" not in errors("There is tenderness at the fovea.", record)


@pytest.mark.parametrize(
    "text",
    [
        "The clinic lacked a scanner. A fracture must be excluded. The request is medically necessary.",
        "Therapy was never arranged, and its lack is no ground. The request is medically necessary.",
    ],
)
def test_a_lack_that_is_no_ground_does_not_argue_against(text: str) -> None:
    assert "CON08" not in errors(text)


def test_a_sentence_on_the_worker_after_one_of_the_guideline_is_held_against_the_record() -> None:
    guideline = "ODG does not recommend lavage of the arthritic knee."
    assert "POL05" in errors(
        f"{guideline} The 41-year-old clerk has pain and complains of frequent buckling."
    )
    assert not errors(f"{guideline} The 41-year-old clerk has pain and denies buckling.")
