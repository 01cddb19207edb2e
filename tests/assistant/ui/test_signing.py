"""What stands above the signature: everything that could make somebody sign something wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk import ATTESTATION, Desk
from assistant.records import SINGLE_USER, OpenCase, Signer, open_records
from assistant.review import Tools
from assistant.samples import sample_text
from assistant.ui.html.signing import decision


@pytest.fixture
def desk(tools: Tools, tmp_path: Path) -> Desk:
    return Desk(tools, open_records(f"sqlite:///{tmp_path / 'records.sqlite'}"))


def _reviewed(desk: Desk, text: str) -> OpenCase:
    *_, last = desk.add("case.txt", text.encode(), SINGLE_USER)
    assert last.opened is not None
    return last.opened


@pytest.fixture
def opened(desk: Desk) -> OpenCase:
    return _reviewed(desk, sample_text("back-and-knee.txt"))


def test_a_plain_item_is_named_and_said_to_be_clear(opened: OpenCase) -> None:
    shown = decision(opened, opened.item(1), unsaved=False)
    assert "1. MRI of the lumbar spine" in shown
    assert "Overturned</strong> (the recommendation)" in shown
    assert "clear" in shown


def test_a_criterion_from_memory_and_a_silent_record_are_said_with_their_place(desk: Desk) -> None:
    text = sample_text("back-and-knee.txt").split("DISPUTED ITEMS")[0]
    opened = _reviewed(desk, f"{text}DISPUTED ITEMS\n1. Hyperbaric <b>aromatherapy</b> capsule\n")
    shown = decision(opened, opened.item(1), unsaved=False)
    assert "&lt;b&gt;" in shown
    assert "from memory, to be confirmed" in shown
    assert "not documented" in shown
    assert 'data-cites="C1"' in shown
    assert "clear" not in shown


def test_unsaved_words_facts_and_an_override_are_said(desk: Desk, opened: OpenCase) -> None:
    desk.add_fact(opened, "The employer offered the former job.", "call with the employer", SINGLE_USER)
    desk.override(opened, 1, "Upheld", "The examination was not repeated.", SINGLE_USER)
    now = desk.records.open_case(opened.id, SINGLE_USER)
    shown = decision(now, now.item(1), unsaved=True)
    assert "against the recommendation Overturned: The examination was not repeated." in shown
    assert "Source: call with the employer" in shown
    assert "is no version yet" in shown


def test_errors_of_the_checker_are_counted(desk: Desk, opened: OpenCase) -> None:
    desk.save(opened, 1, "The worker was injured on 03/02/2011.", 1, SINGLE_USER)
    now = desk.records.open_case(opened.id, SINGLE_USER)
    assert "The checker finds" in decision(now, now.item(1), unsaved=False)


def test_after_a_signature_the_next_item_is_one_click_away(desk: Desk, opened: OpenCase) -> None:
    signer = Signer("Alex Example", "MD, invented", ATTESTATION)
    desk.sign(opened, 4, signer, SINGLE_USER)
    now = desk.records.open_case(opened.id, SINGLE_USER)
    shown = decision(now, now.item(4), unsaved=False)
    assert "3 of 4 items not signed yet" in shown
    assert 'data-item="0">Go to item 1' in shown
    for number in (1, 2, 3):
        desk.sign(opened, number, signer, SINGLE_USER)
    now = desk.records.open_case(opened.id, SINGLE_USER)
    assert "Every item is signed" in decision(now, now.item(4), unsaved=False)
