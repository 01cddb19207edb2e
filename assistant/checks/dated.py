"""FAC, which document: a report, study or operation given the date of another, or called by another's name.

Knows kinds of documents and events by their wording. Generous where record and text agree (any wording of the
sentence around a date), strict where they do not (the word beside the date).
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.facts import injury_days
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.dates import dates_in
from assistant.claims.model import DateMention
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Quote

_KINDS = {
    "MRI": r"MRIs?|magnetic resonance(?: imaging)?|MR arthrogra\w+",
    "CT": r"CT(?: scans?)?|computed tomography",
    "plain films": r"x-?rays?|radiograph\w*|plain films?|films",
    "bone scan": r"bone scans?|scintigra\w*",
    "ultrasound": r"ultrasound|sonogra\w*|ultrasonogra\w*",
    "nerve study": r"EMG\w*|NC[SV]s?|electrodiagnos\w*|nerve conduction",
    "request": r"RFA|requests? for authorization|authorization requests?|authori[sz]ation (?:was|is) (?:sought|requested)|requested",
    "operation": r"surger(?:y|ies)|operation|operated|ORIF|fixation|reduction|arthroscop\w+|fusion|\w{4,}ectomy|\w{4,}plasty|reconstruct\w+|(?:tunnel|pulley) release|(?:cuff|tendon|ligament|bed|hernia) repair",
    "injection": r"injections?|injected|epidural|cortisone|steroid",
    "drug test": r"urine \w+|drug (?:test\w*|screen\w*)|UDS|toxicology",
    "psychological report": r"psycholog\w+ (?:evaluation|report|testing|consultation|screening|assessment)",
    "medical-legal report": r"AME|QME|PQME|IME|(?:agreed|qualified|independent) medical \w+",
    "operative report": r"operative (?:report|note)",
    "denial": r"utilization review|UR|non-?certif\w+|denied|denial",
    "visit": r"progress (?:note|report)s?|office visits?|clinic(?:al)? (?:visit|note)s?|was (?:re-?)?(?:seen|evaluated|examined)|follow-?up (?:visit|note|evaluation)|re-?examin\w+|consultation",
    "therapy": r"therapist'?s? (?:note|report|evaluation)|therapy (?:note|report|evaluation|discharge)|physical therapy",
}  # fmt: skip
_KIND = re.compile("|".join(f"(?P<k{n}>\\b(?:{p})\\b)" for n, p in enumerate(_KINDS.values())), re.I)
_NAMES = tuple(_KINDS)
_IMAGING = frozenset(("MRI", "CT", "plain films", "bone scan", "ultrasound", "nerve study"))
_OF_VISITS = frozenset(("visit", "therapy", "denial"))  # may fall on any day that the record names
_BEFORE = 64
_AFTER = 22
_LINK = re.compile(
    r"(?:\b(?:on|of|dated|from|date|performed|obtained|taken|done|given|carried out|signed|bore the date of|dates? from|is dated|was dated|took place(?: on)?|was|into)|\(|:|,)\s?$",
    re.I,
)
_SINCE = re.compile(
    r"\b(?:since|until|before|after|prior to|by|through|between|and|as of|following|to)\s?$|\bvisit of$",
    re.I,
)
_STOP = re.compile(
    r"[;.\"“”]|, (?:and|but|while|which|when)\b|\b(?:and|but|after|before|since|following)\b"
)
_PENDING = re.compile(r"\b(?:scheduled|planned|to be|will)\b", re.I)
_MOST = 3


_VERB = re.compile(r"\b(?:is|are|was|were|has|had|have|showed|complained|reported|noted|found)\b", re.I)


def kind_beside(text: str, mention: DateMention) -> str | None:
    """The kind of document or event whose date this is, by the word beside it; None where none is."""
    start = max(0, mention.span.start - _BEFORE)
    before = text[start : mention.span.start]
    cuts = [m.end() for m in _STOP.finditer(before)] + [m.span.end - start for m in _others(text, mention)]
    lead = max((c for c in cuts if 0 <= c <= len(before)), default=0)
    if _LINK.search(before) and not _SINCE.search(before):
        found = list(_KIND.finditer(before, lead))
        if found:
            return _NAMES[int((found[-1].lastgroup or "k0")[1:])]
    after = re.match(r",? (?:the |an? |\w+ )?", text[mention.span.end : mention.span.end + _AFTER])
    if after and after.group().startswith(",") and _VERB.search(before, lead):
        return None  # "stable on 12-02-2016, the films were normal": the date closes a clause of its own
    at = mention.span.end + (after.end() if after else 0)
    match = _KIND.match(text, at) or _KIND.match(text, mention.span.end + 1)
    return _NAMES[int((match.lastgroup or "k0")[1:])] if match else None


def _others(text: str, mention: DateMention) -> list[DateMention]:
    return [m for m in dates_in(text) if m.span.end <= mention.span.start]


@lru_cache(maxsize=4096)
def _named(text: str) -> frozenset[str]:
    """The kinds that a text names."""
    return frozenset(_NAMES[int((m.lastgroup or "k0")[1:])] for m in _KIND.finditer(text))


@lru_cache(maxsize=64)
def _kinds(record: RecordIndex) -> tuple[dict[str, dict[date, RecordSentence]], dict[date, frozenset[str]]]:
    """Of each kind the days beside its name; of each day the kinds of the sentences that name it."""
    days: dict[str, dict[date, RecordSentence]] = {}
    around: dict[date, frozenset[str]] = {}
    for sentence in record.sentences:
        mentions = [m for m in dates_in(sentence.text) if m.day]
        named = _named(sentence.text) if mentions else frozenset()
        for mention in mentions:
            kind = kind_beside(sentence.text, mention)
            day = mention.day
            if day is None:
                continue
            mine = (
                frozenset((kind,)) if kind else named if len(mentions) == 1 else _segment(sentence, mention)
            )
            around[day] = around.get(day, frozenset()) | mine
            if kind and not _PENDING.search(sentence.text):
                days.setdefault(kind, {}).setdefault(day, sentence)
    return days, around


def _segment(sentence: RecordSentence, mention: DateMention) -> frozenset[str]:
    """The kinds named since the date before it, and up to the next."""
    stops = [m.span for m in dates_in(sentence.text) if m is not mention]
    lo = max((s.end for s in stops if s.end <= mention.span.start), default=0)
    hi = min((s.start for s in stops if s.start >= mention.span.end), default=len(sentence.text))
    return frozenset(_NAMES[int((m.lastgroup or "k0")[1:])] for m in _KIND.finditer(sentence.text, lo, hi))


def _misdated(context: Context) -> Iterator[Finding]:
    days, around = _kinds(context.record)
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement):
            continue
        for mention in dates_in(statement.text):
            kind = kind_beside(statement.text, mention)
            if kind is None or kind in _OF_VISITS or mention.day is None:
                continue
            rows = _against(context, kind, mention.day, days, around)
            if rows:
                yield _finding(context, statement, mention, kind, rows)


def _against(
    context: Context,
    kind: str,
    day: date,
    days: dict[str, dict[date, RecordSentence]],
    around: dict[date, frozenset[str]],
) -> list[Quote]:
    """The record's own dates of that kind, or its own kind at that date; nothing where they may agree."""
    here = around.get(day)
    if here is None or kind in here:
        return []
    own = days.get(kind, {})
    if own and day not in own and not _repeated(kind, own):
        return [context.record.quote_sentence(s) for s in own.values()][:_MOST]
    named = any(kind in kinds for kinds in around.values())
    other = here & _IMAGING if kind in _IMAGING else here & {"medical-legal report"}
    if not named and other and day not in injury_days(context):
        return [
            context.record.quote_sentence(days[k][day]) for k in sorted(other) if day in days.get(k, {})
        ]
    return []


