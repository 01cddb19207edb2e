"""What is given before an examination follows the examination, as services follow their operation."""

from __future__ import annotations

from types import SimpleNamespace

from assistant.dependence import with_main_item
from knowledge.model import Decision
from knowledge.treatments import Classified, load_taxonomy


def outcome(decision: Decision) -> SimpleNamespace:
    return SimpleNamespace(evaluation=SimpleNamespace(recommendation=decision))


def kinds(*requests: str) -> dict[int, Classified]:
    return {number: load_taxonomy().classify(text) for number, text in enumerate(requests, 1)}


def test_a_dose_before_a_scan_follows_the_scan() -> None:
    families = kinds("MRI of the lumbar spine", "Diazepam 5 mg, one tablet before the exam")
    dose = with_main_item(2, families, {1: outcome(Decision.UPHELD)})
    assert dose.attributes["main_item"] == {"upheld"}


def test_a_dose_taken_every_day_follows_nothing() -> None:
    families = kinds("MRI of the lumbar spine", "Diazepam 5 mg #30")
    assert "main_item" not in with_main_item(2, families, {1: outcome(Decision.UPHELD)}).attributes


def test_a_dose_before_a_scan_does_not_follow_an_operation() -> None:
    families = kinds("Lumbar fusion L4-L5", "Diazepam 5 mg, one tablet before the MRI")
    assert "main_item" not in with_main_item(2, families, {1: outcome(Decision.UPHELD)}).attributes
