"""The heading of a disputed item: what was asked, what was authorised, what is left, how it was decided.

Knows the phrases of the form, nothing of medicine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.model import Decision

_OUTCOME = re.compile(
    r"[\s:;,–—-]*(?:\b(?:is|are)\b[\s:]*)?(?P<word>upheld|overturned)\s*[.;]?\s*$",
    re.IGNORECASE,
)
_NECESSITY = re.compile(
    r"[\s:]*\b(?:is|are)\s+(?P<no>not\s+)?medically\s+necessary(?:\s+and\s+appropriate)?\s*\.?\s*$",
    re.IGNORECASE,
)
_MASKED = re.compile(
    r"[\s:]*(?:\b(?:is|are)\b\s*)?(?::\s*(?:\[[^\]]{0,40}\]|[_*.…x?-]{2,40})?)\s*$", re.IGNORECASE
)
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+(?=\S)")
_ORIGINAL = re.compile(r"\s*(?:was|were|is)\s+the\s+original\s+requests?\s*[.,;:]?\s*", re.IGNORECASE)
_REMAINING = re.compile(
    r"the\s+remaining\s+(?:IMR[\s-]+)?eligible\s+portion\s+of\s+the\s+original\s+requests?\s*[,:]?\s*",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"leaving\s+the\s+original\s+requests?\s+(?:IMR[\s-]+)?eligible\s*\.?\s*(?:the\s+original\s+requests?\s*[,:]?\s*)?",
    re.IGNORECASE,
)
_AUTHORISED_ACTIVE = re.compile(r"^\s*the\s+claims\s+administrator\s+authori[sz]ed\s+", re.IGNORECASE)
_AUTHORISED_PASSIVE = re.compile(
    r"\s*(?:was|were|is)\s+authori[sz]ed(?:\s+by\s+the\s+claims\s+administrator)?\s*[.,;]?\s*$",
    re.IGNORECASE,
)
_MENTION = re.compile(r"\boriginal\s+requests?\b", re.IGNORECASE)
_CONCLUSION = re.compile(
    r"\b(?:necessary|necessity|appropriate|upheld|overturned|supported|certified|established|indicated|approved"
    r"|warranted|recommended|guidelines?)\.\s+(?=[A-Z0-9])"
)
_TRAILING_IS = re.compile(r"\s*\b(?:is|are)\s*:?\s*$", re.IGNORECASE)
_EDGES = " \t\n:;,"


@dataclass(frozen=True, slots=True)
class Heading:
    """``text`` is the heading without its outcome; ``treatment`` the part still in dispute."""

    text: str
    treatment: str
    original_request: str | None = None
    authorized: str | None = None
    decision: Decision | None = None


def read_heading(paragraph: str) -> Heading:
    """Read one heading; ``decision`` is None where the paragraph states no outcome."""
    text, decision = _split_outcome(_NUMBER.sub("", paragraph.strip()))
    original, found, rest = _cut(_ORIGINAL, text)
    if not found:
        return Heading(text, _tidy(text), decision=decision)
    for mark in (_REMAINING, _WHOLE):
        authorised, found, disputed = _cut(mark, rest)
        if found:
            treatment = _tidy(disputed) or _tidy(original)
            return Heading(text, treatment, _tidy(original), _authorised(authorised), decision)
    return Heading(text, _tidy(original), _tidy(original), _authorised(rest), decision)


def states_outcome(paragraph: str) -> bool:
    """Whether the paragraph ends in an outcome, as a heading does."""
    tail = paragraph[-80:]
    return bool(_OUTCOME.search(tail) or _NECESSITY.search(tail))


def is_masked(paragraph: str) -> bool:
    """Whether the paragraph ends as a heading whose outcome was taken out."""
    return bool(_MASKED.search(paragraph[-80:]))


def needs_beginning(paragraph: str) -> bool:
    """Whether it is the end of a heading: it speaks of an original request that it does not state."""
    return bool(_MENTION.search(paragraph)) and not _ORIGINAL.search(paragraph)


def cut_rationale(paragraph: str) -> str:
    """The paragraph without the end of a rationale that missing blank lines have glued to the heading."""
    original = _ORIGINAL.search(paragraph)
    limit = original.start() if original else len(paragraph)
    ends = [found.end() for found in _CONCLUSION.finditer(paragraph, 0, limit)]
    return paragraph[ends[-1] :] if ends else paragraph


def _split_outcome(text: str) -> tuple[str, Decision | None]:
    outcome = _search_tail(_OUTCOME, text)
    if outcome:
        word = outcome.group("word").capitalize()
        return text[: outcome.start()].rstrip(_EDGES), Decision(word)
    necessity = _search_tail(_NECESSITY, text)
    if necessity:
        decision = Decision.UPHELD if necessity.group("no") else Decision.OVERTURNED
        return text[: necessity.start()].rstrip(_EDGES), decision
    masked = _search_tail(_MASKED, text)
    return (text[: masked.start()] if masked else text).rstrip(_EDGES), None


def _search_tail(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return pattern.search(text, max(0, len(text) - 80))


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool, str]:
    found = pattern.search(text)
    return (text[: found.start()], True, text[found.end() :]) if found else (text, False, "")


def _authorised(text: str) -> str | None:
    text = _AUTHORISED_PASSIVE.sub("", _AUTHORISED_ACTIVE.sub("", text.strip(_EDGES)))
    return text.strip(_EDGES + ".") or None


def _tidy(text: str) -> str:
    return _TRAILING_IS.sub("", text.strip(_EDGES)).strip(_EDGES)
