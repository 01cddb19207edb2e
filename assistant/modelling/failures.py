"""What can go wrong at a model endpoint, each in one clear sentence with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import httpx2
from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage
from langchain_openai.chat_models.base import OpenAIRefusalError
from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ContentFilterFinishReasonError,
    LengthFinishReasonError,
)
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assistant.errors import ModelError
from assistant.modelling.recording import NotRecordedError
from assistant.modelling.transport import AnswerTooLargeError, shown_address
from assistant.modelling.unfinished import is_broken, is_empty
from assistant.settings import Settings

_FORM = "it does not take the form of the request; try another IMR_STRUCTURED_OUTPUT (see `imr model test`)"
_BUSY = "it is overloaded or still loading its model; try again in a moment"
_ELSEWHERE = "it sends requests on to another address; set OPENAI_BASE_URL to that one"
_ADVICE = {
    400: _FORM,
    401: "the key is wrong or missing; check OPENAI_API_KEY",
    402: "the account has no credit left; see the account",
    403: "the key may not use this model; check the account and IMR_MODEL",
    404: "it does not know the model or the address; check IMR_MODEL and OPENAI_BASE_URL",
    408: "it took too long; try again later",
    413: "the prompt is too long for it; lower IMR_MODEL_PROMPT_TOKENS",
    422: _FORM,
    429: "too many requests; wait, or lower IMR_MODEL_CONCURRENCY",
    502: _BUSY,
    503: _BUSY,
    504: _BUSY,
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
_FILTERED = ("content_filter", "content management policy")
_UNKNOWN_MODEL = ("model", "deployment")
_PARAMETERS = ("max_completion_tokens", "temperature", "seed")
_QUOTA = ("insufficient_quota", "exceeded your current quota", "billing")


_NO_ANSWER = "does not have a 'parsed' field"
"""What LangChain says of an empty answer where a schema was asked for."""


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
        return _refused(error, where, settings)
    return _lost(error, where, settings) or _misshapen(error, where, settings)


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


def _refused(error: APIStatusError, where: str, settings: Settings) -> ModelError:
    status = error.status_code
    if status == 400 and _says(error, _FILTERED):
        return _filtered(settings)
    if _says(error, _QUOTA):
        return EndpointError(f"{where} has no quota left for this key (status {status}); see the account.")
    if status in (400, 413, 500) and _says(error, _CONTEXT):
        return AnswerError(f"{where} finds the prompt too long; lower IMR_MODEL_PROMPT_TOKENS.")
    return EndpointError(f"{where} refused the request (status {status}): {_advice(error, settings)}.")


def _advice(error: APIStatusError, settings: Settings) -> str:
    """What to do about a refused request; repeats nothing that the endpoint says."""
    status = error.status_code
    if status == 404 and _says(error, _UNKNOWN_MODEL):
        return f"it does not know the model {settings.model!r}; check IMR_MODEL"
    named = [name for name in _PARAMETERS if _says(error, (name,))]
    if status in (400, 422) and named:
        return f"it does not take {named[0]!r} as it is sent; set another with IMR_MODEL_PARAMETERS"
    if 300 <= status < 400:
        return _ELSEWHERE
    return _ADVICE.get(status, "see its log and try again later")


def unusable(raw: AIMessage, settings: Settings) -> AnswerError:
    """What is said of a whole answer that cannot be used."""
    if raw.additional_kwargs.get("refusal"):
        return _unwilling(settings)
    if raw.response_metadata.get("finish_reason") == "content_filter":
        return _filtered(settings)
    if is_empty(raw):
        return _empty(settings)
    return _broken(settings) if is_broken(raw) else _other_form(settings)


def _misshapen(error: Exception, where: str, settings: Settings) -> AnswerError:
    """What is said of an answer that the client could not read."""
    for kind, said in _ENDINGS.items():
        if isinstance(error, kind):
            return said(settings)
    if _NO_ANSWER in str(error):
        return _empty(settings)
    if isinstance(error, ValidationError) and any(_is_json(e) for e in error.errors()):
        return _broken(settings)
    if isinstance(error, ValidationError | OutputParserException):
        return _other_form(settings)
    return AnswerError(
        f"{where} did not answer as an OpenAI-compatible server does; check OPENAI_BASE_URL."
    )


def _is_json(problem: ErrorDetails) -> bool:
    """Whether a text that begins as JSON turned out to be none."""
    return problem["type"] == "json_invalid" and str(problem["input"]).lstrip().startswith(("{", "["))


def _unwilling(settings: Settings) -> AnswerError:
    return AnswerError(f"The model {settings.model!r} refused to answer.")


def _filtered(settings: Settings) -> AnswerError:
    return AnswerError(f"The model {settings.model!r} was stopped by the content filter of its endpoint.")


def _empty(settings: Settings) -> AnswerError:
    return AnswerError(f"The model {settings.model!r} gave an empty answer.")


def _other_form(settings: Settings) -> AnswerError:
    return AnswerError(
        f"The model {settings.model!r} answered in another form than asked; try another"
        " IMR_STRUCTURED_OUTPUT."
    )


def _broken(settings: Settings) -> AnswerError:
    return AnswerError(
        f"The model {settings.model!r} answered in broken JSON; try it again, or another"
        " IMR_STRUCTURED_OUTPUT."
    )


def unended(settings: Settings) -> AnswerError:
    """What is said of an answer of which nothing is whole."""
    return AnswerError(f"The model {settings.model!r} did not come to an end; raise IMR_MODEL_MAX_TOKENS.")


_ENDINGS: Mapping[type[Exception], Callable[[Settings], AnswerError]] = {
    OpenAIRefusalError: _unwilling,
    ContentFilterFinishReasonError: _filtered,
    LengthFinishReasonError: unended,
}


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
