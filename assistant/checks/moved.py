"""FAC, from and to: a change told with another end than the record's ("from six a day to two", where it was four).

The record's change must be of the same thing and share one end; a number that the record gives to that thing
anywhere is left alone. Knows no units but those it compares.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.denial import denials_in
from assistant.claims.numbers import numbers_in, value_of
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_N = r"(?:\d{1,4}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty)"
_UNIT = (
    r"(?:[ -]?(?:%|percent|degrees?|lbs?\.?|pounds?|kg|/ ?10|out of (?:10|ten)|of 10|mg|tab(?:let)?s?|pills?|capsules?|"
    r"(?:a|per|each) (?:day|week)|daily|weekly|hours?|minutes?|mins?|blocks?|visits?|feet|days?|weeks?|cm|mm|times))"
)
_PAIR = re.compile(
    rf"\bfrom (?:about |approximately |roughly |some )?(?P<a>{_N})(?P<ua>{_UNIT}{{0,3}})(?: (?!to\b)[\w'-]+){{0,3}},? (?:down |up )?to (?:only |about |just |approximately )?(?P<b>{_N})(?P<ub>{_UNIT}{{0,3}})(?![\w/-]|\.\d)",
    re.I,
)
_MEASURES = {
    "%": r"%|percent", "degree": "degree", "pound": r"lb|pound", "score": r"/ ?10|(?:out )?of (?:10|ten)", "mg": "mg",
    "tablet": r"tab|pill|capsule", "hour": "hour", "minute": "min", "block": "block", "visit": "visit", "length": "cm|mm|feet",
}  # fmt: skip
_WORD = re.compile(r"[a-z]{4,}", re.I)
_EMPTY = frozenset((
    "from", "with", "that", "this", "have", "been", "were", "when", "then", "than", "also", "into", "over", "after",
    "since", "while", "right", "left", "both", "daily", "worker", "patient", "injured", "applicant", "claimant",
    "improved", "increased", "decreased", "reduced", "changed", "record", "records", "noted", "november", "december",
    "october", "september", "august", "july", "june", "january", "february", "march", "april", "gone", "risen", "fell",
    "down", "does", "only", "each", "their", "there", "same",
))  # fmt: skip
_UNSURE = re.compile(
    r"\bguidelines?\b|\bcriteri(?:a|on)\b|\bif\b|\bshould\b|\bwould\b|\bgoals?\b|\brequest\w*|\bplan\w*|\bto taper\b",
    re.I,
)
_SAME = re.compile(r"\b(?:the same|unchanged|no change|not changed|no different|identical)\b", re.I)
_STEM = 5
_NEAR = 70
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Change:
    """From a number to another, with the measures beside them, the drugs and the words around."""

    ends: tuple[Decimal, Decimal]
    measures: frozenset[str]
    drugs: frozenset[str]
    words: frozenset[str]
    place: Span


@lru_cache(maxsize=4096)
def _changes(text: str) -> tuple[_Change, ...]:
    return tuple(_change(text, match) for match in _PAIR.finditer(text))


def _change(text: str, match: re.Match[str]) -> _Change:
    around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR // 2]
    units = f"{match['ua']} {match['ub']}".lower()
    measures = frozenset(name for name, said in _MEASURES.items() if re.search(said, units))
    return _Change(
        (value_of(match["a"]), value_of(match["b"])),
        measures,
        frozenset(m.generic for m in load_taxonomy().drug_mentions(text)),
        _words(around),
        Span(*match.span()),
    )


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(w.lower()[:_STEM] for w in _WORD.findall(text) if w.lower() not in _EMPTY)


def _moved(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        changes = _changes(statement.text)
        if not changes or _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for said in changes:
            rows = _against(context, said)
            if rows and not any(span.overlaps(said.place) for span in denied):
                yield context.finding(
                    "FAC44",
                    statement.start + said.place.start,
                    statement.start + said.place.end,
                    Verdict.CONTRADICTED,
                    "The record tells this change with another end, or no change.",
                    tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST],
                    "Give both ends as the record does.",
                )


def _against(context: Context, said: _Change) -> list[RecordSentence]:
    """The record's tellings of the change with one end in common, or of the same value at both times."""
    known = [(c, s) for c, s in _known(context.record) if _same_thing(context, said, c)]
    if any(set(said.ends) == set(c.ends) for c, _ in known):
        return []
    rows = [s for c, s in known if _one_end(said.ends, c.ends)]
    rows = [s for s in rows if not _otherwise_told(context.record, said, s)]
    return rows or list(_unchanged(context.record, said))


def _one_end(mine: tuple[Decimal, Decimal], theirs: tuple[Decimal, Decimal]) -> bool:
    return (mine[0] == theirs[0]) is not (mine[1] == theirs[1])


def _same_thing(context: Context, said: _Change, known: _Change) -> bool:
    if said.measures and known.measures and not said.measures & known.measures:
        return False
    asked = frozenset(m.generic for m in load_taxonomy().drug_mentions(context.item_text))
    drugs = said.drugs or (asked if not said.measures - {"tablet", "mg"} else frozenset())
    if drugs and known.drugs:
        return bool(drugs & known.drugs)
    return bool(said.words & known.words)


def _otherwise_told(record: RecordIndex, said: _Change, row: RecordSentence) -> bool:
    """The odd end stands in the record for that thing too: an earlier or a later value."""
    change = next(c for c in _changes(row.text) if _one_end(said.ends, c.ends))
    odd = next(iter(set(said.ends) - set(change.ends)), None)
    about = [s for s in record.clinical if s is row or _of_it(s, said)]
    return odd is None or any(n.value == odd for s in about for n in numbers_in(s.text))


def _of_it(sentence: RecordSentence, said: _Change) -> bool:
    drugs = {m.generic for m in load_taxonomy().drug_mentions(sentence.text)}
    return bool(drugs & said.drugs) or (not said.drugs and bool(_words(sentence.text) & said.words))


def _unchanged(record: RecordIndex, said: _Change) -> Iterator[RecordSentence]:
    """Sentences that give one of the values as the same at two times, where the other stands nowhere."""
    if not said.measures or said.ends[0] == said.ends[1]:
        return
    for sentence in record.clinical:
        values = {n.value for n in numbers_in(sentence.text)}
        measured = any(re.search(_MEASURES[name], sentence.text, re.I) for name in said.measures)
        one = set(said.ends) & values
        if (
            measured
            and len(one) == 1
            and _SAME.search(sentence.text)
            and _words(sentence.text) & said.words
            and not (set(said.ends) - one) & record.values
        ):
            yield sentence


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> tuple[tuple[_Change, RecordSentence], ...]:
    return tuple((c, s) for s in record.clinical for c in _changes(s.text))


RULES = (
    Rule(
        "FAC44",
        "change with another end",
        "A change is told from or to another number than the record's.",
        "Gains and tapers are judged by both ends.",
        Severity.ERROR,
        Example(
            "Norco was reduced from four a day to two a day in December. The low back is tender.",
            "She has reduced Norco from six a day to two a day.",
            "Acupuncture 6 visits",
            "from six a day to two a day",
        ),
        Example(
            "Norco was reduced from four a day to two a day in December. The low back is tender.",
            "She has reduced Norco from four a day to two a day.",
            "Acupuncture 6 visits",
        ),
        _moved,
        "Give both ends as the record does.",
    ),
)
