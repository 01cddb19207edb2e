"""Embedders load late, work offline and say clearly what is missing."""

import logging
import math
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest
from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

from knowledge import embeddings
from knowledge.embeddings import (
    Embedder,
    EndpointEmbedder,
    MiniLmEmbedder,
    WordLlamaEmbedder,
    embedder_named,
)
from knowledge.errors import EmbedderError


def _refuse(*_: Any) -> NoReturn:
    raise AssertionError("a socket was opened")


def test_the_built_in_embedder_works_without_network_or_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setenv("HOME", str(tmp_path))
    embeddings._wordllama.cache_clear()
    vector = WordLlamaEmbedder().embed_query("MRI of the left knee")
    assert len(vector) == 256
    assert math.isclose(sum(x * x for x in vector), 1.0, rel_tol=1e-3)


def test_the_built_in_embedder_leaves_the_log_of_the_application_alone() -> None:
    before = list(logging.getLogger().handlers)
    WordLlamaEmbedder().embed_query("x")
    assert logging.getLogger().handlers == before


def test_like_requests_are_nearer_than_unlike_ones() -> None:
    knee, leg, drug = WordLlamaEmbedder().embed_documents(
        ["MRI of the knee", "magnetic resonance imaging, knee", "ibuprofen 800 mg tablets"]
    )
    near = sum(a * b for a, b in zip(knee, leg, strict=True))
    far = sum(a * b for a, b in zip(knee, drug, strict=True))
    assert near > far + 0.1


def test_no_texts_give_no_vectors() -> None:
    assert WordLlamaEmbedder().embed_documents([]) == []
    assert MiniLmEmbedder().embed_documents([]) == []


@pytest.mark.parametrize("name", ["wordllama", "minilm", "openai:some-model"])
def test_embedders_are_found_by_name(name: str) -> None:
    found = embedder_named(name, base_url="http://localhost:9/v1")
    assert isinstance(found, Embedder)
    assert found.name


@pytest.mark.parametrize("name", ["word2vec", "openai:", ""])
def test_an_unknown_name_is_refused_with_the_choices(name: str) -> None:
    with pytest.raises(EmbedderError, match="use wordllama, minilm or openai:MODEL"):
        embedder_named(name)


def test_an_endpoint_needs_its_address() -> None:
    with pytest.raises(EmbedderError, match="needs the base URL"):
        embedder_named("openai:some-model")


def test_an_endpoint_does_not_show_its_key() -> None:
    assert "secret" not in repr(EndpointEmbedder("m", "http://localhost:9/v1", "secret"))


def test_minilm_without_its_files_is_refused_and_not_downloaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(ONNXMiniLM_L6_V2, "DOWNLOAD_PATH", tmp_path)
    embeddings._minilm.cache_clear()
    with pytest.raises(EmbedderError, match=r"model\.onnx"):
        MiniLmEmbedder().embed_query("x")
