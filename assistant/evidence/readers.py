"""Readers of structure: what a wording cannot say, by the names that findings ask for (``reads``).

A reader gives places of the record that affirm the finding; assertion, source and region are weighed
as for any wording. Knows no findings and no packs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from assistant.evidence.fragile import fragile_spine
from assistant.evidence.given import given
from assistant.evidence.improving import improving
from assistant.evidence.load import short_loads
from assistant.evidence.losses import active_short_of_passive, losses, uneven_girth, uneven_grip
from assistant.evidence.measured import Change, changes
from assistant.evidence.mishaps import mishaps_after_scans
from assistant.evidence.outlasted import outlasted
from assistant.evidence.reading import Record, read_record
from assistant.evidence.relief import relief_with_function
from assistant.evidence.roots import whole_root_picture
from assistant.evidence.unchanged import unchanged
from knowledge.document import Document, Span


@lru_cache(maxsize=64)
def _changes_of(document: Document, span: Span) -> tuple[Change, ...]:
    return changes(read_record(document, span))


def _changes(record: Record) -> tuple[Change, ...]:
    return _changes_of(record.document, record.span)


_OF_FEELING = ("pain", "distress")


def _gains(record: Record) -> Iterable[Span]:
    return (c.span for c in _changes(record) if c.better and c.kind not in _OF_FEELING)


def _relief(record: Record) -> Iterable[Span]:
    return relief_with_function(record, _changes(record))


def _no_gains(record: Record) -> Iterable[Span]:
    return unchanged(record, _changes(record), apart=("distress",))


def _distress_falls(record: Record) -> Iterable[Span]:
    return (change.span for change in _changes(record) if change.better and change.kind == "distress")


def _no_distress_falls(record: Record) -> Iterable[Span]:
    told = (c.span for c in _changes(record) if not c.better and c.kind == "distress")
    return told if not any(True for _ in _distress_falls(record)) else ()


def _declines(record: Record) -> Iterable[Span]:
    return (
        c.span for c in _changes(record) if c.better is False and c.kind in ("motion", "strength", "grip")
    )


def _pain_drops(record: Record) -> Iterable[Span]:
    return (change.span for change in _changes(record) if change.better and change.kind == "pain")


_STIMULATION = re.compile(r"\b(?:tens|e-?stim|stimulat\w+|interferential|h-?wave)\b", re.IGNORECASE)


def _under_stimulation(record: Record) -> Iterable[Span]:
    """Gains, and pain that fell, told in a sentence on electrical stimulation."""
    told = [statement.span for statement in record.statements if _of(record, statement.span)]
    return (
        change.span
        for change in _changes(record)
        if change.better and any(s.start <= change.span.start < s.end for s in told)
    )


def _of(record: Record, span: Span) -> bool:
    return _STIMULATION.search(record.text, span.start, span.end) is not None


READERS: Mapping[str, Callable[[Record], Iterable[Span]]] = {
    "measured-gain": _gains,
    "measured-sameness": _no_gains,
    "distress-fall": _distress_falls,
    "distress-unchanged": _no_distress_falls,
    "relief-with-function": _relief,
    "measured-loss": losses,
    "measured-decline": _declines,
    "mishap-after-scan": mishaps_after_scans,
    "fragile-spine": fragile_spine,
    "uneven-grip": uneven_grip,
    "uneven-girth": uneven_girth,
    "active-short-of-passive": active_short_of_passive,
    "whole-root-picture": whole_root_picture,
    "care-outlasted": outlasted,
    "pain-drop": _pain_drops,
    "stimulation-gain": _under_stimulation,
    "chiropractic-given": partial(given, kind="chiropractic"),
    "acupuncture-given": partial(given, kind="acupuncture"),
    "massage-given": partial(given, kind="massage"),
    "therapy-given": partial(given, kind="therapy"),
    "load-short-of-job": short_loads,
    "improving-since-therapy": improving,
}


def read_by(name: str, record: Record) -> tuple[Span, ...]:
    """The places that the reader called ``name`` finds in the record. KeyError when unknown."""
    return _read_by(name, record.document, record.span)


@lru_cache(maxsize=256)
def _read_by(name: str, document: Document, span: Span) -> tuple[Span, ...]:
    return tuple(READERS[name](read_record(document, span)))
