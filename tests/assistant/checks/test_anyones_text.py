"""What a person's own text gets wrong beside the facts: its grounds, the speaker, the time, the item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.case import DisputedItem
from assistant.checks import check_text, match_item
from assistant.checks.sample import mini_case
from assistant.intake import parse_request

RECORD = (
    "The worker has back pain after a fall. He takes naproxen. The treatment plan included acupuncture. "
    "He completed 6 visits of physical therapy."
)
MRI = "MRI of the lumbar spine"


def rules(text: str, record: str = RECORD, treatment: str = MRI) -> set[str]:
    case = mini_case(record, treatment)
    return {f.rule for f in check_text(text, case, case.items[0], human=True).findings}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The treatment that was given included acupuncture.", "PRE04"),
        ("The worker underwent acupuncture.", "PRE04"),
        ("The treating physician complained of back pain.", "FAC26"),
        ("The provider denied any numbness.", "FAC26"),
        ("The findings do not support the usage of a CT scan.", "FAC19"),
        ("The treatment plan includes aquatic therapy.", "FAC19"),
        (
            "The chart describes failed care. The chart does not describe failed care.",
            "CON12",
        ),
        (
            "The MRI is warranted by the course. It will help. The MRI is not medically necessary.",
            "CON11",
        ),
        (
            "There is a lack of complaints to support use. As such, the request is medically necessary.",
            "CON08",
        ),
        ("The worker's exam would not support it. As such, the request is medically necessary.", "CON08"),
    ],
)
def test_an_error_of_a_persons_text_is_found(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The worker completed physical therapy.", "PRE04"),
        ("The plan is acupuncture.", "PRE04"),
        ("The treating physician noted complaints of back pain.", "FAC26"),
        ("The findings do not support the usage of magnetic resonance imaging.", "FAC19"),
        ("The treatment plan includes acupuncture.", "FAC19"),
        (
            "The chart describes failure of simple care. The chart does not describe failure of a brace.",
            "CON12",
        ),
        (
            "An MRI is reasonable where care failed. It did not. The MRI is not medically necessary.",
            "CON11",
        ),
        ("Care failed and the deficit persists despite it. The request is medically necessary.", "CON08"),
    ],
)
def test_a_sound_text_is_left_alone(text: str, rule: str) -> None:
    assert rule not in rules(text)


def test_a_request_named_in_full_at_the_end_tells_the_item_although_the_record_names_the_others() -> None:
    case = mini_case(RECORD, MRI)
    other = "MRI of the right shoulder"
    case = replace(case, items=(*case.items, DisputedItem(2, other, parse_request(other), other)))
    text = (
        f"The request for {MRI} and {other} is not certified by the claims administrator. "
        f"Care was not tried. Therefore, the request for {other} is not medically necessary."
    )
    found = match_item(text, case)
    assert found is not None
    assert found.number == 2
