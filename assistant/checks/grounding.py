"""DRA: rules for the project's own drafts, where every sentence names what supports it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.results import Finding, Severity, Verdict


def _places(context: Context) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    assert context.draft is not None
    start = 0
    for sentence in context.draft.sentences:
        yield start, start + len(sentence.text), sentence.supports
        start += len(sentence.text) + 1


def _raw(context: Context, rule: str, start: int, end: int, message: str, mend: str) -> Finding:
    return Finding(
        rule, Severity.ERROR, start, end, context.source[start:end], Verdict.UNSUPPORTED, message, (), mend
    )


def _supports(context: Context) -> Iterator[Finding]:
    if context.draft is None:
        return
    known = _known(context)
    for start, end, keys in _places(context):
        if not keys:
            yield _raw(
                context,
                "DRA01",
                start,
                end,
                "This sentence names no support.",
                "Tie it to evidence, a criterion, a passage or the request.",
            )
            continue
        lost = [key for key in keys if not _resolves(key, known, context)]
        if lost:
            yield _raw(
                context,
                "DRA01",
                start,
                end,
                f"These supports do not exist: {', '.join(lost)}.",
                "Name only keys that were given.",
            )


def _known(context: Context) -> frozenset[str]:
    review = context.review
    results = review.evaluation.results if review.evaluation else ()
    keys = {
        "R",
        *(f"C{n}" for n in range(1, len(results) + 1)),
        *(p.key for p in review.passages),
        *(p.key for p in review.precedents),
    }
    return frozenset(keys | review.keys | ({"G1"} if review.pack or review.evaluation else set()))


def _resolves(key: str, known: frozenset[str], context: Context) -> bool:
    if key in known:
        return True
    evidence_listed = any(k.startswith("E") for k in context.review.keys)
    return not evidence_listed and re.fullmatch(r"E\d{1,4}", key) is not None


def _precedent_alone(context: Context) -> Iterator[Finding]:
    if context.draft is None:
        return
    for start, end, keys in _places(context):
        if keys and all(key.startswith("P") for key in keys):
            yield _raw(
                context,
                "DRA02",
                start,
                end,
                "A precedent alone carries this sentence.",
                "Rest it on the record or the guideline.",
            )


RULES = (
    Rule(
        "DRA01",
        "sentence without support",
        "A sentence of a draft that names no support, or one that does not exist.",
        "What cannot be traced cannot be shown.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The worker has back pain.",
            at="The worker has back pain.",
            setting="unsupported",
        ),
        Example(
            "The worker has back pain.",
            "The worker has back pain. The request is for 6 sessions.",
            setting="draft",
        ),
        _supports,
        draft_only=True,
    ),
    Rule(
        "DRA02",
        "precedent as sole support",
        "A sentence that rests on precedents alone.",
        "Precedents illustrate.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The worker has back pain.",
            at="The worker has back pain.",
            setting="precedent",
        ),
        Example(
            "The worker has back pain.",
            "The worker has back pain. The request is for 6 sessions.",
            setting="draft",
        ),
        _precedent_alone,
        draft_only=True,
    ),
)
