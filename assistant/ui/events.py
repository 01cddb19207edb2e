"""All handlers of the page in one object, by panel in ``assistant.ui.handlers``."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.ui.handlers.decision import DecisionHandlers
from assistant.ui.handlers.drafting import DraftHandlers
from assistant.ui.handlers.facts import FactHandlers
from assistant.ui.handlers.talk import TalkHandlers


@dataclass(frozen=True)
class Events(FactHandlers, TalkHandlers, DraftHandlers, DecisionHandlers):
    """Each handler yields new values by the name of the part that shows them."""
