"""Free words as one typed action, chosen by a model where the patterns do not understand.

The model only chooses: it never answers, decides or signs. Numbers have to stand in the reviewer's words, a
fact is the reviewer's words to the letter, and what fits no action stays unclear. Record text is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from assistant.conversation.actions import (
    Action,
    AddFact,
    Ask,
    Compare,
    Explain,
    Help,
    QuoteGuideline,
    Reword,
    Said,
    SelectItem,
    ShowDraft,
    ShowEvidence,
    ShowMissing,
    ShowSimilar,
    Unclear,
    WhatIf,
)
from assistant.drafting.prepared import Told, untold
from assistant.drafting.styles import Style
from assistant.errors import ModelError
from assistant.modelling.data import as_data
from assistant.modelling.endpoint import ToolCall, Turn
from assistant.modelling.history import as_lines, recent
from assistant.modelling.line import Line
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


class RewordTheDraft(BaseModel):
    """Put the draft in other words: shorter or plainer."""

    style: Literal["shorter", "plainer"] = Field(description="How the draft is to differ.")


class CompareVersions(BaseModel):
    """Show what changed since the previous version of the rationale."""


class AskTheCase(BaseModel):
    """Answer a question about the record or the guideline that no other tool answers."""


class SayWhatCanBeAsked(BaseModel):
    """Say what can be asked, when the reviewer wants to know it."""


class RefuseQuestion(BaseModel):
    """Refuse: the words are neither about this case nor about its guidelines."""


@dataclass(frozen=True)
class Chooser:
    """Chooses over one case's line; ``told`` gets the account of what was asked."""

    line: Line
    told: Told = untold

    def choose(self, words: str, before: tuple[Said, ...] = ()) -> Action | None:
        """The action that the words ask for; None where the model cannot be asked or chooses none."""
        if len(words) > _LONGEST:
            return None
        settings = self.line.endpoint.settings
        said = recent(before, settings.model_history_tokens)
        asked = words
        if said:
            values = {"conversation": as_data(as_lines(said)), "words": words}
            asked = load_prompt("understand_data").fill(values)
        turns = (Turn("system", load_prompt("understand").text), Turn("user", asked))
        account = self.line.account("understand", "understand_data")
        try:
            called = self.line.call(turns, tuple(_ACTIONS), Deadline.within(_SECONDS), account)
        except ModelError as error:
            self.told(account.close(0, (str(error),), "failed"))
            return None
        self.told(account.close(0, (), "chosen" if called.calls else "none chosen"))
        return _action(called.calls[0], words) if called.calls else None


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
    RewordTheDraft: lambda asked, _: Reword(Style(asked.style)),
    CompareVersions: lambda *_: Compare(),
    AskTheCase: lambda _, words: Ask(" ".join(words.split())),
    SayWhatCanBeAsked: lambda *_: Help(),
    RefuseQuestion: lambda _, words: Unclear(words),
}
