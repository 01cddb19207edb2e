"""Care of more than one kind, with a counted course among it, that the complaint outlasted.

A list of treatments alone says nothing on its outcome; a complaint that later still limits or still rates
high says that the care did not suffice. Knows neither findings nor packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evidence.assertion import Worded
from assistant.evidence.reading import Record, Statement
from knowledge.document import Assertion, Span

_VISITS = r"(?:[6-9]|[1-9]\d|six|seven|eight|nine|ten|eleven|twelve|sixteen|eighteen|twenty(?:-four)?)"
_HANDS_ON = r"(?:(?:physical|occupational|hand) therapy|therapy|physiotherapy|PT|OT|chiro\w*|acupuncture)"
_COURSE = re.compile(
    rf"\b{_VISITS}\s(?:[\w-]+\s){{0,3}}?(?:visits|sessions|treatments)"
    rf"\s(?:of\s|with\s)?(?:[\w-]+\s){{0,2}}?{_HANDS_ON}"
    rf"|\b{_VISITS}\s(?:[\w-]+\s){{0,2}}?{_HANDS_ON}\s(?:visits|sessions|treatments)"
    rf"|\b{_HANDS_ON}\s?(?:x|×|#)\s?{_VISITS}\b(?!\s?(?:weeks?|/))",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"\b(?:injections?|cortisone|corticosteroid|steroid|epidurals?|ESIs?|shots?|nsaids?"
    r"|anti-?inflammator\w+|ibuprofen|naproxen|meloxicam|celebrex|mobic|medications?|tramadol|norco"
    r"|gabapentin|brace|splint|bracing)\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:pain|rated|VAS)\b[^.;]{0,30}?\b(?:[6-9]|10)\s?(?:/|out of |of )\s?10\b"
    r"|\b(?:cannot|can ?not|unable to|not able to)\s(?:\w+\s){0,3}"
    r"(?:work|lift|reach|raise|sleep|walk|stand|sit|climb|grip|hold|get|squat|kneel|bear)"
    r"|\b(?:still|continues to|continued|persist\w*|remains symptomatic|ongoing)\b"
    r"[^.;]{0,40}\b(?:pain|numb\w*|weak\w*|symptom\w*|catch\w*|lock\w*|limit\w*)",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:improving|improved|better|much less|resolv\w+|relieved|helped|helping|beneficial|helpful"
    r"|(?:significant|good|great|marked|excellent|substantial)\s(?:\w+\s)?(?:benefit|relief|improvement)"
    r"|improvement with)\b",
    re.IGNORECASE,
)
_FIRM = (Assertion.AFFIRMED, Assertion.HISTORICAL)


def outlasted(record: Record) -> Iterator[Span]:
    """The sentences that tell the course of care, when a later one tells that the complaint stays."""
    if _BETTER.search(record.text, record.span.start, record.span.end):
        return
    courses = [s for s in record.statements if _has(record, s, _COURSE) and _has(record, s, _SECOND)]
    stays = [s for s in record.statements if _has(record, s, _STILL)]
    for course in courses:
        if any(_after(stay, course) for stay in stays):
            match = _COURSE.search(record.text, course.span.start, course.span.end)
            if match is not None:
                yield Span(*match.span())


def _has(record: Record, statement: Statement, wording: re.Pattern[str]) -> bool:
    match = wording.search(record.text, statement.span.start, statement.span.end)
    if match is None or statement.source_at(match.start()) != "record":
        return False
    reading = record.assertions.at(*match.span(), worded=Worded(negates=True))
    return reading.assertion in _FIRM


def _after(stay: Statement, course: Statement) -> bool:
    return stay.span.start >= course.span.start or (
        stay.dated is not None and (course.dated is None or stay.dated >= course.dated)
    )
