"""Relief from a medicine that is told with what the worker does again, over one sentence or two.

"On gabapentin the burning fell from 8/10 to 4/10. He sleeps through and drives his route again." The first
sentence names the medicine and the relief, the same or the next tells what is done; neither names another
treatment. Knows neither findings nor packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence.measured import Change
from assistant.evidence.reading import Record, Statement
from knowledge.document import Assertion, Span
from knowledge.treatments import load_taxonomy

_FIRM = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_EASED = re.compile(
    r"\b(?:halv(?:es|ed)|cuts?(?= (?:his|her|the) (?:\w+ )?(?:pain|burning))"
    r"|(?:pain|burning|symptoms?|ache|headaches?)(?: (?:is|was|are|were|has|have|been|by))*"
    r" (?:halved|half|down by half|drops? by half))\b"
    r"|\b(?:pain|burning)\b[^.;]{0,20}\b[0-5](?:/10)? instead of (?:[6-9]|10)\b"
    r"|\b(?:[3-9]\d|100)\s?(?:%|percent)\s(?:\w+\s){0,2}?(?:less|lower|fewer|relief|reduction|decrease|drop|better"
    r"|improvement|milder|weaker)\b"
    r"|\b(?:pain|burning|symptoms?|ache)\b[^.;]{0,30}\b(?:by|down|less by) (?:about )?(?:[3-9]\d|100)"
    r"\s?(?:%|percent)",
    re.IGNORECASE,
)
_OTHER_CARE = re.compile(
    r"\b(?:therap(?:y|ist)|acupunctur\w+|chiropract\w+|adjustments?|injections?|epidurals?|shots?|blocks?"
    r"|surgery|operation|massage|tens|exercis\w+|brac(?:e|ing)|visits|sessions)\b",
    re.IGNORECASE,
)
_DEED = (
    r"(?:sleeps?|driv(?:es?|ing)|walks?|stands?|sits?|works?|lifts?|carr(?:y|ies)|cooks?|cleans?|climbs?"
    r"|finish(?:es)?|shops?|types?|reach(?:es)?|kneels?|garden\w*|dress(?:es)?|plays?|holds?|does|do|returns?"
    r"|goes|wears?|attends?|mows?)"
)
_AGAIN = re.compile(
    rf"\b(?:again\s{_DEED}|now\s{_DEED}|(?:can|could|able to|lets? (?:him|her)|allows? (?:him|her) to)"
    rf"\s(?:now\s|again\s|also\s)?{_DEED}|{_DEED}\b[^.;]{{0,60}}\b(?:again|now|through(?: the night)?"
    rf"|without (?:sitting|stopping|breaks?|pausing))"
    rf"|(?:gone|went|goes|got|been) back to\s(?!bed)\w+|returned to\s\w+|resumed\s\w+"
    rf"|full[- ]time|full duty"
    rf"|{_DEED}\b[^.;]{{0,60}}\b(?:which|as|where) (?:he|she) (?:could|had) not\b)",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\b(?:cannot|can ?not|not|no longer|unable|poorly|barely|hardly|still|only)\b", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"(?:with (?:it|this)[^.;]{0,8}\s)?(?:he|she|they|the (?:patient|worker|applicant"
    r"|claimant|injured worker)|it)\b",
    re.IGNORECASE,
)


def relief_with_function(record: Record, measured: Sequence[Change]) -> Iterator[Span]:
    """The places that tell the relief beside the medicine, where what is done again stands with it."""
    eased = [c.span for c in measured if c.better and c.kind == "pain"]
    statements = record.statements
    for statement, following in zip(statements, (*statements[1:], None), strict=True):
        relief = _relief(record, statement, eased)
        if relief is not None and (_does(record, statement) or _goes_on(record, following)):
            yield relief


def _relief(record: Record, statement: Statement, eased: Sequence[Span]) -> Span | None:
    """Where a sentence that names a medicine, and no other treatment, tells that it eased the pain."""
    start, end = statement.span.start, statement.span.end
    told = next((e for e in eased if start <= e.start < end), None)
    match = None if told else _EASED.search(record.text, start, end)
    relief = told or (Span(*match.span()) if match else None)
    if relief is None or _OTHER_CARE.search(record.text, start, end):
        return None
    return relief if _drugs(record.text[start:end]) else None


def _drugs(text: str) -> bool:
    return bool(load_taxonomy().drug_mentions(text))


def _does(record: Record, statement: Statement) -> bool:
    for match in _AGAIN.finditer(record.text, statement.span.start, statement.span.end):
        lead = record.text[max(statement.span.start, match.start() - 20) : match.start()]
        here = f"{lead}{match[0].split(', which')[0]}"
        if not _NO_MORE.search(here) and record.assertions.at(*match.span()).assertion in _FIRM:
            return True
    return False


def _goes_on(record: Record, statement: Statement | None) -> bool:
    """Whether the next sentence goes on with what the worker does, and names no other cause of it."""
    if statement is None:
        return False
    told = record.text[statement.span.start : statement.span.end]
    if _GOES_ON.match(told) is None or _OTHER_CARE.search(told) or _drugs(told):
        return False
    return _does(record, statement)
