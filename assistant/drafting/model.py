"""The drafter behind an OpenAI-compatible endpoint. The only module that speaks to a chat model.

The prompt holds only what retrieval and the criteria step gave; keys come back and code verifies them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import httpx
from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError
from pydantic import BaseModel, Field, SecretStr, ValidationError

from assistant.drafting.grounded import conclusion
from assistant.drafting.prepared import Prepared
from assistant.errors import ModelError
from assistant.prompt_files import load_prompt
from assistant.results import CheckReport, Draft, Sentence
from assistant.settings import Settings

_NO_KEY = "none"  # servers on loopback want no key, the client refuses to start without one


class SentenceAnswer(BaseModel):
    """One sentence of the rationale."""

    text: str = Field(description="One sentence of the rationale.")
    supports: list[str] = Field(description="Keys of what supports it, such as E1, C2, G1 or R.")


class DraftAnswer(BaseModel):
    """The decision rationale."""

    sentences: list[SentenceAnswer] = Field(description="The sentences of the rationale, in order.")


def chat_model(settings: Settings, http_client: httpx.Client | None = None) -> ChatOpenAI:
    """The chat model of the configured endpoint; the client can be given a transport by tests."""
    return ChatOpenAI(
        model=settings.model,
        api_key=settings.api_key or SecretStr(_NO_KEY),
        base_url=settings.base_url or "https://api.openai.com/v1",
        timeout=settings.model_timeout,
        max_retries=settings.model_retries,
        max_completion_tokens=settings.model_max_tokens,
        temperature=0,
        seed=0,
        use_responses_api=False,
        http_client=http_client,
    )


@dataclass(frozen=True)
class ModelDrafter:
    """Drafts with a model; every failure of the endpoint becomes a ModelError with one clear sentence."""

    settings: Settings
    model: ChatOpenAI

    @property
    def name(self) -> str:
        return self.settings.model

    def draft(self, prepared: Prepared) -> Draft:
        return self._ask([SystemMessage(_instructions(prepared))])

    def revise(self, prepared: Prepared, draft: Draft, report: CheckReport) -> Draft | None:
        findings = "\n".join(f"- {f.quote!r}: {f.message} {f.mend}".rstrip() for f in report.errors)
        revise = load_prompt("revise_rationale").fill({"draft": draft.text, "findings": findings})
        messages = [SystemMessage(_instructions(prepared)), AIMessage(draft.text), HumanMessage(revise)]
        return self._ask(messages)

    def _ask(self, messages: list[BaseMessage]) -> Draft:
        method: Any = self.settings.structured_output
        chain = self.model.with_structured_output(DraftAnswer, method=method)
        try:
            answer = cast(DraftAnswer | None, chain.invoke(messages))
        except (OpenAIError, ValidationError, OutputParserException, ValueError, httpx.HTTPError) as error:
            raise ModelError(_plain(error, self.settings)) from error
        if answer is None or not any(s.text.strip() for s in answer.sentences):
            raise ModelError(f"The model {self.settings.model!r} gave an empty answer.")
        sentences = (Sentence(" ".join(s.text.split()), tuple(s.supports)) for s in answer.sentences)
        return Draft(tuple(s for s in sentences if s.text), drafter=self.name)


_ADVICE = {
    400: "the prompt may be too long, or structured output unsupported (IMR_STRUCTURED_OUTPUT)",
    401: "check OPENAI_API_KEY",
    403: "the key may not use this model",
    404: "check IMR_MODEL and OPENAI_BASE_URL",
    429: "too many requests or no quota left; wait, or check the account",
}


def _plain(error: Exception, settings: Settings) -> str:
    where = f"The model endpoint {settings.base_url or 'of OpenAI'}"
    if isinstance(error, APITimeoutError):
        return f"{where} gave no answer within {settings.model_timeout:g} seconds; raise IMR_MODEL_TIMEOUT."
    if isinstance(error, APIConnectionError):
        return f"{where} cannot be reached; check OPENAI_BASE_URL and that the server runs."
    if isinstance(error, APIStatusError):
        advice = _ADVICE.get(error.status_code, "see its log")
        return f"{where} refused the request (status {error.status_code}); {advice}."
    return f"The model {settings.model!r} answered in another form than asked; see IMR_STRUCTURED_OUTPUT."


def _instructions(prepared: Prepared) -> str:
    evaluation = prepared.evaluation
    if evaluation is None:
        raise ModelError(
            "No guideline governs this item, so there is nothing a model could ground a draft in."
        )
    passages = "\n".join(f"[{p.key}] {p.text}" for p in prepared.passages)
    return load_prompt("draft_rationale").fill(
        {
            "treatment": prepared.item.treatment,
            "recommendation": str(prepared.recommendation or "none: the reviewer decides"),
            "guideline": evaluation.pack.citation,
            "guideline_text": f"{evaluation.pack.recommended}\n{passages}".strip(),
            "criteria": "\n".join(
                f"{prepared.key_of(r)} ({r.status}): {r.criterion.says} Why: {r.trace.why}."
                for r in evaluation.results
            ),
            "evidence": "\n".join(
                f'{e.key} ({e.assertion}, page {e.quote.page}): "{e.quote.text}"'
                for e in prepared.evidence.evidence
            )
            or "none",
            "conclusion": conclusion(prepared).text,
        }
    )
