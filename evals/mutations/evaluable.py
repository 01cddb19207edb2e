"""Whether a change of what a reviewer wrote can be called wrong: what the file supports of the clean claim.

The checker is not asked: words are compared, and nothing else.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from evals.mutations.guards import has, has_number, number_of
from evals.mutations.kinds.dates import DATE, day_of
from evals.mutations.kinds.words import findings_in, names
from evals.mutations.model import Mutant, Role, Subject, sentences_of, tokens
from knowledge.model import Decision

# what a denial puts before the thing denied: to swap that thing for another absent one makes nothing false
_DENIES = re.compile(
    r"\b(?:no|not|nor|without|lack\w*|absen\w+|absent|insufficient|never|negative|denie[sd]|unclear|silent|fail\w*|unknown)\b",
    re.I,
)
_REACH = 90
_CLAUSE = re.compile(r"[.;](?=\s|$)")
_EMPTY = frozenset((
    "the", "that", "this", "with", "from", "have", "been", "were", "which", "their", "there", "these", "those", "also",
    "into", "upon", "such", "than", "then", "they", "them", "patient", "worker", "claimant", "injured", "record",
    "records", "noted", "documented", "documentation", "medical", "medically", "necessary", "request", "requested",
    "report", "reported", "provider", "physician", "treating", "case", "given", "above", "based",
))  # fmt: skip
_STEM, _LEAST = 6, 4
_FEWEST = 2


def evaluable(mutant: Mutant, *, item_known: bool = True) -> bool:
    """Whether a change can be called wrong, by what the file holds alone.

    A change of a published rationale can where the record (or the request; for a sentence on the guideline the
    governing section) holds, in one sentence, the value that was replaced and two words of its clause, and
    where the value is not said to be absent. Sentences put in, and texts made from the record, were held to it
    when they were made. ``item_known``: else a text that concludes on another item can be called wrong only
    where the rest of it has a word of its own request, and a person's text that grants a request need not name
    what decides: the facts that it tells argue for it.
    """
    special = _SPECIAL.get(mutant.kind)
    if mutant.kind == "another item decided" and item_known:
        return True
    if mutant.kind == "deciding criterion removed" and not item_known and _granted(mutant):
        return False
    if special is not None:
        return special(mutant)
    edit, subject = mutant.edit, mutant.subject
    return subject.style != "rationale" or edit.start == edit.end or _was_supported(mutant)


def _was_supported(mutant: Mutant) -> bool:
    edit, subject = mutant.edit, mutant.subject
    line, at = max((p for p in subject.places if p[1] <= edit.start), key=lambda p: p[1])
    lo, hi = edit.start - at, edit.end - at
    if _is_thing(mutant) and _DENIES.search(line.text[max(0, lo - _REACH) : lo]):
        return False
    words = _content(_clause(line.text, lo, hi)) - _content(mutant.was)
    enough = min(_FEWEST, len(words))
    return any(
        _holds(source, mutant.was) and len(words & _content(source)) >= enough
        for source in _sources(subject, line.role)
    )


def _is_thing(mutant: Mutant) -> bool:
    """The change puts a thing for a thing: not a number, and not a turn of phrase."""
    was = mutant.was
    return mutant.edit.severity != "said" and not any(c.isdigit() for c in was) and number_of(was) is None


def _decided_elsewhere(mutant: Mutant) -> bool:
    """The rest of the text has a word of its own request that the other request has not."""
    subject, edit = mutant.subject, mutant.edit
    rest = _content(f"{subject.text[: edit.start]} {subject.text[edit.end :]}")
    return bool(rest & (_content(subject.item.treatment) - _content(edit.new)))


def _granted(mutant: Mutant) -> bool:
    """The text, as the project recommends, finds the request medically necessary."""
    evaluation = mutant.subject.review.evaluation
    return evaluation is not None and evaluation.recommendation is Decision.OVERTURNED


def _decided_alike(mutant: Mutant) -> bool:
    """The text decides as the sentence put in supposes: reviewers may decide otherwise than the project."""
    subject = mutant.subject
    evaluation = subject.review.evaluation
    upheld = evaluation is not None and evaluation.recommendation is Decision.UPHELD
    return subject.style != "rationale" or upheld == bool(_REFUSES.search(subject.text))


def _made_by_the_project(mutant: Mutant) -> bool:
    """What decides in a published rationale is its reviewer's choice."""
    return mutant.subject.style != "rationale"


def _found_elsewhere(mutant: Mutant) -> bool:
    """Supported, and no sentence of the record has the part that it was given to beside the same finding."""
    if mutant.subject.style != "rationale":
        return True
    line, at = max((p for p in mutant.subject.places if p[1] <= mutant.edit.start), key=lambda p: p[1])
    lo, hi = mutant.edit.start - at, mutant.edit.end - at
    found = findings_in(_clause(line.text, lo, hi))
    there = (s for s in mutant.subject.record_sentences if names(s, mutant.edit.new))
    return _was_supported(mutant) and not any(found & findings_in(sentence) for sentence in there)


_REFUSES = re.compile(r"\bnot (?:\w+ ){0,4}medical(?:ly)?\b|\bmedical necessity[^.]{0,40}\bnot\b", re.I)
_SPECIAL: Mapping[str, Callable[[Mutant], bool]] = {
    "another item decided": _decided_elsewhere,
    "against the outcome": _decided_alike,
    "decision flipped": lambda _: True,
    "deciding criterion removed": _made_by_the_project,
    "other part's finding": _found_elsewhere,
}


def _sources(subject: Subject, role: Role) -> list[str]:
    requests = [f"{i.heading} {i.treatment} {i.original_request or ''}" for i in subject.case.items]
    if role not in (Role.GUIDELINE, Role.STATUS):
        return [*sentences_of(subject.record), *requests]
    pack = subject.review.pack
    section = (
        [pack.citation, pack.recommended, *(f"{c.says} {c.short}" for c in pack.criteria)] if pack else []
    )
    return [*section, *requests]


def _clause(text: str, lo: int, hi: int) -> str:
    before = [m.end() for m in _CLAUSE.finditer(text, 0, lo)]
    after = _CLAUSE.search(text, hi)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _content(text: str) -> frozenset[str]:
    """The words that tell something, by their stems, and the numbers."""
    return frozenset(
        t[:_STEM] for t in tokens(text) if t not in _EMPTY and (len(t) >= _LEAST or t[0].isdigit())
    )


def _holds(source: str, was: str) -> bool:
    number = number_of(was)
    if number is not None:
        return has_number(source, number)
    days = _days(was)
    if days:
        return days <= _days(source)
    telling = _content(was)
    return telling <= _content(source) if telling else has(source, was)


def _days(text: str) -> frozenset[date]:
    return frozenset(day for match in DATE.finditer(text) if (day := day_of(match)))
