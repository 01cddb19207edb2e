"""Of what kind a sign is: "no snuffbox tenderness" is not met by tenderness over the dorsal wrist."""

from __future__ import annotations

import re

from assistant.checks.carried import carries
from assistant.claims.absences import load_wording
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import region_mentions
from assistant.claims.concepts import Concept

_PLAIN = frozenset(("further", "significant", "marked", "notable", "focal", "localized", "mild", "severe"))
_WORDS = re.compile(r"[a-z-]+", re.I)


def _says_nothing(word: str) -> bool:
    words = load_wording()
    return word in _PLAIN or word in words.light or word in words.tested or word in words.verbs


def kinds_of(topic: str, concept: Concept) -> tuple[str, ...]:
    """The words before the name of the sign, in its own member of a list, that say of what kind it is."""
    named = concept.named.search(topic)
    if named is None:
        return ()
    member = re.split(r",| or | and |\bwith\b", topic[: named.start()])[-1]
    parts = [span for _, span in region_mentions(member)]
    return tuple(
        m.group().lower()
        for m in _WORDS.finditer(member)
        if not _says_nothing(m.group().lower()) and not any(p.start <= m.start() < p.end for p in parts)
    )


_CUT = re.compile(r"[,;.]|\b(?:and|without|no|but|with)\b", re.I)


def of_kind(concept: Concept, text: str, kinds: tuple[str, ...]) -> bool:
    """A mention of the sign, affirmed, has the words in its own part of the sentence."""
    assert concept.shown is not None
    for mention in concept.shown.finditer(text):
        start = max((m.end() for m in _CUT.finditer(text, 0, mention.start())), default=0)
        end = next((m.start() for m in _CUT.finditer(text, mention.end())), len(text))
        if standing(text, *mention.span()) is Standing.AFFIRMED and carries(text[start:end], kinds):
            return True
    return False
