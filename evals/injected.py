"""What the checker makes of errors injected into the draft of an item; each item gets a share of the kinds.

The whole measurement is ``python -m evals.mutations``; this part of it goes with every run on gold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from assistant.results import Review
from evals.mutations.kinds import KINDS
from evals.mutations.measure import measure
from evals.mutations.model import Kind, Subject
from evals.mutations.subjects import subjects_of
from evals.records import Injected
from knowledge.packs import Packs

_SHARE = 4  # every fourth kind, from another one on for each item


def injected_into(review: Review, packs: Packs) -> dict[int, tuple[Injected, ...]]:
    """By item number: each injected error, and the clean draft itself as the kind ``clean``.

    The review is one without a model.
    """
    return {
        s.item.number: tuple(_injected(s)) for s in subjects_of(review, 0, packs) if s.style == "grounded"
    }


def _injected(subject: Subject) -> Iterator[Injected]:
    found = measure([subject], most=1, kinds=_kinds(subject.name), rewrites=())
    for row in (*found.clean, *found.mutants):
        yield Injected(kind=row.kind, caught=row.caught, localised=row.localised, now=row.now)


def _kinds(name: str) -> Sequence[Kind]:
    return KINDS[crc32(name.encode()) % _SHARE :: _SHARE]
