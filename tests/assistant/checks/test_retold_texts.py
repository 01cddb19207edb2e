"""What anyone's text tells nearly as the file does is held to the file: facts, terms, request, ground."""

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.sample import mini_case

RECORD = (
    "Date of Injury: 03/05/2016. The worker is a 47 year old male who was injured on 3/5/16. "
    "On 4/20/16 the worker reported constant pain of the right shoulder and is requesting more therapy. "
    "The treating physician suspected a small tear of the rotator cuff on the right side. "
    "The request for authorization was signed on 5/2/16. "
    "Sensation of the right hand was not reduced on the most recent examination. "
    "The request for the shoulder brace was previously denied on 5/9/16. "
    "Home exercise 2 times a week for 4 weeks was taught by the therapist after the visit. "
    "Exam showed left and right trapezius spasm with normal grip. Pain of the neck was rated 6/10."
)
CASE = mini_case(RECORD, "MRI of the right shoulder without contrast")


def found(text: str) -> set[tuple[str, str]]:
    report = check_text(text, CASE, CASE.items[0], None, human=True)
    return {(f.rule, f.severity.value) for f in report.findings}


@pytest.mark.parametrize(
    "text",
    [
        "On 4/20/16 the worker reported constant pain of the left shoulder and is requesting more therapy.",
        "On 4/20/16 the worker reported constant pain of the right shoulder and completed more therapy.",
        "On 4/20/16 the physician reported constant pain of the right shoulder and is requesting therapy.",
        "The treating physician suspected a small fracture of the rotator cuff on the right side.",
        "The request for authorization was signed on 4/20/16.",
        "Sensation of the right hand was reduced on the most recent examination.",
        "The request for the shoulder brace was currently denied on 5/9/16.",
        "Home exercise 3 times a week for 4 weeks was taught by the therapist after the visit.",
    ],
)
def test_a_changed_fact_in_a_sentence_near_the_records_is_an_error(text: str) -> None:
    assert ("FAC20", "error") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "On April 20, 2016 the patient complained of constant pain of the right shoulder.",
        "The request for authorization was signed on May 2, 2016.",
        "Exam showed bilateral trapezius spasm with normal grip.",
        "Home exercise, 8 visits, was taught by the therapist after the visit.",
        "The request for the shoulder brace was previously denied on 5/9/16.",
    ],
)
def test_the_same_in_other_words_is_left_alone(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "name",
    [
        "CT scan of the right shoulder without contrast",
        "MRI of the left shoulder without contrast",
        "MRI of the knee without contrast",
    ],
)
@pytest.mark.parametrize("frame", ["At issue is the request for {}.", "The decision for {} is as follows."])
def test_a_request_named_with_a_part_changed_is_an_error(name: str, frame: str) -> None:
    assert ("SCO09", "error") in found(frame.format(name))


@pytest.mark.parametrize(
    "name", ["MRI of the right shoulder", "magnetic resonance imaging of the right shoulder, no contrast"]
)
def test_a_request_named_in_other_words_is_left_alone(name: str) -> None:
    assert found(f"At issue is the request for {name}.") == set()


def test_words_that_the_record_is_said_to_state_must_stand_there() -> None:
    assert found("The record states: “the worker refused all care offered to him”.") == {("CIT05", "error")}
    assert found("The worker said “I can not lift my arm today”.") == {("CIT05", "warning")}
    assert found("The guideline states: “every such study is to be allowed”.") == {("CIT05", "warning")}
    assert found("The ODG states: “every such study is to be allowed”.") == set()
    assert found("The record states: “Pain of the neck was rated 6/10”.") == set()


def test_a_bare_denial_of_what_another_body_part_shows_is_too_wide() -> None:
    assert found("There is no documentation of a pain score.") == {("ABS02", "warning")}
    assert found("There is no documentation of a pain score of the shoulder.") == set()


def test_a_conclusion_wants_a_ground() -> None:
    guideline = "The guideline makes imaging an option after a month of care."
    end = "Therefore, the request is not medically necessary."
    assert found(f"{guideline} {end}") == {("CRI06", "warning")}
    assert found(f"{guideline} A month of care is not shown. {end}") == set()
    assert found(end) == set()


def test_a_conclusion_against_all_that_was_said_last_is_found() -> None:
    said = "The notes lack any account of a month of care."
    assert ("CON08", "warning") in found(f"{said} As such, the request is medically necessary.")
    assert found(f"{said} As such, the request is not medically necessary.") == set()


def test_a_guideline_called_silent_is_not_cited_for_what_it_says() -> None:
    said = "The MTUS does not address this study."
    assert ("CON09", "error") in found(f"{said} The MTUS states that it is an option.")
    assert found(f"{said} The ODG states that it is an option.") == set()


def test_two_tenses_at_once_are_a_warning() -> None:
    assert found("He was currently treated with home exercise.") == {("POL04", "warning")}
    assert found("He is currently treated with home exercise.") == set()
