"""The account of one draft: what was sent where, what it cost, what the checker said on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from assistant.modelling.endpoint import OPENAI, Turn, Usage
from assistant.modelling.transport import shown_address
from assistant.results import Provenance
from assistant.settings import Settings

_MILLION = Decimal(1_000_000)
_CENT_PARTS = Decimal("0.000001")


@dataclass
class Account:
    """Filled while a draft is written; ``close`` gives the lasting provenance."""

    settings: Settings
    prompts: Mapping[str, str]
    parameters: Mapping[str, object]
    masked: int = 0
    unfinished: int = 0
    usages: list[Usage] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def note_sent(self, turns: tuple[Turn, ...]) -> None:
        """Remember a request, before it goes out: also one that fails was sent."""
        self.sent.append("\n\n".join(f"[{turn.role}]\n{turn.text}" for turn in turns))

    def close(self, revisions: int, findings: tuple[str, ...], outcome: str) -> Provenance:
        """The provenance of the draft; ``outcome`` is shown, withheld or failed."""
        asked = sum(u.prompt_tokens for u in self.usages)
        answered = sum(u.answer_tokens for u in self.usages)
        return Provenance(
            model=self.settings.model,
            endpoint=shown_address(self.settings.base_url or OPENAI),
            prompts=self.prompts,
            parameters=self.parameters,
            requests=len(self.sent),
            prompt_tokens=asked,
            answer_tokens=answered,
            cost=cost(self.settings, asked, answered),
            seconds=round(sum(u.seconds for u in self.usages), 3),
            revisions=revisions,
            findings=findings,
            outcome=outcome,
            identifiers_masked=self.masked,
            sent_sha256=tuple(sha256(text.encode()).hexdigest() for text in self.sent),
            sent=tuple(self.sent) if self.settings.keep_sent_text else (),
            unfinished=self.unfinished,
        )


def cost(settings: Settings, prompt_tokens: int, answer_tokens: int) -> Decimal | None:
    """The estimate in the currency of the price settings; None without prices."""
    if settings.model_price_in is None or settings.model_price_out is None:
        return None
    price = settings.model_price_in * prompt_tokens + settings.model_price_out * answer_tokens
    return (price / _MILLION).quantize(_CENT_PARTS)
