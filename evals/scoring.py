"""Grade one item: each question gets a value, the answer given, the answer expected, and why.

A question that nobody answered beforehand is not scored (value None).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.records import Answer, Expected, Score, Step

_MTUS = ("MTUS", "ACOEM")
_EDITION = re.compile(r"\s+(?:19|20)\d\d$")


def score_item(expected: Expected, answer: Answer) -> tuple[Score, ...]:
    """All graded questions of an item, in the order of the pipeline."""
    return (
        _same("family", "family", expected.family, answer.family),
        _same("chapter", "guideline", expected.chapter, answer.chapter or "none"),
        _chapter_of_mtus(expected, answer),
        _same("guideline", "guideline", expected.pack, answer.pack),
        _recall(expected, answer),
        *_statuses(expected, answer),
        _deciding(expected, answer),
        _deciding_status(expected, answer),
        _outcome(expected, answer),
        *_draft(expected, answer),
        _grounded(answer),
    )


def missing_item(expected: Expected) -> Score:
    """The score of an item that the intake did not find."""
    return Score(
        name="intake", step="intake", value=0, answer="not found", expected=expected.treatment,
        explanation="the intake found no such item",
    )  # fmt: skip


def _same(name: str, step: Step, expected: str | None, answer: str | None) -> Score:
    value = None if expected is None else float(expected == (answer or "none"))
    return Score(name=name, step=step, value=value, answer=answer or "none", expected=expected or "")


def _chapter_of_mtus(expected: Expected, answer: Answer) -> Score:
    """Only where a chapter of the MTUS was cited, its ACOEM chapters included; editions apart."""
    cited = expected.chapter if (expected.chapter or "").startswith(_MTUS) else None
    given = answer.chapter or "none"
    value = None if cited is None else float(_EDITION.sub("", cited) == _EDITION.sub("", given))
    return Score(name="chapter_mtus", step="guideline", value=value, answer=given, expected=cited or "")


def _recall(expected: Expected, answer: Answer) -> Score:
    """Whether the chapter is among those of the governing pack and the first five passages."""
    known = expected.chapter not in (None, "none")
    value = float(expected.chapter in answer.chapters) if known else None
    return Score(
        name="chapter_recall5", step="guideline", value=value, answer="; ".join(answer.chapters),
        expected=expected.chapter or "",
    )  # fmt: skip


def _statuses(expected: Expected, answer: Answer) -> Iterator[Score]:
    for criterion, wanted in expected.statuses.items():
        found = answer.status_of(criterion)
        why = next((c.why for c in answer.criteria if c.id == criterion), "the governing pack lacks it")
        yield Score(
            name=f"status:{criterion}", step="criterion", value=float(found == wanted),
            answer=found or "absent", expected=wanted, explanation=why,
        )  # fmt: skip


def _deciding(expected: Expected, answer: Answer) -> Score:
    named = answer.deciding[0] if answer.deciding else "none"
    value = float(named in expected.deciding) if expected.deciding else None
    return Score(
        name="deciding",
        step="criterion",
        value=value,
        answer=named,
        expected=" or ".join(expected.deciding),
    )


def _deciding_status(expected: Expected, answer: Answer) -> Score:
    """Only where the status is known but not the criterion: the status of the firmest deciding one."""
    found = answer.status_of(answer.deciding[0]) if answer.deciding else None
    wanted = expected.deciding_status
    value = None if wanted is None or found is None else float(found == wanted)
    return Score(
        name="deciding_status", step="criterion", value=value, answer=found or "none", expected=wanted or ""
    )


def _outcome(expected: Expected, answer: Answer) -> Score:
    given = answer.recommendation or "none"
    value = None if expected.decision is None else float(given == expected.decision)
    return Score(
        name="outcome", step="recommendation", value=value, answer=given, expected=expected.decision or "",
        explanation=answer.why,
    )  # fmt: skip


def _draft(expected: Expected, answer: Answer) -> Iterator[Score]:
    first = answer.findings[0] if answer.findings else ""
    yield Score(
        name="shown", step="draft", value=float(answer.shown),
        answer="shown" if answer.shown else "withheld", expected="shown", explanation=first,
    )  # fmt: skip
    text = " ".join(answer.draft.lower().split())
    for fact in expected.states:
        held = any(wording.strip().lower() in text for wording in fact.split("|"))
        answer_given = "stated" if held else "not stated"
        yield Score(
            name=f"states:{fact}", step="draft", value=float(held), answer=answer_given, expected=fact
        )


def _grounded(answer: Answer) -> Score:
    bad = [s for s in answer.sentences if s.problem]
    total = len(answer.sentences)
    return Score(
        name="grounded", step="check", value=(total - len(bad)) / total if total else None,
        answer=f"{total - len(bad)} of {total} sentences", expected="all",
        explanation=f"{bad[0].text!r} {bad[0].problem}" if bad else "",
    )  # fmt: skip
