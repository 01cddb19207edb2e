"""Review one case and grade it; runs in a process of its own, which opens the library once.

Sees the decisions only to grade: the review gets the case that the intake made of the document.
"""

from __future__ import annotations

import re
import resource
import time
from functools import cache
from pathlib import Path

from assistant.case import Case
from assistant.drafting.prepared import DistantModel
from assistant.errors import AssistantError, SettingsError
from assistant.intake import case_from_text, read_case
from assistant.library import Library, open_library
from assistant.privacy import silence_telemetry
from assistant.results import ItemReview
from assistant.review import Tools, review_case
from assistant.samples import sample_names, sample_text
from assistant.settings import Settings, load_settings
from evals.ablation import ablate
from evals.grounding import quotes_verbatim, sentences_of
from evals.injected import injected_into
from evals.records import (
    Answer,
    CaseRecord,
    CriterionAnswer,
    Expected,
    ItemRecord,
    ModelAccount,
    PrecedentAnswer,
    Score,
)
from evals.replay import replaying
from evals.scoring import missing_item, score_item
from evals.sources import EvalCase

_AGE = re.compile(r"\b(\d{2})[- ]?(?:years?|yrs?|y/?o)\b[- ]?(?:old)?", re.IGNORECASE)
_FEMALE = re.compile(r"\b(?:female|woman|she|her)\b", re.IGNORECASE)
_MALE = re.compile(r"\b(?:male|man|he|his|him)\b", re.IGNORECASE)


def settings_for(folder: Path) -> Settings:
    """The user's settings with the index of the evaluation, and those of a recording that is replayed."""
    return replaying(load_settings()).model_copy(update={"data": folder})


@cache
def tools_for(folder: Path, drafter: str) -> Tools:
    """The library of this process, warmed by one review of a sample."""
    silence_telemetry()
    settings = settings_for(folder)
    tools = Tools(open_library(settings), drafter_named(drafter, settings))
    review_case(case_from_text(sample_text(sample_names()[0])), Tools(tools.library))
    return tools


