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
    Explain,
    Help,
    SelectItem,
    ShowMissing,
    Unclear,
    WhatIf,
)
from assistant.conversation.by_model import understand_freely
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.settings import Settings
from tests.assistant.drafting.test_messages import approve, as_text
from tests.e2e.lying_server import completion

_WORDS = "hm, not sure that 14 sessions look right to me, Dr. Testwell?"


def chosen(
    words: str, name: str, arguments: object, url: str = "http://127.0.0.1:1/v1"
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
    return understand_freely(words, endpoint), sent


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
    assert understand_freely(_WORDS, Endpoint(settings, chat_model(settings, broken))) == Unclear(_WORDS)


def test_the_message_is_as_approved_and_names_are_masked_on_a_remote_endpoint() -> None:
    sent = chosen(_WORDS, "SayWhatCanBeAsked", {}, "https://models.example/v1")[1]

    approve("understand", as_text(sent[0]))
    assert "Testwell" not in json.dumps(sent[0])
    assert len(sent[0]["tools"]) == 11
