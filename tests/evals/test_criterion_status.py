"""The comparison of criterion statuses with a blind reading: counts small enough to check by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evals.criterion_status import (
    FACTS,
    Answer,
    Label,
    blocking,
    disagreements,
    figures,
    load_labels,
    report,
    score,
)
from evals.records import CriterionAnswer
from knowledge.packs import load_packs
from tests.evals.made import record


def label(criterion: str, status: str, blocks: bool = False, item: int = 1) -> Label:
    return Label("CM00-0000001", item, "some-pack", criterion, status, blocks, "dev")


def answer(supported: bool = False, deciding: tuple[str, ...] = (), **statuses: str) -> Answer:
    return Answer("some-pack", statuses, deciding, supported)


def test_precision_and_recall_are_counted_for_each_status() -> None:
    labels = [label("a", "met"), label("b", "not_documented"), label("c", "not_documented")]
    scores = {s.status: s for s in score(labels, {labels[0].place: answer(a="met", b="met")})}
    assert scores["met"].precision == 0.5
    assert scores["met"].recall == 1.0
    assert scores["not_documented"].precision is None
    assert scores["not_documented"].recall == 0.0, "a criterion without an answer is missed"
    assert scores["not_met"].recall is None


def test_the_blocking_criterion_counts_first_and_among_the_first_two() -> None:
    labels = [label("a", "not_met", True), label("b", "not_documented", True, item=2)]
    found = blocking(
        labels,
        {
            ("CM00-0000001", 1): answer(deciding=("a", "b")),
            ("CM00-0000001", 2): answer(deciding=("a", "b")),
        },
    )
    assert (found.items, found.first, found.second) == (2, 1, 2)


def test_a_supported_item_names_no_blocking_criterion() -> None:
    labels = [label("a", "not_met", True), label("b", "met", item=2)]
    found = blocking(
        labels,
        {
            ("CM00-0000001", 1): answer(supported=True, deciding=("a",)),
            ("CM00-0000001", 2): answer(supported=True, deciding=("b",)),
        },
    )
    assert (found.items, found.first) == (1, 0)
    assert (found.accepted, found.supported) == (1, 1)


def test_a_disagreement_shows_both_sides_and_the_quote() -> None:
    labels = [label("a", "not_documented")]
    said = Answer("some-pack", {"a": "met"}, (), True, {"a": ("The knee locks.",)})
    lines = list(disagreements(labels, {labels[0].place: said}))
    assert lines == ["CM00-0000001-1 some-pack a: read not_documented, said met\n    'The knee locks.'"]


def test_the_table_names_every_status() -> None:
    labels = [label("a", "met", True)]
    lines = list(report(labels, {}))
    assert lines[0] == "1 items, 1 criteria, 0 statuses agree (0.0%)"
    assert "| not_documented | 0 | 0 | - | - |" in lines
    assert lines[-1].startswith("blocking criterion named first 0/1")


def test_an_unknown_status_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(
        "case_number,item,pack,criterion,status,blocking,part,note\nX,1,p,c,maybe,no,dev,\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="line 2: 'maybe' is no status"):
        load_labels(path)


def test_the_facts_name_criteria_that_exist_and_hold_no_text_of_records() -> None:
    packs = {pack.id: {c.id for c in pack.criteria} for pack in load_packs().packs}
    with FACTS.open(encoding="utf-8", newline="") as file:
        columns = csv.DictReader(file).fieldnames
    assert columns == ["case_number", "item", "pack", "criterion", "status", "blocking", "part", "note"]
    labels = load_labels()
    assert [x for x in labels if x.criterion not in packs.get(x.pack, set())] == []
    assert len({x.place for x in labels}) >= 100
    per_item = [x.place for x in labels if x.blocking]
    assert len(per_item) == len(set(per_item)), "at most one blocking criterion an item"


def test_figures_come_from_the_records_of_an_evaluation() -> None:
    read = [x for x in load_labels() if x.part == "holdout"][:1]
    made = record(f"{read[0].case_number}-{read[0].item}", "Upheld", "Upheld").items[0]
    said = CriterionAnswer(id=read[0].criterion, says="", role="required", status=read[0].status, why="")
    answered = made.answer.model_copy(update={"pack": read[0].pack, "criteria": (said,)})
    found = figures([made.model_copy(update={"answer": answered})])
    assert list(found) == ["holdout"]
    row = found["holdout"]["statuses"][read[0].status]
    assert (row["precision"], row["recall"] > 0, found["holdout"]["items"]) == (1.0, True, 1)
    assert figures([record("another-1", "Upheld", "Upheld").items[0]]) == {}
