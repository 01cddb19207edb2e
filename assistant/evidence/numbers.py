"""Counts as clinical prose writes them: digits, words, both ("five (5)"). Knows no medicine."""

from __future__ import annotations

from knowledge.number_words import NUMBER_WORDS

_LARGE = {"twenty-four": 24, "twenty four": 24, "thirty": 30, "thirty-six": 36, "forty": 40, "a dozen": 12}
_WORDS = {word: number for number, word in enumerate(NUMBER_WORDS)} | _LARGE
_SPELT = "|".join(sorted((w.replace(" ", r"\s") for w in _WORDS), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?![\d/.%]|-\d)"
# a number that is no part of a date, a fraction or a longer number
COUNT = rf"(?<![\d/.\-])(?:(?:{_SPELT})\s?\(\s?\d{{1,3}}\s?\)|{_DIGITS}|(?<![a-z])(?:{_SPELT})(?![a-z]))"


def count_of(spelt: str) -> int | None:
    """The number that a match of ``COUNT`` writes; None when it writes none."""
    digits = "".join(c for c in spelt if c.isdigit())
    if digits:
        return int(digits)
    return _WORDS.get(" ".join(spelt.lower().split()))
