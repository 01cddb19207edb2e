"""What the configured endpoint can do, found out with the smallest requests; sends no case data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, Field

from assistant.errors import ModelError
from assistant.modelling.endpoint import OPENAI, Endpoint, Turn
from assistant.modelling.failures import EndpointError
from assistant.modelling.transport import Deadline, shown_address
from assistant.prompt_files import load_prompt

_METHODS: tuple[Literal["json_schema", "function_calling", "json_mode"], ...] = (
    "json_schema",
    "function_calling",
    "json_mode",
)


class Ready(BaseModel):
    """Say that you are ready."""

    word: str = Field(description="The word ready.")


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was tried; ``advice`` says what to change where it does not work."""

    name: str
    works: bool
    detail: str
    advice: str = ""


def probe(endpoint: Endpoint) -> Iterator[Probe]:
    """Try one thing after another; stops at the first when nothing answers at all."""
    address = shown_address(endpoint.settings.base_url or OPENAI)
    try:
        names = endpoint.models(_deadline(endpoint))
    except ModelError as error:
        yield Probe("reachable", False, address, str(error))
        if "cannot be reached" in str(error) or "401" in str(error):
            return
        names = ()
    else:
        yield Probe("reachable", True, address)
    yield _known(endpoint, names)
    for name, work in (
        ("answer", _answer),
        ("structured output", _structured),
        ("tool calls", _tools),
        ("streaming", _stream),
    ):
        result = _tried(name, endpoint, work)
        yield result
        if name == "answer" and not result.works:
            return


def _known(endpoint: Endpoint, names: tuple[str, ...]) -> Probe:
    model = endpoint.settings.model
    if model in names:
        return Probe("model known", True, model)
    listed = ", ".join(names[:5]) or "none"
    return Probe(
        "model known", False, model, f"The endpoint lists: {listed}. Set IMR_MODEL to one of them."
    )


def _tried(name: str, endpoint: Endpoint, work: Callable[[Endpoint], Probe]) -> Probe:
    try:
        return work(endpoint)
    except ModelError as error:
        return Probe(name, False, "", str(error))


def _answer(endpoint: Endpoint) -> Probe:
    started = time.monotonic()
    called = endpoint.call(_ask(), (), _deadline(endpoint))
    seconds = time.monotonic() - started
    tokens = f", {called.usage.answer_tokens} tokens" if called.usage.answer_tokens else ""
    return Probe("answer", True, f"{seconds:.1f} seconds for the smallest answer{tokens}")


def _structured(endpoint: Endpoint) -> Probe:
    """The configured method, else the first of the others that works."""
    asked = endpoint.settings.structured_output
    for method in (asked, *(m for m in _METHODS if m != asked)):
        settings = endpoint.settings.model_copy(update={"structured_output": method})
        try:
            replace(endpoint, settings=settings).ask(_ask(), Ready, _deadline(endpoint))
        except EndpointError as error:
            if "within" in str(error):
                raise
            continue
        except ModelError:
            continue
        if method == asked:
            return Probe("structured output", True, method)
        return Probe(
            "structured output", False, f"{asked} does not work", f"Set IMR_STRUCTURED_OUTPUT={method}."
        )
    return Probe(
        "structured output", False, "no method works", "Drafts need it; take another model or server."
    )


def _tools(endpoint: Endpoint) -> Probe:
    called = endpoint.call(_ask(), (Ready,), _deadline(endpoint))
    if called.calls:
        return Probe("tool calls", True, called.calls[0].name)
    advice = "Conversation falls back to its own patterns; drafts do not need tools."
    return Probe("tool calls", False, "the model answered in text", advice)


def _stream(endpoint: Endpoint) -> Probe:
    started, first, pieces = time.monotonic(), 0.0, 0
    for _ in endpoint.stream(_ask(), _deadline(endpoint)):
        first = first or time.monotonic() - started
        pieces += 1
    if pieces:
        return Probe("streaming", True, f"{pieces} pieces, the first after {first:.1f} seconds")
    return Probe("streaming", False, "no piece came", "Nothing depends on it.")


def _ask() -> tuple[Turn, ...]:
    return (Turn("user", load_prompt("probe").text),)


def _deadline(endpoint: Endpoint) -> Deadline:
    return Deadline.within(endpoint.settings.model_timeout)
