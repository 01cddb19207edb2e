"""The lexical half of the search: BM25 over the texts of one collection, with the same filters as Chroma.

Holds ids, families and days beside the term weights; knows nothing of vectors or of what an entry says.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.entries import ANY_FAMILY, FIRST_DAY, LAST_DAY

_WORD = re.compile(r"[a-z0-9]+")
# how often and how long says nothing about what is asked
_ARTICLES = ("a", "an", "and", "at", "for", "in", "is", "of", "on", "or", "per", "the", "to", "was", "with")
_COMMON = frozenset((*_ARTICLES, "time", "times", "week", "weeks", "x"))


class Stored(Protocol):
    """A stored entry, as an index gives it."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def metadata(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Lexical:
    """BM25 over a fixed set of entries; build it with :func:`build_lexical`."""

    ids: tuple[str, ...]
    weights: Any
    families: Mapping[str, npt.NDArray[np.bool_]]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]

    def search(
        self, query: str, k: int, family: str | None = None, day: int | None = None
    ) -> tuple[str, ...]:
        """Ids of the ``k`` best matches that share a word with the query, best first, ties by id."""
        known = [w for w in dict.fromkeys(words(query)) if self.weights and w in self.weights.vocab_dict]
        if not known:
            return ()
        scores = self.weights.get_scores(known)
        scores = np.where(self._allowed(family, day), scores, 0.0)
        size = min(k + 20, len(scores))
        best = np.argpartition(-scores, size - 1)[:size]
        ranked = sorted((-round(float(scores[i]), 4), self.ids[i]) for i in best if scores[i] > 0)
        return tuple(key for _, key in ranked[:k])

    def _allowed(self, family: str | None, day: int | None) -> Any:
        allowed: Any = True
        if family is not None:
            nothing = np.zeros(len(self.ids), dtype=np.bool_)
            allowed = self.families.get(family, nothing) | self.families.get(ANY_FAMILY, nothing)
        if day is not None:
            allowed = allowed & (self.start <= day) & (day <= self.end)
        return allowed


def words(text: str) -> list[str]:
    """Lower-case words and numbers; plurals lose their s, words that say nothing are left out."""
    return [_stem(w) for w in _WORD.findall(text.lower()) if w not in _COMMON]


def build_lexical(rows: Iterable[Stored]) -> Lexical:
    """Index the texts of a collection."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    found = list(rows)
    tokens = [words(row.text) or ["-"] for row in found]
    weights: Any = None
    if found:
        weights = bm25s.BM25()
        weights.index(tokens, show_progress=False)
    return Lexical(
        tuple(row.id for row in found),
        weights,
        _masks([_families(row.metadata) for row in found]),
        np.array([row.metadata.get("start", FIRST_DAY) for row in found], dtype=np.int64),
        np.array([row.metadata.get("end", LAST_DAY) for row in found], dtype=np.int64),
    )


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _families(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(metadata["families"]) if "families" in metadata else (str(metadata["family"]),)


def _masks(families: list[tuple[str, ...]]) -> dict[str, npt.NDArray[np.bool_]]:
    masks: dict[str, npt.NDArray[np.bool_]] = {}
    for place, names in enumerate(families):
        for name in names:
            masks.setdefault(name, np.zeros(len(families), dtype=np.bool_))[place] = True
    return masks
