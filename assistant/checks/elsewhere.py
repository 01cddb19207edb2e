"""FAC, where: a finding of the record given to a body part or level of which the record does not tell it.

Knows the names of findings; which part one belongs to is read from the record alone. Complaints and
deficits may stem from a part that bears on theirs (the neck for the hand); what is felt or seen may not.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, region_mentions, related
from assistant.claims.denial import denials_in
from assistant.claims.numbers import levels_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote, Span

_LESS = r"(?:decreased|diminished|reduced|impaired|absent|altered|limited|restricted)"
_LOW = rf"(?:{_LESS}|loss of|deficits? (?:in|of|to))"
_IS_LOW = rf"(?:\w+ ){{0,6}}(?:is|was|are|were) (?:\w+ )?{_LESS}"
_FINDINGS = {
    "tenderness": r"tender(?:ness)?",
    "spasm": r"spasms?",
    "swelling": r"swelling|swollen|edema",
    "effusion": r"effusions?",
    "numbness": r"numb(?:ness)?|tingl\w+|paresthesias?",
    "a sensory loss": rf"{_LOW} (?:\w+ ){{0,3}}(?:sensation|sensory)|hyp[oa]?esthesia|sensory (?:loss|deficits?)|sensation {_IS_LOW}",
    "weakness": rf"weak(?:ness)?|{_LOW} (?:\w+ ){{0,2}}strength|strength (?:\w+ ){{0,4}}[0-4][+-]?/5",
    "limited motion": rf"{_LOW} (?:\w+ ){{0,3}}(?:motion|ROM)|(?:motion|ROM) {_IS_LOW}",
    "crepitus": r"crepitus|crepitation",
    "instability": r"instability|laxity|unstable",
    "atrophy": r"atroph\w+",
    "a tear": r"tears?|torn|rupture[sd]?",
    "a fracture": r"fractures?|fractured",
    "stenosis": r"stenosis|narrowing",
    "a disc lesion": r"(?:disc|disk) (?:bulges?|protrusions?|herniations?|extrusions?)|herniated (?:disc|disk)s?",
    "degeneration": r"degenerat\w+|osteoarthritis|arthrosis|spurs?|spurring|osteophytes?",
    "tendinitis": r"tend[io]n(?:itis|osis|opathy)|bursitis|impingement",
    "a bruise": r"bruis\w*|ecchymos[ei]s|contusions?|contused|hematomas?",
    "a laceration": r"lacerations?|puncture wounds?",
    "a Tinel sign": r"tinel'?s?",
    "a Phalen sign": r"phalen'?s?",
    "a Finkelstein sign": r"finkelstein'?s?",
    "a Spurling sign": r"spurling'?s?",
    "a McMurray sign": r"mcmurray'?s?",
    "a Lachman sign": r"lachman'?s?",
    "a Hawkins sign": r"hawkin'?s?",
    "a Neer sign": r"neer'?s?",
    "pain": r"pain(?:ful)?|aching|sore(?:ness)?",
}  # fmt: skip
_FINDING = re.compile(
    "|".join(f"(?P<f{n}>\\b(?:{pattern})\\b)" for n, pattern in enumerate(_FINDINGS.values())), re.I
)
_NAMES = tuple(_FINDINGS)
_SOFT = frozenset(("pain", "numbness"))  # summaries leave complaints out, seldom findings
_STEMMING = _SOFT | {"a sensory loss", "weakness"}
_SPINE = frozenset(("cervical", "thoracic", "lumbar", "sacroiliac"))
_CUT = re.compile(r"[;.:]|,? (?:but|while|whereas|although|however)\b|\b(?:secondary|due) to\b")
_OF_CRITERIA = re.compile(r"\bcriteri(?:a|on)|guidelines?|\bcondition of\b|\brequest", re.I)


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding of a clause with the parts or levels named there."""

    name: str
    parts: frozenset[str]
    place: Span


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention in the record, with every part that it may belong to."""

    parts: frozenset[str]
    sentence: RecordSentence


def _elsewhere(context: Context) -> Iterator[Finding]:
    seen = _seen(context.record)
    for statement in context.told(Mode.CASE):
        if _OF_CRITERIA.search(statement.text) or context.repeats_record(statement):
            continue
        for said in _placed(context, statement):
            known = seen.get(said.name, ())
            if known and not any(_belongs(said, there.parts) for there in known):
                yield _finding(context, statement, said, known)


def _finding(context: Context, statement: Statement, said: Placed, known: tuple[Seen, ...]) -> Finding:
    there = sorted({part.replace("_", " ") for seen in known for part in seen.parts})
    far = not any(_bears(said.parts, seen.parts) for seen in known)
    soft = context.human and (said.name in _SOFT or not far)
    return context.finding(
        "FAC24",
        statement.start + said.place.start,
        statement.start + said.place.end,
        Verdict.CONTRADICTED,
        f"The record has {said.name} of the {', '.join(there[:4])}, not of this part.",
        _evidence(context, known),
        "Name the part that the record names.",
        severity=Severity.WARNING if soft else None,
    )


def _evidence(context: Context, known: tuple[Seen, ...]) -> tuple[Quote, ...]:
    sentences = dict.fromkeys(seen.sentence for seen in known)
    return tuple(context.record.quote_sentence(sentence) for sentence in list(sentences)[:3])


def _belongs(said: Placed, known: frozenset[str]) -> bool:
    """The record may mean this part; a spine and a limb are one only for what stems from a nerve."""
    if said.name in _STEMMING or not known:
        return _bears(said.parts, known)
    if close(said.parts) & close(known):
        return True
    mine, theirs = said.parts - _SPINE, known - _SPINE
    return bool(related(mine) & theirs or related(theirs) & mine)


def _bears(said: frozenset[str], known: frozenset[str]) -> bool:
    """One of the parts is another's, or the findings of one bear on the other; nowhere may be anywhere."""
    mine, theirs = close(said), close(known)
    return not known or bool(related(mine) & theirs or related(theirs) & mine)


