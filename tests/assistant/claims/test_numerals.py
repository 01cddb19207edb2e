"""Numbers of a wording in digits or in words; the sentence in the past that ends what a guideline says."""

from __future__ import annotations

import pytest

from assistant.checks import Reviewed, check_text
from assistant.checks.sample import mini_case
from assistant.claims.numerals import written
from assistant.claims.prose import Mode, statements
from assistant.library import open_library
from assistant.linting import reviewed
from assistant.settings import load_settings


@pytest.mark.parametrize(
    ("wording", "said", "alike"),
    [
        ("at least four weeks", "at least 4 weeks", True),
        ("at least 4 weeks", "at least four weeks", True),
        ("at least four weeks", "at least 5 weeks", False),
        ("at least four weeks", "at least 14 weeks", False),
        ("a cap of 24 visits", "a cap of 24 visits", True),
        ("motor strength 4/5", "motor strength four/5", False),
        ("0.5 mg of it", "zero.five mg of it", False),
    ],
)
def test_a_number_stands_in_digits_or_in_words(wording: str, said: str, alike: bool) -> None:
    assert bool(written(wording).fullmatch(said)) is alike


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("An MRI showed a disc extrusion.", Mode.CASE),
        ("Electrodiagnostic studies confirmed a radiculopathy.", Mode.CASE),
        ("Controlled studies confirmed a benefit.", Mode.GUIDELINE),
        ("Systematic reviews showed little benefit.", Mode.GUIDELINE),
        ("A disc extrusion is an indication.", Mode.GUIDELINE),
    ],
)
def test_what_a_study_showed_after_a_guideline_is_of_the_case(said: str, mode: Mode) -> None:
    text = f"The MTUS guidelines recommend a trial of therapy. {said}"
    assert statements(text)[-1].mode is mode


RECORD = (
    "The worker is a 40 year old male who strained the low back on 3/5/2016. "
    "He completed a course of therapy. He was seen on 4/20/2016. "
    "Utilization review denied the MRI on 5/2/2016."
)
ASKED = "MRI of the lumbar spine without contrast"


@pytest.fixture(scope="module")
def known() -> Reviewed:
    case = mini_case(RECORD, ASKED)
    return reviewed(case, case.items[0], open_library(load_settings()))


@pytest.mark.parametrize("swap", [("four", "4"), ("three", "3"), ("six", "6"), ("two", "2")])
def test_a_criterion_named_with_its_number_in_digits_is_the_same_criterion(
    known: Reviewed, swap: tuple[str, str]
) -> None:
    assert known.pack is not None
    case = mini_case(RECORD, ASKED)
    for short in (c.short for c in known.pack.criteria if f" {swap[0]} " in f" {c.short} "):
        text = f"The condition of {short} is met."
        rules = [
            [f.rule for f in check_text(t, case, case.items[0], known, human=False).errors]
            for t in (text, text.replace(*swap))
        ]
        assert rules[0] == rules[1], short


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("The criterion of work short of full duty is met.", False),
        ("He is at present capable of something short of full duty.", False),
        ("He is now at full duty.", True),
    ],
)
def test_a_status_fallen_short_of_is_not_told_of_the_worker(said: str, wrong: bool) -> None:
    case = mini_case(f"{RECORD} He is not working now.", ASKED)
    found = {f.rule for f in check_text(said, case, case.items[0], human=True).findings}
    assert ("FAC28" in found) is wrong
