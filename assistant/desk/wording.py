"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
_PARTS = re.compile(r"\s+|[\w'’/%-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stayed, came or went."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> tuple[Passage, ...]:
    """In reading order; without "added" they join to ``before``, without "removed" to ``after``."""
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    found: list[Passage] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Passage("same", "".join(old[a:b])))
            continue
        if a < b:
            found.append(Passage("removed", "".join(old[a:b])))
        if c < d:
            found.append(Passage("added", "".join(new[c:d])))
    return tuple(found)