def _placed(context: Context, statement: Statement) -> Iterator[Placed]:
    """Findings that are affirmed beside a part in their clause."""
    for clause in _clauses(statement.text):
        parts = [m for m in region_mentions(statement.text) if clause.start <= m[1].start < clause.end]
        if not parts:
            continue
        named = frozenset(name for name, _ in parts)
        for match in _FINDING.finditer(statement.text, clause.start, clause.end):
            if _affirmed(context, statement, Span(*match.span())):
                nearest = min((span for _, span in parts), key=lambda s: abs(s.start - match.start()))
                lo, hi = min(nearest.start, match.start()), max(nearest.end, match.end())
                yield Placed(_NAMES[int((match.lastgroup or "f0")[1:])], named, Span(lo, hi))


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for cut in _CUT.finditer(text):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, len(text))


def _affirmed(context: Context, statement: Statement, place: Span) -> bool:
    if context.in_quotation(statement.start + place.start):
        return False
    if any(denial.span.overlaps(place) for denial in denials_in(statement.text)):
        return False
    return standing(statement.text, place.start, place.end) is Standing.AFFIRMED


@lru_cache(maxsize=64)
def _seen(record: RecordIndex) -> dict[str, tuple[Seen, ...]]:
    """Every mention that the record does not deny, by name; the header and reports of the denial too."""
    table: dict[str, list[Seen]] = {}
    for sentence in record.sentences:
        for match in _FINDING.finditer(sentence.text):
            if standing(sentence.text, *match.span()) is not Standing.NEGATED:
                name = _NAMES[int((match.lastgroup or "f0")[1:])]
                table.setdefault(name, []).append(Seen(_told_of(sentence), sentence))
    return {name: tuple(seen) for name, seen in table.items()}


