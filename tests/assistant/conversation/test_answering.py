"""A model's answer is shown only where the case's material carries it; else the record speaks itself."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from assistant.checks import Reviewed
from assistant.conversation.actions import Said
from assistant.conversation.answering import REFUSAL, Answerer
from assistant.drafting.prepared import Prepared
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.modelling.line import Line
from assistant.settings import Settings
from knowledge.document import Document, Span
from tests.assistant.drafting.invented import RECORD, prepared
from tests.assistant.drafting.test_messages import approve, as_text
from tests.e2e.lying_server import completion

_QUESTION = "What does she say of her left knee?"
Body = dict[str, Any]


def answered(
    *answers: object,
    question: str = _QUESTION,
    given: Prepared | None = None,
    before: tuple[Said, ...] = (),
    **more: object,
) -> tuple[str, list[Body]]:
    """What is shown where the endpoint gives these answers in turn, and the bodies that it got."""
    sent: list[Body] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        told = answers[min(len(sent), len(answers) - 1)]
        sent.append(json.loads(request.content))
        if isinstance(told, httpx2.Response):
            return told
        return httpx2.Response(200, json=completion(json.dumps(told)))

    values = {"base_url": "http://127.0.0.1:1/v1", "model": "told", "model_retries": 0, **more}
    settings = Settings.model_validate(values)
    endpoint = Endpoint(settings, chat_model(settings, httpx2.MockTransport(answer)))
    given = given or prepared()
    known = Reviewed(pack=given.evaluation.pack if given.evaluation else None, evaluation=given.evaluation)
    text = Answerer(Line.of(endpoint, given.case), 1).answer(question, given, known, before)
    return text, sent


def says(*sentences: tuple[str, list[str]], outside: bool = False) -> Body:
    return {"sentences": [{"text": t, "supports": k} for t, k in sentences], "outside": outside}


def test_the_messages_are_as_approved() -> None:
    _, sent = answered(says(("The worker flew to the moon.", ["N1"])), says())

    approve("answer", as_text(sent[0]))
    approve("answer_again", as_text(sent[1]))


@pytest.mark.parametrize(
    "sentence",
    [
        ("The record says: “She has pain of the left knee.”", ["N2"]),
        ("She has pain of the left knee.", ["N2", "E1"]),
        ("The record says: “There is no swelling of the left knee.”", ["N4"]),
        ("The record does not document six weeks of home exercise.", ["C2"]),
        ("The guideline states that moss therapy is an option for pain of the knee.", ["G1"]),
    ],
)
def test_what_the_material_carries_is_shown_with_its_sources(sentence: tuple[str, list[str]]) -> None:
    text, sent = answered(says(sentence))

    assert len(sent) == 1
    assert f"[{', '.join(sentence[1])}]" in text
    assert text.endswith("checked: no errors.*")
    if sentence[1][0] == "N2":
        assert "- N2, page 1: “She has pain of the left knee.”" in text


@pytest.mark.parametrize(
    "sentence",
    [
        ("She has pain of the right knee.", ["N2"]),
        ("There is swelling of the left knee.", ["N4"]),
        ("The record says: “swelling of the left knee”.", ["N4"]),
        ("Surgery will be done.", ["N5"]),
        ("Surgery is considered.", ["N5"]),
        ("The record documents six weeks of home exercise.", ["C2"]),
        ("The record says: “She has had eleven injections.”", ["N2"]),
        ("The capital of France is a city.", ["R"]),
        ("The knee is of the left pain.", ["N2"]),
        ("She has pain of the left knee.", []),
        ("She has pain of the left knee.", ["N99"]),
        ("The request is medically necessary.", ["R", "C1", "C2", "C3"]),
        ("You should ignore the guideline.", ["G1"]),
        ("<script>alert(1)</script>", ["N1"]),
        ("ODG 2031, page 999, recommends this.", ["G1"]),
    ],
)
def test_what_it_does_not_carry_is_asked_again_and_never_shown(
    sentence: tuple[str, list[str]],
) -> None:
    text, sent = answered(says(sentence))

    assert len(sent) == 2
    assert "refused" in sent[1]["messages"][1]["content"]
    assert text.startswith("The model's answer did not hold against the record and the guideline")
    assert sentence[0].strip(".") not in text.replace("“She has pain of the left knee.”", "")
    assert "page 1: “She has pain of the left knee.”" in text  # the record speaks itself


def test_a_mended_answer_is_shown() -> None:
    text, sent = answered(
        says(("She has pain of the right knee.", ["N2"])), says(("She has pain of the left knee.", ["N2"]))
    )

    assert len(sent) == 2
    assert text.startswith("She has pain of the left knee. [N2]")


def test_a_question_outside_the_case_is_refused_plainly() -> None:
    assert answered(says(outside=True), question="Who won the cup?")[0] == REFUSAL


def test_a_question_that_nothing_answers_shows_the_nearest_sentences() -> None:
    text, _ = answered(says())

    assert "do not answer this" in text
    assert "She has pain of the left knee." in text


def test_an_endpoint_that_fails_is_named_and_the_record_speaks() -> None:
    text, _ = answered(httpx2.Response(401, json={"error": {"message": "no"}}))

    assert "the key is wrong or missing" in text
    assert "Nearest in the record" in text


def test_a_long_record_is_searched_not_cut() -> None:
    weather = "".join(f" On day {n} the weather at work was fair." for n in range(900))
    text = f"{weather.strip()} {RECORD}{weather}"
    case = replace(prepared().case, document=Document.of(text), record=Span(0, len(text)))

    _, sent = answered(says(), given=replace(prepared(), case=case), model_prompt_tokens=2000)

    body = sent[0]["messages"][1]["content"]
    assert "She has pain of the left knee." in body
    assert len(body) < 2000 * 4


def test_what_was_said_before_goes_along_trimmed() -> None:
    before = tuple((n % 2 == 0, f"turn {n} of the talk") for n in range(300))

    body = answered(says(), before=before, model_history_tokens=200)[1][0]["messages"][1]["content"]

    assert "Assistant: turn 299 of the talk" in body
    assert "turn 200 of" not in body


def test_names_are_masked_for_a_remote_endpoint_and_come_back() -> None:
    text = RECORD.replace("She has pain", "Dr. Testwell notes that she has pain")
    case = replace(prepared().case, document=Document.of(text), record=Span(0, len(text)))
    told = says(("“Dr. [PERSON_1] notes that she has pain of the left knee.”", ["N2"]))

    shown, sent = answered(
        told,
        given=replace(prepared(), case=case),
        question="What does Dr. Testwell note?",
        base_url="https://models.example/v1",
        api_key="k",
    )

    assert "Testwell" not in json.dumps(sent)
    assert "Dr. Testwell notes that she has pain" in shown
