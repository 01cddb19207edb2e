"""What a sentence names, drugs and clinical terms alike, so that two sentences can be held together by it.

Knows no facts about the things. Works on folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.terms import term_mentions
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_HABITS = {
    "alcohol": r"alcohol\w*|drinks?|drinking|drank|liquor|beer",
    "smoking": r"smok\w+|tobacco|cigarettes?",
    "suicide": r"suicid\w+|kill(?:ed|ing)? (?:him|her)self|took (?:his|her) own life",
    "drugs": r"cocaine|heroin|methamphetamines?|marijuana|cannabis",
    "clots": r"blood clots?|thrombosis|DVT|embol\w+",
    "heart": r"heart (?:attack|disease|failure)|myocardial|coronary",
    "kidney": r"kidney \w+|renal \w+",
    "dementia": r"dementia|alzheimer\w*",
    "migraine": r"migraines?",
}
_HABIT = re.compile("|".join(f"(?P<h{n}>\\b(?:{p})\\b)" for n, p in enumerate(_HABITS.values())), re.I)
_NAMES = tuple(_HABITS)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing named; ``key`` is one for all its names, ``kind`` that of the term, or drug or habit."""

    key: str
    kind: str
    span: Span


@lru_cache(maxsize=16_384)
def things_in(text: str) -> tuple[Thing, ...]:
    """Every drug, clinical term and habit that a sentence names, in order."""
    found = [
        Thing(f"drug {m.generic}", "drug", Span(m.start, m.end))
        for m in load_taxonomy().drug_mentions(text)
    ]
    found += [Thing(f"term {m.term.number}", m.term.kind, m.span) for m in term_mentions(text)]
    found += [
        Thing(f"habit {_NAMES[int((m.lastgroup or 'h0')[1:])]}", "habit", Span(*m.span()))
        for m in _HABIT.finditer(text)
    ]
    return tuple(sorted(found, key=lambda t: (t.span.start, t.span.end, t.key)))
