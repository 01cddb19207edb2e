"""An answer whose tokens ended: whole sentences are kept, the unfinished one never, however asked for."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from assistant.configured import ConfiguredModel
from assistant.drafting.prepared import ModelWriter
from assistant.errors import ModelError
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.settings import Settings
from tests.assistant.drafting.invented import prepared
from tests.e2e.lying_server import as_json, completion

_WHOLE = as_json([("The record documents knee pain.", ["C1"]), ("It documents no weakness.", ["C1"])])
_METHODS = ("json_schema", "function_calling", "json_mode")
_UP_TO_THE_SECOND = _WHOLE.index("It documents no")


def writer(text: str, method: str) -> ModelWriter:
    """A writer whose endpoint ends its answer with this text, for want of tokens."""
    body: dict[str, Any] = completion(text, finish="length")
    if method == "function_calling":
        call = {"id": "1", "type": "function", "function": {"name": "DraftAnswer", "arguments": text}}
        body = completion("", tool_calls=[call], finish="length")

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=body)

    values = {
        "base_url": "http://127.0.0.1:1/v1",
        "model": "told",
        "model_retries": 0,
        "structured_output": method,
    }
    settings = Settings.model_validate(values)
    endpoint = Endpoint(settings, chat_model(settings, httpx2.MockTransport(answer)))
    return ConfiguredModel(endpoint).for_case(prepared().case).writer()


@pytest.mark.parametrize("method", _METHODS)
@pytest.mark.parametrize("more", [0, 8, 14, 15, 17])
def test_whole_sentences_are_kept_and_the_unfinished_one_is_not(method: str, more: int) -> None:
    written = writer(_WHOLE[: _UP_TO_THE_SECOND + more], method)

    draft = written.draft(prepared())

    assert draft.sentences[0].text == "The record documents knee pain."
    assert "It documents" not in draft.text
    assert written.account(0, (), "shown").unfinished == 1
    assert json.dumps(draft.text).count("knee pain.") == 1


@pytest.mark.parametrize("method", _METHODS)
def test_an_answer_that_is_whole_by_luck_is_taken_whole(method: str) -> None:
    assert "It documents no weakness." in writer(_WHOLE, method).draft(prepared()).text


@pytest.mark.parametrize("method", _METHODS)
@pytest.mark.parametrize(
    "text", ["", "{", '{"sentences": [', '{"sentences": [{"text": "The record doc', "[1, 2", "The record"]
)
def test_where_nothing_is_whole_the_reason_is_the_token_limit(method: str, text: str) -> None:
    with pytest.raises(ModelError, match="did not come to an end; raise IMR_MODEL_MAX_TOKENS"):
        writer(text, method).draft(prepared())
