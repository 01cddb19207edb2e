"""Which item a text speaks of: by its words and kind of treatment; alike items are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.case import Case, DisputedItem
from assistant.checks.matching import candidates, match_item
from assistant.checks.sample import mini_case
from assistant.intake import parse_request

OPERATION = (
    "Right shoulder arthroscopy with rotator cuff repair",
    "Preoperative medical clearance",
    "Postoperative physical therapy, 12 sessions",
    "Associated surgical service: cold therapy unit rental, 7 days",
)
THERAPIES = (
    "Six sessions of physical therapy two times a week",
    "Six sessions of biofeedback two times a week",
    "Six sessions of electrical stimulation two times a week",
    "Diazepam 5 mg #20",
    "Naproxen 550 mg #60",
)
IMAGES = ("MRI of the cervical spine", "MRI of the lumbar spine", "Acupuncture, 6 sessions")


def case_of(names: tuple[str, ...]) -> Case:
    items = tuple(DisputedItem(n, name, parse_request(name), name) for n, name in enumerate(names, 1))
    return replace(mini_case("The worker has pain.", names[0]), items=items)


@pytest.mark.parametrize(
    ("names", "text", "numbers"),
    [
        (
            OPERATION,
            "Surgery follows failed care. The surgical procedure is not medically necessary.",
            (1,),
        ),
        (
            OPERATION,
            "As the surgery is not medically necessary, the ancillary service is not medically necessary.",
            (2, 3, 4),
        ),
        (
            OPERATION,
            "As the surgery is not supported, the ancillary service, a cold therapy unit rental for 7 days,"
            " is not medically necessary.",
            (4,),
        ),
        (
            THERAPIES,
            "Biofeedback may be an adjunct. The worker had physical therapy before. The request is not"
            " medically necessary.",
            (2,),
        ),
        (THERAPIES, "Benzodiazepines are for short use. The request is not medically necessary.", (4,)),
        (THERAPIES, "NSAIDs help at the lowest dose. The request is not medically necessary.", (5,)),
        (THERAPIES, "Nothing here is to the point.", ()),
        (IMAGES, "Imaging needs red flags. The request is not medically necessary.", (1, 2)),
        (IMAGES, "An MRI needs red flags. The arms are strong, so the request is not supported.", (1, 2)),
        (IMAGES, "Imaging of the low back needs red flags. The request is not medically necessary.", (2,)),
        (
            IMAGES,
            "The request for magnetic resonance imaging of the neck is not medically necessary.",
            (1,),
        ),
    ],
)
def test_the_items_that_a_text_may_speak_of(names: tuple[str, ...], text: str, numbers: tuple[int]) -> None:
    case = case_of(names)
    assert tuple(item.number for item in candidates(text, case)) == numbers
    one = match_item(text, case)
    assert (one.number if one else None) == (numbers[0] if len(numbers) == 1 else None)


def test_a_single_item_is_never_asked_for() -> None:
    case = case_of(OPERATION[:1])
    assert match_item("Nothing to the point.", case) is case.items[0]