def _told_of(sentence: RecordSentence) -> frozenset[str]:
    """The parts that it names, by a level too; without any, those of the sentence before."""
    by_level = frozenset(
        _OF_LEVEL[name[0]]
        for level in levels_in(sentence.text)
        for name in level.levels
        if name[0] in _OF_LEVEL
    )
    return sentence.own_regions | by_level if by_level else sentence.regions


_OF_LEVEL = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "lumbar"}
_LEVELLED = re.compile(
    r"\b(?:sensation|sensory|dermatom\w*|myotom\w*|hyp[oa]?esthesia|radiculopathy|numbness|tingling|reflex\w*)\b",
    re.I,
)


def _levels(context: Context) -> Iterator[Finding]:
    """A deficit given to a level that the record names for something else only."""
    known = [
        (s, levels)
        for s in context.record.sentences
        if _LEVELLED.search(s.text)
        and (levels := frozenset(n for level in levels_in(s.text) for n in level.levels))
    ]
    if not known:
        return
    named = frozenset(name for _, levels in known for name in levels)
    for statement in context.told(Mode.CASE):
        if not _LEVELLED.search(statement.text) or _OF_CRITERIA.search(statement.text):
            continue
        for level in levels_in(statement.text):
            if named & set(level.levels) or not set(level.levels) <= context.record.levels:
                continue
            if _affirmed(context, statement, level.span):
                yield context.finding(
                    "FAC25",
                    statement.start + level.span.start,
                    statement.start + level.span.end,
                    Verdict.CONTRADICTED,
                    f"The record tells of this at {', '.join(sorted(named))}.",
                    tuple(context.record.quote_sentence(s) for s, _ in known[:3]),
                    "Name the level that the record names.",
                )


_LESIONS = {
    "a loss of height": r"(?:loss of|lost|decreased|reduced|diminished) (?:disc |disk |vertebral )?height|(?:disc |disk )?height loss|(?:disc|disk)(?: space)? narrowing",
    "desiccation": r"desiccat\w+|dehydrat\w+|annular (?:tear|fissure)s?",
    "a disc lesion": r"protru\w+|herniat\w+|extru\w+|bulg\w+|disc lesions?",
    "stenosis": r"stenosis|narrowing",
    "facet disease": r"facet (?:arthropathy|hypertrophy|arthrosis|disease)",
    "a slip": r"\w*listhesis",
    "a vertebral fracture": r"compression (?:fracture|deformity)|burst fracture",
}
_LESION = re.compile("|".join(f"(?P<l{n}>\\b(?:{p})\\b)" for n, p in enumerate(_LESIONS.values())), re.I)
_LEVEL_CUT = re.compile(r"[;.]|, |\b(?:and|but|with|while|without)\b")


@lru_cache(maxsize=8192)
def _lesions(text: str) -> tuple[tuple[str, frozenset[str], Span], ...]:
    """Lesions of the spine with the levels of their clause."""
    levels = levels_in(text)
    found: list[tuple[str, frozenset[str], Span]] = []
    for match in _LESION.finditer(text) if levels else ():
        lead = max((m.end() for m in _LEVEL_CUT.finditer(text, 0, match.start())), default=0)
        stop = _LEVEL_CUT.search(text, match.end())
        end = stop.start() if stop else len(text)
        here = [level for level in levels if lead <= level.span.start < end]
        place = here[0].span if here else Span(*match.span())
        if standing(text, *match.span()) is not Standing.NEGATED:
            found.append((str(match.lastgroup), frozenset("-".join(v.levels) for v in here), place))
    return tuple(found)


def _same_level(said: frozenset[str], theirs: frozenset[str]) -> bool:
    """One level in common; a root (L5) belongs to the discs beside it (L4-L5)."""
    return bool(said & theirs) or any(name in other.split("-") for name in said for other in theirs)


