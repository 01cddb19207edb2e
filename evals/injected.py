"""What the checker makes of errors injected into the draft of an item; each item gets a share of the kinds.

The whole measurement is ``python -m evals.mutations``; this part of it goes with every run on gold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from assistant.case import Case
from assistant.review import Tools
from evals.mutations.kinds import KINDS
from evals.mutations.measure import measure
from evals.mutations.model import Kind, Subject
from evals.mutations.subjects import subjects_of
from evals.records import Injected

_SHARE = 4  # every fourth kind, from another one on for each item


def injected_into(case: Case, tools: Tools) -> dict[int, tuple[Injected, ...]]:
    """By item number: each injected error, and the clean draft itself as the kind ``clean``."""
    return {
        s.item.number: tuple(_injected(s)) for s in subjects_of(case, 0, tools) if s.style == "grounded"
    }


def _injected(subject: Subject) -> Iterator[Injected]:
    found = measure([subject], most=1, kinds=_kinds(subject.name), rewrites=())
    for row in (*found.clean, *found.mutants):
        yield Injected(kind=row.kind, caught=row.caught, localised=row.localised, now=row.now)


def _kinds(name: str) -> Sequence[Kind]:
    return KINDS[crc32(name.encode()) % _SHARE :: _SHARE]
