"""Hold an answer against what it rests on: word by word, and by the checker's rules of fact.

What stands in the record with a negation, a doubt, a plan or a past is only ever quoted whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.checks import Reviewed, check_text
from assistant.conversation.material import Material
from assistant.drafting.tracing import Support, quotations_in, squeezed, unheld, unsaid
from assistant.results import Sentence
from knowledge.document import Assertion

_FACT_RULES = frozenset({"FAC", "ABS", "POL", "CIT", "PRE", "CRI"})
_NOT_ASKED_OF_AN_ANSWER = frozenset({"CRI02"})
_NEGATIVE = re.compile(
    r"\b(?:not?|nor|none|never|neither|cannot|without|lack\w*|denie[sd])\b|n['’]t\b", re.I
)
_WORD = re.compile(r"[a-z0-9][a-z0-9/.%-]*")
_FRAME = frozenset(
    ["the", "a", "an", "record", "records", "says", "notes", "states", "that", "worker", "is", "was", "and"]
)


def complaints(sentences: tuple[Sentence, ...], material: Material, reviewed: Reviewed) -> tuple[str, ...]:
    """Why this answer must not be shown; empty when it holds."""
    supports = material.supports()
    found = [said for sentence in sentences for said in _of_sentence(sentence, supports)]
    text = " ".join(s.text for s in sentences)
    report = check_text(text, material.prepared.case, material.prepared.item, reviewed)
    facts = [
        f"{f.rule}: {f.message}"
        for f in report.errors
        if f.rule[:3] in _FACT_RULES and f.rule not in _NOT_ASKED_OF_AN_ANSWER
    ]
    return tuple(dict.fromkeys((*found, *facts)))


def _of_sentence(sentence: Sentence, supports: Mapping[str, Support]) -> Iterator[str]:
    named = [supports[key] for key in sentence.supports if key in supports]
    yield from unheld(sentence.text, named)
    told = [s for s in named if s.key.startswith(("N", "E"))]
    yield from _retold(sentence.text, told)
    yield from unsaid(sentence.text, [s for s in named if s not in told])


def _retold(text: str, told: list[Support]) -> Iterator[str]:
    """A sentence of the record is quoted whole, or said again in its own order if it plainly affirms."""
    quoted = [squeezed(q).strip(" .") for q in quotations_in(text)]
    rest = squeezed(_without_quotations(text))
    for support in told:
        whole = squeezed(support.text).strip(" .")
        if whole in quoted:
            continue
        if any(q in whole for q in quoted):
            yield f"{support.key} has to be quoted whole, or not at all."
        elif support.assertion is not Assertion.AFFIRMED or _NEGATIVE.search(rest):
            yield f"{support.key} does not plainly affirm this; quote the whole sentence."
        elif not _in_order(rest, whole):
            yield f"What rests on {support.key} has to keep its words in their order."


def _without_quotations(text: str) -> str:
    for quotation in quotations_in(text):
        text = text.replace(quotation, " ")
    return text


def _in_order(said: str, source: str) -> bool:
    """Whether the words of ``said`` stand in ``source`` in this order; words of the frame may be added."""
    left = iter([w.strip(".") for w in _WORD.findall(source)])
    return all(word in left for word in (w.strip(".") for w in _WORD.findall(said)) if word not in _FRAME)
