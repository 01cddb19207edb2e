"""The drafter behind an OpenAI-compatible endpoint.

The prompt holds only what retrieval and the criteria step gave, as data. Sentences come back with the keys
of their supports; code keeps the keys that exist and writes the conclusion itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from assistant.drafting.grounded import conclusion, unconfirmed
from assistant.drafting.prepared import Prepared
from assistant.drafting.tracing import own_passages, support_keys
from assistant.errors import ModelError
from assistant.evidence.presentation import PRESENTATION
from assistant.modelling.data import CHARACTERS_A_TOKEN, as_data, keys_in
from assistant.modelling.endpoint import Turn
from assistant.modelling.failures import AnswerError
from assistant.modelling.line import Line
from assistant.modelling.provenance import Account
from assistant.modelling.transport import Deadline
from assistant.modelling.unfinished import InParts
from assistant.prompt_files import load_prompt
from assistant.results import CheckReport, Draft, Provenance, Sentence
from knowledge.model import CriterionResult
from knowledge.wording import as_shown

_PROMPTS = ("draft_rationale", "rationale_data", "revise_rationale")
_MOST_SENTENCES = 30
_MOST_ASKED = 12
_MOST_KEYS = 6
_LONGEST_DRAFT = 6000
_MOST_FINDINGS = 12
_MOST_NAMED, _LONGEST_KEY = 50, 200


class SentenceAnswer(BaseModel):
    """One sentence of the rationale."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="One sentence of the rationale.")
    supports: list[str] = Field(description="Keys of what supports it, such as E1, C2, G1 or R.")


class DraftAnswer(InParts):
    """The decision rationale."""

    PARTS: ClassVar[str] = "sentences"
    model_config = ConfigDict(extra="forbid")

    sentences: list[SentenceAnswer] = Field(description="The sentences of the rationale, in order.")


def draft_form(keys: frozenset[str]) -> type[DraftAnswer]:
    """The form of the answer whose schema names the keys that exist; what comes back is still verified."""
    existing = Annotated[str, WithJsonSchema({"type": "string", "enum": sorted(keys, key=_by_number)})]
    supports = Field(
        description="Keys of what supports it.", json_schema_extra={"minItems": 1, "maxItems": _MOST_KEYS}
    )
    sentence = create_model(
        "SentenceAnswer",
        __base__=SentenceAnswer,
        __doc__=SentenceAnswer.__doc__,
        supports=(list[existing], supports),
    )
    sentences = Field(
        description="The sentences of the rationale, in order.",
        json_schema_extra={"minItems": 1, "maxItems": _MOST_ASKED},
    )
    return create_model(
        "DraftAnswer",
        __base__=DraftAnswer,
        __doc__=DraftAnswer.__doc__,
        sentences=(list[sentence], sentences),
    )


def _by_number(key: str) -> tuple[str, int]:
    return key[0], int(key[1:] or 0)


@dataclass
class Writer:
    """Writes the draft of one item over a case's line, with its own deadline and account.

    Raises a ModelError with one clear sentence for every failure of the endpoint.
    """

    line: Line

    @property
    def name(self) -> str:
        return self.line.endpoint.settings.model

    @cached_property
    def _deadline(self) -> Deadline:
        return self.line.deadline()

    @cached_property
    def _account(self) -> Account:
        return self.line.account(*_PROMPTS)

    def account(self, revisions: int, findings: tuple[str, ...], outcome: str) -> Provenance:
        return self._account.close(revisions, findings, outcome)

    def draft(self, prepared: Prepared) -> Draft:
        return self._ask(self._data(prepared), prepared)

    def revise(self, prepared: Prepared, draft: Draft, report: CheckReport) -> Draft | None:
        findings = "\n".join(
            f"- {as_data(f.quote)[:300]!r}: {as_data(f.message)} {f.mend}".rstrip()
            for f in report.errors[:_MOST_FINDINGS]
        )
        values = {"draft": as_data(draft.text), "findings": findings}
        return self._ask(
            f"{self._data(prepared)}\n\n{load_prompt('revise_rationale').fill(values)}", prepared
        )

    def _data(self, prepared: Prepared) -> str:
        return case_data(prepared, self.line.endpoint.settings.model_prompt_tokens)

    def _ask(self, data: str, prepared: Prepared) -> Draft:
        turns = (Turn("system", load_prompt("draft_rationale").fill({})), Turn("user", data))
        form = draft_form(support_keys(prepared))
        answer = self.line.ask(turns, form, self._deadline, self._account)
        return assembled(prepared, answer, self.line.restore, self.name)


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
    notes = (
        () if any("from memory" in part.text for part in sentences) else unconfirmed(prepared, sentences)
    )
    return Draft((*sentences, *notes, last), drafter=drafter)


