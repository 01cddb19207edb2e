"""What a medicine did is held against the medicine asked for."""

from __future__ import annotations

import pytest

from assistant.evidence import gather
from knowledge.findings import Findings
from tests.assistant.evidence.evidence_support import Kind, case_of, pack_of, rule

BENEFIT = rule(present=("lets (him|her) (work|walk)", "less pain"), of_drug=True)
ANY = rule(present=("lets (him|her) (work|walk)", "less pain"))


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("Gabapentin lets him walk a mile.", True),
        ("Neurontin lets him walk a mile.", True),
        ("Naproxen and gabapentin let him sleep; it lets him walk.", True),
        ("The medicine brings less pain.", True),
        ("Naproxen lets him walk a mile.", False),
        ("With Norco there is less pain.", False),
    ],
)
def test_the_good_of_another_drug_is_none_of_this_one(record: str, told: bool) -> None:
    found = gather(
        case_of(record, "Gabapentin 300 mg"),
        case_of(record, "Gabapentin 300 mg").items[0],
        Kind("anti_epilepsy", {"drug": frozenset({"gabapentin"})}),
        pack_of("thing"),
        Findings.of(BENEFIT),
    )
    assert bool(found.facts.observations.get("thing")) is told


def test_where_the_item_names_no_drug_every_mention_stands() -> None:
    case = case_of("Naproxen lets him walk.", "knee brace")
    found = gather(case, case.items[0], Kind(), pack_of("thing"), Findings.of(BENEFIT))
    assert found.facts.observations


def test_a_finding_that_is_of_no_drug_counts_whatever_is_named() -> None:
    case = case_of("Naproxen lets him walk.", "Gabapentin 300 mg")
    of_it = Kind("anti_epilepsy", {"drug": frozenset({"gabapentin"})})
    found = gather(case, case.items[0], of_it, pack_of("thing"), Findings.of(ANY))
    assert found.facts.observations


OTHER = rule(present=("naproxen", "gabapentin", "neurontin"), of_other_drug=True)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("He takes naproxen.", True),
        ("He takes gabapentin and naproxen.", True),
        ("He takes Neurontin.", False),
        ("He takes gabapentin.", False),
    ],
)
def test_only_the_name_of_another_drug_tells_of_another_drug(record: str, told: bool) -> None:
    case = case_of(record, "Gabapentin 300 mg")
    of_it = Kind("anti_epilepsy", {"drug": frozenset({"gabapentin"})})
    found = gather(case, case.items[0], of_it, pack_of("thing"), Findings.of(OTHER))
    assert bool(found.facts.observations.get("thing")) is told


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("Date of injury 10-25-2016. On 11-04-2016 she had heartburn.", True),
        ("Date of injury 10-25-2016. She had heartburn.", True),
        ("Date of injury 10-25-2016. On 08-30-2016 she had heartburn.", False),
        ("Date of injury 10-25-2016. Born 03-17-1965. She had heartburn.", True),
    ],
)
def test_a_complaint_from_before_the_injury_is_past(record: str, told: bool) -> None:
    case = case_of(record, "Omeprazole 20 mg")
    since = Findings.of(rule(present=("heartburn",), after_injury=True))
    found = gather(case, case.items[0], Kind("ppi"), pack_of("thing"), since)
    assert bool(found.facts.observations.get("thing")) is told
