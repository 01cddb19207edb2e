"""One-click mends: the words that would put a finding right, where there is just one way."""

from __future__ import annotations

import re

from assistant.results import Finding, Verdict

_WRITE = re.compile(r"^Write (.+?)\.$", re.DOTALL)
_REMOVE = ("Remove it.", "Drop it.")
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)")


def replacement(finding: Finding) -> str | None:
    """What to write in the place of the finding's quote; "" removes it; None where a person must decide."""
    if written := _WRITE.match(finding.mend):
        return written[1]
    if finding.mend in _REMOVE:
        return ""
    return _right_value(finding)


def mended(text: str, finding: Finding) -> str:
    """The text with the finding's one mend; unchanged where there is none or the place has moved."""
    words = replacement(finding)
    if words is None or text[finding.start : finding.end] != finding.quote:
        return text
    before, after = text[: finding.start], text[finding.end :]
    if not words:
        return f"{before.rstrip()} {after.lstrip()}".strip()
    return before + words + after


def _right_value(finding: Finding) -> str | None:
    """The record's own words, where it contradicts a number or date and says it in one form only."""
    if finding.verdict is not Verdict.CONTRADICTED or not _DIGITS.search(finding.quote):
        return None
    form = _form(finding.quote)
    told = {quote.text for quote in finding.evidence if _form(quote.text) == form}
    if not told and _DATE.fullmatch(finding.quote):
        told = set(_DATE.findall(finding.message))
    return told.pop() if len(told) == 1 and finding.quote not in told else None


def _form(text: str) -> str:
    return _DIGITS.sub("0", text).casefold()
