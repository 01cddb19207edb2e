"""Which passage shows a finding best: an examination before a complaint, the latest before the first.

Orders what was found; knows no finding by name and decides none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from assistant.evidence.observe import Mention
from assistant.evidence.reading import Record, Statement, read_record
from knowledge.document import Document, Span
from knowledge.findings import FindingRule

_EXAMINED = re.compile(
    r"\b(?:exam(?:s|ination|ined)?|objective(?:ly)?|findings? (?:were|was|included?|revealed)|palpation"
    r"|inspection|goniomet\w+|tested"
    r"|(?:x-?rays?|MRI|EMG|study|radiographs?) \w*\s?(?:show|reveal|demonstrat)\w+)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:range of motion|flexion|extension|abduction|rotation|degrees|\d ?/ ?5|strength|reflex(?:es)?"
    r"|sensation|tender(?:ness)?|spasms?|swelling|effusion|atrophy|gait|positive|negative|intact|palpable"
    r"|(?:test|sign)s?)\b",
    re.IGNORECASE,
)
_COMPLAINED = re.compile(
    r"\b(?:complain\w*|subjective(?:ly)?|reports?\b|reported|states\b|stated|describ\w+|admits?|rat(?:es|ed)"
    r"|den(?:y|ies|ied)|presented with|chief complaint|symptoms? (?:of|include)\w*|difficulty)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:diagnos\w+|impressions?|assessments?|(?:being|is|was) treated for|undergoing treatment for"
    r"|history of|status post|work status|treatments? (?:has|have|to date|included)"
    r"|medications? (?:include|list)\w*)\b",
    re.IGNORECASE,
)
# "negative" beside what is shown, or that it is better by now
_DENIED = re.compile(
    r"\b(?:negative|normal|no|not|none|without|denie[sd]|absent|intact|unremarkable|improved|resolved)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"[;,]\s|\s(?:but|and)\s", re.IGNORECASE)


@lru_cache(maxsize=64)
def roles_of(document: Document, span: Span) -> tuple[str, ...]:
    """For each sentence: ``exam`` (also what goes on after it), ``complaint``, ``list`` or nothing."""
    record = read_record(document, span)
    roles: list[str] = []
    before = ""
    for statement in record.statements:
        before = _role(record, statement, before)
        roles.append(before)
    return tuple(roles)


def _role(record: Record, statement: Statement, before: str) -> str:
    text = record.text[statement.span.start : statement.span.end]
    if _LISTED.search(text):
        return "list"
    if _EXAMINED.search(text):
        return "exam"
    if _COMPLAINED.search(text):
        return "complaint"
    return "exam" if _FOUND.search(text) else before if before == "exam" and len(text) < _SHORT else ""


_SHORT = 120
_WORTH = {"exam": 0, "": 1, "complaint": 2, "list": 3}


def by_telling(record: Record, seen: Sequence[Mention], rule: FindingRule) -> tuple[Mention, ...]:
    """The mentions, the most telling first; equals stay in the order of the text."""
    if len(seen) < 2:
        return tuple(seen)
    roles = roles_of(record.document, record.span)
    starts = [statement.span.start for statement in record.statements]

    def rank(mention: Mention) -> tuple[int, ...]:
        role = roles[max(bisect_right(starts, mention.span.start) - 1, 0)]
        return _rank(record, mention, rule, role, seen)

    return tuple(sorted(seen, key=rank))


def _rank(
    record: Record, mention: Mention, rule: FindingRule, role: str, seen: Sequence[Mention]
) -> tuple[int, ...]:
    denied = mention.present and any(not m.present and m.counts and m.quote == mention.quote for m in seen)
    examined = rule.examined
    worth = _WORTH[role] if examined else int(role == "list")
    denies = mention.present and _DENIED.search(_clause(record, mention)) is not None
    cut = not record.text[mention.quote.start].isupper()
    latest = -(mention.dated or date.min).toordinal() if examined else 0
    return int(denied), int(denies), int(not mention.read), worth + cut, latest, mention.span.start


def _clause(record: Record, mention: Mention) -> str:
    """The clause around the match, without the match itself."""
    text, quote, span = record.text, mention.quote, mention.span
    start = max((m.end() for m in _CUT.finditer(text, quote.start, span.start)), default=quote.start)
    after = _CUT.search(text, span.end, quote.end)
    return f"{text[start : span.start]} {text[span.end : after.start() if after else quote.end]}"