def _repeated(kind: str, own: dict[date, RecordSentence]) -> bool:
    """Several of a kind may be: injections and films are given again."""
    again = kind in ("injection", "plain films", "drug test") and len(own) > 1
    return again or (kind != "request" and any(s.reports_review for s in own.values()))


_SHOWED = re.compile(
    r"\b(?:show\w*|reveal\w*|demonstrat\w*|disclos\w*|confirm\w*|lit up|depict\w*|found|identified|visuali[sz]ed)\b",
    re.I,
)
_WORD = re.compile(r"[a-z]{4,}", re.I)
_COMMON = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "there",
        "left",
        "right",
        "show",
        "reve",
        "demo",
        "disc",
        "conf",
        "date",
        "the",
        "worker",
    ]
)
_GENERAL = re.compile(
    r"\b(?:guidelines?|criteri\w+|conditions?|if|unless|should|would|may|might|such as|either|in favor|speaks?|"
    r"red flags?|or (?:an? |the |plain )?(?:films?|MRI|x-?rays?|CT|imaging|radiographs?|EMG|ultrasound))\b",
    re.I,
)
_FEWEST = 2


def _other_study(context: Context) -> Iterator[Finding]:
    """A study of a kind that the file does not know is told to have shown what another kind showed."""
    known = _named(context.record.text) | _named(context.item_text)
    for statement in context.told(Mode.CASE):
        shows = _SHOWED.search(statement.text) and not _GENERAL.search(statement.text)
        for match in _KIND.finditer(statement.text) if shows else ():
            kind = _NAMES[int((match.lastgroup or "k0")[1:])]
            if kind not in _IMAGING or kind in known:
                continue
            rows = _same_result(context.record, statement.text)
            if rows:
                yield context.finding(
                    "FAC33",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"The record tells this of another study, not of this one ({kind}).",
                    tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
                    "Name the study that showed it.",
                )


def _same_result(record: RecordIndex, text: str) -> list[RecordSentence]:
    mine = _stems(text)
    return [
        s for s in record.clinical if len(mine & _stems(s.text)) >= _FEWEST and _named(s.text) & _IMAGING
    ]


def _stems(text: str) -> frozenset[str]:
    return frozenset(w.lower()[:5] for w in _WORD.findall(text)) - _COMMON


def _all(context: Context) -> Iterator[Finding]:
    yield from _misdated(context)
    yield from _other_study(context)


def _finding(
    context: Context, statement: Statement, mention: DateMention, kind: str, rows: list[Quote]
) -> Finding:
    return context.finding(
        "FAC33",
        statement.start + mention.span.start,
        statement.start + mention.span.end,
        Verdict.CONTRADICTED,
        f"The record gives this date to something else ({kind}).",
        tuple(dict.fromkeys(rows))[:_MOST],
        "Give each document its own date.",
    )


RULES = (
    Rule(
        "FAC33",
        "date of another document",
        "A study, operation, injection, request or report is given a date that the record gives to another.",
        "A report cited by a wrong date cannot be found.",
        Severity.ERROR,
        Example(
            "MRI of the knee dated 3/2/2016 showed a tear. X-rays on 1/5/2016 were normal.",
            "The MRI dated 1/5/2016 showed a tear.",
            at="1/5/2016",
        ),
        Example(
            "MRI of the knee dated 3/2/2016 showed a tear. X-rays on 1/5/2016 were normal.",
            "The MRI dated March 2, 2016 showed a tear.",
        ),
        _all,
        "Give each document its own date.",
    ),
)
