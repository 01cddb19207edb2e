"""Addresses as OpenAI, Azure, vLLM, Ollama and llama.cpp have them: where requests go, with which key."""

from __future__ import annotations

import httpx2
import pytest

from assistant.modelling.endpoint import Endpoint, Turn, chat_model
from assistant.modelling.transport import Deadline
from assistant.settings import Settings
from tests.e2e.lying_server import completion

_AZURE = "https://one.openai.azure.com/openai"


@pytest.mark.parametrize(
    ("base_url", "asked", "own_header"),
    [
        (None, "https://api.openai.com/v1/chat/completions", None),
        (f"{_AZURE}/v1/", f"{_AZURE}/v1/chat/completions", None),
        (
            f"{_AZURE}/deployments/mine?api-version=2024-10-21",
            f"{_AZURE}/deployments/mine/chat/completions?api-version=2024-10-21",
            "k",
        ),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/chat/completions", None),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions", None),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/chat/completions", None),
    ],
)
def test_a_request_goes_where_the_address_says(
    base_url: str | None, asked: str, own_header: str | None
) -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json=completion("Ready."))

    settings = Settings(base_url=base_url, model="m", api_key="k")
    endpoint = Endpoint(settings, chat_model(settings, httpx2.MockTransport(answer)))
    endpoint.call((Turn("user", "Say ready."),), (), Deadline.within(5))

    assert str(seen[0].url) == asked
    assert seen[0].headers["Authorization"] == "Bearer k"
    assert seen[0].headers.get("api-key") == own_header
