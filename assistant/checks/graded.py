"""POL, graded: reflexes, strength, sensation, gait and images told normal for abnormal or the reverse.

Each clause gives a thing examined, its part where named, and whether it is normal. The text contradicts the
record where every telling of that thing for that part has the opposite. Knows no grades.
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
from assistant.claims.body import close, regions_in, related, sides_in
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_THINGS = {
    "reflexes": r"reflex(?:es)?|DTRs?|jerks?",
    "strength": r"strength|motor(?: power| function| strength| exam\w*)?|power",
    "sensation": r"sensation|sensibility|sensory(?: exam\w*| function)?|light touch|pinprick",
    "gait": r"gait",
    "motion": r"(?:range of )?motion|ROM",
    "x-rays": r"x-? ?rays?|radiographs?|plain films?|films?|radiographic",
    "MRI": r"MRI|magnetic resonance imaging",
    "nerve study": r"EMG\w*|NC[SV]s?|electrodiagnos\w+(?: stud\w+)?|nerve conduction(?: stud\w+)?",
}  # fmt: skip
_THING = re.compile("|".join(f"(?P<t{n}>\\b(?:{p})\\b)" for n, p in enumerate(_THINGS.values())), re.I)
_NAMES = tuple(_THINGS)
_STUDIES = frozenset(("x-rays", "MRI", "nerve study"))
_NO_ECHO = _STUDIES | {"motion"}
_BAD = re.compile(
    r"\b(?:absent|absence of|diminish\w*|decreas\w*|reduc\w*|impair\w*|abnormal|lost|loss of|missing|abolished|"
    r"depressed|sluggish|hypoactive|limited|restrict\w*|antalgic|limping|deficits?|cannot be elicited|"
    r"unobtainable|lacking|weak(?:ness|er)?|poor|painful|0/4|1\+|[0-4][+-]?(?:/| of | out of )5|asymmetr\w*|less)(?=\W|$)",
    re.I,
)
_GOOD = re.compile(
    r"\b(?:normal|intact|full|unremarkable|within normal limits|WNL|symmetric\w*|equal|preserved|present|2\+|"
    r"5(?:/| of | out of )5|no (?:\w+ )?(?:deficits?|abnormalit\w+|loss|weakness)|negative)(?=\W|$)",
    re.I,
)
_SHOWS = re.compile(
    r"\b(?:show(?:s|ed|ing)|reveal(?:s|ed|ing)|disclos(?:es|ed|ing)|demonstrat(?:es|ed|ing)|noted|confirmed|found|"
    r"documented|depict(?:s|ed)|with)\s(?:an? |the |some |only )?(?P<what>[^.;]{4,80})",
    re.I,
)
_NOTHING = re.compile(
    r"\b(?:no|not|without|negative|normal|unremarkable|intact|nothing|never|absence|limits|heal\w*|alignment|union|stable|in place|improv\w*)\b",
    re.I,
)
_NO = re.compile(r"\b(?:no|not|without|denie[sd]|non)\b[^,;.]{0,25}$", re.I)
_CUT = re.compile(
    r"[;.]|, (?!(?:19|20)\d\d)(?:and |but )?|\b(?:and|but|while|whereas|although|though|versus|compared)\b|\bwith (?=normal|intact|full)"
)
_OF_CRITERIA = re.compile(
    r"\bcriteri(?:a|on)|guidelines?|\bcondition of\b|\brequest|\bif\b|\bwhen\b|\bgain\w*|\bregain\w*|\brestor\w*|\bimprov\w*|"
    r"\bshould\b|\bwould\b|\bresolv\w*|\bhad (?:been|resolved)\b|\bprevious\w*|\binitial\w*|\bformer\w*|\bearlier\b|\bat first\b|"
    r"\bexcept\w*|\bapart from\b|\baside from\b|\bother than\b|\botherwise\b|\belsewhere\b|\bonly\b|\bsave for\b|\bas opposed\b|\brecover\w*|"
    r"\bno (?:longer|record|mention)|\bnot (?:\w+ )?(?:recorded|tested|reported|examined|documented)\b",
    re.I,
)
_MOST = 3


@dataclass(frozen=True, slots=True)
class Graded:
    """A thing examined: its part (empty where none is named), whether it is normal, and its place."""

    thing: str
    parts: frozenset[str]
    normal: bool
    place: Span
    sides: frozenset[str] = frozenset()


def graded_in(text: str) -> list[Graded]:
    """The things that a sentence tells as normal or as not, clause by clause; others are left out."""
    found: list[Graded] = []
    for clause in _clauses(text):
        body = text[clause.start : clause.end]
        for match in _THING.finditer(body):
            thing = _NAMES[int((match.lastgroup or "t0")[1:])]
            normal = _study(text, clause, match) if thing in _STUDIES else _value(body)
            if thing == "motion":
                normal = _moves(body)
            if normal is not None:
                parts = regions_in(body) or (regions_in(text) if thing in _STUDIES else frozenset())
                place = Span(clause.start + match.start(), clause.start + match.end())
                found.append(Graded(thing, parts, normal, place, sides_in(body) or sides_in(text)))
    return found


def _clauses(text: str) -> Iterator[Span]:
    start = 0
    for cut in _CUT.finditer(text):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, len(text))


def _value(body: str) -> bool | None:
    bad = _unnegated(body)
    good = _GOOD.search(body) is not None and not re.search(r"\b(?:not|ab)[ -]?normal", body, re.I)
    return None if bad is good else good


def _unnegated(body: str) -> bool:
    return any(not _NO.search(body[: m.start()]) for m in _BAD.finditer(body))


_FULL = re.compile(
    r"\b(?:full|normal|unrestricted|complete|preserved|unlimited)(?: and [\w-]+)? (?:[\w-]+ ){0,3}(?:motion|ROM)\b|"
    r"\b(?:motion|ROM) (?:(?:of|in|at) (?:\w+ ){1,4})?(?:is|was|were|remained|and|appeared)? ?(?:also )?(?:full|normal|unrestricted|preserved|within normal limits)\b",
    re.I,
)
_STIFF = re.compile(
    r"\b(?:limited|restricted|decreased|reduced|diminished|impaired|loss of|lost|poor) (?:[\w-]+ ){0,3}(?:motion|ROM)\b|"
    r"\b(?:motion|ROM) (?:(?:of|in|at) (?:\w+ ){1,4})?(?:is|was|were|remained|appeared)? ?(?:also )?(?:limited|restricted|decreased|reduced|diminished|impaired)\b",
    re.I,
)


def _moves(body: str) -> bool | None:
    """Motion is full or limited only where the word stands beside it."""
    full, stiff = _FULL.search(body), _STIFF.search(body)
    told = full or stiff
    if told is None or (full and stiff) or _NO.search(body[: told.start()]):
        return None
    return full is not None


_UNSETTLED = re.compile(
    r"\b(?:equivocal|indeterminate|inconclusive|questionable|(?<!not )abnormal)\b", re.I
)


def _study(text: str, clause: Span, match: re.Match[str]) -> bool | None:
    """A study is normal by such a word in its clause, and abnormal where it shows something."""
    body = text[clause.start : clause.end]
    if re.search(
        r"\b(?:normal|unremarkable|negative|within normal limits|WNL|clear)\b", body[match.end() :], re.I
    ):
        return (
            None if re.search(r"\b(?:for|not|otherwise|ab|except)\b", body[match.end() :], re.I) else True
        )
    if _UNSETTLED.search(body, match.end()):
        return False
    shows = _SHOWS.search(text, clause.start + match.end(), min(len(text), clause.end + 90))
    if shows and shows.start() - clause.end <= 0 and not _NOTHING.search(shows["what"]):
        return False
    return None


def _turned(context: Context) -> Iterator[Finding]:
    known = _known(context.record)
    for statement in context.told(Mode.CASE):
        if _OF_CRITERIA.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for said in graded_in(statement.text):
            if any(span.overlaps(said.place) for span in denied) or not _stands(statement.text, said):
                continue
            if said.thing == "motion" and not said.sides:  # of the joint that the request is about
                said = replace(said, sides=sides_in(context.item_text))
            rows = _against(said, known.get(said.thing, ()))
            if rows:
                yield context.finding(
                    "POL06",
                    statement.start + said.place.start,
                    statement.start + said.place.end,
                    Verdict.CONTRADICTED,
                    f"The record has {said.thing} {'abnormal' if said.normal else 'normal'} here.",
                    tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
                    "Tell the result as the record has it.",
                )


def _stands(text: str, said: Graded) -> bool:
    return standing(text, said.place.start, said.place.end) in (Standing.AFFIRMED, Standing.NEGATED)


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[str, tuple[tuple[Graded, RecordSentence], ...]]:
    table: dict[str, list[tuple[Graded, RecordSentence]]] = {}
    for sentence in record.clinical:
        for graded in (*graded_in(sentence.text), *_echoes(sentence.text)):
            table.setdefault(graded.thing, []).append((graded, sentence))
    return {thing: tuple(rows) for thing, rows in table.items()}


def _echoes(text: str) -> Iterator[Graded]:
    """A clause that grades and names no thing speaks of the last one ("4/5 in the calf and 5/5 elsewhere")."""
    last: re.Match[str] | None = None
    for clause in _clauses(text):
        body = text[clause.start : clause.end]
        things = list(_THING.finditer(body))
        value = None if things else _value_or_none(body)
        if last is not None and value is not None:
            yield Graded(
                _NAMES[int((last.lastgroup or "t0")[1:])], regions_in(body), value, clause, sides_in(body)
            )
        named = things and _NAMES[int((things[-1].lastgroup or "t0")[1:])] not in _NO_ECHO
        last = things[-1] if named else None if things else last


def _value_or_none(body: str) -> bool | None:
    return _value(body) if _GOOD.search(body) or _BAD.search(body) else None


def _against(said: Graded, rows: tuple[tuple[Graded, RecordSentence], ...]) -> list[RecordSentence]:
    """The sentences that have the opposite, where no telling that may be meant has the same."""
    rows = tuple((g, s) for g, s in rows if not said.sides or not g.sides or said.sides & g.sides)
    bearing = [(g, s) for g, s in rows if not said.parts or not g.parts or _bears(said.parts, g.parts)]
    if said.thing in _STUDIES:  # the films of the foot before those of the ankle
        bearing = [(g, s) for g, s in bearing if g.parts & said.parts] or bearing
    if not bearing or any(g.normal is said.normal for g, _ in bearing):
        return []
    if said.thing in _STUDIES:  # a film of the neck is none of the shoulder
        bearing = [
            (g, s) for g, s in bearing if not said.parts or not g.parts or _same(said.parts, g.parts)
        ]
    alike = _same if said.thing in _STUDIES else _close
    named = [s for g, s in bearing if not said.parts or alike(said.parts, g.parts)]
    return list(dict.fromkeys(named or [s for g, s in bearing if not g.parts]))


_SPINE = frozenset(("cervical", "thoracic", "lumbar", "sacroiliac", "head"))


def _same(said: frozenset[str], known: frozenset[str]) -> bool:
    mine, theirs = close(said) - _SPINE, close(known) - _SPINE
    return bool(close(said) & close(known) or related(mine) & theirs or related(theirs) & mine)


def _close(said: frozenset[str], known: frozenset[str]) -> bool:
    return bool(close(said) & close(known))


def _bears(said: frozenset[str], known: frozenset[str]) -> bool:
    mine, theirs = close(said), close(known)
    return bool(related(mine) & theirs or related(theirs) & mine)


RULES = (
    Rule(
        "POL06",
        "normal told as abnormal",
        "Reflexes, strength, sensation, gait or an image is told abnormal where the record has it"
        " normal, or the reverse.",
        "Objective deficits decide imaging, injections and surgery.",
        Severity.ERROR,
        Example(
            "The worker has neck pain. Grip strength of the hand was normal.",
            "Grip strength of the hand was reduced.",
            "MRI of the cervical spine",
            "strength",
        ),
        Example(
            "The worker has neck pain. Grip strength of the hand was reduced.",
            "Grip strength of the hand was reduced.",
            "MRI of the cervical spine",
        ),
        _turned,
        "Tell the result as the record has it.",
    ),
)
