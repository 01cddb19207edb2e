"""What a model was asked in a conversation is kept with its entry in the audit, and never its words."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from sqlalchemy import update

from assistant.errors import AccessError, AuditError
from assistant.records import OpenCase, Records
from assistant.records import tables as t
from assistant.records.model import Action
from assistant.records.model_work import asked_on, keep_asked
from assistant.records.packet import told
from assistant.results import Provenance
from assistant.review import AskedOf
from tests.assistant.records.conftest import ANN, BEN, LEAD

_ACCOUNT = Provenance(
    model="told",
    endpoint="http://127.0.0.1:1",
    prompts={"answer_question": "sha256:aa"},
    parameters={"temperature": 0.0},
    requests=2,
    prompt_tokens=700,
    answer_tokens=40,
    cost=Decimal("0.000120"),
    seconds=1.25,
    revisions=1,
    findings=("FAC01: It is the ankle.",),
    outcome="shown",
    identifiers_masked=3,
    sent_sha256=("0" * 64, "1" * 64),
)
_ASKED = AskedOf(1, "answer", _ACCOUNT)


def test_the_account_of_an_answer_is_read_back_whole(records: Records, opened: OpenCase) -> None:
    keep_asked(records, opened.id, _ASKED, ANN)

    assert asked_on(records, opened.id, ANN) == (_ASKED,)
    records.verify()


def test_its_entry_names_model_prompts_tokens_seconds_and_digests(
    records: Records, opened: OpenCase
) -> None:
    keep_asked(records, opened.id, _ASKED, ANN)

    entry = records.history(opened.id, ANN, item=1)[-1]
    account = json.loads(json.loads(entry.body)["account"])
    assert entry.action == Action.MODEL_ASKED
    assert account["model"] == "told"
    assert account["prompts"] == {"answer_question": "sha256:aa"}
    assert account["sent_sha256"] == ["0" * 64, "1" * 64]
    assert (account["prompt_tokens"], account["answer_tokens"], account["seconds"]) == (700, 40, 1.25)
    line = told(entry)
    for word in ("told to answer: shown", "2 requests", "700 and 40 tokens", "1.25 seconds", "0" * 16):
        assert word in line


def test_an_altered_account_is_found(records: Records, opened: OpenCase) -> None:
    keep_asked(records, opened.id, _ASKED, ANN)
    with records.database.writing() as connection:
        connection.execute(update(t.model_work).values(account='{"model": "another"}'))

    with pytest.raises(AuditError, match="contradicted by the table model_work"):
        records.verify()


def test_a_leads_question_on_anothers_case_is_kept_and_a_strangers_is_refused(
    records: Records, opened: OpenCase
) -> None:
    keep_asked(records, opened.id, _ASKED, LEAD)

    assert asked_on(records, opened.id, ANN) == (_ASKED,)
    with pytest.raises(AccessError):
        keep_asked(records, opened.id, _ASKED, BEN)
    with pytest.raises(AccessError):
        asked_on(records, opened.id, BEN)
