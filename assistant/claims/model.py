"""Typed claims: what a piece of prose says, in a normal form in which equivalent wordings are equal.

The same extractors read the record and the text under check; rules compare their values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.document import Span


class Kind(StrEnum):
    """What a number counts or measures."""

    VISITS = "visits"
    QUANTITY = "quantity"
    REFILLS = "refills"
    PAIN = "pain score"
    STRENGTH = "strength grade"
    REFLEX = "reflex grade"
    DEGREES = "degrees"
    DOSE = "dose"
    PERCENT = "percent"
    AGE = "age"
    DURATION = "duration"
    RATE = "frequency"
    PAGE = "page"
    LENGTH = "length"
    WEIGHT = "weight"
    PART = "part of a whole"
    PLAIN = "number"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its kind; ``unit`` is a normal form ("mg", "week") and empty where none is stated."""

    kind: Kind
    value: Decimal
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar date; ``day`` is None where only month and year, or an impossible date, is written.

    ``whole``: a day of the month is written, possible or not.
    """

    day: date | None
    year: int
    month: int
    span: Span
    whole: bool = True

    @property
    def impossible(self) -> bool:
        return self.whole and self.day is None


@dataclass(frozen=True, slots=True)
class Level:
    """Vertebral levels, as ("L4", "L5")."""

    levels: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SidedRegion:
    """A body region with the sides stated for it: {"left"}, {"right"}, or both."""

    region: str
    sides: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class ReflexGrade:
    """A graded reflex at a joint and a side."""

    joint: str
    side: str
    grade: str
    span: Span


@dataclass(frozen=True, slots=True)
class Denial:
    """Prose saying that something is absent: ``topic`` is what, ``sort`` how it is said.

    ``sort`` is "documentation" (the record is said to be silent) or "fact" (the thing is said not to be).
    """

    sort: str
    topic: Span
    span: Span
