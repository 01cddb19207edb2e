"""Free words as one typed action, chosen by a model where the patterns do not understand.

The model only chooses: it never answers, decides or signs. Numbers have to stand in the reviewer's words, a
fact is the reviewer's words to the letter, and what fits no action stays unclear. Record text is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from assistant.conversation.actions import (
    Action,
    AddFact,
    Explain,
    Help,
    QuoteGuideline,
    SelectItem,
    ShowDraft,
    ShowEvidence,
    ShowMissing,
    ShowSimilar,
    Unclear,
    WhatIf,
)
from assistant.conversation.understand import understand
from assistant.errors import ModelError
from assistant.modelling.endpoint import Endpoint, ToolCall, Turn
from assistant.modelling.masking import Masker
from assistant.modelling.transport import Deadline
from assistant.prompt_files import load_prompt

_LONGEST = 2000
_SECONDS = 20.0


class ExplainIt(BaseModel):
    """Explain why the recommendation is as it is, or why a criterion has its status."""

    criterion: int | None = Field(
        default=None, description="Number of the criterion, if the words name one."
    )


class ShowTheEvidence(BaseModel):
    """Show what the record says, on one criterion or on all."""

    criterion: int | None = Field(
        default=None, description="Number of the criterion, if the words name one."
    )


class QuoteTheGuideline(BaseModel):
    """Show what the guideline says and which edition governs."""


class ShowWhatIsMissing(BaseModel):
    """Show what the record does not document."""


class ShowSimilarCases(BaseModel):
    """Show similar past determinations."""


class ShowTheDraft(BaseModel):
    """Show the checked draft of the rationale."""


class OpenItem(BaseModel):
    """Bring another disputed item into view."""

    number: int = Field(description="Number of the item.")


class TakeFact(BaseModel):
    """Take a statement of the reviewer about the case into account."""


class SupposeRequest(BaseModel):
    """Review the item as if another number of visits or another quantity had been requested."""

    visits: int | None = Field(default=None, description="Number of visits supposed.")
    quantity: int | None = Field(default=None, description="Quantity supposed.")


class SayWhatCanBeAsked(BaseModel):
    """Say what can be asked, when the reviewer wants to know it."""


class RefuseQuestion(BaseModel):
    """Refuse: the words are neither about this case nor about its guidelines."""


def understand_freely(words: str, endpoint: Endpoint | None, masker: Masker | None = None) -> Action:
    """The action that the words ask for; patterns first, then the model, then ``Unclear``."""
    action = understand(words)
    if endpoint is None or not isinstance(action, Unclear) or len(words) > _LONGEST:
        return action
    sent = (masker or Masker()).mask(words) if endpoint.masks else words
    turns = (Turn("system", load_prompt("understand").text), Turn("user", sent))
    try:
        called = endpoint.call(turns, tuple(_ACTIONS), Deadline.within(_SECONDS))
    except ModelError:
        return action
    return _action(called.calls[0], words) if called.calls else action


def _action(call: ToolCall, words: str) -> Action:
    """The typed action of a call whose arguments hold; else ``Unclear``."""
    for form, build in _ACTIONS.items():
        if form.__name__ != call.name:
            continue
        try:
            asked = form.model_validate(dict(call.arguments))
        except ValidationError:
            return Unclear(words)
        numbers = [value for value in asked.model_dump().values() if isinstance(value, int)]
        return build(asked, words) if all(_stands_in(n, words) for n in numbers) else Unclear(words)
    return Unclear(words)


def _stands_in(number: int, words: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", words) is not None


def _suppose(asked: SupposeRequest, words: str) -> Action:
    if not asked.visits and not asked.quantity:
        return Unclear(words)
    return WhatIf(asked.visits, Decimal(asked.quantity) if asked.quantity else None)


_ACTIONS: Mapping[type[BaseModel], Callable[[Any, str], Action]] = {
    ExplainIt: lambda asked, words: Explain(asked.criterion, words),
    ShowTheEvidence: lambda asked, _: ShowEvidence(asked.criterion),
    QuoteTheGuideline: lambda *_: QuoteGuideline(),
    ShowWhatIsMissing: lambda *_: ShowMissing(),
    ShowSimilarCases: lambda *_: ShowSimilar(),
    ShowTheDraft: lambda *_: ShowDraft(),
    OpenItem: lambda asked, _: SelectItem(asked.number),
    TakeFact: lambda _, words: AddFact(" ".join(words.split())),
    SupposeRequest: _suppose,
    SayWhatCanBeAsked: lambda *_: Help(),
    RefuseQuestion: lambda _, words: Unclear(words),
}
