"""A wording whose numbers may stand in digits or in words; knows nothing of what they count."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.number_words import NUMBER_WORDS

_NUMERAL = re.compile(rf"(?<![\w.,/-])(?:{'|'.join(NUMBER_WORDS)}|1?\d|20)(?![\w/%-]|[.,]\d)", re.I)


def either(wording: str) -> str:
    """A regular expression for ``wording``: "four weeks" and "4 weeks" alike, else word for word."""
    parts, at = [], 0
    for match in _NUMERAL.finditer(wording):
        low = match.group().lower()
        value = int(low) if low.isdigit() else NUMBER_WORDS.index(low)
        parts += [re.escape(wording[at : match.start()]), f"(?:{NUMBER_WORDS[value]}|{value})"]
        at = match.end()
    return "".join((*parts, re.escape(wording[at:])))


@lru_cache(maxsize=1024)
def written(wording: str) -> re.Pattern[str]:
    """``either`` compiled."""
    return re.compile(either(wording))
