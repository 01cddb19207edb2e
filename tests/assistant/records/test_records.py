"""A case from upload to signature: what is kept, what is refused, who sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.case import Case
from assistant.conversation.session import with_facts
from assistant.errors import AccessError, ConflictError, RecordsError, SignedError
from assistant.records import Action, CaseFilter, CaseState, OpenCase, Order, Records, open_records
from assistant.records.resume import resume
from assistant.results import CheckReport, Finding, Review, Severity, Verdict
from assistant.review import Tools
from knowledge.model import Decision
from tests.assistant.records.conftest import ANN, AUDITOR, BEN, LEAD, SIGNER, Clock, keep

CLEAN = CheckReport(())
FAULTY = CheckReport(
    (Finding("TST01", Severity.ERROR, 0, 3, "The", Verdict.CONTRADICTED, "wrong by intention"),)
)


def test_a_review_comes_back_equal_after_a_restart(
    records: Records, opened: OpenCase, review: Review, database: Path
) -> None:
    records.database.close()
    again = open_records(f"sqlite:///{database}").open_case(opened.id, ANN)
    assert again.review == review
    session = resume(again, item=2)
    assert session is not None
    assert session.in_view.item.number == 2


def test_a_case_goes_from_reading_to_ready_to_drafted(records: Records, back_and_knee: Case) -> None:
    added = records.add_case("case.txt", b"bytes as uploaded", ANN)
    assert added.state is CaseState.READING
    assert records.content(added.id, ANN) == b"bytes as uploaded"
    ready = records.save_case(added.id, back_and_knee, ANN)
    assert ready.state is CaseState.READY
    assert [item.treatment for item in ready.items] == [i.treatment for i in back_and_knee.items]


def test_a_scan_keeps_its_file_and_says_why(records: Records) -> None:
    added = records.add_case("scan.pdf", b"%PDF", ANN)
    kept = records.save_problem(added.id, CaseState.NEEDS_OCR, "scan.pdf has no text; run OCR on it.", ANN)
    assert (kept.state, kept.problem) == (CaseState.NEEDS_OCR, "scan.pdf has no text; run OCR on it.")


def test_a_withheld_draft_withholds_the_case_until_the_reviewer_writes(
    records: Records, review: Review
) -> None:
    withheld = replace(review.items[0], draft=None, withheld=review.items[0].draft, checks=FAULTY)
    case = keep(records, replace(review, items=(withheld, *review.items[1:])), ANN)
    assert case.summary.state is CaseState.WITHHELD
    assert case.item(1).draft is None
    with pytest.raises(RecordsError, match="write the rationale"):
        records.sign(case.id, 1, SIGNER, ANN)
    records.save_edit(case.id, 1, "Written by hand.", CLEAN, ANN)
    assert records.open_case(case.id, ANN).summary.state is CaseState.DRAFTED


def test_every_version_of_a_rationale_is_kept(records: Records, opened: OpenCase) -> None:
    first = opened.item(1).draft
    assert first is not None
    records.save_edit(opened.id, 1, "Shorter.", CLEAN, ANN, based_on=first.number)
    records.save_edit(opened.id, 1, "Shorter still.", FAULTY, ANN)
    records.save_edit(opened.id, 1, "Shorter still.", FAULTY, ANN)
    versions = records.versions(opened.id, 1, ANN)
    assert [v.text for v in versions] == [first.text, "Shorter.", "Shorter still."]
    assert [v.by for v in versions] == ["grounded", "ann", "ann"]
    current = records.open_case(opened.id, ANN).item(1).draft
    assert current is not None
    assert current.report == FAULTY


def test_an_edit_on_a_version_that_another_window_replaced_is_refused(
    records: Records, opened: OpenCase
) -> None:
    records.save_edit(opened.id, 1, "From the other window.", CLEAN, ANN, based_on=1)
    with pytest.raises(ConflictError, match="another window"):
        records.save_edit(opened.id, 1, "From this window.", CLEAN, ANN, based_on=1)


def test_a_new_draft_never_replaces_what_the_reviewer_wrote(
    records: Records, opened: OpenCase, tools: Tools
) -> None:
    records.save_edit(opened.id, 3, "My own words.", CLEAN, ANN)
    session = resume(opened)
    assert session is not None
    said = "The worker completed 2 visits of physical therapy."
    records.add_fact(opened.id, said, "call with the clinic", ANN)
    after = records.save_review(opened.id, with_facts(session, (said,), tools).review, ANN)
    assert after.fact_texts == (said,)
    assert after.item(3).draft is not None
    assert after.item(3).draft.text == "My own words."
    assert after.review is not None
    assert said in after.review.case.document.text


def test_an_override_needs_a_reason_and_is_kept(records: Records, opened: OpenCase) -> None:
    item = opened.item(1)
    other = Decision.UPHELD if item.recommendation is Decision.OVERTURNED else Decision.OVERTURNED
    with pytest.raises(RecordsError, match="reason"):
        records.override(opened.id, 1, other, "  ", ANN)
    changed = records.override(opened.id, 1, other, "The exam says otherwise.", ANN)
    assert changed.decision is other
    assert changed.override is not None
    assert changed.override.reason == "The exam says otherwise."
    assert item.recommendation is not None
    taken_back = records.override(opened.id, 1, item.recommendation, "I was wrong.", ANN)
    assert (taken_back.override, taken_back.decision) == (None, item.recommendation)


@pytest.mark.parametrize("missing", ["name", "credentials", "attestation"])
def test_a_signature_needs_name_credentials_and_attestation(
    records: Records, opened: OpenCase, missing: str
) -> None:
    blank: dict[str, str] = {missing: " "}
    with pytest.raises(RecordsError, match="A signature needs"):
        records.sign(opened.id, 1, replace(SIGNER, **blank), ANN)
    assert not records.open_case(opened.id, ANN).item(1).signed


def test_a_rationale_with_errors_is_signed_only_with_a_reason(records: Records, opened: OpenCase) -> None:
    records.save_edit(opened.id, 1, "The date is wrong.", FAULTY, ANN)
    with pytest.raises(RecordsError, match="finds an error"):
        records.sign(opened.id, 1, SIGNER, ANN)
    despite = replace(SIGNER, despite="The record's date is a slip.")
    signed = records.sign(opened.id, 1, despite, ANN).signature
    assert signed is not None
    assert signed.despite == "The record's date is a slip."


def test_a_signed_item_is_locked_until_reopened_with_a_reason(
    records: Records, opened: OpenCase, review: Review
) -> None:
    signed = records.sign(opened.id, 1, SIGNER, ANN)
    assert signed.signature is not None
    assert signed.signature.text == signed.draft.text if signed.draft else False
    for change in (
        lambda: records.save_edit(opened.id, 1, "Another text.", CLEAN, ANN),
        lambda: records.override(opened.id, 1, Decision.UPHELD, "why", ANN),
        lambda: records.sign(opened.id, 1, SIGNER, ANN),
        lambda: records.change_request(opened.id, review.items[0].item, "why", ANN),
    ):
        with pytest.raises(SignedError, match="locked"):
            change()
    with pytest.raises(RecordsError, match="needs a reason"):
        records.reopen(opened.id, 1, "", ANN)
    assert not records.reopen(opened.id, 1, "A typo.", ANN).signed
    records.save_edit(opened.id, 1, "Another text.", CLEAN, ANN)


def test_a_new_review_leaves_a_signed_item_as_it_was_signed(
    records: Records, opened: OpenCase, review: Review
) -> None:
    signed = records.sign(opened.id, 1, SIGNER, ANN)
    changed = replace(review.items[0], draft=None, family="other", evaluation=None)
    after = records.save_review(opened.id, replace(review, items=(changed, *review.items[1:])), ANN)
    assert after.item(1) == signed


def test_the_case_is_signed_when_every_item_is(records: Records, opened: OpenCase) -> None:
    for item in opened.items:
        assert records.open_case(opened.id, ANN).summary.state is CaseState.DRAFTED
        records.sign(opened.id, item.number, SIGNER, ANN)
    assert records.open_case(opened.id, ANN).summary.state is CaseState.SIGNED


def test_a_fact_that_a_signed_item_rests_on_cannot_be_taken_back(
    records: Records, opened: OpenCase
) -> None:
    with pytest.raises(RecordsError, match="source"):
        records.add_fact(opened.id, "A fact.", " ", ANN)
    fact = records.add_fact(opened.id, "A fact.", "the employer's letter", ANN)
    records.sign(opened.id, 1, SIGNER, ANN)
    with pytest.raises(RecordsError, match="reopen"):
        records.forget_fact(opened.id, fact.id, ANN)
    records.reopen(opened.id, 1, "The fact is wrong.", ANN)
    records.forget_fact(opened.id, fact.id, ANN)
    assert records.open_case(opened.id, ANN).facts == ()


def test_a_case_whose_fact_came_after_its_review_is_outdated(
    records: Records, opened: OpenCase, review: Review
) -> None:
    assert not opened.outdated
    records.add_fact(opened.id, "A fact.", "a letter", ANN)
    assert records.open_case(opened.id, ANN).outdated
    assert not records.save_review(opened.id, review, ANN).outdated


def test_a_changed_request_is_kept_with_its_reason(
    records: Records, opened: OpenCase, review: Review
) -> None:
    item = replace(review.items[2].item, treatment="Physical therapy, 4 visits")
    changed = records.change_request(opened.id, item, "The physician cut it down.", ANN)
    assert changed.case is not None
    assert changed.case.item(3) == item
    assert changed.summary.items[2].treatment == "Physical therapy, 4 visits"
    assert records.history(opened.id, ANN)[-1].action == Action.REQUEST_CHANGED


def test_nobody_reads_or_changes_another_reviewers_case(records: Records, opened: OpenCase) -> None:
    assert records.list_cases(BEN) == ()
    for look in (
        lambda: records.open_case(opened.id, BEN),
        lambda: records.content(opened.id, BEN),
        lambda: records.history(opened.id, BEN),
        lambda: records.versions(opened.id, 1, BEN),
        lambda: records.note_export(opened.id, "case.pdf", b"", BEN),
        lambda: records.save_edit(opened.id, 1, "text", CLEAN, BEN),
        lambda: records.sign(opened.id, 1, SIGNER, BEN),
        lambda: records.open_case(opened.id + 99, BEN),
    ):
        with pytest.raises(AccessError, match="There is no case"):
            look()


def test_leads_and_auditors_read_all_which_is_noted_but_change_nothing(
    records: Records, opened: OpenCase
) -> None:
    for user in (LEAD, AUDITOR):
        assert records.open_case(opened.id, user).id == opened.id
        assert len(records.list_cases(user)) == 1
        with pytest.raises(AccessError):
            records.save_edit(opened.id, 1, "text", CLEAN, user)
    seen = [e for e in records.history(opened.id, ANN) if e.action == Action.CASE_SEEN]
    assert [e.user for e in seen] == [LEAD.name, AUDITOR.name]
    with pytest.raises(AccessError, match="auditor reads"):
        records.add_case("case.txt", b"", AUDITOR)


def test_the_list_is_searched_filtered_and_sorted_by_urgency(
    records: Records, review: Review, clock: Clock
) -> None:
    late = keep(records, review, ANN)
    urgent_case = replace(
        review.case, priority="Expedited", case_number="T-2_x%", date_assigned=date(2017, 2, 1)
    )
    urgent = keep(records, replace(review, case=urgent_case), ANN)
    for item in late.items[:1]:
        records.sign(late.id, item.number, SIGNER, ANN)
    found = records.list_cases
    assert [c.id for c in found(ANN)] == [urgent.id, late.id]
    assert [c.id for c in found(ANN, CaseFilter(order=Order.NEWEST))] == [urgent.id, late.id]
    assert [c.id for c in found(ANN, CaseFilter(priority="expedited"))] == [urgent.id]
    assert [c.id for c in found(ANN, CaseFilter(search="2_x%"))] == [urgent.id]
    assert [c.id for c in found(ANN, CaseFilter(due_by=date(2017, 2, 10)))] == [urgent.id]
    assert len(found(ANN, CaseFilter(search="knee mri"))) == 2
    assert found(ANN, CaseFilter(search="zorblax")) == ()
    assert found(ANN, CaseFilter(state=CaseState.SIGNED)) == ()
    family = review.items[0].family
    assert len(found(ANN, CaseFilter(family=family, recommendation=Decision.OVERTURNED))) == 2


def test_a_failing_step_changes_nothing(records: Records, opened: OpenCase) -> None:
    head = records.verify()
    before = records.open_case(opened.id, ANN)
    with pytest.raises(RecordsError, match="no item 99"):
        records.save_edit(opened.id, 99, "text", CLEAN, ANN)
    assert records.verify() == head
    assert records.open_case(opened.id, ANN) == before
