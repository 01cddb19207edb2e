"""Tests, measurements and treatments called undone or unrecorded in whatever words."""

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.results import Severity

RECORD = (
    "The worker is a 44 year old female with pain of the left wrist. X-rays of the left wrist dated"
    " 5/2/2016 showed no fracture. Six visits of physical therapy were completed. A corticosteroid"
    " injection of the left wrist was given on 6/1/2016. Grip was 10 pounds on the left and 48 pounds on"
    " the right. Reflexes were 2+ in the upper extremities. She has been back to regular work since"
    " 7/1/2016. Acupuncture will be considered."
)


def seen(text: str) -> bool:
    case = mini_case(RECORD, "MRI of the left wrist")
    found = check_text(text, case, case.items[0], human=True).findings
    return any(f.rule in ("ABS07", "ABS01", "ABS06") and f.severity is Severity.ERROR for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "Plain radiographs have never been obtained.",
        "Radiographs of the wrist have not been taken.",
        "Grip strength was not measured.",
        "The reports fail to state her work status.",
        "It is unclear whether she is working.",
        "The deep tendon reflexes were not tested.",
        "An injection has not been attempted.",
        "She has not had any physical therapy.",
    ],
)
def test_what_the_record_has_is_not_missing(text: str) -> None:
    assert seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain radiographs of the left shoulder have never been obtained.",
        "No repeat x-rays of the wrist have been taken since May.",
        "Acupuncture has not been tried.",
        "The response to the injection was not documented.",
        "Sensation was not tested.",
        "No stress x-rays were taken.",
        "Reflexes of the lower extremities were not tested.",
    ],
)
def test_what_it_has_not_is_left_alone(text: str) -> None:
    assert not seen(text)
