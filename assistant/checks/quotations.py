"""CIT, what is quoted: words in quotation marks stand in a source; precedents never decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.fold import fold
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict


def _quotations(context: Context) -> Iterator[Finding]:
    """Every quotation of a draft is verbatim in a source; of a person's those that can be looked up."""
    sources = None
    for quote in context.quotes:
        words = context.text[quote.start : quote.end]
        around = context.statement_at(quote.start)
        if not words.strip() or (context.human and not _checkable(words, around, quote.start)):
            continue
        sources = sources or _sources(context)
        if squeeze(words).strip(" .,;:'") not in sources:
            of_record = around is not None and _OF_RECORD.search(_before(around, quote.start))
            yield context.finding(
                "CIT05",
                quote.start,
                quote.end,
                Verdict.UNSUPPORTED,
                "These words stand in quotation marks but are not in the record, the "
                "request or a guideline passage.",
                mend="Quote word for word or drop the quotation marks.",
                severity=Severity.ERROR if of_record else None,
            )


_FEWEST = 3
_OF_RECORD = re.compile(
    r"\b(?:record|file|summary|note|report)s? (?:also )?(?:states?|reads?|says?|adds?)\W*$", re.I
)
_OF_SECTION = re.compile(r"\b(?:the|that|this) (?:governing )?(?:guideline|section)\b(?! for)", re.I)
_BODY = re.compile(r"\b(?:MTUS|ACOEM|ODG|Official Disability|guidelines|Chapter)\b")


def _checkable(words: str, around: Statement | None, start: int) -> bool:
    """A person quotes the record, or the governing section; other guidelines' wording is not held here."""
    mode = around.mode if around else Mode.CASE
    if len(words.split()) < _FEWEST or mode is Mode.DECISION:
        return False
    before = _before(around, start) if around else ""
    named = _BODY.search(before) is not None
    return not named if mode is Mode.CASE else not named and _OF_SECTION.search(before) is not None


def _before(statement: Statement, at: int) -> str:
    return statement.text[: max(0, at - statement.start - 1)]


def _sources(context: Context) -> str:
    review = context.review
    parts = [
        context.record.text,
        *(i.heading + "\n" + i.treatment + "\n" + (i.original_request or "") for i in context.case.items),
    ]
    parts += (
        [p.text for p in review.passages]
        + [p.excerpt for p in review.precedents]
        + [p.treatment for p in review.precedents]
    )
    if review.pack:
        parts += [
            review.pack.recommended,
            *(c.says for c in review.pack.criteria),
            *(c.short for c in review.pack.criteria),
        ]
    return "\n".join([context.record.lowered, *(squeeze(fold(p).text) for p in parts[1:])])


_PRECEDENT = re.compile(
    r"\b(?:CM\d{2}-\d{5,7}|(?:prior|previous|past|other|similar|earlier) "
    r"(?:IMR )?(?:determinations?|IMR (?:decisions?|cases?)|precedents?))\b",
    re.I,
)
_AUTHORITY = re.compile(
    r"\b(?:binding|controls?|requires?|established (?:by|in)|authority|"
    r"pursuant to|in accordance with|consistent with|as (?:held|decided)|"
    r"therefore|follow(?:s|ing)?|based on|according to|because of)\b",
    re.I,
)


def _precedents(context: Context) -> Iterator[Finding]:
    own = (context.case.case_number or "").lower()
    known = {p.case_number.lower(): p for p in context.review.precedents}
    for statement in context.statements:
        for match in _PRECEDENT.finditer(statement.text):
            number = match.group().lower()
            if number == own or number in context.record.lowered:
                continue
            place = statement.start + match.start(), statement.start + match.end()
            if number.startswith("cm") and number not in known:
                yield context.finding(
                    "CIT06", *place, Verdict.UNSUPPORTED, "No such precedent was found.", mend="Drop it."
                )
            elif number.startswith("cm") and _misstated(statement.text, known[number].decision):
                yield context.finding(
                    "CIT06",
                    *place,
                    Verdict.CONTRADICTED,
                    f"The outcome of that case was {known[number].decision}.",
                    mend="State its outcome rightly.",
                )
            elif _AUTHORITY.search(statement.text):
                yield context.finding(
                    "CIT06",
                    *place,
                    Verdict.CONTRADICTED,
                    "Past determinations bind nobody and cannot carry a decision.",
                    mend="Rest the decision on the guideline.",
                )


def _misstated(text: str, decision: str) -> bool:
    said = {word.lower() for word in re.findall(r"\b(?:upheld|overturned)\b", text, re.I)}
    return len(said) == 1 and decision.lower() not in said


RULES = (
    Rule(
        "CIT05",
        "quotation",
        "Words in quotation marks that no source has.",
        "A quotation is a promise that the words are there.",
        Severity.ERROR,
        Example(
            "The worker reported that the pain is getting better.",
            'The worker reported that "the pain is getting worse".',
            at="the pain is getting worse",
        ),
        Example(
            "The worker reported that the pain is getting better.",
            'The worker reported that "the pain is getting better".',
        ),
        _quotations,
    ),
    Rule(
        "CIT06",
        "precedent as authority",
        "A past determination that is unknown, misstated or made to carry the decision.",
        "IMR determinations bind nobody.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "In accordance with prior IMR decisions, the request is not medically necessary.",
            at="prior IMR decisions",
        ),
        Example("The worker has back pain.", "Under the guideline the request is not medically necessary."),
        _precedents,
    ),
)
