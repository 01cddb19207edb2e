"""The lexical half of the search: BM25 over the texts of one collection, with the same filters as Chroma.

Holds ids, families and days beside the term weights; knows nothing of vectors or of what an entry says.
"""

from __future__ import annotations

import json
import logging
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.entries import ANY_FAMILY, FIRST_DAY, LAST_DAY

_ENTRIES = "entries.json"
_TIES = 20
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
    """BM25 over a fixed set of entries in the order of their ids; see :func:`build_lexical`."""

    ids: tuple[str, ...]
    weights: Any
    families: Mapping[str, npt.NDArray[np.int64]]
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The position of every id."""
        return {key: place for place, key in enumerate(self.ids)}

    def allowed(self, family: str | None = None, day: int | None = None) -> npt.NDArray[np.bool_]:
        """One truth value an entry: whether it is of the family (or of any) and in force on the day."""
        mask = np.full(len(self.ids), family is None, dtype=np.bool_)
        for name in (family, ANY_FAMILY):
            if name is not None and name in self.families:
                mask[self.families[name]] = True
        return mask if day is None else mask & (self.start <= day) & (day <= self.end)

    def with_prefix(self, prefix: str) -> tuple[str, ...]:
        """The ids that begin so."""
        first, last = bisect_left(self.ids, prefix), bisect_left(self.ids, prefix + "\uffff")
        return self.ids[first:last]

    def search(self, query: str, k: int, allowed: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        """Ids of the ``k`` best allowed entries that share a word with the query; ties by id."""
        known = [w for w in dict.fromkeys(words(query)) if self.weights and w in self.weights.vocab_dict]
        if not known:
            return ()
        scores = np.where(allowed, self.weights.get_scores(known), 0.0)
        size = min(k + _TIES, len(scores))
        best = np.argpartition(-scores, size - 1)[:size]
        ranked = sorted((-round(float(scores[i]), 4), self.ids[i]) for i in best if scores[i] > 0)
        return tuple(key for _, key in ranked[:k])

    def save(self, folder: Path) -> None:
        """Write to a folder that does not exist yet; it appears whole or not at all."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as name:
            half = Path(name) / "half"
            self.weights.save(half, show_progress=False)
            families = {key: places.tolist() for key, places in self.families.items()}
            days = {"start": self.start.tolist(), "end": self.end.tolist()}
            (half / _ENTRIES).write_text(json.dumps({"ids": self.ids, "families": families, **days}))
            half.rename(folder)


def load_lexical(folder: Path) -> Lexical:
    """What :meth:`Lexical.save` wrote; the weights stay on disk until they are used."""
    data = json.loads((folder / _ENTRIES).read_text())
    weights = bm25s.BM25.load(folder, mmap=True, show_progress=False)
    families = {key: _array(places) for key, places in data["families"].items()}
    return Lexical(tuple(data["ids"]), weights, families, _array(data["start"]), _array(data["end"]))


def words(text: str) -> list[str]:
    """Lower-case words and numbers; plurals lose their s, words that say nothing are left out."""
    return [_stem(w) for w in _WORD.findall(text.lower()) if w not in _COMMON]


def build_lexical(rows: Iterable[Stored]) -> Lexical:
    """Index the texts of a collection."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    found = sorted(rows, key=lambda row: row.id)
    weights: Any = None
    if found:
        weights = bm25s.BM25()
        weights.index([words(row.text) or ["-"] for row in found], show_progress=False)
    places: dict[str, list[int]] = {}
    for place, row in enumerate(found):
        for name in _families(row.metadata):
            places.setdefault(name, []).append(place)
    return Lexical(
        tuple(row.id for row in found),
        weights,
        {name: _array(places[name]) for name in sorted(places)},
        _array([row.metadata.get("start", FIRST_DAY) for row in found]),
        _array([row.metadata.get("end", LAST_DAY) for row in found]),
    )


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _families(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(metadata["families"]) if "families" in metadata else (str(metadata["family"]),)


def _array(values: list[int]) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
