"""What can go wrong at a model endpoint, each in one clear sentence with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
from langchain_openai.chat_models.base import OpenAIRefusalError
from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ContentFilterFinishReasonError,
    LengthFinishReasonError,
)
from pydantic import ValidationError

from assistant.errors import ModelError
from assistant.modelling.recording import NotRecordedError
from assistant.modelling.transport import AnswerTooLargeError, shown_address
from assistant.settings import Settings

_FORM = "it does not take the form of the request; try another IMR_STRUCTURED_OUTPUT (see `imr model test`)"
_ADVICE = {
    400: _FORM,
    401: "the key is wrong or missing; check OPENAI_API_KEY",
    403: "the key may not use this model; check the account and IMR_MODEL",
    404: "it does not know the model or the address; check IMR_MODEL and OPENAI_BASE_URL",
    408: "it took too long; try again later",
    413: "the prompt is too long for it; lower IMR_MODEL_PROMPT_TOKENS",
    422: _FORM,
    429: "too many requests; wait, or lower IMR_MODEL_CONCURRENCY",
}
_TRANSIENT = frozenset({408, 409, 429, 500, 502, 503, 504})
_CONTEXT = (
    "context length",
    "context_length",
    "context size",
    "context window",
    "maximum context",
    "too long",
)
_QUOTA = ("insufficient_quota", "exceeded your current quota", "billing")


class EndpointError(ModelError):
    """The endpoint itself fails: asking it again for the next item would only cost time."""


class AnswerError(ModelError):
    """The endpoint works, but this answer cannot be used."""


def is_transient(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, APIStatusError):
        return error.status_code in _TRANSIENT and not _says(error, _QUOTA)
    lost = isinstance(error, APIConnectionError) and not isinstance(error, APITimeoutError)
    return lost and not any(_caused_by(error, kind) for kind in (AnswerTooLargeError, NotRecordedError))


def retry_after(error: Exception) -> float:
    """Seconds that the endpoint asks to wait; 0 when it names none."""
    if not isinstance(error, APIStatusError):
        return 0.0
    raw = error.response.headers.get("Retry-After", "")
    return float(raw) if raw.replace(".", "", 1).isdigit() else 0.0


def explained(error: Exception, settings: Settings) -> ModelError:
    """The error as one sentence for the reviewer; never holds text of the answer."""
    address = shown_address(settings.base_url) if settings.base_url else "of OpenAI"
    where = f"The model endpoint {address}"
    if isinstance(error, ModelError):
        return error
    if isinstance(error, APIStatusError):
        return _refused(error, where)
    return _lost(error, where, settings) or _unusable(error, settings)


def _lost(error: Exception, where: str, settings: Settings) -> ModelError | None:
    """What went wrong on the way to the endpoint or back; None when nothing did."""
    if _caused_by(error, AnswerTooLargeError):
        most = f"more than {settings.model_max_bytes:,} bytes"
        return AnswerError(f"{where} sent {most}, or a packed answer; it was dropped.")
    if _caused_by(error, NotRecordedError):
        return AnswerError(
            f"No answer to this request is recorded in {settings.model_recording}; a prompt, a pack or a"
            " setting has changed since."
        )
    if isinstance(error, APITimeoutError) or _caused_by(error, httpx2.TimeoutException):
        return EndpointError(
            f"{where} gave no whole answer within {settings.model_timeout:g} seconds;"
            " see its load, or raise IMR_MODEL_TIMEOUT and IMR_MODEL_DEADLINE."
        )
    if _caused_by(error, httpx2.RemoteProtocolError) or _caused_by(error, httpx2.ReadError):
        return EndpointError(f"{where} broke off before the answer was whole; see its log.")
    if isinstance(error, APIConnectionError | httpx2.HTTPError):
        return EndpointError(f"{where} cannot be reached; check OPENAI_BASE_URL and that it runs.")
    return None


def _refused(error: APIStatusError, where: str) -> ModelError:
    status = error.status_code
    if _says(error, _QUOTA):
        return EndpointError(f"{where} has no quota left for this key (status {status}); see the account.")
    if status in (400, 413, 500) and _says(error, _CONTEXT):
        return AnswerError(f"{where} finds the prompt too long; lower IMR_MODEL_PROMPT_TOKENS.")
    advice = _ADVICE.get(status, "see its log and try again later")
    return EndpointError(f"{where} refused the request (status {status}): {advice}.")


def _unusable(error: Exception, settings: Settings) -> AnswerError:
    model = f"The model {settings.model!r}"
    if isinstance(error, OpenAIRefusalError):
        return AnswerError(f"{model} refused to write this draft.")
    if isinstance(error, ContentFilterFinishReasonError):
        return AnswerError(f"{model} was stopped by the content filter of its endpoint.")
    if isinstance(error, LengthFinishReasonError):
        return unended(settings)
    if isinstance(error, ValidationError) and any(e["input"] == "" for e in error.errors()):
        return AnswerError(f"{model} gave an empty answer.")
    return AnswerError(f"{model} answered in another form than asked; try another IMR_STRUCTURED_OUTPUT.")


def unended(settings: Settings) -> AnswerError:
    """What is said of an answer of which nothing is whole."""
    return AnswerError(f"The model {settings.model!r} did not come to an end; raise IMR_MODEL_MAX_TOKENS.")


def _says(error: APIStatusError, words: tuple[str, ...]) -> bool:
    said = f"{error.message} {error.body}"[:4000].lower()
    return any(word in said for word in words)


def _caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
