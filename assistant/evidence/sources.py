"""Which part of a sentence is clinical, which reports the UR decision, which states the request.

Works on wording alone; knows neither findings nor items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.document import Span
from knowledge.findings import Source

_UR = re.compile(
    r"\butilization review|\bUR\b(?! (?:tract|infection))|\bclaims? (?:administrator|adjuster|examiner)\b"
    r"|\b(?:prior|previous|earlier|initial|original) (?:utilization )?(?:review|determination|denial)\b"
    r"|\bnon-? ?certif|\bIMR[- ]eligible|\boriginal request\b|\bfailed to approve\b|\bnot? medically necessary\b"
    r"|\brationale for (?:the )?(?:denial|modification)\b|\bphysician (?:advisor|reviewer)\b"
    r"|\b(?:requests?|requested)\b[^.;]{0,160}\b(?:was|were|is|are|been)\s(?:\w+\s){0,2}"
    r"(?:denied|modified|approved|certified|authorized|reviewed|disapproved|withdrawn)\b"
    r"|\b(?:was|were|been|is|are)\s(?:previously\s|also\s)?(?:denied|modified)\s(?:on\s[\d/-]{6,10}\s)?"
    r"(?:by|due to|because|as|for lack|given)\b"
    r"|\bhas been (?:denied|modified)\b|\bpreviously (?:denied|modified|reviewed)\b"
    r"|\b(?:denied|modified|approved) (?:the|a|this|these) requests?\b|\btreatment (?:was|is) denied\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:treatment|current|further|future|therapy|discharge)? ?plans?\s?(?::|is\b|are\b|was\b|were\b|includ|consist|for\b|of care)"
    r"|\btreatment plan\b|\brecommendations?\b|\brecommend(?:s|ed|ing)?\b"
    r"|\brequest(?:s|ed|ing)? (?:for|of|authorization|was|is|were|are|includ|approval)\b|\brequest(?:s|ed|ing)\b"
    r"|\brequests? for authorizations?\b|\bRFAs?\b|\bat issue\b|\bin dispute\b|\bdisputed\b"
    r"|\bseeking (?:approval|authorization)\b|\bpending (?:authorization|approval)\b|\bauthorization (?:for|of|to)\b"
    r"|\b(?:referr(?:ed|al)) (?:for|to)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being)\s(?:also\s|again\s|then\s)?"
    r"(?:ordered|requested|recommended|proposed|advised|planned|sought|suggested)\b(?! (?:that|to (?:continue|return)))",
    re.IGNORECASE,
)
# after a request, these words lead back to what was found: "requested on 1/4, and reported numbness"
_BACK = re.compile(
    r"\b(?:report(?:s|ed|ing)?\b|reveal(?:s|ed)\b|complain|because\b|due to\b|secondary to\b|in light of\b"
    r"|given (?:the|his|her|their|that)\b|as (?:he|she|the (?:patient|worker|injured|applicant))\b"
    r"|(?:he|she|the (?:patient|worker|injured worker|applicant|claimant)) (?:has|had|is|was|continues|remains)\b)",
    re.IGNORECASE,
)
_PART = re.compile(
    r";\s|,?\s(?:but|however|while|whereas)\s|,\sand\s(?=(?:he|she|it|the|there|a)\s)", re.IGNORECASE
)
_LISTED = re.compile(r"\bplan\b|\brecommendations?\b|\brequests?\b[^;]{0,80}:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one sentence with one source; parts cover the sentence in order."""

    span: Span
    source: Source


def parts_of(text: str, sentence: Span) -> tuple[Part, ...]:
    """The parts of the sentence ``text[sentence.start:sentence.end]``, with offsets into ``text``."""
    raw = text[sentence.start : sentence.end]
    parts: list[Part] = []
    listing = False
    for start, end in _clauses(raw):
        if _UR.search(raw, start, end):
            parts.append(_part(sentence, start, len(raw), "ur"))
            break
        if listing:
            parts.append(_part(sentence, start, end, "request"))
            continue
        for first, last, source in _split(raw, start, end):
            parts.append(_part(sentence, first, last, source))
        last_part = parts[-1]
        listing = last_part.source == "request" and _LISTED.search(raw, start, end) is not None
    return tuple(parts)


def _part(sentence: Span, start: int, end: int, source: Source) -> Part:
    return Part(Span(sentence.start + start, sentence.start + end), source)


def _clauses(raw: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PART.finditer(raw):
        yield start, match.end()
        start = match.end()
    if start < len(raw):
        yield start, len(raw)


def _split(raw: str, start: int, end: int) -> Iterator[tuple[int, int, Source]]:
    """Cut one clause at the words that open a request and at those that lead back."""
    passive = _PASSIVE.search(raw, start, end)
    active = _ACTIVE.search(raw, start, end)
    if passive is not None and (active is None or active.start() > start):
        opens = start
        ahead = passive.end()
    elif active is not None:
        opens, ahead = active.start(), active.end()
    else:
        yield start, end, "record"
        return
    if opens > start:
        yield start, opens, "record"
    back = _BACK.search(raw, ahead, end)
    yield opens, back.start() if back else end, "request"
    if back:
        yield back.start(), end, "record"
