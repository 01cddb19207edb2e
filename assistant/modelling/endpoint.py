"""One OpenAI-compatible endpoint: ask it for a typed answer within limits of time, size and load.

The only module that builds a chat model. Retries are made here, not in the client, so that a storm of
refusals, a stall and the back-off between them all end by one deadline.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

import httpx2
from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import Runnable
from langchain_openai import ChatOpenAI
from langchain_openai.chat_models.base import OpenAIRefusalError
from openai import LengthFinishReasonError, OpenAIError
from pydantic import BaseModel, SecretStr

from assistant.modelling.failures import (
    EndpointError,
    explained,
    is_transient,
    retry_after,
    unended,
    unusable,
)
from assistant.modelling.recording import RecordingTransport
from assistant.modelling.transport import (
    Deadline,
    http_client,
    is_loopback,
    plain_transport,
    without_query,
)
from assistant.modelling.unfinished import cut_message, is_broken, is_cut, whole_of
from assistant.prompt_files import load_prompt
from assistant.settings import Settings

OPENAI = "https://api.openai.com/v1"
TEMPERATURE = 0.0
SEED = 0

_AZURES = "api-version"
_NO_KEY = "none"  # servers on loopback want no key, the client refuses to start without one
_FIRST_PAUSE = 0.5
_FAILURES = (
    OpenAIError,
    httpx2.HTTPError,
    OutputParserException,
    OpenAIRefusalError,
    # what LangChain and the client raise on bodies of an unforeseen shape
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
)

AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What one request cost; token counts are the endpoint's own and 0 when it gives none."""

    prompt_tokens: int
    answer_tokens: int
    seconds: float


@dataclass(frozen=True)
class ToolCall:
    """A tool that the model wants called."""

    name: str
    arguments: Mapping[str, object]


@dataclass(frozen=True)
class Called:
    """What came back from a request with tools: text, calls, or both."""

    text: str
    calls: tuple[ToolCall, ...]
    usage: Usage


@dataclass(frozen=True)
class Answer(Generic[AnswerT]):
    """A parsed answer and what it cost; ``cut``: its tokens ended, and these are its whole parts."""

    value: AnswerT
    usage: Usage
    cut: bool = False


def chat_model(settings: Settings, transport: httpx2.BaseTransport | None = None) -> ChatOpenAI:
    """The chat model of the configured endpoint; tests put a transport under it."""
    url = settings.base_url or OPENAI
    if settings.model_recording is not None:
        inner = (transport or plain_transport(url)) if settings.model_record else None
        transport = RecordingTransport(settings.model_recording, inner)
    address, query = without_query(url)
    key = settings.api_key or SecretStr(_NO_KEY)
    # an address with a version of the interface is one of Azure's, which reads the key in its own header
    own = {"api-key": key.get_secret_value()} if _AZURES in query else None
    return ChatOpenAI(
        model=settings.model,
        api_key=key,
        base_url=address,
        default_query=query or None,
        default_headers=own,
        timeout=settings.model_timeout,
        max_retries=0,
        max_completion_tokens=settings.model_max_tokens,
        temperature=TEMPERATURE,
        seed=SEED,
        use_responses_api=False,
        extra_body=settings.model_parameters or None,
        http_client=http_client(url, settings.model_max_bytes, transport),
    )


