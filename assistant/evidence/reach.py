"""Shortens how far a modifier reaches, where prose ends it without a word of ConText's.

Works on one sentence and offsets into it; the cases are listed in ``context_rules.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_OR_CLOSES = re.compile(r"\b(?:or|nor)\s[^,;.]{1,60}(,)", re.IGNORECASE)
# "no bowel or bladder dysfunction, fever or weight loss": bare names behind the comma, joined by another
# "or", are denied with the rest; what has a place, a verb, a figure or a judgement of its own is not
_BARE = (
    r"(?:(?!(?:or|nor|and|but|with|at|on|in|over|of|to|from|for|is|are|was|were|has|have|had|he|she|it|they"
    r"|reports?|reported|complains?|notes?|positive|negative|tender\w*|mild\w*|moderate\w*|severe\w*|marked"
    r"|slight\w*|some|full|intact|normal|limited|painful|decreased|reduced|diminished|increased|guarded"
    r"|persistent|constant|occasional|intermittent|chronic|ongoing|continued|still|only)\b)[a-z][a-z/'-]*)"
)
_STILL_LISTED = re.compile(
    rf"(?:,\s{_BARE}(?:\s{_BARE}){{0,2}}){{1,6}},?\s(?:or|nor)\s{_BARE}(?:\s{_BARE}){{0,2}}\s?(?=[.;]|,\s(?:and|but)\s|$)",
    re.IGNORECASE,
)
# where a clause of its own begins, so that a word behind it does not speak of what stands before
_CLAUSE_BEGINS = re.compile(r"(;\s)|,\s(?:and|but|while|whereas|so)\s", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|reports?|reported|complains?|shows?|showed|feels?|felt"
    r"|(?:he|she|it|they|patient|worker) \w+)\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s*([\w'-]+|\S|$)")
# "Tinel negative on the left": what follows is a place, so the word speaks of what precedes
_PLACES = frozenset(("on", "in", "at", "for", "and", "bilaterally", "throughout", "to", "today"))


@dataclass(frozen=True)
class Limits:
    """The limits of reach as ``context_rules.yaml`` gives them."""

    stops: re.Pattern[str]
    closed_by_or: frozenset[str]
    closed_by_comma: frozenset[str]

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Limits:
        return cls(
            re.compile("|".join(raw["stop"]), re.IGNORECASE),
            frozenset(raw["closed_by_or"]),
            frozenset(raw["closed_by_comma"]),
        )

    def stops_in(self, text: str) -> tuple[int, ...]:
        """Where the reach of any earlier modifier ends; found once for a sentence."""
        return tuple(match.start(match.lastindex or 0) for match in self.stops.finditer(text))

    def clip(
        self,
        text: str,
        word: tuple[int, int],
        reach: tuple[int, int],
        direction: str,
        stops: tuple[int, ...],
    ) -> tuple[int, int]:
        """The shortened reach of the modifier ``text[word[0]:word[1]]``."""
        start, end = word
        opens, closes = _parenthesis(text, start, end)
        first, last = max(reach[0], opens), min(reach[1], closes)
        if direction == "BIDIRECTIONAL":
            first, last = (first, start) if _speaks_back(text, end) else (end, last)
        if last <= end:
            return max(first, _own_clause(text, first, start)), last
        return first, min([last, *(s for s in stops if s >= end), *self._closing(text, start, end, last)])

    def _closing(self, text: str, start: int, end: int, last: int) -> list[int]:
        literal = text[start:end].lower()
        if literal in self.closed_by_or:
            match = _OR_CLOSES.search(text, end, last)
            return [match.start(1)] if match and not _STILL_LISTED.match(text, match.start(1)) else []
        if literal in self.closed_by_comma:
            comma = text.find(",", end, last)
            return [comma] if comma >= 0 else []
        return []


def _speaks_back(text: str, end: int) -> bool:
    following = _NEXT_WORD.match(text, end)
    word = following[1] if following else ""
    return not word or not (word[0].isalnum()) or word.lower() in _PLACES


def _own_clause(text: str, first: int, start: int) -> int:
    """Where the clause that ends at ``start`` begins; a comma begins one only after a whole clause."""
    begins = first
    for mark in _CLAUSE_BEGINS.finditer(text, first, start):
        if mark[1] or _VERB.search(text, 0, mark.start()):
            begins = mark.end()
    return begins


def _parenthesis(text: str, start: int, end: int) -> tuple[int, int]:
    """The parenthesis that holds the modifier: what is said inside does not reach out."""
    opened = text.rfind("(", 0, start)
    if opened < 0 or text.find(")", opened, start) >= 0:
        return 0, len(text)
    closed = text.find(")", end)
    return opened + 1, closed if closed >= 0 else len(text)
