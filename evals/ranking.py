"""How well precedents are found, query by query: nDCG@10 with the same section cited as what is relevant.

The methods are those of ``evals.retrieval``; here over an index that is already there.
"""

from __future__ import annotations

from evals.retrieval import per_query
from knowledge.entries import DeterminationEntry, Kind
from knowledge.index import Index


def rank_precedents(index: Index) -> dict[str, dict[str, float]]:
    """nDCG@10 by method and item; empty where the index holds no determinations."""
    entries: list[DeterminationEntry] = sorted(
        index.determinations([row.id for row in index.rows(Kind.DETERMINATIONS)]), key=lambda e: e.id
    )
    return per_query(index, entries) if entries else {}
