"""The clauses of a sentence that deny something: where each begins and ends, its cue, its list, its things.

The words stand in ``absences.yaml``. What a clause denies is for ``residue``. Works on folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.claims.absences import Absent, load_absent, load_wording
from knowledge.document import Span

_BOUNDARY = re.compile(
    r"[;:()\[\]]|\s[-\u2013]+\s|\.\s|\b(?:but|however|although|though|whereas|while|because|therefore|thus|"
    r"hence|nevertheless|despite|given that|so that|and (?=(?:he|she|it|there|they) ))\b|"
    r"\b(?:not(?:es|ed|ing)|stat(?:es|ed|ing)|indicat(?:es|ed|ing)|report(?:s|ed|ing)|"
    r"show(?:s|ed|ing)) that\b|"
    # what follows from the absence or stands beside it: ", so a trial ...", ", and active care would ..."
    r",\s(?:and |yet )?(?:which|who|so|therefore|thus|hence|consequently)\b|"
    r",\s(?:making|leaving|rendering|meaning|suggesting)\b|"
    r",\sand (?=(?:[a-z'/-]+ ){1,4}?(?:would|should|could|can|may|might|will|must|is|was|are|were|has|have|"
    r"had|does|did|remains?|continues?)\b(?! (?:been |being )?(?:[a-z]+ly )?[a-z]+(?:ed|en|wn|de|ne)\b))",
    re.I,
)
_STARTS = re.compile(
    r",? (?:and |or |with |yet )?(?=(?:no|without|never|neither|nothing|none|nor)\b)", re.I
)
_LED = re.compile(
    r"^\W*(?:since|after|during|within|following|from|for|before|prior|until|at|on|in|by|when|once|with|without|as|"
    r"if|unless|beyond|outside|apart|other|aside|between|over|under|upon|where)\b",
    re.I,
)
_WITH = re.compile(r"\bwith\s*$", re.I)
_THAT = re.compile(r"(?!given|so)\w+ that\b", re.I)
_JOIN = re.compile(r",?\s+(and/or|and|or|nor|as well as)\s+|,\s+|(?<=[a-z])/(?=[a-z])", re.I)
WORD = re.compile(r"[A-Za-z][\w'.%-]*\w|[A-Za-z]|\d[\w./%-]*")
_DAY = re.compile(
    r"\b(?:\d{1,2}\s?[-/]\s?\d{1,2}(?:\s?[-/]\s?\d{2,4})?|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December) \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)\b",
    re.I,
)
_PAIRED = frozenset(("nor", "neither"))
_ASIDE = re.compile(
    r",\s(?:\w+ly|moreover|likewise|also|too|furthermore|in addition|in (?:fact|turn)|of note|again"
    r"|as well|for (?:its|his|her) part)\s?(?:,|(?=\.?$))",
    re.I,
)
_CHANGE_OF_IT = re.compile(r"\b(?:changes?|gains?|progress|difference) in (?:[\w'/-]+ ){0,4}$", re.I)
_LONGEST = 400
_BACK = 80  # what makes a word no cue may stand in the clause before: "cannot walk | without pain"


def denying_clauses(text: str) -> Iterator[Span]:
    """The clauses that hold a cue; "..., no X" and "... without X" begin one of their own."""
    cues = load_wording().cues
    start = 0
    main = _main_clause(text)
    for end in sorted((*main, *(m.start() for m in _BOUNDARY.finditer(text)), len(text))):
        if _THAT.match(text, end) and cues.search(text, start, end):
            continue  # "nothing shows that": one clause
        for span in _parts(text, start, end):
            if span.end - span.start <= _LONGEST and _cues(text, span):
                yield span
        boundary = _BOUNDARY.match(text, end)
        start = boundary.end() if boundary else end


# "Although no splint has been tried, over six weeks have passed": where the main clause begins
_SUBORDINATE = re.compile(
    r"\W{0,3}(?:(?:here|however|moreover|further|also),? )?(?:even )?(?:although|though|while|whereas)\b"
    r"[^,;]{12,160}?\b(?:is|are|was|were|has|have|had|did|does|do)\b[^,;]{3,120}(?P<comma>, )"
    r"(?!(?:\w+ ){0,3}?(?:or|nor|and)\b)",
    re.I,
)


def _main_clause(text: str) -> tuple[int, ...]:
    match = _SUBORDINATE.match(text)
    return (match.start("comma"),) if match else ()


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    for span in _begun(text, start, end):
        yield from _halves(text, span)


def _halves(text: str, span: Span) -> Iterator[Span]:
    """A clause with a second cue behind a comma or "and" is two."""
    cues = [m for m in _cues(text, span) if m.group().lower() not in _PAIRED]
    for one, two in pairwise(cues):
        joins = [
            m
            for m in _JOIN.finditer(text, one.end(), two.start())
            if (m.group(1) or "and").lower() == "and"
        ]
        if joins:
            yield Span(span.start, joins[-1].start())
            yield from _halves(text, Span(joins[-1].end(), span.end))
            return
    yield span


def _cues(text: str, span: Span) -> list[re.Match[str]]:
    words = load_wording()
    off = [m.span() for m in words.never_cues.finditer(text, max(0, span.start - _BACK), span.end)]
    found = words.cues.finditer(text, span.start, span.end)
    return [m for m in found if not any(a <= m.start() < b for a, b in off)]


def _begun(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _STARTS.finditer(text, start, end):
        lead = text[start : match.start()]
        if match.start() <= start or not lead.strip() or _LED.match(lead) or _WITH.search(lead):
            continue
        if match.group().strip() or text.startswith("without", match.end()):
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, end)


@dataclass(frozen=True, slots=True)
class Conjunct:
    """One member of a list; ``join`` is the word before it."""

    span: Span
    join: str


class Clause:
    """One clause with its cue, its things, and what is left over of each conjunct."""

    def __init__(self, text: str, span: Span) -> None:
        self.span = span
        words = load_wording()
        self.whole = text[span.start : span.end]
        body = _blank(_blank(_blank(self.whole, _ASIDE), _DAY), words.phrases)
        cues = _cues(body, Span(0, len(body)))
        if len(cues) > 1:
            cues = [m for m in cues if m.group().lower() not in _PAIRED] or cues[:1]
        self.cue = cues[0] if len(cues) == 1 else None
        self.body = body
        self.things = _named(body) if self.cue else []
        self.conjuncts = tuple(_conjuncts(body, [m.span() for _, m in self.things]))


def _named(body: str) -> list[tuple[Absent, re.Match[str]]]:
    """The things named, the longest name at a place only."""
    found = [(t, m) for t in load_absent() for m in t.said.finditer(body)]
    longest = [(t, m) for t, m in found if not any(_covers(other, m) for _, other in found)]
    return [(t, m) for t, m in longest if not _CHANGE_OF_IT.search(body, 0, m.start())]


def _covers(other: re.Match[str], match: re.Match[str]) -> bool:
    longer = other.end() - other.start() > match.end() - match.start()
    return longer and other.start() <= match.start() and match.end() <= other.end()


def _blank(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda m: " " * len(m.group()), text)


def _conjuncts(body: str, whole: list[tuple[int, int]]) -> Iterator[Conjunct]:
    start, join = 0, ""
    for match in _JOIN.finditer(body):
        if any(a < match.start() and match.end() < b for a, b in whole):
            continue
        yield Conjunct(Span(start, match.start()), join)
        start, join = match.end(), (match.group(1) or ",").lower()
    yield Conjunct(Span(start, len(body)), join)


def words_in(text: str) -> list[str]:
    return [m.group().lower() for m in WORD.finditer(text)]
