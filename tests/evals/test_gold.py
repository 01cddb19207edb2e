"""The gold cases hold together: schema, packs, criteria, and what a changed case inherits."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.intake import read_case
from evals.gold import GoldCase, gold_source, load_gold
from evals.sources import SourceError
from knowledge.packs import load_packs
from knowledge.treatments import load_taxonomy

_BASE = """
cases:
  - name: A case that others differ from
    header: {injured: 01/02/2016, denied: 03/04/2016}
    record: The injured worker has back pain. The record says so twice, or does it.
    items:
      - treatment: MRI of the back
        family: mri_spine_lumbar
        pack: p
        outcome: Upheld
        status: {a: met}
        states: [so]
"""


@pytest.fixture(scope="module")
def cases() -> tuple[GoldCase, ...]:
    return load_gold()


def test_there_are_enough_cases_over_enough_packs(cases: tuple[GoldCase, ...]) -> None:
    assert len(cases) >= 80
    assert len({item.pack for case in cases for item in case.items}) >= 30
    tags = {tag for case in cases for tag in case.tags}
    assert tags >= {
        "pair", "undetermined", "multi_item", "dependent", "edition", "typos", "abbreviations", "repeats",
        "two_injuries", "contradiction", "long_history", "negation", "injection",
    }  # fmt: skip


def test_every_expectation_names_a_family_a_pack_and_criteria_that_exist(
    cases: tuple[GoldCase, ...],
) -> None:
    packs, families = load_packs().by_id, load_taxonomy().families
    for case in cases:
        for item in case.items:
            assert item.family in {*families, "none"}, case.name
            if item.pack in (None, "none"):
                continue
            known = {criterion.id for criterion in packs[item.pack].criteria}
            assert {*item.status, *item.deciding} <= known, case.name


def test_every_gold_case_reads_as_a_case_with_its_items(cases: tuple[GoldCase, ...]) -> None:
    for case, made in zip(cases, gold_source().cases, strict=True):
        read = read_case(made.document)
        assert [i.treatment for i in read.items] == [i.treatment for i in case.items], case.name


def test_a_changed_case_keeps_what_the_change_leaves_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        _BASE
        + """
  - name: A case that differs in one fact
    differs_from: A case that others differ from
    header: {denied: 05/06/2016}
    change: [{from: back pain, to: no pain}]
    expect: {1: {outcome: Overturned, status: {b: not_met}}}
"""
    )
    changed = load_gold(tmp_path)[1]
    assert changed.record.startswith("The injured worker has no pain.")
    assert changed.header is not None
    assert (changed.header.injured, changed.header.denied) == ("01/02/2016", "05/06/2016")
    (item,) = changed.items
    assert dict(item.status) == {"a": "met", "b": "not_met"}
    assert item.states == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("{from: so, to: not}", "stands 2 times"),
        ("{from: nowhere, to: not}", "stands 0 times"),
    ],
)
def test_a_change_has_one_place(tmp_path: Path, change: str, message: str) -> None:
    text = f"""
  - name: A case that differs in one fact
    differs_from: A case that others differ from
    change: [{change}]
"""
    (tmp_path / "a.yaml").write_text(_BASE.replace("says so twice", "says so, so") + text)
    with pytest.raises(SourceError, match=message):
        load_gold(tmp_path)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(_BASE.replace("outcome:", "outcom:"))
    with pytest.raises(SourceError, match="no valid file of gold cases"):
        load_gold(tmp_path)