def evaluate_case(case: EvalCase, folder: Path, drafter: str, inject: bool = False) -> CaseRecord:
    """Review and grade one case; a case that cannot be reviewed is recorded with its reason.

    With ``inject`` errors are put into the grounded drafts, to see what the checker makes of them.
    """
    tools = tools_for(folder, drafter)
    start = time.perf_counter()
    try:
        read = read_case(case.document)
        review = review_case(read, tools)
    except AssistantError as error:
        return CaseRecord(
            name=case.name, group=case.group, digest=case.document.digest, facts="", error=str(error),
            items=tuple(_unread(case, n, e) for n, e in enumerate(case.expected, start=1)),
        )  # fmt: skip
    seconds = time.perf_counter() - start
    injected = injected_into(review, tools.library.packs) if inject else {}
    facts = read.record_text
    age = _AGE.search(facts)
    by_number = {item.item.number: item for item in review.items}
    return CaseRecord(
        name=case.name,
        group=case.group,
        digest=case.document.digest,
        facts=facts,
        items=tuple(
            _item(case, n, e, by_number.get(n), read, tools).model_copy(
                update={"injected": injected.get(n, ())}
            )
            for n, e in enumerate(case.expected, start=1)
        ),
        age=int(age[1]) if age else None,
        sex=_sex(facts),
        seconds=round(seconds, 4),
        megabytes=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def drafter_named(name: str, settings: Settings) -> DistantModel | None:
    """The model drafter, or None for the grounded one.

    Raises:
        SettingsError: no model is configured.
    """
    if name != "model":
        return None
    if not settings.model_configured:
        raise SettingsError(
            "No model is configured; set OPENAI_API_KEY or OPENAI_BASE_URL, or use grounded."
        )
    from assistant.configured import configured_model  # noqa: PLC0415 - a second to import

    return configured_model(settings)


def _unread(case: EvalCase, number: int, expected: Expected) -> ItemRecord:
    return ItemRecord(
        id=case.ids[number - 1], expected=expected, answer=Answer(), scores=(missing_item(expected),)
    )


def _item(
    case: EvalCase, number: int, expected: Expected, review: ItemReview | None, read: Case, tools: Tools
) -> ItemRecord:
    if review is None:
        return _unread(case, number, expected)
    said = answer_of(read, review, tools.library)
    answer = said.model_copy(update={"alone": _alone(review, read, tools)})
    scores = (*score_item(expected, answer), _verbatim(read, review))
    return ItemRecord(
        id=case.ids[number - 1],
        expected=expected,
        answer=answer,
        scores=scores,
        ablations=ablate(review),
    )


def _verbatim(read: Case, review: ItemReview) -> Score:
    good = quotes_verbatim(read, review)
    return Score(
        name="verbatim", step="check", value=float(good), answer="yes" if good else "no", expected="yes"
    )


def answer_of(case: Case, review: ItemReview, library: Library) -> Answer:
    """What the review said, as plain values."""
    evaluation = review.evaluation
    pack = evaluation.pack if evaluation else None
    recommendation = evaluation.recommendation if evaluation else None
    named = (p.pack for p in review.passages[:5])
    chapters = [pack.chapter if pack else "", *(library.packs.by_id[n].chapter for n in named if n)]
    return Answer(
        family=review.family,
        pack=pack.id if pack else None,
        chapter=pack.chapter if pack else None,
        chapters=tuple(c for c in dict.fromkeys(chapters) if c),
        citation=pack.citation if pack else "",
        recommendation=str(recommendation) if recommendation else None,
        strength=evaluation.strength if evaluation else 0.5,
        why=evaluation.why if evaluation else review.guideline_why,
        deciding=evaluation.deciding if evaluation else (),
        criteria=_criteria(review),
        precedents=tuple(
            PrecedentAnswer(case=p.case_number, treatment=p.treatment, decision=p.decision, score=p.score)
            for p in review.precedents
        ),
        sentences=sentences_of(case, review),
        shown=review.draft is not None,
        findings=tuple(f"{f.rule}: {f.message} ({f.quote!r})" for f in review.checks.errors),
        note=review.note,
        drafter=review.draft.drafter if review.draft else "",
        model=_account(review),
    )


def _account(review: ItemReview) -> ModelAccount | None:
    made = review.provenance
    if made is None:
        return None
    return ModelAccount(
        outcome=made.outcome,
        requests=made.requests,
        revisions=made.revisions,
        prompt_tokens=made.prompt_tokens,
        answer_tokens=made.answer_tokens,
        findings=made.findings,
    )


def _alone(review: ItemReview, read: Case, tools: Tools) -> str | None:
    """What the model decides by itself, where one is configured."""
    if tools.drafter is None:
        return None
    from assistant.configured import ConfiguredModel  # noqa: PLC0415 - a second to import
    from evals.alone import decide_alone  # noqa: PLC0415 - same

    assert isinstance(tools.drafter, ConfiguredModel)  # as drafter_named made it
    return decide_alone(tools.drafter, read, review.item)


def _criteria(review: ItemReview) -> tuple[CriterionAnswer, ...]:
    if review.evaluation is None:
        return ()
    return tuple(
        CriterionAnswer(
            id=r.id,
            says=r.criterion.says,
            role=str(r.criterion.role),
            status=str(r.status),
            why=r.trace.why,
            quotes=tuple(e.quote.text for e in review.evidence.by_keys(r.trace.keys)),
        )
        for r in review.evaluation.results
    )


def _sex(facts: str) -> str | None:
    """The sex that the record states first."""
    found = {
        name: m.start() for name, p in (("female", _FEMALE), ("male", _MALE)) if (m := p.search(facts))
    }
    return min(found, key=found.__getitem__) if found else None
