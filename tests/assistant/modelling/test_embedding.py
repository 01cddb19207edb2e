"""What goes to an embeddings endpoint: masked where it leaves the machine, with the key meant for it."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from assistant.modelling import embedding
from assistant.modelling.embedding import MaskedEmbedder, configured_embedder
from assistant.modelling.transport import LimitedTransport
from assistant.settings import Settings
from knowledge.embeddings import EndpointEmbedder, WordLlamaEmbedder
from knowledge.errors import EmbedderError

_TEXT = "Physical therapy for Maria Samplewell, claim number AB-1234567, injured 03/02/2015, 8 visits"


def sent(monkeypatch: pytest.MonkeyPatch, **values: object) -> list[tuple[str, str, dict[str, Any]]]:
    """Address, key and body of each request that embedding two texts makes."""
    seen: list[tuple[str, str, dict[str, Any]]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        seen.append((str(request.url), request.headers["Authorization"], body))
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        data = [{"object": "embedding", "index": n, "embedding": [0.1, 0.2]} for n, _ in enumerate(texts)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return httpx2.Response(200, json={"object": "list", "data": data, "model": "m", "usage": usage})

    def client(url: str, max_bytes: int) -> httpx2.Client:
        return httpx2.Client(transport=LimitedTransport(httpx2.MockTransport(answer), max_bytes))

    monkeypatch.setattr(embedding, "http_client", client)
    settings = Settings.model_validate({"embeddings": "openai:small", **values})
    embedder = configured_embedder(settings)
    assert embedder.name == "openai:small"
    assert len(embedder.embed_documents([_TEXT, "Lumbar MRI"])) == 2
    assert len(embedder.embed_query(_TEXT)) == 2
    return seen


def test_a_remote_endpoint_gets_no_identifier_and_all_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = sent(monkeypatch, embeddings_url="https://vectors.example/v1", embeddings_api_key="e")

    told = json.dumps([body for _, _, body in seen])
    assert "Samplewell" not in told
    assert "1234567" not in told
    assert "Physical therapy for [PERSON_1]" in told
    assert "03/02/2015, 8 visits" in told


@pytest.mark.parametrize(
    ("more", "masked"),
    [
        ({"embeddings_url": "http://127.0.0.1:9/v1"}, False),
        ({"embeddings_url": "http://127.0.0.1:9/v1", "mask_identifiers": "always"}, True),
        ({"embeddings_url": "https://vectors.example/v1", "mask_identifiers": "never"}, False),
        ({"base_url": "https://models.example/v1"}, True),
    ],
)
def test_the_setting_says_what_is_masked(
    more: dict[str, object], masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.dumps(sent(monkeypatch, **more))

    assert ("Samplewell" not in told) is masked


def test_the_models_key_does_not_go_to_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    own = sent(monkeypatch, base_url="https://models.example/v1", api_key="model-key")
    other = sent(monkeypatch, embeddings_url="https://vectors.example/v1", api_key="model-key")

    assert own[0][:2] == ("https://models.example/v1/embeddings", "Bearer model-key")
    assert other[0][0] == "https://vectors.example/v1/embeddings"
    assert "model-key" not in json.dumps(other)


def test_the_built_in_embedder_is_neither_masked_nor_wrapped() -> None:
    assert isinstance(configured_embedder(Settings()), WordLlamaEmbedder)


def test_an_endpoint_without_address_or_key_is_named() -> None:
    with pytest.raises(EmbedderError, match="base URL"):
        configured_embedder(Settings(embeddings="openai:small"))


def test_an_embeddings_address_alone_switches_no_model_on() -> None:
    assert not Settings(embeddings_url="https://vectors.example/v1").model_configured


def test_masking_keeps_the_name_so_that_an_index_stays_its_own() -> None:
    inner = EndpointEmbedder("small", "https://vectors.example/v1")

    assert MaskedEmbedder(inner).name == inner.name
