"""Whether the body region was operated on, or is to be. Reads wording alone; knows no rule that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.wording import wording
from knowledge.document import Assertion, Span
from knowledge.regions import related

_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/-])")
_ORDER = ("done", "authorized", "planned", "before_injury")


@dataclass(frozen=True, slots=True)
class Surgery:
    """Firmest first: ``done``, ``authorized``, ``planned``, ``before_injury``, ``none``."""

    status: str
    on: date | None = None
    places: tuple[Span, ...] = ()
    year: int | None = None

    @property
    def latest(self) -> date | None:
        """The day of the operation, or the last of its year; None where neither is told."""
        return self.on or (date(self.year, 12, 31) if self.year else None)


def surgery(record: Record, regions: frozenset[str], injured: date | None) -> Surgery:
    """The firmest statement about surgery on ``regions`` (any region when empty).

    An operation dated before ``injured`` is ``before_injury``: it is no part of this claim's treatment.
    """
    stages: dict[str, Surgery] = {}
    for _, stage in surgical(record, regions, injured):
        known = stages.get(stage.status)
        if known is None or (stage.on is not None and (known.on is None or stage.on > known.on)):
            stages[stage.status] = stage
    return next((stages[status] for status in _ORDER if status in stages), Surgery("none"))


def surgical(
    record: Record, regions: frozenset[str], injured: date | None
) -> Iterator[tuple[Statement, Surgery]]:
    """Every statement on surgery of ``regions``, in the order of the record, with what it says."""
    for statement in record.statements:
        if _concerns(statement, regions):
            yield from ((statement, stage) for stage in _stages(record, statement, injured))


def _concerns(statement: Statement, regions: frozenset[str]) -> bool:
    named = frozenset(region for _, _, region in statement.regions) or statement.carried
    return not regions or not named or bool(related(regions) & named)


def _stages(record: Record, statement: Statement, injured: date | None) -> Iterator[Surgery]:
    text, start, end = record.text, statement.span.start, statement.span.end
    done = wording("surgery_done").search(text, start, end)
    if done is not None and _asserted(record, statement, done):
        on, year = _when(record, statement, done)
        place = (quote_span(record, statement, Span(*done.span())),)
        earlier = injured is not None and (on < injured if on else year is not None and year < injured.year)
        yield Surgery("before_injury" if earlier else "done", on, place, year)
        return
    named = wording("surgery").search(text, start, end)
    if named is not None:
        yield from _to_come(record, statement, named)


def _asserted(record: Record, statement: Statement, done: re.Match[str]) -> bool:
    if statement.source_at(done.start()) != "record":
        return False
    return record.assertions.at(*done.span()).assertion in (Assertion.AFFIRMED, Assertion.HISTORICAL)


def _to_come(record: Record, statement: Statement, named: re.Match[str]) -> Iterator[Surgery]:
    reading = record.assertions.at(*named.span(), reviewer_speaks=True)
    if reading.assertion in (None, Assertion.NEGATED):
        return
    stage = Surgery("planned", None, (quote_span(record, statement, Span(*named.span())),))
    source = statement.source_at(named.start())
    if wording("surgery_granted").search(record.text, statement.span.start, statement.span.end):
        yield replace(stage, status="authorized")
    elif source != "record" or reading.assertion is Assertion.HYPOTHETICAL:
        yield stage


_CLOSE = 12  # letters between a date and the operation that it opens with: "On 5/2/2016, open repair ..."
_AFTERWARDS = re.compile(r"post[- ]?operative(?:ly)?", re.IGNORECASE)
_VISIT = re.compile(r"\b(?:visit|follow|seen|evaluat|appointment|exam|recheck)", re.IGNORECASE)


def _when(record: Record, statement: Statement, done: re.Match[str]) -> tuple[date | None, int | None]:
    """The date that follows within reach or stands just before, or at least a year."""
    if _AFTERWARDS.fullmatch(done[0]):
        return None, None  # the day is that of what was done or said afterwards
    reach = done.end() + 120
    dated = [d for d in statement.dates if d.value is not None]
    following = [
        d.value
        for d in dated
        if done.start() <= d.start <= reach and not _VISIT.search(record.text, done.start(), d.start)
    ]
    leading = [d.value for d in dated if 0 <= done.start() - d.end <= _CLOSE]
    if following or leading:
        return (following or leading)[0], None
    year = _YEAR.search(record.text, done.start(), min(reach, statement.span.end))
    return None, int(year[0]) if year else None
