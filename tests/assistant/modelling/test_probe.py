"""What `imr model test` says of endpoints that can do all, some or nothing, and the message it sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2

from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.modelling.probe import Probe, probe
from assistant.prompt_files import load_prompt
from assistant.settings import Settings
from tests.assistant.drafting.test_messages import approve, as_text
from tests.e2e.lying_server import completion

Body = dict[str, Any]


def probed(answer: Callable[[Body], httpx2.Response], names: list[str] | None = None) -> dict[str, Probe]:
    """The probes of an endpoint that answers so, by name."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/models"):
            listed = [{"id": n, "object": "model", "created": 1, "owned_by": "x"} for n in names or ["m"]]
            return httpx2.Response(200, json={"object": "list", "data": listed})
        body = json.loads(request.content)
        assert body["messages"][0]["content"].startswith(load_prompt("probe").text)
        return answer(body)

    settings = Settings(base_url="http://127.0.0.1:1/v1", model="m", model_retries=0)
    found = probe(Endpoint(settings, chat_model(settings, httpx2.MockTransport(handle))))
    return {p.name: p for p in found}


def capable(body: Body) -> httpx2.Response:
    if body.get("stream"):
        piece = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        pieces = [{**piece, "choices": [{"index": 0, "delta": {"content": w}}]} for w in ("rea", "dy")]
        return httpx2.Response(
            200,
            content="".join(f"data: {json.dumps(p)}\n\n" for p in pieces) + "data: [DONE]\n\n",
            headers={"Content-Type": "text/event-stream"},
        )
    if "tools" in body:
        call = {
            "id": "1",
            "type": "function",
            "function": {"name": "Ready", "arguments": '{"word": "ready"}'},
        }
        return httpx2.Response(200, json=completion("", tool_calls=[call]))
    return httpx2.Response(200, json=completion('{"word": "ready"}'))


def test_an_endpoint_that_can_do_all() -> None:
    found = probed(capable)

    assert [p.name for p in found.values() if p.works] == list(found)
    assert list(found) == [
        "reachable",
        "model known",
        "answer",
        "structured output",
        "tool calls",
        "streaming",
    ]


def test_a_model_that_is_not_listed_is_named_with_those_that_are() -> None:
    known = probed(capable, ["a", "b"])["model known"]

    assert not known.works
    assert known.advice == "The endpoint lists: a, b. Set IMR_MODEL to one of them."


def test_structured_output_by_another_method_is_recommended() -> None:
    def only_json_mode(body: Body) -> httpx2.Response:
        asked = body.get("response_format", {}).get("type")
        if asked == "json_schema" or "tools" in body:
            return httpx2.Response(400, json={"error": {"message": "unsupported"}})
        return capable(body)

    found = probed(only_json_mode)["structured output"]

    assert not found.works
    assert found.advice == "Set IMR_STRUCTURED_OUTPUT=json_mode."


def test_the_message_is_as_approved() -> None:
    sent: list[Body] = []

    def note(body: Body) -> httpx2.Response:
        sent.append(body)
        return capable(body)

    probed(note)

    approve("probe", as_text(sent[0]))


def test_a_wrong_key_ends_the_test_at_once() -> None:
    found = probed(lambda _: httpx2.Response(401, json={"error": {"message": "no"}}))

    assert "check OPENAI_API_KEY" in found["answer"].advice
    assert "streaming" not in found
