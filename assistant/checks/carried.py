"""Whether a sentence of the record has the words of a claim: each by its stem, whatever its ending."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z][a-z0-9'-]*[a-z0-9]|\d[\w./%-]*", re.I)
_SHORT, _STEM = 4, 8


def carries(text: str, words: tuple[str, ...]) -> bool:
    """The text has each of the words."""
    return not words or {stem_of(word) for word in words} <= _stems(text)


def places_of(text: str, word: str) -> list[tuple[int, int]]:
    """Where the text has the word, in whatever ending."""
    wanted = stem_of(word)
    return [m.span() for m in _WORD.finditer(text) if wanted in _parts(m.group())]


def _parts(word: str) -> set[str]:
    return {stem_of(part) for part in (word, *word.split("-")) if part}


@lru_cache(maxsize=8_192)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for m in _WORD.finditer(text) for stem in _parts(m.group()))


@lru_cache(maxsize=16_384)
def stem_of(word: str) -> str:
    """The part of a word that its endings leave alone; a short word loses a plural only."""
    plain = word.lower().removesuffix("'s").replace("-", "")
    if not plain.isalpha():
        return plain
    if len(plain) <= _SHORT:
        return plain
    for end in ("ies", "ing", "ed", "es", "s", "y", "al", "e"):
        if plain.endswith(end) and len(plain) - len(end) >= _SHORT:
            plain = plain.removesuffix(end)
            break
    return plain[:_STEM]
