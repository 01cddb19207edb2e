"""Daily doses: morphine equivalents and days of supply, where dose and frequency are both stated.

Factors come from ``knowledge/measures.yaml``; nothing is guessed when a part is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.evidence.numbers import COUNT, count_of
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record
from knowledge.document import Assertion, Span
from knowledge.measures import load_tables
from knowledge.treatments import load_taxonomy

_NUMBER = r"(\d{1,4}(?:\.\d{1,3})?)"
_SECOND = r"\s?[-/]\s?(?:\d{2,4}(?:\.\d)?\s?mg|300|325|500|650|660|750)\b"  # of a combined tablet
_STRENGTH = re.compile(rf"{_NUMBER}(?:{_SECOND}|\s?mg\b)", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:[/(+-]|with|w/)\s?")
_REACH = 120
_TABLETS = re.compile(rf"({COUNT})\s(?:tab(?:let)?s?|cap(?:sule)?s?|pills?|by mouth|po\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dose:
    """A number computed from doses, with its quotes and the computation in words."""

    value: Decimal
    places: tuple[Span, ...]
    computation: str


@dataclass(frozen=True)
class _Table:
    names: re.Pattern[str]
    drug_of: Mapping[str, str]
    factors: Mapping[str, Decimal]
    frequencies: tuple[tuple[int, re.Pattern[str]], ...]


@cache
def _table() -> _Table:
    raw = load_tables()
    drug_of = {name: drug for drug, entry in raw["opioids"].items() for name in entry["names"]}
    spelt = "|".join(sorted(map(re.escape, drug_of), key=len, reverse=True))
    return _Table(
        names=re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE),
        drug_of=drug_of,
        factors={drug: Decimal(entry["factor"]) for drug, entry in raw["opioids"].items()},
        frequencies=tuple(
            (int(times), re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE))
            for times, words in sorted(raw["frequencies"].items(), reverse=True)
        ),
    )


def opioid_med(record: Record, treatments: tuple[str, ...]) -> Dose | None:
    """Morphine equivalent in mg a day of the opioids with stated dose and frequency; None without any."""
    best: dict[str, tuple[Decimal, str, tuple[Span, ...]]] = {}
    for drug, daily, said, places in (*_in_record(record), *_in_requests(treatments)):
        if drug not in best or daily > best[drug][0]:
            best[drug] = daily, said, places
    if not best:
        return None
    total = sum((daily for daily, _, _ in best.values()), Decimal(0))
    said = "; ".join(best[drug][1] for drug in sorted(best))
    places = tuple(dict.fromkeys(p for drug in sorted(best) for p in best[drug][2]))
    return Dose(total, places, f"{said}: {total.normalize():f} mg morphine equivalent a day")


_Daily = tuple[str, Decimal, str, tuple[Span, ...]]


def _in_record(record: Record) -> Iterator[_Daily]:
    for statement in record.statements:
        text, start, end = record.text, statement.span.start, statement.span.end
        for hit in _table().names.finditer(text, start, end):
            if record.assertions.at(*hit.span()).assertion is not Assertion.AFFIRMED:
                continue
            found = _daily(hit[0], _own(text[hit.end() : min(end, hit.end() + _REACH)]))
            if found is not None:
                yield (*found, (quote_span(record, statement, Span(*hit.span())),))


def _in_requests(treatments: tuple[str, ...]) -> Iterator[_Daily]:
    for treatment in treatments:
        for hit in _table().names.finditer(treatment):
            found = _daily(hit[0], _own(treatment[hit.end() : hit.end() + _REACH]))
            if found is not None:
                yield (*found, ())


def _own(tail: str) -> str:
    """What is said behind a drug's name, as far as the next drug; the parts of one tablet are read over."""
    read = 0
    for drug in load_taxonomy().drug_mentions(tail):
        if not _JOINED.fullmatch(tail, read, drug.start):
            return tail[: drug.start]
        read = drug.end
    return tail


def _daily(name: str, tail: str) -> tuple[str, Decimal, str] | None:
    strength = _STRENGTH.search(tail)
    times = per_day(tail)
    if strength is None or times is None:
        return None
    drug = _table().drug_of[name.lower()]
    tablets = _tablets(tail)
    factor = _table().factors[drug]
    daily = Decimal(strength[1]) * tablets * times * factor
    each = f"{tablets} x " if tablets != 1 else ""
    return drug, daily, f"{drug} {each}{strength[1]} mg x {times} a day x {factor}"


def per_day(text: str) -> int | None:
    """How many times a day; the most frequent when several are named; None when none is."""
    return next((times for times, words in _table().frequencies if words.search(text)), None)


def _tablets(text: str) -> int:
    match = _TABLETS.search(text)
    number = count_of(match[1]) if match else None
    return number if number and number <= 6 else 1


def supply_days(record: Record, treatment: str, quantity: Decimal) -> Dose | None:
    """Days that ``quantity`` lasts, by the frequency in the request or else beside a name of the drug."""
    tail = treatment
    places: tuple[Span, ...] = ()
    times = per_day(tail)
    for tail, place in _beside_names(record, treatment) if times is None else ():
        times = per_day(tail)
        if times is not None:
            places = (place,)
            break
    if times is None:
        return None
    tablets = _tablets(tail)
    days = (quantity / (times * tablets)).quantize(Decimal("0.1"))
    said = f"{quantity.normalize():f} at {times * tablets} a day last {days.normalize():f} days"
    return Dose(days, places, said)


def _beside_names(record: Record, treatment: str) -> Iterator[tuple[str, Span]]:
    """What the record says behind each name of the drug of a request, with the place of the sentence."""
    named = re.match(r"[A-Za-z][A-Za-z-]{3,}", treatment)
    asked = frozenset(drug.generic for drug in load_taxonomy().drug_mentions(treatment))
    for statement in record.statements:
        start, end = statement.span.start, statement.span.end
        hits = [
            (start + drug.start, start + drug.end)
            for drug in load_taxonomy().drug_mentions(record.text[start:end])
            if drug.generic in asked
        ]
        if not asked and named is not None:
            at = record.text.lower().find(named[0].lower(), start, end)
            hits = [(at, at + len(named[0]))] if at >= 0 else []
        for first, last in hits:
            told = _own(record.text[last : min(last + _REACH, end)])
            yield told, quote_span(record, statement, Span(first, last))
