"""FAC, which month: a study, operation or start of a drug is given another month than the record gives it.

Only what the record dates, and dates once in kind, is held together. A day is another rule's.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.dates import dates_in
from assistant.claims.months import Period, fits, periods_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.treatments import load_taxonomy

_EVENTS = {
    "MRI": r"MRIs?|magnetic resonance(?: imaging)?|MR arthrogra\w+",
    "CT": r"CT(?: scans?)?",
    "plain films": r"x-?rays?|radiograph\w*|plain films?|films",
    "ultrasound": r"ultrasound|sonogra\w*",
    "nerve study": r"EMG\w*|NC[SV]s?|electrodiagnos\w*|nerve conduction",
    "removal of hardware": r"hardware (?:\w+ ){0,3}(?:removal|removed|taken out|out)|removal of (?:the )?hardware",
    "operation": r"surgery|operation|operated|ORIF|fixation|arthroscop\w+|fusion|\w{4,}ectomy|\w{4,}plasty|reconstruct\w+|release|(?:cuff|tendon|ligament|hernia|labral) repair",
    "injection": r"injections?|injected|ESI|epidural|cortisone|shots?",
    "drug test": r"UDS|UDT|urine (?:drug )?(?:screen\w*|test\w*)|drug (?:test\w*|screen\w*)|toxicology",
    "hospital stay": r"hospitali[sz]\w+|admitted to",
    "agreement": r"(?:pain|opioid|medication|narcotic) (?:agreement|contract)",
}  # fmt: skip
_EVENT = re.compile("|".join(rf"(?P<e{n}>\b(?:{p})\b)" for n, p in enumerate(_EVENTS.values())), re.I)
_NAMES = tuple(_EVENTS)
_REACH = 64
_CUT = re.compile(
    r"[;.]\s|, (?:and|but|while|which|when|who|where)\b|\b(?:and|but|after|before|whereas|while)\b"
)
_COMING = re.compile(
    r"\b(?:scheduled|planned|will|pending|request\w*|guidelines?|edition|version|updated|revised|published|effective|visit|note|report)\b",
    re.I,
)
_STARTED = re.compile(
    r"\b(?:since|back to|start\w*|began|begun|initiated|prescribed (?:since|in)|on it since|from)\b", re.I
)
_MANY = 1
_OTHER_THING = re.compile(
    r"\b(?:pain|scor\w*|symptom\w*|relief|benefit\w*|function\w*|motion|report\w*|complain\w*|work\w*|noted|return\w*|"
    r"improv\w*|help\w*|had|rose|risen|fell|fallen|flexion|strength|denied|requested|asked|sought)\b"
    r"|,(?! (?:took place|was|were|performed|done|dated|obtained))",
    re.I,
)
_AFTERWARDS = re.compile(r"\b(?:after|since|following|before|until|prior to)\b[^,;.]{0,30}$", re.I)


def _misplaced(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement):
            continue
        for period in periods_in(statement.text):
            rows = _events(context, statement, period) or _starts(context, statement, period)
            if rows:
                yield context.finding(
                    "FAC40",
                    statement.start + period.place.start,
                    statement.start + period.place.end,
                    Verdict.CONTRADICTED,
                    "The record gives this another date.",
                    tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:3],
                    "Give the date that the record gives.",
                )


def _events(context: Context, statement: Statement, period: Period) -> list[RecordSentence]:
    """The record's own dates of the event that is named before the month, where none fits."""
    if period.link in ("since", "by", "until", "through", "as of", "back to"):
        return []
    text = statement.text
    start = max(
        [0, period.place.start - _REACH, *(m.end() for m in _CUT.finditer(text, 0, period.place.start))]
    )
    found = list(_EVENT.finditer(text, start, period.place.start))
    if not found or _COMING.search(text[start : period.place.end + 24]):
        return []
    last = found[-1]
    if _OTHER_THING.search(text, last.end(), period.place.start) or _AFTERWARDS.search(
        text[: last.start()]
    ):
        return []
    name = _NAMES[int((last.lastgroup or "e0")[1:])]
    rows = _dated(context.record).get(name, ())
    if any(fits(period, year, month) for year, month, _ in rows):
        return []
    own = {(year, month if period.months else None) for year, month, s in rows if not s.reports_review}
    around = _around(context.record).get(name, frozenset())
    if len(own) > _MANY or any(fits(period, year, month) for year, month in around):
        return []
    return [s for _, _, s in rows if not s.reports_review]


