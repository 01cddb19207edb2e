"""Mini cases for the rules' examples: what `imr checks` prints is what the tests run.

Invented throughout; no person, no real record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import yaml

from assistant.case import Case, DisputedItem
from assistant.checks.context import Reviewed, Sibling
from assistant.checks.rule import Example
from assistant.intake import parse_request
from assistant.results import Draft, Sentence
from knowledge.document import Document, Span
from knowledge.evaluate import evaluate
from knowledge.model import Facts, Observation, Pack, Value

BESIDE = "beside: "
"""A setting that begins so holds the rationale of a second item, an operation on the shoulder."""
TWO_ITEMS = "human, two items"
"""A person's text in a case with that second item."""
_OPERATION = "Right shoulder arthroscopic rotator cuff repair"
_DENIED = date(2017, 1, 12)
_PACK = """
id: sample-therapy
guideline: MTUS Sample Guidelines
edition: "2016"
section: Sample therapy
pages: [10, 12]
chapter: none
in_force: {from: 2016-07-29}
families: [physical_therapy]
recommended: An option for at most 10 visits where a treatment goal is defined.
confidence: high
criteria:
  - id: goal
    says: A treatment goal is defined in the record.
    short: a defined treatment goal
    confidence: high
    test: {finding: sample-goal}
  - id: visits
    says: No more than 10 visits are requested.
    short: no more than 10 visits
    role: limit
    confidence: high
    test: {measure: visits_requested, at_most: 10, unit: visits}
"""


class Mini(NamedTuple):
    """A ready case for one example."""

    case: Case
    item: DisputedItem
    review: Reviewed
    draft: Draft | None


@cache
def sample_pack() -> Pack:
    """A pack of two criteria: a goal, and at most 10 visits."""
    return Pack.model_validate(yaml.load(_PACK, Loader=yaml.CSafeLoader))


def mini_case(record: str, treatment: str) -> Case:
    """A case of one item whose document is the record alone."""
    item = DisputedItem(1, treatment, parse_request(treatment), treatment)
    return Case(Document.of(record, "example"), Span(0, len(record)), (item,))


def mini(example: Example) -> Mini:
    """The case, item, review and draft that an example's ``setting`` asks for."""
    case = mini_case(example.record, example.treatment)
    if example.setting == "header":
        case = replace(case, ur_denial_date=_DENIED)
    review = Reviewed()
    if example.setting == TWO_ITEMS or example.setting.startswith(BESIDE):
        other = DisputedItem(2, _OPERATION, parse_request(_OPERATION), _OPERATION)
        case = replace(case, items=(*case.items, other))
    if example.setting.startswith(BESIDE):
        review = Reviewed(siblings=(Sibling(2, example.setting.removeprefix(BESIDE)),))
    if example.setting == "sample":
        facts = Facts(
            measures={"visits_requested": Value(Decimal(6))},
            observations={"sample-goal": ()}
            if "goal" not in example.record
            else {"sample-goal": (Observation("E1", True),)},
        )
        pack = sample_pack()
        review = Reviewed(family="physical_therapy", pack=pack, evaluation=evaluate(pack, facts))
    return Mini(case, case.items[0], review, _draft(example))


def _draft(example: Example) -> Draft | None:
    supports = {"draft": ("R",), "unsupported": (), "precedent": ("P1",)}.get(example.setting)
    return None if supports is None else Draft((Sentence(example.text, supports),))
