"""Whether a changed sentence is truly wrong: what the record holds, looked at apart from the checker."""

from __future__ import annotations

import re

from evals.mutations.model import Subject, tokens
from knowledge.number_words import NUMBER_WORDS

_ONCE = {"once": 1, "twice": 2, "thrice": 3}
_ALIKE = 0.7


def number_of(word: str) -> int | None:
    """The number that digits or a number word (to twenty) stand for."""
    low = word.lower()
    if low.isdigit():
        return int(low)
    return NUMBER_WORDS.index(low) if low in NUMBER_WORDS else _ONCE.get(low)


def like(word: str, value: int) -> str:
    """``value`` written as ``word`` is: digits for digits, a word for a word."""
    if word.isdigit() or value >= len(NUMBER_WORDS):
        return str(value).zfill(len(word)) if word.startswith("0") else str(value)
    return NUMBER_WORDS[value].capitalize() if word[0].isupper() else NUMBER_WORDS[value]


def has_number(text: str, value: int) -> bool:
    """The number stands in the text, as digits or as a word."""
    forms = [rf"0?{value}"]
    if value < len(NUMBER_WORDS):
        forms.append(NUMBER_WORDS[value])
    forms += [word for word, number in _ONCE.items() if number == value]
    return re.search(rf"(?<![\w.])(?:{'|'.join(forms)})(?![\w])", text, re.I) is not None


def has(text: str, phrase: str) -> bool:
    return re.search(rf"\b{re.escape(phrase)}", text, re.I) is not None


def repeated(subject: Subject, sentence: str, new: str) -> bool:
    """The record has a sentence much like the changed one that holds the new value: not surely wrong."""
    fresh, mine = set(tokens(new)), set(tokens(sentence))
    for other in subject.record_sentences:
        words = set(tokens(other))
        if fresh <= words and len(mine & words) >= _ALIKE * len(mine):
            return True
    return False


def severity(subject: Subject, value: str) -> str:
    """``swapped`` when the value stands in the file for something else."""
    number = number_of(value)
    found = has_number(subject.known, number) if number is not None else has(subject.known, value)
    return "swapped" if found else "fresh"
