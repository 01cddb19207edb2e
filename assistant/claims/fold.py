"""Fold a text for matching: look-alikes, invisible marks and markup cannot hide a claim; places are kept.

Knows nothing of medicine. ``Folded.span`` leads every match back to offsets in the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from knowledge.document import Span

_LOOKALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναιρκχτℓıɡɑ",
    "ABESIJKMHOPCTYXaesijkopcyxhdqwABEZHIKMNOPTYXovaipkxtliga",
)
_PLAIN = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′＇`´", "'"),
    "…": "...",
    "×": "x",
    "⁄": "/",
    "•": " ",
}
_MARKUP = re.compile(
    r"</?[A-Za-z!][^<>]{0,80}>|\*{2,3}|__|(?<![\w*])\*(?=[A-Za-z])|(?<=[A-Za-z])\*(?![\d*])"
)
_SOFT_BREAK = re.compile(r"(?<=[a-z,])\n(?=[a-z0-9])")  # a wrapped line; one character for one
_NEEDS = re.compile(r"[^\x00-\x7f]|[<*`\x00-\x08\x0b-\x1f]|__")


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` to match on; ``at[i]`` is the source offset of its character ``i`` (None: the same)."""

    text: str
    at: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> Span:
        """The place in the source of ``text[start:end]``."""
        if self.at is None:
            return Span(start, end)
        last = self.at[end - 1] + 1 if end > start else self.at[start]
        return Span(self.at[start], max(last, self.at[start]))

    def index(self, offset: int) -> int:
        """The place in ``text`` of a source offset (of what follows it, where it was folded away)."""
        return offset if self.at is None else bisect_left(self.at, offset)


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me") or (kind == "Cc" and char not in "\n\t"):
        return ""
    if kind in ("Zs", "Zl", "Zp"):
        return " "
    if char.isascii():
        return char
    parts = unicodedata.normalize("NFKD", char).translate(_LOOKALIKE)
    return "".join(_PLAIN.get(c, c) for c in parts if not unicodedata.combining(c))


def fold(text: str) -> Folded:
    """The text without marks that hide words. Linear in its length; never raises."""
    text = _SOFT_BREAK.sub(" ", text)
    if not _NEEDS.search(text):
        return Folded(text)
    chars: list[str] = []
    at: list[int] = []
    for offset, char in enumerate(text):
        plain = char if char.isascii() and char >= " " and char != "`" else _folded_char(char)
        chars.append(plain)
        at.extend([offset] * len(plain))
    return _without_markup("".join(chars), at)


def _without_markup(text: str, at: list[int]) -> Folded:
    kept: list[str] = []
    places: list[int] = []
    done = 0
    for match in _MARKUP.finditer(text):
        kept.append(text[done : match.start()])
        places.extend(at[done : match.start()])
        done = match.end()
    kept.append(text[done:])
    places.extend(at[done:])
    places.append(at[-1] + 1 if at else 0)
    return Folded("".join(kept), tuple(places))
