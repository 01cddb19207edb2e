"""FAC, made of or meant for which part: x-rays of the hip told of the spine, a cream for the neck told of the knees.

What the record gives to other parts only, or to the other side, the text may not give to this one. A date or a
count that both have makes it the same event. Plans tell for which part a product is meant, and nothing as done.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, related, sides_in
from assistant.claims.dates import dates_in
from assistant.claims.dealt import (
    Dealt,
    DealtKind,
    dealt_at,
    dealt_in,
    load_kinds,
    unnamed_care,
    unnamed_product,
)
from assistant.claims.denial import denials_in
from assistant.claims.fold import fold
from assistant.claims.model import Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_SPINE = frozenset(("cervical", "thoracic", "lumbar", "sacroiliac", "head", "chest"))
_UNSURE = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\bif\b|\bshould\b|\bwould\b|\b(?-i:may)\b|\bcould\b|\bwhether\b|\brule out\b|\bpatients with\b|"
    r"\b(?:is|are) (?:not )?(?:recommended|supported|indicated)\b",
    re.I,
)
_ASKED = re.compile(
    r"\brequest\w*|\bplan\w*|\bpropos\w*|\border(?:s|ed|ing)?\b|\brecommend\w*|\bnecessary\b", re.I
)
_DONE = re.compile(
    r"\b(?:was|were|had|has|have|underwent|showed|reveal\w+|demonstrat\w+|taken|obtained|performed|dated|prior|previous|normal|"
    r"negative|completed|received|attended|given|injected|after|following|status post|did|found|read|noted|history of)\b",
    re.I,
)
_NO = re.compile(r"\b(?:not|no|never|without|n't|nor|neither|absent|lack\w*|unclear)\b", re.I)
_NOT = re.compile(r"\b(?:not|n't|never|absent|unclear)\b", re.I)
_UNDONE = re.compile(
    r"\b(?:not|never|n't) (?:\w+ ){0,2}(?:done|taken|obtained|performed|given|had|received|started)\b", re.I
)
_ORDERED = re.compile(
    r"(?:here,? )?(?:the|this|these|that) (?:[\w-]+ ){1,3}(?:is|was|are|were) (?:\w+ )?(?:intended|meant|ordered|prescribed|dispensed|requested) ",
    re.I,
)
"""In a paragraph on a guideline, still told of this worker's own cream."""
_LABELLED = re.compile(
    r"\b(?:approved|indicated|label\w*|recommended|effective|useful|evaluated|studied|suited|amenable|option|helpful|beneficial)\b",
    re.I,
)
_AGAIN = re.compile(r"\b(?:same|this|that|affected|injured|involved)\b", re.I)
_CUT = re.compile(r"[;.]\s|, (?:and|but|which|who|while)\b|\b(?:but|while|whereas)\b")
_NEIGHBOURS = frozenset(("wrist", "finger"))
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Event:
    """A mention with the days and the counts of its clause."""

    dealt: Dealt
    keys: frozenset[object]
    sentence: RecordSentence | None = None


def _misplaced(context: Context) -> Iterator[Finding]:
    known = _known(context.record)
    for statement in context.told(Mode.CASE, Mode.GUIDELINE):
        if context.repeats_record(statement):
            continue
        if statement.mode is Mode.GUIDELINE and not _ORDERED.match(statement.text):
            continue
        for said in _said(context, statement):
            rows = _against(context, said, known.get(said.dealt.kind.name, ()))
            if rows:
                yield _finding(context, statement, said, rows)
                break


def _finding(context: Context, statement: Statement, said: _Event, rows: list[_Event]) -> Finding:
    parts = sorted({p.replace("_", " ") for row in rows for p in row.dealt.parts})
    sides = sorted({s for row in rows for s in row.dealt.sides})
    there = " ".join((*(sides if len(sides) == 1 else ()), ", ".join(parts[:4])))
    return context.finding(
        "FAC43",
        statement.start + said.dealt.whole.start,
        statement.start + said.dealt.whole.end,
        Verdict.CONTRADICTED,
        f"The record tells this ({said.dealt.kind.name}) of the {there}, not of this part.",
        tuple(
            context.record.quote_sentence(s) for s in dict.fromkeys(r.sentence for r in rows if r.sentence)
        )[:_MOST],
        "Name the part that the record names.",
    )


def _said(context: Context, statement: Statement) -> Iterator[_Event]:
    """What the sentence tells as done, or a product as meant for, beside a part that is linked to it."""
    text = statement.text
    denied = [d.span for d in denials_in(text)]
    for dealt in (*dealt_in(text), *_by_request(context, text)):
        place = dealt.place
        if not dealt.parts or any(span.overlaps(place) for span in denied):
            continue
        if context.in_quotation(statement.start + place.start):
            continue
        clause = _clause(text, dealt.whole)
        if _UNSURE.search(clause) or _LABELLED.search(clause) or _denied(text, dealt.whole):
            continue
        if dealt.kind.sort != "product" and (_ASKED.search(clause) or not _DONE.search(text)):
            continue
        yield _Event(_sided(context, text, dealt), _keys(clause))


def _denied(text: str, place: Span) -> bool:
    """Words of denial before it, or of its not being done behind it."""
    clause = _clause(text, place)
    at = text.index(clause)
    return bool(_NO.search(text[at : place.end]) or _NOT.search(text[place.end : at + len(clause)]))


def _is(text: str, place: Span, stands: Standing) -> bool:
    """How it stands by the words before it: films that "were negative" were made."""
    return standing(text[: place.end], place.start, place.end) is stands


