"""Old signs against a later normal examination; a nerve at the wrist against a root of the neck."""

from __future__ import annotations

import pytest

from assistant.evidence.gather import gather
from knowledge.evaluate import run
from knowledge.findings import load_findings
from knowledge.model import FindingTest, Status
from tests.assistant.evidence.evidence_support import case_of, kind, pack_of

LEG = "MRI of the lumbar spine"
NECK = "MRI of the cervical spine"
OLD = "On 5/3/2016 sensation was decreased over the left calf and straight leg raise was positive. "
DEFICIT, TENSION = "objective-neurologic-deficit", "nerve-tension-sign"


def status(record: str, treatment: str, finding: str) -> Status:
    case = case_of(record, treatment)
    found = gather(case, case.items[0], kind(treatment), pack_of(finding), load_findings())
    return run(FindingTest(finding=finding, region="item"), found.facts).status


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("On 11/18/2016 strength was 5/5 and sensation was intact in both legs.", Status.NOT_MET),
        ("On 11/18/2016 the neurological examination of the legs was normal.", Status.NOT_MET),
        ("On 11/18/2016 strength was 5/5 in both legs.", Status.MET),  # feeling was not examined
        ("On 11/18/2016 the left calf was tender.", Status.MET),
        ("On 5/10/2016 strength was 5/5 and sensation was intact in both legs.", Status.MET),  # one state
        (
            "On 11/18/2016 strength was 5/5, sensation was intact. The left ankle jerk was absent.",
            Status.MET,
        ),
    ],
)
def test_a_later_examination_that_is_normal_in_full_governs(later: str, expected: Status) -> None:
    assert status(OLD + later, LEG, DEFICIT) is expected


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("On 11/18/2016 straight leg raise was negative on both sides.", Status.NOT_MET),
        ("On 11/18/2016 the back was stiff.", Status.MET),
    ],
)
def test_a_later_negative_sign_governs(later: str, expected: Status) -> None:
    assert status(OLD + later, LEG, TENSION) is expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            "Tinel was positive at the wrist, with decreased pinprick over the index finger.",
            Status.NOT_DOCUMENTED,
        ),
        ("Tinel was positive at the wrist, with decreased pinprick in the C6 dermatome.", Status.MET),
        ("The triceps was 4/5 on the left.", Status.MET),
    ],
)
def test_a_nerve_at_the_wrist_is_no_root(record: str, expected: Status) -> None:
    assert status(record, NECK, DEFICIT) is expected
