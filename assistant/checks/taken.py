"""FAC, how often: a drug taken more or less often than the record tells, and a renewal told of a first course.

A sentence that names no drug speaks of the one that is asked for. Tablets a day and times a day are not compared.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.denial import denials_in
from assistant.claims.numbers import value_of
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_N = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_DAY = r"(?:a|per|each|every|/) ?day|daily"
_TIMES = re.compile(
    rf"\b(?:(?P<word>once|twice|thrice)(?: {_DAY})|(?P<n>{_N}) times (?:{_DAY})|(?P<bid>b\.?i\.?d\.?)|(?P<tid>t\.?i\.?d\.?)|(?P<qid>q\.?i\.?d\.?)|"
    rf"(?P<night>nightly|every night|each night|at (?:night|bedtime)|q\.?h\.?s\.?)|every (?P<h>\d{{1,2}}|four|six|eight|twelve) hours)(?!\w)",
    re.I,
)
_TABLETS = re.compile(
    rf"\b(?P<n>{_N})(?: (?:tablets?|tabs?|pills?|capsules?|patches|of (?:them|these)))? (?:{_DAY})\b", re.I
)
_WEEKLY = re.compile(
    rf"\b(?P<n>{_N}|some|a few) (?:nights|days|times|x) (?:a|per|each|out of the) week\b", re.I
)
_TAKES = re.compile(
    r"\b(?:tak(?:es|ing|en|e)|us(?:es|ing|ed|e)|is on|was on|on\b|prescribed|at|applies|applied|dose|mg)\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:guidelines?|maximum|max|recommend\w*|should|would|could|(?-i:may)|usual\w*|up to|no more than|at most|limit\w*|request\w*|plan\w*|increas\w*|titrat\w*|"
    r"reduc\w*|from|previous\w*|initially|before|until|label\w*|if|pain|symptoms|exercis\w*|walk\w*|therapy|visits?|ice|splint|headaches?|hours|minutes|not|instead|taper\w*|wean\w*|propos\w*|by)\b",
    re.I,
)
_BACK = 60
_REACH = 70
_MOST = 3


@lru_cache(maxsize=8192)
def _often(text: str) -> tuple[tuple[str, Decimal, Span], ...]:
    """How often a sentence has something taken: times a day, tablets a day or days a week."""
    found = [("times", _times(match), Span(*match.span())) for match in _TIMES.finditer(text)]
    for match in _TABLETS.finditer(text):
        if not any(span.overlaps(Span(*match.span())) for _, _, span in found):
            found.append(("tablets", value_of(match["n"]), Span(*match.span())))
    for match in _WEEKLY.finditer(text):
        word = match["n"].lower()
        found.append(
            ("week", Decimal(0) if word in ("some", "a few") else value_of(word), Span(*match.span()))
        )
    return tuple(found)


def _times(match: re.Match[str]) -> Decimal:
    if match["word"] or match["n"]:
        return value_of(match["word"] or match["n"])
    if match["h"]:
        return Decimal(24) / value_of(match["h"])
    fixed = {"bid": 2, "tid": 3, "qid": 4, "night": 1}
    return Decimal(next(number for name, number in fixed.items() if match[name]))


def _drug_of(text: str, place: Span) -> str | None:
    """The drug named last before the place, within reach and without another in between."""
    mentions = [m for m in load_taxonomy().drug_mentions(text) if 0 <= place.start - m.end <= _REACH]
    if not mentions or re.search(r"[;.]\s", text[mentions[-1].end : place.start]):
        return None
    return mentions[-1].generic


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> dict[tuple[str, str], tuple[tuple[Decimal, RecordSentence], ...]]:
    table: dict[tuple[str, str], list[tuple[Decimal, RecordSentence]]] = {}
    for sentence in record.sentences:
        for kind, value, place in _often(sentence.text):
            drug = _drug_of(sentence.text, place)
            if drug:
                table.setdefault((drug, kind), []).append((value, sentence))
    return {key: tuple(rows) for key, rows in table.items()}


def _mistaken(context: Context) -> Iterator[Finding]:
    known = _known(context.record)
    asked = {m.generic for m in load_taxonomy().drug_mentions(context.item_text)}
    for statement in context.told(Mode.CASE) if known else ():
        text = statement.text
        if context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(text)]
        for kind, value, place in _often(text):
            named = load_taxonomy().drug_mentions(text)
            drug = _drug_of(text, place) or (next(iter(asked)) if len(asked) == 1 and not named else None)
            before = text[max(0, place.start - _BACK) : place.start]
            unsure = _GENERAL.search(before) or not _TAKES.search(before)
            reckoned = before.rstrip().endswith(
                (" x", "\u00d7")
            )  # "7.5 mg x 3 a day": a stated computation
            if drug is None or unsure or reckoned or any(span.overlaps(place) for span in denied):
                continue
            rows = known.get((drug, kind), ())
            other = known.get((drug, "week"), ()) if kind == "times" and value == 1 else ()
            if (
                (not rows and not other)
                or value in {v for v, _ in rows}
                or value in _asked_often(context, kind)
            ):
                continue
            yield _finding(context, statement.start, place, drug, [s for _, s in (*rows, *other)])


def _asked_often(context: Context, kind: str) -> set[Decimal]:
    return {value for other, value, _ in _often(context.item_text) if other == kind}


def _finding(context: Context, start: int, place: Span, drug: str, rows: list[RecordSentence]) -> Finding:
    return context.finding(
        "FAC48",
        start + place.start,
        start + place.end,
        Verdict.CONTRADICTED,
        f"The record has {drug} taken more or less often.",
        tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST],
        "Tell how often it is taken as the record does.",
    )


_START = re.compile(
    r"\b(?:start(?:ed|ing|s)|began|begun|initiat\w+|introduc\w+|for the first time|new(?:ly)? (?:prescri\w+|started)|new prescription|a trial of|first prescri\w+|to begin|to start)\b",
    re.I,
)
_GOES_ON = re.compile(
    r"\b(?:renew\w*|refill\w*|continu\w*|ongoing|since|taking|takes|uses|using|has been on|maintained|chronic\w*|long[- ]term)\b",
    re.I,
)
_RENEWAL = re.compile(
    r"\b(?:a |the )?(?:renewal|refill|continuation)\b|\b(?:was|were|is|had been) (?:renewed|refilled|continued)\b",
    re.I,
)
_FIRST = re.compile(
    r"\b(?:newly|first|just|recently) (?:started|prescribed|dispensed|begun|introduced)\b|\bfor the first time\b|\bfirst (?:course|prescription|trial)\b|\b(?:is|was) a new (?:drug|medication|prescription|start)\b",
    re.I,
)
_CUT = re.compile(r"[;,]|\.\s|\b(?:and|but|while)\b")
_UNSURE = re.compile(
    r"\b(?:if|should|would|(?-i:may)|guidelines?|criteri\w+|not|no|requires?|further|before)\b", re.I
)


def _renewed(context: Context) -> Iterator[Finding]:
    """The drug asked for is called a renewal where the record tells its start alone, or new where it goes on."""
    asked = {m.generic for m in load_taxonomy().drug_mentions(context.item_text)}
    if len(asked) != 1:
        return
    drug = next(iter(asked))
    rows = [s for s in context.record.clinical if drug in _drugs(s.text)]
    begun = [s for s in rows if _near(_START, s.text, drug)]
    on = [s for s in rows if _near(_GOES_ON, s.text, drug)]
    for statement in context.told(Mode.CASE, Mode.DECISION):
        others = _drugs(statement.text) - {drug}
        if others or _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        for pattern, against, rest in ((_RENEWAL, begun, on), (_FIRST, on, begun)):
            match = pattern.search(statement.text)
            if match and against and not rest:
                place = Span(*match.span())
                yield context.finding(
                    "FAC48",
                    statement.start + place.start,
                    statement.start + place.end,
                    Verdict.CONTRADICTED,
                    f"The record tells {'the start of' if against is begun else 'that the worker goes on with'} {drug}.",
                    tuple(context.record.quote_sentence(s) for s in against)[:_MOST],
                    "Tell whether it is new or goes on.",
                )


def _drugs(text: str) -> frozenset[str]:
    return frozenset(m.generic for m in load_taxonomy().drug_mentions(text))


def _near(pattern: re.Pattern[str], text: str, drug: str) -> bool:
    """The word stands in the drug's part of the sentence, no other drug in between."""
    mentions = load_taxonomy().drug_mentions(text)
    for mention in (m for m in mentions if m.generic == drug):
        lo = max((m.end() for m in _CUT.finditer(text, 0, mention.start)), default=0)
        stop = _CUT.search(text, mention.end)
        hi = stop.start() if stop else len(text)
        lo, hi = max(lo, mention.start - _BACK), min(hi, mention.end + _BACK)
        if pattern.search(text, lo, hi):
            return True
    return False


def _all(context: Context) -> Iterator[Finding]:
    yield from _mistaken(context)
    yield from _renewed(context)


RULES = (
    Rule(
        "FAC48",
        "how often a drug is taken",
        "A drug is told as taken more or less often than the record has it, or as a renewal where it was only begun.",
        "How much is taken, and whether it is new, decides whether it may go on.",
        Severity.ERROR,
        Example(
            "The worker takes gabapentin 300 mg three times a day.",
            "The patient takes 300 mg twice a day without side effects.",
            "Gabapentin 600 mg #90",
            "twice a day",
        ),
        Example(
            "The worker takes gabapentin 300 mg three times a day.",
            "The patient takes 300 mg three times a day without side effects.",
            "Gabapentin 600 mg #90",
        ),
        _all,
        "Tell how often it is taken as the record does.",
    ),
)
