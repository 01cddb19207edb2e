"""Sentence boundaries of clinical prose, as exact offsets. Knows no medicine, only punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.document import Span

_STOP = re.compile(r"[.!?]+[\"'”’)\]]{0,3}|\n+")
_NEXT = re.compile(r"\s*[\"'“‘(\[]?\s?(\S)(\S?)")
_LAST_WORD = re.compile(r"[\w.'/&-]{1,20}$")
_ABBREVIATION = re.compile(
    r"(?:dr|mr|mrs|ms|prof|st|no|nos|vs|v|e\.g|i\.e|eg|ie|fig|approx|dept|inc|ext|wt|ht|pt|dx|hx|tx|rx"
    r"|sec|p|pp|pg|vol|ch|jr|sr|cf|al|mg|ml|b\.i\.d|t\.i\.d|q\.i\.d|q\.d|p\.o|p\.r\.n|q\.h\.s|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:[a-z]\.)*[a-z])",
    re.IGNORECASE,
)
_LONGEST = 2000
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"])
_UNIT = frozenset({"mg", "ml", "pt", "dx", "hx", "tx", "rx", "p", "v", "ext", "al"})
_FULL_LINE = 40  # characters; an entry of a list is seldom as long
# a bullet, the number of an entry, a label
_BEGINS_ANEW = re.compile(r"\s*(?:[-*•·–]\s|(?P<number>\(?\d{1,2}[.)]\s)|[A-Z][\w /-]{1,40}:(?!\d))")
_OUT_OF = re.compile(r"\d (?:out )?of$")  # "7-8 out of" and on the next line "10."
# what cannot end a sentence
_GOES_ON = re.compile(
    r"\S\s(?:of|the|an?|and|or|with|without|to|for|from|in|on|at|by|was|were|is|are|has|had|have|been|that"
    r"|which|includ(?:es?|ed|ing)|dated)$|\w,$",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"(?:^|[:;,)]\s{0,2}|\.\s{1,2})\d{1,2}$")


@lru_cache(maxsize=64)
def sentence_spans(text: str, offset: int = 0) -> tuple[Span, ...]:
    """Spans of the sentences of ``text``, outer white space left out, each shifted by ``offset``.

    A line break ends a sentence, unless it merely wraps one; a semicolon does not. Never empty spans; in
    order, without overlap. A run-on of more than 2,000 characters is cut between words, so that later work
    stays linear.
    """
    spans = []
    start = 0
    for end in _cut((*_boundaries(text), len(text)), text):
        raw = text[start:end]
        stripped = raw.strip()
        if stripped:
            first = start + len(raw) - len(raw.lstrip())
            spans.append(Span(offset + first, offset + first + len(stripped)))
        start = end
    return tuple(spans)


def _cut(ends: tuple[int, ...], text: str) -> Iterator[int]:
    start = 0
    for end in ends:
        while end - start > _LONGEST:
            blank = text.rfind(" ", start + 1, start + _LONGEST)
            start = blank if blank > start else start + _LONGEST
            yield start
        yield end
        start = end


def _boundaries(text: str) -> Iterator[int]:
    for match in _STOP.finditer(text):
        ends = not wraps(text, match) if match[0][0] == "\n" else _ends_sentence(text, match)
        if ends:
            yield match.end()


def wraps(text: str, line_break: re.Match[str]) -> bool:
    """Whether a line break stands within a sentence: a full line without a stop goes on in the next.

    A heading or an entry of a list is a short line, or the next line begins with a label, a bullet or a
    number; none of these goes on.
    """
    if len(line_break[0]) > 1:
        return False
    start = text.rfind("\n", max(line_break.start() - _LONGEST, 0), line_break.start()) + 1
    before, after = (
        text[start : line_break.start()].rstrip(),
        text[line_break.end() : line_break.end() + 80],
    )
    if not before or not after or before[-1] in ".!?:;":
        return False
    anew = _BEGINS_ANEW.match(after)
    if anew is not None and not (anew["number"] and _OUT_OF.search(before)):
        return False
    if _GOES_ON.search(before):
        return True
    return len(before) >= _FULL_LINE and after[0].islower()


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    following = _NEXT.match(text, stop.end())
    if following is None:
        return True
    spaced = text[stop.end() : stop.end() + 1].isspace()
    first, second = following[1], following[2]
    before = text[max(stop.start() - 24, 0) : stop.start()]
    if not spaced:
        return _runs_on(before, first, second)
    if first.islower() or first in ",;:-":
        return False
    return stop[0][0] != "." or not _abbreviated(before, first)


def _runs_on(before: str, first: str, second: str) -> bool:
    """A lost space: "in 2016.In a review" ends a sentence, "M.D." and "3.5" do not."""
    word = _LAST_WORD.search(before)
    if word is None or not first.isupper() or not (second.islower() or not second):
        return False
    return (
        (len(word[0]) > 1 or word[0].isdigit())
        and not _ABBREVIATION.fullmatch(word[0])
        and "@" not in before
    )


def _abbreviated(before: str, first: str) -> bool:
    if _ENUMERATOR.search(before):
        return True
    word = _LAST_WORD.search(before)
    if word is None or not _ABBREVIATION.fullmatch(word[0]):
        return False
    spelt = word[0].lower()
    if spelt in _UNIT:
        therapy = word[0] == "PT" and before[: word.start()].strip()  # a name follows "Pt."
        return first.isdigit() or (spelt in {"p", "v", "pt"} and not therapy)
    if spelt in _MONTHS:
        return first.isdigit()
    if spelt in {"no", "nos"}:
        return first.isdigit() or first == "#"
    return "." not in spelt or len(spelt) < 3 or spelt in {"e.g", "i.e"} or not first.isupper()
