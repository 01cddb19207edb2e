"""Find guideline passages and precedents: BM25 and vectors, fused by reciprocal rank, filtered by family.

The query is the treatment as requested, never the clinical summary (measured: worse). Precedents never
include the case under review nor near-copies of it. Every result says why when it is empty.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from knowledge.entries import ANY_FAMILY, DeterminationEntry, GuidelinePassage, Kind, folded
from knowledge.lexical import Lexical, build_lexical, load_lexical

if TYPE_CHECKING:
    from knowledge.index import Index

NEAR_COPY = 95.0
_POOL = 40
_REACH = 1000  # nearest entries looked at before Chroma's own, slower filter is asked
_FETCH = 12
_LARGE = 2000
_SMOOTHING = 10
_TOO_SHORT = 200

HitT = TypeVar("HitT")


@dataclass(frozen=True)
class Exclusion:
    """The case under review, as far as it is known: its number, its record, its rationales.

    Rationales are only known to an evaluation; for a case that is itself in the index, the search takes
    those stored there.
    """

    case_number: str | None = None
    record_text: str = ""
    rationales: tuple[str, ...] = ()

    @cached_property
    def folded_record(self) -> str:
        return folded(self.record_text)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage with its score, 0 to 1; ``in_family`` is False for one found without the family filter."""

    passage: GuidelinePassage
    score: float
    in_family: bool


@dataclass(frozen=True, slots=True)
class PrecedentHit:
    """A past item with its score, 0 to 1; ``same_family`` is False for one that fills up the list."""

    entry: DeterminationEntry
    score: float
    same_family: bool


