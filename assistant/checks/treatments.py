"""Which treatment a sentence speaks of: that of a text's clause (else of the request) against the record's.

"No benefit from the patches" is told of the patches: what the record says of the therapy disproves nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from knowledge.treatments import load_taxonomy

_THERAPIES = {
    "therapy": r"\b(?:physiotherapy|PT|therapy)\b(?<!behavioral therapy)(?<!injection therapy)",
    "manipulation": r"\b(?:chiropract\w+|manipulat\w+)\b",
    "acupuncture": r"\bacupuncture\b",
    "injection": r"\b(?:injections?|injected|blocks?|epidurals?|ESIs?|shots?)\b",
    "stimulation": r"\b(?:TENS|stimulat\w+|H-wave|interferential)\b",
    "brace": r"\b(?:brac(?:e|es|ing)|splint\w*|orthos[ei]s|collar|sling)\b",
    "surgery": r"\b(?:surger(?:y|ies)|operation|arthroscop\w+|surgical)\b",
    "talk": r"\b(?:psychotherap\w+|cognitive|counsel\w+|behavioral therapy|CBT)\b",
    "massage": r"\bmassages?\b",
    "exercise": r"\b(?:home exercise\w*|HEP)\b",
}
_PATTERNS = {name: re.compile(pattern, re.I) for name, pattern in _THERAPIES.items()}
_BACK = 3  # sentences: a gain is told soon after the treatment that brought it
_DRUGS = re.compile(r"\b(?:medications?|medicines?|pills?)\b", re.I)

_LESS = re.compile(
    r"\b(?:cuts?|reduc\w+|decreas\w+|less|fewer|stop(?:s|ped)?|lower\w+|wean\w+|halved?)\b[^.;,]{0,40}|"
    r"\b[\w-]+ (?:was |were |has been |being )?(?:cut|reduced|decreased|lowered|tapered|halved)"
    r" (?:from|to|by)\b[^.;,]{0,40}",
    re.I,
)  # what is used less is the gain, not the treatment


@lru_cache(maxsize=4096)
def treatments_in(text: str) -> frozenset[str]:
    """The therapies and the drugs (generic names) that a text names; "drug" for medication as such."""
    named = {name for name, pattern in _PATTERNS.items() if pattern.search(text)}
    named |= {m.generic for m in load_taxonomy().drug_mentions(text)}
    return frozenset(named | ({"drug"} if _DRUGS.search(text) else set()))


def of_same_treatment(context: Context, clause: str, sentence: RecordSentence) -> bool:
    """The record sentence, or the last one before it that names any, names the treatment that is meant."""
    asked = treatments_in(clause) or treatments_in(context.item_text)
    if asked == {"drug"}:
        asked |= treatments_in(context.item_text)
    if asked == {"drug"}:
        return bool(treatments_in(sentence.text) - set(_PATTERNS))
    if not asked:
        return False
    told = treatments_in(_LESS.sub(" ", sentence.text)) or treatments_in(_before(context, sentence))
    if asked == {"talk"} and told == {"therapy"}:
        return True
    if asked & told:
        return not told - asked - {"drug"}  # of two treatments told at once either may have brought it
    return told == {"drug"} and bool(asked - set(_PATTERNS))


def drug_told(context: Context, sentence: RecordSentence) -> bool:
    """The record sentence, else the last one before it that names a treatment, names a drug."""
    told = treatments_in(sentence.text) or treatments_in(_before(context, sentence))
    return bool(told - set(_PATTERNS))


def _before(context: Context, sentence: RecordSentence) -> str:
    rows = context.record.clinical
    at = next((n for n, row in enumerate(rows) if row == sentence), 0)
    earlier = (row.text for row in reversed(rows[max(0, at - _BACK) : at]))
    return next((text for text in earlier if treatments_in(text)), "")
