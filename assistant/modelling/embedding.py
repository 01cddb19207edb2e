"""The configured embedder; what goes to a remote endpoint is masked, text by text.

Placeholders are numbered anew in each text: a vector needs no way back to the name.
"""

from __future__ import annotations

from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from assistant.modelling.masking import Masker
from assistant.modelling.transport import http_client, is_loopback
from assistant.settings import Settings
from knowledge.embeddings import Embedder, EndpointEmbedder, embedder_named

_OPENAI = "https://api.openai.com/v1"
_LARGEST_ANSWER = 50_000_000  # bytes; a batch of long vectors as text


@dataclass(frozen=True)
class MaskedEmbedder(Embeddings):
    """Another embedder that never sees a name, a number or an address."""

    inner: Embedder

    @property
    def name(self) -> str:
        return self.inner.name

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.inner.embed_documents([Masker().mask(text) for text in texts])

    def embed_query(self, text: str) -> list[float]:
        return self.inner.embed_query(Masker().mask(text))


def configured_embedder(settings: Settings) -> Embedder:
    """The embedder of the settings.

    Raises:
        EmbedderError: the name is unknown or its endpoint is not given.
    """
    url = settings.embeddings_url or settings.base_url or (_OPENAI if settings.api_key else "")
    # the model's key goes to another address only where it is said to
    key = settings.embeddings_api_key or (None if settings.embeddings_url else settings.api_key)
    client = http_client(url, _LARGEST_ANSWER) if url else None
    found = embedder_named(
        settings.embeddings,
        base_url=url,
        api_key=key.get_secret_value() if key else "",
        http_client=client,
    )
    if not isinstance(found, EndpointEmbedder):
        return found
    asked = settings.mask_identifiers
    masks = asked == "always" or (asked == "remote" and not is_loopback(url))
    return MaskedEmbedder(found) if masks else found
