"""The drafter behind an OpenAI-compatible endpoint.

The prompt holds only what retrieval and the criteria step gave, as data. Sentences come back with the keys
of their supports; code keeps the keys that exist and writes the conclusion itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from assistant.case import Case
from assistant.drafting.grounded import conclusion
from assistant.drafting.prepared import Prepared
from assistant.drafting.tracing import own_passages, support_keys
from assistant.errors import ModelError
from assistant.modelling.endpoint import SEED, TEMPERATURE, Answer, Endpoint, Turn, chat_model
from assistant.modelling.failures import AnswerError, EndpointError
from assistant.modelling.masking import Masker
from assistant.modelling.provenance import Account
from assistant.modelling.transport import Deadline
from assistant.prompt_files import load_prompt
from assistant.results import CheckReport, Draft, Provenance, Sentence
from assistant.settings import Settings
from knowledge.model import CriterionResult

_PROMPTS = ("draft_rationale", "rationale_data", "revise_rationale")
_MOST_SENTENCES = 30
_LONGEST_DRAFT = 6000
_MOST_FINDINGS = 12
_CHARACTERS_A_TOKEN = 4
_OWN_TAGS = re.compile(
    r"<(\s*/?\s*(?:request|recommendation|guideline|criteria|evidence|conclusion|draft|findings)\b"
    r"[^<>]{0,80})>",
    re.I,
)
_KEY = re.compile(r"[A-Z]\d{0,4}")


class SentenceAnswer(BaseModel):
    """One sentence of the rationale."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="One sentence of the rationale.")
    supports: list[str] = Field(description="Keys of what supports it, such as E1, C2, G1 or R.")


