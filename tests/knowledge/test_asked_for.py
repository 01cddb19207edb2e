"""What a request asks for is told in plain words, never by the name of an attribute."""

from __future__ import annotations

import pytest

from knowledge.asked_for import joined, stated, unstated
from knowledge.evaluate import run
from knowledge.model import Facts, ItemTest, Status

MAIN = "the main request of the same application"


@pytest.mark.parametrize(
    ("attribute", "values", "said"),
    [
        (
            "main_item",
            ["overturned"],
            "the main request of the same application is found medically necessary",
        ),
        (
            "main_item",
            ["upheld"],
            "the main request of the same application is not found medically necessary",
        ),
        ("request_kind", ["rental"], "the request is for a rental"),
        ("request_kind", ["purchase"], "the request is for a purchase"),
        ("form", ["patch"], "the form asked for is: patch"),
        ("drug", ["tramadol", "gabapentin"], "the request is for gabapentin and tramadol"),
        ("modality", ["ncs", "emg"], "the request is for: EMG and nerve conduction"),
        ("modality", ["hospital_bed"], "the request is for: hospital bed"),
        ("new_thing", ["some_value"], "the new thing of the request is: some value"),
    ],
)
def test_an_attribute_is_told_in_plain_words(attribute: str, values: list[str], said: str) -> None:
    assert stated(attribute, values) == said


@pytest.mark.parametrize("attribute", ["main_item", "request_kind", "form", "drug_class", "new_thing"])
def test_what_is_not_stated_is_named_without_its_identifier(attribute: str) -> None:
    said = unstated(attribute)
    assert said.startswith("the request does not state ")
    assert "_" not in said


def test_values_are_joined_as_a_list() -> None:
    assert [joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_the_words_of_a_pack_come_before_the_general_ones() -> None:
    facts = Facts(item={"request_kind": frozenset({"rental"})})
    plain = ItemTest(item="request_kind", among=("purchase",))
    own = ItemTest(item="request_kind", among=("purchase",), when_not="it is not bought")
    assert run(plain, facts).status is run(own, facts).status is Status.NOT_MET
    assert [run(plain, facts).why, run(own, facts).why] == [
        "the request is for a rental",
        "it is not bought",
    ]
