"""CON, told together: rationales of one case, and sentences of one text, do not contradict each other.

What another text tells of the case is read as a record would be, and the rules of fact are asked whether
this text contradicts it. Who is right is not decided here: the rules of fact hold both to the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.case import Case, DisputedItem
from assistant.checks import absence, facts, polarity, treated
from assistant.checks.context import Context, Reviewed, Sibling
from assistant.checks.outcome import Conclusion, conclusions
from assistant.checks.rule import Example, Rule
from assistant.claims.fold import fold
from assistant.claims.prose import Mode, statements
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Document, Span
from knowledge.treatments import load_taxonomy

_COMPARED = frozenset(("ABS01", "ABS05", "ABS06", "FAC01", "FAC02", "FAC03", "POL02"))
_OF_CRITERIA = re.compile(r"\b(?:criteri(?:on|a)|conditions? (?:of|for|that)|requirements?)\b", re.I)
_LONGEST = 20_000
"""Characters; a longer text is no rationale, and each of its denials is looked up in all its sentences."""
_OPERATION = "surgery_"


def _rules() -> tuple[Rule, ...]:
    families = (*absence.RULES, *facts.RULES, *polarity.RULES, *treated.RULES)
    return tuple(rule for rule in families if rule.id in _COMPARED)


def _told_otherwise(context: Context) -> Iterator[Finding]:
    for sibling in context.review.siblings:
        for found in _against(context, _told(sibling.text)):
            quote = f" “{found.evidence[0].text}”" if found.evidence else ""
            yield _as(
                found,
                "CON06",
                f"The rationale of item {sibling.number} tells it otherwise:{quote}",
                "Tell the same of the case in every item.",
                context.human,
            )


def _sentences_apart(context: Context) -> Iterator[Finding]:
    told = _told(context.source) if len(context.source) <= _LONGEST else ""
    for found in _against(context, told):
        own = context.statement_at(context.folded.index(found.start))
        if own is not None and any(quote.text in own.text for quote in found.evidence):
            continue  # the sentence itself was read as the other one
        if own is not None and context.repeats_record(own) and _repeat_record(context, found):
            continue  # the record contradicts itself
        quote = f" “{found.evidence[0].text}”" if found.evidence else ""
        yield _as(
            found,
            "CON07",
            f"Another sentence tells it otherwise:{quote}",
            "Keep the one that the record carries.",
            context.human,
        )


def _repeat_record(context: Context, found: Finding) -> bool:
    """The sentences that tell it otherwise are the record's own."""
    told = [s for s in context.statements if any(quote.text in s.text for quote in found.evidence)]
    return bool(told) and all(context.repeats_record(s) for s in told)


def _against(context: Context, told: str) -> Iterator[Finding]:
    """What this text says that ``told``, read as the record, contradicts."""
    if not told or max(len(told), len(context.text)) > _LONGEST:
        return
    case = replace(context.case, document=Document.of(told, "rationale"), record=Span(0, len(told)))
    known = replace(context.review, siblings=())
    other = Context(context.source, _headless(case), context.item, known, human=True)
    for rule in _rules():
        by_record = (f for f in context.found_by(rule.id, rule.run) if f.verdict is Verdict.CONTRADICTED)
        told_already = {(found.start, found.end) for found in by_record}
        for found in rule.run(other):
            sure = found.verdict is Verdict.CONTRADICTED and found.severity is Severity.ERROR
            if sure and (found.start, found.end) not in told_already:
                yield found


def _headless(case: Case) -> Case:
    """The dates of the header are not what the text tells."""
    return replace(case, date_of_injury=None)


@lru_cache(maxsize=256)
def _told(text: str) -> str:
    """The sentences that tell of the case: not the guideline's, nor of its criteria, nor the decision."""
    folded = fold(text).text
    told = (s.text for s in statements(folded) if s.mode is Mode.CASE)
    return " ".join(text for text in told if not _OF_CRITERIA.search(text))


def _as(found: Finding, rule: str, message: str, mend: str, human: bool) -> Finding:
    severity = Severity.WARNING if human else Severity.ERROR
    return replace(found, rule=rule, message=message, mend=mend, evidence=(), severity=severity)


def _follows(context: Context) -> Iterator[Finding]:
    """A service that goes with an operation, decided apart from it."""
    if context.item is None or not _goes_with_an_operation(context.item):
        return
    mine = conclusions(context)
    if len({c.necessary for c in mine}) != 1 or not mine[-1].necessary or mine[-1].partial:
        return
    for sibling in context.review.siblings:
        item = context.case.item(sibling.number)
        if not _family(item).startswith(_OPERATION):
            continue
        theirs = _outcome(context, sibling)
        if theirs and all(not c.necessary for c in theirs):
            yield context.finding(
                "CON10",
                mine[-1].start,
                mine[-1].end,
                Verdict.CONTRADICTED,
                f"The operation that this goes with, item {sibling.number}, is not medically necessary.",
                mend="Decide the service as the operation is decided.",
            )


def _outcome(context: Context, sibling: Sibling) -> list[Conclusion]:
    return conclusions(Context(sibling.text, context.case, None, Reviewed(), context.human))


def _family(item: DisputedItem) -> str:
    return load_taxonomy().classify(item.treatment).family or ""


def _goes_with_an_operation(item: DisputedItem) -> bool:
    return "surgery" in load_taxonomy().classify(item.treatment).attributes.get("depends_on", ())


_BESIDE = (
    "There is no documentation of muscle spasm. The request for an MRI of the lumbar spine is not medically"
    " necessary."
)
RULES = (
    Rule(
        "CON06",
        "two items tell it differently",
        "Two rationales of one case contradict each other on a fact.",
        "The reader of the determination has both before them; one is wrong.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            _BESIDE,
            "MRI of the lumbar spine",
            "no documentation of muscle spasm",
            setting="beside: Exam of the lumbar spine showed muscle spasm.",
        ),
        Example(
            "The worker has back pain.",
            _BESIDE,
            "MRI of the lumbar spine",
            setting="beside: Exam of the lumbar spine showed tenderness.",
        ),
        _told_otherwise,
    ),
    Rule(
        "CON07",
        "two sentences tell it differently",
        "One sentence says that something is absent that another sentence tells of.",
        "Both cannot hold, and the reader cannot know which the decision rests on.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "Exam of the lumbar spine showed muscle spasm. There is no documentation of muscle spasm.",
            at="no documentation of muscle spasm",
        ),
        Example(
            "The worker has back pain.",
            "Exam of the lumbar spine showed tenderness. There is no documentation of muscle spasm.",
        ),
        _sentences_apart,
    ),
    Rule(
        "CON10",
        "service decided apart from its operation",
        "A service that goes with an operation is found necessary where the operation is not.",
        "Clearance, equipment and therapy for an operation that is not done serve nothing.",
        Severity.ERROR,
        Example(
            "The worker has shoulder pain.",
            "Clearance is usual. Therefore, the request for medical clearance is medically necessary.",
            "Preoperative medical clearance",
            "is medically necessary",
            setting="beside: The request for the operation is not medically necessary.",
        ),
        Example(
            "The worker has shoulder pain.",
            "Clearance is usual. Therefore, the request for medical clearance is medically necessary.",
            "Preoperative medical clearance",
            setting="beside: The request for the operation is medically necessary.",
        ),
        _follows,
    ),
)
