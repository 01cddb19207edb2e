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

from assistant.claims.absences import Absent, Sort, load_absent, load_wording
from assistant.claims.body import region_mentions
from assistant.claims.clauses import WORD, Clause, denying_clauses, words_in
from assistant.claims.dates import dates_in
from assistant.claims.terms import term_mentions
from knowledge.document import Span


@dataclass(frozen=True, slots=True)
class Absence:
    """A thing denied at ``span`` of the sentence; ``clause`` is the whole clause that denies it.

    ``beside``: words that narrow what is denied ("no fracture of the hook"), in lower case.
    """

    thing: Absent
    span: Span
    clause: Span
    beside: tuple[str, ...] = ()


_NARROWS = re.compile(
    r"\b(?:since|after|within|during|following|than|between|until|before|except|other|aside|apart|besides|beyond|only)\b",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:request\w*|order\w*|prescri\w+|RFA|ask\w*|dispens\w+|authori[sz]\w+|sought|form)\b", re.I
)
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
_PLAIN = frozenset(("quantity", "region", "side", "refills"))
_MOST_BESIDE, _SHORTEST = 4, 3
_LEADS_TO = re.compile(r"\b(?:on|in|of|by|at|from|with|to|for|about|after|during)\b")


def absences_in(text: str) -> tuple[Absence, ...]:
    """The things that a sentence says to be absent as such, in order of their places; never raises."""
    return tuple(a for a in narrowed_in(text) if not a.beside)


@lru_cache(maxsize=16_384)
def narrowed_in(text: str) -> tuple[Absence, ...]:
    """The same, and the things of which a few plain words narrow what is denied."""
    found = list(_outright(text))
    if load_wording().cues.search(text):
        read = [absence for clause in denying_clauses(text) for absence in _read(text, clause)]
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


def _read(text: str, span: Span) -> Iterator[Absence]:
    clause = Clause(text, span)
    if clause.cue is None:
        return
    named = [m for _, m in clause.things]
    for thing, match in clause.things:
        beside = _denies(clause, thing, match, named)
        if beside is not None:
            start, end = _extent(clause, match)
            yield Absence(thing, Span(span.start + start, span.start + end), span, beside)


def _extent(clause: Clause, match: re.Match[str]) -> tuple[int, int]:
    """From the cue or the thing to the other, with the verbs that follow."""
    assert clause.cue is not None
    start, end = min(clause.cue.start(), match.start()), max(clause.cue.end(), match.end())
    tail = re.match(r"[^,;]{0,80}", clause.whole[end:])
    return start, end + len((tail.group() if tail else "").rstrip(" ."))


def _denies(
    clause: Clause, thing: Absent, match: re.Match[str], named: list[re.Match[str]]
) -> tuple[str, ...] | None:
    """The words that narrow what is denied, none where it is the thing as such; None: nothing is."""
    assert clause.cue is not None
    cue, body = clause.cue, clause.body
    if match.start() < cue.end() and cue.start() < match.end():
        return None
    if not _fits(clause, thing, match) or not _governs(clause, match):
        return None
    here = _at(clause, match.start())
    there = _at(clause, cue.start())
    others = [m for m in named if not _overlap(m, match) and not _light(m.group())]
    if any(_inside(clause, here, m) for m in others):
        return None
    if here != there and not _carried(clause, thing, (here, there), match, others):
        return None
    if any(
        _NARROWS.search(body, c.span.start, c.span.end) for c in clause.conjuncts[max(here, there) + 1 :]
    ):
        return None
    beside = tuple(_over(clause, here, thing, [match], cue))
    return beside if not beside or (here == there and _plain(clause, thing, match, beside)) else None


def _plain(clause: Clause, thing: Absent, match: re.Match[str], beside: tuple[str, ...]) -> bool:
    """The words name a kind or a place of the thing; they do not weigh it, nor are they what is denied."""
    if thing.sort is Sort.REQUEST or len(beside) > _MOST_BESIDE or len(clause.conjuncts) > 1:
        return False
    if any(w in load_wording().weighing or w.isdigit() or len(w) < _SHORTEST for w in beside):
        return False
    assert clause.cue is not None
    lowered, cue = clause.body.lower(), clause.cue
    if match.end() <= cue.start():
        return all(word in lowered[: cue.start()] for word in beside)
    between = lowered[cue.end() : match.start()]
    if cue.end() > match.start() or not all(word in lowered[cue.end() :] for word in beside):
        return False
    return not (_LEADS_TO.search(between) and any(word in between for word in beside))