def _keys(named: list[str], known: frozenset[str]) -> tuple[str, ...]:
    """The keys that exist, each once."""
    return tuple(key for key in keys_in(named, _MOST_NAMED, _LONGEST_KEY) if key in known)


def case_data(prepared: Prepared, most_tokens: int) -> str:
    """The data of the prompt; passages, then evidence that decides nothing, go where it is too long.

    Raises:
        ModelError: no recommendation to write up, or too long even so.
    """
    if prepared.evaluation is None or prepared.recommendation is None:
        raise ModelError(
            "Without a recommendation a model has nothing to write up; the grounded drafter wrote this."
        )
    fewer = replace(prepared, passages=prepared.passages[:1])
    for candidate in (prepared, fewer, *_with_less_evidence(fewer)):
        text = _filled(candidate)
        if len(text) <= most_tokens * CHARACTERS_A_TOKEN:
            return text
    raise AnswerError("The prompt of this item is longer than IMR_MODEL_PROMPT_TOKENS allows.")


def _with_less_evidence(prepared: Prepared) -> Iterator[Prepared]:
    """The same with one quote less each time: first those that decide nothing, the last ones first.

    What is left of the quotes on a deciding criterion is at least its first.
    """
    deciding = [key for result in prepared.deciding for key in result.trace.keys]
    firsts = {result.trace.keys[0] for result in prepared.deciding if result.trace.keys}
    every = [e.key for e in prepared.evidence.evidence]
    spared = [k for k in every if k not in deciding][::-1] + [
        k for k in every if k in deciding and k not in firsts
    ][::-1]
    for count in range(1, len(spared) + 1):
        gone = set(spared[:count])
        kept = tuple(e for e in prepared.evidence.evidence if e.key not in gone)
        yield replace(prepared, evidence=replace(prepared.evidence, evidence=kept))


def _filled(prepared: Prepared) -> str:
    evaluation = prepared.evaluation
    assert evaluation is not None  # asked by the caller
    pack = evaluation.pack
    others = [p for p in own_passages(prepared) if p.text != pack.recommended]
    passages = "\n".join(f"[{p.key}] {as_data(p.text)}" for p in others)
    evidence = "\n".join(
        f'{e.key} ({e.assertion}, page {e.quote.page}): "{as_data(e.quote.text)}"'
        for e in prepared.evidence.evidence
        if e.finding not in PRESENTATION
    )
    return load_prompt("rationale_data").fill(
        {
            "treatment": as_data(prepared.item.treatment),
            "recommendation": str(prepared.recommendation),
            "guideline": pack.citation,
            "guideline_text": f"{pack.recommended}\n{passages}".strip(),
            "criteria": "\n".join(_criterion(prepared, r) for r in evaluation.results),
            "evidence": evidence or "none",
            "conclusion": as_data(conclusion(prepared).text),
        }
    )


def _criterion(prepared: Prepared, result: CriterionResult) -> str:
    decides = ", decides" if result in prepared.deciding else ""
    return (
        f"{prepared.key_of(result)} ({result.status}{decides}): {as_shown(result.criterion)}"
        f" In short: {result.criterion.short}."
        f" Why: {as_data(result.trace.why)}. Evidence: {', '.join(result.trace.keys) or 'none'}."
    )
