"""Which criterion reviewers named, and which one a review names first.

``facts/named_criterion.csv`` holds, for each upheld item of the published determinations, the criteria of
the governing pack that the reviewer's reason names, in the reviewer's order (facts only, mapped from the
written reasons before anyone looked at what the program names). Can fit the order of naming of a pack from
cases, to be scored on others.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FACTS = Path(__file__).parent / "facts" / "named_criterion.csv"
_LEAST = 2  # distinct cases that an order has to mend, net of those that it spoils


@dataclass(frozen=True, slots=True)
class Named:
    """What a reviewer named for one item; ``criteria`` is empty where the reason maps to no criterion."""

    case: str
    item: int
    pack: str
    criteria: tuple[str, ...]
    sure: bool

    @property
    def id(self) -> str:
        return f"{self.case}-{self.item}"


@dataclass(frozen=True, slots=True)
class Blocking:
    """What a review says of one item: its pack and the criteria that block, in the order of naming."""

    pack: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares of items whose first criterion is the reviewer's first (``main``), or any of them.

    ``any_of_all``: one of the reviewer's stands anywhere among those that the draft gives as reasons;
    ``shared``: the share of those reasons that are the reviewer's too, who seldom writes down all.
    """

    items: int
    main: float
    any: float
    any_of_two: float
    any_of_all: float
    shared: float


@cache
def load_named(path: Path = FACTS) -> tuple[Named, ...]:
    """The facts in file order, items whose reason maps to no criterion included."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Named(
                row["case_number"],
                int(row["item"]),
                row["pack"],
                tuple(row["named"].split()),
                row["sure"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def agreement(named: Sequence[Named], said: Mapping[str, Blocking]) -> Agreement:
    """How often the reviewer's criterion is named; an item that a review does not deny is missed."""
    pairs = [(n.criteria, said[n.id].criteria if n.id in said else ()) for n in named if n.criteria]
    if not pairs:
        return Agreement(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    hits = [_hits(wanted, told) for wanted, told in pairs]
    return Agreement(len(pairs), *(round(sum(column) / len(hits), 4) for column in zip(*hits, strict=True)))


def _hits(wanted: Sequence[str], told: Sequence[str]) -> tuple[float, ...]:
    right = [criterion in wanted for criterion in told]
    share = sum(right) / len(right) if right else 0.0
    return told[:1] == wanted[:1], any(right[:1]), any(right[:2]), any(right), share


def fitted_order(named: Iterable[Named], said: Mapping[str, Blocking]) -> dict[str, tuple[str, ...]]:
    """For each pack the criteria that should lead: each mends at least two cases more than it spoils."""
    by_pack: defaultdict[str, list[tuple[str, frozenset[str], tuple[str, ...]]]] = defaultdict(list)
    for n in named:
        if n.criteria and n.id in said:
            by_pack[said[n.id].pack].append((n.case, frozenset(n.criteria), said[n.id].criteria))
    return {pack: order for pack, rows in sorted(by_pack.items()) if (order := tuple(_leaders(rows)))}


def ordered(said: Blocking, orders: Mapping[str, Sequence[str]]) -> Blocking:
    """The same criteria with those that lead in their pack's order first."""
    leading = [c for c in orders.get(said.pack, ()) if c in said.criteria]
    return Blocking(said.pack, (*leading, *(c for c in said.criteria if c not in leading)))


def _leaders(rows: Sequence[tuple[str, frozenset[str], tuple[str, ...]]]) -> Iterator[str]:
    """Criteria by what naming them first mends, in distinct cases, until none mends two more."""
    left = list(rows)
    while left:
        gains = {c: _gain(c, left) for c in sorted({c for _, _, told in left for c in told})}
        best = max(gains, key=lambda c: gains[c], default=None)
        if best is None or gains[best] < _LEAST:
            return
        yield best
        left = [row for row in left if best not in row[2]]


def _gain(criterion: str, rows: Sequence[tuple[str, frozenset[str], tuple[str, ...]]]) -> int:
    moved = [(case, wanted, told[0]) for case, wanted, told in rows if criterion in told[1:]]
    mended = {case for case, wanted, first in moved if criterion in wanted and first not in wanted}
    spoiled = {case for case, wanted, first in moved if criterion not in wanted and first in wanted}
    return len(mended) - len(spoiled)
