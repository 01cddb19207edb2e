"""One criterion, one sentence: what the record shows on it, in the words that its test calls for."""

from __future__ import annotations

from assistant.drafting.prepared import Prepared
from assistant.drafting.prose import listed, quoted, sentence
from assistant.results import Evidence, Sentence
from knowledge.evaluate import DENIED
from knowledge.model import (
    CriterionResult,
    ElapsedTest,
    ItemTest,
    MeasureTest,
    NeverTest,
    ReviewerTest,
    RowTest,
    Status,
)

_MOST_QUOTES = 2


def statement(prepared: Prepared, result: CriterionResult) -> Sentence:
    """The sentence on one criterion, with the keys of its support."""
    evidence = prepared.evidence_for(result)
    supports = (prepared.key_of(result), *(e.key for e in telling(evidence)))
    return Sentence(sentence(_wording(result, evidence)), supports)


def _wording(result: CriterionResult, evidence: tuple[Evidence, ...]) -> str:
    test, short, why = result.criterion.test, result.criterion.short, result.trace.why
    if isinstance(test, ElapsedTest | MeasureTest | RowTest):
        return _computed(result, evidence)
    if isinstance(test, NeverTest):
        return why
    if isinstance(test, ReviewerTest):
        return f"whether there is {short} is for the reviewer to judge"
    if isinstance(test, ItemTest) and not evidence:
        return f"on {short}, {why}"
    return _documented(result.status, short, why, evidence)


def _computed(result: CriterionResult, evidence: tuple[Evidence, ...]) -> str:
    said = {Status.MET: "is met", Status.NOT_MET: "is not met"}.get(result.status, "cannot be decided")
    shown = f" (the record: {_quotes(evidence)})" if evidence else ""
    return f"the condition of {result.criterion.short} {said}, as {result.trace.why}{shown}"


def _documented(status: Status, short: str, why: str, evidence: tuple[Evidence, ...]) -> str:
    shown = _quotes(evidence)
    if status is Status.MET:
        return f"the record documents {short}: {shown}" if shown else f"{short} is shown, since {why}"
    if status is Status.NOT_MET and why == DENIED and shown:
        return f"the record speaks against {short}: {shown}"
    if status is Status.NOT_MET:
        return (
            f"{short} is not shown, since {why} ({shown})"
            if shown
            else f"{short} is not shown, since {why}"
        )
    if shown:
        return f"{short} is not established, since {why}: {shown}"
    return f"the record does not document {short}"


def _quotes(evidence: tuple[Evidence, ...]) -> str:
    return listed([quoted(e.quote.text) for e in telling(evidence)])


def telling(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """At most two quotes, one for each finding or date first, none twice."""
    firsts: dict[str, Evidence] = {}
    unique: dict[str, Evidence] = {}
    for item in evidence:
        firsts.setdefault(item.finding, item)
    for item in (*firsts.values(), *evidence):
        unique.setdefault(item.quote.text, item)
    return tuple(unique.values())[:_MOST_QUOTES]
