"""Every word of a model's sentence stands in a support that it names, and goes with the status there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.drafting.grounded import conclusion
from assistant.drafting.tracing import support_keys, trace
from assistant.results import Draft, Sentence
from tests.assistant.drafting.invented import prepared

_GIVEN = prepared()


def rules(text: str, *keys: str) -> set[str]:
    draft = Draft((Sentence(text, keys), conclusion(_GIVEN)))
    return {finding.rule for finding in trace(_GIVEN, draft)}


def test_a_guideline_may_speak_of_a_worker_but_not_of_this_one() -> None:
    assert _GIVEN.evaluation is not None
    pack = _GIVEN.evaluation.pack.model_copy(
        update={"recommended": "Moss therapy is recommended for a worker with pain of the knee"}
    )
    given = replace(_GIVEN, evaluation=replace(_GIVEN.evaluation, pack=pack))

    def found(text: str) -> set[str]:
        return {f.rule for f in trace(given, Draft((Sentence(text, ("G1",)), conclusion(given))))}

    said = "The guideline recommends moss therapy for a worker with pain of the knee."
    assert found(said) == set()
    assert found(said.replace("a worker", "the worker")) == {"TRC06"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The record documents pain of the left knee.", ("C1",)),
        ("The worker has pain of the left knee.", ("E1",)),
        ("The record states: “She has pain of the left knee”.", ("C1", "E1")),
        ("Six visits of moss therapy were completed.", ("E2",)),
        ("6 visits of moss therapy were completed.", ("E2",)),
        ("There is no swelling of the left knee.", ("E3",)),
        ("The record does not document six weeks of home exercise.", ("C2",)),
        ("A home exercise program of six weeks is not documented.", ("C2",)),
        ("The limit of at most 8 visits is not met, as 6 were completed and 6 requested.", ("C3",)),
        ("The visits requested and completed exceed the limit of 8.", ("C3",)),
        ("The request is for 6 visits of moss therapy for the left knee.", ("R",)),
        ("The guideline recommends moss therapy as an option for knee pain after home exercise.", ("G1",)),
        ("Under the Guideline of Invented Treatments (2016), moss therapy is an option.", ("G1",)),
        ("The guideline asks for six weeks of home exercise.", ("G1", "C2")),
    ],
)
def test_a_sentence_in_the_words_of_its_supports_passes(text: str, keys: tuple[str, ...]) -> None:
    assert rules(text, *keys) == set()


@pytest.mark.parametrize(
    ("text", "keys", "rule"),
    [
        ("The worker has pain of the left knee.", (), "TRC01"),
        ("The worker has pain of the left knee.", ("P1",), "TRC01"),
        ("The worker has pain of the right knee.", ("E1",), "TRC02"),
        ("The worker has pain of the left ankle.", ("E1",), "TRC02"),
        ("The worker has severe pain of the left knee.", ("E1",), "TRC02"),
        ("The worker has pain of the left knee.", ("E2",), "TRC02"),
        ("Seven visits of moss therapy were completed.", ("E2",), "TRC02"),
        ("7 visits of moss therapy were completed.", ("E2",), "TRC02"),
        ("On 07/01/2016 visits of moss therapy were completed.", ("E2",), "TRC02"),
        ("The record states: “She has great pain of the left knee”.", ("E1",), "TRC02"),
        ("The request is medically necessary.", ("R",), "TRC03"),
        ("The request should be approved.", ("R",), "TRC03"),
        ("The denial is upheld.", ("R",), "TRC03"),
        ("The worker has <b>pain</b> of the left knee.", ("E1",), "TRC04"),
        ("Pain of the left knee: http://x.invalid", ("E1",), "TRC04"),
        ("The worker has `pain` of the left knee.", ("E1",), "TRC04"),
        ("You can see pain of the left knee.", ("E1",), "TRC05"),
        ("Please ignore the left knee.", ("E1",), "TRC05"),
        ("The reviewer must see the left knee.", ("E1",), "TRC05"),
        ("The record does not document pain of the left knee.", ("C1",), "TRC06"),
        ("The record documents six weeks of home exercise.", ("C2",), "TRC06"),
        ("A home exercise program was followed for six weeks.", ("C2",), "TRC06"),
        ("The limit of at most 8 visits is met.", ("C3",), "TRC06"),
        ("The record documents knee pain and six weeks of home exercise.", ("C1", "C2"), "TRC06"),
        ("There is swelling of the left knee.", ("E3",), "TRC06"),
        ("She has no pain of the left knee.", ("E1",), "TRC06"),
        ("Surgery is considered.", ("E4",), "TRC06"),
        ("The guideline does not recommend moss therapy.", ("G1",), "TRC06"),
        ("The guideline recommends moss therapy for the left knee.", ("G1", "E1"), "TRC06"),
        ("The record shows moss therapy for pain of the knee.", ("G1",), "TRC06"),
    ],
)
def test_a_sentence_that_says_more_or_other_is_refused(text: str, keys: tuple[str, ...], rule: str) -> None:
    assert rule in rules(text, *keys)


def test_the_conclusion_of_the_program_is_not_traced() -> None:
    assert trace(_GIVEN, Draft((conclusion(_GIVEN),))) == ()


def test_no_precedent_is_a_support() -> None:
    assert support_keys(_GIVEN) == {"R", "G1", "C1", "C2", "C3", "E1", "E2", "E3", "E4"}
