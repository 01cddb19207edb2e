"""CRI: the text against the evaluated criteria: decision, deciding criteria, statuses, thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.numbers import allowed_numbers
from assistant.checks.outcome import conclusions
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.model import Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.numerals import written
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.model import CriterionResult, Decision, Evaluation, NeverTest, Status

_MUST_ADDRESS = 4  # a rationale that goes through more of them is a table, not prose

_STOPWORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "or",
        "and",
        "to",
        "in",
        "on",
        "for",
        "with",
        "by",
        "that",
        "is",
        "are",
        "was",
        "were",
        "be",
        "no",
        "not",
        "least",
        "most",
        "than",
        "more",
        "at",
        "from",
        "it",
        "its",
        "this",
        "which",
        "has",
        "have",
        "had",
        "any",
        "their",
        "worker",
        "patient",
        "record",
        "documented",
        "documentation",
        "evidence",
        "request",
        "requested",
        "treatment",
        "condition",
    ]
)


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]{3,}|\d+", text.lower()) if w not in _STOPWORDS)


def _addresses(sentence: str, result: CriterionResult) -> bool:
    """The sentence names the criterion: its short phrase, or most of its words."""
    if written(squeeze(result.criterion.short)).search(squeeze(sentence)):
        return True
    wanted = _words(result.criterion.short)
    have = {w[:6] for w in _words(sentence)}
    hits = sum(1 for w in wanted if w[:6] in have)
    return len(wanted) > 0 and hits >= max(2 if len(wanted) > 1 else 1, round(0.6 * len(wanted)))


def _decision(context: Context) -> Iterator[Finding]:
    evaluation = context.review.evaluation
    if evaluation is None or evaluation.recommendation is None:
        return
    necessary = evaluation.recommendation is Decision.OVERTURNED
    for conclusion in conclusions(context):
        if conclusion.necessary is not necessary:
            yield context.finding(
                "CRI01",
                conclusion.start,
                conclusion.end,
                Verdict.CONTRADICTED,
                f"The criteria carry {evaluation.recommendation.value}: {evaluation.why}",
                mend="Agree with the criteria, or override with a reason.",
                severity=Severity.WARNING if context.human else Severity.ERROR,
            )


def _addressed(context: Context, evaluation: Evaluation, result: CriterionResult) -> bool:
    """A sentence on the worker takes the criterion up; what the guideline asks for does not suffice.

    A rule that the guideline never recommends the treatment is itself such a sentence.
    """
    draft = context.draft
    if draft is not None and draft.drafter == "grounded":
        key = f"C{evaluation.results.index(result) + 1}"
        own = (s.supports for s in draft.sentences)
        return any(key in keys and not any(k[0] in "RG" for k in keys) for keys in own)
    never = isinstance(result.criterion.test, NeverTest)
    told = (s for s in context.statements if never or s.mode is not Mode.GUIDELINE)
    return any(_addresses(s.text, result) for s in told)


def _unaddressed(context: Context) -> Iterator[Finding]:
    evaluation = context.review.evaluation
    if evaluation is None or evaluation.recommendation is None or not context.statements or context.human:
        return
    last = context.statements[-1]
    for name in evaluation.deciding[:_MUST_ADDRESS]:
        result = evaluation.result(name)
        if not _addressed(context, evaluation, result):
            yield context.finding(
                "CRI02",
                last.start,
                last.end,
                Verdict.UNSUPPORTED,
                f"A criterion that decides is not addressed: {result.criterion.short}.",
                mend="Say how the record stands on the deciding criterion.",
            )


_SAID_MET = re.compile(
    r"\b(?:is|are|was|were|has been|have been) (?:met|satisfied|fulfilled)\b|"
    r"\b(?:documents?|shows?|supports?|establish\w*|demonstrates?)\b",
    re.I,
)
_SAID_UNMET = re.compile(
    r"\b(?:is|are|was|were|has|have) not (?:been )?(?:met|satisfied|fulfilled|"
    r"documented|established|shown)|\b(?:do|does|did) not (?:document|show|"
    r"establish|support|meet|demonstrate)|"
    r"\bspeaks? against\b|\bno (?:documentation|evidence|record)|\black(?:s|ing)?\b|cannot be decided",
    re.I,
)
_QUOTED = re.compile(r'"[^"]*"')
_OVERRIDE = re.compile(
    r"\bguideline looks for\b|\bwording on\b|\bfor the reviewer\b|\brequires?\b|\bmust\b|\bshould\b", re.I
)


def _status(context: Context) -> Iterator[Finding]:
    """A criterion said to be met that is not, or the reverse; exact short phrases only."""
    evaluation = context.review.evaluation
    if evaluation is None:
        return
    for statement in context.told():
        if _OVERRIDE.search(statement.text):
            continue
        said = _said(statement)
        for result in _named(statement, evaluation):
            if said is not None and _clashes(said, result.status):
                yield context.finding(
                    "CRI03",
                    statement.start,
                    statement.end,
                    Verdict.CONTRADICTED,
                    f"{result.criterion.short}: the evidence carries"
                    f" “{result.status.value.replace('_', ' ')}”"
                    f" ({result.trace.why}).",
                    mend="State the status that the evidence carries.",
                    severity=Severity.WARNING if context.human else Severity.ERROR,
                )


def _named(statement: Statement, evaluation: Evaluation) -> list[CriterionResult]:
    """The criteria that a sentence names; the words of one within those of another name the longer."""
    plain = squeeze(_QUOTED.sub(" ", statement.text))
    named = []
    for result in sorted(evaluation.results, key=lambda r: -len(r.criterion.short)):
        short = written(squeeze(result.criterion.short))
        if short.search(plain):
            named.append(result)
            plain = short.sub(" ", plain)
    return named


def _said(statement: Statement) -> bool | None:
    text = re.sub(r'"[^"]*"', " ", statement.text)
    if _SAID_UNMET.search(text):
        return False
    return True if _SAID_MET.search(text) else None


def _clashes(said: bool, status: Status) -> bool:
    if status is Status.NOT_APPLICABLE:
        return False
    return (status is Status.MET) is not said


_LIMIT_KINDS = frozenset(
    (Kind.VISITS, Kind.DURATION, Kind.DOSE, Kind.PERCENT, Kind.QUANTITY, Kind.PAIN, Kind.RATE)
)


def _thresholds(context: Context) -> Iterator[Finding]:
    """Numbers of guideline sentences in a draft must be the pack's or a passage's."""
    if context.human or context.review.pack is None:
        return
    allowed = allowed_numbers(context)
    values = {value for _, _, value in allowed}
    for statement in context.told(Mode.GUIDELINE):
        for number in numbers_in(statement.text):
            key = (number.kind, number.unit, number.value)
            plain = number.kind not in _LIMIT_KINDS and number.kind is not Kind.PAGE
            if key in allowed or (plain and number.value in values) or number.kind is Kind.PAGE:
                continue
            if number.value in context.record.by_kind.get((number.kind, number.unit), {}):
                continue
            if plain and not statement.text[number.span.start].isdigit():
                continue
            if number.kind is Kind.PLAIN and re.fullmatch(r"(?:19|20)\d\d", str(number.value)):
                continue
            yield context.finding(
                "CRI04",
                statement.start + number.span.start,
                statement.start + number.span.end,
                Verdict.CONTRADICTED,
                f"The governing section does not state this {number.kind.value}.",
                mend="State the criterion as the section has it.",
            )


RULES = (
    Rule(
        "CRI01",
        "decision against the criteria",
        "The conclusion is not the one that the criteria carry.",
        "Criteria decide; a reviewer overrides with a reason.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "No physical goal is documented. Therefore, the request is medically necessary.",
            at="is medically necessary",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "A defined goal is not documented. Therefore, the request is not medically necessary.",
            setting="sample",
        ),
        _decision,
    ),
    Rule(
        "CRI02",
        "deciding criterion not addressed",
        "The text says nothing on any criterion that decides.",
        "The reader must learn why.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "Therefore, the request is not medically necessary.",
            at="Therefore, the request is not medically necessary.",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "The record does not document a defined treatment goal. Therefore, "
            "the request is not medically necessary.",
            setting="sample",
        ),
        _unaddressed,
    ),
    Rule(
        "CRI03",
        "status not carried by the evidence",
        "A criterion is said to be met, or not, against its evaluation.",
        "A status needs evidence.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The record documents a defined treatment goal. Therefore, the request "
            "is not medically necessary.",
            at="The record documents a defined treatment goal.",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "The record does not document a defined treatment goal. Therefore, "
            "the request is not medically necessary.",
            setting="sample",
        ),
        _status,
    ),
    Rule(
        "CRI04",
        "wrong threshold",
        "A guideline sentence with a number that the governing section does not have.",
        "A wrong limit decides wrongly.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The guideline recommends at most 14 visits. Therefore, the request "
            "is not medically necessary.",
            at="14",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "The guideline recommends at most 10 visits. Therefore, the request "
            "is not medically necessary.",
            setting="sample",
        ),
        _thresholds,
    ),
)
