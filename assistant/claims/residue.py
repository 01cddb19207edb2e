"""What a sentence says to be absent, read by what is left over: the thing, a cue, and nothing that narrows.

"No home exercises have been taken up by him so far" leaves nothing over; "no recent home exercises" leaves
"recent", so it says something narrower and is no denial of the thing. The words stand in ``absences.yaml``.
Works on folded text; knows no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from assistant.claims.absences import Absent, Sort, load_absent, load_wording
from assistant.claims.body import region_mentions
from assistant.claims.dates import dates_in
from assistant.claims.terms import term_mentions
from knowledge.document import Span


@dataclass(frozen=True, slots=True)
class Absence:
    """A thing denied at ``span`` of the sentence; ``clause`` is the whole clause that denies it."""

    thing: Absent
    span: Span
    clause: Span


_BOUNDARY = re.compile(
    r"[;:()\[\]]|\s[-\u2013]+\s|\.\s|\b(?:but|however|although|though|whereas|while|because|therefore|thus|"
    r"hence|nevertheless|despite|given that|so that|and (?=(?:he|she|it|there|they) ))\b|"
    r"\b(?:not(?:es|ed|ing)|stat(?:es|ed|ing)|indicat(?:es|ed|ing)|report(?:s|ed|ing)|"
    r"show(?:s|ed|ing)) that\b",
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
_NARROWS = re.compile(
    r"\b(?:since|after|within|during|following|than|between|until|before|except|other|aside|apart|besides|beyond|only)\b",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:request\w*|order\w*|prescri\w+|RFA|ask\w*|dispens\w+|authori[sz]\w+|sought|form)\b", re.I
)
_WORD = re.compile(r"[A-Za-z][\w'.%-]*\w|[A-Za-z]|\d[\w./%-]*")
_PAPERS_AFTER = re.compile(
    r"(?:'s)? (?:\w+ )?(?:notes?|reports?|records?|results?|films|images|logs?|summar\w+)\b", re.I
)
_PAPERS_BEFORE = re.compile(
    r"\b(?:reports|notes|records|results|the report|report(?= (?:of|from|on) the\b)|copy|copies) "
    r"(?:of|from|for|on) (?:\w+ ){0,3}$",
    re.I,
)
_SUBJECT = re.compile(
    r"^\W*(?:this|the|our|a) (?P<who>(?:[\w-]+ ){1,4}?)(?=(?:has|had|have|did|does|takes?|uses?|wears?|"
    r"denie[sd]|received|underwent|never)\b)",
    re.I,
)
_DAY = re.compile(
    r"\b(?:\d{1,2}\s?[-/]\s?\d{1,2}(?:\s?[-/]\s?\d{2,4})?|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December) \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)\b",
    re.I,
)
_PAIRED = frozenset(("nor", "neither"))
_OF_IT = re.compile(
    r"(?:\w+ ){0,3}(?:mention|record|trace|word|documentation|evidence|reference|account|note|place|"
    r"entry|part|information|detail|indication|description|data)\b",
    re.I,
)
_UNDONE = re.compile(r"not\b|\w+n't\b|yet|fail|neglect|declin|ha[sd]|have|remains", re.I)
_DENIER = re.compile(r"(?:he|she|worker|patient|claimant|applicant|employee|man|woman) ", re.I)
_SAYS = re.compile(
    r"\b(?:says?|said|tells?|told|states?|stated|contains?|contained|offers?|offered|gives?|gave) $", re.I
)
_ASIDE = re.compile(
    r",\s(?:\w+ly|moreover|likewise|also|too|furthermore|in addition|in (?:fact|turn)|of note|again"
    r"|as well|for (?:its|his|her) part)\s?(?:,|(?=\.?$))",
    re.I,
)
_CHANGE_OF_IT = re.compile(r"\b(?:changes?|gains?|progress|difference) in (?:[\w'/-]+ ){0,4}$", re.I)
_PLAIN, _LONGEST = frozenset(("quantity", "region", "side", "refills")), 400


@lru_cache(maxsize=16_384)
def absences_in(text: str) -> tuple[Absence, ...]:
    """The things that a sentence says to be absent, in order of their places; never raises."""
    found = list(_outright(text))
    if load_wording().cues.search(text):
        read = [absence for clause in _clauses(text) for absence in _read(text, clause)]
        found += [a for a in read if not any(a.thing is b.thing and a.span.overlaps(b.span) for b in found)]
    return tuple(sorted(found, key=lambda a: (a.span.start, a.span.end, a.thing.id)))


def _outright(text: str) -> Iterator[Absence]:
    """Denials that need no cue of their own: "the knee was not tender"."""
    whole = Span(0, len(text))
    for thing in _outright_things():
        for match in thing.outright.finditer(text):
            yield Absence(thing, Span(*match.span()), whole)


@cache
def _outright_things() -> tuple[Absent, ...]:
    return tuple(t for t in load_absent() if t.outright.pattern != "(?!)")


def _clauses(text: str) -> Iterator[Span]:
    """The clauses that hold a cue; "..., no X" and "... without X" begin one of their own."""
    cues = load_wording().cues
    start = 0
    for end in (*(m.start() for m in _BOUNDARY.finditer(text)), len(text)):
        if _THAT.match(text, end) and cues.search(text, start, end):
            continue  # "nothing shows that": one clause
        for span in _parts(text, start, end):
            if span.end - span.start <= _LONGEST and cues.search(text, span.start, span.end):
                yield span
        boundary = _BOUNDARY.match(text, end)
        start = boundary.end() if boundary else end


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
    off = [m.span() for m in words.never_cues.finditer(text, span.start, span.end)]
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
class _Conjunct:
    """One member of a list; ``join`` is the word before it."""

    span: Span
    join: str


class _Clause:
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


def _conjuncts(body: str, whole: list[tuple[int, int]]) -> Iterator[_Conjunct]:
    start, join = 0, ""
    for match in _JOIN.finditer(body):
        if any(a < match.start() and match.end() < b for a, b in whole):
            continue
        yield _Conjunct(Span(start, match.start()), join)
        start, join = match.end(), (match.group(1) or ",").lower()
    yield _Conjunct(Span(start, len(body)), join)


def _read(text: str, span: Span) -> Iterator[Absence]:
    clause = _Clause(text, span)
    if clause.cue is None:
        return
    named = [m for _, m in clause.things]
    for thing, match in clause.things:
        if _denies(clause, thing, match, named):
            start, end = _extent(clause, match)
            yield Absence(thing, Span(span.start + start, span.start + end), span)


def _extent(clause: _Clause, match: re.Match[str]) -> tuple[int, int]:
    """From the cue or the thing to the other, with the verbs that follow."""
    assert clause.cue is not None
    start, end = min(clause.cue.start(), match.start()), max(clause.cue.end(), match.end())
    tail = re.match(r"[^,;]{0,80}", clause.whole[end:])
    return start, end + len((tail.group() if tail else "").rstrip(" ."))


def _denies(clause: _Clause, thing: Absent, match: re.Match[str], named: list[re.Match[str]]) -> bool:
    assert clause.cue is not None
    cue, body = clause.cue, clause.body
    if match.start() < cue.end() and cue.start() < match.end():
        return False
    if not _fits(clause, thing, match) or not _governs(clause, match):
        return False
    here = _at(clause, match.start())
    there = _at(clause, cue.start())
    others = [m for m in named if not _overlap(m, match) and not _light(m.group())]
    if _left(clause, here, thing, [match], cue) or any(_inside(clause, here, m) for m in others):
        return False
    if here != there and not _carried(clause, thing, (here, there), match, others):
        return False
    return not any(
        _NARROWS.search(body, c.span.start, c.span.end) for c in clause.conjuncts[max(here, there) + 1 :]
    )


def _governs(clause: _Clause, match: re.Match[str]) -> bool:
    """The cue is of a kind that can deny what stands where the thing stands."""
    assert clause.cue is not None
    cue, words = clause.cue, load_wording()
    said = cue.group().lower().split()[0]
    if match.end() <= cue.start() and said in words.forward:
        after = clause.whole[cue.end() :].lstrip()
        return bool(_OF_IT.match(after)) or bool(_SAYS.search(clause.whole[: cue.start()]))
    beside = clause.body[: match.start()] + clause.body[match.end() :]
    return not (_UNDONE.match(cue.group()) and any(w in words.unfinished for w in _words(beside)))


def _fits(clause: _Clause, thing: Absent, match: re.Match[str]) -> bool:
    """The sort of the thing agrees with the way in which it is denied."""
    assert clause.cue is not None
    body = clause.body
    if thing.tested and (_DENIER.match(clause.cue.group()) or not _untested(clause, thing)):
        return False
    if thing.sort is Sort.REQUEST:
        return thing.asked in _PLAIN or _ASKED.search(clause.whole) is not None
    if thing.sort is Sort.FINDING:
        return not any(word in load_wording().caring for word in _words(body))
    if clause.cue.group().lower().endswith(" denied") and not _DENIER.match(clause.cue.group()):
        return False
    if (
        thing.sort is Sort.STUDY
        and clause.cue.group().lower() == "without"
        and not re.match(
            r" (?:any|prior|having|documentation|evidence|mention|record)\b", body[clause.cue.end() :], re.I
        )
    ):
        return False
    papers = _PAPERS_AFTER.match(body[match.end() :]) or _PAPERS_BEFORE.search(body[: match.start()])
    return thing.tested or not papers


def _untested(clause: _Clause, thing: Absent) -> bool:
    """It is not the result of a test: a reflex that is absent was tested; goals cannot be."""
    assert clause.cue is not None
    if thing.plans and clause.cue.group().lower() in ("absent", "lacking"):
        return True
    if re.match(r"absent(?! from)", clause.whole[clause.cue.start() :], re.I):
        return False
    return any(word in load_wording().tested for word in _words(clause.whole))


def _carried(
    clause: _Clause, thing: Absent, at: tuple[int, int], match: re.Match[str], others: list[re.Match[str]]
) -> bool:
    """The cue of another member of a list reaches this one; ``at``: this member and that of the cue."""
    (here, there), conjuncts = at, clause.conjuncts
    if _left(clause, there, thing if thing.tested else None, [*others, match], clause.cue):
        return False
    if here < there:
        return not any(_verbs(clause, n) for n in range(there))
    if any(_verbs(clause, n) for n in range(there + 1, here)) or _with_object(clause, there, others):
        return False
    between = [n for n in range(there + 1, here) if _left(clause, n, None, others, None)]
    joins = {c.join for c in conjuncts[there + 1 : here + 1]}
    later = {c.join for c in conjuncts[here + 1 : here + 3]}
    if joins & {"or", "nor", "and/or"} or (joins == {","} and later & {"or", "nor"}):
        return True
    return not between and not _verbs(clause, here)


def _with_object(clause: _Clause, there: int, others: list[re.Match[str]]) -> bool:
    """The thing beside the cue has an object, with which the list may go on ("response to A, B")."""
    return any(re.search(r" (?:to|of|from|with) ", m.group()) for m in others if _inside(clause, there, m))


def _at(clause: _Clause, place: int) -> int:
    return next(
        (n for n, c in enumerate(clause.conjuncts) if c.span.start <= place < c.span.end),
        len(clause.conjuncts) - 1,
    )


def _inside(clause: _Clause, number: int, match: re.Match[str]) -> bool:
    return clause.conjuncts[number].span.start <= match.start() < clause.conjuncts[number].span.end


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _left(
    clause: _Clause,
    number: int,
    thing: Absent | None,
    taken: list[re.Match[str]],
    cue: re.Match[str] | None,
) -> bool:
    """Something is left over of a conjunct: a word that narrows what is denied."""
    span = clause.conjuncts[number].span
    body = clause.body[: span.end]
    spans = [m.span() for m in taken] + ([cue.span()] if cue else [])
    spans += [(r.start, r.end) for _, r in region_mentions(body)]
    if number == 0 and (subject := _person(body)):
        spans.append(subject)
    words = load_wording()
    extra = thing.light if thing else frozenset[str]()
    for match in _WORD.finditer(body, span.start):
        word = match.group().lower().rstrip(".")
        if word in words.light or word in words.verbs or word in extra:
            continue
        if not any(a <= match.start() < b for a, b in spans):
            return True
    return False


def _person(body: str) -> tuple[int, int] | None:
    """The worker named by an occupation as the subject: "the welder has never had"."""
    match = _SUBJECT.match(body)
    if (
        match is None
        or term_mentions(match["who"])
        or any(t.said.search(match["who"]) for t in load_absent())
    ):
        return None
    return match.span("who")


def _light(text: str) -> bool:
    return all(w in load_wording().light for w in _words(text))


def _verbs(clause: _Clause, number: int) -> bool:
    span, verbs = clause.conjuncts[number].span, load_wording().verbs
    return any(w in verbs for w in _words(clause.body[span.start : span.end]))


def _words(text: str) -> list[str]:
    return [m.group().lower() for m in _WORD.finditer(text)]


def days_of(text: str) -> tuple[date, ...]:
    """The calendar days that a clause names."""
    return tuple(d.day for d in dates_in(text) if d.day)
