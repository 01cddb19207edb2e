"""A model's answers kept in a file and given back without an endpoint: neither key nor prompt is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from assistant.configured import ConfiguredModel
from assistant.drafting.prepared import Prepared
from assistant.errors import ModelError, SettingsError
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.modelling.recording import header_of
from assistant.results import Draft
from assistant.settings import Settings
from knowledge.document import Document
from tests.assistant.drafting.invented import prepared
from tests.e2e.lying_server import as_json, completion

_ANSWER = as_json([("The record documents knee pain.", ["C1"])])


def drafted(path: Path, given: Prepared | None = None, **more: object) -> tuple[Draft, list[bytes]]:
    """A draft over the recording, and what an endpoint behind it was sent."""
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.content)
        return httpx2.Response(200, json=completion(_ANSWER))

    values = {
        "base_url": "http://127.0.0.1:1/v1",
        "model": "told",
        "api_key": "very-secret",
        "model_recording": path,
        "model_retries": 0,
        **more,
    }
    settings = Settings.model_validate(values)
    model = ConfiguredModel(Endpoint(settings, chat_model(settings, httpx2.MockTransport(answer))))
    given = given or prepared()
    return model.for_case(given.case).writer().draft(given), sent


def test_what_was_recorded_is_given_back_without_an_endpoint(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"

    first, sent = drafted(path, model_record=True)
    again, unsent = drafted(path)

    assert first == again
    assert (len(sent), len(unsent)) == (1, 0)


def test_neither_key_nor_address_nor_prompt_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    drafted(path, model_record=True)

    kept = path.read_text(encoding="utf-8")

    assert "very-secret" not in kept
    assert "127.0.0.1" not in kept
    assert "moss therapy" not in kept.replace(json.dumps(_ANSWER), "")
    row = json.loads(kept)
    assert set(row) == {"answer_tokens", "finish", "prompt_tokens", "request", "text", "work"}


def test_a_reworded_prompt_still_finds_the_answer_to_its_work(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    first, _ = drafted(path, model_record=True)

    again, unsent = drafted(path, model_max_tokens=700)

    assert (again, unsent) == (first, [])


def test_an_answer_that_is_not_recorded_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    drafted(path, model_record=True)
    given = prepared()
    text = f"{given.case.document.text} One sentence more."
    other = replace(given, case=replace(given.case, document=Document.of(text)))
    item = replace(other.item, treatment="8 visits of moss therapy, left knee")
    other = replace(other, item=item)

    with pytest.raises(ModelError, match=r"No answer to this request is recorded in .*kept\.jsonl"):
        drafted(path, other)


@pytest.mark.parametrize("content", ["", "no json", '{"request": "a"}\n'])
def test_a_file_that_is_no_recording_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SettingsError, match=r"kept\.jsonl"):
        header_of(path)


def test_a_recording_counts_as_a_configured_model(tmp_path: Path) -> None:
    assert Settings(model_recording=tmp_path / "kept.jsonl").model_configured


def test_a_recording_that_is_gone_on_with_asks_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    first, _ = drafted(path, model_record=True)

    again, unsent = drafted(path, model_record=True)

    assert again == first
    assert unsent == []
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1
