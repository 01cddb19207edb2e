"""CRI, restatements: where a draft repeats the section, a computation or the request nearly word for word,
its numbers, sides, body parts, drugs and negations are those of the source. In a person's text only long
restatements of the section and of the computations count; how the request is named has its own rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz import fuzz

from assistant.checks.context import Context
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.body import region_mentions, sides_in
from assistant.claims.dates import dates_in
from assistant.claims.fold import fold
from assistant.claims.numbers import value_of
from assistant.claims.numerals import written
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.model import Status
from knowledge.treatments import load_taxonomy

_OUT = Status.NOT_APPLICABLE
_LONGEST_TEXT = 20_000
_SHORTEST = 9
_SHORTEST_SAID = 40
_SHORTEST_LIMIT = 24
_NEAR = 82.0
_NEAREST = 88.0  # a person's own words may be like the section's by chance
_MOST = 0.6
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|twenty|thirty)\b",
    re.I,
)
_NEGATION = re.compile(r"\b(?:not|no|without|never|nor|neither)\b", re.I)
_SIDE = re.compile(r"\b(?:left|right|bilateral)\b", re.I)


def _sources(context: Context) -> list[str]:
    """What a draft repeats: citation, recommendation, criteria, computations, the request."""
    texts = [] if context.human else [context.asked]
    review = context.review
    if review.pack:
        pack = review.pack
        texts += [pack.citation, pack.recommended]
        texts += [wording for c in pack.criteria for wording in (c.short, c.says)]
    if review.evaluation:
        texts += [
            review.evaluation.why,
            *(r.trace.why for r in review.evaluation.results if r.status is not _OUT),
        ]
    return [
        text
        for text in dict.fromkeys(fold(t).text.strip().rstrip(".") for t in texts)
        if len(text) >= _shortest(text, context.human)
    ]


def _shortest(text: str, human: bool) -> int:
    """A person may hit on short words by chance, but hardly on those around a number."""
    if not human:
        return _SHORTEST
    return _SHORTEST_LIMIT if _NUMBER.search(text) else _SHORTEST_SAID


def _typed(text: str) -> Counter[str]:
    """The facts of a wording in normal form, as a bag."""
    bag = Counter(f"date {d.day}" for d in dates_in(text) if d.day)
    for date in dates_in(text):
        text = text[: date.span.start] + " " * (date.span.end - date.span.start) + text[date.span.end :]
    bag.update(f"number {value_of(m.group())}" for m in _NUMBER.finditer(text))
    for match in _SIDE.finditer(text):
        bag.update(f"side {side}" for side in sides_in(match.group()))
    bag.update(f"body part {name}" for name, _ in region_mentions(text))
    bag.update(f"drug {m.generic}" for m in load_taxonomy().drug_mentions(text))
    bag.update("negation" for _ in _NEGATION.finditer(text))
    return bag


def _restated(context: Context) -> Iterator[Finding]:
    if len(context.text) > _LONGEST_TEXT:
        return
    near = _NEAREST if context.human else _NEAR
    known = [source.lower() for source in _sources(context)]
    text = context.text.lower()
    masked = _masked(text, known)
    for source in known:
        longer = [other for other in known if len(other) > _MOST * len(source)]
        where = (masked,) if source in text else (_masked(text, longer), masked)
        for body in where:
            place = fuzz.partial_ratio_alignment(source, body, score_cutoff=near)
            if place is not None and place.dest_end - place.dest_start >= _SHORTEST:
                start, end = _sentence(context, *_words(text, place.dest_start, place.dest_end))
                yield from _difference(context, source, start, end)


def _masked(text: str, known: list[str]) -> str:
    """The text with every exact restatement blanked, so that what is found near a source is not exact."""
    for source in sorted(known, key=len, reverse=True):
        text = written(source).sub(lambda m: "\0" * len(m.group()), text)
    return text


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to whole words."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _sentence(context: Context, start: int, end: int) -> tuple[int, int]:
    """The range within the sentence that holds most of it, without space around it."""
    place = context.statement_at((start + end) // 2)
    if place is not None:
        start, end = max(start, place.start), min(end, place.end)
    while start < end and context.text[start].isspace():
        start += 1
    return start, end


def _negations(text: str, source: str) -> int:
    """Negations of a wording, without words at its ends that the source does not have."""
    words, theirs = re.findall(r"\w+", text.lower()), set(re.findall(r"\w+", source.lower()))
    while words and words[-1] not in theirs:
        words.pop()
    while words and words[0] not in theirs:
        words.pop(0)
    return len(_NEGATION.findall(" ".join(words)))


def _elsewhere(context: Context, start: int, end: int, have: Counter[str]) -> bool:
    """The record says it in these words, or another source with these very facts is as near."""
    said = context.text[start:end].lower()
    place = context.statement_at(start)
    if place is not None and place.mode is Mode.CASE and squeeze(said) in context.record.lowered:
        return True
    return any(
        _typed(other) == have and fuzz.partial_ratio(_in_digits(other.lower()), _in_digits(said)) >= _NEAR
        for other in _sources(context)
    )


def _in_digits(text: str) -> str:
    return _NUMBER.sub(lambda m: str(value_of(m.group())), text)


def _difference(context: Context, source: str, start: int, end: int) -> Iterator[Finding]:
    said = context.text[start:end]
    wanted, have = _typed(source), _typed(said)
    turned = "negation"
    if turned in have and _negations(said, source) == wanted[turned]:
        have[turned] = wanted[turned]
    if wanted != have and _elsewhere(context, start, end, have):
        return
    lost, added = wanted - have, have - wanted
    kinds = {key.split(" ")[0] for key in lost} & {key.split(" ")[0] for key in added}
    if kinds or lost["negation"] or added["negation"]:
        told = ", ".join(sorted(added)) or "a negation dropped"
        yield context.finding(
            "CRI05",
            start,
            end,
            Verdict.CONTRADICTED,
            f"This differs from its source “{source[:120]}”: {told}.",
            mend="Restate the source as it stands.",
        )


RULES = (
    Rule(
        "CRI05",
        "restated wrongly",
        "A draft repeats section, computation or request with another number, side, body part or drug.",
        "A restatement that is nearly right is the hardest error to see.",
        Severity.ERROR,
        Example(
            "The worker has pain in both knees.",
            "Therefore, the request for MRI of the left knee without contrast is not medically necessary.",
            "MRI of the right knee without contrast",
            "left",
        ),
        Example(
            "The worker has pain in both knees.",
            "Therefore, the request for MRI of the right knee without contrast is not medically necessary.",
            "MRI of the right knee without contrast",
        ),
        _restated,
        "Restate the source as it stands.",
    ),
)