@lru_cache(maxsize=64)
def _dated(record: RecordIndex) -> dict[str, tuple[tuple[int, int | None, RecordSentence], ...]]:
    """Of each event the months beside its name."""
    table: dict[str, list[tuple[int, int | None, RecordSentence]]] = {}
    for sentence in record.sentences:
        for mention in dates_in(sentence.text):
            lo, hi = max(0, mention.span.start - _REACH), mention.span.end + 24
            for match in _EVENT.finditer(sentence.text, lo, min(hi, len(sentence.text))):
                name = _NAMES[int((match.lastgroup or "e0")[1:])]
                table.setdefault(name, []).append((mention.year, mention.month, sentence))
        for period in periods_in(sentence.text):
            if not period.months and period.year:
                for match in _EVENT.finditer(sentence.text):
                    name = _NAMES[int((match.lastgroup or "e0")[1:])]
                    table.setdefault(name, []).append((period.year, None, sentence))
    return {name: tuple(rows) for name, rows in table.items()}


@lru_cache(maxsize=64)
def _around(record: RecordIndex) -> dict[str, frozenset[tuple[int, int | None]]]:
    """Of each event every month of the sentences that name it."""
    table: dict[str, set[tuple[int, int | None]]] = {}
    for sentence in record.sentences:
        months: set[tuple[int, int | None]] = {(m.year, m.month) for m in dates_in(sentence.text)}
        months |= {(p.year, None) for p in periods_in(sentence.text) if p.year}
        for match in _EVENT.finditer(sentence.text) if months else ():
            table.setdefault(_NAMES[int((match.lastgroup or "e0")[1:])], set()).update(months)
    return {name: frozenset(rows) for name, rows in table.items()}


def _starts(context: Context, statement: Statement, period: Period) -> list[RecordSentence]:
    """The record's own start of the drug, where it tells one and none fits."""
    text = statement.text
    if not _STARTED.search(text[max(0, period.place.start - 24) : period.place.end]):
        return []
    drugs = {m.generic for m in load_taxonomy().drug_mentions(text[: period.place.start])}
    drugs = drugs or (
        {m.generic for m in load_taxonomy().drug_mentions(context.item_text)} if _of_use(text) else set()
    )
    if len(drugs) != 1:
        return []
    rows = [row for drug in drugs for row in _begun(context.record).get(drug, ())]
    return [] if any(fits(period, y, m) for y, m, _ in rows) else [s for _, _, s in rows]


def _of_use(text: str) -> bool:
    return re.search(r"\b(?:us(?:e|ed|age|ing)|taken|taking|on it|prescri\w+)\b", text, re.I) is not None


@lru_cache(maxsize=64)
def _begun(record: RecordIndex) -> dict[str, tuple[tuple[int, int | None, RecordSentence], ...]]:
    """Of each drug the months since when it is taken; any other month told of it counts as well."""
    table: dict[str, list[tuple[int, int | None, RecordSentence]]] = {}
    started: set[str] = set()
    for sentence in record.clinical:
        spots: list[tuple[int, int, int | None]] = [
            (m.span.start, m.year, m.month) for m in dates_in(sentence.text)
        ]
        spots += [
            (p.place.start, p.year, None) for p in periods_in(sentence.text) if p.year and not p.months
        ]
        for drug in load_taxonomy().drug_mentions(sentence.text):
            for at, year, month in spots:
                table.setdefault(drug.generic, []).append((year, month, sentence))
                if _STARTED.search(sentence.text[max(0, at - 16) : at + 10]) and 0 < at - drug.end < _REACH:
                    started.add(drug.generic)
    return {drug: tuple(rows) for drug, rows in table.items() if drug in started}


RULES = (
    Rule(
        "FAC40",
        "month of an event",
        "A study, an operation, an injection or the start of a drug is given another month or year than the record's.",
        "How long a drug is taken and how old a study is decide many requests.",
        Severity.ERROR,
        Example(
            "MRI of the elbow dated 7/18/2016 showed tendinosis.",
            "The MRI from May shows tendinosis.",
            at="from May",
        ),
        Example(
            "MRI of the elbow dated 7/18/2016 showed tendinosis.",
            "The MRI from July shows tendinosis.",
        ),
        _misplaced,
        "Give the date that the record gives.",
    ),
)
