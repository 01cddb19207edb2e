"""Numbers of the record and of the request: age, visits, pain, doses, each with its computation.

Names and factors come from ``knowledge/measures.yaml``. Knows no limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.case import Case, DisputedItem
from assistant.evidence.asked_visits import asked_visits
from assistant.evidence.doses import opioid_med, supply_days
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.schedule import hours_per_week, tests_per_year
from assistant.evidence.together import Together, per_week_together, visits_together
from assistant.evidence.visits import visits_completed
from assistant.evidence.wording import wording
from knowledge.document import Assertion, Span

_AGE = re.compile(r"\b(\d{1,3})[- ]?(?:years?|yrs?\.?|y/o|yo)[- ]?(?:old|of age)?\b", re.IGNORECASE)
_AGE_SURE = re.compile(r"old|of age|y/?o", re.IGNORECASE)
_POINTS = r"\d{1,2}(?:\.\d)?"
_OF_TEN = (
    r"/\s?10\b(?![/-]\s?\d)|out of (?:a possible )?(?:10|ten)\b|(?:over|of) 10\b"
    r"|on (?:a|the) (?:scale (?:of|from) )?(?:0|zero|1|one)?\s?(?:-|to)?\s?(?:10|ten)\b"
)
_PAIN = re.compile(
    rf"(?<![\d/.-])({_POINTS})(?:\s?(?:-|to|–)\s?({_POINTS}))?[\"”]?\s?(?:{_OF_TEN})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number, the quotes it rests on, and how it came about."""

    value: Decimal
    places: tuple[Span, ...] = ()
    computation: str = ""
    least: Decimal | None = None
    open_end: bool = False
    """The number is a lower bound: "at least five"."""


def measures_of(
    case: Case, item: DisputedItem, record: Record, family: str | None, asked_on: date | None = None
) -> dict[str, Measured]:
    """All measures that request and record carry for one item; ``asked_on`` is the day of the request."""
    told = {
        "age": _age(record),
        "pain_score": _pain(record),
        "visits_completed": _completed(item, record, family),
        "opioid_med": _opioids(case, record),
        "days_supply": _supply(item, record),
        "hours_per_week_requested": _hours(item, family),
        "visits_together": _together(visits_together(case.items, item)),
        "times_per_week_together": _together(per_week_together(case.items, item)),
        "urine_tests_per_year": _urine_tests(item, record, family, asked_on),
    }
    found = (
        dict(_of_request(item))
        | dict(_of_record(item, record, family))
        | {name: m for name, m in told.items() if m is not None}
    )
    total = _total(found)
    if total is not None:
        found["visits_total"] = total
    return found


def _of_request(item: DisputedItem) -> Iterator[tuple[str, Measured]]:
    asked = item.request
    said = asked.computation or f"the request asks for {_plural(asked.visits or 0, 'visit')}"
    if asked.visits is not None:
        yield "visits_requested", Measured(Decimal(asked.visits), (), said, _least(asked.visits_least))
    whole = item.whole_visits or asked.visits
    if whole is not None:
        of_both = f"the whole request, with its authorized part, is for {_plural(whole, 'visit')}"
        if item.whole_visits:
            yield "visits_course", Measured(Decimal(whole), (), of_both)
        else:
            yield "visits_course", Measured(Decimal(whole), (), said, _least(asked.visits_least))
    for name, value, unit in (
        ("times_per_week_requested", asked.times_per_week, "visits per week"),
        ("weeks_requested", asked.weeks, "weeks"),
        ("quantity_requested", asked.quantity, asked.quantity_unit or "units"),
        ("refills_requested", asked.refills, "refills"),
    ):
        if value is not None:
            yield (
                name,
                Measured(Decimal(value), (), f"the request asks for {_so_many(Decimal(value), unit)}"),
            )


def _of_record(item: DisputedItem, record: Record, family: str | None) -> Iterator[tuple[str, Measured]]:
    """What the request as the record tells it states, where the wording of the item does not."""
    told = asked_visits(item, record, family)
    if told is None or told[0].visits is None:
        return
    asked, place = told
    counted = asked.computation or _plural(told[0].visits, "visit")
    said = f"the request as the record states it is for {counted}"
    visits = Measured(Decimal(told[0].visits), (place,), said, _least(asked.visits_least))
    yield "visits_requested", visits
    yield "visits_course", visits
    for name, value, unit in (
        ("times_per_week_requested", asked.times_per_week, "visits per week"),
        ("weeks_requested", asked.weeks, "weeks"),
    ):
        if value is not None:
            yield name, Measured(value, (place,), f"the record states {_so_many(value, unit)}")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _so_many(value: Decimal, unit: str) -> str:
    """The number with its unit, of one thing in the singular: ``1 visit per week``."""
    noun, *rest = unit.split(" ", 1)
    one = value == 1 and noun.endswith("s")
    return " ".join((f"{value.normalize():f}", noun[:-1] if one else noun, *rest))


