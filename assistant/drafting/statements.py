"""One criterion, one sentence: what the record shows on it, in the words that its test calls for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.prepared import Prepared
from assistant.drafting.prose import listed, quoted, sentence
from assistant.results import Evidence, Sentence
from knowledge.document import Assertion
from knowledge.evaluate import DENIED, OTHER_SIDE
from knowledge.model import (
    AllTest,
    AnyTest,
    CriterionResult,
    ElapsedTest,
    FindingTest,
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
_DATES = ("date_of_injury", "request_date", "ur_denial_date", "last_report_date")
_SHORT = 60  # letters of a quote that may stand twice
_LABEL = re.compile(r"[A-Z][A-Za-z ]{2,40}:\s+\d{1,2}/\d{1,2}/\d{2,4}\.?")
_LIMITED = re.compile(r", with (?:at (?:least|most)|no) .+ (?:allowed|required)\b")
_ONLY_AS = re.compile(r"the record mentions it only as (?P<how>[\w ]+)")
_LISTED = re.compile(
    r"\b(?:diagnos(?:is|es|ed)|(?:being|is) treated for|undergoing treatment for|utili[sz]ation review|"
    r"non-?certified|denied|history of)\b",
    re.IGNORECASE,
)
"""Sentences that name a thing and show nothing of it."""


def statement(prepared: Prepared, results: Sequence[CriterionResult], above: str = "") -> Sentence:
    """The sentence on one criterion, or on several that the same passages document, with its supports.

    ``above`` is the draft before it: what is quoted there at length is not quoted again.
    """
    evidence = telling(prepared.evidence_for(results[0]))
    supports = (*(prepared.key_of(r) for r in results), *(e.key for e in evidence))
    computed = _reckoned(results[0])
    told = tuple(e for e in evidence if not _LABEL.match(e.quote.text)) if computed else evidence
    short = listed([r.criterion.short for r in results])
    return Sentence(sentence(_wording(results[0], short, shown(told, above), computed)), supports)


def documented_by(prepared: Prepared, result: CriterionResult) -> tuple[str, ...]:
    """The keys of the passages that document a criterion which is met by them alone; else empty."""
    plain = isinstance(result.criterion.test, FindingTest | AllTest | AnyTest) and not _reckoned(result)
    if result.status is not Status.MET or not plain:
        return ()
    return tuple(e.key for e in telling(prepared.evidence_for(result)))


def _reckoned(result: CriterionResult) -> str:
    """The computations among the reasons of a criterion that also rests on findings."""
    reasons = [r for r in result.trace.why.split("; ") if _LIMITED.search(r)]
    return " and ".join(reasons)


def shown(evidence: tuple[Evidence, ...], above: str = "") -> str:
    """The quotes that do not stand at length above; otherwise that they do."""
    quotes = [quoted(e.quote.text) for e in evidence]
    fresh = [quote for quote in quotes if len(quote) <= _SHORT or quote not in above]
    return listed(fresh) if fresh or not quotes else ABOVE


def _wording(result: CriterionResult, short: str, shown: str, computed: str) -> str:
    test, why = result.criterion.test, result.trace.why
    if isinstance(test, ElapsedTest | MeasureTest | RowTest):
        return _computed(result, shown)
    if isinstance(test, NeverTest):
        return why
    if isinstance(test, ReviewerTest):
        return f"whether there is {short} is for the reviewer to judge"
    if isinstance(test, ItemTest) and not shown and result.status in _HELD:
        return f"the condition of {short} {_HELD[result.status]}, as {why}"
    return _documented(result.status, short, why, shown, computed)


_HELD = {Status.MET: "is met", Status.NOT_MET: "is not met"}


def _computed(result: CriterionResult, shown: str) -> str:
    said = _HELD.get(result.status, "cannot be decided")
    record = shown if shown.startswith(ABOVE) or not shown else f"the record: {shown}"
    read = f" ({record})" if record else ""
    return f"the condition of {result.criterion.short} {said}, as {result.trace.why}{read}"


def _documented(status: Status, short: str, why: str, shown: str, computed: str) -> str:
    read = f", {shown}" if shown.startswith(ABOVE) else f": {shown}"
    if status is Status.MET and (shown or computed):
        reckoned = f", as {computed}" if computed else ""
        return (
            f"the record documents {short}{reckoned}{read}"
            if shown
            else f"the condition of {short} is met{reckoned}"
        )
    if status is Status.NOT_DOCUMENTED and shown and (only := _ONLY_AS.fullmatch(why)):
        elsewhere = f"the record tells of {short} on the other side only{read}"
        return (
            elsewhere if why == OTHER_SIDE else f"the record mentions {short} only as {only['how']}{read}"
        )
    if status is Status.NOT_MET and why == DENIED and shown:
        return f"the record speaks against {short}{read}"
    if status in _HELD:
        return f"the condition of {short} {_HELD[status]}, since {why}" + (f" ({shown})" if shown else "")
    if shown:
        return f"the condition of {short} cannot be decided, since {why}{read}"
    return f"the record does not document {short}"


def telling(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """At most two quotes, none twice: what is plainly affirmed before what is in doubt, what shows a thing
    before what only names it, one for each finding first; dates only where nothing else is shown."""
    plain = tuple(e for e in evidence if e.assertion not in _IN_DOUBT) or evidence
    plain = tuple(e for e in plain if e.finding not in _DATES) or plain
    ranked = sorted(plain, key=lambda e: bool(_LISTED.search(e.quote.text)))
    firsts: dict[str, Evidence] = {}
    unique: dict[str, Evidence] = {}
    for item in ranked:
        firsts.setdefault(item.finding, item)
    for item in (*(firsts[name] for name in dict.fromkeys(e.finding for e in plain)), *ranked):
        unique.setdefault(item.quote.text, item)
    return tuple(unique.values())[:_MOST_QUOTES]
