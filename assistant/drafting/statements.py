"""One criterion, one sentence: what the record shows on it, in the words that its test calls for."""

from __future__ import annotations

from assistant.drafting.prepared import Prepared
from assistant.drafting.prose import listed, quoted, sentence
from assistant.results import Evidence, Sentence
from knowledge.document import Assertion
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

ABOVE = "as quoted above"
_MOST_QUOTES = 2
_IN_DOUBT = (Assertion.UNCERTAIN, Assertion.HYPOTHETICAL)
_SHORT = 60  # letters of a quote that may stand twice


def statement(prepared: Prepared, result: CriterionResult, above: str = "") -> Sentence:
    """The sentence on one criterion, with the keys of its support.

    ``above`` is the draft before it: what is quoted there at length is not quoted again.
    """
    evidence = telling(prepared.evidence_for(result))
    supports = (prepared.key_of(result), *(e.key for e in evidence))
    return Sentence(sentence(_wording(result, _shown(evidence, above))), supports)


def _shown(evidence: tuple[Evidence, ...], above: str) -> str:
    quotes = [quoted(e.quote.text) for e in evidence]
    fresh = [quote for quote in quotes if len(quote) <= _SHORT or quote not in above]
    if quotes and not fresh:
        return ABOVE
    return listed(fresh) + (f", with the passage {ABOVE.removeprefix('as ')}" if fresh != quotes else "")


def _wording(result: CriterionResult, shown: str) -> str:
    test, short, why = result.criterion.test, result.criterion.short, result.trace.why
    if isinstance(test, ElapsedTest | MeasureTest | RowTest):
        return _computed(result, shown)
    if isinstance(test, NeverTest):
        return why
    if isinstance(test, ReviewerTest):
        return f"whether there is {short} is for the reviewer to judge"
    if isinstance(test, ItemTest) and not shown:
        return f"on {short}, {why}"
    return _documented(result.status, short, why, shown)


def _computed(result: CriterionResult, shown: str) -> str:
    said = {Status.MET: "is met", Status.NOT_MET: "is not met"}.get(result.status, "cannot be decided")
    record = shown if shown in ("", ABOVE) else f"the record: {shown}"
    read = f" ({record})" if record else ""
    return f"the condition of {result.criterion.short} {said}, as {result.trace.why}{read}"


def _documented(status: Status, short: str, why: str, shown: str) -> str:
    read = f", {ABOVE}" if shown == ABOVE else f": {shown}"
    if status is Status.MET:
        return f"the record documents {short}{read}" if shown else f"{short} is shown, since {why}"
    if status is Status.NOT_MET and why == DENIED and shown:
        return f"the record speaks against {short}{read}"
    if status is Status.NOT_MET:
        return f"{short} is not shown, since {why}" + (f" ({shown})" if shown else "")
    if shown:
        return f"{short} is not established, since {why}{read}"
    return f"the record does not document {short}"


def telling(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """At most two quotes, what is plainly affirmed before what is in doubt, then one for each finding or
    date first, none twice."""
    plain = [e for e in evidence if e.assertion not in _IN_DOUBT]
    evidence = tuple(plain) or evidence
    firsts: dict[str, Evidence] = {}
    unique: dict[str, Evidence] = {}
    for item in evidence:
        firsts.setdefault(item.finding, item)
    for item in (*firsts.values(), *evidence):
        unique.setdefault(item.quote.text, item)
    return tuple(unique.values())[:_MOST_QUOTES]
