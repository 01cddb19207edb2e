"""Does each sentence of a shown draft stand on something? Asked anew, without the checker's code.

A sentence is grounded when it names a support that is not a precedent alone, every key resolves, every
quotation is verbatim in the record or the guideline, and no error finding of the checker touches it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.case import Case
from assistant.results import CheckReport, Draft, ItemReview, Sentence
from evals.records import SentenceAnswer

_QUOTED = re.compile(r"“([^”]{2,400})”")
_SPACES = re.compile(r"\s+")


def sentences_of(case: Case, review: ItemReview) -> tuple[SentenceAnswer, ...]:
    """The sentences of the shown draft, each with the reason why it is not grounded, if so."""
    if review.draft is None:
        return ()
    keys = known_keys(review)
    texts = _sources(case, review)
    return tuple(
        SentenceAnswer(
            text=sentence.text,
            supports=sentence.supports,
            specific=_is_specific(sentence),
            problem=_problem(sentence, keys, texts) or _refused(start, sentence, review.checks),
        )
        for start, sentence in _placed(review.draft)
    )


def known_keys(review: ItemReview) -> frozenset[str]:
    """Every key that resolves to something a reviewer can look at."""
    results = review.evaluation.results if review.evaluation else ()
    keys = {"R"} | {e.key for e in review.evidence.evidence}
    keys |= {f"C{n}" for n in range(1, len(results) + 1)}
    return frozenset(keys | {p.key for p in review.passages} | {p.key for p in review.precedents})


def quotes_verbatim(case: Case, review: ItemReview) -> bool:
    """Whether every quote of the evidence stands at its place in the document."""
    text = case.document.text
    return all(text[e.quote.start : e.quote.end] == e.quote.text for e in review.evidence.evidence)


def _is_specific(sentence: Sentence) -> bool:
    """Whether it carries a fact of this worker: evidence, or the request as worded."""
    return any(key.startswith(("E", "R")) for key in sentence.supports)


def _sources(case: Case, review: ItemReview) -> str:
    parts = [case.document.text, review.item.heading, review.item.treatment]
    parts += [p.text for p in review.passages]
    if review.evaluation:
        pack = review.evaluation.pack
        parts += [pack.citation, pack.recommended, *(c.says for c in pack.criteria)]
    return _folded("\n".join(parts))


def _problem(sentence: Sentence, keys: frozenset[str], texts: str) -> str:
    if not sentence.supports:
        return "names no support"
    unknown = [key for key in sentence.supports if key not in keys]
    if unknown:
        return f"names {', '.join(unknown)}, which does not exist"
    if all(key.startswith("P") for key in sentence.supports):
        return "rests on precedents alone"
    missing = [q for q in _QUOTED.findall(sentence.text) if _folded(q) not in texts]
    return f"quotes {missing[0]!r}, which stands nowhere" if missing else ""


def _refused(start: int, sentence: Sentence, report: CheckReport) -> str:
    end = start + len(sentence.text)
    hit = next((f for f in report.errors if f.start < end and start < f.end), None)
    return f"{hit.rule}: {hit.message}" if hit else ""


def _placed(draft: Draft) -> Iterator[tuple[int, Sentence]]:
    start = 0
    for sentence in draft.sentences:
        yield start, sentence
        start += len(sentence.text) + 1


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).casefold()
