"""Answer a free question on a case with a model, from the case's own material, held before it is shown.

What does not hold after its revisions is not shown; the record's nearest sentences are, to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from assistant.checks import Reviewed
from assistant.conversation.actions import Said
from assistant.conversation.holding import complaints
from assistant.conversation.material import Material
from assistant.drafting.prepared import Prepared, Told, untold
from assistant.drafting.tracing import own_passages
from assistant.errors import ModelError
from assistant.export.markdown import escape
from assistant.modelling.data import CHARACTERS_A_TOKEN, as_data, keys_in
from assistant.modelling.endpoint import Turn
from assistant.modelling.history import as_lines, recent
from assistant.modelling.line import Line
from assistant.modelling.provenance import Account
from assistant.prompt_files import load_prompt
from assistant.results import Sentence
from knowledge.model import CriterionResult
from knowledge.wording import as_shown, status_in_words

REFUSAL = "I can only speak of this case and its guidelines."
_SHARE_OF_RECORD = 0.4
_MOST_SENTENCES, _LONGEST = 8, 2000
_MOST_FINDINGS = 8
_NEAREST = 3
_LONGEST_QUESTION = 2000
_MOST_KEYS, _LONGEST_KEY = 20, 100


class AnswerSentence(BaseModel):
    """One sentence of the answer."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description="One sentence of the answer.")
    supports: list[str] = Field(description="Keys of what supports it, such as N1, E1, C2, G1 or R.")


class QuestionAnswer(BaseModel):
    """The answer to the question."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[AnswerSentence] = Field(description="The sentences, none where nothing answers.")
    outside: bool = Field(
        description="True where the question is neither about the case nor its guideline."
    )


@dataclass(frozen=True)
class Answerer:
    """Answers over one case's line; ``rounds`` is how often findings go back, ``told`` gets the account."""

    line: Line
    rounds: int
    told: Told = untold

    def answer(
        self, question: str, prepared: Prepared, reviewed: Reviewed, before: tuple[Said, ...]
    ) -> str:
        """The answer in Markdown: checked, with its sources; or the record's own sentences and why."""
        settings = self.line.endpoint.settings
        question = question[:_LONGEST_QUESTION]
        room = int(settings.model_prompt_tokens * CHARACTERS_A_TOKEN * _SHARE_OF_RECORD)
        material = Material.near(prepared, question, room)
        said = recent(before, settings.model_history_tokens)
        account = self.line.account("answer_question", "question_data", "revise_answer")
        complained: list[str] = []
        outcome = "failed"
        try:
            outcome, text = self._held(question, material, reviewed, said, account, complained)
            return text
        except ModelError as error:
            complained.append(str(error))
            return _nearest(question, prepared, f"{error} So no answer was written.")
        finally:
            revisions = max(len(account.sent) - 1, 0)
            self.told(account.close(revisions, tuple(complained), outcome))

    def _held(
        self,
        question: str,
        material: Material,
        reviewed: Reviewed,
        said: tuple[Said, ...],
        account: Account,
        complained: list[str],
    ) -> tuple[str, str]:
        """What became of the answer, and what is shown."""
        deadline = self.line.deadline()
        findings: tuple[str, ...] = ()
        for _ in range(self.rounds + 1):
            turns = _turns(question, material, said, findings)
            given = self.line.ask(turns, QuestionAnswer, deadline, account)
            sentences = self._sentences(given)
            if not sentences:
                silent = "The record and the guideline, as far as they were searched, do not answer this."
                if given.outside:
                    return "refused", REFUSAL
                return "withheld", _nearest(question, material.prepared, silent)
            findings = complaints(sentences, material, reviewed)
            complained.extend(findings)
            if not findings:
                return "shown", _rendered(sentences, material, self.line.endpoint.settings.model)
        refused = "The model's answer did not hold against the record and the guideline; it is not shown."
        return "withheld", _nearest(question, material.prepared, refused)

    def _sentences(self, given: QuestionAnswer) -> tuple[Sentence, ...]:
        parts = [
            Sentence(
                " ".join(self.line.restore(s.text[:_LONGEST]).split()),
                keys_in(s.supports, _MOST_KEYS, _LONGEST_KEY),
            )
            for s in given.sentences[:_MOST_SENTENCES]
        ]
        return tuple(p for p in parts if p.text)


def _turns(
    question: str, material: Material, said: tuple[Said, ...], findings: tuple[str, ...]
) -> tuple[Turn, ...]:
    prepared = material.prepared
    evaluation = prepared.evaluation
    pack = evaluation.pack if evaluation else None
    passages = "\n".join(f"[{p.key}] {p.text}" for p in own_passages(prepared))
    values = {
        "treatment": as_data(prepared.item.treatment),
        "guideline": pack.citation if pack else "none",
        "guideline_text": f"{pack.recommended}\n{passages}".strip() if pack else prepared.guideline_why,
        "criteria": _lines(_criterion(prepared, r) for r in (evaluation.results if evaluation else ())),
        "evidence": _lines(
            f'{e.key} ({e.assertion}, page {e.quote.page}): "{as_data(e.quote.text)}"'
            for e in prepared.evidence.evidence
        ),
        "record": _lines(
            f'{t.key} (page {t.quote.page}): "{as_data(t.quote.text)}"' for t in material.told
        ),
        "conversation": as_data(as_lines(said)),
        "question": as_data(question),
    }
    data = load_prompt("question_data").fill(values)
    if findings:
        told = "\n".join(f"- {as_data(f)}" for f in findings[:_MOST_FINDINGS])
        data = f"{data}\n\n{load_prompt('revise_answer').fill({'findings': told})}"
    return (Turn("system", load_prompt("answer_question").fill({})), Turn("user", data))


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) or "none"


def _criterion(prepared: Prepared, result: CriterionResult) -> str:
    head = f"{prepared.key_of(result)} ({status_in_words(result.status)})"
    return f"{head}: {as_shown(result.criterion)} Why: {as_data(result.trace.why)}."


def _rendered(sentences: tuple[Sentence, ...], material: Material, model: str) -> str:
    """The answer with its keys, and under it every place of the record that it rests on."""
    said = " ".join(f"{escape(s.text)} [{', '.join(s.supports)}]" for s in sentences)
    keys = tuple(dict.fromkeys(key for s in sentences for key in s.supports))
    places = "".join(
        f"\n- {key}, page {quote.page}: “{escape(quote.text)}”" for key, quote in material.quotes(keys)
    )
    evaluation = material.prepared.evaluation
    cited = ""
    if evaluation is not None and any(key.startswith("G") for key in keys):
        cited = f"\n- G1: {escape(evaluation.pack.citation)}"
    return f"{said}\n{places}{cited}\n\n*Written by {escape(model)}, checked: no errors.*"


def _nearest(question: str, prepared: Prepared, why: str) -> str:
    """Why there is no answer, and the record's sentences nearest to the question, to the letter."""
    told = Material.near(prepared, question, _NEAREST * 420).told[: 2 * _NEAREST]
    lines = "".join(f"\n- page {t.quote.page}: “{escape(t.quote.text)}”" for t in told)
    return f"{escape(why)}\n\nNearest in the record:\n{lines}" if lines else escape(why)
