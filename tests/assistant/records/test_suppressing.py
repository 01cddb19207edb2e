"""A finding set aside is kept with its reason, told in the audit and every export, locked with its item."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import AccessError, AuditError, RecordsError, SettingsError, SignedError
from assistant.export.as_json import review_json
from assistant.export.markdown import to_markdown
from assistant.export.packet import evidence_packet
from assistant.records import OpenCase, Records
from assistant.records.packet import packet_blocks, packet_json
from assistant.records.suppressing import set_aside, take_back
from assistant.results import CheckReport, Finding, Severity, Suppression, Verdict
from tests.assistant.records.conftest import ANN, AUDITOR, BEN, SIGNER

TEXT = "The worker is 45 years old. He has pain."
WRONG = Finding(
    "FAC01", Severity.ERROR, 14, 26, "45 years old", Verdict.CONTRADICTED, "The record says 41."
)
FAULTY = CheckReport((WRONG,))
WHY = "the age on the day of the injury is meant"


@pytest.fixture
def faulty(records: Records, opened: OpenCase) -> OpenCase:
    records.save_edit(opened.id, 1, TEXT, FAULTY, ANN)
    return records.open_case(opened.id, ANN)


def aside(records: Records, opened: OpenCase) -> Suppression:
    return set_aside(records, opened.id, 1, WRONG, TEXT, WHY, ANN)


def test_who_when_and_why_are_kept_with_the_draft(records: Records, faulty: OpenCase) -> None:
    word = aside(records, faulty)
    item = records.open_case(faulty.id, ANN).item(1)
    assert item.suppressions == (word,)
    assert (word.rule, word.quote, word.reason, word.by) == ("FAC01", "45 years old", WHY, "ann")
    assert word.at.startswith("2017-02-03T09:")
    assert word.sentence == "The worker is 45 years old."
    assert item.draft is not None
    assert item.draft.report.findings == ()
    assert [s.suppression for s in item.draft.report.suppressed] == [word]
    assert item.draft.report.said == "passed with 1 suppressed finding"


@pytest.mark.parametrize("reason", ["", "   ", "--"])
def test_without_a_reason_nothing_changes(records: Records, faulty: OpenCase, reason: str) -> None:
    before = records.verify()
    with pytest.raises(SettingsError, match="needs a reason"):
        set_aside(records, faulty.id, 1, WRONG, TEXT, reason, ANN)
    assert records.verify() == before
    assert records.open_case(faulty.id, ANN) == faulty


def test_set_aside_twice_is_once(records: Records, faulty: OpenCase) -> None:
    first = aside(records, faulty)
    assert set_aside(records, faulty.id, 1, WRONG, TEXT, "another reason", ANN) == first
    assert records.open_case(faulty.id, ANN).item(1).suppressions == (first,)


def test_taken_back_the_finding_stands_again(records: Records, faulty: OpenCase) -> None:
    word = aside(records, faulty)
    take_back(records, faulty.id, 1, word, ANN)
    item = records.open_case(faulty.id, ANN).item(1)
    assert item.suppressions == ()
    assert item.draft is not None
    assert item.draft.report == FAULTY
    with pytest.raises(RecordsError, match="stands already"):
        take_back(records, faulty.id, 1, word, ANN)
    assert aside(records, faulty).reason == WHY


def test_it_lasts_over_versions_and_holds_for_its_sentence_alone(
    records: Records, faulty: OpenCase
) -> None:
    aside(records, faulty)
    longer = f"{TEXT} The worker is 45 years old, I say."
    again = replace(WRONG, start=longer.rindex("45"), end=longer.rindex("45") + 12)
    records.save_edit(faulty.id, 1, longer, CheckReport((WRONG, again)), ANN)
    draft = records.open_case(faulty.id, ANN).item(1).draft
    assert draft is not None
    assert draft.report.findings == (again,)
    assert [s.finding for s in draft.report.suppressed] == [WRONG]


def test_signing_needs_no_second_reason_and_the_signature_tells_it(
    records: Records, faulty: OpenCase
) -> None:
    with pytest.raises(RecordsError, match="finds an error"):
        records.sign(faulty.id, 1, SIGNER, ANN)
    aside(records, faulty)
    records.sign(faulty.id, 1, SIGNER, ANN)
    signed = json.loads(records.history(faulty.id, ANN)[-1].body)
    assert signed["checks"]["said"] == "passed with 1 suppressed finding"
    assert [s["reason"] for s in signed["checks"]["suppressed"]] == [WHY]


def test_a_signed_item_is_locked(records: Records, faulty: OpenCase) -> None:
    word = aside(records, faulty)
    records.sign(faulty.id, 1, SIGNER, ANN)
    with pytest.raises(SignedError):
        take_back(records, faulty.id, 1, word, ANN)
    with pytest.raises(SignedError):
        aside(records, faulty)


@pytest.mark.parametrize("user", [BEN, AUDITOR])
def test_only_the_reviewer_of_the_case_can(records: Records, faulty: OpenCase, user: object) -> None:
    with pytest.raises(AccessError):
        set_aside(records, faulty.id, 1, WRONG, TEXT, WHY, user)  # type: ignore[arg-type]


def test_the_audit_tells_and_verifies_it(records: Records, faulty: OpenCase, database: Path) -> None:
    take_back(records, faulty.id, 1, aside(records, faulty), ANN)
    aside(records, faulty)
    head = records.verify()
    history = records.history(faulty.id, ANN)
    assert [e.action for e in history[-3:]] == [
        "finding suppressed",
        "suppression taken back",
        "finding suppressed",
    ]
    opened = records.open_case(faulty.id, ANN)
    said = to_markdown(packet_blocks(opened, history, head))
    assert "Finding set aside" in said
    assert said.count(WHY) >= 3
    assert WHY in json.dumps(packet_json(opened, history, head))
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE suppressions SET reason = 'all is well'")
    with pytest.raises(AuditError, match="finding suppressed"):
        records.verify()


def test_a_suppression_slipped_into_the_table_is_found(
    records: Records, faulty: OpenCase, database: Path
) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(
            'INSERT INTO suppressions (case_id, item, rule, quote, sentence, reason, "by", at, entry)'
            " VALUES (?, 1, 'FAC01', '45 years old', '', 'no', 'ann', '2017-02-03', 1)",
            (faulty.id,),
        )
    with pytest.raises(AuditError, match="suppressions"):
        records.verify()


def test_json_and_evidence_packet_tell_it(records: Records, faulty: OpenCase) -> None:
    word = aside(records, faulty)
    opened = records.open_case(faulty.id, ANN)
    assert opened.review is not None
    told = review_json(opened.review, {1: (word,)})
    assert told["items"][0]["suppressions"] == [
        {"rule": "FAC01", "quote": "45 years old", "reason": WHY, "by": "ann", "at": word.at}
    ]
    assert "suppressions" not in told["items"][1]
    said = to_markdown(evidence_packet(opened.review, {1: (word,)}))
    assert "set aside" in said
    assert WHY in said
    assert "set aside" not in to_markdown(evidence_packet(opened.review))


def test_a_new_review_makes_no_new_version_of_the_same_draft(records: Records, opened: OpenCase) -> None:
    """The assistant's own draft is what it was, also where the reviewer set a finding aside."""
    review = opened.review
    assert review is not None
    before = records.versions(opened.id, 1, ANN)
    aside(records, opened)
    records.save_review(opened.id, review, ANN)
    assert len(records.versions(opened.id, 1, ANN)) == len(before)
