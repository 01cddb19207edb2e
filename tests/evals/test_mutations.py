"""The checker finds injected errors where they are, and leaves clean texts and rewrites alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.library import open_library
from assistant.review import Tools, review_case
from assistant.settings import load_settings
from evals.mutations import __file__ as package
from evals.mutations.kinds import KINDS
from evals.mutations.measure import Mode, Result, measure, mutants_of
from evals.mutations.model import Subject
from evals.mutations.report import figures, table
from evals.mutations.sources import shipped_cases
from evals.mutations.subjects import subjects_of

FLOORS = yaml.safe_load(Path(package).with_name("thresholds.yaml").read_text(encoding="utf-8"))
EVERY = 5  # every fifth case: the whole measurement is `python -m evals.mutations`


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[Subject]:
    folder = tmp_path_factory.mktemp("mutations")
    tools = Tools(open_library(load_settings().model_copy(update={"data": folder})))
    cases = list(shipped_cases())[::EVERY]
    packs = tools.library.packs
    return [s for n, case in enumerate(cases) for s in subjects_of(review_case(case, tools), n, packs)]


@pytest.fixture(scope="module")
def result(texts: list[Subject]) -> Result:
    return measure(texts, most=1)


@pytest.fixture(scope="module")
def as_a_person(texts: list[Subject]) -> Result:
    return measure(texts, most=1, mode=Mode.HUMAN)


def test_there_are_mutants_of_most_kinds(result: Result) -> None:
    assert len({row.kind for row in result.mutants}) >= 40
    assert len(result.mutants) >= 300


def test_injected_errors_are_found_where_they_are(result: Result) -> None:
    shown = figures(result)
    missed = [(row.kind, row.was, row.now, row.context) for row in result.mutants if not row.caught]
    assert shown["caught"] >= FLOORS["caught"], missed
    assert shown["localised"] >= FLOORS["localised"]


def test_no_kind_of_error_is_found_rarely(result: Result) -> None:
    rare = {
        name: row["caught"]
        for name, row in figures(result)["by_kind"].items()
        if row["mutants"] >= FLOORS["enough"] and row["caught"] < FLOORS["caught_each_kind"]
    }
    assert rare == {}


def test_clean_texts_and_rewrites_are_left_alone(result: Result) -> None:
    flagged = [(row.kind, row.was, row.now, row.findings) for row in result.rewrites if row.caught]
    assert [row.findings for row in result.clean if row.caught] == []
    assert len(flagged) <= FLOORS["false_flags_rewrites"] * len(result.rewrites), flagged


def test_injected_errors_are_found_in_anyones_text(as_a_person: Result) -> None:
    shown, floors = figures(as_a_person), FLOORS["human"]
    missed = [(row.kind, row.was, row.now, row.context) for row in as_a_person.mutants if not row.caught]
    assert shown["caught"] >= floors["caught"], missed
    assert shown["localised"] >= floors["localised"]
    rare = {
        name: row["caught"]
        for name, row in shown["by_kind"].items()
        if row["mutants"] >= FLOORS["enough"] and row["caught"] < floors["caught_each_kind"]
    }
    assert rare == {}


def test_anyones_clean_text_and_its_rewrites_are_left_alone(as_a_person: Result) -> None:
    flagged = [(row.kind, row.was, row.now, row.findings) for row in as_a_person.rewrites if row.caught]
    assert [row.findings for row in as_a_person.clean if row.caught] == []
    assert len(flagged) <= FLOORS["human"]["false_flags_rewrites"] * len(as_a_person.rewrites), flagged


def test_a_mutant_differs_from_its_text_in_one_place(texts: list[Subject]) -> None:
    for subject in texts[:4]:
        for mutant in mutants_of(subject, KINDS, 2):
            start, end = mutant.edit.start, mutant.edit.end
            assert mutant.text[:start] == subject.text[:start]
            assert mutant.text.endswith(subject.text[end:])
            assert mutant.text != subject.text


def test_the_same_text_gives_the_same_mutants(texts: list[Subject]) -> None:
    first, again = ([m.text for m in mutants_of(texts[0], KINDS, 2)] for _ in range(2))
    assert first == again


def test_the_table_names_every_kind(result: Result) -> None:
    shown = figures(result)
    text = table(shown)
    assert all(name in text for name in shown["by_kind"])
