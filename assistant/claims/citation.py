"""Citations as people write them: "MTUS page 152", "CMTG p. 98", "ACOEM, ch. 12, pg 303", "9792.24.2".

Works on folded text. Knows how a citation is written, not whether what it points to exists.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from knowledge.document import Span

_WORK = re.compile(
    r"\b(?:(?P<pain>C(?:P)?MTG|(?:MTUS )?Chronic Pain (?:Medical )?(?:Treatment )?Guidelines?|"
    r"Chronic Pain MTG)|(?P<later>(?:third|3rd) edition ACOEM|ACOEM (?:third|3rd) edition|MDGuidelines)|"
    r"(?P<acoem>ACOEM|Occupational Medicine Practice)|(?P<odg>ODG|Official Disability)|(?P<mtus>MTUS)|"
    r"(?P<other>Colorado|Washington|AAOS|NASS|Cochrane|AHRQ|journal))\b",
    re.I,
)
_CHAPTER = re.compile(r"\b(?:chapter|ch\.?) ?(?P<n>\d{1,2})\b(?!\.\d|[-/]\d)", re.I)
_PAGE = re.compile(
    r"\b(?:pages?(?:\(s\))?|pgs?\.?|pp?\.):? ?"
    r"(?P<a>\d{1,4})(?: ?(?:-|to|and|&|,) ?(?P<b>\d{1,4})\b)?(?!\d)",
    re.I,
)
_SECTION = re.compile(r"(?<![\d.])9792\.2\d(?:\.\d{1,2})?(?![\d])")
_BACK, _AHEAD = 120, 60
_STOP = re.compile(r"[.;] (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Citation:
    """One place cited. ``work``: pain, acoem, later (ACOEM after 2004), odg, mtus, other, or empty.

    ``chapter`` is the number given with it and ``pages`` the pages; ``around`` the words that name it.
    """

    kind: str
    work: str
    chapter: str
    pages: tuple[int, ...]
    number: str
    around: str
    span: Span


@lru_cache(maxsize=256)
def citations_in(text: str) -> tuple[Citation, ...]:
    """Every chapter number, page and section number with the work it is of, in order."""
    works = [(m.start(), m.lastgroup or "") for m in _WORK.finditer(text)]
    chapters = [(m.start(), m["n"]) for m in _CHAPTER.finditer(text)]
    found = [_citation(text, "chapter", m, works, chapters) for m in _CHAPTER.finditer(text)]
    found += [_citation(text, "page", m, works, chapters) for m in _PAGE.finditer(text)]
    found += [_citation(text, "section", m, works, chapters) for m in _SECTION.finditer(text)]
    return tuple(sorted(found, key=lambda c: (c.span.start, c.kind)))


def _citation(
    text: str,
    kind: str,
    match: re.Match[str],
    works: list[tuple[int, str]],
    chapters: list[tuple[int, str]],
) -> Citation:
    start, end = match.span()
    first = _sentence_start(text, start)
    last = min(len(text), end + _AHEAD)
    stop = _STOP.search(text, end, last)
    last = stop.start() if stop else last
    chapter = match["n"] if kind == "chapter" else _last(chapters, first, start)
    work = _last(works, first, start) or _first(works, end, last)
    pages: tuple[int, ...] = ()
    if kind == "page":
        pages = tuple(int(group) for group in (match["a"], match["b"]) if group)
    number = match.group() if kind == "section" else ""
    return Citation(kind, work, chapter, pages, number, text[first:last], Span(start, end))


def _sentence_start(text: str, at: int) -> int:
    first = max(0, at - _BACK)
    stops = [m.end() for m in _STOP.finditer(text, first, at)]
    return stops[-1] if stops else first


def _last(places: list[tuple[int, str]], first: int, end: int) -> str:
    near = places[bisect_left(places, (first, "")) : bisect_left(places, (end, ""))]
    return near[-1][1] if near else ""


def _first(places: list[tuple[int, str]], start: int, end: int) -> str:
    near = places[bisect_left(places, (start, "")) : bisect_left(places, (end, ""))]
    return near[0][1] if near else ""
