"""Items of one case that ask for the same thing are told to the reviewer; like-sounding ones are not."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from assistant.alike import alike, same_thing
from assistant.desk import Desk
from assistant.export.as_json import review_json
from assistant.export.as_text import review_text
from assistant.intake import case_from_text
from assistant.records import SINGLE_USER, OpenCase
from assistant.results import Review
from assistant.review import review_case
from assistant.samples import sample_text
from assistant.ui.html.case import case_header
from assistant.ui.html.signing import decision


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("Omeprazole 20 mg #60", "Pantoprazole 40 mg #30", "one class"),
        ("Naproxen 550 mg #60", "Ibuprofen 800 mg #90", "ibuprofen, naproxen"),
        ("Norco 10/325 mg #90", "Norco 5/325 mg #60", "the same drug"),
        ("MRI left knee", "MRI of the left knee without contrast", "the same"),
        ("Physical therapy 2x4 for the low back", "12 more visits of physical therapy, lumbar", "the same"),
        ("L4-5 epidural steroid injection", "Epidural steroid injection at L4-5", "the same"),
        ("Urine drug screen", "Urine  drug screen", "the same"),
    ],
)
def test_two_requests_for_the_same_are_told(first: str, second: str, said: str) -> None:
    assert said in same_thing(first, second)
    assert said in same_thing(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Omeprazole 20 mg #60", "Naproxen 550 mg #60"),
        ("Naproxen 550 mg #60", "Diclofenac 1% gel"),
        ("MRI left knee", "MRI right knee"),
        ("MRI lumbar spine with contrast", "MRI lumbar spine without contrast"),
        ("EMG of the left upper extremity", "NCS of the left upper extremity"),
        ("L4-5 epidural steroid injection", "L5-S1 epidural steroid injection"),
        ("Physical therapy for the left knee", "Physical therapy for the low back"),
        ("Right shoulder arthroscopy", "Right shoulder rotator cuff repair"),
        ("Follow-up visit", "Follow-up visit with an orthopedist"),
    ],
)
def test_different_requests_are_not(first: str, second: str) -> None:
    assert same_thing(first, second) == ""


@pytest.fixture
def two_drugs(desk: Desk) -> OpenCase:
    text = sample_text("back-and-knee.txt")
    record, _, _ = text.partition("DISPUTED ITEMS")
    items = "1. Omeprazole 20 mg #60\n2. MRI of the left knee\n3. Pantoprazole 40 mg #30\n"
    *_, last = desk.add("two.txt", f"{record}DISPUTED ITEMS\n{items}".encode(), SINGLE_USER)
    assert last.opened
    return last.opened


def test_the_pair_is_told_beside_the_items_and_before_the_signature(two_drugs: OpenCase) -> None:
    (pair,) = alike((i.number, i.treatment) for i in two_drugs.items)
    said = pair.said
    assert said.startswith("Items 1 and 3 both ask for a drug of one class")
    assert said in case_header(two_drugs, two_drugs.summary.added_at.date())
    assert said in decision(two_drugs, two_drugs.item(3), unsaved=False)
    assert said not in decision(two_drugs, two_drugs.item(2), unsaved=False)


def test_the_pair_is_told_by_the_command_and_in_its_json(two_drugs: OpenCase, desk: Desk) -> None:
    assert two_drugs.case is not None
    review = review_case(two_drugs.case, desk.tools)
    told = review_json(review)["alike"]
    assert [entry["items"] for entry in told] == [[1, 3]]
    assert told[0]["says"] in printed(review)
    none = review_case(case_from_text(sample_text("back-and-knee.txt")), desk.tools)
    assert review_json(none)["alike"] == []


def printed(review: Review) -> str:
    """The review on lines too long to be broken."""
    file = StringIO()
    Console(file=file, width=2000).print(review_text(review))
    return file.getvalue()