def _governs(clause: Clause, match: re.Match[str]) -> bool:
    """The cue is of a kind that can deny what stands where the thing stands."""
    assert clause.cue is not None
    cue, words = clause.cue, load_wording()
    said = cue.group().lower().split()[0]
    if match.end() <= cue.start() and said in words.forward:
        after = clause.whole[cue.end() :].lstrip()
        return bool(_OF_IT.match(after)) or bool(_SAYS.search(clause.whole[: cue.start()]))
    beside = clause.body[: match.start()] + clause.body[match.end() :]
    return not (_UNDONE.match(cue.group()) and any(w in words.unfinished for w in words_in(beside)))


def _fits(clause: Clause, thing: Absent, match: re.Match[str]) -> bool:
    """The sort of the thing agrees with the way in which it is denied."""
    assert clause.cue is not None
    body = clause.body
    if thing.tested and (_DENIER.match(clause.cue.group()) or not _untested(clause, thing)):
        return False
    if thing.sort is Sort.REQUEST:
        return thing.asked in _PLAIN or _ASKED.search(clause.whole) is not None
    if thing.sort is Sort.FINDING:
        return not any(word in load_wording().caring for word in words_in(body))
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


# "a lack of motion was noted on examination": it was looked for, and found wanting
_LACK_FOUND = re.compile(
    r"(?:lack|absence) of (?:[\w-]+ ){1,5}(?:was|were|is|are) "
    r"(?:noted|found|seen|observed|present|evident)\b",
    re.I,
)


def _untested(clause: Clause, thing: Absent) -> bool:
    """It is not the result of a test: a reflex that is absent was tested; goals cannot be."""
    assert clause.cue is not None
    if thing.plans and clause.cue.group().lower() in ("absent", "lacking"):
        return True
    if re.match(r"absent(?! from)", clause.whole[clause.cue.start() :], re.I):
        return False
    if _LACK_FOUND.match(clause.whole, clause.cue.start()):
        return False
    return any(word in load_wording().tested for word in words_in(clause.whole))


def _carried(
    clause: Clause, thing: Absent, at: tuple[int, int], match: re.Match[str], others: list[re.Match[str]]
) -> bool:
    """The cue of another member of a list reaches this one; ``at``: this member and that of the cue."""
    assert clause.cue is not None
    (here, there), conjuncts = at, clause.conjuncts
    if _left(clause, there, thing if thing.tested else None, [*others, match], clause.cue):
        return False
    if here > there and any(m.end() <= clause.cue.start() for m in others if _inside(clause, there, m)):
        return False  # "sleep hygiene was not covered, and the low mood ..."
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


def _with_object(clause: Clause, there: int, others: list[re.Match[str]]) -> bool:
    """The thing beside the cue has an object, with which the list may go on ("response to A, B")."""
    return any(re.search(r" (?:to|of|from|with) ", m.group()) for m in others if _inside(clause, there, m))


def _at(clause: Clause, place: int) -> int:
    return next(
        (n for n, c in enumerate(clause.conjuncts) if c.span.start <= place < c.span.end),
        len(clause.conjuncts) - 1,
    )


def _inside(clause: Clause, number: int, match: re.Match[str]) -> bool:
    return clause.conjuncts[number].span.start <= match.start() < clause.conjuncts[number].span.end


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _left(
    clause: Clause,
    number: int,
    thing: Absent | None,
    taken: list[re.Match[str]],
    cue: re.Match[str] | None,
) -> bool:
    """Something is left over of a conjunct: a word that narrows what is denied."""
    return next(_over(clause, number, thing, taken, cue), None) is not None


def _over(
    clause: Clause,
    number: int,
    thing: Absent | None,
    taken: list[re.Match[str]],
    cue: re.Match[str] | None,
) -> Iterator[str]:
    """The words left over of a conjunct."""
    span = clause.conjuncts[number].span
    body = clause.body[: span.end]
    spans = [m.span() for m in taken] + ([cue.span()] if cue else [])
    spans += [(r.start, r.end) for _, r in region_mentions(body)]
    if number == 0 and (subject := _person(body)):
        spans.append(subject)
    words = load_wording()
    extra = thing.light if thing else frozenset[str]()
    for match in WORD.finditer(body, span.start):
        word = match.group().lower().rstrip(".")
        if word in words.light or word in words.verbs or word in extra:
            continue
        if not any(a <= match.start() < b for a, b in spans):
            yield word


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
    return all(w in load_wording().light for w in words_in(text))


def _verbs(clause: Clause, number: int) -> bool:
    span, verbs = clause.conjuncts[number].span, load_wording().verbs
    return any(w in verbs for w in words_in(clause.body[span.start : span.end]))


def days_of(text: str) -> tuple[date, ...]:
    """The calendar days that a clause names."""
    return tuple(d.day for d in dates_in(text) if d.day)
