"""Passive denials, quotation marks, frequencies and published limits, in a person's text and in a draft."""

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case
from assistant.claims.denial import denials_in

THERAPY = "MRI of the left knee"


def rules(record: str, text: str, treatment: str = THERAPY, human: bool = False) -> set[str]:
    case = mini_case(record, treatment)
    return {f.rule for f in check_text(text, case, case.items[0], human=human).findings}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Physical therapy has not been tried.", "Physical therapy"),
        ("Physical therapy has not yet been attempted.", "Physical therapy"),
        ("A home exercise program was never tried.", "A home exercise program"),
        ("The worker has not been tried on gabapentin.", "on gabapentin"),
    ],
)
def test_a_passive_denial_is_read(text: str, topic: str) -> None:
    assert [text[d.topic.start : d.topic.end] for d in denials_in(text)] == [topic]


def test_therapy_said_in_the_passive_not_to_be_tried_is_held_to_the_record() -> None:
    text = "Physical therapy has not been tried."
    done = "The worker has knee pain. The worker completed 6 visits of physical therapy."
    assert rules(done, text) & {"ABS01", "ABS06"}
    assert not rules("The worker has knee pain.", text) & {"ABS01", "ABS06"}


def test_therapy_that_the_record_denies_in_the_passive_was_not_tried() -> None:
    record = "The worker has knee pain. Physical therapy has not been tried. The plan is physical therapy."
    assert "PRE01" in rules(record, "The pain persists despite physical therapy.")


def test_a_negation_ends_with_its_quotation() -> None:
    record = (
        "The worker completed therapy without relief. Straight leg raise was positive on the left. "
        "The worker reports numbness."
    )
    quoted = (
        "“The worker completed therapy without relief” and “Straight leg raise was positive on the left”"
    )
    assert "POL02" not in rules(record, f"The record states {quoted}.")
    bare = "The record states “without relief” and straight leg raise positive on the left."
    assert "POL02" not in rules(record, bare)
    assert "POL02" in rules(record, "Straight leg raise was negative on the left.")


@pytest.mark.parametrize(
    ("record", "text", "wrong"),
    [
        ("Naproxen is taken twice a day.", "Naproxen is taken six a day.", True),
        ("Naproxen is taken twice a day.", "Naproxen is taken two times a day.", False),
        ("Naproxen is taken daily.", "Naproxen is taken once a day.", False),
        ("Naproxen is taken BID.", "Naproxen is taken twice a day.", False),
        ("Naproxen is taken every 8 hours.", "Naproxen is taken three times a day.", False),
        ("Naproxen is taken BID.", "Naproxen is taken four times a day.", True),
    ],
)
def test_how_often_is_held_to_the_record(record: str, text: str, wrong: bool) -> None:
    found = rules(f"The worker has knee pain. {record}", text)
    assert bool(found & {"FAC10", "FAC20"}) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Acupuncture has an optimum duration of 1 to 4 months.", True),
        ("Acupuncture has an optimum duration of 1 to 2 months.", False),
        ("Special studies are not needed unless a three- or nine-week period of care fails.", True),
        ("Special studies are not needed unless a four- to six-week period of care fails.", False),
        (
            "It allows 9-10 visits over 8 weeks for myalgia and myositis, 8-10 visits over 4 weeks for "
            "neuralgia, neuritis, and radiculitis.",
            False,
        ),
        ("Muscle relaxants are not recommended for longer than 2-3 weeks.", False),
    ],
)
def test_a_published_limit_is_known_in_its_usual_words(text: str, wrong: bool) -> None:
    assert ("CRI07" in rules("The worker has knee pain.", text, human=True)) is wrong


@pytest.mark.parametrize("human", [True, False])
def test_a_record_that_contradicts_itself_is_not_the_texts_error(human: bool) -> None:
    one, other = "Films were revealing for a fracture of the left wrist.", "No acute fracture is detected."
    record = f"{one} {other}"
    assert "CON07" not in rules(record, record, "CT of the left wrist", human)