@dataclass(frozen=True)
class Endpoint:
    """Where drafts are asked for; ``sleep`` waits between retries."""

    settings: Settings
    model: ChatOpenAI
    sleep: Callable[[float], None] = time.sleep
    _places: threading.BoundedSemaphore = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = threading.BoundedSemaphore(self.settings.model_concurrency)
        object.__setattr__(self, "_places", places)

    @property
    def is_remote(self) -> bool:
        """Whether what is sent leaves this machine."""
        return not is_loopback(self.settings.base_url or OPENAI)

    @property
    def masks(self) -> bool:
        """Whether identifiers have to be replaced before anything is sent."""
        asked = self.settings.mask_identifiers
        return asked == "always" or (asked == "remote" and self.is_remote)

    def ask(self, turns: Sequence[Turn], form: type[AnswerT], deadline: Deadline) -> Answer[AnswerT]:
        """The model's answer in the asked form.

        Raises:
            ModelError: one sentence on why there is no usable answer; by the deadline at the latest.
        """
        method: Any = self.settings.structured_output
        chain = self.model.with_structured_output(form, method=method, include_raw=True)
        messages = [_MESSAGES[turn.role](turn.text) for turn in self._with_form(turns, form)]
        started = time.monotonic()
        with self._place(deadline), deadline.governing():
            out = self._invoke(lambda: _invoked(chain, messages), deadline)
        usage = _usage(out["raw"], time.monotonic() - started)
        if not is_cut(out["raw"]):
            return Answer(self._parsed(out, form), usage)
        whole = whole_of(out["raw"], form)
        if whole is None:
            raise unended(self.settings)
        return Answer(whole, usage, cut=True)

    def call(self, turns: Sequence[Turn], tools: Sequence[type[BaseModel]], deadline: Deadline) -> Called:
        """What the model says or the tools that it wants called, their arguments unchecked.

        Raises:
            ModelError: one sentence on why there is no usable answer.
        """
        model = self.model.bind_tools(list(tools)) if tools else self.model
        messages = [_MESSAGES[turn.role](turn.text) for turn in turns]
        started = time.monotonic()
        with self._place(deadline), deadline.governing():
            out = self._invoke(lambda: model.invoke(messages), deadline)
        calls = tuple(ToolCall(call["name"], call["args"]) for call in out.tool_calls)
        return Called(out.text, calls, _usage(out, time.monotonic() - started))

    def stream(self, turns: Sequence[Turn], deadline: Deadline) -> Iterator[str]:
        """The answer's pieces as they come; never for drafts, which are shown only when checked.

        Raises:
            ModelError: one sentence on why the stream broke off.
        """
        messages = [_MESSAGES[turn.role](turn.text) for turn in turns]
        with self._place(deadline), deadline.governing():
            try:
                for piece in self.model.stream(messages):
                    if piece.text:
                        yield piece.text
            except _FAILURES as error:
                raise explained(error, self.settings) from error

    def models(self, deadline: Deadline) -> tuple[str, ...]:
        """The names of the models that the endpoint lists.

        Raises:
            ModelError: one sentence on why there is no list.
        """
        with self._place(deadline), deadline.governing():
            found = self._invoke(lambda: self.model.root_client.models.list().data, deadline)
        return tuple(model.id for model in found)

    def _with_form(self, turns: Sequence[Turn], form: type[BaseModel]) -> Sequence[Turn]:
        """Endpoints that promise JSON without a schema are told the schema in words."""
        if self.settings.structured_output != "json_mode":
            return turns
        schema = json.dumps(form.model_json_schema())
        described = load_prompt("answer_form").fill({"schema": schema})
        return (*turns[:-1], Turn(turns[-1].role, f"{turns[-1].text}\n\n{described}"))

    def _invoke(self, call: Callable[[], Any], deadline: Deadline) -> Any:
        for attempt in range(self.settings.model_retries + 1):
            try:
                return call()
            except _FAILURES as error:
                pause = max(retry_after(error), _FIRST_PAUSE * 2**attempt)
                last = attempt == self.settings.model_retries
                if last or not is_transient(error) or pause >= deadline.left:
                    raise explained(error, self.settings) from error
                self.sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _parsed(self, out: dict[str, Any], form: type[AnswerT]) -> AnswerT:
        value, raw = out["parsed"], out["raw"]
        if isinstance(value, form) and not is_broken(raw):
            return value
        raise unusable(raw, self.settings) from out["parsing_error"]

    def _place(self, deadline: Deadline) -> _Place:
        if not self._places.acquire(timeout=max(deadline.left, 0.001)):
            raise EndpointError(
                "The model endpoint is busy with other drafts; try again or raise IMR_MODEL_CONCURRENCY."
            )
        return _Place(self._places)


@dataclass(frozen=True)
class _Place:
    """A place in the queue that is already held; leaving gives it back."""

    places: threading.BoundedSemaphore

    def __enter__(self) -> None:
        """Nothing to do: the place is held."""

    def __exit__(self, *_: object) -> None:
        self.places.release()


_MESSAGES: dict[str, Callable[[str], BaseMessage]] = {
    "system": lambda text: SystemMessage(text),
    "user": lambda text: HumanMessage(text),
    "assistant": lambda text: AIMessage(text),
}


def _invoked(chain: Runnable[Any, Any], messages: Sequence[BaseMessage]) -> dict[str, Any]:
    """The raw and the parsed answer; an unfinished one too, whichever way it was asked for."""
    try:
        out: dict[str, Any] = chain.invoke(messages)
    except LengthFinishReasonError as error:
        return {"raw": cut_message(error), "parsed": None, "parsing_error": error}
    return out


def _usage(raw: object, seconds: float) -> Usage:
    counted = raw.usage_metadata if isinstance(raw, AIMessage) else None
    if counted is None:
        return Usage(0, 0, seconds)
    return Usage(counted["input_tokens"], counted["output_tokens"], seconds)
