"""A mishap told with its day that came after the last dated scan of the same part of the body.

Knows no findings; what it gives is weighed as any wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.evidence.reading import Record, Statement
from knowledge.document import Span

_SCAN = re.compile(r"\b(?:mri|magnetic resonance|ct|computed tomography|arthrogra\w+)\b", re.IGNORECASE)
_MISHAP = re.compile(
    r"\b(?:grabbed|yanked|jerked|tripped|slipped|stumbled|twisted|struck|kicked|collided|rear-ended|tackled"
    r"|fell(?! (?:asleep|short|below|by|(?:from|to) (?:an? )?[0-9]))|was hit|knocked (?:down|over))\b",
    re.IGNORECASE,
)
_FIGURE_FELL = re.compile(
    r"\b(?:pain|scores?|flexion|motion|strength|pressure|grip|symptoms?)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_BEFORE = 40  # letters that may tell what fell
_NEAR = 80  # letters between a mishap and its day


def mishaps_after_scans(record: Record) -> Iterator[Span]:
    """The words from a mishap to its day, or the other way, when that day is later than every scan's."""
    scans = [(s, day) for s in record.statements if _SCAN.search(record.text, s.span.start, s.span.end)
             for day in _days(s)]  # fmt: skip
    for statement in record.statements:
        if _SCAN.search(record.text, statement.span.start, statement.span.end):
            continue
        parts = _parts(statement)
        same = [day for scan, day in scans if parts & _parts(scan)]
        if same:
            yield from _later(record, statement, max(same))


def _days(statement: Statement) -> tuple[date, ...]:
    return tuple(d.value for d in statement.dates if d.value is not None and d.precision == "day")


def _parts(statement: Statement) -> frozenset[str]:
    return frozenset(region for _, _, region in statement.regions) or statement.carried


def _later(record: Record, statement: Statement, scanned: date) -> Iterator[Span]:
    for found in _MISHAP.finditer(record.text, statement.span.start, statement.span.end):
        lead = record.text[max(found.start() - _BEFORE, statement.span.start) : found.start()]
        if _FIGURE_FELL.search(lead):
            continue
        near = [
            d for d in statement.dates if d.start - found.end() <= _NEAR and found.start() - d.end <= _NEAR
        ]
        after = [d for d in near if d.start >= found.end()]
        told = min(after, key=lambda d: d.start) if after else max(near, key=lambda d: d.end, default=None)
        if told is not None and told.precision == "day" and told.value is not None and told.value > scanned:
            yield Span(min(found.start(), told.start), max(found.end(), told.end))