def _by_request(context: Context, text: str) -> Iterator[Dealt]:
    """Counted care without a name, where the request asks for one care alone."""
    asked, things = _of_request(context.item_text)
    for match in unnamed_product().finditer(text) if things else ():
        yield dealt_at(text, things[0], Span(*match.span()))
    for match in unnamed_care().finditer(text) if asked else ():
        named = [d.kind for d in dealt_in(text) if d.kind.sort in ("care", "injection")]
        if all(kind is asked[0] for kind in named):
            yield dealt_at(text, asked[0], Span(*match.span()))


@lru_cache(maxsize=64)
def _of_request(asked: str) -> tuple[tuple[DealtKind, ...], tuple[DealtKind, ...]]:
    """The one care and the one product that a request names; nothing where it names several."""
    named = [kind for kind in load_kinds() if kind.words.search(asked)]
    sorts = (tuple(k for k in named if k.sort == sort) for sort in ("care", "product"))
    care, product = (kinds if len(kinds) == 1 else () for kinds in sorts)
    return care, product


def _sided(context: Context, text: str, dealt: Dealt) -> Dealt:
    """ "The same knee" is the knee of the request."""
    if dealt.sides or not _AGAIN.search(text[dealt.whole.start : dealt.whole.end]):
        return dealt
    sides = sides_in(context.item_text) if dealt.parts & close(context.item_regions) else frozenset()
    return replace(dealt, sides=sides if len(sides) == 1 else frozenset())


def _clause(text: str, place: Span) -> str:
    lead = max((m.end() for m in _CUT.finditer(text, 0, place.start)), default=0)
    stop = _CUT.search(text, place.end)
    return text[lead : stop.start() if stop else len(text)]


def _keys(clause: str) -> frozenset[object]:
    """What makes an event this one: its day, or how many visits."""
    days = [d.day for d in dates_in(clause) if d.day]
    counts = [n.value for n in numbers_in(clause) if n.kind is Kind.VISITS]
    return frozenset((*days, *counts))


def _against(context: Context, said: _Event, known: tuple[_Event, ...]) -> list[_Event]:
    """The record's tellings of the thing, where each is of another part or side; of the same event, where there is one."""
    same = [_told_of(row) for row in known if said.keys & row.keys]
    rows = same or [*known, *_requested(context, said)]
    if not rows or (any(not r.dealt.parts for r in rows) and (same or said.dealt.kind.sort != "product")):
        return []
    rows = [r for r in rows if r.dealt.parts]
    freely = said.dealt.kind.sort == "care" and not _cared_for(context, said.dealt.parts)
    return rows if all(_apart(said.dealt, r.dealt, freely=freely) for r in rows) else []


def _cared_for(context: Context, parts: frozenset[str]) -> bool:
    """The record tells of other care of this very part, and so keeps it apart from its neighbours."""
    events = (e for rows in _known(context.record).values() for e in rows)
    return any(e.dealt.kind.sort == "care" and close(parts) & close(e.dealt.parts) for e in events)


def _requested(context: Context, said: _Event) -> Iterator[_Event]:
    """For which part the requests of the case mean the product."""
    for item in context.case.items if said.dealt.kind.sort == "product" else ():
        for dealt in dealt_in(fold(item.treatment).text):
            if dealt.kind is said.dealt.kind:
                yield _Event(dealt, frozenset())


def _told_of(row: _Event) -> _Event:
    """Of an event that is surely the same, the one part and side of its sentence will do."""
    if row.dealt.parts or row.sentence is None or len(row.sentence.own_regions) != 1:
        return row
    sides = sides_in(row.sentence.text)
    dealt = replace(
        row.dealt, parts=row.sentence.own_regions, sides=sides if len(sides) == 1 else frozenset()
    )
    return replace(row, dealt=dealt)


def _apart(said: Dealt, known: Dealt, *, freely: bool) -> bool:
    if said.kind.sort == "product" and {*said.parts, *known.parts} == _NEIGHBOURS:
        return True
    if not _bears(said.parts, known.parts, freely=freely):
        return True
    return bool(said.sides and known.sides) and not said.sides & known.sides


def _bears(mine: frozenset[str], theirs: frozenset[str], *, freely: bool) -> bool:
    """One part is the other's neighbour; a spine and a limb are one for care alone."""
    if close(mine) & close(theirs):
        return True
    if not freely:
        mine, theirs = mine - _SPINE, theirs - _SPINE
    return bool(related(mine) & theirs or related(theirs) & mine)


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[_Event, ...]]:
    table: dict[str, list[_Event]] = {}
    for sentence in record.clinical:
        for dealt in dealt_in(sentence.text):
            planned = sentence.plans or _is(sentence.text, dealt.place, Standing.PLANNED)
            clause = _clause(sentence.text, dealt.whole)
            if _is(sentence.text, dealt.place, Standing.NEGATED) or _UNDONE.search(clause):
                continue
            if planned and dealt.kind.sort != "product":
                continue
            keys = _keys(clause)
            table.setdefault(dealt.kind.name, []).append(_Event(dealt, keys, sentence))
    return {name: tuple(rows) for name, rows in table.items()}


RULES = (
    Rule(
        "FAC43",
        "made of or meant for another part",
        "A study, an injection, care or a product is told of a body part or side of which the record does not tell it.",
        "Films of the hip are none of the spine, and a cream for the neck does not treat the knees.",
        Severity.ERROR,
        Example(
            "Hip x-rays on 9-20-16 were normal. The low back is tender.",
            "Prior x-rays of the lumbar spine on 9/20/16 were normal.",
            "X-rays of the lumbar spine",
            "x-rays of the lumbar spine",
        ),
        Example(
            "Hip x-rays on 9-20-16 were normal. The low back is tender.",
            "Prior x-rays of the hip on 9/20/16 were normal.",
            "X-rays of the lumbar spine",
        ),
        _misplaced,
        "Name the part that the record names.",
    ),
)
