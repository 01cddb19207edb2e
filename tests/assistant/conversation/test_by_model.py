"""A model may choose the action for free words; it can neither decide nor bring in a number or a fact."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from assistant.conversation.actions import (
    Action,
    AddFact,
    Ask,
    Compare,
    Decide,
    Explain,
    Help,
    Reword,
    Said,
    SelectItem,
    ShowEvidence,
    ShowMissing,
    Unclear,
    WhatIf,
)
from assistant.conversation.by_model import Chooser
from assistant.conversation.freely import understand_freely
from assistant.drafting.styles import Style
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.modelling.line import Line
from assistant.modelling.masking import Masker
from assistant.settings import Settings
from tests.assistant.drafting.test_messages import approve, as_text
from tests.e2e.lying_server import completion

_WORDS = "hm, not sure that 14 sessions look right to me, Dr. Testwell?"


def chosen(
    words: str,
    name: str,
    arguments: object,
    url: str = "http://127.0.0.1:1/v1",
    before: tuple[Said, ...] = (),
) -> tuple[Action, list[dict[str, Any]]]:
    """The action where the model calls the tool ``name``, and the bodies that were sent."""
    sent: list[dict[str, Any]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(json.loads(request.content))
        function = {"name": name, "arguments": json.dumps(arguments)}
        call = {"id": "1", "type": "function", "function": function}
        return httpx2.Response(200, json=completion("", tool_calls=[call]))

    settings = Settings(base_url=url, model="m", model_retries=0)
    endpoint = Endpoint(settings, chat_model(settings, httpx2.MockTransport(answer)))
    chooser = Chooser(Line(endpoint, Masker() if endpoint.masks else None))
    return understand_freely(words, chooser, before), sent


@pytest.mark.parametrize(
    ("name", "arguments", "action"),
    [
        ("ShowWhatIsMissing", {}, ShowMissing()),
        ("SayWhatCanBeAsked", {}, Help()),
        ("SupposeRequest", {"visits": 14}, WhatIf(14, None)),
        ("SupposeRequest", {"quantity": 14}, WhatIf(None, Decimal(14))),
        ("OpenItem", {"number": 14}, SelectItem(14)),
        ("ExplainIt", {}, Explain(None, _WORDS)),
        ("TakeFact", {"text": "The goal is agreed."}, AddFact(_WORDS)),
        ("SupposeRequest", {"visits": 99}, Unclear(_WORDS)),
        ("SupposeRequest", {}, Unclear(_WORDS)),
        ("SupposeRequest", {"visits": "many"}, Unclear(_WORDS)),
        ("RefuseQuestion", {}, Unclear(_WORDS)),
        ("AskTheCase", {}, Ask(_WORDS)),
        ("CompareVersions", {}, Compare()),
        ("RewordTheDraft", {"style": "plainer"}, Reword(Style.PLAINER)),
        ("RewordTheDraft", {"style": "rude"}, Unclear(_WORDS)),
        ("ForgetFact", {}, Unclear(_WORDS)),
        ("Sign", {"reviewer": "me"}, Unclear(_WORDS)),
        ("Decide", {"decision": "Overturned"}, Unclear(_WORDS)),
    ],
)
def test_the_model_chooses_and_code_holds_it(name: str, arguments: object, action: Action) -> None:
    assert chosen(_WORDS, name, arguments)[0] == action


def test_words_that_the_patterns_understand_are_not_sent() -> None:
    action, sent = chosen("what is missing?", "SayWhatCanBeAsked", {})

    assert (action, sent) == (ShowMissing(), [])


def test_without_an_endpoint_or_with_one_that_fails_the_words_stay_unclear() -> None:
    settings = Settings(base_url="http://127.0.0.1:1/v1", model="m", model_retries=0)
    broken = httpx2.MockTransport(lambda _: httpx2.Response(500, text="oops"))

    assert understand_freely(_WORDS, None) == Unclear(_WORDS)
    away = Chooser(Line(Endpoint(settings, chat_model(settings, broken))))
    assert understand_freely(_WORDS, away) == Unclear(_WORDS)


def test_the_message_is_as_approved_and_names_are_masked_on_a_remote_endpoint() -> None:
    sent = chosen(_WORDS, "SayWhatCanBeAsked", {}, "https://models.example/v1")[1]

    approve("understand", as_text(sent[0]))
    assert "Testwell" not in json.dumps(sent[0])
    assert len(sent[0]["tools"]) == 14


def test_what_was_said_before_goes_along_as_far_as_it_fits() -> None:
    before = tuple((n % 2 == 0, f"turn {n} of a long talk about the knee") for n in range(400))

    sent = chosen("and the other one, please?", "SayWhatCanBeAsked", {}, before=before)[1]

    approve("understand_later", as_text(sent[0])[:1400] + "\n...\n" + as_text(sent[0])[-300:])
    body = sent[0]["messages"][1]["content"]
    assert "turn 399" in body
    assert "turn 1 of" not in body
    assert len(body) < 5000


def test_a_long_question_with_a_known_word_is_the_models_to_understand() -> None:
    words = "does the evidence show that she tried the brace which her surgeon gave her?"

    assert chosen(words, "AskTheCase", {})[0] == Ask(words)
    assert understand_freely(words, None) == ShowEvidence()


def test_a_statement_is_the_models_to_understand_unless_it_says_it_is_a_fact() -> None:
    assert chosen("I wonder about that other matter", "ShowWhatIsMissing", {})[0] == ShowMissing()
    action, sent = chosen("fact: the goal is agreed", "RefuseQuestion", {})
    assert (action, sent) == (AddFact("the goal is agreed."), [])


@pytest.mark.parametrize("name", ["RefuseQuestion", "SayWhatCanBeAsked", "TakeFact"])
def test_a_decision_in_plain_words_is_never_the_models(name: str) -> None:
    action, sent = chosen("overturn because the employer has confirmed the job in writing", name, {})

    assert isinstance(action, Decide)
    assert sent == []
