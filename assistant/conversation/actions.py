"""What a reviewer can ask for. A model may later produce the same actions from freer words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assistant.drafting.styles import Style

Said = tuple[bool, str]
"""One turn of a conversation: whether the reviewer speaks, and the words."""


@dataclass(frozen=True, slots=True)
class Explain:
    """Why the recommendation, or why a criterion has its status; ``criterion`` counts from 1."""

    criterion: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """The quotes on one criterion, or all of them."""

    criterion: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteGuideline:
    """What the guideline says, and which edition governs."""


@dataclass(frozen=True, slots=True)
class ShowMissing:
    """What the record does not document."""


@dataclass(frozen=True, slots=True)
class ShowSimilar:
    """Similar past determinations."""


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """The checked draft of the item in view."""


@dataclass(frozen=True, slots=True)
class Reword:
    """The draft in other words: shorter, plainer, or with more on a criterion (which counts from 1)."""

    style: Style
    criterion: int | None = None


@dataclass(frozen=True, slots=True)
class SelectItem:
    """Bring another disputed item into view: by its number, or ``steps`` on from the one in view."""

    number: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class AddFact:
    """A fact that the reviewer supplies; marked as such, recomputes everything."""

    text: str


@dataclass(frozen=True, slots=True)
class ForgetFact:
    """Take the last supplied fact back."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Review the item as if the request had been another one; the case itself stays."""

    visits: int | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CheckText:
    """Check a rationale that the reviewer wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide Upheld or Overturned, against or without the recommendation; the reason may be missing.

    ``item``: the number of the item that the words name; without one, that in view.
    """

    decision: str
    reason: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Set a finding of the checker aside; the reason may be missing, and is then asked for.

    ``quote``: words of the finding's place, where a rule is found more than once.
    """

    rule: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class LetStand:
    """Let a finding that was set aside stand again."""

    rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class Compare:
    """What changed since the previous version of the rationale."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Sign: never done by words alone."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A wish or a complaint about the draft or the case that no words in the conversation carry out."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A free question on the case, which only a model can answer; ``before`` is what was said so far."""

    text: str
    before: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """What can be asked."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that fit no action."""

    text: str


Action = (
    Explain
    | ShowEvidence
    | QuoteGuideline
    | ShowMissing
    | ShowSimilar
    | ShowDraft
    | Reword
    | SelectItem
    | AddFact
    | ForgetFact
    | WhatIf
    | CheckText
    | Decide
    | SetAside
    | LetStand
    | Compare
    | Sign
    | ByHand
    | Ask
    | Help
    | Unclear
)
