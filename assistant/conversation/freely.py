"""Free words as an action, and free questions answered, with a model where one is at hand. Imports none."""

from __future__ import annotations

from dataclasses import replace

from assistant.checks import Reviewed
from assistant.conversation.actions import (
    Action,
    AddFact,
    Ask,
    ByHand,
    Explain,
    QuoteGuideline,
    Said,
    ShowDraft,
    ShowEvidence,
    ShowMissing,
    ShowSimilar,
    Unclear,
)
from assistant.conversation.session import Session
from assistant.conversation.understand import is_stated_as_fact, understand
from assistant.drafting.prepared import ModelChooser, Prepared
from assistant.review import Tools

_SHORT = 6  # words; a short question with a known word means what the word says
_GUESSED = (Explain, ShowEvidence, QuoteGuideline, ShowMissing, ShowSimilar, ShowDraft)


def understand_freely(words: str, chooser: ModelChooser | None, before: tuple[Said, ...] = ()) -> Action:
    """The action that the words ask for; sure patterns first, then the model, then what patterns guess."""
    action = understand(words)
    if chooser is None or is_sure(action, words):
        return action
    return chooser.choose(words, before) or action


def is_sure(action: Action, words: str) -> bool:
    """Whether the patterns cannot have mistaken free words for this action.

    What changes the case is sure when it is worded as a command; short questions are.
    """
    if isinstance(action, Unclear | ByHand):
        return False
    if isinstance(action, AddFact):
        return is_stated_as_fact(words)
    return not isinstance(action, _GUESSED) or len(words.split()) <= _SHORT


def answered(action: Ask, session: Session, tools: Tools) -> str | None:
    """The model's answer, checked; None without a model or without a guideline to speak of."""
    review = replace(session.in_view, precedents=())  # an answer speaks of no other case
    model = tools.for_case(session.base).drafter
    if model is None or review.evaluation is None:
        return None
    tools.show(review.item, "answer", f"{model.name} answers from the record and the guideline")
    prepared = Prepared.again(session.review.case, review, tools.library.label(review.family))
    known = Reviewed.of(review, tools.library.packs, prepared.keys())
    return model.answerer(tools.telling(review.item.number, "answer")).answer(
        action.text, prepared, known, action.before
    )
