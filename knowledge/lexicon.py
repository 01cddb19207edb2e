"""Find many wordings in a text in one pass: one alternation that shares literal beginnings.

Knows nothing of medicine. A wording is a small regular expression that begins with a literal letter or
digit (so that beginnings can be shared) and is matched as whole words, in lower case. Wordings written
with a capital are abbreviations and match only as written. Wordings of the key ``""`` hide what they cover.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_CAPTURING = re.compile(r"(?<!\\)\((?!\?)")
_LITERAL = re.compile(r"[A-Za-z0-9 ](?![?*+{])")
_ROOM = re.compile(r"(?<!\\) ")


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording of ``key`` at ``text[start:end]``."""

    start: int
    end: int
    key: str


def lower(text: str) -> str:
    """Lower case of the same length, so that offsets stay those of the text."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def wording(pattern: str) -> str:
    """A wording as a regular expression: groups do not capture, a blank also stands for a hyphen."""
    return _ROOM.sub(r"[\\s-]", _CAPTURING.sub("(?:", pattern))


def is_abbreviation(pattern: str) -> bool:
    """Whether the wording has a capital letter and so matches only as written."""
    return pattern != pattern.lower() and not re.search(r"\\[A-Z]", pattern)


def split(wordings: str) -> tuple[str, ...]:
    """The wordings of a line that separates them by semicolons."""
    return tuple(part.strip() for part in wordings.split(";") if part.strip())


def _beginnings(pattern: str) -> list[str]:
    """``(a|b )?c`` as ``a c``, ``b c`` and ``c``, so that each begins with a literal."""
    if not pattern.startswith("("):
        return [pattern]
    depth, cuts, close = 0, [0], 0
    for place, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 1:
            cuts.append(place)
        if depth == 0:
            close = place
            break
    rest = pattern[close + 1 :]
    choices = [pattern[a + 1 : b] for a, b in zip(cuts, [*cuts[1:], close], strict=True)]
    if rest.startswith("?"):
        rest = rest[1:]
        choices.append("")
    whole = [choice + rest if choice else rest.removeprefix(" ?").lstrip() for choice in choices]
    return [begun for one in whole for begun in _beginnings(one)]


class Lexicon:
    """Wordings by key, several to a line, separated by semicolons; the longer pattern is tried first."""

    def __init__(self, wordings: Mapping[str, str]) -> None:
        pairs = [
            (begun, key) for key, line in wordings.items() for p in split(line) for begun in _beginnings(p)
        ]
        self._keys: list[str] = []
        self._plain = self._compile([p for p in pairs if not is_abbreviation(p[0])])
        self._exact = self._compile([p for p in pairs if is_abbreviation(p[0])])

    def _compile(self, pairs: list[tuple[str, str]]) -> re.Pattern[str] | None:
        return re.compile(rf"(?<!\w){self._tree(pairs)}(?!\w)") if pairs else None

    def _tree(self, pairs: list[tuple[str, str]]) -> str:
        """An alternation that shares literal beginnings: the engine then tries few branches at a place."""
        pairs = sorted(set(pairs), key=lambda pair: (pair[1] != "", -len(pair[0]), pair))
        shared: dict[str, list[tuple[str, str]]] = {}
        for pattern, key in pairs:
            literal = len(pairs) > 1 and _LITERAL.match(pattern)
            shared.setdefault(pattern[0] if literal else pattern, []).append((pattern, key))
        branches: list[str] = []
        for beginning, group in shared.items():
            if len(group) == 1 or len(beginning) != 1:
                branches.extend(self._branch(pattern, key) for pattern, key in group)
            else:
                branches.append(wording(beginning) + self._tree([(p[1:], key) for p, key in group]))
        return f"(?:{'|'.join(branches)})"

    def _branch(self, pattern: str, key: str) -> str:
        self._keys.append(key)
        return f"(?P<k{len(self._keys) - 1}>{wording(pattern)})"

    def hits(self, text: str) -> Iterator[Hit]:
        """Hits in order of their place; a longer hit hides the ones inside it."""
        found = [
            Hit(m.start(), m.end(), self._keys[int((m.lastgroup or "k0")[1:])])
            for regex, subject in ((self._plain, lower(text)), (self._exact, text))
            if regex is not None
            for m in regex.finditer(subject)
        ]
        reached = 0
        for hit in sorted(found, key=lambda h: (h.start, -h.end, h.key)):
            if hit.start >= reached:
                reached = hit.end
                if hit.key:
                    yield hit
