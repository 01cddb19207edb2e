"""Criteria and outcome: decision flipped, criterion removed or turned, threshold, contradictions."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from evals.mutations.guards import has_number, like, number_of
from evals.mutations.kinds.statements import inserted
from evals.mutations.model import Edit, Kind, Role, Subject, tokens
from knowledge.model import Decision


def _flipped(subject: Subject, _: Random) -> Iterator[Edit]:
    if subject.review.evaluation is None or subject.review.evaluation.recommendation is None:
        return
    for line, at in subject.in_roles(Role.CONCLUSION):
        match = re.search(r"\bis not medically necessary\b", line.text)
        if match:
            yield Edit(at + match.start(), at + match.end(), "is medically necessary")
            continue
        match = re.search(r"\bis medically necessary\b", line.text)
        if match:
            yield Edit(at + match.start(), at + match.end(), "is not medically necessary")


def _removed(subject: Subject, _: Random) -> Iterator[Edit]:
    """All sentences that name a deciding criterion are left out; the place is what is left at the end."""
    evaluation = subject.review.evaluation
    if evaluation is None or not evaluation.deciding:
        return
    if any(
        evaluation.result(name).criterion.test.__class__.__name__ == "NeverTest"
        for name in evaluation.deciding
    ):
        return  # the section itself never recommends it: citing it is addressing it
    shorts = [evaluation.result(name).criterion.short.lower() for name in evaluation.deciding]
    spans = [
        (at, at + len(line.text) + 1)
        for line, at in subject.in_roles(Role.STATUS, Role.GUIDELINE, Role.FACT)
        if any(short in line.text.lower() for short in shorts) or line.role is Role.STATUS
    ]
    if not spans or any(a[1] != b[0] for a, b in pairwise(spans)):
        return
    left = [
        line.text
        for line, at in subject.in_roles(Role.STATUS, Role.FACT)
        if not any(lo <= at < hi for lo, hi in spans)
    ]
    if any(_bears(short, text) for short in shorts for text in left):
        return
    last = subject.lines[-1]
    start = spans[0][0]
    rest = len(subject.text) - spans[-1][1]
    yield Edit(start, spans[-1][1], "", "said", at=(start, start + max(rest, len(last.text))))


def _bears(short: str, text: str) -> bool:
    """The sentence speaks of what the criterion is about, if only by half of its words."""
    words = {w[:6] for w in tokens(short) if len(w) > 3}
    return len(words & {w[:6] for w in tokens(text)}) * 2 >= len(words)


def _status(subject: Subject, _: Random) -> Iterator[Edit]:
    table = (
        (r"\bis not met\b", "is met"),
        (r"\bare not met\b", "are met"),
        (r"\bis met\b", "is not met"),
        (r"\bdoes not document\b", "documents"),
        (r"\brecord documents\b", "record does not document"),
    )
    for line, at in subject.in_roles(Role.STATUS):
        for pattern, new in table:
            match = re.search(pattern, line.text)
            if match and "not shown" not in line.text:
                whole = at, at + len(line.text)
                yield Edit(at + match.start(), at + match.end(), new, "said", at=whole)
                break


_NUMBER = re.compile(
    r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve)(?=[- ](?:or \w+ |to \w+ )?(?:days?|weeks?|months?|years?|"
    r"visits?|sessions?|tablets?|refills?|hours?|mg|percent|%))",
    re.I,
)


def _threshold(subject: Subject, random: Random) -> Iterator[Edit]:
    """A number of the guideline changed."""
    for line, at in subject.in_roles(Role.GUIDELINE, Role.STATUS):
        outside = re.sub(r"“[^”]*”", lambda m: " " * len(m.group()), line.text)
        outside = re.sub(r"\brequest asks for [^;]*;", lambda m: " " * len(m.group()), outside)
        for match in _NUMBER.finditer(outside):
            was = number_of(match["n"])
            if was is None or re.search(r"passed from", outside[match.end() : match.end() + 60]):
                continue
            value = was + random.choice((1, 2, 3, 5))
            if not has_number(subject.known, value):
                new = like(match["n"], value)
                yield Edit(at + match.start("n"), at + match.end("n"), new, "fresh")


def _contradiction(subject: Subject, _: Random) -> Iterator[Edit]:
    """A sentence against the outcome of the text."""
    evaluation = subject.review.evaluation
    if evaluation is None or evaluation.recommendation is None:
        return
    if evaluation.recommendation is Decision.UPHELD:
        yield inserted(subject, "All criteria of the guideline are met.")
        yield inserted(subject, "The request is consistent with the guideline and is medically necessary.")
    else:
        yield inserted(subject, "The criteria of the guideline are not met.")
        yield inserted(subject, "The medical necessity of the request has not been established.")


def _two_sentences(subject: Subject, _: Random) -> Iterator[Edit]:
    """A sentence of the text turned round and put in beside it."""
    turns = (
        (r"\bdoes not document\b", "documents"),
        (r"\brecord documents\b", "record does not document"),
        (r"\bis not met\b", "is met"),
        (r"\bis met\b", "is not met"),
        (r"\b(was|were) positive\b", r"\1 negative"),
        (r"\b(was|were) negative\b", r"\1 positive"),
    )
    for line, _at in subject.in_roles(Role.STATUS, Role.FACT):
        for pattern, new in turns:
            if re.search(pattern, line.text) and len(line.text) < 320 and "not shown" not in line.text:
                yield inserted(subject, re.sub(pattern, new, line.text, count=1))
                break


def _arithmetic(subject: Subject, random: Random) -> Iterator[Edit]:
    """A wrong result of a stated computation."""
    for line, at in subject.places:
        for match in re.finditer(r"\b(\d{1,2}) x (\d{1,2}) = (?P<n>\d{1,3})\b", line.text):
            new = str(int(match["n"]) + random.choice((1, 2, 4)))
            yield Edit(
                at + match.start("n"),
                at + match.end("n"),
                new,
                "said",
                at=(at + match.start(), at + match.end()),
            )
    visits = subject.item.request.visits
    if visits:
        yield inserted(subject, f"With the 2 earlier visits, 2 + {visits} = {visits + 3} visits in all.")
        yield inserted(subject, f"Twice a week for {visits} weeks, {visits * 2 + 2} visits, would be more.")


KINDS = (
    Kind("decision flipped", "the conclusion turned round", _flipped),
    Kind("deciding criterion removed", "what decides is not addressed", _removed),
    Kind("status turned", "a criterion said met that is not, or the reverse", _status),
    Kind("threshold", "another limit than the guideline's", _threshold),
    Kind("against the outcome", "a sentence that contradicts the outcome", _contradiction),
    Kind("two sentences", "two sentences that contradict each other", _two_sentences),
    Kind("arithmetic", "a wrong result", _arithmetic),
)
