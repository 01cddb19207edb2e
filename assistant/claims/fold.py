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
_SHORT = {"w": "without", "c": "complains of", "h": "history of"}  # w/o, c/o, h/o
_SHORTHAND = re.compile(
    r"(?<![\w/])(?P<of>[wch])/o(?![\w/])|(?<![\d.,/])\b(?P<age>\d\d)[ -]?(?P<old>y[/.]?o\b\.?)(?![\w/])"
    r"|(?<![\d.,/])\b(?P<years>\d\d) ?(?P<sex>[FM])(?= (?:with|who|s/p|status|here|is|has|had|in)\b)",
    re.I,
)


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
        return _written_out(Folded(text))
    chars: list[str] = []
    at: list[int] = []
    for offset, char in enumerate(text):
        plain = char if char.isascii() and char >= " " and char != "`" else _folded_char(char)
        chars.append(plain)
        at.extend([offset] * len(plain))
    return _written_out(_without_markup("".join(chars), at))


def _written_out(folded: Folded) -> Folded:
    """Shorthand in full ("w/o", "39 y/o", "57F with"), each word at the place of its shorthand."""
    matches = list(_SHORTHAND.finditer(folded.text))
    if not matches:
        return folded
    places = list(folded.at) if folded.at is not None else list(range(len(folded.text) + 1))
    kept: list[str] = []
    at: list[int] = []
    done = 0
    for match in matches:
        start, words = _in_full(match)
        kept += (folded.text[done:start], words)
        at += places[done:start]
        at += [places[start]] * (len(words) - 1) + [places[match.end() - 1]]
        done = match.end()
    return Folded("".join(kept) + folded.text[done:], tuple(at + places[done:]))


def _in_full(match: re.Match[str]) -> tuple[int, str]:
    """Where the shorthand begins, and what stands in its place."""
    if match["of"]:
        return match.start(), _SHORT[match["of"].lower()]
    if match["age"]:
        return match.end("age"), " year old"
    return match.end("years"), " year old " + ("female" if match["sex"].upper() == "F" else "male")


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
