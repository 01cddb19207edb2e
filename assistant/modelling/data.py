"""Text of a case as data of a prompt: it closes no marker, and what gives orders to a machine stays out.

Also how much of it a prompt holds, and the keys of it that an answer names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

CHARACTERS_A_TOKEN = 4
"""Of English, so that a prompt is measured before it is sent."""

_KEY = re.compile(r"[A-Z]\d{0,4}")
_OWN_TAGS = re.compile(
    r"<(\s*/?\s*(?:request|recommendation|guideline|criteria|evidence|conclusion|draft|findings|record"
    r"|conversation|question)\b[^<>]{0,80})>",
    re.I,
)
_ORDER = re.compile(
    r"\b(?:ignor(?:e|ing)|disregard|override)\b.{0,60}\b(?:instruction|guideline|rule|above|prior)"
    r"|\b(?:system prompt|hidden instruction|language model|jailbreak|as an ai|you are now)\b"
    r"|^\W*(?:system|assistant|user|developer)\s*[:,]"
    r"|\b(?:call|use|invoke|run)\s+the\s+(?:tool|function)\b|\b\w+\(\w*=|\bset\b.{0,30}\b(?:status|criteri)"
    r"|\b(?:answer|reply|respond|translate your)\b.{0,40}\b(?:only|with|word|answer|into)\b"
    r"|\b(?:cite|write that|print|repeat|tell the reader|do not mention|from here on|replace)\b.{0,60}"
    r"\b(?:as|only|it is|you|word|time|reader|order|missing|by|instruction)\b"
    r"|\b(?:new rule|admin|the checker)\b|<\s*[/!?a-z]|```|https?://|javascript:",
    re.I,
)


def as_data(text: str) -> str:
    """The text with the prompts' own markers made harmless."""
    return _OWN_TAGS.sub(r"[\1]", text)


def gives_orders(sentence: str) -> bool:
    """Whether a sentence of a record speaks to a machine instead of telling of the worker."""
    return _ORDER.search(sentence) is not None


def keys_in(named: Sequence[str], most: int, longest: int) -> tuple[str, ...]:
    """The keys that an answer names, each once; it may dress them up as [E1] or "E1, C2".

    No more than ``most`` of what is named is read, and of each no more than ``longest`` characters.
    """
    return tuple(dict.fromkeys(key for raw in named[:most] for key in _KEY.findall(raw[:longest].upper())))
