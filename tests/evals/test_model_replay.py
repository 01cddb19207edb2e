"""``imr eval --drafter model`` over recorded answers of a tiny model: nothing unsupported is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.cli import build
from assistant.modelling.recording import header_of
from evals.recordings import RECORDED
from tests.conftest import TOLD

_FEWEST = 30


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command prints, with one process and the shipped recording."""
    data = tmp_path_factory.mktemp("data")
    env = {"IMR_MODEL_RECORDING": str(RECORDED), "IMR_DATA": str(data)}
    done = CliRunner().invoke(build("eval"), ["eval", "--drafter", "model", "--json"], env=env)
    assert done.stdout, done.output
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def test_at_least_thirty_drafts_of_the_tiny_model_are_judged(
    result: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    made = result["summary"]["model"]

    record_property(TOLD, json.dumps(made))  # how many were shown, withheld, revised, replaced
    assert made["asked"] >= _FEWEST
    assert made["shown"] + made["withheld"] >= _FEWEST, "so many whole drafts were held to the checker"
    assert made["shown"] + made["withheld"] + made["failed"] == made["asked"]
    assert made["replaced"] <= made["withheld"] + made["failed"]  # the grounded draft may be withheld too


def test_no_shown_sentence_is_unsupported(result: dict[str, Any]) -> None:
    assert result["summary"]["model"]["shown_ungrounded"] == 0


def test_most_answers_are_still_found_in_the_recording(result: dict[str, Any]) -> None:
    notes = [i["answer"]["note"] for c in result["run"]["cases"] for i in c["items"]]
    lost = [note for note in notes if note.startswith("No answer to this request is recorded")]

    assert len(lost) <= result["summary"]["model"]["asked"] // 4, "record anew: see evals/recordings.py"


def test_the_model_alone_stands_among_the_baselines(result: dict[str, Any]) -> None:
    assert "the model alone" in result["summary"]["outcome"]
    assert result["run"]["versions"]["model"] == "smollm2"
    assert result["run"]["versions"]["prompt"].startswith("sha256:")


def test_the_recommendations_are_those_without_a_model(result: dict[str, Any]) -> None:
    """A model writes; it decides nothing."""
    wrong = [row for row in result["items"] if row["first_wrong"] and "outcome" in row["first_wrong"]]

    assert len(wrong) <= len(result["items"]) // 10
    assert {row["draft"] for row in result["items"]} <= {"shown", "withheld"}


def test_the_recording_names_its_cases_and_settings_and_no_secret() -> None:
    header = header_of(RECORDED)

    assert header["settings"]["model"] == "smollm2"
    assert len(header["cases"]) >= _FEWEST
    assert "api_key" not in RECORDED.read_text(encoding="utf-8")
    assert RECORDED.stat().st_size < 300_000
