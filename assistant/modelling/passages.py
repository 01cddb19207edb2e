"""The record in passages: all of it where there is room, else those nearest to what is asked.

Ranks by the built-in embedder and by shared rare words; runs here, sends nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.case import Case
from assistant.evidence.sentences import sentence_spans
from assistant.modelling.data import gives_orders
from knowledge.document import Quote
from knowledge.embeddings import WordLlamaEmbedder

_LONGEST = 420
_WORD = re.compile(r"[a-z0-9]{3,}")
_RANK_OFFSET = 10


@dataclass(frozen=True)
class Passages:
    """The passages of one record in its order; ``left_out`` counts sentences that give orders."""

    quotes: tuple[Quote, ...]
    left_out: int

    @classmethod
    def of(cls, case: Case) -> Passages:
        """Runs of whole sentences of about 400 characters, without those that speak to a machine."""
        text, offset = case.record_text, case.record.start
        sentences = [case.document.quote(s.start, s.end) for s in sentence_spans(text, offset)]
        kept = [s for s in sentences if not gives_orders(s.text)]
        return cls(tuple(_runs(case, kept)), len(sentences) - len(kept))

    def nearest(self, questions: Sequence[str], most_characters: int) -> tuple[Quote, ...]:
        """What fits, in the order of the record: best for each question in turn, then the next best."""
        if sum(len(q.text) for q in self.quotes) <= most_characters:
            return self.quotes
        ranked = [self._ranked(question) for question in questions]
        taken: dict[int, None] = {}
        room = most_characters
        for place in (ranking[turn] for turn in range(len(self.quotes)) for ranking in ranked):
            if place not in taken and len(self.quotes[place].text) <= room:
                taken[place] = None
                room -= len(self.quotes[place].text)
        return tuple(self.quotes[place] for place in sorted(taken))

    def _ranked(self, question: str) -> list[int]:
        """Places of the passages, nearest to the question first; ties in the order of the record."""
        texts = [q.text for q in self.quotes]
        vectors = np.array(WordLlamaEmbedder().embed_documents([question, *texts]))
        by_meaning = _order((vectors[1:] @ vectors[0]).round(5).tolist())
        by_words = _order(_shared(question, texts))
        fused = [
            -1 / (_RANK_OFFSET + by_meaning[n]) - 1 / (_RANK_OFFSET + by_words[n])
            for n in range(len(texts))
        ]
        return sorted(range(len(texts)), key=lambda n: (round(fused[n], 9), n))


def _runs(case: Case, sentences: Sequence[Quote]) -> Iterator[Quote]:
    """Neighbouring sentences joined as long as nothing stands between them and there is room."""
    start = end = -1
    for sentence in sentences:
        joins = start >= 0 and not case.document.text[end : sentence.start].strip()
        if joins and sentence.end - start <= _LONGEST:
            end = sentence.end
            continue
        if start >= 0:
            yield case.document.quote(start, end)
        start, end = sentence.start, sentence.end
    if start >= 0:
        yield case.document.quote(start, end)


def _shared(question: str, texts: Sequence[str]) -> list[float]:
    """For each text the weight of the question's words in it, rare words weighing more."""
    bags = [set(_WORD.findall(text.lower())) for text in texts]
    spread = Counter(word for bag in bags for word in bag)
    asked = sorted(set(_WORD.findall(question.lower())))
    weight = {w: math.log(1 + len(texts) / spread[w]) for w in asked if spread[w]}
    return [round(sum(weight.get(w, 0.0) for w in asked if w in bag), 6) for bag in bags]


def _order(scores: Sequence[float]) -> list[int]:
    """The rank of every place, 0 for the highest score; ties in order."""
    ranks = [0] * len(scores)
    for rank, place in enumerate(sorted(range(len(scores)), key=lambda n: (-scores[n], n))):
        ranks[place] = rank
    return ranks
