"""Readers of structure: what a wording cannot say, by the names that findings ask for (``reads``).

A reader gives places of the record that affirm the finding; assertion, source and region are weighed
as for any wording. Knows no findings and no packs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from assistant.evidence.losses import losses
from assistant.evidence.measured import changes
from assistant.evidence.reading import Record, read_record
from knowledge.document import Document, Span


def _gains(record: Record) -> Iterable[Span]:
    return (change.span for change in changes(record) if change.better and change.kind != "pain")


def _pain_drops(record: Record) -> Iterable[Span]:
    return (change.span for change in changes(record) if change.better and change.kind == "pain")


READERS: Mapping[str, Callable[[Record], Iterable[Span]]] = {
    "measured-gain": _gains,
    "measured-loss": losses,
    "pain-drop": _pain_drops,
}


def read_by(name: str, record: Record) -> tuple[Span, ...]:
    """The places that the reader called ``name`` finds in the record. KeyError when unknown."""
    return _read_by(name, record.document, record.span)


@lru_cache(maxsize=256)
def _read_by(name: str, document: Document, span: Span) -> tuple[Span, ...]:
    return tuple(READERS[name](read_record(document, span)))
