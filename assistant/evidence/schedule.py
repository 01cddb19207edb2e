"""How much care in a week, and how many tests in a year, a request asks for.

Reads the wording of the request, and for tests the dates in the record. Of a range the upper end is the
value and the lower end is kept; nothing is guessed where a factor is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from assistant.evidence.numbers import COUNT, count_of
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from knowledge.document import Assertion, Span

_NUMBER = rf"(?:(?<![\d/.-])\d{{1,3}}(?![\d/.%])|{COUNT})"
_RANGE = rf"(?P<low>{_NUMBER})(?:\s?(?:-|–|to|or)\s?(?P<high>\d{{1,3}}(?![\d/.%])|{COUNT}))?"
_PER = r"\s{0,2}(?:/|per|a|each|every)?\s{0,2}"
_HOUR = r"\s?(?:hours?|hrs?\.?)"
_BY_WEEK = re.compile(rf"{_RANGE}{_HOUR}{_PER}(?:week(?:ly)?|wk)\b", re.IGNORECASE)
_BY_DAY = re.compile(
    rf"{_RANGE}{_HOUR}{_PER}(?P<unit>days?|daily|visits?|shifts?|sessions?)\b", re.IGNORECASE
)
_DAYS = re.compile(
    rf"{_RANGE}\s?(?:days?|times?|x|×|visits?|shifts?|sessions?){_PER}(?:week(?:ly)?|wk)\b", re.IGNORECASE
)
_ALWAYS = re.compile(r"\b24\s?/\s?7\b|\b(?:round|around)[- ]the[- ]clock\b", re.IGNORECASE)
_SCREEN = re.compile(
    r"\b(?:urine (?:drug|tox\w{0,9})|drug|toxicology)\s(?:screen|test|panel)\w{0,4}|\b(?:UDS|UDT)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(rf"\bevery\s(?P<months>{COUNT})\s?months?\b", re.IGNORECASE)
_YEARLY = re.compile(
    rf"{_RANGE}\s?(?:times?|x|×|tests?|screens?)?{_PER}(?:year(?:ly)?|yr|annum|annually)\b", re.IGNORECASE
)
_NAMED = (
    (12, re.compile(r"\b(?:monthly|every month)\b", re.IGNORECASE)),
    (4, re.compile(r"\b(?:quarterly|every quarter)\b", re.IGNORECASE)),
    (
        2,
        re.compile(
            r"\b(?:twice (?:a|per) year|twice yearly|semi-?annual(?:ly)?|bi-?annual(?:ly)?)\b",
            re.IGNORECASE,
        ),
    ),
    (1, re.compile(r"\b(?:once (?:a|per) year|annual(?:ly)?|yearly)\b", re.IGNORECASE)),
)
_SURE = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_MOST_TESTS = 24


@dataclass(frozen=True, slots=True)
class Rate:
    """A number a week or a year; ``least`` is the lower end of a range, None where there is none."""

    value: Decimal
    computation: str
    least: Decimal | None = None
    places: tuple[Span, ...] = ()


def hours_per_week(treatment: str) -> Rate | None:
    """Hours of care a week, from hours a week, or from hours a day and days a week (daily: seven)."""
    if _ALWAYS.search(treatment):
        return Rate(Decimal(168), "care around the clock is 168 hours a week")
    weekly = _BY_WEEK.search(treatment)
    if weekly is not None:
        low, high = _ends(weekly)
        return _rate(low, high, f"the request asks for {_spelt(low, high)} hours a week")
    daily = _BY_DAY.search(treatment)
    if daily is None:
        return None
    days = _DAYS.search(treatment.replace(daily[0], " ; ", 1))
    by_day = daily["unit"].lower().startswith("da")
    if days is None and not by_day:
        return None
    low, high = _ends(daily)
    few, many = _ends(days) if days else (7, 7)
    counted = "" if days else ", every day counted as 7 days a week"
    least, most = low * few, high * many
    said = f"{_spelt(low, high)} hours x {_spelt(few, many)} a week = {_spelt(least, most)} hours a week"
    return _rate(least, most, said + counted)


def tests_per_year(treatment: str, asked: int | None, record: Record, day: date | None) -> Rate | None:
    """Screens a year: as the request says, else those dated in the year before with those asked for."""
    stated = _stated_per_year(treatment)
    if stated is not None or day is None:
        return stated
    found = dict(_screens(record, day))
    wanted = asked if asked and asked <= _MOST_TESTS else 1
    if not found:
        return _long_ago(record, day, wanted)
    count = len(found) + wanted
    done = f"{len(found)} {'screen' if len(found) == 1 else 'screens'}"
    said = f"{done} dated in the year before the request and {wanted} requested are {count} in a year"
    return Rate(Decimal(count), said, None, tuple(found.values()))


_CALLED_LAST = re.compile(r"\b(?:last|latest|most recent|since)\b", re.IGNORECASE)


def _long_ago(record: Record, day: date, wanted: int) -> Rate | None:
    """Only those asked for, where the screen that the record calls the last is more than a year old."""
    told = last_test(record, day)
    if told is None or told[0] > day - relativedelta(years=1):
        return None
    if not _CALLED_LAST.search(record.text, told[1].start, told[1].end):
        return None
    said = (
        f"the last screen is of {told[0]:%m/%d/%Y}, over a year before the request, and {wanted} requested"
    )
    return Rate(
        Decimal(wanted), f"{said} {'is' if wanted == 1 else 'are'} {wanted} in a year", None, (told[1],)
    )


def last_test(record: Record, day: date) -> tuple[date, Span] | None:
    """The latest day before ``day`` that a sentence on a test of the urine names, and where."""
    told = (
        (mention.value, quote_span(record, statement, Span(mention.start, mention.end)))
        for statement in _on_screens(record)
        for mention in statement.dates
        if mention.value is not None and mention.precision == "day" and mention.value < day
    )
    return max(told, key=lambda pair: pair[0], default=None)


def _stated_per_year(treatment: str) -> Rate | None:
    every = _EVERY.search(treatment)
    months = count_of(every["months"]) if every else None
    if months:
        value = (Decimal(12) / months).quantize(Decimal("0.01")).normalize()
        return Rate(value, f"every {months} months is {value:f} a year")
    yearly = _YEARLY.search(treatment)
    if yearly is not None:
        low, high = _ends(yearly)
        return _rate(low, high, f"the request asks for {_spelt(low, high)} a year")
    for times, words in _NAMED:
        named = words.search(treatment)
        if named is not None:
            return Rate(Decimal(times), f"{named[0].lower()} is {times} a year")
    return None


def _screens(record: Record, day: date) -> Iterator[tuple[date, Span]]:
    """Dates within the year before ``day`` on which the record says that urine was tested."""
    for statement in _on_screens(record):
        yield from _dated(record, statement, day)


def _on_screens(record: Record) -> Iterator[Statement]:
    """The sentences that say of a test of the urine that it was done."""
    for statement in record.statements:
        cue = _SCREEN.search(record.text, statement.span.start, statement.span.end)
        if cue is None or statement.source_at(cue.start()) != "record":
            continue
        if record.assertions.at(*cue.span()).assertion in _SURE:
            yield statement


def _dated(record: Record, statement: Statement, day: date) -> Iterator[tuple[date, Span]]:
    for mention in statement.dates:
        value = mention.value
        if value is not None and mention.precision == "day" and day - relativedelta(years=1) < value < day:
            yield value, quote_span(record, statement, Span(mention.start, mention.end))


def _ends(match: re.Match[str]) -> tuple[int, int]:
    low = count_of(match["low"]) or 0
    high = count_of(match["high"]) if match["high"] else None
    return low, high if high is not None else low


def _rate(low: int, high: int, said: str) -> Rate:
    if low >= high:
        return Rate(Decimal(high), said)
    return Rate(Decimal(high), f"{said}, of which the upper end counts", Decimal(low))


def _spelt(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