def _total(found: dict[str, Measured]) -> Measured | None:
    asked, done = found.get("visits_course"), found.get("visits_completed")
    if asked is None or done is None:
        return None
    total = asked.value + done.value
    bound = "at least " if done.open_end else ""
    said = f"{bound}{done.value} visits completed and {asked.value} requested are {bound}{total} in all"
    least = None if asked.least is None else asked.least + done.value
    return Measured(total, done.places, said, least, done.open_end)


def _least(count: int | None) -> Decimal | None:
    return None if count is None else Decimal(count)


def _together(counted: Together | None) -> Measured | None:
    return Measured(counted.value, (), counted.computation) if counted else None


def _hours(item: DisputedItem, family: str | None) -> Measured | None:
    rate = hours_per_week(item.treatment) if family == "home_health" else None
    return Measured(rate.value, (), rate.computation, rate.least) if rate else None


def _urine_tests(
    item: DisputedItem, record: Record, family: str | None, asked_on: date | None
) -> Measured | None:
    if family != "urine_drug_test":
        return None
    asked = item.request.quantity if item.request.visits is None else Decimal(item.request.visits)
    rate = tests_per_year(item.treatment, int(asked) if asked else None, record, asked_on)
    return Measured(rate.value, rate.places, rate.computation, rate.least) if rate else None


def _age(record: Record) -> Measured | None:
    for statement in record.statements[:6]:
        for match in _AGE.finditer(record.text, statement.span.start, statement.span.end):
            if _AGE_SURE.search(match[0]) and 0 < int(match[1]) < 120:
                place = quote_span(record, statement, Span(*match.span()))
                return Measured(Decimal(match[1]), (place,), f"the worker is {match[1]} years old")
    return None


def _pain(record: Record) -> Measured | None:
    """The latest rating: by the date it belongs to, then by place; the highest of a sentence."""
    best: tuple[tuple[int, int], Measured] | None = None
    newest = max((s.dated for s in record.statements if s.dated), default=None)
    for statement in record.statements:
        measured = _rating(record, statement)
        if measured is None:
            continue
        # a rating under the newest date goes before one under an older or unknown date
        rank = (
            int(newest is not None and statement.dated == newest),
            statement.dated.toordinal() if statement.dated else 0,
        )
        if best is None or rank >= best[0]:
            best = (rank, measured)
    return best[1] if best else None


def _rating(record: Record, statement: Statement) -> Measured | None:
    text, start, end = record.text, statement.span.start, statement.span.end
    if wording("painful").search(text, start, end) is None:
        return None
    best: tuple[Decimal, re.Match[str]] | None = None
    for match in _PAIN.finditer(text, start, end):
        value = max(Decimal(number) for number in match.groups() if number)
        sure = record.assertions.at(*match.span()).assertion in (Assertion.AFFIRMED, Assertion.HISTORICAL)
        if (
            value <= 10
            and sure
            and statement.source_at(match.start()) == "record"
            and (best is None or value > best[0])
        ):
            best = value, match
    if best is None:
        return None
    place = quote_span(record, statement, Span(*best[1].span()))
    return Measured(best[0], (place,), f"the latest pain rating is {best[0]} of 10")


def _completed(item: DisputedItem, record: Record, family: str | None) -> Measured | None:
    counted = visits_completed(record, f"{item.treatment} {(family or '').replace('_', ' ')}")
    if counted is None:
        return None
    value = Decimal(counted.visits)
    return Measured(value, (counted.place,), counted.computation, open_end=counted.open_end)


def _opioids(case: Case, record: Record) -> Measured | None:
    dose = opioid_med(record, tuple(item.treatment for item in case.items))
    return Measured(dose.value, dose.places, dose.computation) if dose else None


def _supply(item: DisputedItem, record: Record) -> Measured | None:
    if item.request.quantity is None:
        return None
    supply = supply_days(record, item.treatment, item.request.quantity)
    return Measured(supply.value, supply.places, supply.computation) if supply else None