@dataclass(frozen=True)
class Found(Generic[HitT]):
    """Hits, best first, ties by id; ``why`` is a sentence when there are none."""

    hits: tuple[HitT, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Filter:
    family: str | None = None
    day: int | None = None

    def where(self, kind: Kind) -> dict[str, Any] | None:
        """The same filter in Chroma's words."""
        parts: list[dict[str, Any]] = []
        if self.family is not None and kind is Kind.DETERMINATIONS:
            parts.append({"family": self.family})
        elif self.family is not None:
            names = (self.family, ANY_FAMILY)
            parts.append({"$or": [{"families": {"$contains": name}} for name in names]})
        if self.day is not None:
            parts += [{"start": {"$lte": self.day}}, {"end": {"$gte": self.day}}]
        return parts[0] if len(parts) == 1 else {"$and": parts} if parts else None


@dataclass
class Searcher:
    """Hybrid search over one index; keeps the lexical half in memory until the index changes."""

    index: Index
    _lexical: dict[Kind, tuple[str, Lexical]] = field(default_factory=dict, repr=False)
    _building: Lock = field(default_factory=Lock, repr=False)

    def guidelines(
        self, query: str, family: str | None = None, day: int | None = None, k: int = 8
    ) -> Found[PassageHit]:
        """Passages for a treatment of ``family`` in force on ``day`` (20161231).

        Without passages for the family, passages for any family are given, marked so.
        """
        text = _with_family(query, family)
        for wanted in dict.fromkeys((family, None)):
            ranked = self._fused(Kind.GUIDELINES, text, _Filter(wanted, day), k)[:k]
            if ranked:
                scores = dict(ranked)
                passages = self.index.passages(list(scores))
                in_family = wanted is not None
                return Found(tuple(PassageHit(p, scores[p.id], in_family) for p in passages))
        return Found((), self._why(Kind.GUIDELINES))

    def precedents(
        self, treatment: str, family: str | None, exclude: Exclusion, k: int = 8
    ) -> Found[PrecedentHit]:
        """Past items that resemble a request; items of other families come last and are marked so."""
        text = _with_family(treatment, family)
        unlike = self._unlike(exclude)
        hits: list[PrecedentHit] = []
        for wanted in dict.fromkeys((family, None)):
            if len(hits) >= k:
                break
            ranked = self._fused(Kind.DETERMINATIONS, text, _Filter(wanted), k)
            seen = {hit.entry.id for hit in hits}
            more = self._accepted([pair for pair in ranked if pair[0] not in seen], unlike, k - len(hits))
            same = wanted is not None
            hits += [PrecedentHit(e, _in_band(score, family, same), same) for e, score in more]
        return Found(tuple(hits), "" if hits else self._why(Kind.DETERMINATIONS))

    def prepare(self) -> None:
        """Build and keep the lexical half now, so that the first search need not."""
        for kind in Kind:
            self._lexical_of(kind)

    def _accepted(
        self,
        ranked: Sequence[tuple[str, float]],
        unlike: Callable[[DeterminationEntry], bool],
        room: int,
    ) -> Iterator[tuple[DeterminationEntry, float]]:
        for first in range(0, len(ranked), _FETCH):
            scores = dict(ranked[first : first + _FETCH])
            for entry in self.index.determinations(list(scores)):
                if not room:
                    return
                if unlike(entry):
                    room -= 1
                    yield entry, scores[entry.id]

    def _unlike(self, exclude: Exclusion) -> Callable[[DeterminationEntry], bool]:
        """A test that an entry is neither of the case under review nor a near-copy of it."""
        number = (exclude.case_number or "").upper()
        ids = self._lexical_of(Kind.DETERMINATIONS).with_prefix(f"{number}-") if number else ()
        stored = (entry.rationale for entry in self.index.determinations(ids))
        texts = sorted({folded(text) for text in (*exclude.rationales, *stored)} - {""})

        def unlike(entry: DeterminationEntry) -> bool:
            if number and entry.case_number.upper() == number:
                return False
            if _same_record(entry.opening, exclude.folded_record):
                return False
            rationale = folded(entry.rationale)
            return not any(fuzz.ratio(rationale, text, score_cutoff=NEAR_COPY) for text in texts)

        return unlike

    def _fused(self, kind: Kind, text: str, only: _Filter, k: int) -> list[tuple[str, float]]:
        """Ids with scores 0 to 1 from both halves, best first, ties by id."""
        lexical = self._lexical_of(kind)
        allowed = lexical.allowed(only.family, only.day)
        pool = min(max(_POOL, 3 * k), int(allowed.sum()))
        if not pool:
            return []
        where = only.where(kind)
        dense = self._dense(kind, text, where, pool, lexical.place, allowed)
        return fuse(dense, lexical.search(text, pool, allowed))

    def _dense(
        self,
        kind: Kind,
        text: str,
        where: Mapping[str, Any] | None,
        pool: int,
        place: Mapping[str, int],
        allowed: npt.NDArray[np.bool_],
    ) -> list[str]:
        """The nearest allowed ids: filtered here when the near ones suffice, else by Chroma (slower)."""
        vector = self.index.embedder.embed_query(text)
        near = self.index.nearest(kind, vector, min(_REACH, len(place)))
        kept = [key for key in near if key in place and allowed[place[key]]]
        if len(kept) < pool:
            kept = self.index.nearest(kind, vector, pool, where)
        return kept[:pool]

    def _lexical_of(self, kind: Kind) -> Lexical:
        version = self.index.version_of(kind)
        with self._building:
            known = self._lexical.get(kind)
            if known is None or known[0] != version:
                known = (version, self._loaded(kind, version))
                self._lexical[kind] = known
        return known[1]

    def _loaded(self, kind: Kind, version: str) -> Lexical:
        """From the folder of the index when it is there, else built, and kept there when it is large."""
        folder = self.index.folder
        kept = folder / "lexical" / f"{kind}-{version}" if folder else None
        if kept and kept.is_dir():
            return load_lexical(kept)
        lexical = build_lexical(self.index.rows(kind))
        if kept and len(lexical.ids) >= _LARGE:
            _keep(lexical, kept, kind)
        return lexical

    def _why(self, kind: Kind) -> str:
        if not self._lexical_of(kind).ids:
            return f"The index holds no {kind}; add some with 'imr ingest'."
        return f"None of the {kind} in the index fits this request."


def _keep(lexical: Lexical, folder: Path, kind: Kind) -> None:
    """Save beside the index in place of older versions; a folder that cannot be written is no failure."""
    with suppress(OSError):
        lexical.save(folder)
        for old in sorted(folder.parent.glob(f"{kind}-*")):
            if old != folder:
                shutil.rmtree(old)


def fuse(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion, scaled so that the first of every ranking scores 1; ties by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking):
            scores[key] = scores.get(key, 0.0) + (_SMOOTHING + 1) / (_SMOOTHING + 1 + rank) / len(rankings)
    rounded: Mapping[str, float] = {key: round(score, 6) for key, score in scores.items()}
    return sorted(rounded.items(), key=lambda pair: (-pair[1], pair[0]))


def _with_family(text: str, family: str | None) -> str:
    return f"{text}\n{family.replace('_', ' ')}" if family else text


def _in_band(score: float, family: str | None, same: bool) -> float:
    """Above 0.5 for the same family, below for others; the whole range when the family is unknown."""
    if family is None:
        return score
    return round(score / 2 + (0.5 if same else 0.0), 6)


def _same_record(opening: str, record: str) -> bool:
    if len(opening) < _TOO_SHORT or len(record) < _TOO_SHORT:
        return False
    return opening in record or fuzz.partial_ratio(opening, record, score_cutoff=NEAR_COPY) > 0
