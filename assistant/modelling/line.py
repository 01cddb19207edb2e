"""One case's line to the endpoint: every request passes the masking, the account and the breaker.

What goes out is masked where it leaves the machine, noted before it is sent, and not sent at all once the
endpoint has failed in this case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from assistant.case import Case
from assistant.modelling.endpoint import SEED, TEMPERATURE, Called, Endpoint, Turn
from assistant.modelling.failures import EndpointError
from assistant.modelling.masking import Masker
from assistant.modelling.provenance import Account
from assistant.modelling.recording import work
from assistant.modelling.transport import Deadline
from assistant.prompt_files import load_prompt

_REQUEST = re.compile(r"<request[^>]*>\n(.*?)\n</request>", re.S)

FormT = TypeVar("FormT", bound=BaseModel)


@dataclass
class Breaker:
    """Remembers that the endpoint failed, for the rest of a case."""

    error: EndpointError | None = None


@dataclass(frozen=True)
class Line:
    """The endpoint for one case: one set of placeholders, no second try where the endpoint failed."""

    endpoint: Endpoint
    masker: Masker | None = None
    breaker: Breaker = field(default_factory=Breaker)
    case_digest: str = ""

    @classmethod
    def of(cls, endpoint: Endpoint, case: Case) -> Line:
        """A fresh line for a case."""
        masker = Masker.of(case) if endpoint.masks else None
        return cls(endpoint, masker, case_digest=case.document.digest)

    def deadline(self) -> Deadline:
        """The time for one piece of work in all."""
        return Deadline.within(self.endpoint.settings.model_deadline)

    def account(self, *prompts: str) -> Account:
        """An empty account of work with these prompts."""
        settings = self.endpoint.settings
        hashes = {name: f"sha256:{load_prompt(name).digest}" for name in prompts}
        parameters: Mapping[str, object] = {
            "temperature": TEMPERATURE,
            "seed": SEED,
            "max_tokens": settings.model_max_tokens,
            "structured_output": settings.structured_output,
            **settings.model_parameters,
        }
        return Account(settings, hashes, parameters)

    def ask(self, turns: Sequence[Turn], form: type[FormT], deadline: Deadline, account: Account) -> FormT:
        """The answer in the asked form; placeholders still stand in it.

        Raises:
            ModelError: one sentence on why there is no usable answer.
        """
        sent = self._outgoing(turns, account)
        try:
            with work(self.case_digest, form.__name__, _request_in(turns), len(account.sent)):
                answer = self.endpoint.ask(sent, form, deadline)
        except EndpointError as error:
            self.breaker.error = error
            raise
        account.usages.append(answer.usage)
        account.unfinished += answer.cut
        return answer.value

    def call(
        self, turns: Sequence[Turn], tools: Sequence[type[BaseModel]], deadline: Deadline, account: Account
    ) -> Called:
        """What the model says or the tools that it wants called.

        Raises:
            ModelError: one sentence on why there is no usable answer.
        """
        sent = self._outgoing(turns, account)
        try:
            with work(self.case_digest, turns[-1].text, len(account.sent)):
                called = self.endpoint.call(sent, tools, deadline)
        except EndpointError as error:
            self.breaker.error = error
            raise
        account.usages.append(called.usage)
        return called

    def restore(self, text: str) -> str:
        """The text with what its placeholders stand for."""
        return self.masker.restore(text) if self.masker else text

    def _outgoing(self, turns: Sequence[Turn], account: Account) -> tuple[Turn, ...]:
        if self.breaker.error is not None:
            raise self.breaker.error
        if self.masker is not None:
            turns = [Turn(turn.role, self.masker.mask(turn.text)) for turn in turns]
            account.masked = len(self.masker.known)
        account.note_sent(tuple(turns))
        return tuple(turns)


def _request_in(turns: Sequence[Turn]) -> str:
    """The disputed request that a prompt is about."""
    found = _REQUEST.search(turns[-1].text)
    return found[1] if found else ""
