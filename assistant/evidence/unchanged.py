"""Measurements that are told as the same before and after, by figures or in words.

"Flexion was 45 degrees at the first and at the last visit", "pain 7/10 then and now". Nothing of it tells
where something other than pain is measured as better. Knows neither findings nor packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence.measured import Change
from assistant.evidence.reading import Record
from knowledge.document import Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter)"
)
_FIRST = r"(?:first|initial|start|beginning|outset|intake|admission|evaluation|opening)"
_LAST = r"(?:last|latest|final|end|discharge|re-?evaluation|most recent|\w+(?:th|st|nd|rd))"
_BOTH_ENDS = re.compile(
    rf"\b(?:at|on|in|both)\s(?:the\s)?{_FIRST}\s(?:\w+\s)?and\s(?:at\s|on\s|in\s)?(?:the\s)?{_LAST}\b"
    r"|\bthen and now\b"
    r"|\bbefore and after (?:the )?(?:\w+ )?(?:treatment|therapy|visits|sessions|acupuncture)\b"
    rf"|\bboth in {_MONTH}\b[^.;]{{0,12}}\band (?:again )?(?:in )?{_MONTH}\b"
    rf"|\b(?:just )?as it (?:was|had been) (?:in|at|on|last|before)\b"
    r"|\b(?:re-?exam\w*|visits?|reports?|notes?|evaluations?)\b[^.;]{0,50}\ball (?:give|gave|show"
    r"|showed|list|listed|record|recorded|read|have)\b"
    rf"|\b(?:the same as|identical (?:to|with)|unchanged (?:from|since)|no different (?:from|than)"
    rf"|no better than|equal to) (?:(?:it was|that|those|what it was) )?(?:in |at |of |on |from )?"
    rf"(?:(?:the|his|her) )?(?:{_MONTH}|{_FIRST}|before|baseline|previous|prior)\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b(?:flexion|extension|abduction|rotation|elevation|motion|strength|grip|tolerance|lift(?:s|ed|ing)?"
    r"|oswestry|dash|ndi|sitting|standing|walking|pain|vas)\b",
    re.IGNORECASE,
)
_NEAR = 60
_TWICE = re.compile(
    r"(?<![\d./-])(?P<value>\d{1,3})(?![\d/-])\b[^\d;]{0,60}?(?<![\d./-])(?P=value)(?![\d-])", re.IGNORECASE
)
_AT_FIRST = re.compile(rf"\b(?:{_FIRST}|intake|baseline|{_MONTH})\b", re.IGNORECASE)
_AT_LAST = re.compile(
    r"\b(?:last|latest|final|end|discharge|re-?evaluation|now|today|currently|at present|this visit)\b",
    re.IGNORECASE,
)


def unchanged(record: Record, measured: Sequence[Change], apart: tuple[str, ...] = ()) -> Iterator[Span]:
    """Places that tell a measurement as unchanged; ``apart`` names kinds that do not count."""
    told = [c for c in measured if c.kind not in apart]
    if any(c.better and c.kind != "pain" for c in told):
        return  # gained in one respect: what stayed the same in another speaks against nothing
    yield from (change.span for change in told if change.better is None)
    for statement in record.statements:
        for match in _at_both_ends(record.text, statement.span):
            noun = _measured(record.text, statement.span, match)
            if noun is not None:
                yield Span(min(noun.start(), match.start()), max(noun.end(), match.end()))


def _at_both_ends(text: str, sentence: Span) -> Iterator[re.Match[str]]:
    yield from _BOTH_ENDS.finditer(text, sentence.start, sentence.end)
    for match in _TWICE.finditer(text, sentence.start, sentence.end):
        first = text[max(sentence.start, match.start() - _NEAR) : match.end("value") + _NEAR]
        last = text[match.end() : min(sentence.end, match.end() + _NEAR // 2)]
        if _AT_FIRST.search(first) and _AT_LAST.search(last):
            yield match


def _measured(text: str, sentence: Span, match: re.Match[str]) -> re.Match[str] | None:
    """What is measured near the words that say so, with a figure; the nearest before them, else after."""
    before = list(_MEASURE.finditer(text, max(sentence.start, match.start() - _NEAR), match.start()))
    after = _MEASURE.search(text, match.end(), min(sentence.end, match.end() + _NEAR))
    noun = before[-1] if before else after
    around = text[max(sentence.start, match.start() - _NEAR) : min(sentence.end, match.end() + _NEAR)]
    return noun if noun is not None and any(c.isdigit() for c in around) else None