def _lesion_levels(context: Context) -> Iterator[Finding]:
    """A lesion given to a level of which the record does not tell it, though it names its levels."""
    known = [(name, levels, s) for s in context.record.clinical for name, levels, _ in _lesions(s.text)]
    for statement in context.told(Mode.CASE):
        if _OF_CRITERIA.search(statement.text) or context.repeats_record(statement):
            continue
        for name, levels, place in _lesions(statement.text):
            rows = [(theirs, s) for other, theirs, s in known if other == name]
            if (
                not levels
                or not rows
                or any(not theirs or _same_level(levels, theirs) for theirs, _ in rows)
            ):
                continue
            yield context.finding(
                "FAC25",
                statement.start + place.start,
                statement.start + place.end,
                Verdict.CONTRADICTED,
                f"The record tells of this at {', '.join(sorted(n for theirs, _ in rows for n in theirs))}.",
                tuple(context.record.quote_sentence(s) for _, s in rows[:3]),
                "Name the level that the record names.",
            )


_FINE = re.compile(
    r"\b(?:(?P<protrusion>protru\w+)|(?P<extrusion>extru\w+)|(?P<herniation>herniat\w+)|(?P<bulge>bulg\w+)|(?P<sequestration>sequest\w+))\b",
    re.I,
)


@lru_cache(maxsize=8192)
def _discs(text: str) -> tuple[tuple[str, frozenset[str], Span], ...]:
    """Each lesion of a disc by its very word, with the one level that stands nearest."""
    levels = levels_in(text) if _FINE.search(text) else ()
    found = []
    for match in _FINE.finditer(text) if levels else ():
        near = min(levels, key=lambda v: max(v.span.start - match.end(), match.start() - v.span.end))
        if standing(text, *match.span()) is not Standing.NEGATED:
            found.append((str(match.lastgroup), frozenset(("-".join(near.levels),)), near.span))
    return tuple(found)


def _other_word(context: Context) -> Iterator[Finding]:
    """A protrusion told of the level at which the record has a bulge, and the protrusion at another."""
    known = [(name, levels, s) for s in context.record.clinical for name, levels, _ in _discs(s.text)]
    for statement in context.told(Mode.CASE) if known else ():
        told = _discs(statement.text)
        if len(told) != 1 or _OF_CRITERIA.search(statement.text) or context.repeats_record(statement):
            continue
        name, levels, place = told[0]
        mine = [s for other, theirs, s in known if other == name and not theirs & levels]
        here = [s for other, theirs, s in known if theirs & levels]
        if mine and here and not any(other == name and theirs & levels for other, theirs, _ in known):
            yield context.finding(
                "FAC25",
                statement.start + place.start,
                statement.start + place.end,
                Verdict.CONTRADICTED,
                f"The record has the {name} at another level.",
                tuple(context.record.quote_sentence(s) for s in dict.fromkeys((*mine, *here)))[:3],
                "Name the level that the record names.",
            )


def _all_levels(context: Context) -> Iterator[Finding]:
    yield from _levels(context)
    yield from _lesion_levels(context)
    yield from _other_word(context)


RULES = (
    Rule(
        "FAC24",
        "finding of another body part",
        "A finding of the examination or of a study is given to a body part of which the record does not tell it.",
        "Each criterion asks for findings of the part that is to be treated.",
        Severity.ERROR,
        Example(
            "The right shoulder is tender. The knee moves freely.",
            "There is tenderness of the knee.",
            at="tenderness of the knee",
        ),
        Example(
            "The right shoulder is tender. The knee is tender, too.",
            "There is tenderness of the knee.",
        ),
        _elsewhere,
        "Name the part that the record names.",
    ),
    Rule(
        "FAC25",
        "deficit of another level",
        "A deficit is given to a level of the spine that the record names for something else.",
        "A radiculopathy is judged by one root; the image shows another.",
        Severity.ERROR,
        Example(
            "Sensation is decreased in the right L5 dermatome. MRI showed a bulge at C5-6.",
            "Sensation is decreased in the right C6 dermatome.",
            at="C6",
        ),
        Example(
            "Sensation is decreased in the right L5 dermatome. MRI showed a bulge at C5-6.",
            "Sensation is decreased in the right L5 dermatome.",
        ),
        _all_levels,
        "Name the level that the record names.",
    ),
)
