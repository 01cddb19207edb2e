"""A sentence as a row of comparable tokens: dates, numbers, sides, body parts, negation, speaker, time.

Function words are left out and synonyms are one, so that two tellings of one fact give nearly the same row.
Works on folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.body import region_mentions
from assistant.claims.dates import dates_in
from assistant.claims.numbers import levels_in, value_of
from knowledge.document import Span

_SKIPPED = frozenset((
    "the", "a", "an", "of", "and", "or", "to", "in", "on", "at", "by", "for", "with", "from", "as",
    "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "that", "this",
    "which", "who", "it", "its", "there", "their", "also", "very", "both", "about", "into", "upon",
    "than", "then", "per", "after", "before", "when", "while", "so", "according", "record",
    "records", "states", "stated", "note", "notes", "injured", "treating", "primary",
    "claims", "does", "do", "did", "his", "her", "him",
))  # fmt: skip
_SAME = {
    "documented": "noted", "reported": "noted", "reports": "noted", "complained": "noted",
    "complains": "noted",
    "stated": "noted", "described": "noted", "revealed": "showed", "demonstrated": "showed",
    "shown": "showed",
    "shows": "showed", "patient": "worker", "claimant": "worker", "sessions": "visits", "session": "visits",
    "visit": "visits", "medications": "medication", "medicine": "medication", "suffered": "sustained",
    "provider": "physician", "doctor": "physician", "pt": "therapy", "physiotherapy": "therapy",
    "reduced": "decreased", "diminished": "decreased", "radiographs": "x-rays", "xrays": "x-rays",
}  # fmt: skip
_NEGATIONS = frozenset(("no", "not", "without", "denied", "denies", "never", "neither", "nor", "none"))
_CLASSES: dict[str, dict[str, str]] = {
    "sign": {"positive": "positive", "negative": "negative"},
    "side": {"left": "left", "right": "right", "bilateral": "bilateral", "bilaterally": "bilateral"},
    "degree": {
        "decreased": "low", "absent": "low", "impaired": "low", "normal": "normal", "intact": "normal",
        "full": "normal", "increased": "high",
    },
    "speaker": {
        "worker": "worker", "he": "worker", "she": "worker", "physician": "physician", "surgeon":
        "physician",
        "administrator": "review", "employer": "employer", "therapist": "therapist",
    },
    "time": {
        "plan": "planned", "planned": "planned", "requested": "planned", "requesting": "planned",
        "recommended": "planned", "recommends": "planned", "scheduled": "planned", "pending": "planned",
        "will": "planned", "completed": "done", "underwent": "done", "performed": "done",
        "undergone": "done",
        "history": "past", "previously": "past", "previous": "past", "prior": "past", "past": "past",
        "initially": "past", "resolved": "past", "current": "now", "currently": "now", "now": "now",
        "present": "now", "persists": "now",
    },
    "unit": {
        **dict.fromkeys(("week", "weeks"), "week"), **dict.fromkeys(("month", "months"), "month"),
        **dict.fromkeys(("day", "days"), "day"), **dict.fromkeys(("year", "years"), "year"),
        **dict.fromkeys(("hour", "hours"), "hour"), "mg": "mg", "mcg": "mcg", "mm": "mm", "cm": "cm",
        "degrees": "degrees", "percent": "percent", "pounds": "pounds", "kilograms": "kilograms",
    },
}  # fmt: skip
_BOTH = {"left", "right"}
_CLASS_OF = {word: (kind, value) for kind, table in _CLASSES.items() for word, value in table.items()}
_NUMBER_WORD = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|\d+(?:\.\d+)?)$", re.I
)
_WHO = re.compile(r"\s+(?:\w+ )?(?:physician|provider|doctor|surgeon|chiropractor|practitioner)\b", re.I)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:[-'][a-z]+)*", re.I)


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is "word" or a class of facts; two tokens are one when kind and value are."""

    kind: str
    value: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"


@lru_cache(maxsize=2048)
def row_of(sentence: str) -> tuple[Token, ...]:
    """The tokens of a sentence in order."""
    fixed = [Token("date", str(d.day), d.span.start, d.span.end) for d in dates_in(sentence) if d.day]
    fixed += [Token("level", "/".join(v.levels), v.span.start, v.span.end) for v in levels_in(sentence)]
    fixed += [Token("region", name, s.start, s.end) for name, s in region_mentions(sentence)]
    fixed.sort(key=lambda token: token.start)
    tokens: list[Token] = []
    at = 0
    for token in fixed:
        if token.start >= at:
            tokens += _plain(sentence, at, token.start)
            tokens.append(token)
            at = token.end
    return tuple(_paired(tokens + _plain(sentence, at, len(sentence))))


def _paired(tokens: list[Token]) -> list[Token]:
    """ "left and right" is "bilateral"."""
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        if before and before.kind == token.kind == "side" and {before.value, token.value} == _BOTH:
            result[-1] = Token("side", "bilateral", before.start, token.end)
        else:
            result.append(token)
    return result


def _plain(sentence: str, start: int, end: int) -> list[Token]:
    return [
        token
        for match in _TOKEN.finditer(sentence, start, end)
        if (token := _token(_read(match), Span(*match.span()))) is not None
    ]


def _read(match: re.Match[str]) -> str:
    """The word in lower case; "requesting" says who ("the requesting physician") or what is planned."""
    word = match.group().lower()
    if word == "requesting" and _WHO.match(match.string, match.end()):
        return "treating"
    return word


def _token(word: str, span: Span) -> Token | None:
    if _NUMBER_WORD.match(word):
        return Token("number", str(value_of(word).normalize()), span.start, span.end)
    if word in _NEGATIONS:
        return Token("negation", "no", span.start, span.end)
    word = _SAME.get(word, word)
    if word in _SKIPPED:
        return None
    kind, value = _CLASS_OF.get(word, ("word", word))
    return Token(kind, value, span.start, span.end)