class DraftAnswer(BaseModel):
    """The decision rationale."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[SentenceAnswer] = Field(description="The sentences of the rationale, in order.")


@dataclass
class _Breaker:
    """Remembers that the endpoint failed, for the rest of a case."""

    error: EndpointError | None = None


@dataclass(frozen=True)
class ModelDrafter:
    """Drafts with a model; every failure of the endpoint becomes a ModelError with one clear sentence."""

    endpoint: Endpoint
    masker: Masker | None = None
    breaker: _Breaker = field(default_factory=_Breaker)

    @property
    def name(self) -> str:
        return self.endpoint.settings.model

    def for_case(self, case: Case) -> ModelDrafter:
        """A drafter for one review: one set of placeholders, no second try where the endpoint failed."""
        masker = Masker.of(case) if self.endpoint.masks else None
        return replace(self, masker=masker, breaker=_Breaker())

    def writer(self) -> _Writer:
        """A writer for one item, with its own deadline and account."""
        return _Writer(self)


def model_drafter(settings: Settings) -> ModelDrafter:
    """The drafter of the configured endpoint; nothing is sent before the first draft."""
    return ModelDrafter(Endpoint(settings, chat_model(settings)))


@dataclass
class _Writer:
    drafter: ModelDrafter

    @property
    def name(self) -> str:
        return self.drafter.name

    @cached_property
    def _deadline(self) -> Deadline:
        return Deadline.within(self.drafter.endpoint.settings.model_deadline)

    @cached_property
    def _account(self) -> Account:
        settings = self.drafter.endpoint.settings
        prompts = {name: f"sha256:{load_prompt(name).digest}" for name in _PROMPTS}
        parameters = {
            "temperature": TEMPERATURE,
            "seed": SEED,
            "max_tokens": settings.model_max_tokens,
            "structured_output": settings.structured_output,
        }
        return Account(settings, prompts, parameters)

    def account(self, revisions: int, findings: tuple[str, ...], outcome: str) -> Provenance:
        return self._account.close(revisions, findings, outcome)

    def draft(self, prepared: Prepared) -> Draft:
        return self._ask(self._data(prepared), prepared)

    def revise(self, prepared: Prepared, draft: Draft, report: CheckReport) -> Draft | None:
        findings = "\n".join(
            f"- {_data(f.quote)[:300]!r}: {_data(f.message)} {f.mend}".rstrip()
            for f in report.errors[:_MOST_FINDINGS]
        )
        values = {"draft": _data(draft.text), "findings": findings}
        return self._ask(
            f"{self._data(prepared)}\n\n{load_prompt('revise_rationale').fill(values)}", prepared
        )

    def _data(self, prepared: Prepared) -> str:
        return case_data(prepared, self.drafter.endpoint.settings.model_prompt_tokens)

    def _ask(self, data: str, prepared: Prepared) -> Draft:
        turns = (Turn("system", load_prompt("draft_rationale").fill({})), Turn("user", data))
        breaker = self.drafter.breaker
        if breaker.error is not None:
            raise breaker.error
        try:
            answer = self._answer(turns)
        except EndpointError as error:
            breaker.error = error
            raise
        return assembled(prepared, answer.value, self._restore, self.name)

    def _answer(self, turns: tuple[Turn, ...]) -> Answer[DraftAnswer]:
        masker = self.drafter.masker
        if masker is not None:
            turns = tuple(Turn(turn.role, masker.mask(turn.text)) for turn in turns)
            self._account.masked = len(masker.known)
        self._account.note_sent(turns)
        answer = self.drafter.endpoint.ask(turns, DraftAnswer, self._deadline)
        self._account.usages.append(answer.usage)
        return answer

    def _restore(self, text: str) -> str:
        return self.drafter.masker.restore(text) if self.drafter.masker else text


def assembled(
    prepared: Prepared, answer: DraftAnswer, restore: Callable[[str], str], drafter: str
) -> Draft:
    """The draft: texts with their placeholders restored, keys that exist, the conclusion in code's words.

    Raises:
        ModelError: nothing is left, or more than a rationale could hold.
    """
    last = conclusion(prepared)
    known = support_keys(prepared)
    sentences = []
    for part in answer.sentences[: _MOST_SENTENCES + 1]:
        text = " ".join(restore(part.text[: _LONGEST_DRAFT + 1]).split())
        if text and text != last.text:
            sentences.append(Sentence(text, _keys(part.supports, known)))
    if not sentences:
        raise AnswerError(f"The model {drafter!r} gave an empty answer.")
    if len(sentences) > _MOST_SENTENCES or sum(len(s.text) for s in sentences) > _LONGEST_DRAFT:
        raise AnswerError(f"The model {drafter!r} wrote more than a rationale could hold; it was dropped.")
    return Draft((*sentences, last), drafter=drafter)


def _keys(named: list[str], known: frozenset[str]) -> tuple[str, ...]:
    """The keys that exist, each once; an answer may dress them up as [E1] or "E1, C2"."""
    found = [key for raw in named[:50] for key in _KEY.findall(raw[:200].upper()) if key in known]
    return tuple(dict.fromkeys(found))


def case_data(prepared: Prepared, most_tokens: int) -> str:
    """The data of the prompt; passages, then evidence that decides nothing, go where it is too long.

    Raises:
        ModelError: no recommendation to write up, or too long even so.
    """
    if prepared.evaluation is None or prepared.recommendation is None:
        raise ModelError(
            "Without a recommendation a model has nothing to write up; the grounded drafter wrote this."
        )
    deciding = {key for result in prepared.deciding for key in result.trace.keys}
    telling = replace(
        prepared.evidence, evidence=tuple(e for e in prepared.evidence.evidence if e.key in deciding)
    )
    fewer = replace(prepared, passages=prepared.passages[:1])
    for candidate in (prepared, fewer, replace(fewer, evidence=telling)):
        text = _filled(candidate)
        if len(text) <= most_tokens * _CHARACTERS_A_TOKEN:
            return text
    raise AnswerError("The prompt of this item is longer than IMR_MODEL_PROMPT_TOKENS allows.")


def _filled(prepared: Prepared) -> str:
    evaluation = prepared.evaluation
    assert evaluation is not None  # asked by the caller
    pack = evaluation.pack
    others = [p for p in own_passages(prepared) if p.text != pack.recommended]
    passages = "\n".join(f"[{p.key}] {_data(p.text)}" for p in others)
    evidence = "\n".join(
        f'{e.key} ({e.assertion}, page {e.quote.page}): "{_data(e.quote.text)}"'
        for e in prepared.evidence.evidence
    )
    return load_prompt("rationale_data").fill(
        {
            "treatment": _data(prepared.item.treatment),
            "recommendation": str(prepared.recommendation),
            "guideline": pack.citation,
            "guideline_text": f"{pack.recommended}\n{passages}".strip(),
            "criteria": "\n".join(_criterion(prepared, r) for r in evaluation.results),
            "evidence": evidence or "none",
            "conclusion": _data(conclusion(prepared).text),
        }
    )


def _criterion(prepared: Prepared, result: CriterionResult) -> str:
    decides = ", decides" if result in prepared.deciding else ""
    return (
        f"{prepared.key_of(result)} ({result.status}{decides}): {result.criterion.says}"
        f" In short: {result.criterion.short}."
        f" Why: {_data(result.trace.why)}. Evidence: {', '.join(result.trace.keys) or 'none'}."
    )


def _data(text: str) -> str:
    """Text of the case as data: it cannot close the markers that stand around it."""
    return _OWN_TAGS.sub(r"[\1]", text)
