"""The messages of the baseline that decides without criteria, to the letter."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from assistant.configured import ConfiguredModel
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.settings import Settings
from evals.alone import decide_alone
from tests.assistant.drafting.invented import prepared
from tests.assistant.drafting.test_messages import approve, as_text
from tests.e2e.lying_server import completion


def decided(answer: str) -> tuple[str | None, list[dict[str, Any]]]:
    """What the model decides where the endpoint answers so, and the bodies that were sent."""
    sent: list[dict[str, Any]] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        sent.append(json.loads(request.content))
        return httpx2.Response(200, json=completion(answer))

    settings = Settings(base_url="http://127.0.0.1:1/v1", model="told", model_retries=0)
    model = ConfiguredModel(Endpoint(settings, chat_model(settings, httpx2.MockTransport(handle))))
    given = prepared()
    return decide_alone(model, given.case, given.item), sent


def test_the_messages_are_as_approved_and_name_no_criterion() -> None:
    said, sent = decided('{"decision": "Overturned"}')

    approve("alone", as_text(sent[0]))
    assert said == "Overturned"
    assert "home exercise" not in json.dumps(sent)


def test_an_answer_of_another_form_is_no_decision() -> None:
    assert decided('{"decision": "perhaps"}')[0] is None
    assert decided("Upheld, of course")[0] is None
