"""Embedders by name: the built-in wordllama, an OpenAI-compatible endpoint, Chroma's MiniLM.

Nothing loads at import. The default needs neither network nor key: its weights and its tokenizer are
inside the installed wheel. Knows nothing of collections or documents.
"""

from __future__ import annotations

import importlib
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from langchain_core.embeddings import Embeddings

from knowledge.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDLLAMA = "wordllama-256"
MINILM = "onnx-minilm-l6-v2"
_WEIGHTS = "l2_supercat"
_DIMENSIONS = 256
# Chroma downloads the model when any of these is absent
_MINILM_FILES = (
    "config.json",
    "model.onnx",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "tokenizer.json",
    "vocab.txt",
)


@runtime_checkable
class Embedder(Protocol):
    """LangChain's ``Embeddings`` with a name; vectors of two names must never meet in one index."""

    @property
    def name(self) -> str: ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


@dataclass(frozen=True)
class WordLlamaEmbedder(Embeddings):
    """Static token embeddings, 256 dimensions, unit length; thousands of texts a second."""

    name: str = WORDLLAMA

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        rows: list[list[float]] = _wordllama().embed(texts, norm=True).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


@dataclass(frozen=True)
class EndpointEmbedder(Embeddings):
    """Any OpenAI-compatible embeddings endpoint; texts are sent as plain strings."""

    model: str
    base_url: str
    api_key: str = field(default="not-needed", repr=False)
    timeout: float = 30.0
    http_client: Any = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        return f"openai:{self.model}"

    @cached_property
    def _client(self) -> Embeddings:
        openai = importlib.import_module("langchain_openai")
        # the context check needs a tokenizer download and sends token arrays other servers refuse
        client: Embeddings = openai.OpenAIEmbeddings(
            model=self.model,
            base_url=self.base_url,
            api_key=self.api_key,
            timeout=self.timeout,
            check_embedding_ctx_length=False,
            http_client=self.http_client,
        )
        return client

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._client.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._client.embed_query(text)


@dataclass(frozen=True)
class MiniLmEmbedder(Embeddings):
    """Chroma's ONNX all-MiniLM-L6-v2, 384 dimensions, only where its files are already on disk."""

    name: str = MINILM

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in _minilm()(texts)] if texts else []

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def embedder_named(
    name: str, *, base_url: str = "", api_key: str = "", http_client: Any = None
) -> Embedder:
    """The embedder of a setting: ``wordllama``, ``minilm`` or ``openai:MODEL`` (needs ``base_url``).

    ``http_client`` carries the requests of an endpoint; without one the library makes its own.

    Raises:
        EmbedderError: the name is unknown or its endpoint is not given.
    """
    if name in ("wordllama", WORDLLAMA):
        return WordLlamaEmbedder()
    if name in ("minilm", MINILM):
        return MiniLmEmbedder()
    kind, _, model = name.partition(":")
    if kind != "openai" or not model:
        raise EmbedderError(f"The embedder {name!r} is unknown; use wordllama, minilm or openai:MODEL.")
    if not base_url:
        raise EmbedderError(f"The embedder {name!r} needs the base URL of its endpoint.")
    return EndpointEmbedder(model, base_url, api_key or "not-needed", http_client=http_client)


@cache
def _wordllama() -> Any:
    with _root_logger_kept():
        package = importlib.import_module("wordllama")
    root = Path(str(package.__file__)).parent

    class Bundled(package.WordLlama):  # type: ignore[name-defined,misc]
        """Looks for the tokenizer where the wheel puts it, not in the user's cache."""

        @staticmethod
        def get_cache_dir(is_tokenizer_config: bool = False) -> Path:
            return root / ("tokenizers" if is_tokenizer_config else "weights")

    try:
        return Bundled.load(_WEIGHTS, dim=_DIMENSIONS, disable_download=True)
    except FileNotFoundError as error:
        raise EmbedderError(
            f"The installed wordllama lacks its weights or tokenizer below {root}; reinstall wordllama 0.3."
        ) from error


@cache
def _minilm() -> Any:
    functions = importlib.import_module("chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2")
    model = functions.ONNXMiniLM_L6_V2
    folder = Path(model.DOWNLOAD_PATH) / model.EXTRACTED_FOLDER_NAME
    missing = [file for file in _MINILM_FILES if not (folder / file).is_file()]
    if missing:
        raise EmbedderError(
            f"MiniLM is not on this machine ({', '.join(missing)} missing in {folder}); put its files there"
            " or use the built-in wordllama."
        )
    return model(preferred_providers=["CPUExecutionProvider"])


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    """wordllama calls ``logging.basicConfig`` on import; an application's log is its own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
