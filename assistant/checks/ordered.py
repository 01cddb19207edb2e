"""Where the record itself says how what is asked for is to be used: on which part, and how often.

Knows the request's drugs and its form (a cream, a patch); nothing of the wording of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.claims.body import regions_in
from knowledge.treatments import load_taxonomy

_FORM = re.compile(r"\b(?:creams?|gels?|ointments?|lotions?|patch(?:es)?|compound\w*|spray)\b", re.I)
_HOW_OFTEN = re.compile(
    r"\b(?:(?:once|twice|thrice|(?:three|four) times|\d times?|[1-4]x) (?:a|per|each|every|daily|weekly)\b"
    r"|twice daily|[bt]\.?i\.?d\b|q\.?i\.?d\b|daily|nightly|every \w+(?: to \w+)? hours?|"
    r"q\.?h\.?s\b|at (?:night|bedtime))",
    re.I,
)
_ON_A_PART = re.compile(
    r"\b(?:appl(?:y|ied|ication)[^.;,]{0,20}?|used )?\b(?:to(?! be\b)|on|onto|over) "
    r"(?:the |his |her |both |an? )?"
    r"(?:affected |painful |left |right |bilateral )*[\w -]{3,25}",
    re.I,
)
_REACH = 90


def ordered_by(context: Context, asked: str) -> tuple[RecordSentence, ...]:
    """The record sentences that say of what is asked for on which part or how often; empty for all else."""
    if asked not in ("region", "frequency"):
        return ()
    return tuple(
        s
        for s in context.record.clinical
        if any(_says(s.text[end : end + _REACH], asked) for end in _named(context.asked, s.text))
    )


def _named(asked: str, text: str) -> Iterator[int]:
    """Where a record sentence has named what is asked for: its drug, or the form in which it is given."""
    wanted = {m.generic for m in load_taxonomy().drug_mentions(asked)}
    for mention in load_taxonomy().drug_mentions(text):
        if mention.generic in wanted:
            yield mention.end
    forms = {m.group().lower()[:5] for m in _FORM.finditer(asked)}
    for match in _FORM.finditer(text):
        if match.group().lower()[:5] in forms:
            yield match.end()


def _says(text: str, asked: str) -> bool:
    clause = re.split(r"[.;]\s", text)[0]
    if asked == "frequency":
        return _HOW_OFTEN.search(clause) is not None
    return any(regions_in(m.group()) for m in _ON_A_PART.finditer(clause))
