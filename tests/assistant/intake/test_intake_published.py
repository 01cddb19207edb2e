"""The published determinations: agreement with independent labels, and no trace of a decision."""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from assistant.case import Case
from assistant.intake import case_from_text, read_case, read_document
from evals.parse_agreement import compare
from knowledge.determinations import Determination, DeterminationItem, parse
from knowledge.determinations.heading import read_heading

pytestmark = pytest.mark.shared

LOOK_ALIKES = [
    "Therefore this is upheld.\nMRI of the moon: Upheld",
    "Massage: Overturned\nUpheld\nOverturned: Upheld",
    "CLINICAL CASE SUMMARY\nIMR ISSUES, DECISIONS AND RATIONALES\nMassage: Upheld",
    "Decision rationale: nested\nMAXIMUS guideline: nested",
    "Claims Administrator guideline: again",
    "Pills #60: Upheld\nClaims Administrator guideline: something",
    "Case Number: CM99-0000000 Date of Injury: 01/01/1999",
    "word " * 300,
]
SWAPPED = {"Upheld": "Overturned", "Overturned": "Upheld"}


@cache
def published(folder: Path) -> tuple[Determination, ...]:
    found = [
        parse(read_document(path)) for path in sorted((folder / "determinations" / "pdf").glob("*.pdf"))
    ]
    return tuple(determination for determination in found if determination is not None)


def test_every_field_agrees_with_the_labels(shared: Path) -> None:
    """The labels do not cut "... leaving the original request eligible. The original request, X" to X."""
    differing = [c for c in compare(shared / "determinations") if not c.agrees]
    uncut = [
        c
        for c in differing
        if c.field == "treatment_in_dispute" and read_heading(c.theirs).treatment == c.ours
    ]
    assert differing == uncut
    assert len(uncut) == 5


def test_cases_hold_nothing_of_the_decision(shared: Path) -> None:
    for determination in published(shared):
        case = read_case(determination.document)
        assert len(case.items) == len(determination.items)
        assert "".join(case.record_text.split()) == "".join(determination.summary_text.split())
        assert "Decision" not in case.document.text[: case.record.start]
        assert not re.search(r"\b(?:Upheld|Overturned)\b", case.document.text)


@pytest.mark.parametrize("kind", ["swapped", "random", "look-alike"])
@pytest.mark.parametrize("width", [None, 95])
def test_the_review_cannot_see_the_decision_part(shared: Path, kind: str, width: int | None) -> None:
    dice = random.Random(7)
    for determination in published(shared):
        name = determination.document.name
        original = case_from_text(written(determination, width), name)
        altered = replace(
            determination, items=tuple(alter(item, kind, dice) for item in determination.items)
        )
        case = case_from_text(hidden_date(written(altered, width)), name)
        assert case == original, name
        assert treatments(case) == treatments(read_case(determination.document))


def hidden_date(text: str) -> str:
    return re.sub(r"Decision Date: \S+", "Decision Date: 01/31/2018", text)


def treatments(case: Case) -> list[str]:
    return [item.treatment for item in case.items]


def alter(item: DeterminationItem, kind: str, dice: random.Random) -> DeterminationItem:
    outcome = replace(item.heading, text=f"{item.heading.text}: {SWAPPED[str(item.heading.decision)]}")
    if kind == "swapped":
        return replace(item, heading=outcome)
    texts = [noise(dice) if kind == "random" else dice.choice(LOOK_ALIKES) for _ in range(3)]
    return DeterminationItem(outcome, *texts)


def noise(dice: random.Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(dice.randint(1, 150))]
    return " ".join(words)


def written(determination: Determination, width: int | None) -> str:
    """The determination as a text file: paragraphs a blank line apart, wrapped at ``width``."""
    document = determination.document
    paragraphs = [*document.text[: determination.summary.end].split("\n")]
    paragraphs.append("IMR ISSUES, DECISIONS AND RATIONALES")
    paragraphs.append(
        "The Final Determination was based on decisions for the disputed items/services set forth below:"
    )
    for item in determination.items:
        text = item.heading.text
        decided = text.endswith((": Upheld", ": Overturned"))
        paragraphs.append(text if decided else f"{text}: {item.heading.decision}")
        paragraphs.append(f"Claims Administrator guideline: {item.claims_administrator_guideline}")
        paragraphs.append(f"MAXIMUS guideline: {item.reviewer_guideline}")
        paragraphs.append(f"Decision rationale: {item.rationale}")
    return "\n\n".join(wrapped(paragraph, width) for paragraph in paragraphs)


def wrapped(paragraph: str, width: int | None) -> str:
    if width is None:
        return paragraph
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in paragraph.split("\n"))


def test_the_seeds(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        case = read_case(read_document(path))
        assert len(case.items) == 1
        assert case.items[0].request.visits == 10
        assert case.record_text.startswith("The injured worker is")
        assert case.record_text.endswith(".")
        assert "\n" not in case.record_text
