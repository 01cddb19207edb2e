"""How well precedents are found: the same guideline section cited is what counts as relevant.

``python -m evals.retrieval ../shared/determinations`` indexes a folder of published determinations, leaves
out each case in turn with all near-copies of its rationales, and prints nDCG@10 and hit@5 by method.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz

from assistant.ingest import ingest
from knowledge.embeddings import WordLlamaEmbedder
from knowledge.entries import DeterminationEntry, Kind, folded
from knowledge.index import Index, open_index
from knowledge.lexical import build_lexical
from knowledge.search import NEAR_COPY, Exclusion, Searcher
from knowledge.treatments import load_taxonomy

Citation = tuple[str, str]
Method = Callable[[DeterminationEntry], Sequence[str]]

_ODG = re.compile(r"official disability guidelines|\bodg\b", re.I)
_ODG_CHAPTER = re.compile(
    r"\b(low back|neck|shoulder|knee|elbow|hip|head|hernia|pain|ankle|forearm|preface|fitness|mental)", re.I
)
_NEXT_CHAPTER = re.compile(r", and (?=[A-Z][^():;]{3,60}?\s(?:19|20)\d\d\b)")
_CHAPTER = re.compile(r"\s*(.+?)\s+(?:19|20)\d\d(?: Guidelines)?(?:, Section\(s\): (.*?))?[.\s]*$")
_NEXT_SECTION = re.compile(r",\s+(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class Score:
    """One method over all queries; both figures from 0 to 1."""

    method: str
    ndcg: float
    hit: float
    queries: int


def citations(guideline: str) -> frozenset[Citation]:
    """The (chapter, section) pairs a determination cites; for ODG the chapter only."""
    mtus, _, other = guideline.partition("Decision based on Non-MTUS")
    found: set[Citation] = set()
    for part in _NEXT_CHAPTER.split(mtus.partition("Decision based on MTUS")[2]):
        if match := _CHAPTER.match(part):
            sections = _NEXT_SECTION.split((match[2] or "").lower())
            found |= {(match[1].lower(), section.strip(" .")) for section in sections}
    if _ODG.search(other):
        found |= {("odg", chapter.lower()) for chapter in _ODG_CHAPTER.findall(other)}
    return frozenset(found)


def evaluate(folder: Path) -> list[Score]:
    """Every method on every item that has at least one relevant item in another case."""
    with TemporaryDirectory() as name:
        index = open_index(Path(name), WordLlamaEmbedder())
        ingest([folder], index, load_taxonomy())
        entries = sorted(
            index.determinations([row.id for row in index.rows(Kind.DETERMINATIONS)]), key=lambda e: e.id
        )
        relevant = _relevant(entries)
        queries = [entry for entry in entries if relevant[entry.id]]
        return [
            _score(name, method, queries, relevant) for name, method in _methods(index, entries).items()
        ]


def _relevant(entries: Sequence[DeterminationEntry]) -> dict[str, frozenset[str]]:
    cited = {entry.id: citations(entry.guideline) for entry in entries}
    return {
        one.id: frozenset(o.id for o in entries if cited[one.id] & cited[o.id] and not _left_out(one, o))
        for one in entries
    }


def _left_out(query: DeterminationEntry, other: DeterminationEntry) -> bool:
    same_case = query.case_number == other.case_number
    return same_case or fuzz.ratio(folded(query.rationale), folded(other.rationale)) >= NEAR_COPY


def _methods(index: Index, entries: Sequence[DeterminationEntry]) -> Mapping[str, Method]:
    searcher = Searcher(index)
    lexical = build_lexical(index.rows(Kind.DETERMINATIONS))
    by_id = {entry.id: entry for entry in entries}

    def kept(query: DeterminationEntry, ids: Sequence[str]) -> list[str]:
        return [key for key in ids if not _left_out(query, by_id[key])][:10]

    def bm25(query: DeterminationEntry) -> list[str]:
        return kept(query, lexical.search(query.treatment, len(entries), lexical.allowed()))

    def dense(query: DeterminationEntry) -> list[str]:
        vector = index.embedder.embed_query(query.treatment)
        return kept(query, index.nearest(Kind.DETERMINATIONS, vector, len(entries)))

    def hybrid(query: DeterminationEntry, family: str | None) -> list[str]:
        exclude = Exclusion(query.case_number, rationales=(query.rationale,))
        return [hit.entry.id for hit in searcher.precedents(query.treatment, family, exclude, 10).hits]

    return {
        "BM25": bm25,
        "dense (wordllama)": dense,
        "hybrid": lambda query: hybrid(query, None),
        "hybrid, family filter": lambda query: hybrid(query, query.family),
    }


def _score(
    name: str, method: Method, queries: Sequence[DeterminationEntry], relevant: Mapping[str, frozenset[str]]
) -> Score:
    graded = [_graded(method(query)[:10], relevant[query.id]) for query in queries]
    gains, hits = [gain for gain, _ in graded], sum(hit for _, hit in graded)
    return Score(name, sum(gains) / len(gains), hits / len(queries), len(queries))


def _graded(found: Sequence[str], wanted: frozenset[str]) -> tuple[float, bool]:
    """nDCG@10 of one ranking, and whether the first five hold something relevant."""
    good = [key in wanted for key in found]
    best = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(wanted))))
    return sum(one / math.log2(rank + 2) for rank, one in enumerate(good)) / best, any(good[:5])


def per_query(index: Index, entries: Sequence[DeterminationEntry]) -> dict[str, dict[str, float]]:
    """nDCG@10 by method and query, of every entry that has something relevant in another case."""
    relevant = _relevant(entries)
    queries = [entry for entry in entries if relevant[entry.id]]
    return {
        name: {q.id: round(_graded(method(q)[:10], relevant[q.id])[0], 6) for q in queries}
        for name, method in _methods(index, entries).items()
    }


def main(folder: Path) -> str:
    """The table as text."""
    rows = [f"{'method':<24} {'nDCG@10':>8} {'hit@5':>6} {'queries':>8}"]
    rows += [f"{s.method:<24} {s.ndcg:>8.3f} {s.hit:>6.3f} {s.queries:>8}" for s in evaluate(folder)]
    return "\n".join(rows)


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
