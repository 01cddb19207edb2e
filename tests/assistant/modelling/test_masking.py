"""How well identifiers are found in running clinical text, and that none reaches a remote endpoint."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx2
import pytest

from assistant.configured import ConfiguredModel
from assistant.intake import case_from_text
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.modelling.identifiers import find_identifiers
from assistant.modelling.masking import Masker
from assistant.review import Tools, review_case
from assistant.samples import sample_text
from assistant.settings import Settings
from tests.e2e.lying_server import completion

_MARKED = re.compile(r"\[\[([A-Z]+)\|([^\]]+)\]\]")
_FILE = Path(__file__).parent / "identifiers.txt"
_TITLES = re.compile(
    r"^(?:Dr|Mr|Mrs|Ms|MR|Judge)\.? |,? (?:M\.?D\.?|D\.?O\.?|PT|PA-C|Ph\.D\.?|N\.P\.|R\.N\."
    r"|D\.P\.M\.|OTR|L\.Ac\.|Esq\.|DC)$"
)
_RECALL, _PRECISION, _FEWEST = 0.97, 0.97, 200


def paragraphs() -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Each paragraph as plain text with the identifiers that stand in it: kind, start, end."""
    found = []
    for marked in _FILE.read_text(encoding="utf-8").strip().split("\n\n"):
        text, spans, at = "", [], 0
        for match in _MARKED.finditer(marked):
            text += marked[at : match.start()]
            spans.append((match[1], len(text), len(text) + len(match[2])))
            text += match[2]
            at = match.end()
        found.append((text + marked[at:], spans))
    return found


def bare(text: str) -> str:
    """An identifier without title and credentials, which identify nobody."""
    return _TITLES.sub("", _TITLES.sub("", text)).strip(" .,")


def test_recall_and_precision_on_project_written_identifiers() -> None:
    missed, wrong, total, found_count = [], [], 0, 0
    for text, spans in paragraphs():
        masked = Masker().mask(text)
        for kind, start, end in spans:
            total += 1
            if re.search(rf"(?<!\w){re.escape(bare(text[start:end]))}(?!\w)", masked):
                missed.append((kind, text[start:end]))
        for one in find_identifiers(text):
            found_count += 1
            if not any(one.start < end and start < one.end for _, start, end in spans):
                wrong.append((one.kind, text[one.start : one.end]))
    recall, precision = 1 - len(missed) / total, 1 - len(wrong) / found_count
    print("missed", missed, "wrong", wrong)
    print(f"identifiers {total}, recall {recall:.3f}, precision {precision:.3f}")
    assert total >= _FEWEST
    assert recall >= _RECALL, missed
    assert precision >= _PRECISION, wrong


def test_every_masked_text_is_restored_to_the_letter() -> None:
    for text, _ in paragraphs():
        masker = Masker()
        assert masker.restore(masker.mask(text)) == text


def test_dates_that_criteria_need_stay() -> None:
    text = "Injured on 03/14/2015, seen on 04/02/2015; DOB: 02/11/1972; surgery on June 3, 2015."

    masked = Masker().mask(text)

    assert masked == "Injured on 03/14/2015, seen on 04/02/2015; DOB: [BIRTH_1]; surgery on June 3, 2015."


def test_the_same_name_is_the_same_placeholder_through_a_case() -> None:
    case = case_from_text(
        sample_text("work-hardening.txt").replace(
            "The injured worker is", "Patient: Marisol Fenwright. The injured worker is"
        )
    )
    masker = Masker.of(case)

    first, second = (
        masker.mask("Marisol Fenwright has pain."),
        masker.mask("Fenwright walks. FENWRIGHT sits."),
    )

    assert first == "[PERSON_1] has pain."
    assert "enwright" not in second.lower()
    assert masker.restore(first) == "Marisol Fenwright has pain."


@pytest.mark.parametrize(
    ("url", "mode", "masks"),
    [
        ("https://models.example/v1", "remote", True),
        ("http://10.0.0.7:8000/v1", "remote", True),
        ("http://127.evil.example/v1", "remote", True),
        ("http://localhost.evil.example/v1", "remote", True),
        ("http://127.0.0.1:8080/v1", "remote", False),
        ("http://localhost:11434/v1", "remote", False),
        ("http://[::1]:8080/v1", "remote", False),
        ("http://127.0.0.1:8080/v1", "always", True),
        ("https://models.example/v1", "never", False),
    ],
)
def test_loopback_is_exempt_unless_the_setting_says_otherwise(url: str, mode: str, masks: bool) -> None:
    settings = Settings.model_validate({"base_url": url, "mask_identifiers": mode})

    assert Endpoint(settings, chat_model(settings)).masks is masks


def test_nothing_unmasked_reaches_a_remote_endpoint_and_the_draft_is_restored(tools: Tools) -> None:
    secret = ("Marisol", "Fenwright", "4471-09", "SAMPLE-0002", "Quimby", "559", "Marigold")
    record = (
        "Patient: Marisol Fenwright. Claim number: 4471-09. She lives at 418 Marigold Lane, Fresno,"
        " CA 93722, phone (559) 555-0142. The injured worker is"
    )
    text = sample_text("work-hardening.txt").replace("The injured worker is", record)
    text = text.replace(
        "Treatments to date include", "Fenwright told Dr. Quimby that treatments to date include"
    )
    log: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        log.append(request.content.decode() + str(request.headers))
        prompt = json.loads(request.content)["messages"][1]["content"]
        quote = re.search(r'^(E\d+) [^"]*"([^"]*treatments to date[^"]*)"$', prompt, re.M)
        assert quote is not None
        told = [
            {
                "text": f"The record has this: “{quote[2].strip('.')}”.",
                "supports": ["C4", quote[1]],
            }
        ]
        return httpx2.Response(200, json=completion(json.dumps({"sentences": told})))

    settings = Settings(base_url="https://models.example/v1", model="far", revisions=0)
    drafter = ConfiguredModel(Endpoint(settings, chat_model(settings, httpx2.MockTransport(answer))))
    item = review_case(case_from_text(text), Tools(tools.library, drafter)).items[0]

    assert log
    assert not [word for word in secret if any(word in sent for sent in log)]
    assert "[PERSON_" in log[0]
    assert item.provenance is not None
    assert item.provenance.identifiers_masked >= 5
    written = item.draft if item.draft and item.draft.drafter == "far" else item.withheld
    assert written is not None
    assert "Fenwright told Dr. Quimby" in written.text
